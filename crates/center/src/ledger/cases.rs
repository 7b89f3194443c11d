//! Cases with their sides. A case is always read and written whole.

use domain::{CaseId, OperatorId, Seq};

use super::db::{Db, Row, Sql, params, sql};
use super::decision_rows::maybe_proposal;
use super::packed::damaged;
use super::values::to_json;
use super::{CaseRow, CaseStatus, LedgerError, Side, standing};

pub fn all(db: &mut dyn Db) -> Result<Vec<CaseRow>, LedgerError> {
    let mut cases = standing::all(db, Sql::of("SELECT * FROM cases ORDER BY id"), case)?;
    let keys: Vec<_> = cases.iter().map(|case| params![case.id.0]).collect();
    for (case, rows) in cases.iter_mut().zip(db.rows_each(sql!("case_sides"), &keys)?) {
        case.sides = rows.iter().map(side).collect::<Result<_, _>>()?;
    }
    Ok(cases)
}

fn case(row: &Row) -> Result<CaseRow, LedgerError> {
    Ok(CaseRow {
        id: CaseId(row.number("id")?),
        subject: row.string("subject")?,
        status: status(row.int("status")?)?,
        customer: row.maybe_text("customer")?,
        opened_ms: row.int("opened_ms")?,
        conflict: row.json("conflict")?,
        sides: Vec::new(),
        owner: row.maybe_number("owner")?.map(OperatorId),
        proposal: maybe_proposal(row, "proposal")?,
        decision: maybe_proposal(row, "decision")?,
        rests: row.maybe_int("rests")?.map(status).transpose()?,
        version: row.number("version")?,
    })
}

fn side(row: &Row) -> Result<Side, LedgerError> {
    Ok(Side {
        stream: row.stream()?,
        history: row.number("history")?,
        seq: row.maybe_number("seq")?.map(Seq),
        terminal: row.text("terminal")?,
        operator: row.maybe_number("operator")?.map(OperatorId),
        receipt: row.maybe_string("receipt")?,
        amount: row.maybe_money("amount")?,
        at_ms: row.maybe_int("at_ms")?,
    })
}

pub fn status_code(status: CaseStatus) -> i64 {
    match status {
        CaseStatus::Open => 1,
        CaseStatus::Withdrawn => 2,
        CaseStatus::Proposed => 3,
        CaseStatus::Returned => 4,
        CaseStatus::Decided => 5,
    }
}

pub fn status(code: i64) -> Result<CaseStatus, LedgerError> {
    match code {
        1 => Ok(CaseStatus::Open),
        2 => Ok(CaseStatus::Withdrawn),
        3 => Ok(CaseStatus::Proposed),
        4 => Ok(CaseStatus::Returned),
        5 => Ok(CaseStatus::Decided),
        _ => Err(damaged("how a case stands")),
    }
}

/// Puts cases in the place of what was known of them.
pub fn put(db: &mut dyn Db, cases: &[CaseRow]) -> Result<(), LedgerError> {
    let rows: Vec<_> = cases
        .iter()
        .map(|case| {
            params![
                case.id.0,
                &case.subject,
                case.conflict.kind().name(),
                status_code(case.status),
                case.customer.as_ref().map(|no| no.as_str()),
                case.opened_ms,
                to_json(&case.conflict),
                case.version,
                case.owner.map(|owner| owner.0),
                case.proposal.map(|id| id.0.as_bytes().to_vec()),
                case.decision.map(|id| id.0.as_bytes().to_vec()),
                case.rests.map(status_code),
            ]
        })
        .collect();
    db.run_each(sql!("case_put"), &rows)?;
    let ids: Vec<_> = cases.iter().map(|case| params![case.id.0]).collect();
    db.run_each(sql!("case_sides_drop"), &ids)?;
    add_sides(db, cases)
}

fn add_sides(db: &mut dyn Db, cases: &[CaseRow]) -> Result<(), LedgerError> {
    let sides = cases.iter().flat_map(|case| case.sides.iter().enumerate().map(|(place, side)| (case.id, place, side)));
    let rows: Vec<_> = sides
        .map(|(case, place, side)| {
            params![
                case.0,
                place as u64,
                side.stream.device.0,
                side.stream.incarnation.0,
                side.history,
                side.seq.map(|seq| seq.0),
                side.terminal.as_str(),
                side.operator.map(|operator| operator.0),
                side.receipt.as_ref(),
                side.amount.map(|amount| amount.fen()),
                side.at_ms,
            ]
        })
        .collect();
    db.run_each(sql!("case_side_add"), &rows)
}
