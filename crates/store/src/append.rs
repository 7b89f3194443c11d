//! Appending to the journal: the entry, its projection and its postings, in the caller's transaction.

use domain::{Bill, Payment, Placement, Reversal, Settlement, UnitCode};
use journal::{Entry, EntryBody, Head, encode};
use rusqlite::params;

use crate::column::{integer, json};
use crate::{StoreError, Write};

/// Where the journal stands after an entry, and what became of the payment in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appended {
    pub head: Head,
    pub placement: Option<Placement>,
}

impl Write<'_> {
    /// Appends the next entry of the current journal. Encodes it once; those bytes are its identity from now on.
    pub fn append(&mut self, entry: &Entry) -> Result<Appended, StoreError> {
        let before = self.head()?;
        self.check_is_next(entry, before)?;
        let bytes = encode(entry);
        let head = before.after(&bytes);
        let desk = self.desk()?;
        self.insert_entry(entry, &desk, &bytes, head.hash)?;
        match &entry.body {
            EntryBody::PaymentTaken(payment) => self.keep_seen_bills(entry, payment)?,
            EntryBody::PaymentReversed(reversal) => self.check_is_here(reversal)?,
            _ => {}
        }
        let placement = self.project(entry, &desk)?;
        if entry.body.moves_money() {
            self.check_trial_balance()?;
        }
        Ok(Appended { head, placement })
    }

    fn check_is_next(&self, entry: &Entry, head: Head) -> Result<(), StoreError> {
        let current = self.current_stream()?;
        if entry.stream == current && entry.seq == head.seq.next() {
            return Ok(());
        }
        Err(StoreError::NotNext { current, head: head.seq, found: entry.stream, found_seq: entry.seq })
    }

    /// A device reverses only what it took itself.
    fn check_is_here(&self, reversal: &Reversal) -> Result<(), StoreError> {
        match self.place_of_payment(reversal.payment)? {
            Some(_) => Ok(()),
            None => Err(StoreError::missing("the payment that is to be reversed")),
        }
    }

    /// The unit in whose books this desk posts: its station.
    fn desk(&self) -> Result<UnitCode, StoreError> {
        let device = self.device()?.ok_or(StoreError::NotEnrolled)?;
        self.books_of(&device.unit)
    }

    /// The center may stop sending a bill once it is settled. What lay on the counter is kept, so that a reversal can put
    /// the bill back before the center did.
    fn keep_seen_bills(&self, entry: &Entry, payment: &Payment) -> Result<(), StoreError> {
        if payment.allocations.is_empty() {
            return Ok(());
        }
        let account = self.account(&payment.customer)?;
        for part in &payment.allocations {
            let Some(bill) = account.bill(part.bill) else { continue };
            let mut bill: Bill = bill.clone();
            bill.settle(Settlement { on: payment.business_date, principal: part.principal, penalty: part.penalty });
            self.run(
                "INSERT INTO seen_bill VALUES (?, ?, ?, ?, ?, ?)",
                params![
                    entry.stream.device.0,
                    entry.stream.incarnation.0,
                    integer(entry.seq.0),
                    bill.id.period.yyyymm(),
                    bill.id.issue,
                    json(&bill),
                ],
            )?;
        }
        Ok(())
    }
}
