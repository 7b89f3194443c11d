//! Writes what a batch adds to reading and billing.

use rusqlite::{Transaction, params};

use super::billing_load::{act_code, state_code};
use super::sql;
use crate::ledger::packed::day_number;
use crate::ledger::{
    Act, ActRow, BillingEffects, Effects, IssuedBill, LedgerError, Noted, ReadingRow, StatementRow, SupplyRow,
};

pub fn write(transaction: &Transaction<'_>, effects: &Effects) -> Result<(), LedgerError> {
    let billing = &effects.billing;
    reference(transaction, billing)?;
    for row in &billing.supplies {
        put_supply(transaction, row)?;
    }
    for row in &billing.readings {
        put_reading(transaction, row)?;
    }
    for act in &billing.acts {
        add_act(transaction, act)?;
    }
    noted(transaction, billing)?;
    for (account, bill) in &billing.bills {
        let issued = IssuedBill { bill: bill.clone(), was_open: true, issued_here: true };
        super::commit_accounts::add_bill(transaction, *account, &issued)?;
    }
    for row in &billing.statements {
        put_statement(transaction, row)?;
    }
    settled(transaction, billing)?;
    runs(transaction, billing)
}

fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("the trade's values can be written as JSON")
}

fn reference(transaction: &Transaction<'_>, billing: &BillingEffects) -> Result<(), LedgerError> {
    for (rules, version) in &billing.rules {
        let row = params![day_number(rules.effective_from), json(rules), *version as i64];
        transaction.prepare_cached(sql!("billing_rules_put"))?.execute(row)?;
    }
    for (segment, station, version) in &billing.segments {
        let row = params![segment.no.as_str(), station.as_str(), json(segment), *version as i64];
        transaction.prepare_cached(sql!("segment_put"))?.execute(row)?;
    }
    for (account, archive, supply) in &billing.documents {
        let row = params![*account as i64, *archive as i64, json(supply)];
        transaction.prepare_cached(sql!("supply_document_add"))?.execute(row)?;
    }
    for (account, no, station, version) in &billing.moves {
        let by_account = params![*account as i64, station.as_str(), *version as i64];
        transaction.prepare_cached(sql!("supply_move"))?.execute(by_account)?;
        transaction.prepare_cached(sql!("statements_move"))?.execute(by_account)?;
        let by_number = params![no.as_str(), station.as_str(), *version as i64];
        transaction.prepare_cached(sql!("readings_move"))?.execute(by_number)?;
    }
    Ok(())
}

fn put_supply(transaction: &Transaction<'_>, row: &SupplyRow) -> Result<(), LedgerError> {
    transaction.prepare_cached(sql!("supply_put"))?.execute(params![
        row.id as i64,
        row.station.as_str(),
        row.archive as i64,
        row.digest,
        json(&row.standing),
        row.version as i64
    ])?;
    Ok(())
}

fn put_reading(transaction: &Transaction<'_>, row: &ReadingRow) -> Result<(), LedgerError> {
    let (reading, place) = (&row.reading, row.noted.place);
    transaction.prepare_cached(sql!("reading_put"))?.execute(params![
        reading.id.0.as_bytes(),
        reading.customer.as_str(),
        reading.period.yyyymm(),
        row.segment.as_ref().map(|segment| segment.as_str()),
        row.station.as_str(),
        place.stream.device.0,
        place.stream.incarnation.0,
        place.history,
        place.seq.0 as i64,
        row.noted.operator.0,
        row.noted.terminal.as_str(),
        row.noted.at_ms,
        json(reading),
        state_code(row.state),
        row.reviewer.map(|reviewer| reviewer.0),
        row.note,
        row.born as i64,
        row.version as i64
    ])?;
    Ok(())
}

fn add_act(transaction: &Transaction<'_>, row: &ActRow) -> Result<(), LedgerError> {
    let registers = match &row.act {
        Act::Requested(registers) => Some(json(registers)),
        Act::Withdrawn | Act::Approved | Act::SentBack => None,
    };
    transaction.prepare_cached(sql!("reading_act_add"))?.execute(params![
        row.reading.0.as_bytes(),
        row.place.stream.device.0,
        row.place.stream.incarnation.0,
        row.place.history,
        row.place.seq.0 as i64,
        act_code(&row.act),
        row.operator.0,
        row.at_ms,
        row.note,
        registers
    ])?;
    Ok(())
}

