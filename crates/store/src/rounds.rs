//! 抄表计划: the rounds that were prepared here, each with the copy of the archive that its reader walks with.
//!
//! The copy belongs to the journal: the entry carries its hash, and nothing that the center sends later reaches it.

use domain::{
    BillingPeriod, CustomerNo, FileHash, MeterNo, OperatorId, PointNo, PreparedRound, RoundId, SegmentNo, Seq, Stream,
    SupplyState,
};
use journal::{Entry, EntryBody};
use rusqlite::{Row, params};
use sha2::{Digest, Sha256};

use crate::column::{RowExt, integer, json};
use crate::{Read, StoreError, Write};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundRow {
    pub prepared: PreparedRound,
    pub stream: Stream,
    pub seq: Seq,
    /// Wall clock of the entry.
    pub at_ms: i64,
    pub by: OperatorId,
}

/// A metering point of a prepared round. Name and address are the archive's of today, empty for a customer who left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundPointRow {
    pub point: PointNo,
    pub customer: CustomerNo,
    pub sequence: u32,
    pub meter: MeterNo,
    /// 通信地址 of the meter; empty where it has none.
    pub meter_address: String,
    pub name: String,
    pub address: String,
    /// Whether a bill of the round's month was issued here.
    pub is_billed: bool,
}

impl Read<'_> {
    pub fn round(&self, id: &RoundId) -> Result<Option<RoundRow>, StoreError> {
        let sql = "SELECT device, incarnation, seq FROM round WHERE segment = ? AND period = ?";
        let place = self.one(sql, params![id.segment.as_str(), id.period.yyyymm()], |row| row.place(0))?;
        place.map(|place| self.round_row(place)).transpose()
    }

    /// The rounds of a month, in the order of their segments.
    pub fn rounds_of(&self, period: BillingPeriod) -> Result<Vec<RoundRow>, StoreError> {
        let sql = "SELECT device, incarnation, seq FROM round WHERE period = ? ORDER BY segment";
        let places = self.all(sql, [period.yyyymm()], |row| row.place(0))?;
        places.into_iter().map(|place| self.round_row(place)).collect()
    }

    /// The round of a month in which a metering point is walked.
    pub fn round_of_point(&self, point: &PointNo, period: BillingPeriod) -> Result<Option<RoundId>, StoreError> {
        let sql = "SELECT segment FROM round_point WHERE point = ? AND period = ? ORDER BY segment LIMIT 1";
        let segment: Option<SegmentNo> = self.one(sql, params![point.as_str(), period.yyyymm()], |row| row.take(0))?;
        Ok(segment.map(|segment| RoundId { segment, period }))
    }

    /// The prepared round of a month in which a meter hangs, and its point.
    pub fn round_of_meter(
        &self,
        meter: &MeterNo,
        period: BillingPeriod,
    ) -> Result<Option<(RoundId, PointNo)>, StoreError> {
        let sql = "SELECT segment, point FROM round_point WHERE meter = ? AND period = ? ORDER BY segment LIMIT 1";
        self.one(sql, params![meter.as_str(), period.yyyymm()], |row| {
            Ok((RoundId { segment: row.take(0)?, period }, row.take(1)?))
        })
    }

    /// Whose point it is in a round.
    pub fn customer_in_round(&self, id: &RoundId, point: &PointNo) -> Result<Option<CustomerNo>, StoreError> {
        let sql = "SELECT customer FROM round_point WHERE segment = ? AND period = ? AND point = ?";
        self.one(sql, params![id.segment.as_str(), id.period.yyyymm(), point.as_str()], |row| row.take(0))
    }

    /// Months of which a round or a reading is known here, newest first.
    pub fn reading_periods(&self) -> Result<Vec<BillingPeriod>, StoreError> {
        let sql = "SELECT period FROM round UNION SELECT period FROM reading UNION SELECT period FROM known_reading \
                   ORDER BY 1 DESC";
        self.all(sql, [], |row| row.take(0))
    }

    /// As the reader walks.
    pub fn round_points(&self, id: &RoundId) -> Result<Vec<RoundPointRow>, StoreError> {
        let key = params![id.segment.as_str(), id.period.yyyymm()];
        self.all(include_str!("rounds/points.sql"), key, round_point)
    }

    /// A supply as it stood when the round was prepared.
    pub fn supply_in_round(&self, id: &RoundId, customer: &CustomerNo) -> Result<Option<SupplyState>, StoreError> {
        let key = params![id.segment.as_str(), id.period.yyyymm(), customer.as_str()];
        self.one(include_str!("rounds/supply.sql"), key, |row| row.take_json(0))
    }

    /// All supplies of a round as they stood when it was prepared, in the order of their customers.
    pub fn supplies_in_round(&self, id: &RoundId) -> Result<Vec<SupplyState>, StoreError> {
        let key = params![id.segment.as_str(), id.period.yyyymm()];
        self.all(include_str!("rounds/supplies.sql"), key, |row| row.take_json(0))
    }

    fn round_row(&self, (stream, seq): (Stream, Seq)) -> Result<RoundRow, StoreError> {
        let (entry, _) = self.known_entry(stream, seq)?;
        match entry.body {
            EntryBody::RoundPrepared(prepared) => {
                Ok(RoundRow { prepared, stream, seq, at_ms: entry.time.wall_ms, by: entry.by })
            }
            _ => Err(StoreError::missing("the entry of a round")),
        }
    }

    fn snapshot_rows(&self, stream: Stream, seq: Seq) -> Result<Vec<(CustomerNo, String)>, StoreError> {
        let place = params![stream.device.0, stream.incarnation.0, integer(seq.0)];
        self.all(include_str!("rounds/snapshot.sql"), place, |row| Ok((row.take(0)?, row.get(1)?)))
    }
}

