//! The sides of a case, each as its own journal says it: who, where, when by evidence, and whether the entry is proven.

use domain::{BusinessDate, UnitCode};
use journal::{ChainHash, Entry, EntryBody, Head, ReadEntry, root, verify_head};

use super::DecisionError;
use crate::app::Prefecture;
use crate::ledger::{CaseRow, EntryRef, LedgerError, ReceivedEntry, Side};

#[derive(Clone, Debug)]
pub struct SideDetail {
    pub side: Side,
    /// Of its device.
    pub unit: Option<UnitCode>,
    pub unit_name: String,
    /// What kind of fact it is: `payment`, `reading`, …; `journal` where it is about the journal as a whole.
    pub what: &'static str,
    /// The id of the payment, reading, refund or request that it is.
    pub fact: Option<String>,
    pub business_date: Option<BusinessDate>,
    /// When it happened, by the best evidence.
    pub best_ms: Option<i64>,
    /// What the laptop's clock said.
    pub wall_ms: Option<i64>,
    /// How far that clock ran ahead of the best evidence, where the center's time was known to it.
    pub clock_off_ms: Option<i64>,
    pub arrived_ms: Option<i64>,
    pub hash: Option<ChainHash>,
    pub proof: Option<Proof>,
    /// What the entry says, field by field.
    pub fields: Vec<(String, String)>,
}

/// Whether an entry is what its device wrote: its bytes are hashed again, the chain is walked to the next seal that the center
/// kept, and that seal is checked with the device's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    Proven {
        /// The entry that the seal stands under.
        sealed_at: u64,
    },
    Broken,
    /// It came before seals were kept: the chain was checked when it arrived.
    NoSealKept,
}

impl Prefecture {
    pub(super) fn sides_in_detail(&self, case: &CaseRow) -> Result<Vec<SideDetail>, DecisionError> {
        case.sides.iter().map(|side| self.side_in_detail(side)).collect()
    }

    fn side_in_detail(&self, side: &Side) -> Result<SideDetail, DecisionError> {
        let roster = self.roster();
        let unit = roster.devices.get(&side.stream.device).map(|device| device.known.unit.clone());
        let name = unit.as_ref().and_then(|unit| roster.units.get(unit)).map(|unit| unit.name.clone());
        let place = side.seq.map(|seq| EntryRef { stream: side.stream, history: side.history, seq });
        let received = place.map(|place| self.0.ledger.received(place)).transpose()?.flatten();
        let proof = received.as_ref().map(|received| self.prove(received)).transpose()?;
        let entry = received.as_ref().and_then(|received| known(&received.bytes));
        let (what, business_date, fields) = entry.as_ref().map_or(("journal", None, Vec::new()), said);
        Ok(SideDetail {
            side: side.clone(),
            unit,
            unit_name: name.unwrap_or_default(),
            what,
            fact: entry.as_ref().and_then(fact_of),
            business_date,
            best_ms: entry.as_ref().map(|entry| entry.time.best_ms()),
            wall_ms: entry.as_ref().map(|entry| entry.time.wall_ms),
            clock_off_ms: entry.as_ref().and_then(|entry| entry.time.clock_off_by_ms()),
            arrived_ms: received.as_ref().map(|received| received.received_ms),
            hash: received.as_ref().map(|received| received.hash),
            proof,
            fields,
        })
    }

    fn prove(&self, received: &ReceivedEntry) -> Result<Proof, LedgerError> {
        let place = received.place;
        let Some(seal) = self.0.ledger.seal_over(place)? else { return Ok(Proof::NoSealKept) };
        let roster = self.roster();
        let Some(key) = roster.devices.get(&place.stream.device).map(|device| device.known.key) else {
            return Ok(Proof::Broken);
        };
        let histories = roster.histories(place.stream);
        let Some(history) = histories.iter().find(|history| history.number == place.history) else {
            return Ok(Proof::Broken);
        };
        let before = domain::Seq(place.seq.0.saturating_sub(1));
        let start = if before == domain::Seq::ZERO {
            Some(root(place.stream, &key))
        } else {
            self.lineage_hashes(histories, history, before, before)?.first().map(|(_, hash)| *hash)
        };
        let Some(hash) = start else { return Ok(Proof::Broken) };
        let mut head = Head { seq: before, hash };
        let entries = self.0.ledger.entries(place.stream, place.history, place.seq, seal.head.seq)?;
        let mut fits = true;
        for (number, bytes) in entries.iter().enumerate() {
            head = head.after(bytes);
            fits &= number > 0 || head.hash == received.hash;
        }
        let is_sealed = verify_head(&key, place.stream, &seal.head, &seal.seal).is_ok();
        let holds = fits && head == seal.head && is_sealed;
        Ok(if holds { Proof::Proven { sealed_at: seal.head.seq.0 } } else { Proof::Broken })
    }
}

