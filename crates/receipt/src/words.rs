//! The words on the paper, in one place.

pub(crate) mod bill;
mod marks;
pub(crate) mod notice;
pub(crate) mod refund;

pub(crate) use marks::Marks;

use chrono::{NaiveDate, NaiveDateTime};
use domain::{Basis, Money, Tender};

use crate::{PaidBill, ReceiptFacts, Staff};

pub(crate) const RECEIPT: &str = "（收据）";
pub(crate) const NOT_AN_INVOICE: &str = "本凭证是缴费收据，非发票；发票凭户号另行开具。";
pub(crate) const HOTLINES: &str = "客服电话 95598　能源监管热线 12398";
pub(crate) const ON_ARRIVAL: &str = "账号预存，到达中心后核销：收款时本网点未能查到该户账单，款项先记入预收款。";
pub(crate) const ALL_PREPAID: &str = "本次没有核销账单，款项全部存入预收款。";
pub(crate) const STAMP_HERE: &str = "盖章处";
pub(crate) const CHECK_CODE: &str = "电子签名校验码";
pub(crate) const SCAN_TO_CHECK: &str = "扫码可验真伪";
pub(crate) const NOTHING_BELOW: &str = "（以下空白）";
pub(crate) const CONTINUED: &str = "（续下页）";
const NOT_KNOWN_HERE: &str = "（以中心档案为准）";

/// Domain C8: an outlet prints a voucher, never an invoice.
pub(crate) fn title(facts: &ReceiptFacts) -> &'static str {
    if facts.bills.is_empty() { "预收电费凭证" } else { "电费缴费凭证" }
}

/// 业务类型
pub(crate) fn kind(facts: &ReceiptFacts) -> &'static str {
    match (facts.bills.is_empty(), facts.prepaid_added.is_positive()) {
        (true, _) => "预收款",
        (false, true) => "电费收取、预收款",
        (false, false) => "电费收取",
    }
}

pub(crate) fn or_unknown(text: &str) -> &str {
    if text.trim().is_empty() { NOT_KNOWN_HERE } else { text }
}

pub(crate) fn or_none(text: &str) -> &str {
    if text.trim().is_empty() { "（无）" } else { text }
}

pub(crate) fn date(date: NaiveDate) -> String {
    date.format("%Y-%m-%d").to_string()
}

pub(crate) fn moment(moment: NaiveDateTime) -> String {
    moment.format("%Y-%m-%d %H:%M:%S").to_string()
}

pub(crate) fn minute(moment: NaiveDateTime) -> String {
    moment.format("%Y-%m-%d %H:%M").to_string()
}

/// A moment of this month or the next, large: `11月24日 09:12`.
pub(crate) fn day_and_minute(moment: NaiveDateTime) -> String {
    moment.format("%-m月%-d日 %H:%M").to_string()
}

/// The last part of an id, enough to find it in a list: `6F12-9AC0`.
pub(crate) fn short_id(id: u128) -> String {
    let digits = format!("{:08X}", id & 0xFFFF_FFFF);
    format!("{}-{}", &digits[..4], &digits[4..])
}

pub(crate) fn staff(staff: &Staff) -> String {
    format!("{}（{}）", staff.name, staff.no)
}

/// 人民币 stands before the number without a gap.
pub(crate) fn capitals(amount: Money) -> String {
    format!("人民币{}", amount.capitals())
}

/// A tender on paper: what it is, what finance finds it by, and how much.
pub(crate) struct TenderWords {
    pub(crate) kind: &'static str,
    pub(crate) detail: String,
    pub(crate) amount: Money,
}

pub(crate) fn tender(tender: &Tender) -> TenderWords {
    let detail = match tender {
        Tender::Cash { .. } => String::new(),
        Tender::BankSlip { slip_no, bank, date: day, .. } => format!("{slip_no}　{bank}　{}", date(*day)),
        Tender::ListVoucher { voucher_no, issuing_unit, date: day, .. } => {
            format!("{voucher_no}　{issuing_unit}　{}", date(*day))
        }
        Tender::Cheque { cheque_no, bank, date: day, .. } => format!("{cheque_no}　{bank}　{}", date(*day)),
        Tender::Pos { terminal, reference, card_tail, .. } => {
            format!("终端{terminal}　参考号{reference}　卡尾号{card_tail}")
        }
        Tender::Transfer { reference, bank, date: day, .. } => format!("{reference}　{bank}　{}", date(*day)),
    };
    TenderWords { kind: tender.kind().zh(), detail, amount: tender.amount() }
}

/// What belongs to the account rather than to a bill: prepayment and tail, as far as they took part.
pub(crate) fn account_lines(facts: &ReceiptFacts) -> Vec<(&'static str, Money)> {
    let took_part = |name, amount: Money| (!amount.is_zero()).then_some((name, amount));
    let balance = facts.prepaid_after.map(|balance| ("预收余额", balance));
    [
        took_part("预收抵扣", facts.prepaid_used),
        took_part("上次调尾", facts.tail_before),
        took_part("本次调尾", facts.tail_after),
        took_part("存入预收款", facts.prepaid_added),
        balance,
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Why there is no table of bills, where there is none.
pub(crate) fn instead_of_bills(facts: &ReceiptFacts) -> Option<&'static str> {
    match (facts.bills.is_empty(), facts.basis) {
        (false, _) => None,
        (true, Basis::OnArrival) => Some(ON_ARRIVAL),
        (true, Basis::Bills) => Some(ALL_PREPAID),
    }
}

/// Sums of a list of bills, in the order of the table's columns.
pub(crate) struct BillSums {
    pub(crate) energy_kwh: i64,
    pub(crate) amount: Money,
    pub(crate) principal: Money,
    pub(crate) penalty: Money,
    pub(crate) left_after: Money,
}

pub(crate) fn sums(bills: &[PaidBill]) -> BillSums {
    BillSums {
        energy_kwh: bills.iter().map(|bill| bill.energy_kwh).sum(),
        amount: bills.iter().map(|bill| bill.amount).sum(),
        principal: bills.iter().map(|bill| bill.principal).sum(),
        penalty: bills.iter().map(|bill| bill.penalty).sum(),
        left_after: bills.iter().map(|bill| bill.left_after).sum(),
    }
}
