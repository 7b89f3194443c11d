//! Lines about segments, supplies, meters and transformers.

use domain::{
    BasicCharge, LineLoss, LossShare, Measuring, PowerFactorStandard, Register, Registers, SegmentNo, SubQuantity,
    TransformerNo, Voltage,
};
use rust_decimal::Decimal;

use crate::scenario::command::Command;
use crate::scenario::meter_command::{MeterCommand, SegmentLine, SupplyField, SupplyLine};
use crate::scenario::read_set_up::{a_customer, a_date, a_unit};
use crate::scenario::read_tariff::{FROM, TO, a_decimal, a_price_code};
use crate::scenario::values::{decimal, integer, rate};
use crate::scenario::words::{Misread, Words};

pub const POINT: &[&str] = &["point", "计量点"];
pub const ON: &[&str] = &["on", "日期"];

const REGISTERS: &[(&[&str], Register)] = &[
    (&["total", "总"], Register::ActiveTotal),
    (&["sharp", "尖"], Register::ActiveSharp),
    (&["peak", "峰"], Register::ActivePeak),
    (&["flat", "平"], Register::ActiveFlat),
    (&["valley", "谷"], Register::ActiveValley),
    (&["deep-valley", "深谷"], Register::ActiveDeepValley),
    (&["reverse", "反向"], Register::ReverseActive),
    (&["reactive", "无功"], Register::Reactive),
    (&["reverse-reactive", "反向无功"], Register::ReverseReactive),
    (&["demand", "需量"], Register::MaxDemand),
];

/// What a meter shows: a bare number is its total; others follow their names.
pub fn registers(words: &mut Words<'_>) -> Result<Registers, Misread> {
    let mut registers = Registers::default();
    if let Some(total) = words.try_read(decimal) {
        registers.set(Register::ActiveTotal, total);
    }
    loop {
        let Some((_, register)) = REGISTERS.iter().find(|(names, _)| words.take(names)) else { return Ok(registers) };
        registers.set(*register, a_decimal(words, "what the register shows")?);
    }
}

pub fn a_segment(words: &mut Words<'_>) -> Result<SegmentNo, Misread> {
    words.read("the number of a segment, like S1", |text| text.parse().ok())
}

pub fn a_number<T: TryFrom<i64>>(words: &mut Words<'_>, what: &str) -> Result<T, Misread> {
    words.read(what, |text| integer(text).and_then(|number| T::try_from(number).ok()))
}

pub fn a_share(words: &mut Words<'_>) -> Result<Decimal, Misread> {
    words.read("a share like 10%", rate)
}

pub fn kwh(words: &mut Words<'_>) -> Result<i64, Misread> {
    let kwh = a_number(words, "a number of kWh")?;
    words.take(&["kWh", "度"]);
    Ok(kwh)
}

pub fn segment(words: &mut Words<'_>) -> Result<Command, Misread> {
    let mut line = SegmentLine {
        no: a_segment(words)?,
        name: None,
        unit: None,
        reader: None,
        day: None,
        on_the_spot: false,
        grace_days: None,
        is_remote: false,
        two_monthly: false,
    };
    while !words.is_done() {
        if words.take(&["name", "名称"]) {
            line.name = Some(words.expect("a name")?.text.clone());
        } else if words.take(&["unit", "单位"]) {
            line.unit = Some(a_unit(words)?);
        } else if words.take(&["reader", "抄表员"]) {
            line.reader = Some(words.expect("the number of an operator")?.text.clone());
        } else if words.take(&["day", "例日"]) {
            line.day =
                Some(words.read("a day from 1 to 28", |text| text.parse().ok().filter(|day| (1..=28).contains(day)))?);
        } else if words.take(&["on-the-spot", "现场出账"]) {
            line.on_the_spot = true;
        } else if words.take(&["grace", "宽限"]) {
            line.grace_days = Some(a_number(words, "a number of days")?);
            words.take(&["days", "天"]);
        } else if words.take(&["remote", "集抄"]) {
            line.is_remote = true;
        } else if words.take(&["two-monthly", "双月"]) {
            line.two_monthly = true;
        } else {
            words.finish(&["name", "unit", "reader", "day", "on-the-spot", "grace", "remote", "two-monthly"])?;
        }
    }
    Ok(Command::Meter(MeterCommand::Segment(line)))
}

pub fn supply(words: &mut Words<'_>) -> Result<Command, Misread> {
    let customer = a_customer(words)?;
    let until = if words.take(TO) { Some(a_customer(words)?) } else { None };
    let point = if words.take(POINT) { a_number(words, "the number of a metering point, from 1")? } else { 1 };
    let mut fields = Vec::new();
    while !words.is_done() {
        match supply_field(words)? {
            Some(field) => fields.push(field),
            None => words.finish(SUPPLY_FIELDS)?,
        }
    }
    Ok(Command::Meter(MeterCommand::Supply(SupplyLine { customer, until, point, fields })))
}

