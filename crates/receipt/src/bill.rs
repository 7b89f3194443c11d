//! The 电费结算单 on A4 and on the half form: from what the meter showed to what is due, in the order of the trade.

use std::rc::Rc;

use domain::{MeterQuantity, PointQuantity, QuantityLine};
use rust_decimal::Decimal;

use crate::flow::{self, Blocks, Cell, Column, Foot, Head, Part, Row, Stock, Table, cell, column};
use crate::page::{Align, Length, Page};
use crate::words::{self, Marks, bill as say};
use crate::{BillAccount, BillFacts};

const METER_COLUMNS: [Column; 7] = [
    column("电能表", 24, Align::Left),
    column("示数类型", 11, Align::Left),
    column("上次抄见", 15, Align::Right),
    column("本次抄见", 15, Align::Right),
    column("倍率", 8, Align::Right),
    column("电量", 13, Align::Right),
    column("备注", 14, Align::Left).in_small(),
];

const TIER_COLUMNS: [Column; 5] = [
    column("阶梯（按年累计，度）", 25, Align::Left),
    column("年可用", 19, Align::Right),
    column("本期前已用", 19, Align::Right),
    column("本期", 19, Align::Right),
    column("年内剩余", 18, Align::Right),
];

const LINE_COLUMNS: [Column; 3] = [
    column("电费计算", 57, Align::Left),
    column("金额（元）", 16, Align::Right),
    column("电价依据", 27, Align::Left).in_small(),
];

pub(crate) fn lay_out(facts: &BillFacts, stock: &Stock) -> Vec<Page> {
    flow::lay_out(stock, &head(facts), blocks(facts, stock), &foot(facts, stock))
}

fn head(facts: &BillFacts) -> Head {
    let statement = &facts.statement;
    let title = say::title(statement);
    let number = say::number(facts);
    Head {
        title: title.to_owned(),
        name: format!("{title} {number}"),
        left: [facts.outlet.clone(), format!("户号 {}　{}", facts.customer.no, say::period(statement))],
        number: format!("单号 {number}"),
        marks: Marks::from(facts),
        printed_at: facts.printed_at,
    }
}

fn blocks(facts: &BillFacts, stock: &Stock) -> Blocks {
    let statement = &facts.statement;
    let mut blocks = Blocks::default();
    blocks.put_all(customer(facts));
    blocks.put(meters(facts));
    blocks.put_all(steps(facts));
    blocks.put(lines(facts));
    let power_factor = statement.power_factor.as_ref().map(say::power_factor);
    blocks.put_all(power_factor.into_iter().chain(say::funds(statement)).map(Part::Note));
    blocks.put(Part::Amount {
        label: "合计（大写）",
        capitals: words::capitals(statement.total),
        figures: statement.total.with_symbol(),
    });
    blocks.put_all(due(facts));
    blocks.put_all(say::notes(facts).into_iter().map(Part::Note));
    if has_room_for_seal(stock) {
        blocks.put_all(facts.seal.clone().map(Part::Seal));
    }
    blocks
}

/// The half form keeps its length for the bill; its check code stands at the foot.
fn has_room_for_seal(stock: &Stock) -> bool {
    stock.height > stock.width
}

fn customer(facts: &BillFacts) -> [Part; 3] {
    let (customer, statement) = (&facts.customer, &facts.statement);
    [
        Part::Cells(vec![
            cell("户号", customer.no.as_str(), 28),
            cell("户名", words::or_unknown(&customer.name), 40),
            cell("供电单位", words::or_unknown(&customer.unit), 32),
        ]),
        Part::Cells(vec![
            cell("用电地址", words::or_unknown(&customer.address), 68),
            cell("电压等级", say::voltage(facts.voltage), 32),
        ]),
        Part::Cells(vec![
            cell("用电类别", say::class(statement.elec_type), 28),
            cell("用电区间", say::span(statement), 40),
            cell("计费电量", format!("{} 度", say::quantity(Decimal::from(statement.energy_kwh))), 32),
        ]),
    ]
}

