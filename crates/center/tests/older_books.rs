//! Books that a center of the version before kept are opened by this one, with everything in them.

mod common;

use std::path::Path;

use center::Prefecture;
use common::*;
use domain::{CaseId, DeviceId, Money, ProposalAnswer, ProposalId, Resolution};
use rusqlite::Connection;

const WHO: &str = "4280011234";

/// Migrations that the version before knew.
const BEFORE: [&str; 2] = [
    include_str!("../../../schema/center/sqlite/0001_spine.sql"),
    include_str!("../../../schema/center/sqlite/0002_reading.sql"),
];

/// Writes the same rows into a file of the version before.
fn as_before(from: &Path, to: &Path) {
    let file = Connection::open(to).unwrap();
    for migration in BEFORE {
        file.execute_batch(migration).unwrap();
    }
    file.execute("ATTACH ?1 AS newer", [from.to_str().unwrap()]).unwrap();
    file.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    let names = |sql: &str| -> Vec<String> {
        let mut statement = file.prepare(sql).unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    for table in names("SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'") {
        let columns = names(&format!("SELECT name FROM pragma_table_info('{table}')")).join(", ");
        file.execute_batch(&format!(
            "DELETE FROM main.{table}; INSERT INTO main.{table} ({columns}) SELECT {columns} FROM newer.{table}"
        ))
        .unwrap();
    }
    file.pragma_update(None, "user_version", BEFORE.len() as i64).unwrap();
}

#[test]
fn books_of_the_version_before_open_with_their_money_and_their_cases() {
    if books::is_postgres() {
        return; // There was none.
    }
    let center = TestCenter::new();
    center.load(vec![account(WHO, &[("2026-09", "86.40")])]);
    for (unit, terminal) in [("42128010301", "BYP-01"), ("42128010401", "LF-01")] {
        let mut desk = center.desk(unit, terminal);
        desk.open_shift(1);
        desk.pay(WHO, "2026-09", "86.40");
        desk.sync(&*center);
    }
    let balances = |center: &Prefecture| -> Vec<_> {
        let all = center.balances().unwrap();
        all.into_iter().filter(|(.., sum)| *sum != Money::ZERO).collect()
    };
    let (before, case) = (balances(&center), center.case(CaseId(1)).unwrap().unwrap());
    let TestCenter { dir, clock, prefecture } = center;
    drop(prefecture);
    let older = tempfile::tempdir().unwrap();
    as_before(&dir.path().join("center.db"), &older.path().join("center.db"));
    let center = open(older.path(), clock);
    assert_eq!(balances(&center), before);
    assert_eq!(center.case(CaseId(1)).unwrap().unwrap(), case);
    assert!(center.case_detail(CaseId(1)).unwrap().is_some_and(|detail| detail.sides.len() == 2));
    let resolution = Resolution::Refund { amount: money("86.40"), device: DeviceId(1) };
    let matter = domain::Matter::Cases { decisions: vec![domain::CaseDecision { case: CaseId(1), resolution }] };
    let (anna, bai) = (domain::OperatorId(9001), domain::OperatorId(9002));
    let id = ProposalId(uuid::Uuid::from_u128(1));
    let preview = center.preview(anna, &matter).unwrap().hash;
    center.propose(anna, &center::NewProposal { id, matter, note: "退款".to_owned(), preview }).unwrap();
    center.answer(bai, id, ProposalAnswer::Approved, "").unwrap();
    assert_eq!(center.case(CaseId(1)).unwrap().unwrap().status.name(), "decided");
}
