//! The legal dates of notices: who may be warned, and from when supply may stop.

use chrono::NaiveDate;
use domain::{
    DisconnectionRules, ElecType, Holiday, NoticeRefusal, NoticeTo, PowerState, arrears_pay_by, disconnection_dates,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn rules() -> DisconnectionRules {
    let holiday = |name: &str, from, to| Holiday { name: name.to_owned(), from: day(from), to: day(to) };
    DisconnectionRules {
        overdue_days: 30,
        resident_notice_days: 7,
        other_notice_days: 3,
        resident_repeat_minutes: 30,
        other_repeat_minutes: 60,
        restore_hours: 24,
        no_cut_holidays: vec![holiday("元旦", "2027-01-01", "2027-01-03"), holiday("春节", "2027-02-05", "2027-02-11")],
    }
}

fn overdue_from(date: &str, elec_type: ElecType) -> NoticeTo {
    NoticeTo { elec_type, power: PowerState::On, overdue_from: Some(day(date)) }
}

#[test]
fn a_resident_is_warned_after_thirty_days_and_has_seven_more() {
    let resident = overdue_from("2026-10-21", ElecType::RURAL_RESIDENTIAL);
    // 20 November is the 31st overdue day.
    let early = disconnection_dates(resident, day("2026-11-19"), &rules());
    assert_eq!(early, Err(NoticeRefusal::NotOverdueEnough { days_left: 1 }));
    let dates = disconnection_dates(resident, day("2026-11-20"), &rules()).unwrap();
    assert_eq!((dates.overdue_days, dates.repeat_minutes), (31, 30));
    assert_eq!((dates.pay_by, dates.cut_from), (day("2026-11-26"), day("2026-11-27")));
}

#[test]
fn others_have_three_days_and_hear_of_it_an_hour_before() {
    let dates =
        disconnection_dates(overdue_from("2026-10-01", ElecType::COMMERCIAL), day("2026-11-20"), &rules()).unwrap();
    assert_eq!((dates.pay_by, dates.cut_from, dates.repeat_minutes), (day("2026-11-22"), day("2026-11-23"), 60));
}

#[test]
fn nobody_is_cut_off_on_a_holiday_or_its_eve() {
    let cut_from = |on| {
        let dates = disconnection_dates(overdue_from("2026-10-01", ElecType::COMMERCIAL), day(on), &rules());
        dates.unwrap().cut_from
    };
    assert_eq!(cut_from("2026-12-27"), day("2026-12-30"));
    // The eve of the new year, and the days of it.
    assert_eq!(cut_from("2026-12-28"), day("2027-01-04"));
    assert_eq!(cut_from("2026-12-31"), day("2027-01-04"));
    assert_eq!(cut_from("2027-02-01"), day("2027-02-12"));
}

#[test]
fn a_notice_that_makes_no_sense_says_why() {
    let on = day("2026-11-20");
    let paid = NoticeTo { overdue_from: None, ..overdue_from("2026-01-01", ElecType::COMMERCIAL) };
    assert_eq!(disconnection_dates(paid, on, &rules()), Err(NoticeRefusal::NothingOwed));
    assert_eq!(arrears_pay_by(paid, on, &rules()), Err(NoticeRefusal::NothingOwed));
    let off = NoticeTo { power: PowerState::Off, ..overdue_from("2026-01-01", ElecType::COMMERCIAL) };
    assert_eq!(disconnection_dates(off, on, &rules()), Err(NoticeRefusal::AlreadyOff));
    let not_due = overdue_from("2026-12-01", ElecType::RURAL_RESIDENTIAL);
    assert_eq!(disconnection_dates(not_due, on, &rules()), Err(NoticeRefusal::NotOverdueEnough { days_left: 41 }));
    let endless = Holiday { name: "检修".to_owned(), from: day("2026-01-01"), to: day("2029-12-31") };
    let rules = DisconnectionRules { no_cut_holidays: vec![endless], ..rules() };
    let overdue = overdue_from("2026-01-01", ElecType::COMMERCIAL);
    assert_eq!(disconnection_dates(overdue, on, &rules), Err(NoticeRefusal::NoDayToCut));
}

#[test]
fn an_arrears_notice_asks_for_the_last_day_without_penalty_or_leaves_the_notice_days() {
    let pay_by = |overdue, on| arrears_pay_by(overdue_from(overdue, ElecType::RURAL_RESIDENTIAL), day(on), &rules());
    assert_eq!(pay_by("2026-12-01", "2026-11-20"), Ok(day("2026-11-30")));
    assert_eq!(pay_by("2026-11-21", "2026-11-20"), Ok(day("2026-11-20")));
    assert_eq!(pay_by("2026-11-20", "2026-11-20"), Ok(day("2026-11-27")));
}
