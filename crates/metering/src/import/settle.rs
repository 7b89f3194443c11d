//! From what the rows say to what becomes of them: matched with the archive, compared within the file, and compared with
//! the readings that are there already.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::{MeterNo, Register, Registers};
use rust_decimal::Decimal;

use super::directory::{HeldReading, KnownMeter, Lookup, MeterDirectory};
use super::layout::Layout;
use super::outcome::{Correction, ImportedReading, ImportedRow, KeyField, Outcome, Rejection};
use super::profile::{BeyondMeter, ImportProfile, Side};
use super::reading::{Draft, Keys, RowReader};
use super::skip::{ImportScope, is_summary};
use super::table::{FileRefusal, RawRow, RawTable};

pub fn settle(
    profile: &ImportProfile,
    table: RawTable,
    scope: ImportScope,
    directory: &impl MeterDirectory,
) -> Result<Vec<ImportedRow>, FileRefusal> {
    let layout = Layout::find(profile, &table.headings)?;
    let reader = RowReader { profile, layout: &layout };
    let mut outcomes = draft_all(&reader, &table.rows);
    let mut placed: Vec<Option<&KnownMeter>> = vec![None; outcomes.len()];
    for (index, outcome) in outcomes.iter_mut().enumerate() {
        if let Pending::Draft(draft) = outcome {
            *outcome = match place(profile, draft, scope, directory) {
                Ok((known, reading, corrections)) => {
                    placed[index] = Some(known);
                    Pending::Done(taken(reading, corrections))
                }
                Err(reason) => Pending::Done(Outcome::Rejected { reason }),
            };
        }
    }
    let mut outcomes: Vec<Outcome> = outcomes.into_iter().map(Pending::done).collect();
    compare_within_file(&table.rows, &mut outcomes);
    compare_with_held(&placed, &mut outcomes);
    Ok(table.rows.into_iter().zip(outcomes).map(|(row, outcome)| imported(&reader, row, outcome)).collect())
}

enum Pending {
    Draft(Draft),
    Done(Outcome),
}

impl Pending {
    fn done(self) -> Outcome {
        match self {
            Pending::Done(outcome) => outcome,
            Pending::Draft(_) => unreachable!("every draft was placed"),
        }
    }
}

fn imported(reader: &RowReader<'_>, row: RawRow, outcome: Outcome) -> ImportedRow {
    ImportedRow { row: row.row, said: reader.said(&row), bad_fields: row.bad_fields(), text: row.text, outcome }
}

fn taken(reading: ImportedReading, corrections: Vec<Correction>) -> Outcome {
    if corrections.is_empty() { Outcome::Accepted { reading } } else { Outcome::Corrected { reading, corrections } }
}

/// Each row by itself; with one register a row, rows of one meter and day come together in the first of them.
fn draft_all(reader: &RowReader<'_>, rows: &[RawRow]) -> Vec<Pending> {
    let mut pending: Vec<Pending> = Vec::with_capacity(rows.len());
    let mut first_of: HashMap<(Keys, NaiveDate), usize> = HashMap::new();
    for (index, row) in rows.iter().enumerate() {
        if is_summary(reader.profile, reader.layout, row) {
            pending.push(Pending::Done(Outcome::Skipped));
            continue;
        }
        let draft = match reader.draft(row) {
            Ok(draft) => draft,
            Err(reason) => {
                pending.push(Pending::Done(Outcome::Rejected { reason }));
                continue;
            }
        };
        if reader.layout.by_code.is_some() {
            let first = *first_of.entry((draft.keys.clone(), draft.on)).or_insert(index);
            if let Some(Pending::Draft(begun)) = pending.get_mut(first) {
                let joined = join(begun, draft, rows[first].row);
                pending.push(Pending::Done(joined));
                continue;
            }
        }
        pending.push(Pending::Draft(draft));
    }
    pending
}

