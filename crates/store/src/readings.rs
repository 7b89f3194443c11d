//! 示数: the readings of this device, those that the center told of, and how far each has come.
//!
//! A reading's state only moves forward (`rank`). What this device brought about lies in `reading_state`, what the center
//! heard in `known_reading`; the one that is further counts, so neither has to wait for the other.

use domain::{
    BillingPeriod, CustomerNo, ImportId, Judgement, KnownReading, OperatorId, PointNo, ReadingId, ReadingMethod,
    ReadingRequest, ReviewState, SegmentNo, Seq, Stream, TerminalCode,
};
use journal::EntryBody;
use rusqlite::{Params, Row, params};

use crate::column::RowExt;
use crate::{Read, StoreError};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadingRow {
    /// Its state is the furthest that this device or the center knows of.
    pub known: KnownReading,
    /// Its entry, if this device entered it.
    pub place: Option<(Stream, Seq)>,
    /// What the reader was told when it was entered here.
    pub judgement: Option<Judgement>,
    /// The newest change that was asked for here.
    pub request: Option<ReadingRequest>,
}

impl ReadingRow {
    pub fn id(&self) -> ReadingId {
        self.known.reading.id
    }

    pub fn is_here(&self) -> bool {
        self.place.is_some()
    }

    /// Somebody of this device stood in front of the meter: this is the reading that a correction here is about.
    pub fn is_walked_here(&self) -> bool {
        self.is_here() && self.known.reading.method.is_on_site()
    }

    /// Neither withdrawn nor replaced.
    pub fn stands(&self) -> bool {
        self.known.state != ReviewState::Withdrawn
    }

    /// Of several readings of a point in a month the greatest counts: on site before remote, then our own, then the later.
    pub fn precedence(&self) -> (bool, bool, i64) {
        precedence(self.known.reading.method, self.is_here(), self.known.at_ms)
    }
}

pub(crate) fn precedence(method: ReadingMethod, is_here: bool, at_ms: i64) -> (bool, bool, i64) {
    (method.is_on_site(), is_here, at_ms)
}

/// Where a state stands on a reading's way. A reading that was sent back is not approved any more; it is read again. One that
/// the center billed before it heard of the withdrawal is billed: the customer has the bill.
pub(crate) fn rank(state: ReviewState) -> u8 {
    match state {
        ReviewState::Waiting => 0,
        ReviewState::SentBack => 1,
        ReviewState::Approved => 2,
        ReviewState::Withdrawn => 3,
        ReviewState::Billed => 4,
    }
}

pub(crate) fn state_of(rank: u8) -> Option<ReviewState> {
    use ReviewState::*;
    [Waiting, SentBack, Approved, Withdrawn, Billed].get(usize::from(rank)).copied()
}

pub(crate) fn state(row: &Row<'_>, index: usize) -> rusqlite::Result<ReviewState> {
    let number: u8 = row.get(index)?;
    state_of(number).ok_or(rusqlite::Error::IntegralValueOutOfRange(index, i64::from(number)))
}

/// So many readings of earlier months are looked at: they tell where a meter stood and how long it is read remotely.
const READINGS_BACK: u32 = 24;

/// The columns of a reading, before its entries are read.
struct Found {
    place: Option<(Stream, Seq)>,
    known: Option<KnownReading>,
    state: ReviewState,
    reviewer: Option<OperatorId>,
    note: String,
    judgement: Option<Judgement>,
    request: Option<(Stream, Seq)>,
}

