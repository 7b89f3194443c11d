//! Columns of a row, read into the trade's types. Whatever is not as it should be is damage, named by its column.

use chrono::NaiveDate;
use domain::{BillingPeriod, DeviceId, Incarnation, Money, OperatorId, Seq, Stream};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::db::{Row, Value};
use super::packed::{damaged, day_of};
use super::{EntryRef, LedgerError, Noted};

impl Row {
    fn value(&self, column: &str) -> Result<&Value, LedgerError> {
        let place = self.columns.iter().position(|name| name == column);
        place.and_then(|place| self.values.get(place)).ok_or_else(|| damaged(column))
    }

    pub fn int(&self, column: &str) -> Result<i64, LedgerError> {
        self.maybe_int(column)?.ok_or_else(|| damaged(column))
    }

    pub fn maybe_int(&self, column: &str) -> Result<Option<i64>, LedgerError> {
        match self.value(column)? {
            Value::Null => Ok(None),
            Value::Int(number) => Ok(Some(*number)),
            Value::Text(_) | Value::Bytes(_) => Err(damaged(column)),
        }
    }

    pub fn number<T: TryFrom<i64>>(&self, column: &str) -> Result<T, LedgerError> {
        T::try_from(self.int(column)?).map_err(|_| damaged(column))
    }

    pub fn maybe_number<T: TryFrom<i64>>(&self, column: &str) -> Result<Option<T>, LedgerError> {
        self.maybe_int(column)?.map(|number| T::try_from(number).map_err(|_| damaged(column))).transpose()
    }

    pub fn flag(&self, column: &str) -> Result<bool, LedgerError> {
        Ok(self.int(column)? != 0)
    }

    pub fn money(&self, column: &str) -> Result<Money, LedgerError> {
        self.int(column).map(Money::from_fen)
    }

    pub fn maybe_money(&self, column: &str) -> Result<Option<Money>, LedgerError> {
        Ok(self.maybe_int(column)?.map(Money::from_fen))
    }

    /// 20261123
    pub fn day(&self, column: &str) -> Result<NaiveDate, LedgerError> {
        day_of(self.int(column)?)
    }

    /// 202611
    pub fn period(&self, column: &str) -> Result<BillingPeriod, LedgerError> {
        BillingPeriod::from_yyyymm(self.number(column)?).map_err(|_| damaged(column))
    }

    pub fn str(&self, column: &str) -> Result<&str, LedgerError> {
        self.maybe_str(column)?.ok_or_else(|| damaged(column))
    }

    pub fn maybe_str(&self, column: &str) -> Result<Option<&str>, LedgerError> {
        match self.value(column)? {
            Value::Null => Ok(None),
            Value::Text(text) => Ok(Some(text)),
            Value::Int(_) | Value::Bytes(_) => Err(damaged(column)),
        }
    }

    pub fn string(&self, column: &str) -> Result<String, LedgerError> {
        self.str(column).map(str::to_owned)
    }

    pub fn maybe_string(&self, column: &str) -> Result<Option<String>, LedgerError> {
        Ok(self.maybe_str(column)?.map(str::to_owned))
    }

    /// Text of some form, such as a code.
    pub fn text<T: TryFrom<String>>(&self, column: &str) -> Result<T, LedgerError> {
        T::try_from(self.string(column)?).map_err(|_| damaged(column))
    }

    pub fn maybe_text<T: TryFrom<String>>(&self, column: &str) -> Result<Option<T>, LedgerError> {
        self.maybe_string(column)?.map(|text| T::try_from(text).map_err(|_| damaged(column))).transpose()
    }

    /// A document as JSON.
    pub fn json<T: DeserializeOwned>(&self, column: &str) -> Result<T, LedgerError> {
        serde_json::from_str(self.str(column)?).map_err(|_| damaged(column))
    }

    pub fn maybe_json<T: DeserializeOwned>(&self, column: &str) -> Result<Option<T>, LedgerError> {
        let text = self.maybe_str(column)?;
        text.map(|text| serde_json::from_str(text).map_err(|_| damaged(column))).transpose()
    }

    pub fn blob(&self, column: &str) -> Result<&[u8], LedgerError> {
        self.maybe_blob(column)?.ok_or_else(|| damaged(column))
    }

    pub fn maybe_blob(&self, column: &str) -> Result<Option<&[u8]>, LedgerError> {
        match self.value(column)? {
            Value::Null => Ok(None),
            Value::Bytes(bytes) => Ok(Some(bytes)),
            Value::Int(_) | Value::Text(_) => Err(damaged(column)),
        }
    }

    /// A digest or a key of known length.
    pub fn bytes<const N: usize>(&self, column: &str) -> Result<[u8; N], LedgerError> {
        self.blob(column)?.try_into().map_err(|_| damaged(column))
    }

    pub fn maybe_bytes<const N: usize>(&self, column: &str) -> Result<Option<[u8; N]>, LedgerError> {
        self.maybe_blob(column)?.map(|bytes| bytes.try_into().map_err(|_| damaged(column))).transpose()
    }

    pub fn uuid(&self, column: &str) -> Result<Uuid, LedgerError> {
        self.bytes(column).map(Uuid::from_bytes)
    }

    /// How long a text or a blob is; nothing where the column is empty.
    pub fn size(&self, column: &str) -> Result<usize, LedgerError> {
        match self.value(column)? {
            Value::Text(text) => Ok(text.len()),
            Value::Bytes(bytes) => Ok(bytes.len()),
            Value::Null | Value::Int(_) => Ok(0),
        }
    }

    /// The journal that the columns `device` and `incarnation` name.
    pub fn stream(&self) -> Result<Stream, LedgerError> {
        let device = DeviceId(self.number("device")?);
        Ok(Stream { device, incarnation: Incarnation(self.number("incarnation")?) })
    }

    /// The place of an entry.
    pub fn place(&self) -> Result<EntryRef, LedgerError> {
        Ok(EntryRef { stream: self.stream()?, history: self.number("history")?, seq: Seq(self.number("seq")?) })
    }

    /// The place of an entry, where the row has one.
    pub fn maybe_place(&self) -> Result<Option<EntryRef>, LedgerError> {
        self.maybe_int("device")?.map(|_| self.place()).transpose()
    }

    /// Who wrote an entry, where and when.
    pub fn noted(&self) -> Result<Noted, LedgerError> {
        Ok(Noted {
            place: self.place()?,
            operator: OperatorId(self.number("operator")?),
            terminal: self.text("terminal")?,
            at_ms: self.int("at_ms")?,
        })
    }
}