fn known(bytes: &[u8]) -> Option<Entry> {
    match ReadEntry::of(bytes) {
        Ok(ReadEntry::Known(entry)) => Some(*entry),
        Ok(ReadEntry::Parked { .. }) | Err(_) => None,
    }
}

/// The id that a decision names it by.
fn fact_of(entry: &Entry) -> Option<String> {
    match &entry.body {
        EntryBody::PaymentTaken(payment) => Some(payment.id.to_string()),
        EntryBody::ReadingEntered(reading) => Some(reading.id.to_string()),
        EntryBody::RefundPaid(refund) => Some(refund.id.to_string()),
        EntryBody::ArchiveChangeRequested(change) => Some(change.id.to_string()),
        _ => None,
    }
}

type Said = (&'static str, Option<BusinessDate>, Vec<(String, String)>);

/// What an entry says, in the words that the sides are compared by.
fn said(entry: &Entry) -> Said {
    let field = |name: &str, value: String| (name.to_owned(), value);
    match &entry.body {
        EntryBody::PaymentTaken(payment) => {
            let bills: Vec<String> =
                payment.allocations.iter().map(|part| format!("{} {}", part.bill, part.total())).collect();
            let tenders: Vec<String> = payment.tenders.iter().map(|tender| format!("{:?}", tender.kind())).collect();
            let fields = vec![
                field("customer", payment.customer.to_string()),
                field("amount", payment.collected().to_string()),
                field("bills", bills.join(", ")),
                field("tenders", tenders.join(", ")),
                field("prepaidUsed", payment.prepaid_used.to_string()),
                field("prepaidAdded", payment.prepaid_added.to_string()),
                field("businessDate", payment.business_date.to_string()),
            ];
            ("payment", Some(payment.business_date), fields)
        }
        EntryBody::ReadingEntered(reading) => {
            let registers = serde_json::to_string(&reading.registers).unwrap_or_default();
            let fields = vec![
                field("customer", reading.customer.to_string()),
                field("meter", reading.meter.to_string()),
                field("registers", registers),
                field("method", format!("{:?}", reading.method)),
                field("period", reading.period.to_string()),
            ];
            ("reading", None, fields)
        }
        EntryBody::BillIssued(issued) => {
            let statement = &issued.statement;
            let fields = vec![
                field("bill", statement.id.to_string()),
                field("energyKwh", statement.energy_kwh.to_string()),
                field("total", statement.total.to_string()),
            ];
            ("bill", None, fields)
        }
        EntryBody::ArchiveChangeRequested(change) => {
            let fields = vec![
                field("field", change.field.name().to_owned()),
                field("seen", change.seen.clone()),
                field("wanted", change.wanted.clone()),
                field("reason", change.reason.clone()),
            ];
            ("archive", None, fields)
        }
        EntryBody::RefundPaid(refund) => {
            let fields = vec![
                field("customer", refund.customer.to_string()),
                field("amount", refund.amount.to_string()),
                field("paidTo", refund.paid_to.clone()),
                field("businessDate", refund.business_date.to_string()),
            ];
            ("refund", Some(refund.business_date), fields)
        }
        EntryBody::ReadingRequested(request) => {
            let registers = serde_json::to_string(&request.registers).unwrap_or_default();
            ("reading-request", None, vec![field("registers", registers), field("reason", request.reason.clone())])
        }
        EntryBody::ShiftOpened { business_date, .. } => ("shift", Some(*business_date), Vec::new()),
        EntryBody::ShiftClosed(_) => ("shift", None, Vec::new()),
        EntryBody::PaymentReversed(reversal) => ("reversal", Some(reversal.business_date), Vec::new()),
        EntryBody::ReceiptReprinted { .. }
        | EntryBody::StreamForked(_)
        | EntryBody::RoundPrepared(_)
        | EntryBody::ReadingWithdrawn { .. }
        | EntryBody::ReadingsReviewed(_)
        | EntryBody::RestoreRequested(_)
        | EntryBody::ReadingsImported(_)
        | EntryBody::NoticePrinted(_)
        | EntryBody::TaskAnswered(_)
        | EntryBody::Proposed(_)
        | EntryBody::ProposalAnswered(_)
        | EntryBody::CaseNoted(_)
        | EntryBody::ActRecorded { .. } => ("entry", None, Vec::new()),
    }
}
