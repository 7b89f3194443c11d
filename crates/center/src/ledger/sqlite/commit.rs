//! Writes the effects of a batch in one transaction.

use domain::ShiftNo;
use rusqlite::{Connection, Statement, Transaction, TransactionBehavior, params};

use super::standing::level_code;
use super::{commit_accounts, commit_billing, commit_cases, sql};
use crate::ledger::packed::{day_number, pack_placement};
use crate::ledger::{Effects, LedgerError, PaymentFact, ShiftDelta};

pub fn commit(connection: &mut Connection, effects: &Effects) -> Result<(), LedgerError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    reference(&transaction, effects)?;
    devices(&transaction, effects)?;
    journals(&transaction, effects)?;
    facts(&transaction, effects)?;
    shifts(&transaction, effects)?;
    commit_accounts::write(&transaction, effects)?;
    commit_billing::write(&transaction, effects)?;
    postings(&transaction, effects)?;
    commit_cases::write(&transaction, effects)?;
    let last_fact = effects.new_facts.iter().map(|fact| fact.fact).max().unwrap_or(0);
    transaction.prepare_cached(sql!("counters_set"))?.execute([effects.version as i64, last_fact as i64])?;
    transaction.commit()?;
    Ok(())
}

fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("the trade's values can be written as JSON")
}

fn reference(transaction: &Transaction<'_>, effects: &Effects) -> Result<(), LedgerError> {
    for (unit, version) in &effects.units {
        let parent = unit.parent.as_ref().map(|parent| parent.as_str());
        transaction.prepare_cached(sql!("unit_put"))?.execute(params![
            unit.code.as_str(),
            parent,
            level_code(unit.level),
            unit.name,
            *version as i64
        ])?;
    }
    for (operator, suspended_ms, version) in &effects.operators {
        transaction.prepare_cached(sql!("operator_put"))?.execute(params![
            operator.id.0,
            operator.login,
            operator.name,
            operator.unit.as_str(),
            json(&operator.roles),
            operator.verifier,
            suspended_ms,
            *version as i64
        ])?;
    }
    if let Some((rules, version)) = &effects.rules {
        transaction.prepare_cached(sql!("rules_put"))?.execute(params![json(rules), *version as i64])?;
    }
    for (price, version) in &effects.prices {
        let row = params![price.id, json(price), *version as i64];
        transaction.prepare_cached(sql!("price_put"))?.execute(row)?;
    }
    Ok(())
}

fn devices(transaction: &Transaction<'_>, effects: &Effects) -> Result<(), LedgerError> {
    for device in &effects.devices {
        transaction.prepare_cached(sql!("device_put"))?.execute(params![
            device.known.device.0,
            device.known.terminal.as_str(),
            device.known.unit.as_str(),
            device.known.key.0,
            device.incarnation.0,
            device.enrolled_ms,
            device.suspended_ms,
            device.version as i64
        ])?;
    }
    for seen in &effects.sightings {
        transaction.prepare_cached(sql!("sighting_put"))?.execute(params![
            seen.device.0,
            seen.at_ms,
            seen.unsent as i64,
            seen.oldest_unsent_ms,
            seen.clock_off_ms,
            seen.program
        ])?;
    }
    for code in &effects.codes {
        let device = code.device.map(|device| device.0);
        let row = params![code.digest, code.unit.as_str(), code.terminal.as_str(), code.expires_ms, device];
        transaction.prepare_cached(sql!("code_put"))?.execute(row)?;
    }
    Ok(())
}

fn journals(transaction: &Transaction<'_>, effects: &Effects) -> Result<(), LedgerError> {
    for history in &effects.histories {
        transaction.prepare_cached(sql!("history_put"))?.execute(params![
            history.stream.device.0,
            history.stream.incarnation.0,
            history.number,
            history.parent,
            history.forked_after.0 as i64,
            history.held.seq.0 as i64,
            history.held.hash.0,
            history.goes_on_as.map(|incarnation| incarnation.0)
        ])?;
    }
    let mut insert = transaction.prepare_cached(sql!("entry_add"))?;
    for entry in &effects.entries {
        insert.execute(params![
            entry.place.stream.device.0,
            entry.place.stream.incarnation.0,
            entry.place.history,
            entry.place.seq.0 as i64,
            entry.kind,
            entry.parked,
            entry.received_ms,
            entry.hash.0,
            entry.bytes
        ])?;
    }
    Ok(())
}

