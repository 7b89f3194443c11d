//! At rest both sides compare the sums of each shift. A difference is a case and a loud line, never a silent repair.

use std::collections::{BTreeMap, HashMap};

use domain::{Money, PaymentId, ShiftNo, Stream};
use journal::{EntryBody, ReadEntry};
use sync::{ExchangeRequest, Refusal, ShiftDigest};

use super::Prefecture;
use super::accept_push::Landed;
use super::batch::Batch;
use super::exchange::last_of;
use crate::ledger::{DeviceRow, History, LedgerError, Loaded, ShiftSums, Wanted};

type SumsByShift = BTreeMap<ShiftNo, ShiftSums>;

impl Prefecture {
    /// The center's own sums for what the outlet asked about; `None` while the two are not at rest.
    pub(super) fn compare_digest(
        &self,
        request: &ExchangeRequest,
        device: &DeviceRow,
        landed: &Landed,
    ) -> Result<Option<Vec<ShiftDigest>>, LedgerError> {
        let Some(theirs) = &request.digest else { return Ok(None) };
        let stream = request.stream;
        let is_refused = matches!(landed.refusal, Some(Refusal::Gap { .. } | Refusal::BadSignature { .. }));
        let histories = self.roster().histories(stream).to_vec();
        let held = histories.iter().find(|history| history.number == landed.history).map(|history| history.held.seq);
        let is_behind = last_of(request.push.as_ref()).is_some_and(|last| held < Some(last));
        if is_refused || is_behind || theirs.iter().any(|theirs| theirs.stream != stream) {
            return Ok(None);
        }
        let ours = self.sums_nearest_to(theirs, stream, &histories)?;
        self.keep_digest_cases(device, landed.history, theirs, &ours)?;
        Ok(Some(ours))
    }

    /// A journal with several histories agrees when one of them does. So does a copy of a laptop that stands at an earlier
    /// point of a history: a clone that only listens, a backup that was just put back.
    fn sums_nearest_to(
        &self,
        theirs: &[ShiftDigest],
        stream: Stream,
        histories: &[History],
    ) -> Result<Vec<ShiftDigest>, LedgerError> {
        let mut first = None;
        for history in histories {
            let sums = if histories.len() == 1 {
                self.0.ledger.shift_sums(stream, history.number)?
            } else {
                self.sums_of_lineage(histories, history)?
            };
            let ours: Vec<ShiftDigest> = theirs.iter().map(|theirs| digest_of(&sums, theirs)).collect();
            if ours == theirs {
                return Ok(ours);
            }
            first = first.or(Some(ours));
        }
        for history in histories {
            let bodies = self.bodies_of_lineage(histories, history)?;
            let collected = self.collected_by_reversed(&bodies)?;
            if stood_once(theirs, &bodies, &collected) {
                return Ok(theirs.to_vec());
            }
        }
        Ok(first.unwrap_or_else(|| theirs.iter().map(|theirs| digest_of(&SumsByShift::new(), theirs)).collect()))
    }

    /// Adds up a history with what it shares with its parents, from the entries themselves.
    fn sums_of_lineage(&self, histories: &[History], history: &History) -> Result<SumsByShift, LedgerError> {
        let bodies = self.bodies_of_lineage(histories, history)?;
        let collected = self.collected_by_reversed(&bodies)?;
        Ok(sums_of(&bodies, &collected))
    }

    fn bodies_of_lineage(&self, histories: &[History], history: &History) -> Result<Vec<EntryBody>, LedgerError> {
        let mut parts = Vec::new();
        let (mut at, mut until) = (history, history.held.seq);
        loop {
            parts.push(self.0.ledger.entries(at.stream, at.number, at.forked_after.next(), until)?);
            if at.number == 0 {
                break;
            }
            until = until.min(at.forked_after);
            at = histories.iter().find(|other| other.number == at.parent).expect("a history's parent is kept");
        }
        let entries = parts.into_iter().rev().flatten();
        let known = |bytes: Vec<u8>| match ReadEntry::of(&bytes) {
            Ok(ReadEntry::Known(entry)) => Some(entry.body),
            _ => None,
        };
        Ok(entries.filter_map(known).collect())
    }