/// A further register of a reading. The same register twice must say the same.
fn join(begun: &mut Draft, further: Draft, row: u32) -> Outcome {
    for (register, value) in further.values {
        if *begun.values.entry(register).or_insert(value) != value {
            return Outcome::Rejected { reason: Rejection::DiffersInFile { row } };
        }
    }
    Outcome::PartOf { row }
}

fn place<'a>(
    profile: &ImportProfile,
    draft: &Draft,
    scope: ImportScope,
    directory: &'a impl MeterDirectory,
) -> Result<(&'a KnownMeter, ImportedReading, Vec<Correction>), Rejection> {
    if draft.on > scope.not_after {
        return Err(Rejection::ToCome { on: draft.on });
    }
    if scope.on.is_some_and(|on| on != draft.on) {
        return Err(Rejection::OtherDay { on: draft.on });
    }
    let known = find_meter(&draft.keys, directory)?;
    if let Some(removed) = &known.meter.removed {
        return Err(Rejection::MeterRemoved { on: removed.on });
    }
    let mut corrections = draft.corrections.clone();
    let mut registers = Registers::default();
    for register in &known.meter.registers {
        let value = *draft.values.get(register).ok_or(Rejection::MissingRegister { register: *register })?;
        let value = on_secondary_side(profile.values.side, known, *register, value)?;
        registers.set(*register, fit(profile.values.beyond_meter, known, *register, value, &mut corrections)?);
    }
    let reading = ImportedReading {
        customer: known.customer.clone(),
        point: known.point.clone(),
        meter: known.meter.no.clone(),
        on: draft.on,
        method: profile.method,
        registers,
    };
    Ok((known, reading, corrections))
}

/// By the meter's number, else its address, else its customer. What else the row says must fit the meter.
fn find_meter<'a>(keys: &Keys, directory: &'a impl MeterDirectory) -> Result<&'a KnownMeter, Rejection> {
    let (number, found) = match keys {
        Keys { meter: Some(meter), .. } => (meter, directory.by_number(meter)),
        Keys { address: Some(address), .. } => (address, directory.by_address(address)),
        Keys { customer: Some(customer), point, .. } => (customer, directory.by_customer(customer, point.as_deref())),
        _ => return Err(Rejection::NoKey),
    };
    let known = match found {
        Lookup::One(known) => known,
        Lookup::Unknown => return Err(Rejection::UnknownMeter { number: number.clone() }),
        Lookup::Several => return Err(Rejection::SeveralMeters { number: number.clone() }),
    };
    check_key(KeyField::Address, keys.address.as_deref(), &known.meter.address)?;
    check_key(KeyField::Customer, keys.customer.as_deref(), known.customer.as_str())?;
    Ok(known)
}

fn check_key(field: KeyField, file: Option<&str>, archive: &str) -> Result<(), Rejection> {
    match file {
        Some(file) if !archive.is_empty() && file != archive => {
            Err(Rejection::KeysDisagree { field, file: file.to_owned(), archive: archive.to_owned() })
        }
        _ => Ok(()),
    }
}

/// A primary value has the multiplier in it; it is taken out exactly, or not at all.
fn on_secondary_side(side: Side, known: &KnownMeter, register: Register, value: Decimal) -> Result<Decimal, Rejection> {
    if side == Side::Secondary {
        return Ok(value);
    }
    let multiplier =
        known.meter.multiplier.filter(|multiplier| !multiplier.is_zero()).ok_or(Rejection::MultiplierUnknown)?;
    let not_divisible = || Rejection::NotDivisible { register, value, multiplier };
    let reading = value.checked_div(multiplier).ok_or_else(not_divisible)?.normalize();
    let is_exact = reading.scale() <= Registers::DECIMALS_MAX && reading * multiplier == value;
    if is_exact { Ok(reading) } else { Err(not_divisible()) }
}

