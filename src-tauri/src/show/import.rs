use domain::{CustomerNo, Digits, Register, Registers};
use metering::import::{
    FaultyProfile, FileForm, ImportProfile, ImportedRow, KnownMeter, Lookup, MeterDirectory, MeterIndex,
    OnSiteDifference, Outcome, ProfileShelf, RowSaid, Side, Unit,
};
use outlet::{ImportedReadings, Outlet};
use store::StoreError;

use crate::view::{
    FaultyProfileView, ImportDifferenceView, ImportLineView, ImportProfileView, ImportProfilesView, ImportReasonView,
    ImportReportView,
};

/// More rows nobody reads on a screen; the sums are of all of them.
const LINES_MAX: usize = 500;
/// As much of a hash as people compare.
const MARK_DIGITS: usize = 12;

pub fn import_profiles(shelf: &ProfileShelf) -> ImportProfilesView {
    ImportProfilesView {
        profiles: shelf.profiles().map(|profile| import_profile(profile.clone(), shelf.is_own(profile))).collect(),
        faulty: shelf.faulty().iter().map(faulty_profile).collect(),
    }
}

fn faulty_profile(faulty: &FaultyProfile) -> FaultyProfileView {
    let params = faulty.fault.params().into_iter().map(|(name, value)| (name.to_owned(), value));
    FaultyProfileView {
        file: faulty.file.clone(),
        line: faulty.line.unwrap_or(0),
        kind: faulty.fault.code().to_owned(),
        params: params.collect(),
    }
}

fn import_profile(profile: ImportProfile, is_own: bool) -> ImportProfileView {
    let (format, encoding) = match &profile.file {
        FileForm::Csv { encoding, .. } => ("csv", encoding_name(*encoding)),
        FileForm::Xlsx { .. } => ("xlsx", ""),
        FileForm::CimE { encoding, .. } => ("cim-e", encoding_name(*encoding)),
    };
    ImportProfileView {
        name: profile.name,
        version: profile.version,
        is_own,
        title_zh: profile.title.zh,
        title_en: profile.title.en,
        format: format.to_owned(),
        encoding: encoding.to_owned(),
        unit: match profile.values.unit {
            Unit::Kwh => "kwh".to_owned(),
            Unit::Mwh => "mwh".to_owned(),
        },
        side: match profile.values.side {
            Side::Secondary => "secondary".to_owned(),
            Side::Primary => "primary".to_owned(),
        },
        frozen_at: match profile.dates.frozen_at {
            metering::import::FrozenAt::StartOfDay => "start-of-day".to_owned(),
            metering::import::FrozenAt::EndOfDay => "end-of-day".to_owned(),
        },
    }
}

fn encoding_name(encoding: metering::import::Encoding) -> &'static str {
    match encoding {
        metering::import::Encoding::Utf8 => "utf-8",
        metering::import::Encoding::Gb18030 => "gb18030",
    }
}

pub fn import_report(outlet: &Outlet, imported: &ImportedReadings) -> Result<ImportReportView, StoreError> {
    let report = &imported.report;
    let mut rows: Vec<&ImportedRow> = report.rows.iter().filter(|row| rank(row).is_some()).collect();
    rows.sort_by_key(|row| (rank(row), row.row));
    rows.truncate(LINES_MAX);
    let meters = archive(outlet)?;
    let differences = report.differences().map(|difference| self::difference(outlet, &meters, &difference));
    Ok(ImportReportView {
        profile: report.profile.clone(),
        file_name: imported.import.file_name.clone(),
        file_mark: report.file.to_string().chars().take(MARK_DIGITS).collect(),
        rows: report.count(),
        shown: rows.len() as u32,
        accepted: report.accepted(),
        corrected: report.corrected(),
        rejected: report.rejected(),
        already_imported: imported.already_imported,
        lines: rows.into_iter().map(|row| line(outlet, &meters, row)).collect::<Result<_, _>>()?,
        differences: differences.collect::<Result<_, _>>()?,
    })
}

/// What needs a look comes first; parts and summary rows are no lines of their own.
fn rank(row: &ImportedRow) -> Option<u8> {
    match row.outcome {
        Outcome::Rejected { .. } => Some(0),
        Outcome::Corrected { .. } => Some(1),
        Outcome::Accepted { .. } => Some(2),
        Outcome::PartOf { .. } | Outcome::Skipped => None,
    }
}

