//! One kind of row, read by version a page at a time, so that several kinds can be read side by side.

use std::collections::VecDeque;

use super::Weighed;
use crate::ledger::db::{Db, Param, Row, Sql, params};
use crate::ledger::{LedgerError, PullScope};

/// A page of rows of this size would fill the answer. Most are smaller, so an answer takes a few pages.
const BYTES_A_ROW: u32 = 2_048;
const PAGE_MIN: u32 = 16;
const PAGE_MAX: u32 = 512;

type Read<'a> = Box<dyn Fn(&Row, u64) -> Result<Weighed, LedgerError> + 'a>;

pub struct Lane<'a> {
    sql: Sql,
    station: &'a str,
    /// What the question asks for besides station, version and length of a page.
    also: Vec<Param<'static>>,
    read: Read<'a>,
    page: u32,
    /// All rows up to this version were read.
    read_to: u64,
    /// Rows that come next, with their versions.
    ahead: VecDeque<(u64, Row)>,
    is_at_end: bool,
}

impl<'a> Lane<'a> {
    pub fn of(
        sql: Sql,
        scope: &'a PullScope,
        also: Vec<Param<'static>>,
        read: impl Fn(&Row, u64) -> Result<Weighed, LedgerError> + 'a,
    ) -> Lane<'a> {
        Lane {
            sql,
            station: scope.station.as_str(),
            also,
            read: Box::new(read),
            page: (scope.bytes_max / BYTES_A_ROW).clamp(PAGE_MIN, PAGE_MAX),
            read_to: scope.after,
            ahead: VecDeque::new(),
            is_at_end: false,
        }
    }

    /// Reads the next page if nothing is left of the last.
    pub fn look_ahead(&mut self, db: &mut dyn Db) -> Result<(), LedgerError> {
        while self.ahead.is_empty() && !self.is_at_end {
            let mut wanted = params![self.station, self.read_to, self.page];
            wanted.extend(self.also.iter().cloned());
            let rows = db.rows(self.sql, &wanted)?;
            self.is_at_end = rows.len() < self.page as usize;
            for row in rows {
                self.ahead.push_back((row.number("version")?, row));
            }
            self.keep_whole_versions();
        }
        Ok(())
    }

    /// A page may end amid the rows of one version. They are read again with the next one, or at once with a longer page.
    fn keep_whole_versions(&mut self) {
        let Some(last) = self.ahead.back().map(|(version, _)| *version) else { return };
        if self.is_at_end {
            self.read_to = last;
            return;
        }
        while self.ahead.back().is_some_and(|(version, _)| *version == last) {
            self.ahead.pop_back();
        }
        match self.ahead.back() {
            Some((version, _)) => self.read_to = *version,
            None => self.page *= 2,
        }
    }

    /// Of the row that comes next; `None` at the end.
    pub fn version(&self) -> Option<u64> {
        self.ahead.front().map(|(version, _)| *version)
    }

    /// Takes the next row; `None` where the outlet need not hear of it.
    pub fn take(&mut self) -> Result<Weighed, LedgerError> {
        match self.ahead.pop_front() {
            Some((version, row)) => (self.read)(&row, version),
            None => Ok(None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::sqlite::Sqlite;
    use crate::ledger::{Ledger, db::sql};

    /// Ten rows each of the versions from 1 to 20, and then fifty of version 21.
    const ROWS: Sql = Sql::of(
        "WITH RECURSIVE many(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM many WHERE i < 259)
         SELECT i, min(i / 10, 21) AS version FROM many
         WHERE ?1 <> '' AND min(i / 10, 21) > ?2
         ORDER BY version
         LIMIT ?3",
    );

    fn scope(bytes_max: u32) -> PullScope {
        PullScope {
            device: domain::DeviceId(1),
            station: "421280103".parse().unwrap(),
            units: Vec::new(),
            after: 3,
            bytes_max,
            laid: Vec::new(),
            recent_from: domain::BillingPeriod::new(2026, 1).unwrap(),
        }
    }

    fn ledger(dir: &tempfile::TempDir) -> Ledger {
        Ledger::new(Box::new(Sqlite::open(&dir.path().join("center.db")).unwrap()))
    }

    #[test]
    fn every_row_comes_once_in_the_order_of_versions_wherever_a_page_ends() {
        let dir = tempfile::tempdir().unwrap();
        let read = std::cell::RefCell::new(Vec::new());
        let scope = scope(0);
        let mut lane = Lane::of(ROWS, &scope, Vec::new(), |row, version| {
            read.borrow_mut().push((version, row.int("i")?));
            Ok(None)
        });
        ledger(&dir)
            .read(|db| {
                lane.look_ahead(db)?;
                while lane.version().is_some() {
                    lane.take()?;
                    lane.look_ahead(db)?;
                }
                Ok(())
            })
            .unwrap();
        drop(lane);
        let read = read.into_inner();
        assert_eq!(read.len(), 220, "versions 4 to 20, and 21 with more rows than a page holds");
        assert!(read.is_sorted() && read.first() == Some(&(4, 40)) && read.last() == Some(&(21, 259)), "{read:?}");
    }

    #[test]
    fn a_small_answer_reads_a_small_page() {
        let dir = tempfile::tempdir().unwrap();
        let scope = scope(10_000);
        let mut lane = Lane::of(ROWS, &scope, Vec::new(), |_, _| Ok(None));
        ledger(&dir).read(|db| lane.look_ahead(db)).unwrap();
        assert!(lane.ahead.len() <= PAGE_MIN as usize, "{} rows for 10 kB", lane.ahead.len());
    }

    #[test]
    fn the_four_lanes_are_read_by_their_indexes_without_sorting() {
        let dir = tempfile::tempdir().unwrap();
        let ledger = ledger(&dir);
        for (lane, index) in [
            (sql!("changed_customers"), "customers_by_change"),
            (sql!("changed_supplies"), "supplies_by_change"),
            (sql!("changed_readings"), "readings_by_change"),
            (sql!("changed_statements"), "statements_by_change"),
        ] {
            let text: &'static str = format!("EXPLAIN QUERY PLAN {}", lane.sqlite).leak();
            let wanted = params!["421280103", 0_u64, 16_u32, 202_601_u32];
            let wanted = &wanted[..if text.contains("?4") { 4 } else { 3 }];
            let plan = ledger.read(|db| db.rows(Sql::of(text), wanted)).unwrap();
            let plan: Vec<String> = plan.iter().map(|step| step.string("detail").unwrap()).collect();
            assert!(plan.iter().any(|step| step.contains(index)), "{plan:?}");
            assert!(!plan.iter().any(|step| step.contains("TEMP B-TREE")), "{plan:?}");
        }
    }
}