fn meters(facts: &BillFacts) -> Table {
    let points = &facts.statement.points;
    let mut rows: Vec<Row> = points.iter().flat_map(point_rows).collect();
    let is_plain = points.len() == 1 && rows.len() == 1;
    if !is_plain {
        let sum = say::quantity(Decimal::from(facts.statement.energy_kwh));
        rows.push(Row::sum(texts(["计费电量（度）", "", "", "", "", &sum, ""])));
    }
    table(&METER_COLUMNS, rows)
}

fn point_rows(point: &PointQuantity) -> Vec<Row> {
    let mut rows = Vec::new();
    for (index, quantity) in point.meters.iter().enumerate() {
        let is_first = index == 0 || point.meters[index - 1].meter != quantity.meter;
        rows.push(meter_row(quantity, is_first));
    }
    rows.extend(point.adjustments.iter().map(adjustment_row));
    if let Some(first) = rows.first_mut() {
        first.rule_from = Some(0);
    }
    rows
}

fn meter_row(quantity: &MeterQuantity, names_meter: bool) -> Row {
    Row::of(vec![
        if names_meter { quantity.meter.to_string() } else { String::new() },
        say::register(quantity.register).to_owned(),
        say::shown(Some(quantity.start)),
        say::shown(Some(quantity.end)),
        say::multiplier(Some(quantity.multiplier)),
        say::quantity(quantity.quantity),
        say::remark(quantity),
    ])
}

fn adjustment_row(line: &QuantityLine) -> Row {
    let reactive = if line.kvarh == 0 { String::new() } else { format!("无功 {}", say::signed(line.kvarh)) };
    Row::of(texts([&say::adjustment_name(line), "", "", "", "", &say::signed(line.kwh), &reactive]))
}

fn steps(facts: &BillFacts) -> Option<Table> {
    let steps = facts.statement.steps.as_ref()?;
    Some(table(&TIER_COLUMNS, say::tier_rows(steps).into_iter().map(Row::of).collect()))
}

fn lines(facts: &BillFacts) -> Table {
    let row = |line| Row::of(vec![say::sum(line), line.amount.grouped(), say::document(line, &facts.prices)]);
    table(&LINE_COLUMNS, facts.statement.lines.iter().map(row).collect())
}

/// When it has to be paid, and where the account stands.
fn due(facts: &BillFacts) -> Option<Part> {
    let dates = say::due(facts).into_iter().flatten().map(|(label, day)| (label.to_owned(), day, 24));
    let account = facts.account.iter().flat_map(account);
    let values: Vec<(String, String, Length)> = dates.chain(account).collect();
    let all: Length = values.iter().map(|(_, _, weight)| weight).sum();
    let cells: Vec<Cell> =
        values.into_iter().map(|(label, value, weight)| cell(&label, value, weight * 100 / all)).collect();
    (!cells.is_empty()).then_some(Part::Cells(cells))
}

/// What is owed with this bill, and what was paid in advance, each with its weight in the row.
fn account(account: &BillAccount) -> [(String, String, Length); 2] {
    let owed = match account.open_bills {
        0 => "欠费合计".to_owned(),
        bills => format!("欠费合计（{bills}期）"),
    };
    [(owed, account.arrears.grouped(), 30), ("预收余额".to_owned(), account.prepaid.grouped(), 22)]
}

fn foot(facts: &BillFacts, stock: &Stock) -> Foot {
    let code = facts.seal.as_ref().filter(|_| !has_room_for_seal(stock));
    let code = code.map_or_else(String::new, |seal| format!("　　{} {}", words::CHECK_CODE, seal.check_code));
    let who = format!("制单人 {}　　营业网点 {}{code}", words::staff(&facts.issued_by), facts.outlet);
    let when = format!("打印时间 {}", words::moment(facts.printed_at));
    Foot { lines: vec![[who, when], [say::NOT_AN_INVOICE.to_owned(), words::HOTLINES.to_owned()]] }
}

fn table(columns: &[Column], rows: Vec<Row>) -> Table {
    Table { columns: Rc::from(columns), rows, for_writing: false }
}

fn texts<const N: usize>(texts: [&str; N]) -> Vec<String> {
    texts.map(str::to_owned).to_vec()
}