/// Within the digits of the meter. Demand has digits of its own.
fn fit(
    beyond: BeyondMeter,
    known: &KnownMeter,
    register: Register,
    value: Decimal,
    corrections: &mut Vec<Correction>,
) -> Result<Decimal, Rejection> {
    let digits = known.meter.digits;
    let decimals = if register.counts_up() { u32::from(digits.decimals) } else { Registers::DECIMALS_MAX };
    let refused = Rejection::BeyondMeter { register, value, digits };
    if register.counts_up() && value >= digits.range() {
        return Err(refused);
    }
    if value.normalize().scale() <= decimals {
        return Ok(value.normalize());
    }
    match beyond {
        BeyondMeter::Reject => Err(refused),
        BeyondMeter::Cut => {
            let cut = value.trunc_with_scale(decimals);
            corrections.push(Correction::CutToMeter { register, from: value, to: cut });
            Ok(cut)
        }
    }
}

/// One reading a meter: the newest, and only if the file does not contradict itself.
fn compare_within_file(rows: &[RawRow], outcomes: &mut [Outcome]) {
    let mut of_meter: HashMap<MeterNo, Vec<usize>> = HashMap::new();
    for (index, outcome) in outcomes.iter().enumerate() {
        if let Some(reading) = reading_of(outcome) {
            of_meter.entry(reading.meter.clone()).or_default().push(index);
        }
    }
    for indexes in of_meter.into_values().filter(|indexes| indexes.len() > 1) {
        let verdicts = compare_rows(rows, outcomes, &indexes);
        for (index, reason) in verdicts {
            outcomes[index] = Outcome::Rejected { reason };
        }
    }
}

fn compare_rows(rows: &[RawRow], outcomes: &[Outcome], indexes: &[usize]) -> Vec<(usize, Rejection)> {
    let readings: Vec<(usize, &ImportedReading)> =
        indexes.iter().filter_map(|index| Some((*index, reading_of(&outcomes[*index])?))).collect();
    let Some((newest, newest_reading)) = readings.iter().rev().max_by_key(|(_, reading)| reading.on).copied() else {
        return Vec::new();
    };
    let other = readings
        .iter()
        .find(|(_, reading)| reading.on == newest_reading.on && reading.registers != newest_reading.registers);
    let judge = |index: usize, reading: &ImportedReading| {
        if reading.on < newest_reading.on {
            return Some(Rejection::NewerInFile { row: rows[newest].row });
        }
        match other {
            Some((other, _)) => {
                let row = if reading.registers == newest_reading.registers { *other } else { newest };
                Some(Rejection::DiffersInFile { row: rows[row].row })
            }
            None if index != newest => Some(Rejection::SameInFile { row: rows[newest].row }),
            None => None,
        }
    };
    readings.iter().filter_map(|(index, reading)| Some((*index, judge(*index, reading)?))).collect()
}

/// 以现场为准: a reading on site is never overridden, and no reading is entered twice.
fn compare_with_held(placed: &[Option<&KnownMeter>], outcomes: &mut [Outcome]) {
    for (known, outcome) in placed.iter().zip(outcomes) {
        let refused = known.zip(reading_of(outcome)).and_then(|(known, reading)| against_held(&known.held, reading));
        if let Some(reason) = refused {
            *outcome = Outcome::Rejected { reason };
        }
    }
}

fn against_held(held: &[HeldReading], reading: &ImportedReading) -> Option<Rejection> {
    let is_same = |held: &&HeldReading| held.registers == reading.registers && !held.estimated;
    if held.iter().find(is_same).is_some_and(|held| held.on == reading.on || held.method.is_on_site()) {
        return Some(Rejection::SameAsHeld);
    }
    let file = reading.registers.clone();
    let on_site = held.iter().find(|held| held.method.is_on_site() && !held.estimated);
    if let Some(HeldReading { on, registers, .. }) = on_site {
        return Some(Rejection::OnSiteStands { on: *on, held: registers.clone(), file });
    }
    held.first().map(|held| Rejection::HeldDiffers { on: held.on, held: held.registers.clone(), file })
}

fn reading_of(outcome: &Outcome) -> Option<&ImportedReading> {
    match outcome {
        Outcome::Accepted { reading } | Outcome::Corrected { reading, .. } => Some(reading),
        _ => None,
    }
}
