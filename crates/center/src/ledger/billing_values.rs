//! Rows of reading and billing, and the codes of what was done with a reading.

use domain::{OperatorId, ProposalId, ReadingId, ReviewState};

use super::db::Row;
use super::packed::{bill_id, damaged};
use super::{Act, ActRow, CorrectionRow, LedgerError, ReadingRow, StatementRow, SupplyRow};

pub fn supply(row: &Row) -> Result<SupplyRow, LedgerError> {
    Ok(SupplyRow {
        id: row.number("customer")?,
        station: row.text("station")?,
        archive: row.number("archive")?,
        digest: row.bytes("digest")?,
        supply: row.json("content")?,
        standing: row.json("standing")?,
        version: row.number("version")?,
    })
}

pub fn reading(row: &Row) -> Result<ReadingRow, LedgerError> {
    Ok(ReadingRow {
        noted: row.noted()?,
        station: row.text("station")?,
        segment: row.maybe_text("segment")?,
        reading: row.json("content")?,
        state: review_state(row.int("state")?)?,
        reviewer: row.maybe_number("reviewer")?.map(OperatorId),
        note: row.string("note")?,
        born: row.number("born")?,
        version: row.number("version")?,
    })
}

pub fn state_code(state: ReviewState) -> i64 {
    use ReviewState::*;
    match state {
        Waiting => 1,
        Approved => 2,
        SentBack => 3,
        Withdrawn => 4,
        Billed => 5,
    }
}

fn review_state(code: i64) -> Result<ReviewState, LedgerError> {
    use ReviewState::*;
    [Waiting, Approved, SentBack, Withdrawn, Billed]
        .into_iter()
        .find(|state| state_code(*state) == code)
        .ok_or_else(|| damaged("a reading's state"))
}

pub fn act_code(act: &Act) -> i64 {
    match act {
        Act::Withdrawn => 1,
        Act::Approved => 2,
        Act::SentBack => 3,
        Act::Requested(_) => 4,
    }
}

pub fn act(row: &Row) -> Result<ActRow, LedgerError> {
    let act = match row.int("act")? {
        1 => Act::Withdrawn,
        2 => Act::Approved,
        3 => Act::SentBack,
        4 => Act::Requested(row.json("registers")?),
        _ => return Err(damaged("what was done with a reading")),
    };
    Ok(ActRow {
        reading: ReadingId(row.uuid("reading")?),
        place: row.place()?,
        operator: OperatorId(row.number("operator")?),
        at_ms: row.int("at_ms")?,
        act,
        note: row.string("note")?,
    })
}

pub fn statement(row: &Row) -> Result<StatementRow, LedgerError> {
    Ok(StatementRow {
        id: row.number("customer")?,
        station: row.text("station")?,
        source: row.maybe_place()?,
        archive: row.number("archive")?,
        before: row.maybe_json("before")?,
        readings: row.json("readings")?,
        statement: row.json("content")?,
        version: row.number("version")?,
        operator: row.maybe_number("operator")?.map(OperatorId),
        at_ms: row.maybe_int("at_ms")?,
        decided_by: row.maybe_bytes("proposal")?.map(|bytes| ProposalId(uuid::Uuid::from_bytes(bytes))),
        voided: row.flag("voided")?,
    })
}

pub fn correction(row: &Row) -> Result<CorrectionRow, LedgerError> {
    let settled = row.maybe_int("period")?.zip(row.maybe_int("issue")?);
    Ok(CorrectionRow {
        id: row.number("id")?,
        customer: row.text("customer")?,
        digest: row.bytes("digest")?,
        correction: row.json("content")?,
        settled: settled.map(|(period, issue)| bill_id(period, issue)).transpose()?,
    })
}
