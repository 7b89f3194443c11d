//! A refund in words, for the slip and for the form.

use crate::RefundFacts;

pub(crate) const TITLE: &str = "退费单";
pub(crate) const PAID_OUT: &str = "本单为现金退费凭证，一式两份：领款人签字后一份交客户，一份由营业网点留存。";

pub(crate) fn number(facts: &RefundFacts) -> String {
    crate::refund_number(facts.refund)
}

/// Who decided it, as the outlet can find it again.
pub(crate) fn basis(facts: &RefundFacts) -> String {
    facts.case.map_or_else(|| "中心退费决定".to_owned(), |case| format!("中心退费决定（案件 {}）", case.0))
}

pub(crate) fn owner(facts: &RefundFacts) -> String {
    facts.owner.clone().unwrap_or_else(|| "待查款项".to_owned())
}

/// The file's name.
pub(crate) fn name(facts: &RefundFacts) -> String {
    format!("{TITLE} {} {}", facts.customer.no, number(facts))
}
