//! What became of each row, with a stable code and parameters for the sentence that a person reads.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::{CustomerNo, Digits, FileHash, Finding, MeterNo, PointNo, ReadingMethod, Register, Registers};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::cell::{BadField, Cell};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportReport {
    /// The profile's name and version.
    pub profile: String,
    pub file: FileHash,
    pub rows: Vec<ImportedRow>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ImportedRow {
    /// From 1, header lines counted.
    pub row: u32,
    /// As it stands in the file; kept beside the JSON form.
    #[serde(skip)]
    pub text: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bad_fields: Vec<BadField>,
    pub said: RowSaid,
    pub outcome: Outcome,
}

/// The fields by which a person finds the row again, as the file says them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RowSaid {
    pub meter: String,
    pub address: String,
    pub customer: String,
    pub date: String,
    pub total: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Outcome {
    Accepted {
        reading: ImportedReading,
    },
    /// Taken, after something was put right that left no doubt.
    Corrected {
        reading: ImportedReading,
        corrections: Vec<Correction>,
    },
    Rejected {
        reason: Rejection,
    },
    /// A further register of the reading that begins in another row.
    PartOf {
        row: u32,
    },
    /// No reading at all: a summary row.
    Skipped,
}

/// A row as a reading of the archive's meter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ImportedReading {
    pub customer: CustomerNo,
    pub point: PointNo,
    pub meter: MeterNo,
    pub on: NaiveDate,
    pub method: ReadingMethod,
    pub registers: Registers,
}

/// A number by which a row names its meter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyField {
    Meter,
    Address,
    Customer,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Correction {
    /// Leading zeros came back.
    Padded { field: KeyField, from: String, to: String },
    /// An exponent that hid no digit was written out.
    WrittenOut { field: KeyField, from: String, to: String },
    /// Full-width digits became half-width.
    HalfWidth { field: KeyField, from: String, to: String },
    /// Decimals that the meter does not show were cut off, as the profile asks.
    CutToMeter { register: Register, from: Decimal, to: Decimal },
}

/// Why a row became no reading.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Rejection {
    #[error("the row is hidden in the workbook")]
    Hidden,
    #[error("column {column} is not in the encoding that the profile declares")]
    Undecodable { column: u32 },
    #[error("the source says that the meter was not read ({flag})")]
    NotRead { flag: String },
    #[error("the row names no meter, address or customer")]
    NoKey,
    #[error("{text} has lost digits that nobody can know")]
    DigitsLost { field: KeyField, text: String },
    #[error("the archive has no meter {number}")]
    UnknownMeter { number: String },
    #[error("the archive has more than one meter for {number}")]
    SeveralMeters { number: String },
    #[error("the file says {file} and the archive {archive}")]
    KeysDisagree { field: KeyField, file: String, archive: String },
    #[error("the meter was removed on {on}")]
    MeterRemoved { on: NaiveDate },
    #[error("{text} is no date of the profile's formats")]
    BadDate { text: String },
    #[error("{text} is not the moment of the daily freeze")]
    NotTheFreeze { text: String },
    #[error("the reading is of {on}, another day than was asked for")]
    OtherDay { on: NaiveDate },
    #[error("the reading is of {on}, a day to come")]
    ToCome { on: NaiveDate },
    #[error("the row has no value")]
    NoValue,
    #[error("{text} is no reading")]
    BadValue { register: Register, text: String },
    #[error("{text} is below zero")]
    Negative { register: Register, text: String },
    #[error("{text} has more than {decimals} decimals")]
    TooManyDecimals { register: Register, text: String, decimals: u8 },
    #[error("the profile does not know register code {text}")]
    UnknownRegister { text: String },
    #[error("a register of the meter is missing")]
    MissingRegister { register: Register },
    #[error("the multiplier of the meter is not known, so a primary value cannot be read")]
    MultiplierUnknown,
    #[error("{value} divided by {multiplier} is no exact reading")]
    NotDivisible { register: Register, value: Decimal, multiplier: Decimal },
    #[error("{value} has more digits than the meter ({digits})")]
    BeyondMeter { register: Register, value: Decimal, digits: Digits },
    #[error("row {row} says the same")]
    SameInFile { row: u32 },
    #[error("row {row} says something else for the same meter and day")]
    DiffersInFile { row: u32 },
    #[error("row {row} has a newer reading of the meter")]
    NewerInFile { row: u32 },
    #[error("the reading is there already")]
    SameAsHeld,
    #[error("the period has another reading of the meter already, of {on}")]
    HeldDiffers { on: NaiveDate, held: Registers, file: Registers },
    #[error("the meter was read on site on {on}; that reading counts")]
    OnSiteStands { on: NaiveDate, held: Registers, file: Registers },
    #[error("the reading cannot be true")]
    Implausible { finding: Finding },
}

