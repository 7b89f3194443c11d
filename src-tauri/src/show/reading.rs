use std::collections::BTreeMap;

use domain::{Finding, Judgement, Registers, RoundId, Severity};
use outlet::{CardReading, EnteredReading, JudgedReading, Outlet, ReadingCard};
use store::{ReadingRow, StoreError};

use super::{round_point, round_progress, statement_of_issued};
use crate::said::{code_of, not_billed};
use crate::view::{
    BandView, CardRegisterView, EnteredReadingView, FindingView, JudgementView, MonthUseView, ProgressView,
    ReadingCardView, ReadingEnteredView, ReadingWithdrawnView, RegisterTexts, RoundPointView, RoundRef,
};

pub fn reading_card(card: ReadingCard) -> ReadingCardView {
    let customer = card.customer.as_ref();
    ReadingCardView {
        round: RoundRef { segment: card.round.segment.to_string(), period: card.round.period.to_string() },
        point_no: card.point.no.to_string(),
        sequence: card.point.sequence,
        customer_no: card.customer_no.to_string(),
        name: customer.map(|customer| customer.name.clone()).unwrap_or_default(),
        address: customer.map(|customer| customer.address.clone()).unwrap_or_default(),
        phone: customer.map(|customer| customer.phone.clone()).unwrap_or_default(),
        power: customer.map(|customer| customer.power),
        meter_no: card.meter.no.to_string(),
        meter_address: card.meter.address.clone(),
        digits: card.meter.digits.to_string(),
        multiplier: card.meter.multiplier.map(|multiplier| multiplier.normalize().to_string()),
        elec_type: card.supply.elec_type.0,
        voltage: card.supply.voltage,
        capacity_kva: card.supply.capacity_kva.normalize().to_string(),
        total_due: card.due.to_string(),
        planned_on: card.planned_on.to_string(),
        registers: card.registers.iter().map(card_register).collect(),
        last_on: card.last.as_ref().map(|last| last.on.to_string()),
        last_estimated: card.last.as_ref().is_some_and(|last| last.estimated),
        months: card.months.iter().map(month).collect(),
        band: card.expected.map(|band| BandView { from_kwh: band.from_kwh, to_kwh: band.to_kwh }),
        current: standing(&card).map(|reading| entered(&reading.row, reading.reader_name.clone())),
        bill: card.bill.map(|bill| bill.to_string()),
    }
}

/// What stands here; without one of this desk, the first that another device read.
fn standing(card: &ReadingCard) -> Option<&CardReading> {
    card.present.as_ref().or(card.others.first())
}

fn card_register((register, last): &(domain::Register, Option<rust_decimal::Decimal>)) -> CardRegisterView {
    CardRegisterView { register: *register, last: last.map(|last| last.to_string()) }
}

fn month(month: &domain::MonthUse) -> MonthUseView {
    MonthUseView { period: month.period.to_string(), kwh: month.kwh, estimated: month.estimated }
}

pub fn entered(row: &ReadingRow, reader_name: String) -> EnteredReadingView {
    let reading = &row.known.reading;
    EnteredReadingView {
        reading_id: reading.id.to_string(),
        on: reading.on.to_string(),
        reader_name,
        at_ms: row.known.at_ms,
        registers: registers(&reading.registers),
        energy_kwh: reading.energy_kwh,
        estimated: reading.estimated,
        anomaly: reading.anomaly,
        remark: reading.remark.clone(),
        photo: reading.photo.map(|photo| photo.to_string()),
        state: row.known.state,
        note: row.known.note.clone(),
        own: row.is_here(),
    }
}

pub fn registers(registers: &Registers) -> RegisterTexts {
    registers.iter().map(|(register, value)| (code_of(register), value.to_string())).collect()
}

pub fn judged(judged: &JudgedReading) -> JudgementView {
    JudgementView {
        amount: judged.bill.as_ref().ok().map(|bill| bill.total.to_string()),
        registers: registers(&judged.reading.registers),
        ..judgement(&judged.judgement)
    }
}

fn judgement(judgement: &Judgement) -> JudgementView {
    JudgementView {
        state: code_of(judgement.state),
        energy_kwh: judgement.energy_kwh,
        findings: findings(judgement),
        registers: RegisterTexts::new(),
        amount: None,
    }
}

pub fn findings(judgement: &Judgement) -> Vec<FindingView> {
    judgement.findings.iter().map(finding).collect()
}

/// The sentence is the screen's; what it speaks of crosses as text.
fn finding((severity, finding): &(Severity, Finding)) -> FindingView {
    let (kind, params) = tagged(finding, "kind");
    FindingView { severity: *severity, kind, params }
}

/// A tagged value as its tag and its fields.
pub fn tagged(value: &impl serde::Serialize, tag: &str) -> (String, BTreeMap<String, String>) {
    let Ok(serde_json::Value::Object(mut fields)) = serde_json::to_value(value) else {
        return (String::new(), BTreeMap::new());
    };
    let kind = fields.remove(tag).map(|kind| plain(&kind)).unwrap_or_default();
    (kind, fields.iter().map(|(name, value)| (name.clone(), plain(value))).collect())
}

fn plain(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

pub fn entered_reading(
    outlet: &Outlet,
    round: &RoundId,
    done: &EnteredReading,
) -> Result<ReadingEnteredView, StoreError> {
    let reader = outlet.read().operator(done.row.known.by)?;
    let (point, progress) = standing_of_round(outlet, round, &done.row)?;
    Ok(ReadingEnteredView {
        reading: entered(&done.row, reader.map(|reader| reader.name).unwrap_or_default()),
        judgement: judgement(&done.judgement),
        already_entered: done.already_entered,
        bill: done.bill.as_ref().ok().map(|row| statement_of_issued(outlet, row)).transpose()?,
        not_billed: done.bill.as_ref().err().and_then(not_billed),
        point,
        progress,
    })
}

pub fn withdrawn(outlet: &Outlet, round: &RoundId, row: &ReadingRow) -> Result<ReadingWithdrawnView, StoreError> {
    let (point, progress) = standing_of_round(outlet, round, row)?;
    Ok(ReadingWithdrawnView { point, progress })
}

fn standing_of_round(
    outlet: &Outlet,
    round: &RoundId,
    row: &ReadingRow,
) -> Result<(RoundPointView, ProgressView), StoreError> {
    let point = outlet.round_point(round, &row.known.reading.point)?;
    let point = point.ok_or_else(|| StoreError::missing("the point of a reading of the round"))?;
    Ok((round_point(point), round_progress(outlet.round_progress(round)?)))
}
