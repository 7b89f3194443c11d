//! From an entry to the tables: the one place that says what an entry means here, live and in `rebuild`.
//!
//! It looks at nothing but the entry and rows that entries before it made, so the same journal always gives the same
//! tables. A payment lies as its cashier laid it: the rule that made it saw the account in the same moment. What the
//! center makes of it comes back in the center's own rows.

use domain::{
    IssuedBill, PaidRefund, Payment, PaymentId, Placement, Reversal, ReviewState, Seq, Stream, TenderKind, UnitCode,
    Verdict, post_closing, post_issue, post_opening, post_payment, post_refund,
};
use journal::{Entry, EntryBody};

use crate::column::RowExt;
use crate::shifts::ShiftMove;
use crate::{Read, StoreError, Write};

impl Write<'_> {
    pub(crate) fn project(&mut self, entry: &Entry, desk: &UnitCode) -> Result<Option<Placement>, StoreError> {
        let (stream, seq) = (entry.stream, entry.seq);
        match &entry.body {
            EntryBody::ShiftOpened { shift, business_date, opening_cash } => {
                self.insert_shift(entry, *shift, *business_date, *opening_cash)?;
                self.add_to_shift(stream, ShiftMove::without_money(*shift))?;
                self.post(stream, seq, post_opening(desk, *opening_cash).lines())?;
            }
            EntryBody::PaymentTaken(payment) => return self.project_payment(entry, payment, desk).map(Some),
            EntryBody::PaymentReversed(reversal) => self.project_reversal(entry, reversal)?,
            EntryBody::ReceiptReprinted { payment, copy } => {
                self.count_reprint(*payment, *copy)?;
                self.count_refund_reprint(*payment, *copy)?;
            }
            EntryBody::ShiftClosed(closed) => {
                self.mark_shift_closed(closed)?;
                self.add_to_shift(stream, ShiftMove::without_money(closed.no))?;
                self.post(stream, seq, post_closing(desk, closed).lines())?;
            }
            EntryBody::StreamForked(_) => {}
            EntryBody::RoundPrepared(prepared) => self.insert_round(entry, prepared)?,
            EntryBody::ReadingEntered(reading) => self.insert_reading(entry, reading)?,
            EntryBody::ReadingWithdrawn { reading, .. } => self.bring_reading(*reading, ReviewState::Withdrawn)?,
            EntryBody::ReadingsReviewed(review) => {
                let state = match review.verdict {
                    Verdict::Approved => ReviewState::Approved,
                    Verdict::SentBack => ReviewState::SentBack,
                };
                for reading in &review.readings {
                    self.review_reading(*reading, state, entry.by, &review.note)?;
                }
            }
            EntryBody::ReadingRequested(request) => self.insert_reading_request(entry, request)?,
            EntryBody::BillIssued(issued) => self.project_bill(entry, issued)?,
            EntryBody::RestoreRequested(request) => self.insert_restore_request(entry, request)?,
            EntryBody::ReadingsImported(import) => self.insert_reading_import(entry, import)?,
            EntryBody::NoticePrinted(notice) => self.insert_notice(entry, notice)?,
            EntryBody::TaskAnswered(answer) => self.insert_task_answer(entry, answer)?,
            EntryBody::RefundPaid(refund) => self.project_refund(entry, refund, desk)?,
            EntryBody::ArchiveChangeRequested(change) => self.insert_archive_change(entry, change)?,
            // The center's own journal; no device writes them.
            EntryBody::Proposed(_)
            | EntryBody::ProposalAnswered(_)
            | EntryBody::CaseNoted(_)
            | EntryBody::ActRecorded { .. } => {}
        }
        Ok(None)
    }

    fn project_bill(&self, entry: &Entry, issued: &IssuedBill) -> Result<(), StoreError> {
        self.insert_issued_bill(entry, issued)?;
        for reading in &issued.readings {
            self.bring_reading(*reading, ReviewState::Billed)?;
        }
        self.post(entry.stream, entry.seq, post_issue(&issued.owner, issued.statement.total).lines())
    }

    /// Cash leaves the drawer; it is no payment less, so the shift's count of payments stays.
    fn project_refund(&self, entry: &Entry, refund: &PaidRefund, desk: &UnitCode) -> Result<(), StoreError> {
        self.insert_refund(entry, refund)?;
        let moved = ShiftMove { shift: refund.shift, payments: 0, amount: -refund.amount, cash: -refund.amount };
        self.add_to_shift(entry.stream, moved)?;
        self.post(entry.stream, entry.seq, post_refund(desk, refund.owner.as_ref(), refund).lines())
    }

    fn project_payment(&self, entry: &Entry, payment: &Payment, desk: &UnitCode) -> Result<Placement, StoreError> {
        let placement = as_laid(payment);
        self.insert_payment(entry, payment)?;
        let moved = ShiftMove {
            shift: payment.shift,
            payments: 1,
            amount: payment.collected(),
            cash: payment.collected_by(TenderKind::Cash),
        };
        self.add_to_shift(entry.stream, moved)?;
        let postings = post_payment(desk, payment.owner.as_ref(), payment, &placement);
        self.post(entry.stream, entry.seq, postings.lines())?;
        Ok(placement)
    }

    fn project_reversal(&self, entry: &Entry, reversal: &Reversal) -> Result<(), StoreError> {
        // Only a payment that is parked is not here; its reversal then waits with it.
        let Some(undone) = self.place_of_payment(reversal.payment)? else { return Ok(()) };
        let (_, payment, _) = self.payment_entry(undone)?;
        self.insert_reversal(entry, reversal)?;
        let moved = ShiftMove {
            shift: reversal.shift,
            payments: -1,
            amount: -payment.collected(),
            cash: -reversal.cash_returned,
        };
        self.add_to_shift(entry.stream, moved)?;
        self.post_red(entry.stream, entry.seq, undone)
    }
}

impl Read<'_> {
    pub(crate) fn place_of_payment(&self, payment: PaymentId) -> Result<Option<(Stream, Seq)>, StoreError> {
        let sql = "SELECT device, incarnation, seq FROM payment WHERE id = ?";
        self.one(sql, [payment.0.as_bytes()], |row| row.place(0))
    }
}

/// The placement that the counter itself made.
fn as_laid(payment: &Payment) -> Placement {
    Placement {
        applied: payment.allocations.clone(),
        surplus: Vec::new(),
        prepaid_used: payment.prepaid_used,
        prepaid_added: payment.prepaid_added,
        tail_before: payment.tail_before,
        tail_after: payment.tail_after,
    }
}
