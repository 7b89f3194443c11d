//! Lines that say what should be true of readings, bills and supplies.

use domain::BillId;

use crate::scenario::meter_command::{MeterExpectation, WhichBill};
use crate::scenario::read_reading::a_period;
use crate::scenario::read_set_up::{a_bill, a_customer, an_amount};
use crate::scenario::read_supply::a_number;
use crate::scenario::read_tariff::a_decimal;
use crate::scenario::values::{count, customer_no, decimal, integer, money, period, rate};
use crate::scenario::words::{Misread, Words};

const EQUALS: &[&str] = &["="];
const NONE: &[&str] = &["none", "无"];

/// The bill of a customer and month, or the one computed last.
fn which(words: &mut Words<'_>) -> Result<WhichBill, Misread> {
    let mut ahead = words.clone();
    let named = ahead.try_read(customer_no).is_some() && ahead.try_read(bill_id).is_some();
    if !named {
        return Ok(WhichBill::Computed);
    }
    Ok(WhichBill::Of(a_customer(words)?, a_bill(words)?))
}

fn bill_id(text: &str) -> Option<BillId> {
    text.parse().ok()
}

pub fn bill(words: &mut Words<'_>) -> Result<MeterExpectation, Misread> {
    let (customer, bill) = (a_customer(words)?, a_bill(words)?);
    words.take(EQUALS);
    let amount = if words.take(NONE) { None } else { Some(an_amount(words)?) };
    Ok(MeterExpectation::Bill { customer, bill, amount })
}

pub fn lines(words: &mut Words<'_>) -> Result<MeterExpectation, Misread> {
    let which = which(words)?;
    words.take(EQUALS);
    Ok(MeterExpectation::Lines { which, count: words.read("a number of lines", count)? as usize })
}

/// `expect line 4280011234 2026-11 1 = 60 × 0.558 = 33.48`
pub fn line(words: &mut Words<'_>) -> Result<MeterExpectation, Misread> {
    let which = which(words)?;
    let number = words.read("the number of a line, from 1", count)? as usize;
    words.take(EQUALS);
    let quantity = a_decimal(words, "a quantity")?;
    words.take(&["度", "kWh", "kVA", "kW"]);
    words.take(&["×", "x", "*"]);
    let price = words.read("a price", rate)?;
    words.take(EQUALS);
    Ok(MeterExpectation::Line { which, number, quantity, price, amount: an_amount(words)? })
}

pub fn steps(words: &mut Words<'_>) -> Result<MeterExpectation, Misread> {
    let which = which(words)?;
    words.take(EQUALS);
    let mut tiers = vec![words.read("kWh of the first tier", integer)?];
    while let Some(kwh) = words.try_read(integer) {
        tiers.push(kwh);
    }
    Ok(MeterExpectation::Steps { which, tiers })
}

pub fn funds(words: &mut Words<'_>) -> Result<MeterExpectation, Misread> {
    let which = which(words)?;
    words.take(EQUALS);
    Ok(MeterExpectation::Funds { which, amount: an_amount(words)? })
}

/// `expect factor 0.86 2.0%`
pub fn factor(words: &mut Words<'_>) -> Result<MeterExpectation, Misread> {
    let which = which(words)?;
    words.take(EQUALS);
    let factor = a_decimal(words, "a power factor")?;
    let percent = words.read("an adjustment like 2.0% or -0.75%", |text| decimal(text.strip_suffix('%')?))?;
    Ok(MeterExpectation::PowerFactor { which, factor, percent })
}

/// `expect loss 305 1410`: kWh, and kvarh where they matter.
pub fn loss(words: &mut Words<'_>) -> Result<MeterExpectation, Misread> {
    let which = which(words)?;
    words.take(EQUALS);
    let kwh = words.read("a number of kWh", integer)?;
    words.take(&["kWh", "度"]);
    let kvarh = words.try_read(integer);
    words.take(&["kvarh"]);
    Ok(MeterExpectation::Loss { which, kwh, kvarh })
}

