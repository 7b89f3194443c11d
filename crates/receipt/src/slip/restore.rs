//! 复电派工单: sends a lineman to restore supply, link or no link.

use super::piece::{Piece, Slip, field, line};
use crate::RestoreSlipFacts;
use crate::words::{self, Marks};

const TITLE: &str = "复电派工单";

pub(crate) fn slip(facts: &RestoreSlipFacts) -> Slip {
    let parts = [heading(facts), place(facts), payment(facts), report(facts), closing(facts)];
    Slip {
        name: format!("{TITLE} {} {}", facts.customer.no, facts.receipt),
        printed_at: facts.printed_at,
        pieces: parts.into_iter().flatten().collect(),
    }
}

fn heading(facts: &RestoreSlipFacts) -> Vec<Piece> {
    let mut pieces = vec![Piece::Place(facts.outlet.clone()), Piece::Title(TITLE.to_owned())];
    pieces.extend(Marks::from(facts).all().into_iter().map(Piece::Mark));
    pieces
}

/// What the lineman needs on the way.
fn place(facts: &RestoreSlipFacts) -> Vec<Piece> {
    let meters: Vec<&str> = facts.meters.iter().map(domain::MeterNo::as_str).collect();
    vec![
        field("户号", facts.customer.no.to_string()),
        field("户名", words::or_unknown(&facts.customer.name)),
        field("电话", words::or_unknown(&facts.phone)),
        field("用电地址", words::or_unknown(&facts.customer.address)),
        field("台区", words::or_unknown(&facts.transformer_area)),
        field("表号", words::or_unknown(&meters.join(" "))),
        Piece::Rule,
    ]
}

fn payment(facts: &RestoreSlipFacts) -> Vec<Piece> {
    vec![
        line("结清金额", facts.paid.grouped()),
        line("缴费时间", words::minute(facts.paid_at)),
        line("缴费凭证号", facts.receipt.to_string()),
        Piece::Amount {
            label: "复电期限",
            figures: words::day_and_minute(facts.due_at),
            capitals: format!("结清后 {} 小时内恢复供电", facts.restore_hours),
        },
        Piece::Rule,
    ]
}

/// Filled in on site and brought back.
fn report(_: &RestoreSlipFacts) -> Vec<Piece> {
    let blanks = ["接单时间", "复电时间", "表计示数", "现场情况", "复电人", "客户签字"];
    blanks.into_iter().map(Piece::Blank).collect()
}

fn closing(facts: &RestoreSlipFacts) -> Vec<Piece> {
    vec![
        Piece::Rule,
        field("派单人", words::staff(&facts.cashier)),
        field("打印时间", words::moment(facts.printed_at)),
        field("申请编号", words::short_id(facts.request.0.as_u128())),
        Piece::Sentence("送电前核对户号与表号，确认线路无人工作、表后开关断开。办结后交回营业网点登记。".to_owned()),
        Piece::Sentence(words::HOTLINES.to_owned()),
    ]
}
