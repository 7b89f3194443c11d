//! Lines about transformers, replaced meters and corrections of the past.

use chrono::NaiveDate;
use domain::{CorrectionBasis, Registers, Transformer, TransformerLoss};
use rust_decimal::Decimal;

use crate::scenario::command::Command;
use crate::scenario::meter_command::{MeterCommand, ReplaceLine};
use crate::scenario::read_set_up::{a_customer, a_date};
use crate::scenario::read_supply::{ON, POINT, a_number, a_share, a_transformer, kwh, registers};
use crate::scenario::read_tariff::{FROM, TO, a_decimal};
use crate::scenario::values::decimal;
use crate::scenario::words::{Misread, Words};

/// `transformer 4280011234 T1 kva 250 [loss 0.29 1.50 1.6 4.0 [1.0]] [from …] [to …] [suspended 2026-10-01 2026-10-20]`
pub fn transformer(words: &mut Words<'_>) -> Result<Command, Misread> {
    let customer = a_customer(words)?;
    let mut transformer = Transformer {
        no: a_transformer(words)?,
        kva: Decimal::ZERO,
        loss: TransformerLoss::None,
        from: NaiveDate::from_ymd_opt(2015, 1, 1).expect("a real date"),
        to: None,
        suspensions: Vec::new(),
    };
    while !words.is_done() {
        if words.take(&["kva", "容量"]) {
            transformer.kva = a_decimal(words, "a capacity in kVA")?;
        } else if words.take(&["loss", "变损"]) {
            transformer.loss = nameplate(words)?;
        } else if words.take(FROM) {
            transformer.from = a_date(words)?;
        } else if words.take(TO) {
            transformer.to = Some(a_date(words)?);
        } else if words.take(&["suspended", "暂停"]) {
            let from = a_date(words)?;
            let to = words.try_read(crate::scenario::values::date);
            transformer.suspensions.push(domain::Suspension { from, to });
        } else {
            words.finish(&["kva", "loss", "from", "to", "suspended"])?;
        }
    }
    Ok(Command::Meter(MeterCommand::Transformer { customer, transformer: Box::new(transformer) }))
}

/// P0 and Pk in kW, I0 and Uk in percent, and the shape factor K.
fn nameplate(words: &mut Words<'_>) -> Result<TransformerLoss, Misread> {
    Ok(TransformerLoss::Formula {
        no_load_kw: a_decimal(words, "the no-load loss in kW")?,
        load_kw: a_decimal(words, "the load loss in kW")?,
        no_load_current_percent: a_decimal(words, "the no-load current in percent")?,
        impedance_percent: a_decimal(words, "the impedance in percent")?,
        shape: words.try_read(decimal).unwrap_or(Decimal::ONE),
    })
}

/// `replace meter 4280011234 [point 1] on 2026-10-20 removed 1234.50 new M2 [starts 0] [multiplier 1] [digits 6.2]`
pub fn replace(words: &mut Words<'_>) -> Result<Command, Misread> {
    words.take(&["meter", "电表"]);
    let customer = a_customer(words)?;
    let point = if words.take(POINT) { a_number(words, "the number of a metering point")? } else { 1 };
    if !words.take(ON) {
        words.finish(&["on"])?;
    }
    let on = a_date(words)?;
    if !words.take(&["removed", "拆表"]) {
        words.finish(&["removed"])?;
    }
    let removed = registers(words)?;
    if !words.take(&["new", "新表"]) {
        words.finish(&["new"])?;
    }
    let new = words.read("a meter number", |text| text.parse().ok())?;
    let zero = Registers::of(removed.iter().map(|(register, _)| (register, Decimal::ZERO)));
    let mut line = ReplaceLine { customer, point, on, removed, new, starts: zero, multiplier: None, digits: None };
    while !words.is_done() {
        if words.take(&["starts", "起码"]) {
            line.starts = registers(words)?;
        } else if words.take(&["multiplier", "倍率"]) {
            line.multiplier = Some(a_decimal(words, "a multiplier")?);
        } else if words.take(&["digits", "位数"]) {
            line.digits = Some(words.read("digits like 6.2", |text| text.parse().ok())?);
        } else {
            words.finish(&["starts", "multiplier", "digits"])?;
        }
    }
    Ok(Command::Meter(MeterCommand::ReplaceMeter(line)))
}

/// `correction 4280011234 [point 1] agreed -120 document 补字1号`, and the other cases of 计量差错.
pub fn correction(words: &mut Words<'_>) -> Result<Command, Misread> {
    let customer = a_customer(words)?;
    let point = if words.take(POINT) { a_number(words, "the number of a metering point")? } else { 1 };
    let choices: &[(&[&str], u8)] = &[
        (&["agreed", "协商"], 0),
        (&["meter-error", "计量超差"], 1),
        (&["wrong-wiring", "接线错误"], 2),
        (&["wrong-multiplier", "倍率错误"], 3),
        (&["voltage-drop", "压降"], 4),
    ];
    let kind = words.choose("case of a correction", choices)?;
    let energy = kwh(words)?;
    let basis = match kind {
        0 => CorrectionBasis::Agreed { kwh: energy },
        1 => CorrectionBasis::MeterError { energy_kwh: energy, error_share: a_share(words)? },
        2 => CorrectionBasis::WrongWiring {
            energy_kwh: energy,
            right_to_wrong: a_decimal(words, "the ratio of right to wrong")?,
        },
        3 => CorrectionBasis::WrongMultiplier {
            energy_kwh: energy,
            billed: a_decimal(words, "the multiplier that was billed")?,
            real: a_decimal(words, "the real multiplier")?,
        },
        _ => CorrectionBasis::VoltageDrop { energy_kwh: energy, excess_share: a_share(words)? },
    };
    let document = match words.take(&["document", "文号"]) {
        true => words.expect("the document")?.text.clone(),
        false => "工单".to_owned(),
    };
    Ok(Command::Meter(MeterCommand::Correction { customer, point, document, basis }))
}
