//! Writes cases with their sides; a case is always written whole.

use rusqlite::{Transaction, params};

use super::sql;
use crate::ledger::{CaseRow, CaseStatus, Effects, LedgerError};

pub fn write(transaction: &Transaction<'_>, effects: &Effects) -> Result<(), LedgerError> {
    for case in &effects.cases {
        put(transaction, case)?;
    }
    Ok(())
}

pub fn status_code(status: CaseStatus) -> i64 {
    match status {
        CaseStatus::Open => 1,
        CaseStatus::Withdrawn => 2,
    }
}

fn put(transaction: &Transaction<'_>, case: &CaseRow) -> Result<(), LedgerError> {
    let conflict = serde_json::to_string(&case.conflict).expect("a conflict can be written as JSON");
    transaction.prepare_cached(sql!("case_put"))?.execute(params![
        case.id.0 as i64,
        case.subject,
        case.conflict.kind(),
        status_code(case.status),
        case.customer.as_ref().map(|no| no.as_str()),
        case.opened_ms,
        conflict,
        case.version as i64
    ])?;
    transaction.prepare_cached(sql!("case_sides_drop"))?.execute([case.id.0 as i64])?;
    let mut insert = transaction.prepare_cached(sql!("case_side_add"))?;
    for (place, side) in case.sides.iter().enumerate() {
        insert.execute(params![
            case.id.0 as i64,
            place as i64,
            side.stream.device.0,
            side.stream.incarnation.0,
            side.history,
            side.seq.map(|seq| seq.0 as i64),
            side.terminal.as_str(),
            side.operator.map(|operator| operator.0),
            side.receipt,
            side.amount.map(|amount| amount.fen()),
            side.at_ms
        ])?;
    }
    Ok(())
}