fn facts(transaction: &Transaction<'_>, effects: &Effects) -> Result<(), LedgerError> {
    let mut insert = transaction.prepare_cached(sql!("payment_add"))?;
    for fact in &effects.new_facts {
        add_fact(&mut insert, fact)?;
    }
    for change in &effects.fact_changes {
        let booked = change.booked.as_ref();
        transaction.prepare_cached(sql!("payment_change"))?.execute(params![
            change.customer.as_str(),
            change.fact as i64,
            change.source.stream.device.0,
            change.source.stream.incarnation.0,
            change.source.history,
            change.source.seq.0 as i64,
            change.at_ms,
            change.reversed,
            booked.and_then(|booked| booked.owner.as_ref()).map(|owner| owner.as_str()),
            booked.map(|booked| pack_placement(&booked.placement))
        ])?;
    }
    for row in &effects.reversals {
        transaction.prepare_cached(sql!("reversal_add"))?.execute(params![
            row.reversal.id.0.as_bytes(),
            row.place.stream.device.0,
            row.place.stream.incarnation.0,
            row.place.history,
            row.place.seq.0 as i64,
            row.reversal.payment.0.as_bytes(),
            day_number(row.reversal.business_date)
        ])?;
    }
    Ok(())
}

fn add_fact(insert: &mut Statement<'_>, fact: &PaymentFact) -> Result<(), LedgerError> {
    let booked = fact.booked.as_ref();
    insert.execute(params![
        fact.fact as i64,
        fact.payment.id.0.as_bytes(),
        fact.payment.customer.as_str(),
        fact.source.stream.device.0,
        fact.source.stream.incarnation.0,
        fact.source.history,
        fact.source.seq.0 as i64,
        fact.by.0,
        fact.terminal.as_str(),
        fact.desk.as_str(),
        day_number(fact.payment.business_date),
        fact.order.at_ms,
        fact.reversed,
        booked.and_then(|booked| booked.owner.as_ref()).map(|owner| owner.as_str()),
        booked.map(|booked| pack_placement(&booked.placement))
    ])?;
    Ok(())
}

fn shifts(transaction: &Transaction<'_>, effects: &Effects) -> Result<(), LedgerError> {
    for ((stream, history, shift), delta) in &effects.shifts {
        let ShiftNo(shift) = *shift;
        let ShiftDelta { opened, closed, sums } = delta;
        transaction.prepare_cached(sql!("shift_add"))?.execute(params![
            stream.device.0,
            stream.incarnation.0,
            history,
            shift,
            opened.map(|(cashier, ..)| cashier.0),
            opened.map(|(_, date, _)| day_number(date)),
            opened.map_or(0, |(.., cash)| cash.fen()),
            closed.map(|(counted, _)| counted.fen()),
            closed.map(|(_, expected)| expected.fen()),
            sums.entries,
            sums.payments,
            sums.amount.fen()
        ])?;
    }
    Ok(())
}

fn postings(transaction: &Transaction<'_>, effects: &Effects) -> Result<(), LedgerError> {
    let mut insert = transaction.prepare_cached(sql!("posting_add"))?;
    for line in &effects.postings {
        let (account, amount) = (line.account.code(), line.amount.fen());
        insert.execute(params![effects.at_ms, line.cause, line.unit.as_str(), account, amount])?;
    }
    for ((unit, account), amount) in &effects.balances {
        let row = params![unit.as_str(), account.code(), amount.fen()];
        transaction.prepare_cached(sql!("balance_add"))?.execute(row)?;
    }
    Ok(())
}
