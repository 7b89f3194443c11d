//! 冻结日期: which reading date the date of a row means.
//!
//! A reading date is the day at whose 00:00 the value stood. 24:00 of a day is 00:00 of the next, so a source that names
//! the day whose end it froze means the day after.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::cell::Cell;
use super::profile::{DateFormat, Dates, FrozenAt};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateFault {
    /// No date in any of the profile's formats, or one that no meter has seen.
    NotADate,
    /// The value is of another moment than the daily freeze.
    NotTheFreeze,
}

/// The moment within the named day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Moment {
    Start,
    End,
    Other,
}

/// Electronic meters are younger than this; an older date is a default that some system filled in.
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2199;

pub fn reading_date(date: &Cell, time: Option<&Cell>, dates: &Dates) -> Result<NaiveDate, DateFault> {
    let (day, mut moment) = named_day(date, &dates.formats).ok_or(DateFault::NotADate)?;
    if let Some(time) = time {
        moment = cell_moment(time).ok_or(DateFault::NotADate)?;
    }
    let shift = match (dates.frozen_at, moment) {
        (_, Moment::Other) | (FrozenAt::StartOfDay, Moment::End) => return Err(DateFault::NotTheFreeze),
        (FrozenAt::StartOfDay, Moment::Start) => 0,
        (FrozenAt::EndOfDay, _) => 1,
    };
    day.checked_add_days(Days::new(shift)).ok_or(DateFault::NotADate)
}

fn named_day(cell: &Cell, formats: &[DateFormat]) -> Option<(NaiveDate, Moment)> {
    let (day, moment) = match cell {
        Cell::Date(at) if formats.contains(&DateFormat::ExcelSerial) => (at.date(), of_time(at.time())),
        Cell::Date(_) | Cell::Undecodable { .. } => return None,
        Cell::Number(text) | Cell::Text(text) => formats.iter().find_map(|format| format.read(text))?,
    };
    YEARS.contains(&chrono::Datelike::year(&day)).then_some((day, moment))
}

impl DateFormat {
    fn read(self, text: &str) -> Option<(NaiveDate, Moment)> {
        if self == DateFormat::ExcelSerial {
            return serial(text);
        }
        let (date, time) = text.split_once([' ', 'T']).unwrap_or((text, ""));
        let day = NaiveDate::parse_from_str(date, self.pattern()).ok().filter(|_| self.fits(date))?;
        Some((day, moment(time.trim())?))
    }

    fn pattern(self) -> &'static str {
        match self {
            DateFormat::Hyphens => "%Y-%m-%d",
            DateFormat::Digits => "%Y%m%d",
            DateFormat::Slashes | DateFormat::ExcelSerial => "%Y/%m/%d",
        }
    }

    /// Four digits of year; 88/8/8 is no date.
    fn fits(self, date: &str) -> bool {
        let year = date.bytes().take_while(u8::is_ascii_digit).count();
        if self == DateFormat::Digits { date.len() == 8 && year == 8 } else { year == 4 }
    }
}

/// Days since 1899-12-30; a part of a day is a time.
fn serial(text: &str) -> Option<(NaiveDate, Moment)> {
    let serial: Decimal = text.parse().ok()?;
    let days = serial.trunc().to_u64().filter(|days| *days > 60)?;
    let day = NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days))?;
    Some((day, if serial.fract().is_zero() { Moment::Start } else { Moment::Other }))
}

fn cell_moment(cell: &Cell) -> Option<Moment> {
    match cell {
        Cell::Date(at) => Some(of_time(at.time())),
        Cell::Number(text) => Some(if text == "0" { Moment::Start } else { Moment::Other }),
        Cell::Text(text) => moment(text),
        Cell::Undecodable { .. } => None,
    }
}

/// No time, 00:00 and 24:00 are the freeze; anything else that is a time is another moment.
fn moment(time: &str) -> Option<Moment> {
    if time.is_empty() {
        return Some(Moment::Start);
    }
    if matches!(time, "24:00" | "24:00:00") {
        return Some(Moment::End);
    }
    let formats = ["%H:%M:%S%.f", "%H:%M"];
    formats.iter().find_map(|format| NaiveTime::parse_from_str(time, format).ok()).map(of_time)
}

fn of_time(time: NaiveTime) -> Moment {
    if time == NaiveDateTime::default().time() { Moment::Start } else { Moment::Other }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [DateFormat; 4] =
        [DateFormat::Hyphens, DateFormat::Digits, DateFormat::Slashes, DateFormat::ExcelSerial];

    fn read(text: &str, formats: &[DateFormat], frozen_at: FrozenAt) -> Result<String, DateFault> {
        let dates = Dates { frozen_at, formats: formats.to_vec() };
        reading_date(&Cell::Text(text.into()), None, &dates).map(|day| day.to_string())
    }

    #[test]
    fn every_way_to_write_a_day_means_the_same_day() {
        for (text, format) in ["2010-12-21", "20101221", "2010/12/21", "40533"].into_iter().zip(ALL) {
            assert_eq!(read(text, &[format], FrozenAt::StartOfDay), Ok("2010-12-21".into()), "{text}");
        }
        assert_eq!(read("2010-12-21 00:00:00", &ALL, FrozenAt::StartOfDay), Ok("2010-12-21".into()));
    }

    #[test]
    fn the_end_of_a_day_is_the_start_of_the_next() {
        assert_eq!(read("2010-12-31", &ALL, FrozenAt::EndOfDay), Ok("2011-01-01".into()));
        assert_eq!(read("2010-12-31 24:00", &ALL, FrozenAt::EndOfDay), Ok("2011-01-01".into()));
        assert_eq!(read("2010-12-31 24:00", &ALL, FrozenAt::StartOfDay), Err(DateFault::NotTheFreeze));
    }

    #[test]
    fn another_moment_and_no_date_are_told_apart() {
        assert_eq!(read("2010-12-21 00:15:00", &ALL, FrozenAt::StartOfDay), Err(DateFault::NotTheFreeze));
        assert_eq!(read("40533.5", &ALL, FrozenAt::StartOfDay), Err(DateFault::NotTheFreeze));
        for text in ["", "2010-13-01", "88/8/8", "1900-01-01", "2010-12-21 25:00", "abc"] {
            assert_eq!(read(text, &ALL, FrozenAt::StartOfDay), Err(DateFault::NotADate), "{text}");
        }
        assert_eq!(read("2010/12/21", &[DateFormat::Hyphens], FrozenAt::StartOfDay), Err(DateFault::NotADate));
    }
}