/// 远抄与现场不符: a row that lost against a reading on site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnSiteDifference<'a> {
    pub row: &'a ImportedRow,
    pub on: NaiveDate,
    pub on_site: &'a Registers,
    pub remote: &'a Registers,
}

impl ImportReport {
    /// Rows of the file, without those that were skipped.
    pub fn count(&self) -> u32 {
        self.rows.iter().filter(|row| row.outcome != Outcome::Skipped).count() as u32
    }

    pub fn accepted(&self) -> u32 {
        self.rows.iter().filter(|row| matches!(row.outcome, Outcome::Accepted { .. })).count() as u32
    }

    pub fn corrected(&self) -> u32 {
        self.rows.iter().filter(|row| matches!(row.outcome, Outcome::Corrected { .. })).count() as u32
    }

    pub fn rejected(&self) -> u32 {
        self.rows.iter().filter(|row| matches!(row.outcome, Outcome::Rejected { .. })).count() as u32
    }

    /// How many rows were rejected for each reason.
    pub fn by_reason(&self) -> BTreeMap<String, u32> {
        let mut counts = BTreeMap::new();
        for row in &self.rows {
            if let Outcome::Rejected { reason } = &row.outcome {
                *counts.entry(reason.code()).or_insert(0) += 1;
            }
        }
        counts
    }

    /// Every row whose remote reading differs from one on site.
    pub fn differences(&self) -> impl Iterator<Item = OnSiteDifference<'_>> {
        self.rows.iter().filter_map(|row| match &row.outcome {
            Outcome::Rejected { reason: Rejection::OnSiteStands { on, held, file } } => {
                Some(OnSiteDifference { row, on: *on, on_site: held, remote: file })
            }
            _ => None,
        })
    }
}

impl ImportedRow {
    /// What became of the row, as it is kept beside its text.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("a row has a JSON form")
    }

    /// `None` for a text that is no row of an import.
    pub fn from_json(text: String, json: &str) -> Option<ImportedRow> {
        serde_json::from_str(json).ok().map(|row| ImportedRow { text, ..row })
    }

    /// The reading that the row becomes, if it does.
    pub fn reading(&self) -> Option<&ImportedReading> {
        match &self.outcome {
            Outcome::Accepted { reading } | Outcome::Corrected { reading, .. } => Some(reading),
            _ => None,
        }
    }
}

impl Rejection {
    /// The stable name of the reason; the sentences belong to the screens.
    pub fn code(&self) -> String {
        parts(self).0
    }

    /// What the sentence speaks of, by name. Registers are named by their total.
    pub fn params(&self) -> BTreeMap<String, String> {
        parts(self).1
    }
}

impl Correction {
    pub fn code(&self) -> String {
        parts(self).0
    }

    pub fn params(&self) -> BTreeMap<String, String> {
        parts(self).1
    }
}

/// A reason as its JSON form says it: the code, and each field as a text.
fn parts(reason: &impl Serialize) -> (String, BTreeMap<String, String>) {
    let serde_json::Value::Object(mut fields) = serde_json::to_value(reason).expect("a reason has a JSON form") else {
        unreachable!("a reason is an object with its code")
    };
    let code = fields.remove("code").map(|code| plain(&code)).unwrap_or_default();
    (code, fields.iter().map(|(name, value)| (name.clone(), plain(value))).collect())
}

/// A value in a sentence: a reading by its active total, a finding by its kind.
fn plain(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Object(fields) => {
            fields.get("kind").or_else(|| fields.get("active-total")).map(plain).unwrap_or_default()
        }
        other => other.to_string(),
    }
}

impl RowSaid {
    pub(super) fn text(cell: Option<&Cell>) -> String {
        match cell {
            Some(Cell::Date(at)) => at.date().to_string(),
            Some(cell) => cell.text().unwrap_or_default(),
            None => String::new(),
        }
    }
}
