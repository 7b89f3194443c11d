//! The standard settings, each with its source.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{
    BasicRules, BillingRules, DemandDiscount, DifferenceRules, DisconnectionRules, PowerFactorRules, PriceChange,
    ReadingRules, Untraceable, power_factor_tables,
};
use crate::Money;

impl BillingRules {
    /// What regulation and practice say; every number can be replaced from a day on.
    ///
    /// VAT of 13 % stands in every electricity price since 2019-04-01 (财政部 税务总局 海关总署公告 2019 年第 39 号).
    pub fn standard() -> BillingRules {
        BillingRules {
            effective_from: NaiveDate::from_ymd_opt(1996, 10, 8).expect("a real date"),
            price_change: PriceChange::ByDays,
            power_factor: PowerFactorRules { funds_in_base: false, tables: power_factor_tables::published() },
            basic: basic(),
            untraceable: Untraceable::InFavourOfResident,
            reading: reading(),
            difference: DifferenceRules { case_above: Money::from_yuan(100) },
            disconnection: disconnection(),
            vat_share: Decimal::new(13, 2),
        }
    }
}

/// 基本电费: each day a thirtieth, and 15 days at least for a suspension (供电营业规则 1996 art. 24 and 84); 90 % of the
/// demand price from 260 kWh a kVA on (发改价格〔2023〕526号); contract demand is charged as agreed, and what is above
/// 105 % of it twice (发改办价格〔2016〕1583号). A floor below one would charge the real demand down to that share.
fn basic() -> BasicRules {
    BasicRules {
        days_in_month: 30,
        suspension_days_min: 15,
        demand_discount: Some(DemandDiscount { kwh_per_kva: Decimal::from(260), share: Decimal::new(90, 2) }),
        contract_tolerance: Decimal::new(105, 2),
        excess_times: Decimal::TWO,
        contract_floor: Decimal::ONE,
    }
}

/// 示数合理性: the thresholds of the trade. A review of more than 200 readings at once is no review.
fn reading() -> ReadingRules {
    ReadingRules {
        resident_jump_share: Decimal::new(50, 2),
        resident_jump_kwh: 100,
        other_jump_share: Decimal::new(30, 2),
        zero_periods: 3,
        rollover_last_share: Decimal::new(90, 2),
        rollover_this_share: Decimal::new(10, 2),
        register_sum_kwh: Decimal::ONE,
        demand_asked_share: demand_asked_share(),
        demand_possible_times: demand_possible_times(),
        plan_days: 2,
        estimates_in_a_row: 2,
        remote_check_periods: 3,
        photo_bytes_max: 512 * 1024,
        review_batch_max: 200,
    }
}

/// A transformer runs a few percent above its capacity as it may above the contract: 105 %. Also of settings that were kept
/// before demand was judged.
pub(super) fn demand_asked_share() -> Decimal {
    Decimal::new(105, 2)
}

/// No transformer carries three times its capacity for the quarter of an hour that demand is measured in. Also of settings
/// that were kept before demand was judged.
pub(super) fn demand_possible_times() -> Decimal {
    Decimal::from(3)
}

/// 停电与复电: 供电营业规则 1996 art. 67 and the provincial regulation; supply is back within 24 hours by the promise of the
/// company. Holidays are published year by year, so none is known here.
fn disconnection() -> DisconnectionRules {
    DisconnectionRules {
        overdue_days: 30,
        resident_notice_days: 7,
        other_notice_days: 3,
        resident_repeat_minutes: 30,
        other_repeat_minutes: 60,
        restore_hours: 24,
        no_cut_holidays: Vec::new(),
    }
}
