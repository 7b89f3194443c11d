//! Single words of a story as values of the trade.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use domain::{BillId, BillLock, BillingPeriod, CustomerNo, ElecType, Money, Role, TenderKind, UnitCode};
use rust_decimal::Decimal;

use crate::scenario::words::{Misread, Words};

/// A number of fewer than ten digits is filled up with zeros from the left.
pub fn customer_no(text: &str) -> Option<CustomerNo> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| format!("{text:0>10}").parse().ok()).flatten()
}

pub fn money(text: &str) -> Option<Money> {
    let text = text.strip_prefix(['¥', '￥']).unwrap_or(text);
    text.strip_suffix('元').unwrap_or(text).parse().ok()
}

pub fn date(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()
}

/// A plain number, such as a price or what a meter shows.
pub fn decimal(text: &str) -> Option<Decimal> {
    text.parse().ok()
}

pub fn integer(text: &str) -> Option<i64> {
    text.parse().ok()
}

/// `2026-11`, without an issue.
pub fn period(text: &str) -> Option<BillingPeriod> {
    let bill: BillId = text.parse().ok()?;
    (bill == BillId::first_of(bill.period) && !text.contains('#')).then_some(bill.period)
}

pub fn count(text: &str) -> Option<u64> {
    text.parse().ok()
}

pub fn unit_code(text: &str) -> Option<UnitCode> {
    text.parse().ok()
}

/// `1‰`, `0.1%`, `30%` or `0.001`.
pub fn rate(text: &str) -> Option<Decimal> {
    let (number, scale) = match (text.strip_suffix('%'), text.strip_suffix('‰')) {
        (Some(number), _) => (number, Decimal::from(100)),
        (_, Some(number)) => (number, Decimal::from(1000)),
        _ => (text, Decimal::ONE),
    };
    Some(number.parse::<Decimal>().ok()? / scale)
}

/// `+90m`, `+2h`, `-3d`, in milliseconds.
pub fn duration(text: &str) -> Option<i64> {
    let (sign, rest) = match text.strip_prefix('+') {
        Some(rest) => (1, rest),
        None => (-1, text.strip_prefix('-')?),
    };
    let split = rest.find(|letter: char| !letter.is_ascii_digit())?;
    let number: i64 = rest[..split].parse().ok()?;
    let unit = match &rest[split..] {
        "s" | "秒" => 1_000,
        "m" | "min" | "分钟" | "分" => 60_000,
        "h" | "小时" => 3_600_000,
        "d" | "天" => 86_400_000,
        _ => return None,
    };
    number.checked_mul(unit)?.checked_mul(sign)
}

/// A day, and the time of it where it follows; otherwise nine in the morning.
pub fn moment(words: &mut Words<'_>) -> Result<NaiveDateTime, Misread> {
    let day = words.read("a date like 2026-11-23", date)?;
    let time = words.try_read(|text| NaiveTime::parse_from_str(text, "%H:%M").ok());
    Ok(day.and_time(time.unwrap_or_else(|| NaiveTime::from_hms_opt(9, 0, 0).expect("nine is a time"))))
}

type Choices<T> = [(&'static [&'static str], T)];

pub const TENDERS: &Choices<TenderKind> = &[
    (&["cash", "现金"], TenderKind::Cash),
    (&["slip", "进账单"], TenderKind::BankSlip),
    (&["list", "列账单"], TenderKind::ListVoucher),
    (&["cheque", "支票", "check"], TenderKind::Cheque),
    (&["pos", "刷卡", "pos刷卡"], TenderKind::Pos),
    (&["transfer", "转账"], TenderKind::Transfer),
];

pub const CLASSES: &Choices<ElecType> = &[
    (&["resident", "居民", "rural", "乡村居民"], ElecType::RURAL_RESIDENTIAL),
    (&["urban", "城镇居民"], ElecType::URBAN_RESIDENTIAL),
    (&["commercial", "商业"], ElecType::COMMERCIAL),
    (&["agriculture", "农业"], ElecType::AGRICULTURE),
    (&["irrigation", "排灌"], ElecType::IRRIGATION),
    (&["industry", "大工业"], ElecType::LARGE_INDUSTRY),
];

pub const LOCKS: &Choices<BillLock> = &[
    (&["bank-debit", "代扣"], BillLock::BankDebit),
    (&["walking-collector", "走收"], BillLock::WalkingCollector),
    (&["entrusted-collection", "托收"], BillLock::EntrustedCollection),
];

pub const ROLES: &Choices<Role> = &[
    (&["cashier", "收费员"], Role::Cashier),
    (&["meter-reader", "抄表员"], Role::MeterReader),
    (&["biller", "核算员"], Role::Biller),
    (&["reporter", "报账员"], Role::Reporter),
    (&["sync-administrator", "同步管理员"], Role::SyncAdministrator),
    (&["finance", "财务"], Role::Finance),
    (&["auditor", "审计员"], Role::Auditor),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_values_of_the_trade() {
        assert_eq!(customer_no("0001").unwrap().as_str(), "0000000001");
        assert_eq!(customer_no("4280011234567").unwrap().as_str(), "4280011234567");
        assert_eq!(customer_no("12a"), None);
        assert_eq!(money("86.40"), money("¥86.4元"));
        assert_eq!(rate("1‰"), rate("0.1%"));
        assert_eq!((duration("+2h"), duration("-3天"), duration("2h")), (Some(7_200_000), Some(-259_200_000), None));
    }
}