pub fn estimated(words: &mut Words<'_>) -> Result<MeterExpectation, Misread> {
    let which = which(words)?;
    words.take(EQUALS);
    let choices: &[(&[&str], bool)] = &[(&["yes", "是"], true), (&["no", "否"], false)];
    Ok(MeterExpectation::Estimated { which, estimated: words.choose("answer", choices)? })
}

pub fn difference(words: &mut Words<'_>) -> Result<MeterExpectation, Misread> {
    let (customer, period) = (a_customer(words)?, a_period(words)?);
    words.take(EQUALS);
    let amount = if words.take(NONE) { domain::Money::ZERO } else { words.read("an amount like -1.20", money)? };
    Ok(MeterExpectation::Difference { customer, period, amount })
}

/// `expect supply 4280011234 year 2250 last 1350 carried -50`
pub fn supply(words: &mut Words<'_>) -> Result<MeterExpectation, Misread> {
    let customer = a_customer(words)?;
    let (mut year, mut last, mut carried) = (None, None, None);
    loop {
        if words.take(&["year", "年累计"]) {
            year = Some(words.read("a number of kWh", integer)?);
        } else if words.take(&["last", "上次"]) {
            last = Some(a_decimal(words, "what the meter showed")?);
        } else if words.take(&["carried", "结转"]) {
            carried = Some(words.read("a number of kWh", integer)?);
        } else {
            return Ok(MeterExpectation::Supply { customer, year, last, carried });
        }
    }
}

const STATES: &[(&[&str], &str)] = &[
    (&["waiting", "待复核"], "waiting"),
    (&["approved", "已复核"], "approved"),
    (&["sent-back", "已退回"], "sent-back"),
    (&["withdrawn", "已撤销"], "withdrawn"),
    (&["billed", "已出账"], "billed"),
];

/// `expect reading 4280011234 = 1350 approved` · `expect reading 4280011234 = none`
pub fn reading(words: &mut Words<'_>) -> Result<MeterExpectation, Misread> {
    let customer = a_customer(words)?;
    words.take(EQUALS);
    if words.take(NONE) {
        return Ok(MeterExpectation::Reading { customer, total: None, state: None });
    }
    let total = Some(a_decimal(words, "what the meter showed")?.normalize());
    let found = STATES.iter().find(|(names, _)| words.take(names));
    Ok(MeterExpectation::Reading { customer, total, state: found.map(|(_, state)| *state) })
}

/// `expect round S1 2026-11 read 30 of 300 flagged 2`
pub fn round(words: &mut Words<'_>) -> Result<MeterExpectation, Misread> {
    const READ: &[&str] = &["read", "已抄"];
    let mut month = words.try_read(period);
    let mut segment = None;
    if month.is_none() && words.peek().is_some_and(|word| !READ.contains(&word.text.as_str())) {
        segment = Some(words.read("the number of a segment", |text| text.parse().ok())?);
        month = words.try_read(period);
    }
    if !words.take(READ) {
        words.finish(&["read"])?;
    }
    let read = a_number::<u64>(words, "a number of readings")?;
    let of = if words.take(&["of", "共"]) { Some(a_number(words, "a number of points")?) } else { None };
    let flagged =
        if words.take(&["flagged", "异常"]) { Some(a_number(words, "a number of readings")?) } else { None };
    Ok(MeterExpectation::Round { segment, period: month, read, of, flagged })
}

/// `expect restore 4280011234 asked` · `expect restore 4280011234 none`
pub fn restore(words: &mut Words<'_>) -> Result<MeterExpectation, Misread> {
    words.take(&["request", "申请"]);
    let customer = a_customer(words)?;
    words.take(EQUALS);
    let choices: &[(&[&str], bool)] = &[(&["asked", "已申请"], true), (NONE, false)];
    Ok(MeterExpectation::Restore { customer, asked: words.choose("state", choices)? })
}
