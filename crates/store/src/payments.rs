//! 收费记录: payments and their reversals. The row points to its entry; the payment itself is read from there.

use domain::{
    BillId, BusinessDate, CaseId, Money, OperatorId, Payment, PaymentId, PaymentState, Reversal, Seq, Stream,
};
use journal::{ChainHash, Entry, EntryBody};
use rusqlite::{Row, params};

use crate::column::{RowExt, integer};
use crate::{Read, StoreError, Write};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentRow {
    pub payment: Payment,
    pub stream: Stream,
    pub seq: Seq,
    pub hash: ChainHash,
    /// Wall clock of the entry.
    pub at_ms: i64,
    pub cashier: OperatorId,
    pub state: PaymentState,
    /// Prepayment right after, as the counter saw it.
    pub prepaid_after: Money,
    /// Principal and penalty that stayed open on each bill of the payment, right after.
    pub left: Vec<(BillId, Money)>,
    /// Copies of the receipt beyond the original.
    pub reprints: u32,
    pub reversal: Option<ReversalRow>,
    /// The open case about it, if any.
    pub case: Option<CaseId>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReversalRow {
    pub reversal: Reversal,
    pub stream: Stream,
    pub seq: Seq,
    pub at_ms: i64,
}

/// The columns of a payment, before its entries are read.
struct Found {
    place: (Stream, Seq),
    cashier: OperatorId,
    at_ms: i64,
    reprints: u32,
    reversal: Option<(Stream, Seq)>,
}

impl Read<'_> {
    pub fn payment(&self, id: PaymentId) -> Result<Option<PaymentRow>, StoreError> {
        let sql = concat!(include_str!("payments/select.sql"), "WHERE payment.id = ?");
        self.one(sql, [id.0.as_bytes()], found)?.map(|found| self.payment_row(found)).transpose()
    }

    /// The payments of a business date, newest first.
    pub fn payments_on(&self, date: BusinessDate) -> Result<Vec<PaymentRow>, StoreError> {
        let sql = concat!(
            include_str!("payments/select.sql"),
            "WHERE payment.business_date = ? ORDER BY 1 DESC, 2 DESC, 3 DESC"
        );
        let found = self.all(sql, [date.to_string()], found)?;
        found.into_iter().map(|found| self.payment_row(found)).collect()
    }

    /// The last receipt number of the current journal, plus one.
    pub fn next_receipt(&self) -> Result<u32, StoreError> {
        let stream = self.current_stream()?;
        let sql = "SELECT coalesce(max(receipt), 0) + 1 FROM payment WHERE device = ? AND incarnation = ?";
        Ok(self.one(sql, params![stream.device.0, stream.incarnation.0], |row| row.get(0))?.unwrap_or(1))
    }

    /// A payment's entry.
    pub(crate) fn payment_entry(&self, place: (Stream, Seq)) -> Result<(Entry, Payment, ChainHash), StoreError> {
        let (mut entry, hash) = self.known_entry(place.0, place.1)?;
        match std::mem::replace(&mut entry.body, nothing()) {
            EntryBody::PaymentTaken(payment) => Ok((entry, payment, hash)),
            _ => Err(StoreError::missing("the entry of a payment")),
        }
    }

    fn payment_row(&self, found: Found) -> Result<PaymentRow, StoreError> {
        let (stream, seq) = found.place;
        let (_, payment, hash) = self.payment_entry(found.place)?;
        let reversal = found.reversal.map(|place| self.reversal_row(place)).transpose()?;
        let left = payment.allocations.iter().zip(&payment.seen).map(|(part, seen)| (part.bill, seen.left)).collect();
        Ok(PaymentRow {
            state: if reversal.is_some() { PaymentState::Reversed } else { PaymentState::Taken },
            prepaid_after: payment.prepaid_after,
            payment,
            stream,
            seq,
            hash,
            at_ms: found.at_ms,
            cashier: found.cashier,
            left,
            reprints: found.reprints,
            reversal,
            case: self.case_of(stream, seq)?,
        })
    }

    fn reversal_row(&self, (stream, seq): (Stream, Seq)) -> Result<ReversalRow, StoreError> {
        let (entry, _) = self.known_entry(stream, seq)?;
        match entry.body {
            EntryBody::PaymentReversed(reversal) => {
                Ok(ReversalRow { reversal, stream, seq, at_ms: entry.time.wall_ms })
            }
            _ => Err(StoreError::missing("the entry of a reversal")),
        }
    }
}

fn found(row: &Row<'_>) -> rusqlite::Result<Found> {
    let is_reversed = row.get::<_, Option<i64>>(6)?.is_some();
    Ok(Found {
        place: row.place(0)?,
        cashier: row.take(3)?,
        at_ms: row.get(4)?,
        reprints: row.get(5)?,
        reversal: if is_reversed { Some(row.place(6)?) } else { None },
    })
}

/// Stands in an entry whose body was taken out.
fn nothing() -> EntryBody {
    EntryBody::ReceiptReprinted { payment: PaymentId(uuid::Uuid::nil()), copy: 0 }
}

impl Write<'_> {
    pub(crate) fn insert_payment(&self, entry: &Entry, payment: &Payment) -> Result<(), StoreError> {
        self.run(
            "INSERT INTO payment VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
            params![
                payment.id.0.as_bytes(),
                entry.stream.device.0,
                entry.stream.incarnation.0,
                integer(entry.seq.0),
                payment.customer.as_str(),
                payment.business_date.to_string(),
                entry.by.0,
                payment.receipt,
                entry.time.wall_ms,
            ],
        )?;
        Ok(())
    }

    pub(crate) fn insert_reversal(&self, entry: &Entry, reversal: &Reversal) -> Result<(), StoreError> {
        self.run(
            "INSERT INTO reversal VALUES (?, ?, ?, ?, ?, ?)",
            params![
                reversal.payment.0.as_bytes(),
                reversal.id.0.as_bytes(),
                entry.stream.device.0,
                entry.stream.incarnation.0,
                integer(entry.seq.0),
                entry.time.wall_ms,
            ],
        )?;
        Ok(())
    }

    pub(crate) fn count_reprint(&self, payment: PaymentId, copy: u32) -> Result<(), StoreError> {
        let sql = "UPDATE payment SET reprints = max(reprints, ?) WHERE id = ?";
        self.run(sql, params![copy, payment.0.as_bytes()])?;
        Ok(())
    }
}
