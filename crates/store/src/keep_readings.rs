//! Writing of readings: what the journal says of them, and what the center told.

use domain::{
    Judgement, KnownReading, OperatorId, Reading, ReadingId, ReadingImport, ReadingRequest, Register, ReviewState,
};
use journal::Entry;
use rusqlite::params;

use crate::column::{integer, json};
use crate::reading_marks::loudness;
use crate::readings::rank;
use crate::{StoreError, Write};

impl Write<'_> {
    /// Keeps what the reader was told of the reading that the last entry holds.
    pub fn keep_judgement(&mut self, judgement: &Judgement) -> Result<(), StoreError> {
        let (stream, head) = (self.current_stream()?, self.head()?);
        self.run(
            "INSERT INTO seen_judgement VALUES (?, ?, ?, ?, ?)",
            params![
                stream.device.0,
                stream.incarnation.0,
                integer(head.seq.0),
                loudness(judgement.loudest()),
                json(judgement),
            ],
        )?;
        Ok(())
    }

    /// The newest state of a reading as the center knows it.
    pub fn put_known_reading(&mut self, known: &KnownReading) -> Result<(), StoreError> {
        let reading = &known.reading;
        self.run(
            "INSERT OR REPLACE INTO known_reading VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            params![
                reading.id.0.as_bytes(),
                reading.customer.as_str(),
                reading.point.as_str(),
                reading.period.yyyymm(),
                reading.on.to_string(),
                reading.method.code(),
                reading.energy_kwh,
                reading.registers.get(Register::ActiveTotal).map(|total| total.to_string()),
                reading.estimated,
                reading.anomaly.code(),
                known.at_ms,
                rank(known.state),
                known.reviewer.map(|reviewer| reviewer.0),
                known.note,
                json(known),
            ],
        )?;
        Ok(())
    }

    pub(crate) fn insert_reading(&self, entry: &Entry, reading: &Reading) -> Result<(), StoreError> {
        self.run(
            "INSERT INTO reading VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            params![
                reading.id.0.as_bytes(),
                entry.stream.device.0,
                entry.stream.incarnation.0,
                integer(entry.seq.0),
                reading.customer.as_str(),
                reading.point.as_str(),
                reading.period.yyyymm(),
                reading.on.to_string(),
                reading.method.code(),
                reading.energy_kwh,
                reading.registers.get(Register::ActiveTotal).map(|total| total.to_string()),
                reading.estimated,
                reading.anomaly.code(),
                entry.time.wall_ms,
                reading.source.map(|source| *source.import.0.as_bytes()),
            ],
        )?;
        match reading.replaces {
            Some(replaced) => self.bring_reading(replaced, ReviewState::Withdrawn),
            None => Ok(()),
        }
    }

    /// Brings a reading further on its way.
    pub(crate) fn bring_reading(&self, reading: ReadingId, state: ReviewState) -> Result<(), StoreError> {
        let row = params![reading.0.as_bytes(), rank(state), None::<u32>, ""];
        self.run(include_str!("readings/bring.sql"), row)?;
        Ok(())
    }

    pub(crate) fn review_reading(
        &self,
        reading: ReadingId,
        state: ReviewState,
        reviewer: OperatorId,
        note: &str,
    ) -> Result<(), StoreError> {
        let row = params![reading.0.as_bytes(), rank(state), reviewer.0, note];
        self.run(include_str!("readings/bring.sql"), row)?;
        Ok(())
    }

    pub(crate) fn insert_reading_request(&self, entry: &Entry, request: &ReadingRequest) -> Result<(), StoreError> {
        self.run(
            "INSERT INTO reading_request VALUES (?, ?, ?, ?)",
            params![
                entry.stream.device.0,
                entry.stream.incarnation.0,
                integer(entry.seq.0),
                request.reading.0.as_bytes(),
            ],
        )?;
        Ok(())
    }

    pub(crate) fn insert_reading_import(&self, entry: &Entry, import: &ReadingImport) -> Result<(), StoreError> {
        self.run(
            "INSERT INTO reading_import VALUES (?, ?, ?, ?, ?, ?)",
            params![
                import.id.0.as_bytes(),
                entry.stream.device.0,
                entry.stream.incarnation.0,
                integer(entry.seq.0),
                import.file.0,
                import.profile,
            ],
        )?;
        Ok(())
    }
}
