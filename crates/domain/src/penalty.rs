//! 违约金: the penalty for late payment (电力供应与使用条例 art. 39, 供电营业规则 art. 98).
//!
//! ```text
//! penalty = Σ unpaid principal of a day × rate of that day      no compounding, rounded once
//! 0 < penalty < minimum → minimum;  penalty ≤ cap share × principal that first became overdue
//! ```
//!
//! The days are cut where the unpaid principal, the calendar year or the rule changes. Rates are those of each day;
//! minimum, cap and day count are those of the paying day.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use crate::{Bill, BusinessDate, CollectionRules, DayCount, Money, PenaltyRule};

/// The whole penalty of a bill if it were paid on `paid_on`, paid parts included.
pub fn penalty(bill: &Bill, rules: &CollectionRules, paid_on: BusinessDate) -> Money {
    let rule = rules.penalty_on(paid_on);
    let first_overdue = unpaid_before(bill, bill.penalty_start);
    let exact = exact_penalty(bill, rules, paid_on);
    let rounded = Money::round_half_up_to_fen(exact);
    let charged = if rounded.is_positive() { rounded.max(rule.minimum) } else { Money::ZERO };
    match rule.cap_share {
        Some(share) => charged.min(Money::round_half_up_to_fen(first_overdue.yuan() * share)),
        None => charged,
    }
}

/// The sum over all days, in yuan and unrounded.
fn exact_penalty(bill: &Bill, rules: &CollectionRules, paid_on: BusinessDate) -> Decimal {
    let end = last_counted_day(rules.penalty_on(paid_on), paid_on);
    let mut sum = Decimal::ZERO;
    let mut from = bill.penalty_start;
    while from <= end {
        let until = end_of_segment(bill, rules, from).min(end);
        let days = (until - from).num_days() + 1;
        let rate = rate_per_day(bill, rules.penalty_on(from), from);
        sum += unpaid_before(bill, from).yuan() * rate * Decimal::from(days);
        from = until.succ_opt().expect("a penalty ends before time does");
    }
    sum
}

fn last_counted_day(rule: &PenaltyRule, paid_on: BusinessDate) -> NaiveDate {
    match rule.day_count {
        DayCount::BothEnds => paid_on,
        DayCount::WithoutPayingDay => paid_on.pred_opt().expect("a paying day has a day before"),
    }
}

/// Principal unpaid at the start of a day. A payment still owes the penalty of its own day.
fn unpaid_before(bill: &Bill, day: NaiveDate) -> Money {
    let paid: Money = bill.settlements.iter().filter(|paid| paid.on < day).map(|paid| paid.principal).sum();
    (bill.amount - paid).max(Money::ZERO)
}

/// The last day from `from` on with the same unpaid principal, year and rule.
fn end_of_segment(bill: &Bill, rules: &CollectionRules, from: NaiveDate) -> NaiveDate {
    let year_end = NaiveDate::from_ymd_opt(from.year(), 12, 31).expect("a year has an end");
    let payments = bill.settlements.iter().map(|paid| paid.on).filter(|on| *on >= from);
    let rule_ends =
        rules.penalty_versions().iter().map(|rule| rule.effective_from).filter(|start| *start > from).map(day_before);
    payments.chain(rule_ends).fold(year_end, NaiveDate::min)
}

fn day_before(day: NaiveDate) -> NaiveDate {
    day.pred_opt().expect("a rule does not start on the first day of time")
}

