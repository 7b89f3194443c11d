//! 时钟异常: a shift whose clock or business date is far from what the center can see. Nothing is refused and nothing moves;
//! penalties follow the business date, and a person should know.

use chrono::NaiveDate;
use domain::{BusinessDate, Conflict, DecisionRules, ShiftNo};
use journal::{Entry, EntryBody, TimeEvidence};

use super::batch::Batch;
use super::day_at;
use super::reading::side_of;
use crate::ledger::EntryRef;

/// How far a laptop's clock runs ahead of the best that is known, where an entry of this day and evidence is suspect.
pub fn suspicion(on: BusinessDate, time: &TimeEvidence, arrived_ms: i64, rules: &DecisionRules) -> Option<i64> {
    let off_ms = off_by(on, time, arrived_ms);
    let days_back = (day_at(time.best_ms()) - on).num_days();
    let is_suspect = on > day_at(arrived_ms)
        || days_back > i64::from(rules.business_days_back_max)
        || off_ms.unsigned_abs() > u64::from(rules.clock_off_minutes_max) * 60_000;
    is_suspect.then_some(off_ms)
}

/// Against the center's time where the laptop saw it; else it can be told that the clock is ahead of the entry's arrival, or
/// behind the day that a person chose.
fn off_by(on: BusinessDate, time: &TimeEvidence, arrived_ms: i64) -> i64 {
    let behind = || time.wall_ms.saturating_sub(start_of(on)).min(0);
    let ahead = time.wall_ms.saturating_sub(arrived_ms).max(0);
    time.clock_off_by_ms().unwrap_or_else(|| if ahead > 0 { ahead } else { behind() })
}

fn start_of(day: NaiveDate) -> i64 {
    let midnight = day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_millis();
    midnight - super::AHEAD_OF_UTC_MS
}

/// The shift and the business date that an entry of the counter names.
fn shift_of(body: &EntryBody) -> Option<(ShiftNo, BusinessDate)> {
    match body {
        EntryBody::ShiftOpened { shift, business_date, .. } => Some((*shift, *business_date)),
        EntryBody::PaymentTaken(payment) => Some((payment.shift, payment.business_date)),
        EntryBody::PaymentReversed(reversal) => Some((reversal.shift, reversal.business_date)),
        EntryBody::RefundPaid(refund) => Some((refund.shift, refund.business_date)),
        _ => None,
    }
}

impl Batch<'_> {
    /// One case for each shift, about its first entry that is suspect.
    pub(super) fn check_clock(&mut self, place: EntryRef, entry: &Entry) {
        let Some((shift, business_date)) = shift_of(&entry.body) else { return };
        let rules = DecisionRules::on(&self.books.decision_rules, day_at(self.now_ms));
        let Some(off_ms) = suspicion(business_date, &entry.time, self.now_ms, &rules) else { return };
        let subject = format!("clock-suspect {} {shift}", place.stream);
        let side = side_of(&self.noted(place, entry.by, entry.time));
        let order = |seq: Option<domain::Seq>, at_ms: Option<i64>| (seq, at_ms);
        let known = self.cases.known(&subject).and_then(|case| case.sides.first());
        if known.is_some_and(|first| order(first.seq, first.at_ms) <= order(side.seq, side.at_ms)) {
            return;
        }
        let arrived_on = day_at(self.now_ms);
        let conflict = Conflict::ClockSuspect { stream: place.stream, shift, business_date, arrived_on, off_ms };
        self.cases.put(subject, None, conflict, vec![side]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use journal::CenterSeen;

    /// Noon of 23 November in the prefecture.
    const NOON: i64 = 1_795_406_400_000;
    const DAY: i64 = 86_400_000;

    fn off(on: &str, wall_ms: i64, center: Option<CenterSeen>, arrived_ms: i64) -> Option<i64> {
        let time = TimeEvidence { wall_ms, boot: [1; 8], monotonic_ms: 1, center };
        suspicion(on.parse().unwrap(), &time, arrived_ms, &DecisionRules::standard())
    }

    #[test]
    fn a_clock_that_is_right_and_a_month_without_a_link_are_not_suspect() {
        assert_eq!(off("2026-11-23", NOON, None, NOON + 60_000), None);
        assert_eq!(off("2026-11-23", NOON, None, NOON + 30 * DAY), None);
        let seen = CenterSeen { time_ms: NOON - DAY, age_ms: DAY as u64 };
        assert_eq!(off("2026-11-23", NOON + 1_000, Some(seen), NOON + 30 * DAY), None);
    }

    #[test]
    fn a_day_off_a_year_off_and_a_dead_battery_are_suspect() {
        for wrong in [-365 * DAY, -DAY, DAY, 365 * DAY] {
            assert!(off("2026-11-23", NOON + wrong, None, NOON + 60_000).is_some(), "{wrong} without a center time");
            let seen = CenterSeen { time_ms: NOON, age_ms: 0 };
            assert_eq!(off("2026-11-23", NOON + wrong, Some(seen), NOON), Some(wrong));
        }
        let y2k = 946_684_800_000;
        assert!(off("2026-11-23", y2k, None, NOON).is_some());
    }

    #[test]
    fn a_business_date_after_its_arrival_or_long_before_the_evidence_is_suspect() {
        assert_eq!(off("2026-11-24", NOON, None, NOON), Some(-12 * 3_600_000));
        assert_eq!(off("2026-10-01", NOON, None, NOON), Some(0));
        assert_eq!(off("2026-11-22", NOON, None, NOON), None, "yesterday's shift is booked today");
    }
}
