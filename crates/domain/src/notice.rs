//! 通知: arrears and disconnection notices with their legal dates (供电营业规则 1996 art. 67 and provincial regulation; every
//! number is a setting of `DisconnectionRules`).

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{CustomerNo, DisconnectionRules, ElecType, Money, NoticeId, PowerState};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum NoticeKind {
    /// 催费通知单
    Arrears,
    /// 停电通知单
    Disconnection,
}

/// A notice that was printed for a customer: the fact that the journal keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Notice {
    pub id: NoticeId,
    pub kind: NoticeKind,
    pub customer: CustomerNo,
    pub on: NaiveDate,
    pub principal: Money,
    /// To `on`.
    pub penalty: Money,
    /// 缴费期限
    pub pay_by: NaiveDate,
    /// 拟停电日: not before this day. Only on a disconnection notice.
    pub cut_from: Option<NaiveDate>,
}

/// Why a notice is not printed. None of it is an error: each says when or what instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NoticeRefusal {
    #[error("nothing is owed")]
    NothingOwed,
    #[error("not overdue long enough: a disconnection notice is possible in {days_left} days")]
    NotOverdueEnough { days_left: u32 },
    #[error("supply is off already")]
    AlreadyOff,
    #[error("no day to cut within a year of the notice: the holidays in the settings leave none")]
    NoDayToCut,
}

/// The dates on a disconnection notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct DisconnectionDates {
    /// 逾期天数 on the day of the notice, the first overdue day counted.
    pub overdue_days: u32,
    /// 缴费期限: the last day on which payment keeps the supply on.
    pub pay_by: NaiveDate,
    /// 拟停电日: supply is not stopped before this day.
    pub cut_from: NaiveDate,
    /// The customer is told once more so long before.
    pub repeat_minutes: u32,
}

/// Whom a notice is for, as far as its dates depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoticeTo {
    pub elec_type: ElecType,
    pub power: PowerState,
    /// The earliest 违约金起算日 of the bills that still owe; `None` when nothing is owed.
    pub overdue_from: Option<NaiveDate>,
}

/// 停电通知: whether a customer may be warned on a day, and the legal dates of the notice. A resident or anybody else has to be
/// overdue for more than the days of the settings; the cut lies the full notice days later, never on a holiday or its eve.
pub fn disconnection_dates(
    to: NoticeTo,
    on: NaiveDate,
    rules: &DisconnectionRules,
) -> Result<DisconnectionDates, NoticeRefusal> {
    let overdue_from = to.overdue_from.ok_or(NoticeRefusal::NothingOwed)?;
    if to.power == PowerState::Off {
        return Err(NoticeRefusal::AlreadyOff);
    }
    let overdue = days_overdue(overdue_from, on);
    let allowed_from = i64::from(rules.overdue_days) + 1;
    if overdue < allowed_from {
        let days_left = u32::try_from(allowed_from - overdue).unwrap_or(u32::MAX);
        return Err(NoticeRefusal::NotOverdueEnough { days_left });
    }
    let cut_from = first_day_to_cut(on, rules.notice_days(to.elec_type), rules).ok_or(NoticeRefusal::NoDayToCut)?;
    let pay_by = cut_from.pred_opt().ok_or(NoticeRefusal::NoDayToCut)?;
    let overdue_days = u32::try_from(overdue).unwrap_or(u32::MAX);
    Ok(DisconnectionDates { overdue_days, pay_by, cut_from, repeat_minutes: rules.repeat_minutes(to.elec_type) })
}

/// 催费通知: the day until which a customer is asked to pay. Before the debt is overdue that is the last day without penalty;
/// afterwards the customer gets the notice days of their class.
pub fn arrears_pay_by(to: NoticeTo, on: NaiveDate, rules: &DisconnectionRules) -> Result<NaiveDate, NoticeRefusal> {
    let overdue_from = to.overdue_from.ok_or(NoticeRefusal::NothingOwed)?;
    let last_day_without_penalty = overdue_from.pred_opt().filter(|last| *last >= on);
    let days = Days::new(u64::from(rules.notice_days(to.elec_type)));
    last_day_without_penalty.or_else(|| on.checked_add_days(days)).ok_or(NoticeRefusal::NoDayToCut)
}

/// Days overdue on a day: 1 on the first one, nothing before it.
fn days_overdue(overdue_from: NaiveDate, on: NaiveDate) -> i64 {
    (on - overdue_from).num_days() + 1
}

/// The first day that is neither a holiday nor the eve of one, the notice days after the notice at the earliest.
fn first_day_to_cut(on: NaiveDate, notice_days: u32, rules: &DisconnectionRules) -> Option<NaiveDate> {
    const SEARCH_DAYS: usize = 366;
    let earliest = on.checked_add_days(Days::new(u64::from(notice_days)))?;
    let is_free =
        |day: &NaiveDate| !rules.is_holiday(*day) && day.succ_opt().is_some_and(|next| !rules.is_holiday(next));
    earliest.iter_days().take(SEARCH_DAYS).find(is_free)
}

impl DisconnectionRules {
    /// 提前通知天数
    pub fn notice_days(&self, elec_type: ElecType) -> u32 {
        if elec_type.is_residential() { self.resident_notice_days } else { self.other_notice_days }
    }

    /// 停电前再次通知
    pub fn repeat_minutes(&self, elec_type: ElecType) -> u32 {
        if elec_type.is_residential() { self.resident_repeat_minutes } else { self.other_repeat_minutes }
    }

    pub fn is_holiday(&self, day: NaiveDate) -> bool {
        self.no_cut_holidays.iter().any(|holiday| (holiday.from..=holiday.to).contains(&day))
    }
}
