//! Readings in bytes: what a meter showed, what was said about it, and where it came from.

use std::collections::BTreeMap;

use domain::{
    Anomaly, FileHash, ImportId, Reading, ReadingId, ReadingImport, ReadingKind, ReadingMethod, ReadingRequest,
    ReadingSource, ReadingState, Register, Registers, Review, Verdict,
};
use uuid::Uuid;

use super::decimal::{RegisterValue, Scaled};
use super::{BodyBytes, BodyError, code, days_of_date, malformed, number, text, uuid_bytes};

/// `{ code of the register: value }`
pub(super) type RegistersBytes = BTreeMap<u8, RegisterValue>;

pub(super) fn registers_bytes(registers: &Registers) -> Option<RegistersBytes> {
    let values: RegistersBytes = registers.iter().map(|(register, value)| (register.code(), Scaled(value))).collect();
    (!values.is_empty()).then_some(values)
}

pub(super) fn registers_of(bytes: Option<RegistersBytes>) -> Result<Registers, BodyError> {
    let value = |(number, value): (u8, RegisterValue)| {
        Register::from_code(number).map(|register| (register, value.0)).ok_or(BodyError::NewerKind)
    };
    Ok(Registers::of(bytes.unwrap_or_default().into_iter().map(value).collect::<Result<Vec<_>, _>>()?))
}

impl From<&Reading> for BodyBytes {
    fn from(reading: &Reading) -> BodyBytes {
        BodyBytes {
            id: Some(uuid_bytes(reading.id.0)),
            customer: Some(reading.customer.to_string()),
            point: Some(reading.point.to_string()),
            meter: Some(reading.meter.to_string()),
            period: Some(reading.period.yyyymm()),
            on: Some(days_of_date(reading.on)),
            reading_kind: code(reading.kind.code()),
            method: code(reading.method.code()),
            state: code(reading.state.code()),
            anomaly: code(reading.anomaly.code()),
            estimated: reading.estimated.then_some(true),
            registers: registers_bytes(&reading.registers),
            energy_kwh: number(reading.energy_kwh),
            remark: text(&reading.remark),
            file: reading.photo.map(|photo| photo.0.into()),
            replaces: reading.replaces.map(|id| uuid_bytes(id.0)),
            import: reading.source.map(|source| uuid_bytes(source.import.0)),
            row: reading.source.map(|source| source.row),
            ..BodyBytes::default()
        }
    }
}

impl From<&ReadingRequest> for BodyBytes {
    fn from(request: &ReadingRequest) -> BodyBytes {
        BodyBytes {
            reading: Some(uuid_bytes(request.reading.0)),
            registers: registers_bytes(&request.registers),
            reason: text(&request.reason),
            ..BodyBytes::default()
        }
    }
}

impl From<&Review> for BodyBytes {
    fn from(review: &Review) -> BodyBytes {
        BodyBytes {
            readings: Some(review.readings.iter().map(|id| uuid_bytes(id.0)).collect()),
            verdict: Some(code_of_verdict(review.verdict)),
            remark: text(&review.note),
            ..BodyBytes::default()
        }
    }
}

impl From<&ReadingImport> for BodyBytes {
    fn from(import: &ReadingImport) -> BodyBytes {
        let count = |count: u32| (count > 0).then_some(count);
        BodyBytes {
            id: Some(uuid_bytes(import.id.0)),
            profile: text(&import.profile),
            file_name: text(&import.file_name),
            file: Some(import.file.0.into()),
            rows: count(import.rows),
            accepted: count(import.accepted),
            corrected: count(import.corrected),
            rejected: count(import.rejected),
            ..BodyBytes::default()
        }
    }
}

fn code_of_verdict(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Approved => 1,
        Verdict::SentBack => 2,
    }
}

fn verdict_of_code(code: u8) -> Option<Verdict> {
    match code {
        1 => Some(Verdict::Approved),
        2 => Some(Verdict::SentBack),
        _ => None,
    }
}

/// A code of the trade; zero is left out. A code that nobody knows yet comes from a newer program.
fn coded<T>(number: Option<u8>, of_code: fn(u8) -> Option<T>) -> Result<T, BodyError> {
    of_code(number.unwrap_or(0)).ok_or(BodyError::NewerKind)
}

impl BodyBytes {
    pub(super) fn reading(&self) -> Result<ReadingId, BodyError> {
        let id = self.reading.as_ref().ok_or(malformed("no reading"))?;
        Ok(ReadingId(Uuid::from_bytes(**id)))
    }

    pub(super) fn readings(&self) -> Result<Vec<ReadingId>, BodyError> {
        let ids = self.readings.as_ref().ok_or(malformed("no readings"))?;
        Ok(ids.iter().map(|id| ReadingId(Uuid::from_bytes(**id))).collect())
    }

    pub(super) fn file(&self) -> Option<FileHash> {
        self.file.as_ref().map(|hash| FileHash(**hash))
    }

    pub(super) fn into_reading(mut self) -> Result<Reading, BodyError> {
        let point = self.point.take().ok_or(malformed("no metering point"))?;
        let meter = self.meter.take().ok_or(malformed("no meter"))?;
        Ok(Reading {
            id: ReadingId(self.uuid()?),
            customer: self.customer()?,
            point: point.try_into().map_err(|_| malformed("the metering point has no number"))?,
            meter: meter.try_into().map_err(|_| malformed("the meter has no number"))?,
            period: self.period()?,
            on: self.on()?,
            kind: coded(self.reading_kind, ReadingKind::from_code)?,
            method: coded(self.method, ReadingMethod::from_code)?,
            state: coded(self.state, ReadingState::from_code)?,
            anomaly: coded(self.anomaly, Anomaly::from_code)?,
            estimated: self.estimated == Some(true),
            registers: registers_of(self.registers.take())?,
            energy_kwh: self.energy_kwh.unwrap_or(0),
            photo: self.file(),
            replaces: self.replaces.as_ref().map(|id| ReadingId(Uuid::from_bytes(**id))),
            source: self.source()?,
            remark: self.remark.unwrap_or_default(),
        })
    }

    fn source(&self) -> Result<Option<ReadingSource>, BodyError> {
        match (&self.import, self.row) {
            (None, None) => Ok(None),
            (Some(import), Some(row)) => Ok(Some(ReadingSource { import: ImportId(Uuid::from_bytes(**import)), row })),
            _ => Err(malformed("an imported reading names its import and its row")),
        }
    }

    pub(super) fn into_request(self) -> Result<ReadingRequest, BodyError> {
        Ok(ReadingRequest {
            reading: self.reading()?,
            registers: registers_of(self.registers)?,
            reason: self.reason.unwrap_or_default(),
        })
    }

    pub(super) fn into_review(self) -> Result<Review, BodyError> {
        Ok(Review {
            readings: self.readings()?,
            verdict: coded(self.verdict, verdict_of_code)?,
            note: self.remark.unwrap_or_default(),
        })
    }

    pub(super) fn into_import(self) -> Result<ReadingImport, BodyError> {
        Ok(ReadingImport {
            id: ImportId(self.uuid()?),
            file: self.file().ok_or(malformed("no file"))?,
            rows: self.rows.unwrap_or(0),
            accepted: self.accepted.unwrap_or(0),
            corrected: self.corrected.unwrap_or(0),
            rejected: self.rejected.unwrap_or(0),
            profile: self.profile.unwrap_or_default(),
            file_name: self.file_name.unwrap_or_default(),
        })
    }
}
