//! From a row to what it says about a meter, by the profile alone.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::Register;
use rust_decimal::Decimal;

use super::cell::Cell;
use super::dates::{DateFault, reading_date};
use super::layout::Layout;
use super::numbers::{Found, Repair, parse_value, repair_number};
use super::outcome::{Correction, KeyField, Rejection, RowSaid};
use super::profile::{ImportProfile, Unit};
use super::table::RawRow;

/// What a row says: which meter, which day, which registers in kWh on the side that the profile declares.
#[derive(Clone, Debug)]
pub struct Draft {
    pub keys: Keys,
    pub on: NaiveDate,
    pub values: BTreeMap<Register, Decimal>,
    pub corrections: Vec<Correction>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Keys {
    pub meter: Option<String>,
    pub address: Option<String>,
    pub customer: Option<String>,
    pub point: Option<String>,
}

/// Reads rows of one file.
pub struct RowReader<'a> {
    pub profile: &'a ImportProfile,
    pub layout: &'a Layout,
}

impl RowReader<'_> {
    pub fn said(&self, row: &RawRow) -> RowSaid {
        let text = |column: Option<usize>| RowSaid::text(column.and_then(|column| row.cells.get(column)));
        let total = self.layout.registers.iter().find(|(register, _)| *register == Register::ActiveTotal);
        RowSaid {
            meter: text(self.layout.meter),
            address: text(self.layout.address),
            customer: text(self.layout.customer),
            date: text(Some(self.layout.date)),
            total: text(total.map(|(_, column)| *column).or(self.layout.by_code.map(|(_, value)| value))),
        }
    }

    pub fn draft(&self, row: &RawRow) -> Result<Draft, Rejection> {
        if row.is_hidden {
            return Err(Rejection::Hidden);
        }
        self.check_success(row)?;
        let mut corrections = Vec::new();
        let keys = self.keys(row, &mut corrections)?;
        let on = self.date(row)?;
        let values = self.values(row)?;
        Ok(Draft { keys, on, values, corrections })
    }

    fn check_success(&self, row: &RawRow) -> Result<(), Rejection> {
        let Some((flag, column)) = self.profile.success.as_ref().zip(self.layout.success) else { return Ok(()) };
        let said = field(row, column)?;
        if flag.values.contains(&said) { Ok(()) } else { Err(Rejection::NotRead { flag: said }) }
    }

    fn keys(&self, row: &RawRow, corrections: &mut Vec<Correction>) -> Result<Keys, Rejection> {
        let (layout, lengths) = (self.layout, self.profile.numbers);
        let mut key = |column, field, length| self.key(row, column, field, length, corrections);
        let keys = Keys {
            meter: key(layout.meter, KeyField::Meter, lengths.meter)?,
            address: key(layout.address, KeyField::Address, lengths.address)?,
            customer: key(layout.customer, KeyField::Customer, lengths.customer)?,
            point: layout.point.map(|column| field(row, column)).transpose()?.filter(|text| !self.is_null(text)),
        };
        let names_nothing = keys.meter.is_none() && keys.address.is_none() && keys.customer.is_none();
        if names_nothing { Err(Rejection::NoKey) } else { Ok(keys) }
    }

    fn key(
        &self,
        row: &RawRow,
        column: Option<usize>,
        key: KeyField,
        length: Option<u8>,
        corrections: &mut Vec<Correction>,
    ) -> Result<Option<String>, Rejection> {
        let Some(column) = column else { return Ok(None) };
        let from = field(row, column)?;
        if from.is_empty() || self.is_null(&from) {
            return Ok(None);
        }
        match repair_number(&from, length) {
            Found::AsItWas(text) => Ok(Some(text)),
            Found::DigitsLost => Err(Rejection::DigitsLost { field: key, text: from }),
            Found::Mended { text, by } => {
                let to = text.clone();
                corrections.push(match by {
                    Repair::HalfWidth => Correction::HalfWidth { field: key, from, to },
                    Repair::WrittenOut => Correction::WrittenOut { field: key, from, to },
                    Repair::Padded => Correction::Padded { field: key, from, to },
                });
                Ok(Some(text))
            }
        }
    }

    fn date(&self, row: &RawRow) -> Result<NaiveDate, Rejection> {
        let nothing = Cell::Text(String::new());
        let date = row.cells.get(self.layout.date).unwrap_or(&nothing);
        let time = self.layout.time.map(|column| row.cells.get(column).unwrap_or(&nothing));
        let said = || {
            let parts = [RowSaid::text(Some(date)), time.map(|time| RowSaid::text(Some(time))).unwrap_or_default()];
            parts.join(" ").trim().to_owned()
        };
        reading_date(date, time, &self.profile.dates).map_err(|fault| match fault {
            DateFault::NotADate => Rejection::BadDate { text: said() },
            DateFault::NotTheFreeze => Rejection::NotTheFreeze { text: said() },
        })
    }

    fn values(&self, row: &RawRow) -> Result<BTreeMap<Register, Decimal>, Rejection> {
        let mut values = BTreeMap::new();
        for (register, column) in self.columns_of(row)? {
            let text = field(row, column)?;
            if !self.is_null(&text) {
                values.insert(register, self.value(register, text)?);
            }
        }
        if values.is_empty() { Err(Rejection::NoValue) } else { Ok(values) }
    }

    fn columns_of(&self, row: &RawRow) -> Result<Vec<(Register, usize)>, Rejection> {
        let Some((code, value)) = self.layout.by_code else { return Ok(self.layout.registers.clone()) };
        let text = field(row, code)?;
        let register = self.profile.register_codes.get(&text).copied();
        Ok(vec![(register.ok_or(Rejection::UnknownRegister { text })?, value)])
    }

    /// In kWh, kvarh or kW.
    fn value(&self, register: Register, text: String) -> Result<Decimal, Rejection> {
        let Some(value) = parse_value(&text) else { return Err(Rejection::BadValue { register, text }) };
        let decimals = self.profile.values.decimals;
        if value.is_sign_negative() && !value.is_zero() {
            return Err(Rejection::Negative { register, text });
        }
        if value.normalize().scale() > u32::from(decimals) {
            return Err(Rejection::TooManyDecimals { register, text, decimals });
        }
        match self.profile.values.unit {
            Unit::Kwh => Ok(value),
            Unit::Mwh => Ok(value * Decimal::ONE_THOUSAND),
        }
    }

    /// A token, or the same number written otherwise: -1 is also -1.00.
    fn is_null(&self, text: &str) -> bool {
        let number = parse_value(text);
        let tokens = &self.profile.values.null_tokens;
        tokens.iter().any(|token| token == text || (number.is_some() && parse_value(token) == number))
    }
}

/// A field of the row; one that is missing at the end of a line is empty.
fn field(row: &RawRow, column: usize) -> Result<String, Rejection> {
    match row.cells.get(column) {
        None => Ok(String::new()),
        Some(cell) => cell.text().ok_or(Rejection::Undecodable { column: column as u32 + 1 }),
    }
}