const SUPPLY_FIELDS: &[&str] = &[
    "price",
    "meter",
    "digits",
    "multiplier",
    "last",
    "year",
    "months",
    "capacity",
    "voltage",
    "opened",
    "closed",
    "owner",
    "persons",
    "free",
    "segment",
    "sequence",
    "standard",
    "basic",
    "measured",
    "line-loss",
    "loss",
    "behind",
    "carried",
    "sub",
];

fn supply_field(words: &mut Words<'_>) -> Result<Option<SupplyField>, Misread> {
    let field = if words.take(&["price", "电价"]) {
        SupplyField::Price(a_price_code(words)?)
    } else if words.take(&["last", "上次"]) {
        last(words)?
    } else if words.take(&["year", "年累计"]) {
        SupplyField::Year(kwh(words)?)
    } else if words.take(&["months", "历史"]) {
        let mut months = vec![kwh(words)?];
        while let Some(kwh) = words.try_read(integer) {
            months.push(kwh);
        }
        SupplyField::Months(months)
    } else if words.take(&["persons", "人口"]) {
        persons(words)?
    } else if words.take(&["free", "免费"]) {
        SupplyField::Free(kwh(words)?)
    } else if words.take(&["opened", "立户"]) {
        SupplyField::Opened(a_date(words)?)
    } else if words.take(&["closed", "销户"]) {
        SupplyField::Closed(a_date(words)?)
    } else if words.take(&["owner", "过户"]) {
        words.take(&["since"]);
        SupplyField::OwnerSince(a_date(words)?)
    } else if words.take(&["carried", "结转"]) {
        SupplyField::Carried(kwh(words)?)
    } else if words.take(&["segment", "抄表段"]) {
        SupplyField::Segment(a_segment(words)?)
    } else if words.take(&["sequence", "序号"]) {
        SupplyField::Sequence(a_number(words, "a place in the order of walking")?)
    } else {
        return meter_field(words);
    };
    Ok(Some(field))
}

/// What belongs to the meter and to how its energy is charged.
fn meter_field(words: &mut Words<'_>) -> Result<Option<SupplyField>, Misread> {
    let field = if words.take(&["meter", "电表"]) {
        SupplyField::Meter(words.read("a meter number", |text| text.parse().ok())?)
    } else if words.take(&["digits", "位数"]) {
        SupplyField::Digits(words.read("digits like 6.2", |text| text.parse().ok())?)
    } else if words.take(&["multiplier", "倍率"]) {
        let unknown = words.take(&["unknown", "待核"]);
        SupplyField::Multiplier(if unknown { None } else { Some(a_decimal(words, "a multiplier, or `unknown`")?) })
    } else if words.take(&["capacity", "容量"]) {
        SupplyField::Capacity(a_decimal(words, "a capacity in kVA")?)
    } else if words.take(&["voltage", "电压"]) {
        SupplyField::Voltage(words.choose("voltage", VOLTAGES)?)
    } else if words.take(&["standard", "力调标准"]) {
        SupplyField::PowerFactor(words.choose("standard of the power factor", STANDARDS)?)
    } else if words.take(&["basic", "基本电费"]) {
        SupplyField::Basic(basic(words)?)
    } else if words.take(&["measured", "计量方式"]) {
        SupplyField::Measured(words.choose("way of measuring", MEASURING)?)
    } else if words.take(&["line-loss", "线损"]) {
        SupplyField::LineLoss(line_loss(words)?)
    } else if words.take(&["loss", "变损分摊"]) {
        SupplyField::LossShare(loss_share(words)?)
    } else if words.take(&["behind", "变压器"]) {
        SupplyField::Behind(a_transformer(words)?)
    } else if words.take(&["sub", "分表"]) {
        sub(words)?
    } else {
        return Ok(None);
    };
    Ok(Some(field))
}

const VOLTAGES: &[(&[&str], Voltage)] = &[
    (&["220V"], Voltage::V220),
    (&["380V"], Voltage::V380),
    (&["6kV"], Voltage::Kv6),
    (&["10kV"], Voltage::Kv10),
    (&["20kV"], Voltage::Kv20),
    (&["35kV"], Voltage::Kv35),
    (&["110kV"], Voltage::Kv110),
    (&["220kV"], Voltage::Kv220),
];

const STANDARDS: &[(&[&str], PowerFactorStandard)] = &[
    (&["none", "不考核"], PowerFactorStandard::None),
    (&["0.90", "0.9"], PowerFactorStandard::P90),
    (&["0.85"], PowerFactorStandard::P85),
    (&["0.80", "0.8"], PowerFactorStandard::P80),
];

