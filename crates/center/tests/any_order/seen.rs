//! What must be the same in every order: balances, accounts, bills, readings and cases; numbers and times aside.

use center::ledger::{CaseFilter, CaseRow, CaseStatus, ReadingFilter};
use domain::Conflict;

use super::common::TestCenter;
use super::common::metered::{bills, period};
use super::history::CUSTOMERS;

#[derive(Debug, PartialEq, Eq)]
pub struct Seen {
    pub books: Vec<String>,
    pub bills: Vec<String>,
    pub readings: Vec<String>,
    pub cases: Vec<String>,
}

pub fn look(center: &TestCenter) -> Seen {
    let mut books = center.ledger();
    books.extend(CUSTOMERS.map(|no| format!("{no} {:?}", center.stands(no))));
    let bills = CUSTOMERS
        .iter()
        .flat_map(|no| bills(center, no).into_iter().map(move |bill| format!("{no} {}", unnumbered(&bill))));
    let filter = ReadingFilter { period: period("2026-11"), segment: None, limit: 1_000 };
    let readings = center.readings(&filter).unwrap();
    let readings = readings
        .iter()
        .map(|(row, acts)| format!("{} {:?} {:?} {}", row.reading.id, row.state, row.reviewer, acts.len()));
    let filter = CaseFilter { status: Some(CaseStatus::Open), ..CaseFilter::default() };
    let cases = center.cases(&filter).unwrap();
    let mut seen = Seen {
        books,
        bills: bills.collect(),
        readings: readings.collect(),
        cases: cases.into_iter().map(described).collect(),
    };
    seen.bills.sort();
    seen.readings.sort();
    seen.cases.sort();
    seen
}

/// A further issue of a month, whichever number it got: one that was voided keeps its own.
fn unnumbered(bill: &str) -> String {
    match bill.split_once('#') {
        Some((month, rest)) => format!("{month}# {}", rest.split_once(' ').map_or("", |(_, amount)| amount)),
        None => bill.to_owned(),
    }
}

/// A history's number and the center's own numbers say which came first, and nothing else.
fn described(case: CaseRow) -> String {
    let mut conflict = case.conflict;
    match &mut conflict {
        Conflict::ClockSuspect { off_ms, .. } => *off_ms = 0,
        Conflict::BillDiffers { difference: Some(statement), .. } => statement.id.issue = 2,
        _ => {}
    }
    let mut sides: Vec<String> = case
        .sides
        .iter()
        .map(|side| format!("{}.{:?} {:?} {:?}", side.stream, side.seq, side.operator, side.receipt))
        .collect();
    sides.sort();
    format!("{} {} {sides:?}", case.subject, serde_json::to_string(&conflict).unwrap())
}
