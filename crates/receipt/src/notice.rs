//! 催费通知单 and 停电通知单: a letter, the debt as a table, and the acknowledgement that it was delivered.

use std::rc::Rc;

use domain::{Money, NoticeKind};

use crate::flow::{self, Blocks, Cell, Column, Foot, Head, Part, Row, Stock, Table, blank, cell, column};
use crate::page::{Align, Page};
use crate::words::{self, Marks, notice as say};
use crate::{NoticeFacts, OwedBill};

const COLUMNS: [Column; 7] = [
    column("电费年月", 16, Align::Left),
    column("电量（度）", 13, Align::Right),
    column("应收电费", 15, Align::Right),
    column("尚欠电费", 15, Align::Right),
    column("逾期天数", 11, Align::Right),
    column("违约金", 13, Align::Right),
    column("小计（元）", 17, Align::Right),
];

pub(crate) fn lay_out(facts: &NoticeFacts, stock: &Stock) -> Vec<Page> {
    let is_letter = stock.height > stock.width;
    let mut blocks = Blocks::default();
    put_letter(&mut blocks, facts, is_letter);
    blocks.put_all(if is_letter { acknowledgement(facts) } else { signatures(facts) });
    flow::lay_out(stock, &head(facts), blocks, &foot(facts))
}

fn head(facts: &NoticeFacts) -> Head {
    let title = say::title(facts.notice.kind);
    let number = say::number(facts);
    Head {
        title: title.to_owned(),
        name: format!("{title} {} {number}", facts.customer.no),
        left: [facts.outlet.clone(), format!("户号 {}", facts.customer.no)],
        number: format!("编号 {number}"),
        marks: Marks::from(facts),
        printed_at: facts.printed_at,
    }
}

fn put_letter(blocks: &mut Blocks, facts: &NoticeFacts, is_letter: bool) {
    let gap = if is_letter { 260 } else { 120 };
    blocks.put(Part::Paragraph { text: say::greeting(facts), strong: true, indent: false });
    blocks.put(Part::Paragraph { text: say::debt(facts), strong: false, indent: true });
    blocks.put(Part::Gap(gap));
    blocks.put(debts(facts));
    blocks.put(Part::Amount {
        label: "应缴合计（大写）",
        capitals: words::capitals(owed(facts)),
        figures: owed(facts).with_symbol(),
    });
    blocks.put(Part::Gap(gap));
    let sentences = say::demand(facts);
    let last = sentences.len() - 1;
    for (index, text) in sentences.into_iter().enumerate() {
        let paragraph = Part::Paragraph { text, strong: index == 0, indent: true };
        // The signature never stands alone on a page.
        if index == last { blocks.put_kept(paragraph) } else { blocks.put(paragraph) }
    }
    if is_letter {
        blocks.put_kept(Part::Gap(gap));
        blocks.put(Part::Signed { by: issuer(facts), on: say::signed_on(facts) });
        blocks.put_kept(Part::Gap(gap));
        blocks.put_all(before_cutting(facts).map(Part::Cells));
    }
}

fn issuer(facts: &NoticeFacts) -> String {
    if facts.customer.unit.trim().is_empty() { facts.outlet.clone() } else { facts.customer.unit.clone() }
}

fn owed(facts: &NoticeFacts) -> Money {
    facts.notice.principal + facts.notice.penalty
}

fn debts(facts: &NoticeFacts) -> Table {
    let mut rows: Vec<Row> = facts.bills.iter().map(|bill| row(facts, bill)).collect();
    rows.push(Row::sum(vec![
        format!("合计 {} 笔", facts.bills.len()),
        words::bill::quantity(facts.bills.iter().map(|bill| bill.energy_kwh).sum::<i64>().into()),
        facts.bills.iter().map(|bill| bill.amount).sum::<Money>().grouped(),
        facts.notice.principal.grouped(),
        String::new(),
        facts.notice.penalty.grouped(),
        owed(facts).grouped(),
    ]));
    Table { columns: Rc::from(COLUMNS), rows, for_writing: false }
}

fn row(facts: &NoticeFacts, bill: &OwedBill) -> Row {
    let overdue = (facts.notice.on - bill.penalty_start).num_days() + 1;
    Row::of(vec![
        bill.bill.to_string(),
        words::bill::quantity(bill.energy_kwh.into()),
        bill.amount.grouped(),
        bill.principal.grouped(),
        if overdue > 0 { overdue.to_string() } else { "未逾期".to_owned() },
        bill.penalty.grouped(),
        (bill.principal + bill.penalty).grouped(),
    ])
}

/// What is filled in by hand before supply is stopped: the approval and the repeated notice.
fn before_cutting(facts: &NoticeFacts) -> Option<Vec<Cell>> {
    (facts.notice.kind == NoticeKind::Disconnection).then(|| {
        vec![blank("批准人（签字）", 30), blank("停电前再次通知　　月　　日　　时　　分", 42), blank("通知人", 28)]
    })
}

/// Cut off and kept by the unit that issued it.
fn acknowledgement(facts: &NoticeFacts) -> Vec<Part> {
    let title = format!("{}送达回执", say::title(facts.notice.kind).trim_end_matches('单'));
    vec![
        Part::Gap(300),
        Part::CutLine("沿此线裁下，由供电单位留存"),
        Part::Caption(title),
        Part::Cells(vec![
            cell("编号", say::number(facts), 22),
            cell("户号", facts.customer.no.as_str(), 26),
            cell("户名", words::or_unknown(&facts.customer.name), 52),
        ]),
        Part::Cells(dates(facts)),
        Part::Cells(vec![blank("客户签收", 50), blank("送达日期　　　　年　　月　　日　　时", 50)]),
        Part::Cells(vec![blank("送达人", 50), cell("送达方式", "□ 直接　□ 留置　□ 邮寄", 50)]),
    ]
}

fn dates(facts: &NoticeFacts) -> Vec<Cell> {
    let owed = cell("应缴合计", owed(facts).with_symbol(), if facts.notice.cut_from.is_some() { 33 } else { 50 });
    let pay_by = cell("缴费期限", words::date(facts.notice.pay_by), owed.share);
    let cut_from = facts.notice.cut_from.map(|day| cell("拟停电日", words::date(day), 34));
    [owed, pay_by].into_iter().chain(cut_from).collect()
}

/// The same on the half form, which nobody cuts.
fn signatures(facts: &NoticeFacts) -> Vec<Part> {
    let mut blocks = vec![Part::Gap(120)];
    blocks.extend(before_cutting(facts).map(Part::Cells));
    blocks.push(Part::Cells(vec![
        blank("客户签收", 24),
        blank("送达日期　　　年　　月　　日", 31),
        blank("送达人", 18),
        blank("开具单位（盖章）", 27),
    ]));
    blocks
}

fn foot(facts: &NoticeFacts) -> Foot {
    let code = facts.check_code.as_ref().map_or_else(String::new, |code| format!("　　{} {code}", words::CHECK_CODE));
    let who = format!("制单人 {}　　{}{code}", words::staff(&facts.issued_by), issuer(facts));
    let when = format!("打印时间 {}", words::moment(facts.printed_at));
    Foot { lines: vec![[who, when], [String::new(), words::HOTLINES.to_owned()]] }
}
