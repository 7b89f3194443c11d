//! 抄表清单: the round on paper, in the order of walking, with an empty place for each reading.

use std::rc::Rc;

use domain::Register;
use rust_decimal::Decimal;

use crate::flow::{self, Blocks, Column, Foot, Head, Part, Row, Table, cell, column};
use crate::page::{Align, Page};
use crate::words::{self, Marks, bill as say};
use crate::{ReadingSheetFacts, SheetPoint};

/// The end of a meter number, which a reader compares with the meter.
const COMPARED: usize = 6;
const COLUMNS: [Column; 11] = [
    column("序号", 4, Align::Right),
    column("户号", 11, Align::Left),
    column("户名", 10, Align::Left),
    column("用电地址", 20, Align::Left).in_small(),
    column("表号", 12, Align::Left).in_small().with_whole_end(COMPARED),
    column("倍率", 4, Align::Right),
    column("示数", 6, Align::Middle).in_small(),
    column("上次示数", 8, Align::Right),
    column("本次示数", 11, Align::Middle),
    column("上次电量", 6, Align::Right),
    column("备注", 8, Align::Left).in_small(),
];
/// The first column of a register; those before it belong to the point.
const REGISTER: usize = 6;

pub(crate) fn lay_out(facts: &ReadingSheetFacts) -> Vec<Page> {
    let rows = facts.points.iter().flat_map(point_rows).collect();
    let table = Table { columns: Rc::from(COLUMNS), rows, for_writing: true };
    let mut blocks = Blocks::default();
    blocks.put(round(facts));
    blocks.put(table);
    flow::lay_out(&flow::A4_ACROSS, &head(facts), blocks, &foot(facts))
}

fn head(facts: &ReadingSheetFacts) -> Head {
    Head {
        title: "抄表清单".to_owned(),
        name: format!("抄表清单 {}", facts.round),
        left: [facts.unit.clone(), format!("电费年月 {}", facts.round.period)],
        number: format!("抄表段 {}", facts.round.segment),
        marks: Marks::from(facts),
        printed_at: facts.printed_at,
    }
}

fn round(facts: &ReadingSheetFacts) -> Part {
    let reader = facts.reader.as_ref().map_or_else(String::new, words::staff);
    let meters = format!("{} 只", facts.points.len());
    Part::Cells(vec![
        cell("抄表段", format!("{} {}", facts.round.segment, facts.segment_name), 37),
        cell("计划抄表日", words::date(facts.planned_on), 20),
        cell("抄表员", reader, 25),
        cell("电能表", meters, 18),
    ])
}

/// A line for each register; the customer stands in the first one.
fn point_rows(point: &SheetPoint) -> Vec<Row> {
    let last = point.registers.len().saturating_sub(1);
    let row = |(index, (register, shown)): (usize, &(Register, Option<Decimal>))| {
        let is_first = index == 0;
        let of_point = if is_first { point_cells(point) } else { Default::default() };
        let of_register = [say::register(*register).to_owned(), last_shown(point, *register, *shown), String::new()];
        let kwh = point.last_kwh.filter(|_| is_first).map(|kwh| say::quantity(Decimal::from(kwh)));
        let remark = if is_first { point.remark.clone() } else { String::new() };
        let cells = of_point.into_iter().chain(of_register).chain([kwh.unwrap_or_default(), remark]);
        let rule_from = Some(if is_first { 0 } else { REGISTER });
        Row { rule_from, keeps_next: index < last, ..Row::of(cells.collect::<Vec<_>>()) }
    };
    point.registers.iter().enumerate().map(row).collect()
}

/// With all the decimals of the meter: 9813.20. Demand has decimals of its own.
fn last_shown(point: &SheetPoint, register: Register, shown: Option<Decimal>) -> String {
    match shown {
        Some(mut value) if register.counts_up() && value.normalize().scale() <= u32::from(point.digits.decimals) => {
            value.rescale(u32::from(point.digits.decimals));
            value.to_string()
        }
        other => say::shown(other),
    }
}

fn point_cells(point: &SheetPoint) -> [String; REGISTER] {
    [
        point.sequence.to_string(),
        point.customer.to_string(),
        point.name.clone(),
        point.address.clone(),
        point.meter.to_string(),
        say::multiplier(point.multiplier),
    ]
}

fn foot(facts: &ReadingSheetFacts) -> Foot {
    let line = "＿＿＿＿＿＿＿＿＿＿";
    let signatures = format!("抄表员签字 {line}　　抄表日期 {line}　　复核人签字 {line}");
    let codes = "无法抄见写明原因：锁门、表烧、表故障、表号不符、倍率不符。估抄须注明。".to_owned();
    let when = format!("打印时间 {}", words::moment(facts.printed_at));
    Foot { lines: vec![[signatures, String::new()], [codes, when]] }
}