    /// What the payments brought in that these entries reverse; some may be in an earlier journal of the device.
    fn collected_by_reversed(&self, bodies: &[EntryBody]) -> Result<HashMap<PaymentId, Money>, LedgerError> {
        let reversed = bodies.iter().filter_map(|body| match body {
            EntryBody::PaymentReversed(reversal) => Some(reversal.payment),
            _ => None,
        });
        let wanted = Wanted { payments: reversed.collect(), ..Wanted::default() };
        let loaded = self.0.ledger.load(&wanted)?;
        let facts = loaded.accounts.into_values().flat_map(|account| account.payments);
        Ok(facts.map(|fact| (fact.payment.id, fact.payment.collected())).collect())
    }

    fn keep_digest_cases(
        &self,
        device: &DeviceRow,
        history: u32,
        theirs: &[ShiftDigest],
        ours: &[ShiftDigest],
    ) -> Result<(), LedgerError> {
        let mut books = self.books()?;
        let roster = self.roster();
        let mut batch = Batch::new(&books, &roster, Loaded::default(), self.now_ms());
        for (theirs, ours) in theirs.iter().zip(ours) {
            let differs = theirs != ours;
            if differs {
                let (device, shift) = (theirs.stream.device.0, theirs.shift.0);
                tracing::error!(device, shift, "the sums of a shift differ between the outlet and the center");
            }
            batch.cases.digest(device, theirs.stream, history, theirs.shift, differs);
        }
        let effects = batch.finish();
        drop(roster);
        if effects.cases.is_empty() {
            return Ok(());
        }
        self.commit(&mut books, effects)
    }
}

fn digest_of(sums: &SumsByShift, theirs: &ShiftDigest) -> ShiftDigest {
    let sums = sums.get(&theirs.shift).copied().unwrap_or_default();
    ShiftDigest {
        stream: theirs.stream,
        shift: theirs.shift,
        entries: u64::try_from(sums.entries).unwrap_or(0),
        payments: u64::try_from(sums.payments).unwrap_or(0),
        amount: sums.amount,
    }
}

/// Whether the sums were these after some entry.
fn stood_once(theirs: &[ShiftDigest], bodies: &[EntryBody], collected: &HashMap<PaymentId, Money>) -> bool {
    let mut sums = SumsByShift::new();
    let mut agrees = |body| {
        add(&mut sums, body, collected);
        theirs.iter().all(|theirs| digest_of(&sums, theirs) == *theirs)
    };
    bodies.iter().any(&mut agrees)
}

/// The sums of the shifts of a run of entries: an entry counts for the shift that it names.
fn sums_of(bodies: &[EntryBody], collected: &HashMap<PaymentId, Money>) -> SumsByShift {
    let mut sums = SumsByShift::new();
    bodies.iter().for_each(|body| add(&mut sums, body, collected));
    sums
}

fn add(sums: &mut SumsByShift, body: &EntryBody, collected: &HashMap<PaymentId, Money>) {
    let (shift, payments, amount) = match body {
        EntryBody::ShiftOpened { shift, .. } => (*shift, 0, Money::ZERO),
        EntryBody::ShiftClosed(closed) => (closed.no, 0, Money::ZERO),
        EntryBody::PaymentTaken(payment) => (payment.shift, 1, payment.collected()),
        EntryBody::PaymentReversed(reversal) => {
            (reversal.shift, -1, -collected.get(&reversal.payment).copied().unwrap_or_default())
        }
        EntryBody::RefundPaid(refund) => (refund.shift, 0, -refund.amount),
        EntryBody::ReceiptReprinted { .. }
        | EntryBody::StreamForked(_)
        | EntryBody::RoundPrepared(_)
        | EntryBody::ReadingEntered(_)
        | EntryBody::ReadingWithdrawn { .. }
        | EntryBody::ReadingsReviewed(_)
        | EntryBody::ReadingRequested(_)
        | EntryBody::BillIssued(_)
        | EntryBody::RestoreRequested(_)
        | EntryBody::ReadingsImported(_)
        | EntryBody::NoticePrinted(_)
        | EntryBody::TaskAnswered(_)
        | EntryBody::ArchiveChangeRequested(_)
        | EntryBody::Proposed(_)
        | EntryBody::ProposalAnswered(_)
        | EntryBody::CaseNoted(_)
        | EntryBody::ActRecorded { .. } => return,
    };
    let of_shift = sums.entry(shift).or_default();
    of_shift.entries += 1;
    of_shift.payments += payments;
    of_shift.amount += amount;
}
