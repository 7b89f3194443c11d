//! 收费规则: which settings change with the versions that somebody publishes, and from which day on.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::{CollectionRules, CounterRule, PenaltyRule};

use super::PreviewNote;
use super::release::note;

/// One note for each setting and each day from which on it will be another.
pub fn changes(now: &CollectionRules, proposed: &CollectionRules) -> Vec<PreviewNote> {
    let both = [now, proposed];
    let penalty_days: BTreeSet<NaiveDate> =
        both.iter().flat_map(|rules| rules.penalty_versions()).map(|rule| rule.effective_from).collect();
    let counter_days: BTreeSet<NaiveDate> =
        both.iter().flat_map(|rules| rules.counter_versions()).map(|rule| rule.effective_from).collect();
    let penalty = penalty_days.into_iter().flat_map(|day| penalty(day, now.penalty_on(day), proposed.penalty_on(day)));
    let counter = counter_days.into_iter().flat_map(|day| counter(day, now.counter_on(day), proposed.counter_on(day)));
    penalty.chain(counter).collect()
}

fn penalty(day: NaiveDate, now: &PenaltyRule, then: &PenaltyRule) -> Vec<PreviewNote> {
    let share = |rule: &PenaltyRule| rule.cap_share.map_or("–".to_owned(), |share| share.normalize().to_string());
    let figures = [
        ("penalty-resident", now.resident_per_day.normalize(), then.resident_per_day.normalize()),
        ("penalty-other", now.other_per_day.normalize(), then.other_per_day.normalize()),
        ("penalty-cross-year", now.other_cross_year_per_day.normalize(), then.other_cross_year_per_day.normalize()),
    ];
    let mut notes: Vec<Option<PreviewNote>> =
        figures.iter().map(|(code, now, then)| figure(code, day, &now.to_string(), &then.to_string())).collect();
    notes.push(figure("penalty-minimum", day, &now.minimum.to_string(), &then.minimum.to_string()));
    notes.push(figure("penalty-cap", day, &share(now), &share(then)));
    notes.push(choice("penalty-day-count", day, now.day_count == then.day_count));
    notes.into_iter().flatten().collect()
}

fn counter(day: NaiveDate, now: &CounterRule, then: &CounterRule) -> Vec<PreviewNote> {
    let (unit_now, unit_then) = (now.collect_in.unit().to_string(), then.collect_in.unit().to_string());
    let notes = [
        choice("counter-allocation", day, now.allocation == then.allocation),
        choice("counter-partial-payment", day, now.partial_payment == then.partial_payment),
        figure("counter-collect-in", day, &unit_now, &unit_then),
        choice("counter-remitted", day, now.remitted == then.remitted),
    ];
    notes.into_iter().flatten().collect()
}

fn figure(code: &str, day: NaiveDate, now: &str, then: &str) -> Option<PreviewNote> {
    (now != then).then(|| note(code, format!("{day} {now} → {then}")))
}

/// What has words instead of figures: the day is enough, the proposal shows the rest.
fn choice(code: &str, day: NaiveDate, is_same: bool) -> Option<PreviewNote> {
    (!is_same).then(|| note(code, day.to_string()))
}
