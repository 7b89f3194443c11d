//! How the trade's types lie in columns: money as fen, days as `2026-11-23`, numbers that people write as text, ids that
//! machines make as integers or 16 bytes, and what only travels as a whole as JSON.

use chrono::NaiveDate;
use domain::{
    BillId, BillingPeriod, CaseId, CustomerNo, DeviceId, ElecType, FileHash, ImportId, Incarnation, MeterNo, Money,
    OperatorId, PaymentId, PointNo, ReadingId, RefundId, ReleaseKey, ReversalId, SegmentNo, Seq, ShiftNo, Stream,
    TaskId, TerminalCode, UnitCode,
};
use journal::{ChainHash, PublicKey};
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, Type, ValueRef};
use rusqlite::{Result, Row};
use serde::de::value::StrDeserializer;
use serde::de::{DeserializeOwned, IntoDeserializer};
use uuid::Uuid;

/// A value of the trade in a column. The wrapper is ours, so that the trait may be implemented here.
pub(crate) struct Column<T>(T);

/// Reading rows in the trade's types.
pub(crate) trait RowExt {
    fn take<T>(&self, index: usize) -> Result<T>
    where
        Column<T>: FromSql;

    /// A column that may be empty.
    fn maybe<T>(&self, index: usize) -> Result<Option<T>>
    where
        Column<T>: FromSql;

    /// A value that is stored as one JSON text.
    fn take_json<T: DeserializeOwned>(&self, index: usize) -> Result<T>;

    /// A plain enum that is stored as its name.
    fn take_word<T: DeserializeOwned>(&self, index: usize) -> Result<T>;

    /// Three columns from `index` on: device, incarnation, seq.
    fn place(&self, index: usize) -> Result<(Stream, Seq)>;

    /// Two columns from `index` on: period, issue.
    fn bill_id(&self, index: usize) -> Result<BillId>;
}

impl RowExt for Row<'_> {
    fn take<T>(&self, index: usize) -> Result<T>
    where
        Column<T>: FromSql,
    {
        self.get::<_, Column<T>>(index).map(|column| column.0)
    }

    fn maybe<T>(&self, index: usize) -> Result<Option<T>>
    where
        Column<T>: FromSql,
    {
        self.get::<_, Option<Column<T>>>(index).map(|column| column.map(|column| column.0))
    }

    fn take_json<T: DeserializeOwned>(&self, index: usize) -> Result<T> {
        serde_json::from_str(self.get_ref(index)?.as_str()?).map_err(|error| unreadable(index, error))
    }

    fn take_word<T: DeserializeOwned>(&self, index: usize) -> Result<T> {
        let word: StrDeserializer<'_, serde_json::Error> = self.get_ref(index)?.as_str()?.into_deserializer();
        T::deserialize(word).map_err(|error| unreadable(index, error))
    }

    fn place(&self, index: usize) -> Result<(Stream, Seq)> {
        let stream = Stream { device: self.take(index)?, incarnation: self.take(index + 1)? };
        Ok((stream, self.take(index + 2)?))
    }

    fn bill_id(&self, index: usize) -> Result<BillId> {
        Ok(BillId { period: self.take(index)?, issue: self.get(index + 1)? })
    }
}

macro_rules! column {
    ($($type:ty: |$value:ident| $read:expr;)*) => {
        $(impl FromSql for Column<$type> {
            fn column_result($value: ValueRef<'_>) -> FromSqlResult<Self> {
                $read.map(Column)
            }
        })*
    };
}

column! {
    Money: |value| value.as_i64().map(Money::from_fen);
    NaiveDate: |value| parsed(value);
    CustomerNo: |value| parsed(value);
    UnitCode: |value| parsed(value);
    TerminalCode: |value| parsed(value);
    SegmentNo: |value| parsed(value);
    PointNo: |value| parsed(value);
    MeterNo: |value| parsed(value);
    BillingPeriod: |value| number(value).and_then(|yyyymm| BillingPeriod::from_yyyymm(yyyymm).map_err(other));
    ElecType: |value| number(value).map(ElecType);
    DeviceId: |value| number(value).map(DeviceId);
    Incarnation: |value| number(value).map(Incarnation);
    OperatorId: |value| number(value).map(OperatorId);
    ShiftNo: |value| number(value).map(ShiftNo);
    Seq: |value| number(value).map(Seq);
    CaseId: |value| number(value).map(CaseId);
    PaymentId: |value| uuid(value).map(PaymentId);
    RefundId: |value| uuid(value).map(RefundId);
    ReleaseKey: |value| bytes(value).map(ReleaseKey);
    TaskId: |value| uuid(value).map(TaskId);
    ReversalId: |value| uuid(value).map(ReversalId);
    ReadingId: |value| uuid(value).map(ReadingId);
    ImportId: |value| uuid(value).map(ImportId);
    FileHash: |value| bytes(value).map(FileHash);
    ChainHash: |value| bytes(value).map(ChainHash);
    PublicKey: |value| bytes(value).map(PublicKey);
}

fn other(error: impl std::error::Error + Send + Sync + 'static) -> FromSqlError {
    FromSqlError::Other(Box::new(error))
}

fn parsed<T: std::str::FromStr>(value: ValueRef<'_>) -> FromSqlResult<T>
where
    T::Err: std::error::Error + Send + Sync + 'static,
{
    value.as_str()?.parse().map_err(other)
}

fn number<T: TryFrom<i64>>(value: ValueRef<'_>) -> FromSqlResult<T> {
    let number = value.as_i64()?;
    T::try_from(number).map_err(|_| FromSqlError::OutOfRange(number))
}

fn bytes<const N: usize>(value: ValueRef<'_>) -> FromSqlResult<[u8; N]> {
    let blob = value.as_blob()?;
    blob.try_into().map_err(|_| FromSqlError::InvalidBlobSize { expected_size: N, blob_size: blob.len() })
}

fn uuid(value: ValueRef<'_>) -> FromSqlResult<Uuid> {
    bytes(value).map(Uuid::from_bytes)
}

/// As SQLite keeps it. Counters of entries stay far below 2^63.
pub(crate) fn integer(number: u64) -> i64 {
    i64::try_from(number).expect("a stored number stays below 2^63")
}

/// The name of a plain enum, as its serde form says it.
pub(crate) fn word<T: serde::Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        other => unreachable!("a plain enum is one word, not {other:?}"),
    }
}

fn unreadable(index: usize, error: serde_json::Error) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(index, Type::Text, error.into())
}

pub(crate) fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("the trade's values have a JSON form")
}
