//! Writes what a batch adds to reading and billing.

use super::billing_values::{act_code, state_code};
use super::commit::last_of_each;
use super::commit_accounts::add_bills;
use super::commit_noted;
use super::db::{Db, Param, params, sql};
use super::packed::day_number;
use super::values::to_json;
use super::{Act, ActRow, BillingEffects, EntryRef, IssuedBill, LedgerError, ReadingRow, StatementRow, SupplyRow};

pub fn write(db: &mut dyn Db, billing: &BillingEffects) -> Result<(), LedgerError> {
    reference(db, billing)?;
    let supplies = last_of_each(&billing.supplies, |row| row.id);
    db.run_each(sql!("supply_put"), &supplies.into_iter().map(supply_row).collect::<Vec<_>>())?;
    let readings = last_of_each(&billing.readings, |row| row.reading.id);
    db.run_each(sql!("reading_put"), &readings.into_iter().map(reading_row).collect::<Vec<_>>())?;
    let acts = last_of_each(&billing.acts, |row| (row.reading, row.place));
    db.run_each(sql!("reading_act_add"), &acts.into_iter().map(act_row).collect::<Vec<_>>())?;
    commit_noted::write(db, billing)?;
    bills(db, billing)?;
    let statements = last_of_each(&billing.statements, |row| (row.id, row.statement.id));
    db.run_each(sql!("statement_put"), &statements.into_iter().map(statement_row).collect::<Vec<_>>())?;
    settled(db, billing)?;
    runs(db, billing)
}

fn reference(db: &mut dyn Db, billing: &BillingEffects) -> Result<(), LedgerError> {
    for (rules, version) in &billing.rules {
        db.run(sql!("billing_rules_put"), &params![day_number(rules.effective_from), to_json(rules), *version])?;
    }
    for (segment, station, version) in &billing.segments {
        db.run(sql!("segment_put"), &params![segment.no.as_str(), station.as_str(), to_json(segment), *version])?;
    }
    let documents =
        billing.documents.iter().map(|(account, archive, supply)| params![*account, *archive, to_json(supply)]);
    db.run_each(sql!("supply_document_add"), &documents.collect::<Vec<_>>())?;
    let by_account =
        billing.moves.iter().map(|(account, _, station, version)| params![*account, station.as_str(), *version]);
    let by_account: Vec<_> = by_account.collect();
    db.run_each(sql!("supply_move"), &by_account)?;
    db.run_each(sql!("statements_move"), &by_account)?;
    let by_number =
        billing.moves.iter().map(|(_, no, station, version)| params![no.as_str(), station.as_str(), *version]);
    db.run_each(sql!("readings_move"), &by_number.collect::<Vec<_>>())
}

fn supply_row(row: &SupplyRow) -> Vec<Param<'_>> {
    params![row.id, row.station.as_str(), row.archive, &row.digest, to_json(&row.standing), row.version]
}

fn reading_row(row: &ReadingRow) -> Vec<Param<'_>> {
    let (reading, place) = (&row.reading, row.noted.place);
    params![
        reading.id.0.as_bytes(),
        reading.customer.as_str(),
        reading.period.yyyymm(),
        row.segment.as_ref().map(|segment| segment.as_str()),
        row.station.as_str(),
        place.stream.device.0,
        place.stream.incarnation.0,
        place.history,
        place.seq.0,
        row.noted.operator.0,
        row.noted.terminal.as_str(),
        row.noted.at_ms,
        to_json(reading),
        state_code(row.state),
        row.reviewer.map(|reviewer| reviewer.0),
        &row.note,
        row.born,
        row.version,
    ]
}

fn act_row(row: &ActRow) -> Vec<Param<'_>> {
    let registers = match &row.act {
        Act::Requested(registers) => Some(to_json(registers)),
        Act::Withdrawn | Act::Approved | Act::SentBack => None,
    };
    params![
        row.reading.0.as_bytes(),
        row.place.stream.device.0,
        row.place.stream.incarnation.0,
        row.place.history,
        row.place.seq.0,
        act_code(&row.act),
        row.operator.0,
        row.at_ms,
        &row.note,
        registers,
    ]
}

/// Bills that were issued here. They meet money by themselves.
fn bills(db: &mut dyn Db, billing: &BillingEffects) -> Result<(), LedgerError> {
    let issued = billing.bills.iter().map(|(account, bill)| {
        let bill = IssuedBill { bill: bill.clone(), was_open: true, issued_here: true };
        (*account, bill)
    });
    let issued: Vec<(u64, IssuedBill)> = issued.collect();
    add_bills(db, issued.iter().map(|(account, bill)| (*account, bill)))
}

fn statement_row(row: &StatementRow) -> Vec<Param<'_>> {
    let id = row.statement.id;
    let [device, incarnation, history, seq] = maybe_place(row.source);
    params![
        row.id,
        id.period.yyyymm(),
        id.issue,
        row.station.as_str(),
        day_number(row.statement.to),
        device,
        incarnation,
        history,
        seq,
        row.archive,
        row.before.as_ref().map(to_json),
        to_json(&row.readings),
        to_json(&row.statement),
        row.version,
        row.operator.map(|operator| operator.0),
        row.at_ms,
        row.decided_by.as_ref().map(|proposal| proposal.0.as_bytes()),
        row.voided,
    ]
}

/// Device, incarnation, history and number of an entry, where there is one.
fn maybe_place(entry: Option<EntryRef>) -> [Option<u64>; 4] {
    let place = |EntryRef { stream, history, seq }| {
        [u64::from(stream.device.0), u64::from(stream.incarnation.0), u64::from(history), seq.0].map(Some)
    };
    entry.map_or([None; 4], place)
}

fn settled(db: &mut dyn Db, billing: &BillingEffects) -> Result<(), LedgerError> {
    let corrections = last_of_each(&billing.corrections, |row| row.id).into_iter().map(|row| {
        params![
            row.id,
            row.customer.as_str(),
            &row.digest,
            to_json(&row.correction),
            row.settled.map(|bill| bill.period.yyyymm()),
            row.settled.map(|bill| bill.issue),
        ]
    });
    db.run_each(sql!("correction_put"), &corrections.collect::<Vec<_>>())?;
    // One by one: the same request may come ahead of its entry and with it, and the entry's place is kept once it is known.
    for row in &billing.restores {
        let [device, incarnation, history, seq] = maybe_place(row.entry);
        let row = params![
            row.request.id.0.as_bytes(),
            row.request.customer.as_str(),
            row.request.payment.0.as_bytes(),
            row.request.asked_at_ms,
            row.request.due_at_ms,
            row.terminal.as_str(),
            row.heard_ms,
            device,
            incarnation,
            history,
            seq,
        ];
        db.run(sql!("restore_put"), &row)?;
    }
    Ok(())
}

fn runs(db: &mut dyn Db, billing: &BillingEffects) -> Result<(), LedgerError> {
    for run in &billing.runs {
        let row = params![
            run.id,
            run.wish.kind_code(),
            to_json(&run.wish),
            run.started_ms,
            run.finished_ms,
            run.through,
            run.until,
            to_json(&run.summary),
        ];
        db.run(sql!("run_put"), &row)?;
    }
    let unbilled = last_of_each(&billing.unbilled, |(run, unbilled)| (*run, &unbilled.customer));
    let unbilled = unbilled
        .into_iter()
        .map(|(run, unbilled)| params![*run, unbilled.customer.as_str(), &unbilled.reason, &unbilled.sentence]);
    db.run_each(sql!("unbilled_add"), &unbilled.collect::<Vec<_>>())
}