/// The meters of the archive, by what a file can call them.
fn archive(outlet: &Outlet) -> Result<MeterIndex, StoreError> {
    let mut meters = Vec::new();
    outlet.read().each_supply(|state| {
        let customer = state.supply.customer;
        for point in state.supply.points {
            let known =
                |meter| KnownMeter { customer: customer.clone(), point: point.no.clone(), meter, held: Vec::new() };
            meters.extend(point.meters.into_iter().map(known));
        }
    })?;
    Ok(meters.into_iter().collect())
}

/// Whose meter a row speaks of, even where the row became no reading.
fn known<'a>(meters: &'a MeterIndex, said: &RowSaid) -> Option<&'a KnownMeter> {
    let ways =
        [meters.by_number(&said.meter), meters.by_address(&said.address), meters.by_customer(&said.customer, None)];
    ways.into_iter().find_map(one)
}

fn one(found: Lookup<'_>) -> Option<&KnownMeter> {
    match found {
        Lookup::One(known) => Some(known),
        Lookup::Unknown | Lookup::Several => None,
    }
}

fn line(outlet: &Outlet, meters: &MeterIndex, row: &ImportedRow) -> Result<ImportLineView, StoreError> {
    let reading = row.reading();
    let (outcome, reasons) = match &row.outcome {
        Outcome::Rejected { reason } => ("rejected", vec![reason_view(reason.code(), reason.params())]),
        Outcome::Corrected { corrections, .. } => {
            let reasons = corrections.iter().map(|correction| reason_view(correction.code(), correction.params()));
            ("corrected", reasons.collect())
        }
        _ => ("accepted", Vec::new()),
    };
    let said = &row.said;
    let known = match reading {
        Some(reading) => one(meters.by_number(reading.meter.as_str())),
        None => known(meters, said),
    };
    let digits = known.map(|known| known.meter.digits);
    let customer = reading.map(|reading| &reading.customer).or(known.map(|known| &known.customer));
    Ok(ImportLineView {
        row: row.row,
        outcome: outcome.to_owned(),
        meter_no: first_of(&said.meter, &said.address),
        customer_no: customer.map_or_else(|| said.customer.clone(), ToString::to_string),
        name: customer.map(|customer| name(outlet, customer)).transpose()?.unwrap_or_default(),
        on: reading.map_or_else(|| said.date.clone(), |reading| reading.on.to_string()),
        total: reading.and_then(|reading| total(&reading.registers, digits)).unwrap_or_else(|| said.total.clone()),
        reasons,
    })
}

fn reason_view(kind: String, params: std::collections::BTreeMap<String, String>) -> ImportReasonView {
    ImportReasonView { kind, params }
}

fn difference(
    outlet: &Outlet,
    meters: &MeterIndex,
    difference: &OnSiteDifference<'_>,
) -> Result<ImportDifferenceView, StoreError> {
    let said = &difference.row.said;
    let known = known(meters, said);
    let digits = known.map(|known| known.meter.digits);
    let customer = known.map(|known| &known.customer);
    Ok(ImportDifferenceView {
        row: difference.row.row,
        meter_no: first_of(&said.meter, &said.address),
        customer_no: customer.map_or_else(|| said.customer.clone(), ToString::to_string),
        name: customer.map(|customer| name(outlet, customer)).transpose()?.unwrap_or_default(),
        on_site: total(difference.on_site, digits).unwrap_or_default(),
        remote: total(difference.remote, digits).unwrap_or_default(),
    })
}

fn first_of(one: &str, other: &str) -> String {
    if one.is_empty() { other.to_owned() } else { one.to_owned() }
}

/// With the decimals that the meter shows, where the archive knows the meter.
fn total(registers: &Registers, digits: Option<Digits>) -> Option<String> {
    let mut total = registers.get(Register::ActiveTotal)?;
    let shown = digits.map_or(0, |digits| u32::from(digits.decimals));
    total.rescale(total.scale().max(shown));
    Some(total.to_string())
}

fn name(outlet: &Outlet, customer: &CustomerNo) -> Result<String, StoreError> {
    Ok(outlet.read().customer(customer)?.map(|customer| customer.name).unwrap_or_default())
}