fn rate_per_day(bill: &Bill, rule: &PenaltyRule, day: NaiveDate) -> Decimal {
    if bill.elec_type.is_residential() {
        rule.resident_per_day
    } else if day.year() == i32::from(bill.id.period.year()) {
        rule.other_per_day
    } else {
        rule.other_cross_year_per_day
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{BillId, BillingPeriod, ElecType, Settlement};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn bill(elec_type: ElecType, amount: &str, first_overdue: &str) -> Bill {
        let penalty_start = day(first_overdue);
        Bill {
            id: BillId::first_of(BillingPeriod::of(penalty_start)),
            elec_type,
            energy_kwh: 0,
            amount: amount.parse().unwrap(),
            penalty_start,
            lock: None,
            settlements: Vec::new(),
        }
    }

    fn due(bill: &Bill, rules: &CollectionRules, paid_on: &str) -> String {
        bill.penalty_due(rules, day(paid_on)).to_string()
    }

    const RESIDENT: ElecType = ElecType::RURAL_RESIDENTIAL;
    const SHOP: ElecType = ElecType::COMMERCIAL;

    #[test]
    fn worked_examples_of_penalties() {
        let rules = CollectionRules::standard();
        assert_eq!(due(&bill(RESIDENT, "86.40", "2026-08-01"), &rules, "2026-08-20"), "1.73");
        assert_eq!(due(&bill(RESIDENT, "12.00", "2023-08-01"), &rules, "2023-08-10"), "1.00", "with the old minimum");
        assert_eq!(due(&bill(RESIDENT, "12.00", "2026-08-01"), &rules, "2026-08-10"), "0.12", "without a minimum");
        assert_eq!(due(&bill(SHOP, "1200.00", "2026-03-01"), &rules, "2026-04-14"), "108.00");
        assert_eq!(due(&bill(SHOP, "500.00", "2025-12-11"), &rules, "2026-01-20"), "51.00");
        assert_eq!(due(&bill(SHOP, "500.00", "2026-01-01"), &rules, "2026-07-19"), "150.00", "200 days meet the cap");
        assert_eq!(due(&bill(RESIDENT, "86.40", "2026-08-01"), &rules, "2026-09-20"), "4.41");
        assert_eq!(due(&bill(RESIDENT, "120.00", "2026-09-01"), &rules, "2026-09-20"), "2.40");
    }

    #[test]
    fn no_penalty_on_the_due_date_and_one_day_after_it() {
        let rules = CollectionRules::standard();
        let bill = bill(RESIDENT, "1000.00", "2026-08-01");
        assert_eq!(due(&bill, &rules, "2026-07-31"), "0.00");
        assert_eq!(due(&bill, &rules, "2026-08-01"), "1.00");
    }

    #[test]
    fn a_partial_payment_cuts_the_days_and_what_was_paid_is_not_asked_again() {
        let rules = CollectionRules::standard();
        let mut bill = bill(RESIDENT, "120.00", "2026-09-01");
        let settlement =
            Settlement { on: day("2026-09-20"), principal: "56.79".parse().unwrap(), penalty: "2.40".parse().unwrap() };
        bill.settle(settlement);
        assert_eq!(due(&bill, &rules, "2026-09-20"), "0.00", "the paying day is covered");
        assert_eq!(due(&bill, &rules, "2026-09-30"), "0.63", "63.21 for ten days");
    }

    #[test]
    fn penalty_of_paid_principal_stays_frozen() {
        let rules = CollectionRules::standard();
        let mut bill = bill(RESIDENT, "86.40", "2026-08-01");
        bill.settle(Settlement { on: day("2026-09-20"), principal: "86.40".parse().unwrap(), penalty: Money::ZERO });
        assert_eq!(due(&bill, &rules, "2026-09-20"), "4.41");
        assert_eq!(due(&bill, &rules, "2027-09-20"), "4.41");
    }

    #[test]
    fn the_paying_day_can_be_left_out() {
        let standard = CollectionRules::standard();
        let without =
            PenaltyRule { day_count: DayCount::WithoutPayingDay, ..standard.penalty_on(day("2026-01-01")).clone() };
        let rules = CollectionRules::new(vec![without], standard.counter_versions().to_vec());
        assert_eq!(due(&bill(RESIDENT, "86.40", "2026-08-01"), &rules, "2026-08-20"), "1.64", "19 days");
        assert_eq!(due(&bill(RESIDENT, "86.40", "2026-08-01"), &rules, "2026-08-01"), "0.00");
    }
}
