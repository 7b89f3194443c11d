//! 电费: bills that this device issued on the spot, and the derivations (电费清单) of those that the center issued.

use domain::{BillId, BillNo, BillStatement, CustomerNo, IssuedBill, OperatorId, Seq, Stream};
use journal::{Entry, EntryBody};
use rusqlite::params;

use crate::column::{RowExt, integer, json};
use crate::{Read, StoreError, Write};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuedBillRow {
    pub issued: IssuedBill,
    /// 电费单号
    pub no: BillNo,
    pub stream: Stream,
    pub seq: Seq,
    /// Wall clock of the entry.
    pub at_ms: i64,
    pub by: OperatorId,
}

impl Read<'_> {
    pub fn issued_bill(&self, customer: &CustomerNo, id: BillId) -> Result<Option<IssuedBillRow>, StoreError> {
        let sql = "SELECT device, incarnation, seq FROM bill_issued WHERE customer = ? AND period = ? AND issue = ? \
                   ORDER BY device, incarnation, seq LIMIT 1";
        let place = self.one(sql, params![customer.as_str(), id.period.yyyymm(), id.issue], |row| row.place(0))?;
        place.map(|place| self.issued_bill_row(place)).transpose()
    }

    /// The bills that this device issued to a customer, oldest first.
    pub fn issued_bills(&self, customer: &CustomerNo) -> Result<Vec<IssuedBillRow>, StoreError> {
        let sql = "SELECT device, incarnation, seq FROM bill_issued WHERE customer = ? ORDER BY period, issue, seq";
        let places = self.all(sql, [customer.as_str()], |row| row.place(0))?;
        places.into_iter().map(|place| self.issued_bill_row(place)).collect()
    }

    /// The last bill number of the current journal, plus one.
    pub fn next_bill_number(&self) -> Result<u32, StoreError> {
        let stream = self.current_stream()?;
        let sql = "SELECT coalesce(max(number), 0) + 1 FROM bill_issued WHERE device = ? AND incarnation = ?";
        Ok(self.one(sql, params![stream.device.0, stream.incarnation.0], |row| row.get(0))?.unwrap_or(1))
    }

    /// The derivation of a bill as the center issued it.
    pub fn center_statement(&self, customer: &CustomerNo, id: BillId) -> Result<Option<BillStatement>, StoreError> {
        let sql = "SELECT statement FROM statement WHERE customer = ? AND period = ? AND issue = ?";
        self.one(sql, params![customer.as_str(), id.period.yyyymm(), id.issue], |row| row.take_json(0))
    }

    /// Oldest first.
    pub fn center_statements(&self, customer: &CustomerNo) -> Result<Vec<BillStatement>, StoreError> {
        let sql = "SELECT statement FROM statement WHERE customer = ? ORDER BY period, issue";
        self.all(sql, [customer.as_str()], |row| row.take_json(0))
    }

    /// Own bills that the center's rows of the customer do not contain yet.
    pub(crate) fn newer_bills(&self, customer: &CustomerNo) -> Result<Vec<IssuedBill>, StoreError> {
        let places = self.all(include_str!("bills/newer.sql"), [customer.as_str()], |row| row.place(0))?;
        places.into_iter().map(|place| Ok(self.issued_bill_row(place)?.issued)).collect()
    }

    fn issued_bill_row(&self, (stream, seq): (Stream, Seq)) -> Result<IssuedBillRow, StoreError> {
        let terminal = self.device()?.ok_or(StoreError::NotEnrolled)?.terminal;
        let (entry, _) = self.known_entry(stream, seq)?;
        let EntryBody::BillIssued(issued) = entry.body else {
            return Err(StoreError::missing("the entry of a bill"));
        };
        let no = BillNo { terminal, incarnation: stream.incarnation, number: issued.number };
        Ok(IssuedBillRow { issued, no, stream, seq, at_ms: entry.time.wall_ms, by: entry.by })
    }
}

impl Write<'_> {
    pub fn put_statement(&mut self, statement: &BillStatement) -> Result<(), StoreError> {
        self.run(
            "INSERT OR REPLACE INTO statement VALUES (?, ?, ?, ?)",
            params![statement.customer.as_str(), statement.id.period.yyyymm(), statement.id.issue, json(statement),],
        )?;
        Ok(())
    }

    pub(crate) fn drop_statements(&self, customer: &CustomerNo) -> Result<(), StoreError> {
        self.run("DELETE FROM statement WHERE customer = ?", [customer.as_str()])?;
        Ok(())
    }

    pub(crate) fn insert_issued_bill(&self, entry: &Entry, issued: &IssuedBill) -> Result<(), StoreError> {
        let id = issued.statement.id;
        self.run(
            "INSERT INTO bill_issued VALUES (?, ?, ?, ?, ?, ?, ?)",
            params![
                entry.stream.device.0,
                entry.stream.incarnation.0,
                integer(entry.seq.0),
                issued.number,
                issued.statement.customer.as_str(),
                id.period.yyyymm(),
                id.issue,
            ],
        )?;
        Ok(())
    }
}