fn round_point(row: &Row<'_>) -> rusqlite::Result<RoundPointRow> {
    Ok(RoundPointRow {
        point: row.take(0)?,
        customer: row.take(1)?,
        sequence: row.get(2)?,
        meter: row.take(3)?,
        meter_address: row.get(4)?,
        name: row.get::<_, Option<String>>(5)?.unwrap_or_default(),
        address: row.get::<_, Option<String>>(6)?.unwrap_or_default(),
        is_billed: row.get(7)?,
    })
}

/// SHA-256 of a snapshot: each customer's number and state, in the order of the numbers.
fn snapshot_hash<'a>(rows: impl IntoIterator<Item = (&'a CustomerNo, &'a str)>) -> FileHash {
    let mut hash = Sha256::new();
    for (customer, state) in rows {
        for part in [customer.as_str(), state] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
    }
    FileHash(hash.finalize().into())
}

impl Write<'_> {
    /// Keeps the copy of a round that the next entry prepares, and answers its hash for that entry.
    pub fn keep_snapshot(&mut self, supplies: &[SupplyState]) -> Result<FileHash, StoreError> {
        let (stream, seq) = (self.current_stream()?, self.head()?.seq.next());
        let place = params![stream.device.0, stream.incarnation.0, integer(seq.0)];
        self.run("DELETE FROM round_snapshot WHERE device = ? AND incarnation = ? AND seq = ?", place)?;
        for state in supplies {
            self.run(
                "INSERT INTO round_snapshot VALUES (?, ?, ?, ?, ?)",
                params![
                    stream.device.0,
                    stream.incarnation.0,
                    integer(seq.0),
                    state.supply.customer.as_str(),
                    json(state),
                ],
            )?;
        }
        let rows = self.snapshot_rows(stream, seq)?;
        Ok(snapshot_hash(rows.iter().map(|(customer, state)| (customer, state.as_str()))))
    }

    /// A round that is prepared again replaces itself; its earlier copy stays beside its entry.
    pub(crate) fn insert_round(&self, entry: &Entry, prepared: &PreparedRound) -> Result<(), StoreError> {
        let rows = self.snapshot_rows(entry.stream, entry.seq)?;
        if snapshot_hash(rows.iter().map(|(customer, state)| (customer, state.as_str()))) != prepared.snapshot {
            return Err(StoreError::Damaged { reason: format!("the snapshot of round {} changed", prepared.round) });
        }
        let (segment, period) = (&prepared.round.segment, prepared.round.period.yyyymm());
        self.run(
            "INSERT OR REPLACE INTO round VALUES (?, ?, ?, ?, ?)",
            params![segment.as_str(), period, entry.stream.device.0, entry.stream.incarnation.0, integer(entry.seq.0),],
        )?;
        self.run("DELETE FROM round_point WHERE segment = ? AND period = ?", params![segment.as_str(), period])?;
        for (_, state) in &rows {
            let state: SupplyState = serde_json::from_str(state)
                .map_err(|error| StoreError::Damaged { reason: format!("a supply of a round: {error}") })?;
            self.insert_round_points(&prepared.round, &state)?;
        }
        Ok(())
    }

    fn insert_round_points(&self, round: &RoundId, state: &SupplyState) -> Result<(), StoreError> {
        let walked = state.supply.points.iter().filter(|point| point.segment == round.segment && point.is_read());
        for point in walked {
            let Some(meter) = point.meter() else { continue };
            self.run(
                "INSERT OR REPLACE INTO round_point VALUES (?, ?, ?, ?, ?, ?, ?)",
                params![
                    round.segment.as_str(),
                    round.period.yyyymm(),
                    point.no.as_str(),
                    state.supply.customer.as_str(),
                    point.sequence,
                    meter.no.as_str(),
                    meter.address,
                ],
            )?;
        }
        Ok(())
    }
}
