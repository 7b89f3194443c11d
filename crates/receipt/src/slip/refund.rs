//! 退费单 on a slip.

use super::piece::{Piece, Slip, field};
use crate::RefundFacts;
use crate::words::{self, Marks, refund as say};

pub(crate) fn slip(facts: &RefundFacts) -> Slip {
    let parts = [heading(facts), customer(facts), money(facts), signatures(), closing(facts)];
    Slip { name: say::name(facts), printed_at: facts.printed_at, pieces: parts.into_iter().flatten().collect() }
}

fn heading(facts: &RefundFacts) -> Vec<Piece> {
    let mut pieces = vec![Piece::Place(facts.outlet.clone()), Piece::Title(say::TITLE.to_owned())];
    pieces.extend(Marks::from(facts).all().into_iter().map(Piece::Mark));
    pieces.push(field("退费单号", say::number(facts)));
    pieces
}

fn customer(facts: &RefundFacts) -> Vec<Piece> {
    vec![
        field("户号", facts.customer.no.to_string()),
        field("户名", words::or_unknown(&facts.customer.name)),
        field("用电地址", words::or_unknown(&facts.customer.address)),
        field("归属单位", say::owner(facts)),
        Piece::Rule,
        field("退费依据", say::basis(facts)),
        field("中心说明", words::or_none(&facts.reason)),
    ]
}

fn money(facts: &RefundFacts) -> Vec<Piece> {
    vec![
        Piece::Rule,
        Piece::Amount {
            label: "退费金额",
            figures: facts.amount.with_symbol(),
            capitals: words::capitals(facts.amount),
        },
        field("支付方式", "现金"),
        field("领款人", facts.paid_to.clone()),
        Piece::Rule,
    ]
}

fn signatures() -> Vec<Piece> {
    ["领款人签字", "证件号码", "经办人签字"].into_iter().map(Piece::Blank).collect()
}

fn closing(facts: &RefundFacts) -> Vec<Piece> {
    vec![
        Piece::Rule,
        field("业务日期", words::date(facts.business_date)),
        field("打印时间", words::moment(facts.printed_at)),
        field("收费员", words::staff(&facts.cashier)),
        field("终端", facts.terminal.to_string()),
        Piece::CheckCode(facts.check_code.clone()),
        Piece::Sentence(say::PAID_OUT.to_owned()),
        Piece::Sentence(words::HOTLINES.to_owned()),
    ]
}
