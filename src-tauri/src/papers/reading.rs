//! 抄表清单 and 抄表回单

use domain::{ReadingId, RoundId, SupplyState};
use journal::check_code;
use outlet::{ReadingCard, RoundOrder, RoundPoint};
use receipt::{
    ReadingSheetFacts, ReadingSlipFacts, SheetPoint, SlipRegister, escpos_reading_slip, lay_out_reading_sheet,
    lay_out_reading_slip,
};
use store::{ReadingRow, StoreError};

use super::{At, Made, pages_only};
use crate::clock::today;
use crate::error::Code;
use crate::paper::Sheet;
use crate::said::Said;
use crate::view::CommandErrorView;

pub fn reading_sheet(at: &At<'_>, round: &RoundId) -> Made {
    let unknown = || Code::UnknownSegment.with("segment", &round.segment);
    let summary = at.outlet.round(round)?.ok_or_else(unknown)?;
    if summary.prepared.is_none() {
        return Err(Code::RoundNotPrepared.into());
    }
    let points = at.outlet.round_points(round, RoundOrder::Sequence)?;
    let facts = ReadingSheetFacts {
        round: round.clone(),
        segment_name: summary.segment.name,
        unit: at.unit(&summary.segment.unit)?,
        reader: summary.segment.reader.map(|reader| at.staff(reader)).transpose()?,
        planned_on: summary.planned_on,
        printed_at: at.now(),
        points: points.into_iter().map(|point| sheet_point(at, round, point)).collect::<Result<_, _>>()?,
        practice: at.practice,
    };
    Ok(pages_only(format!("抄表清单-{}-{}", round.segment, round.period), lay_out_reading_sheet(&facts)))
}

fn sheet_point(at: &At<'_>, round: &RoundId, point: RoundPoint) -> Result<SheetPoint, CommandErrorView> {
    let card = card(at, round, &point)?;
    Ok(SheetPoint {
        sequence: point.sequence,
        customer: point.customer,
        name: point.name,
        address: point.address,
        meter: point.meter,
        digits: card.meter.digits,
        multiplier: card.meter.multiplier,
        registers: card.registers,
        last_kwh: card.months.first().map(|month| month.kwh),
        remark: String::new(),
    })
}

fn card(at: &At<'_>, round: &RoundId, point: &RoundPoint) -> Result<ReadingCard, CommandErrorView> {
    let day = today(at.outlet.now());
    at.outlet.reading_card(round, &point.point, day).map_err(|error| error.said(at.outlet))
}

pub fn reading_slip(at: &At<'_>, id: ReadingId) -> Made {
    let row = at.read().reading(id)?.ok_or(Code::UnknownReading)?;
    let facts = slip_facts(at, &row)?;
    Ok(Sheet {
        name: format!("抄表回单-{}-{}", facts.customer.no, facts.period),
        pages: lay_out_reading_slip(&facts),
        raw: Some(escpos_reading_slip(&facts)),
    })
}

fn slip_facts(at: &At<'_>, row: &ReadingRow) -> Result<ReadingSlipFacts, StoreError> {
    let reading = &row.known.reading;
    let archive = archive(at, row)?;
    let last = archive.as_ref().and_then(|state| state.last_of(&reading.meter));
    let meters = archive.iter().flat_map(|state| &state.supply.points).flat_map(|point| &point.meters);
    let meter = meters.into_iter().find(|meter| meter.no == reading.meter);
    let this =
        |(register, this)| SlipRegister { register, last: last.and_then(|last| last.registers.get(register)), this };
    Ok(ReadingSlipFacts {
        customer: at.customer(&reading.customer)?,
        meter: reading.meter.clone(),
        period: reading.period,
        last_on: last.map(|last| last.on),
        on: reading.on,
        registers: reading.registers.iter().map(this).collect(),
        multiplier: meter.and_then(|meter| meter.multiplier),
        state: reading.state,
        energy_kwh: reading.energy_kwh,
        estimated: reading.estimated,
        remark: reading.remark.clone(),
        reader: at.staff(row.known.by)?,
        outlet: at.place()?,
        terminal: row.known.terminal.clone(),
        printed_at: at.now(),
        check_code: entry_code(at, row)?,
        withdrawn: !row.stands(),
        practice: at.practice,
    })
}

/// The archive that the reader had in hand: the round's copy, else today's.
fn archive(at: &At<'_>, row: &ReadingRow) -> Result<Option<SupplyState>, StoreError> {
    let (read, reading) = (at.read(), &row.known.reading);
    let round = read.round_of_point(&reading.point, reading.period)?;
    let copied = round.map(|round| read.supply_in_round(&round, &reading.customer)).transpose()?.flatten();
    if copied.is_some() { Ok(copied) } else { read.supply(&reading.customer) }
}

fn entry_code(at: &At<'_>, row: &ReadingRow) -> Result<Option<String>, StoreError> {
    let Some((stream, seq)) = row.place else { return Ok(None) };
    Ok(at.read().entry(stream, seq)?.map(|entry| check_code(entry.hash)))
}