impl Read<'_> {
    pub fn reading(&self, id: ReadingId) -> Result<Option<ReadingRow>, StoreError> {
        let own = concat!(include_str!("readings/own.sql"), "WHERE reading.id = ?1");
        let known = concat!(include_str!("readings/known.sql"), "AND known_reading.id = ?1");
        Ok(self.readings(own, known, [id.0.as_bytes()])?.pop())
    }

    /// All readings of a metering point in a month, the withdrawn included, oldest first.
    pub fn readings_of_point(&self, point: &PointNo, period: BillingPeriod) -> Result<Vec<ReadingRow>, StoreError> {
        let own = concat!(include_str!("readings/own.sql"), "WHERE reading.point = ?1 AND reading.period = ?2");
        let known =
            concat!(include_str!("readings/known.sql"), "AND known_reading.point = ?1 AND known_reading.period = ?2");
        self.readings(own, known, params![point.as_str(), period.yyyymm()])
    }

    /// The last readings of a point for the months before that stand, the newest month last.
    pub fn readings_before(&self, point: &PointNo, period: BillingPeriod) -> Result<Vec<ReadingRow>, StoreError> {
        let own = concat!(include_str!("readings/own.sql"), include_str!("readings/own_before.sql"));
        let known = concat!(include_str!("readings/known.sql"), include_str!("readings/known_before.sql"));
        let key = params![point.as_str(), period.yyyymm(), READINGS_BACK];
        let mut rows = self.readings(own, known, key)?;
        rows.retain(ReadingRow::stands);
        rows.sort_by_key(|row| row.known.reading.period);
        Ok(rows)
    }

    /// The readings of a customer in a month that stand, oldest first.
    pub fn readings_of_customer(
        &self,
        customer: &CustomerNo,
        period: BillingPeriod,
    ) -> Result<Vec<ReadingRow>, StoreError> {
        let own = concat!(include_str!("readings/own.sql"), "WHERE reading.customer = ?1 AND reading.period = ?2");
        let known = concat!(
            include_str!("readings/known.sql"),
            "AND known_reading.customer = ?1 AND known_reading.period = ?2"
        );
        let mut rows = self.readings(own, known, params![customer.as_str(), period.yyyymm()])?;
        rows.retain(ReadingRow::stands);
        Ok(rows)
    }

    /// The readings of a month that stand, of one segment or of all, oldest first.
    pub fn readings_in(
        &self,
        period: BillingPeriod,
        segment: Option<&SegmentNo>,
    ) -> Result<Vec<ReadingRow>, StoreError> {
        let mut rows = match segment {
            Some(segment) => {
                let own = concat!(include_str!("readings/own.sql"), include_str!("readings/own_in_segment.sql"));
                let known = concat!(include_str!("readings/known.sql"), include_str!("readings/known_in_segment.sql"));
                self.readings(own, known, params![period.yyyymm(), segment.as_str()])?
            }
            None => {
                let own = concat!(include_str!("readings/own.sql"), "WHERE reading.period = ?1");
                let known = concat!(include_str!("readings/known.sql"), "AND known_reading.period = ?1");
                self.readings(own, known, params![period.yyyymm()])?
            }
        };
        rows.retain(ReadingRow::stands);
        Ok(rows)
    }

    /// The readings that this device took in with a file, by their rows.
    pub fn readings_of_import(&self, import: ImportId) -> Result<Vec<ReadingRow>, StoreError> {
        let sql = concat!(include_str!("readings/own.sql"), "WHERE reading.import = ? ORDER BY reading.seq");
        let found = self.all(sql, [import.0.as_bytes()], own)?;
        found.into_iter().map(|found| self.reading_row(found)).collect()
    }

    fn readings(
        &self,
        own_sql: &str,
        known_sql: &str,
        key: impl Params + Clone,
    ) -> Result<Vec<ReadingRow>, StoreError> {
        let mut found = self.all(own_sql, key.clone(), own)?;
        found.extend(self.all(known_sql, key, known)?);
        let mut rows: Vec<ReadingRow> =
            found.into_iter().map(|found| self.reading_row(found)).collect::<Result<_, _>>()?;
        rows.sort_by_key(|row| (row.known.at_ms, row.place.map(|(_, seq)| seq), row.id()));
        Ok(rows)
    }

    fn reading_row(&self, found: Found) -> Result<ReadingRow, StoreError> {
        let known = match (found.known, found.place) {
            (Some(known), _) => known,
            (None, Some(place)) => self.own_reading(place)?,
            (None, None) => return Err(StoreError::missing("a reading")),
        };
        let request = found.request.map(|place| self.request_entry(place)).transpose()?;
        Ok(ReadingRow {
            known: KnownReading { state: found.state, reviewer: found.reviewer, note: found.note, ..known },
            place: found.place,
            judgement: found.judgement,
            request,
        })
    }

    fn own_reading(&self, (stream, seq): (Stream, Seq)) -> Result<KnownReading, StoreError> {
        let terminal: TerminalCode = self.device()?.ok_or(StoreError::NotEnrolled)?.terminal;
        let (entry, _) = self.known_entry(stream, seq)?;
        let EntryBody::ReadingEntered(reading) = entry.body else {
            return Err(StoreError::missing("the entry of a reading"));
        };
        let (state, reviewer, note) = (ReviewState::Waiting, None, String::new());
        Ok(KnownReading { reading, by: entry.by, terminal, at_ms: entry.time.wall_ms, state, reviewer, note })
    }

    fn request_entry(&self, (stream, seq): (Stream, Seq)) -> Result<ReadingRequest, StoreError> {
        match self.known_entry(stream, seq)?.0.body {
            EntryBody::ReadingRequested(request) => Ok(request),
            _ => Err(StoreError::missing("the entry of a request")),
        }
    }
}

fn own(row: &Row<'_>) -> rusqlite::Result<Found> {
    let is_judged = row.get::<_, Option<String>>(6)?.is_some();
    Ok(Found {
        place: Some(row.place(0)?),
        known: None,
        state: state(row, 3)?,
        reviewer: row.maybe(4)?,
        note: row.get(5)?,
        judgement: if is_judged { Some(row.take_json(6)?) } else { None },
        request: maybe_place(row, 7)?,
    })
}

fn known(row: &Row<'_>) -> rusqlite::Result<Found> {
    Ok(Found {
        place: None,
        known: Some(row.take_json(0)?),
        state: state(row, 1)?,
        reviewer: row.maybe(2)?,
        note: row.get(3)?,
        judgement: None,
        request: maybe_place(row, 4)?,
    })
}

fn maybe_place(row: &Row<'_>, index: usize) -> rusqlite::Result<Option<(Stream, Seq)>> {
    let is_there = row.get::<_, Option<i64>>(index)?.is_some();
    if is_there { row.place(index).map(Some) } else { Ok(None) }
}
