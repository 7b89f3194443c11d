//! 处理参数: how much may be decided at once and how long a sign-in lasts, each version with its date.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::Money;

/// Settings of the center's console, in force from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct DecisionRules {
    pub effective_from: NaiveDate,
    /// 批量处理: so many cases at most in one proposal,
    pub bulk_cases_max: u32,
    /// … and so much money at stake in them together. A single case has no such limit.
    pub bulk_sum_max: Money,
    /// A session ends after so many minutes without a request,
    pub session_idle_minutes: u32,
    /// … and after so many hours in any case.
    pub session_hours_max: u32,
    /// So many wrong passwords or codes in a row lock a login,
    pub lock_after_failures: u32,
    /// … and so many from one address lock the address, behind which a whole office may sit,
    #[serde(default = "address_failures")]
    pub lock_address_after_failures: u32,
    /// … for so many minutes.
    pub locked_minutes: u32,
    /// 时钟异常: a business date may lie so many days before the evidence of time,
    #[serde(default = "days_back")]
    pub business_days_back_max: u32,
    /// … and a laptop's clock be off by so many minutes, before a person should look.
    #[serde(default = "minutes_off")]
    pub clock_off_minutes_max: u32,
}

fn days_back() -> u32 {
    DecisionRules::standard().business_days_back_max
}

fn minutes_off() -> u32 {
    DecisionRules::standard().clock_off_minutes_max
}

impl DecisionRules {
    /// The name of these settings among the center's settings.
    pub const NAME: &str = "decision-rules";

    /// What holds where nothing else was loaded.
    pub fn standard() -> DecisionRules {
        DecisionRules {
            effective_from: NaiveDate::from_ymd_opt(2017, 1, 1).expect("a real date"),
            bulk_cases_max: 200,
            bulk_sum_max: Money::from_fen(2_000_000),
            session_idle_minutes: 30,
            session_hours_max: 12,
            lock_after_failures: 5,
            lock_address_after_failures: address_failures(),
            locked_minutes: 15,
            business_days_back_max: 7,
            clock_off_minutes_max: 30,
        }
    }

    /// The version in force on a day: the newest that has begun, else the standard.
    pub fn on(versions: &[DecisionRules], day: NaiveDate) -> DecisionRules {
        let begun = versions.iter().filter(|rules| rules.effective_from <= day);
        begun.max_by_key(|rules| rules.effective_from).cloned().unwrap_or_else(DecisionRules::standard)
    }
}

/// What held before settings said it.
fn address_failures() -> u32 {
    20
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_version_that_has_begun_is_in_force() {
        let from = |day: &str, cases| DecisionRules {
            effective_from: day.parse().unwrap(),
            bulk_cases_max: cases,
            ..DecisionRules::standard()
        };
        let versions = [from("2026-12-01", 50), from("2026-01-01", 100)];
        let on = |day: &str| DecisionRules::on(&versions, day.parse().unwrap()).bulk_cases_max;
        assert_eq!((on("2025-12-31"), on("2026-11-30"), on("2026-12-01")), (200, 100, 50));
    }
}