/// Rounds, imported files and notices, as their entries say.
fn noted(transaction: &Transaction<'_>, billing: &BillingEffects) -> Result<(), LedgerError> {
    for (noted, round) in &billing.rounds {
        let Noted { place, operator, terminal, at_ms } = noted;
        transaction.prepare_cached(sql!("round_add"))?.execute(params![
            place.stream.device.0,
            place.stream.incarnation.0,
            place.history,
            place.seq.0 as i64,
            round.round.period.yyyymm(),
            terminal.as_str(),
            operator.0,
            at_ms,
            json(round)
        ])?;
    }
    for (noted, import) in &billing.imports {
        let Noted { place, operator, terminal, at_ms } = noted;
        transaction.prepare_cached(sql!("reading_import_add"))?.execute(params![
            place.stream.device.0,
            place.stream.incarnation.0,
            place.history,
            place.seq.0 as i64,
            terminal.as_str(),
            operator.0,
            at_ms,
            json(import)
        ])?;
    }
    for (noted, notice) in &billing.notices {
        let Noted { place, operator, terminal, at_ms } = noted;
        transaction.prepare_cached(sql!("notice_add"))?.execute(params![
            place.stream.device.0,
            place.stream.incarnation.0,
            place.history,
            place.seq.0 as i64,
            notice.customer.as_str(),
            terminal.as_str(),
            operator.0,
            at_ms,
            json(notice)
        ])?;
    }
    Ok(())
}

fn put_statement(transaction: &Transaction<'_>, row: &StatementRow) -> Result<(), LedgerError> {
    let id = row.statement.id;
    transaction.prepare_cached(sql!("statement_put"))?.execute(params![
        row.id as i64,
        id.period.yyyymm(),
        id.issue,
        row.station.as_str(),
        day_number(row.statement.to),
        row.source.map(|source| source.stream.device.0),
        row.source.map(|source| source.stream.incarnation.0),
        row.source.map(|source| source.history),
        row.source.map(|source| source.seq.0 as i64),
        row.archive as i64,
        row.before.as_ref().map(json),
        json(&row.readings),
        json(&row.statement),
        row.version as i64
    ])?;
    Ok(())
}

fn settled(transaction: &Transaction<'_>, billing: &BillingEffects) -> Result<(), LedgerError> {
    for row in &billing.corrections {
        transaction.prepare_cached(sql!("correction_put"))?.execute(params![
            row.id as i64,
            row.customer.as_str(),
            row.digest,
            json(&row.correction),
            row.settled.map(|bill| bill.period.yyyymm()),
            row.settled.map(|bill| bill.issue)
        ])?;
    }
    for row in &billing.restores {
        transaction.prepare_cached(sql!("restore_put"))?.execute(params![
            row.request.id.0.as_bytes(),
            row.request.customer.as_str(),
            row.request.payment.0.as_bytes(),
            row.request.asked_at_ms,
            row.request.due_at_ms,
            row.terminal.as_str(),
            row.heard_ms,
            row.entry.map(|entry| entry.stream.device.0),
            row.entry.map(|entry| entry.stream.incarnation.0),
            row.entry.map(|entry| entry.history),
            row.entry.map(|entry| entry.seq.0 as i64)
        ])?;
    }
    Ok(())
}

fn runs(transaction: &Transaction<'_>, billing: &BillingEffects) -> Result<(), LedgerError> {
    for run in &billing.runs {
        transaction.prepare_cached(sql!("run_put"))?.execute(params![
            run.id as i64,
            run.wish.kind_code(),
            json(&run.wish),
            run.started_ms,
            run.finished_ms,
            run.through as i64,
            run.until as i64,
            json(&run.summary)
        ])?;
    }
    for (run, unbilled) in &billing.unbilled {
        let row = params![*run as i64, unbilled.customer.as_str(), unbilled.reason, unbilled.sentence];
        transaction.prepare_cached(sql!("unbilled_add"))?.execute(row)?;
    }
    Ok(())
}