const MEASURING: &[(&[&str], Measuring)] = &[
    (&["high-high", "高供高计"], Measuring::HighHigh),
    (&["high-low", "高供低计"], Measuring::HighLow),
    (&["low-low", "低供低计"], Measuring::LowLow),
];

fn last(words: &mut Words<'_>) -> Result<SupplyField, Misread> {
    let registers = registers(words)?;
    if registers.is_empty() {
        return Err(words.missing("what the meter showed, like 1200.00"));
    }
    let on = if words.take(ON) { Some(a_date(words)?) } else { None };
    Ok(SupplyField::Last { registers, on, estimated: words.take(&["estimated", "估抄"]) })
}

fn persons(words: &mut Words<'_>) -> Result<SupplyField, Misread> {
    let persons = a_number(words, "a number of persons")?;
    let (mut extra_kwh, mut shared_price, mut from, mut to) = (None, None, None, None);
    loop {
        if words.take(&["extra", "加"]) {
            extra_kwh = Some(kwh(words)?);
        } else if words.take(&["as", "按"]) {
            shared_price = Some(a_price_code(words)?);
        } else if words.take(FROM) {
            from = Some(a_date(words)?);
        } else if words.take(TO) {
            to = Some(a_date(words)?);
        } else {
            return Ok(SupplyField::Persons { persons, extra_kwh, shared_price, from, to });
        }
    }
}

fn basic(words: &mut Words<'_>) -> Result<BasicCharge, Misread> {
    let choices: &[(&[&str], u8)] =
        &[(&["none", "无"], 0), (&["capacity", "容量"], 1), (&["demand", "需量"], 2), (&["contract", "合同需量"], 3)];
    Ok(match words.choose("basic charge", choices)? {
        0 => BasicCharge::None,
        1 => BasicCharge::Capacity,
        2 => BasicCharge::Demand,
        _ => BasicCharge::ContractDemand { kw: a_decimal(words, "the contracted kW")? },
    })
}

fn line_loss(words: &mut Words<'_>) -> Result<LineLoss, Misread> {
    if words.take(&["current", "电流"]) {
        let current_a = a_decimal(words, "a current in ampere")?;
        if !words.take(&["resistance", "电阻"]) {
            words.finish(&["resistance"])?;
        }
        return Ok(LineLoss::Formula { current_a, resistance_ohm: a_decimal(words, "a resistance in ohm")? });
    }
    let word = words.expect("kWh a month, a share like 2%, or `current … resistance …`")?;
    let is_share = word.text.ends_with(['%', '‰']);
    let number = rate(&word.text).ok_or_else(|| Misread::word(word, format!("`{}` is no loss.", word.text)))?;
    words.take(&["kWh", "度"]);
    Ok(match is_share {
        true => LineLoss::Share { share: number },
        false => LineLoss::Fixed { kwh_per_month: i64::try_from(number).unwrap_or(0) },
    })
}

fn loss_share(words: &mut Words<'_>) -> Result<LossShare, Misread> {
    let choices: &[(&[&str], u8)] = &[
        (&["none", "不分摊"], 0),
        (&["by-capacity", "按容量"], 1),
        (&["by-energy", "按电量"], 2),
        (&["fixed", "定量"], 3),
        (&["not-charged", "不收"], 4),
    ];
    Ok(match words.choose("way of sharing the loss", choices)? {
        0 => LossShare::None,
        1 => LossShare::ByCapacity { kva: a_decimal(words, "a share in kVA")? },
        2 => LossShare::ByEnergy,
        3 => LossShare::Fixed { kwh_per_month: kwh(words)? },
        _ => LossShare::NotCharged,
    })
}

/// `sub of 1 metered`, `sub of 1 share 10%`, `sub of 1 fixed 100`.
fn sub(words: &mut Words<'_>) -> Result<SupplyField, Misread> {
    words.take(&["of", "属"]);
    let point = a_number(words, "the number of the main point")?;
    let choices: &[(&[&str], u8)] = &[(&["metered", "装表"], 0), (&["share", "定比"], 1), (&["fixed", "定量"], 2)];
    let quantity = match words.choose("quantity of a sub-meter", choices)? {
        0 => SubQuantity::Metered,
        1 => SubQuantity::Share { share: a_share(words)? },
        _ => SubQuantity::Fixed { kwh_per_month: kwh(words)? },
    };
    Ok(SupplyField::SubOf { point, quantity })
}

pub fn a_transformer(words: &mut Words<'_>) -> Result<TransformerNo, Misread> {
    words.read("the number of a transformer, like T1", |text| text.parse().ok())
}
