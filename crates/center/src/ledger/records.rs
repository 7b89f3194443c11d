//! Loads and writes what people decide about records.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use domain::{ArchiveField, BillingPeriod, CustomerNo, ProposalId, ReadingId};

use super::commit::last_of_each;
use super::db::{Db, Param, Row, Sql, params, sql};
use super::load_billing::each;
use super::packed::damaged;
use super::values::to_json;
use super::{
    ArchiveChangeRow, ArchiveDecision, ArchiveFacts, ArchiveValues, BillingFacts, ChosenReading, Ledger, LedgerError,
    MoveRow, Noted, RecordEffects, RivalBill, standing,
};

impl Ledger {
    /// Customers, known or not, with requests about their archive or with bills that are not the bill of their month.
    pub fn customers_with_records(&self) -> Result<HashSet<CustomerNo>, LedgerError> {
        self.read_to_write(|db| {
            let rows = db.rows(sql!("customers_with_records"), &[])?;
            rows.iter().map(|row| row.text("customer")).collect()
        })
    }
}

/// The archives that are wanted, known or not.
pub fn archives(
    db: &mut dyn Db,
    wanted: &BTreeSet<CustomerNo>,
) -> Result<HashMap<CustomerNo, ArchiveFacts>, LedgerError> {
    let keys: Vec<_> = wanted.iter().map(|no| params![no.as_str()]).collect();
    let values = each(db, sql!("archive_fields"), &keys, archive_values)?;
    let changes = each(db, sql!("archive_changes_of"), &keys, archive_change)?;
    let edits = each(db, sql!("archive_edits_of"), &keys, |row| Ok((field(row)?, row.int("at_ms")?)))?;
    let facts = values.into_iter().zip(changes).zip(edits);
    let facts = facts.map(|((mut values, changes), edits)| ArchiveFacts { values: values.pop(), changes, edits });
    Ok(wanted.iter().cloned().zip(facts).collect())
}

/// Adds the rival bills and the chosen readings of customers, of each from a month on.
pub fn add_billing(
    db: &mut dyn Db,
    wishes: &BTreeMap<CustomerNo, BillingPeriod>,
    facts: &mut [BillingFacts],
) -> Result<(), LedgerError> {
    let keys: Vec<_> = wishes.iter().map(|(no, from)| params![no.as_str(), from.yyyymm()]).collect();
    let chosen = each(db, sql!("chosen_readings_of"), &keys, chosen_reading)?;
    let rivals = each(db, sql!("rival_bills_of"), &keys, rival_bill)?;
    for ((facts, chosen), rivals) in facts.iter_mut().zip(chosen).zip(rivals) {
        (facts.chosen, facts.rivals) = (chosen, rivals);
    }
    Ok(())
}

/// All units that customers left.
pub fn moves(db: &mut dyn Db) -> Result<Vec<MoveRow>, LedgerError> {
    standing::all(db, Sql::of("SELECT * FROM customer_moves ORDER BY customer, unit"), |row| {
        Ok(MoveRow {
            customer: row.text("customer")?,
            unit: row.text("unit")?,
            after_fact: row.number("after_fact")?,
            at_ms: row.int("at_ms")?,
        })
    })
}

fn archive_values(row: &Row) -> Result<ArchiveValues, LedgerError> {
    Ok(ArchiveValues {
        name: row.string("name")?,
        phone: row.string("phone")?,
        address: row.string("address")?,
        meter_no: row.string("meter_no")?,
    })
}

fn field(row: &Row) -> Result<ArchiveField, LedgerError> {
    let name = row.str("field")?;
    ArchiveField::ALL.into_iter().find(|field| field.name() == name).ok_or_else(|| damaged("a field of the archive"))
}

fn archive_change(row: &Row) -> Result<ArchiveChangeRow, LedgerError> {
    let former = row.maybe_string("former")?;
    let proposal = row.maybe_bytes("proposal")?.map(|bytes| ProposalId(uuid::Uuid::from_bytes(bytes)));
    Ok(ArchiveChangeRow {
        noted: row.noted()?,
        heard_ms: row.int("heard_ms")?,
        change: row.json("content")?,
        parallel: row.json("parallel")?,
        decision: proposal.map(|proposal| ArchiveDecision { proposal, former }),
    })
}

