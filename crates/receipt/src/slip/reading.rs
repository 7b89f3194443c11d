//! 抄表回单: what was read, for the customer.

use super::piece::{Columns, Piece, Slip, field, line};
use crate::words::{self, Marks, bill as say};
use crate::{ReadingSlipFacts, SlipRegister};
use rust_decimal::Decimal;

/// Register, last, this, difference, and nothing.
const REGISTERS: Columns = Columns { ends: [3400, 5500, 7600, 7600], widths: [8, 13, 13, 14, 0] };

const TITLE: &str = "抄表回单";

pub(crate) fn slip(facts: &ReadingSlipFacts) -> Slip {
    let parts = [heading(facts), registers(facts), closing(facts)];
    Slip {
        name: format!("{TITLE} {} {}", facts.customer.no, facts.period),
        printed_at: facts.printed_at,
        pieces: parts.into_iter().flatten().collect(),
    }
}

fn heading(facts: &ReadingSlipFacts) -> Vec<Piece> {
    let mut pieces = vec![Piece::Place(facts.outlet.clone()), Piece::Title(TITLE.to_owned())];
    pieces.extend(Marks::from(facts).all().into_iter().map(Piece::Mark));
    let last_on = facts.last_on.map_or_else(|| "—".to_owned(), words::date);
    pieces.extend([
        field("户号", facts.customer.no.to_string()),
        field("户名", words::or_unknown(&facts.customer.name)),
        field("用电地址", words::or_unknown(&facts.customer.address)),
        field("表号", facts.meter.to_string()),
        field("电费年月", facts.period.to_string()),
        field("上次抄表", last_on),
        field("本次抄表", words::date(facts.on)),
        Piece::Rule,
    ]);
    pieces
}

fn registers(facts: &ReadingSlipFacts) -> Vec<Piece> {
    let mut pieces = vec![Piece::ColumnNames(["示数", "上次", "本次", "差", ""], &REGISTERS)];
    pieces.extend(facts.registers.iter().map(|register| Piece::Row(row(register), &REGISTERS)));
    pieces.push(line("倍率", say::multiplier(facts.multiplier)));
    pieces.push(Piece::Rule);
    pieces.push(Piece::Amount {
        label: "抄见电量",
        figures: energy(facts),
        capitals: say::state(facts.state).to_owned(),
    });
    pieces
}

/// Nobody knows the energy before the multiplier was checked.
fn energy(facts: &ReadingSlipFacts) -> String {
    match facts.multiplier {
        Some(_) => format!("{} 度", say::quantity(Decimal::from(facts.energy_kwh))),
        None => say::multiplier(None),
    }
}

/// A register that turned over has no plain difference.
fn row(register: &SlipRegister) -> [String; 5] {
    let difference = register.last.and_then(|last| register.this.checked_sub(last)).filter(|d| !d.is_sign_negative());
    [
        say::register(register.register).to_owned(),
        say::shown(register.last),
        say::shown(Some(register.this)),
        difference.map_or_else(|| "—".to_owned(), say::quantity),
        String::new(),
    ]
}

fn closing(facts: &ReadingSlipFacts) -> Vec<Piece> {
    let mut pieces = Vec::new();
    if !facts.remark.trim().is_empty() {
        pieces.push(field("备注", facts.remark.clone()));
    }
    pieces.extend([
        field("抄表员", words::staff(&facts.reader)),
        field("终端", facts.terminal.to_string()),
        field("打印时间", words::moment(facts.printed_at)),
    ]);
    pieces.extend(facts.check_code.clone().map(Piece::CheckCode));
    if facts.estimated {
        pieces.push(Piece::Sentence(say::ESTIMATED.to_owned()));
    }
    pieces.push(Piece::Sentence("本单只记录示数，电费以复核后的电费结算单为准。".to_owned()));
    pieces.push(Piece::Sentence(words::HOTLINES.to_owned()));
    pieces
}
