//! The receipt on a slip.

use super::piece::{Columns, Piece, Slip, field, line};
use crate::words::{self, Marks};
use crate::{PaidBill, ReceiptFacts};

/// Month, kWh, electricity fee, penalty, sum.
const BILLS: Columns = Columns { ends: [2850, 4550, 5900, 7600], widths: [10, 7, 11, 9, 11] };

pub(crate) fn slip(facts: &ReceiptFacts) -> Slip {
    let parts = [heading(facts), customer(facts), what_was_paid(facts), money(facts), how(facts), closing(facts)];
    Slip {
        name: format!("{} {}", words::title(facts), facts.no),
        printed_at: facts.printed_at,
        pieces: parts.into_iter().flatten().collect(),
    }
}

fn heading(facts: &ReceiptFacts) -> Vec<Piece> {
    let title = format!("{}{}", words::title(facts), words::RECEIPT);
    let mut pieces = vec![Piece::Place(facts.outlet.clone()), Piece::Title(title)];
    pieces.extend(Marks::from(facts).all().into_iter().map(Piece::Mark));
    pieces.push(field("凭证号", facts.no.to_string()));
    pieces
}

fn customer(facts: &ReceiptFacts) -> Vec<Piece> {
    let customer = &facts.customer;
    vec![
        field("户号", customer.no.to_string()),
        field("户名", words::or_unknown(&customer.name)),
        field("用电地址", words::or_unknown(&customer.address)),
        field("供电单位", words::or_unknown(&customer.unit)),
        Piece::Rule,
    ]
}

fn what_was_paid(facts: &ReceiptFacts) -> Vec<Piece> {
    let mut pieces = vec![field("业务类型", words::kind(facts))];
    if let Some(sentence) = words::instead_of_bills(facts) {
        pieces.push(Piece::Sentence(sentence.to_owned()));
        return pieces;
    }
    pieces.push(Piece::ColumnNames(["电费年月", "电量", "电费", "违约金", "小计"], &BILLS));
    for bill in &facts.bills {
        pieces.push(Piece::Row(bill_row(bill), &BILLS));
        if bill.left_after.is_positive() {
            let name = format!("　应收 {}，尚欠", bill.amount);
            pieces.push(line(name, bill.left_after.to_string()));
        }
    }
    if facts.bills.len() > 1 {
        let sums = words::sums(&facts.bills);
        pieces.push(Piece::Rule);
        let cells = [
            format!("合计{}笔", facts.bills.len()),
            sums.energy_kwh.to_string(),
            sums.principal.to_string(),
            sums.penalty.to_string(),
            (sums.principal + sums.penalty).to_string(),
        ];
        pieces.push(Piece::Row(cells, &BILLS));
    }
    pieces
}

fn bill_row(bill: &PaidBill) -> [String; 5] {
    [
        bill.bill.to_string(),
        bill.energy_kwh.to_string(),
        bill.principal.to_string(),
        bill.penalty.to_string(),
        bill.paid().to_string(),
    ]
}

fn money(facts: &ReceiptFacts) -> Vec<Piece> {
    let mut pieces = vec![Piece::Rule];
    let account = words::account_lines(facts);
    let lines = account.into_iter().map(|(name, amount)| line(name, amount.to_string()));
    pieces.push(Piece::Amount {
        label: "实收金额",
        figures: facts.collected().with_symbol(),
        capitals: words::capitals(facts.collected()),
    });
    pieces.extend(lines);
    if facts.left_after().is_positive() {
        pieces.push(line("尚欠电费合计", facts.left_after().to_string()));
    }
    pieces
}

fn how(facts: &ReceiptFacts) -> Vec<Piece> {
    let mut pieces = vec![Piece::Rule];
    for tender in &facts.tenders {
        let words = words::tender(tender);
        pieces.push(line(words.kind, words.amount.to_string()));
        if !words.detail.is_empty() {
            pieces.push(field("", words.detail));
        }
    }
    if facts.change.is_positive() {
        pieces.push(line("找零", facts.change.to_string()));
    }
    if !facts.tenders.is_empty() {
        pieces.push(Piece::Rule);
    }
    pieces
}

fn closing(facts: &ReceiptFacts) -> Vec<Piece> {
    vec![
        field("业务日期", words::date(facts.business_date)),
        field("打印时间", words::moment(facts.printed_at)),
        field("收费员", words::staff(&facts.cashier)),
        field("终端", facts.no.terminal.to_string()),
        Piece::Seal(facts.seal.clone()),
        Piece::Sentence(words::NOT_AN_INVOICE.to_owned()),
        Piece::Sentence(words::HOTLINES.to_owned()),
    ]
}