pub fn chosen_reading(row: &Row) -> Result<ChosenReading, LedgerError> {
    Ok(ChosenReading {
        proposal: ProposalId(row.uuid("proposal")?),
        reading: ReadingId(row.uuid("reading")?),
        customer: row.text("customer")?,
        period: row.period("period")?,
        undone: row.flag("undone")?,
    })
}

fn rival_bill(row: &Row) -> Result<RivalBill, LedgerError> {
    Ok(RivalBill { noted: row.noted()?, customer: row.text("customer")?, bill: row.json("content")? })
}

/// Writes them; what was loaded of customers and bills is there already.
pub fn write(db: &mut dyn Db, effects: &RecordEffects) -> Result<(), LedgerError> {
    write_archive(db, effects)?;
    let rows: Vec<_> = last_of_each(&effects.moves, |row| (&row.customer, &row.unit))
        .into_iter()
        .map(|row| params![row.customer.as_str(), row.unit.as_str(), row.after_fact, row.at_ms])
        .collect();
    db.run_each(sql!("customer_move_put"), &rows)?;
    let rows: Vec<_> = last_of_each(&effects.chosen, |row| (row.proposal, row.reading))
        .into_iter()
        .map(|row| {
            let (proposal, reading) = (row.proposal.0.as_bytes(), row.reading.0.as_bytes());
            params![proposal, reading, row.customer.as_str(), row.period.yyyymm(), row.undone]
        })
        .collect();
    db.run_each(sql!("chosen_reading_put"), &rows)?;
    write_rivals(db, effects)
}

/// Takes bills away that count no more. This comes before new bills are added: one of them may take the place.
pub fn drop_bills(db: &mut dyn Db, effects: &RecordEffects) -> Result<(), LedgerError> {
    let rows: Vec<_> =
        effects.dropped_bills.iter().map(|(account, id)| params![*account, id.period.yyyymm(), id.issue]).collect();
    db.run_each(sql!("bill_drop"), &rows)
}

fn write_archive(db: &mut dyn Db, effects: &RecordEffects) -> Result<(), LedgerError> {
    let changes = last_of_each(&effects.changes, |row| row.change.id);
    let rows: Vec<_> = changes.into_iter().map(change_params).collect();
    db.run_each(sql!("archive_change_put"), &rows)?;
    let edits = last_of_each(&effects.edits, |(no, field, _)| (no, *field));
    let rows: Vec<_> = edits.into_iter().map(|(no, field, at_ms)| params![no.as_str(), field.name(), *at_ms]).collect();
    db.run_each(sql!("archive_edit_put"), &rows)?;
    let rows: Vec<_> = last_of_each(&effects.values, |(no, _)| no)
        .into_iter()
        .map(|(no, values)| params![no.as_str(), &values.name, &values.phone, &values.address, &values.meter_no])
        .collect();
    db.run_each(sql!("archive_set"), &rows)
}

fn change_params(row: &ArchiveChangeRow) -> Vec<Param<'_>> {
    let place = row.noted.place;
    params![
        row.change.id.0.as_bytes(),
        row.change.customer.as_str(),
        place.stream.device.0,
        place.stream.incarnation.0,
        place.history,
        place.seq.0,
        row.noted.terminal.as_str(),
        row.noted.operator.0,
        row.noted.at_ms,
        row.heard_ms,
        to_json(&row.change),
        to_json(&row.parallel),
        row.decision.as_ref().map(|decision| decision.proposal.0.as_bytes()),
        row.decision.as_ref().and_then(|decision| decision.former.as_ref()),
    ]
}

fn write_rivals(db: &mut dyn Db, effects: &RecordEffects) -> Result<(), LedgerError> {
    let rows: Vec<_> = effects
        .rivals
        .iter()
        .map(|row| {
            let Noted { place, operator, terminal, at_ms } = &row.noted;
            params![
                place.stream.device.0,
                place.stream.incarnation.0,
                place.history,
                place.seq.0,
                row.customer.as_str(),
                row.bill.statement.id.period.yyyymm(),
                terminal.as_str(),
                operator.0,
                *at_ms,
                to_json(&row.bill),
            ]
        })
        .collect();
    db.run_each(sql!("rival_bill_add"), &rows)?;
    let gone: Vec<_> = effects
        .risen
        .iter()
        .map(|place| params![place.stream.device.0, place.stream.incarnation.0, place.history, place.seq.0])
        .collect();
    db.run_each(sql!("rival_bill_drop"), &gone)
}
