//! 集抄导入: a file of readings is tried, and then taken in: all of it in one transaction, or nothing.
//!
//! The file becomes an attachment, its rows become evidence, and each row that is taken becomes a reading like any other:
//! judged, reviewed, billed. What cannot be true is not taken; what only looks unusual waits in the review.

mod archive;

use std::collections::HashMap;

use chrono::{DateTime, Days, NaiveDate};
use domain::{
    Anomaly, BillingPeriod, Finding, ImportId, Judgement, OperatorId, Permission, Reading, ReadingImport, ReadingKind,
    ReadingRules, ReadingSource, ReadingState, Severity,
};
use journal::EntryBody;
use metering::import::{
    FileRefusal, ImportProfile, ImportReport, ImportScope, ImportedReading, ImportedRow, MeterIndex, Outcome,
    ProfileShelf, Rejection, file_hash, import_id, read_file, reading_id,
};
use store::{ImportRecord, ImportRowRecord, Read, StoreError};
use thiserror::Error;

use crate::attachments::{check_import_file, keep_import_file};
use crate::desk::append;
use crate::walk::{Walk, WalkedPoint};
use crate::{AttachError, Denied, Outlet, Step};

/// A file, how it is to be read, and the month it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportReadings {
    /// The profile's name, with or without its version.
    pub profile: String,
    pub file_name: String,
    pub bytes: Vec<u8>,
    /// 电费年月 of the plan that the readings belong to.
    pub period: BillingPeriod,
    /// Only readings of this day; the newest of each meter, if none is named.
    pub on: Option<NaiveDate>,
}

/// What an import is, or was.
#[derive(Clone, Debug)]
pub struct ImportedReadings {
    pub import: ReadingImport,
    pub report: ImportReport,
    /// This very file was taken in before; this is what became of it then.
    pub already_imported: bool,
}

#[derive(Debug, Error)]
pub enum ImportReadingsError {
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error("there is no import profile {profile}")]
    UnknownProfile { profile: String },
    #[error(transparent)]
    File(#[from] FileRefusal),
    /// Empty, or too large to be kept.
    #[error(transparent)]
    Kept(#[from] AttachError),
    #[error("no row of the file became a reading ({rejected} were rejected), so nothing was taken in")]
    NothingToTake { rejected: u32 },
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A reading as it will be entered, and what is to be said of it.
struct Judged {
    reading: Reading,
    judgement: Judgement,
}

impl Outlet {
    /// The last imports, newest first.
    pub fn imports(&self) -> Result<Vec<ImportRecord>, StoreError> {
        const SHOWN_MAX: u32 = 50;
        self.read().imports(SHOWN_MAX)
    }

    /// The dry run: what the import would become. Writes nothing.
    pub fn preview_import(
        &self,
        command: &ImportReadings,
        profiles: &ProfileShelf,
    ) -> Result<ImportedReadings, ImportReadingsError> {
        self.permitted(Permission::ImportReadings)?;
        if let Some(earlier) = self.earlier_import(command)? {
            return Ok(earlier);
        }
        let (import, report, _) = self.judged_import(command, find_profile(profiles, &command.profile)?)?;
        Ok(ImportedReadings { import, report, already_imported: false })
    }

    /// Takes a file in. The same file again is answered with what became of it the first time.
    pub fn import_readings(
        &mut self,
        command: &ImportReadings,
        profiles: &ProfileShelf,
    ) -> Result<ImportedReadings, ImportReadingsError> {
        let operator = self.permitted(Permission::ImportReadings)?.id;
        if let Some(earlier) = self.earlier_import(command)? {
            return Ok(earlier);
        }
        let (import, report, readings) = self.judged_import(command, find_profile(profiles, &command.profile)?)?;
        if readings.is_empty() {
            return Err(ImportReadingsError::NothingToTake { rejected: report.rejected() });
        }
        self.record_import(operator, command, &import, &report, readings)?;
        Ok(ImportedReadings { import, report, already_imported: false })
    }

    fn earlier_import(&self, command: &ImportReadings) -> Result<Option<ImportedReadings>, ImportReadingsError> {
        let read = self.read();
        let Some(record) = read.import_of_file(file_hash(&command.bytes))? else { return Ok(None) };
        let kept = |row: ImportRowRecord| {
            ImportedRow::from_json(row.text, &row.outcome).ok_or_else(|| StoreError::missing("a row of an import"))
        };
        let rows = read.import_rows(record.import.id)?.into_iter().map(kept).collect::<Result<_, _>>()?;
        let report = ImportReport { profile: record.import.profile.clone(), file: record.import.file, rows };
        Ok(Some(ImportedReadings { import: record.import, report, already_imported: true }))
    }

    fn judged_import(
        &self,
        command: &ImportReadings,
        profile: &ImportProfile,
    ) -> Result<(ReadingImport, ImportReport, Vec<Judged>), ImportReadingsError> {
        check_import_file(&command.bytes)?;
        let read = self.read();
        let scope = ImportScope { on: command.on, not_after: self.last_day()? };
        let meters: MeterIndex = archive::known_meters(&read, command.period)?.into_iter().collect();
        let mut report = read_file(profile, &command.bytes, scope, &meters)?;
        let device = read.device()?.ok_or(StoreError::NotEnrolled)?;
        let id = import_id(device.stream, report.file);
        let readings = Judging::of(&read, id, command.period)?.judge_all(&mut report)?;
        Ok((import_of(id, command, &report), report, readings))
    }

    /// The last day that a reading can be of: today. The day of Greenwich and one more, for it is later here.
    fn last_day(&self) -> Result<NaiveDate, StoreError> {
        let best_ms = self.now().evidence(self.read().center_seen()?).best_ms();
        let today = DateTime::from_timestamp_millis(best_ms).unwrap_or_default().date_naive();
        Ok(today.checked_add_days(Days::new(1)).unwrap_or(today))
    }

    fn record_import(
        &mut self,
        operator: OperatorId,
        command: &ImportReadings,
        import: &ReadingImport,
        report: &ImportReport,
        readings: Vec<Judged>,
    ) -> Result<(), ImportReadingsError> {
        let now = self.now();
        self.witness.reached(Step::BeforeAppend);
        let mut write = self.store.write()?;
        keep_import_file(&mut write, &command.bytes)?;
        append(&mut write, now, operator, EntryBody::ReadingsImported(import.clone()))?;
        for row in &report.rows {
            let record = ImportRowRecord { row: row.row, text: row.text.clone(), outcome: row.to_json() };
            write.keep_import_row(import.id, &record)?;
        }
        for Judged { reading, judgement } in readings {
            append(&mut write, now, operator, EntryBody::ReadingEntered(reading))?;
            write.keep_judgement(&judgement)?;
        }
        self.witness.reached(Step::Appended);
        write.commit()?;
        self.witness.reached(Step::Committed);
        Ok(())
    }
}

fn find_profile<'a>(profiles: &'a ProfileShelf, name: &str) -> Result<&'a ImportProfile, ImportReadingsError> {
    profiles.find(name).ok_or_else(|| ImportReadingsError::UnknownProfile { profile: name.to_owned() })
}

