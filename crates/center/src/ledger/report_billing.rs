//! What people read of reading and billing.

use domain::{
    BillId, BillStatement, BillingPeriod, CustomerNo, Notice, PaymentId, PreparedRound, ReadingId, ReadingImport,
    RestoreId, RestoreRequest,
};
use serde::de::DeserializeOwned;

use super::billing_values::reading;
use super::db::{Param, Row, Sql, params, sql};
use super::load_billing::acts_of;
use super::{ActRow, Ledger, LedgerError, Noted, ReadingFilter, ReadingRow, RestoreRow, RunRow, Unbilled};

impl Ledger {
    fn listed<T>(
        &self,
        sql: Sql,
        wanted: &[Param<'_>],
        read: fn(&Row) -> Result<T, LedgerError>,
    ) -> Result<Vec<T>, LedgerError> {
        self.report(|db| db.rows(sql, wanted)?.iter().map(read).collect())
    }

    pub fn runs(&self) -> Result<Vec<RunRow>, LedgerError> {
        self.read(|db| db.rows(sql!("runs"), &[])?.iter().map(run).collect())
    }

    pub fn unbilled(&self, run: u64, reason: Option<&str>, limit: u32) -> Result<Vec<Unbilled>, LedgerError> {
        self.listed(sql!("unbilled"), &params![run, reason, limit], |row| {
            let (customer, reason) = (row.text("customer")?, row.string("reason")?);
            Ok(Unbilled { customer, reason, sentence: row.string("sentence")? })
        })
    }

    pub fn readings(&self, filter: &ReadingFilter) -> Result<Vec<(ReadingRow, Vec<ActRow>)>, LedgerError> {
        let segment = filter.segment.as_ref().map(|segment| segment.as_str());
        let wanted = params![filter.period.yyyymm(), segment, filter.limit];
        self.report(|db| {
            let rows = db.rows(sql!("readings_listed"), &wanted)?;
            let readings: Vec<ReadingRow> = rows.iter().map(reading).collect::<Result<_, _>>()?;
            let ids: Vec<ReadingId> = readings.iter().map(|row| row.reading.id).collect();
            let acts = acts_of(db, &ids)?;
            Ok(readings.into_iter().zip(acts).collect())
        })
    }

    pub fn statement(&self, customer: &CustomerNo, bill: BillId) -> Result<Option<BillStatement>, LedgerError> {
        let wanted = params![customer.as_str(), bill.period.yyyymm(), bill.issue];
        Ok(self.listed(sql!("statement_one"), &wanted, |row| row.json("content"))?.pop())
    }

    pub fn rounds(&self, period: BillingPeriod) -> Result<Vec<(Noted, PreparedRound)>, LedgerError> {
        self.listed(sql!("rounds_of_month"), &params![period.yyyymm()], noted)
    }

    pub fn reading_imports(&self, limit: u32) -> Result<Vec<(Noted, ReadingImport)>, LedgerError> {
        self.listed(sql!("reading_imports"), &params![limit], noted)
    }

    pub fn notices(&self, customer: &CustomerNo) -> Result<Vec<(Noted, Notice)>, LedgerError> {
        self.listed(sql!("notices_of_customer"), &params![customer.as_str()], noted)
    }

    /// 复电申请, the ones that are due first first.
    pub fn restores(&self, limit: u32) -> Result<Vec<RestoreRow>, LedgerError> {
        self.listed(sql!("restores"), &params![limit], restore)
    }

    /// Which of these requests are not in the books yet.
    pub fn new_restores(&self, requests: &[RestoreRequest]) -> Result<Vec<RestoreRequest>, LedgerError> {
        let keys: Vec<_> = requests.iter().map(|request| params![request.id.0.as_bytes()]).collect();
        self.read(|db| {
            let found = db.rows_each(sql!("restore_known"), &keys)?;
            let new = requests.iter().zip(found).filter(|(_, rows)| rows.is_empty());
            Ok(new.map(|(request, _)| request.clone()).collect())
        })
    }
}

fn noted<T: DeserializeOwned>(row: &Row) -> Result<(Noted, T), LedgerError> {
    Ok((row.noted()?, row.json("content")?))
}

fn run(row: &Row) -> Result<RunRow, LedgerError> {
    Ok(RunRow {
        id: row.number("id")?,
        wish: row.json("wish")?,
        started_ms: row.int("started_ms")?,
        finished_ms: row.maybe_int("finished_ms")?,
        through: row.number("through")?,
        until: row.number("until")?,
        summary: row.json("summary")?,
    })
}

fn restore(row: &Row) -> Result<RestoreRow, LedgerError> {
    Ok(RestoreRow {
        request: RestoreRequest {
            id: RestoreId(row.uuid("id")?),
            customer: row.text("customer")?,
            payment: PaymentId(row.uuid("payment")?),
            asked_at_ms: row.int("asked_at_ms")?,
            due_at_ms: row.int("due_at_ms")?,
        },
        terminal: row.text("terminal")?,
        heard_ms: row.int("heard_ms")?,
        entry: row.maybe_place()?,
    })
}
