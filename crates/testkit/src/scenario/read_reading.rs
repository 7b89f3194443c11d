//! Lines about rounds, readings and their review.

use domain::{Anomaly, CustomerNo, ReadingMethod, Registers};

use crate::scenario::command::Command;
use crate::scenario::meter_command::{MeterCommand, ReadLine, ReviewLine};
use crate::scenario::read_center::request_archive;
use crate::scenario::read_set_up::{a_customer, a_date};
use crate::scenario::read_supply::{ON, POINT, a_number, a_segment, registers};
use crate::scenario::read_tariff::TO;
use crate::scenario::values::{customer_no, integer, period};
use crate::scenario::words::{Misread, Words};

pub const PERIOD: &[&str] = &["period", "月份"];

pub fn a_period(words: &mut Words<'_>) -> Result<domain::BillingPeriod, Misread> {
    words.read("a month like 2026-11", period)
}

/// `round prepare [S1] [2026-11]`
pub fn round(words: &mut Words<'_>) -> Result<Command, Misread> {
    if !words.take(&["prepare", "准备"]) {
        words.finish(&["prepare"])?;
    }
    let mut segment = None;
    let mut month = words.try_read(period);
    if month.is_none() && !words.is_done() {
        segment = Some(a_segment(words)?);
        month = words.try_read(period);
    }
    Ok(Command::Meter(MeterCommand::PrepareRound { segment, period: month }))
}

pub fn read(words: &mut Words<'_>) -> Result<Command, Misread> {
    if words.take(&["again", "重试"]) {
        return Ok(Command::Meter(MeterCommand::ReadAgain));
    }
    reading(words, false)
}

pub fn correct(words: &mut Words<'_>) -> Result<Command, Misread> {
    reading(words, true)
}

fn reading(words: &mut Words<'_>, corrects: bool) -> Result<Command, Misread> {
    let customer = a_customer(words)?;
    if !corrects && words.take(TO) {
        return read_all(words, customer);
    }
    let point = if words.take(POINT) { a_number(words, "the number of a metering point, from 1")? } else { 1 };
    let mut line = ReadLine {
        customer,
        point,
        registers: registers(words)?,
        period: None,
        on: None,
        meter: None,
        method: ReadingMethod::OnSite,
        anomaly: Anomaly::None,
        estimated: false,
        confirmed: false,
        remark: String::new(),
        photo: false,
        corrects,
    };
    while !words.is_done() {
        reading_field(words, &mut line)?;
    }
    if line.registers.is_empty() && !line.estimated {
        return Err(words.missing("what the meter shows, `estimate`, or `locked`"));
    }
    Ok(Command::Meter(MeterCommand::Read(Box::new(line))))
}

/// `read 1 to 300 more 80 95 120`
fn read_all(words: &mut Words<'_>, from: CustomerNo) -> Result<Command, Misread> {
    let until = a_customer(words)?;
    if !words.take(&["more", "多用"]) {
        words.finish(&["more"])?;
    }
    let mut more = vec![words.read("a number of kWh", integer)?];
    while let Some(kwh) = words.try_read(integer) {
        more.push(kwh);
    }
    Ok(Command::Meter(MeterCommand::ReadAll { from, until, more }))
}

fn reading_field(words: &mut Words<'_>, line: &mut ReadLine) -> Result<(), Misread> {
    if words.take(&["estimate", "估抄", "locked", "门锁"]) {
        line.estimated = true;
        line.anomaly = Anomaly::Estimated;
    } else if words.take(&["confirmed", "确认"]) {
        line.confirmed = true;
    } else if words.take(ON) {
        line.on = Some(a_date(words)?);
    } else if words.take(PERIOD) {
        line.period = Some(a_period(words)?);
    } else if words.take(&["meter", "电表"]) {
        line.meter = Some(words.read("a meter number", |text| text.parse().ok())?);
    } else if words.take(&["method", "方式"]) {
        line.method = words.choose("method of reading", METHODS)?;
    } else if words.take(&["anomaly", "异常"]) {
        line.anomaly = words.choose("anomaly", ANOMALIES)?;
    } else if words.take(&["remark", "备注"]) {
        line.remark = words.expect("a remark")?.text.clone();
    } else if words.take(&["photo", "照片"]) {
        line.photo = true;
    } else {
        let known =
            ["estimate", "locked", "confirmed", "on", "period", "meter", "method", "anomaly", "remark", "photo"];
        words.finish(&known)?;
    }
    Ok(())
}

const METHODS: &[(&[&str], ReadingMethod)] = &[
    (&["on-site", "现场"], ReadingMethod::OnSite),
    (&["card", "抄表卡"], ReadingMethod::Card),
    (&["handheld", "抄表机"], ReadingMethod::Handheld),
    (&["infrared", "红外"], ReadingMethod::Infrared),
    (&["centralised", "集抄"], ReadingMethod::Centralised),
    (&["remote", "远程"], ReadingMethod::Remote),
];

const ANOMALIES: &[(&[&str], Anomaly)] = &[
    (&["registers-disagree", "示数不平"], Anomaly::RegistersDisagree),
    (&["box-broken", "计量箱损坏"], Anomaly::BoxBroken),
    (&["breach", "违约用电"], Anomaly::BreachOfContract),
    (&["no-meter", "无表"], Anomaly::NoMeter),
    (&["burnt", "表烧"], Anomaly::Burnt),
    (&["faulty", "表故障"], Anomaly::Faulty),
    (&["number-differs", "表号不符"], Anomaly::NumberDiffers),
    (&["multiplier-differs", "倍率不符"], Anomaly::MultiplierDiffers),
    (&["estimated", "估抄"], Anomaly::Estimated),
    (&["missed", "漏抄"], Anomaly::Missed),
];

/// `withdraw 4280011234 "wrong house"`
pub fn withdraw(words: &mut Words<'_>) -> Result<Command, Misread> {
    let customer = a_customer(words)?;
    let reason = words.next().map_or_else(|| "wrong house".to_owned(), |word| word.text.clone());
    Ok(Command::Meter(MeterCommand::Withdraw { customer, reason }))
}

/// `request change 4280011234 1340 "misread"`, or a field of the archive.
pub fn request(words: &mut Words<'_>) -> Result<Command, Misread> {
    if words.take(&["archive", "档案"]) {
        return request_archive(words);
    }
    words.take(&["change", "更正"]);
    let customer = a_customer(words)?;
    let registers: Registers = registers(words)?;
    if registers.is_empty() {
        return Err(words.missing("what the meter really shows"));
    }
    let reason = words.next().map_or_else(|| "misread".to_owned(), |word| word.text.clone());
    Ok(Command::Meter(MeterCommand::RequestChange { customer, registers, reason }))
}

/// `review approve [4280011234 …]`, `review send back 4280011234 "read it again"`
pub fn review(words: &mut Words<'_>) -> Result<Command, Misread> {
    let choices: &[(&[&str], bool)] = &[(&["approve", "通过"], false), (&["send", "退回"], true)];
    let sends_back = words.choose("verdict", choices)?;
    words.take(&["back"]);
    words.take(&["all", "全部"]);
    let mut customers = Vec::new();
    while let Some(customer) = words.try_read(customer_no) {
        customers.push(customer);
    }
    let reason = words.next().map(|word| word.text.clone());
    if sends_back && customers.is_empty() {
        return Err(words.missing("a customer whose reading goes back"));
    }
    let sent_back = sends_back.then(|| reason.unwrap_or_default());
    Ok(Command::Meter(MeterCommand::Review(ReviewLine { customers, sent_back })))
}