fn import_of(id: ImportId, command: &ImportReadings, report: &ImportReport) -> ReadingImport {
    ReadingImport {
        id,
        profile: report.profile.clone(),
        file_name: command.file_name.clone(),
        file: report.file,
        rows: report.count(),
        accepted: report.accepted(),
        corrected: report.corrected(),
        rejected: report.rejected(),
    }
}

/// Judges the rows of one import by what the desk knows of their meters.
struct Judging<'a> {
    read: &'a Read<'a>,
    import: ImportId,
    period: BillingPeriod,
    tariff: domain::Tariff,
    /// Rounds of the month that were prepared here, by their segments.
    walks: HashMap<domain::RoundId, Walk>,
}

impl<'a> Judging<'a> {
    fn of(read: &'a Read<'a>, import: ImportId, period: BillingPeriod) -> Result<Judging<'a>, StoreError> {
        Ok(Judging { read, import, period, tariff: read.tariff()?, walks: HashMap::new() })
    }

    /// The readings to enter. A row that cannot be true is rejected in the report.
    fn judge_all(mut self, report: &mut ImportReport) -> Result<Vec<Judged>, StoreError> {
        let mut readings = Vec::new();
        for row in &mut report.rows {
            let Some(imported) = row.reading() else { continue };
            let judged = self.judge(row.row, imported)?;
            match judged.stopping() {
                Some(finding) => row.outcome = Outcome::Rejected { reason: Rejection::Implausible { finding } },
                None => readings.push(judged),
            }
        }
        Ok(readings)
    }

    fn judge(&mut self, row: u32, imported: &ImportedReading) -> Result<Judged, StoreError> {
        let mut reading = self.reading(row, imported);
        let round = self.read.round_of_point(&imported.point, self.period)?;
        if let Some(round) = &round
            && !self.walks.contains_key(round)
            && let Ok(walk) = Walk::of(self.read, round)?
        {
            self.walks.insert(round.clone(), walk);
        }
        let walk = round.and_then(|round| self.walks.get(&round));
        let rules = &self.tariff.rules_on(imported.on).reading;
        let judgement = self.judgement(&reading, walk, rules)?;
        reading.state = judgement.state;
        reading.energy_kwh = judgement.energy_kwh;
        Ok(Judged { reading, judgement })
    }

    fn judgement(&self, reading: &Reading, walk: Option<&Walk>, rules: &ReadingRules) -> Result<Judgement, StoreError> {
        let walked = match walk {
            Some(walk) => walk.point(self.read, &reading.point)?.ok(),
            None => {
                let state = self.read.supply(&reading.customer)?.ok_or_else(|| StoreError::missing("a supply"))?;
                WalkedPoint::of(self.read, state, &reading.point, self.period)?
            }
        };
        let walked = walked.ok_or_else(|| StoreError::missing("the meter of an imported reading"))?;
        Ok(walked.judge(reading, walk, rules))
    }

    fn reading(&self, row: u32, imported: &ImportedReading) -> Reading {
        Reading {
            id: reading_id(self.import, row),
            customer: imported.customer.clone(),
            point: imported.point.clone(),
            meter: imported.meter.clone(),
            period: self.period,
            on: imported.on,
            kind: ReadingKind::Periodic,
            method: imported.method,
            state: ReadingState::Normal,
            anomaly: Anomaly::None,
            estimated: false,
            registers: imported.registers.clone(),
            energy_kwh: 0,
            remark: String::new(),
            photo: None,
            replaces: None,
            source: Some(ReadingSource { import: self.import, row }),
        }
    }
}

impl Judged {
    /// Why it cannot be entered. Nobody is asked about a row; what a reader would be asked, the review looks at.
    fn stopping(&self) -> Option<Finding> {
        let (severity, finding) = self.judgement.findings.first()?;
        (*severity == Severity::Stop).then(|| finding.clone())
    }
}
