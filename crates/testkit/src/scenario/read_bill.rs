//! Lines that make bills: the center's run, and a bill by itself, without any outlet.

use domain::BillId;

use crate::scenario::command::Command;
use crate::scenario::meter_command::{ComputeLine, MeterCommand};
use crate::scenario::read_reading::a_period;
use crate::scenario::read_set_up::{a_bill, a_customer, a_date, a_unit};
use crate::scenario::read_supply::{ON, POINT, a_number, registers};
use crate::scenario::values::integer;
use crate::scenario::words::{Misread, Words};

/// `bill run 2026-11 [unit 421280109] [trial]`
pub fn run(words: &mut Words<'_>) -> Result<Command, Misread> {
    let period = a_period(words)?;
    let (mut unit, mut is_trial) = (None, false);
    while !words.is_done() {
        if words.take(&["unit", "单位"]) {
            unit = Some(a_unit(words)?);
        } else if words.take(&["trial", "试算"]) {
            is_trial = true;
        } else {
            words.finish(&["unit", "trial"])?;
        }
    }
    Ok(Command::Meter(MeterCommand::BillRun { period, unit, is_trial }))
}

/// `compute bill 4280011234 2026-10 1350 on 2026-10-20` · `compute bill 4280011234 2026-10 energy 150`
pub fn compute(words: &mut Words<'_>) -> Result<Command, Misread> {
    computed(words, false)
}

/// `recompute bill 4280011234 2026-10 [1340 …]`: with the prices that are known now, against what was computed before.
pub fn recompute(words: &mut Words<'_>) -> Result<Command, Misread> {
    computed(words, true)
}

fn computed(words: &mut Words<'_>, again: bool) -> Result<Command, Misread> {
    words.take(&["bill", "电费"]);
    let customer = a_customer(words)?;
    let bill: BillId = a_bill(words)?;
    let first = registers(words)?;
    let readings = if first.is_empty() { Vec::new() } else { vec![(1, first)] };
    let mut line = ComputeLine { customer, bill, readings, kwh: None, on: None, estimated: false, again };
    while !words.is_done() {
        if words.take(POINT) {
            let point = a_number(words, "the number of a metering point")?;
            line.readings.push((point, registers(words)?));
        } else if words.take(&["energy", "电量"]) {
            line.kwh = Some(words.read("a number of kWh", integer)?);
            words.take(&["kWh", "度"]);
        } else if words.take(ON) {
            line.on = Some(a_date(words)?);
        } else if words.take(&["estimate", "估抄"]) {
            line.estimated = true;
        } else {
            words.finish(&["point", "energy", "on", "estimate"])?;
        }
    }
    if line.readings.is_empty() && line.kwh.is_none() && !again {
        return Err(words.missing("what the meter shows, or `energy 150`"));
    }
    Ok(Command::Meter(MeterCommand::Compute(line)))
}

/// `file readings.csv "表号,冻结日期,正向有功总"`: one more line of it.
pub fn file(words: &mut Words<'_>) -> Result<Command, Misread> {
    let name = words.expect("the name of a file")?.text.clone();
    let line = words.expect("a line of the file, in quotation marks")?.text.clone();
    Ok(Command::Meter(MeterCommand::File { name, line }))
}

/// `import readings.csv profile jizhong-a`
pub fn import(words: &mut Words<'_>) -> Result<Command, Misread> {
    let file = words.expect("the name of a file")?.text.clone();
    if !words.take(&["profile", "方案"]) {
        words.finish(&["profile"])?;
    }
    let profile = words.expect("the name of an import profile")?.text.clone();
    Ok(Command::Meter(MeterCommand::Import { file, profile }))
}

/// `notice arrears 4280011234` · `notice disconnection 4280011234`
pub fn notice(words: &mut Words<'_>) -> Result<Command, Misread> {
    let choices: &[(&[&str], bool)] = &[(&["arrears", "催费"], false), (&["disconnection", "停电"], true)];
    let is_disconnection = words.choose("notice", choices)?;
    Ok(Command::Meter(MeterCommand::Notice { customer: a_customer(words)?, is_disconnection }))
}
