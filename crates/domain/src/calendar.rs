//! The two dates of the trade: the month a bill is for, and the day a payment counts as.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// 电费年月: the month a bill is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BillingPeriod {
    year: u16,
    month: u8,
}

/// 业务日期: chosen when the shift opens; penalties and reports use it, never the laptop's clock.
pub type BusinessDate = NaiveDate;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a billing period is a year and a month, like 2026-10")]
pub struct PeriodError;

impl BillingPeriod {
    pub fn new(year: u16, month: u8) -> Result<BillingPeriod, PeriodError> {
        if (1900..=9999).contains(&year) && (1..=12).contains(&month) {
            Ok(BillingPeriod { year, month })
        } else {
            Err(PeriodError)
        }
    }

    pub fn of(date: NaiveDate) -> BillingPeriod {
        BillingPeriod::new(date.year() as u16, date.month() as u8).expect("the trade's dates lie in 1900 to 9999")
    }

    pub fn year(self) -> u16 {
        self.year
    }

    pub fn month(self) -> u8 {
        self.month
    }

    /// 202610, as the archive and the journal store it.
    pub fn yyyymm(self) -> u32 {
        u32::from(self.year) * 100 + u32::from(self.month)
    }

    pub fn from_yyyymm(yyyymm: u32) -> Result<BillingPeriod, PeriodError> {
        let year = u16::try_from(yyyymm / 100).map_err(|_| PeriodError)?;
        BillingPeriod::new(year, (yyyymm % 100) as u8)
    }

    pub fn next(self) -> BillingPeriod {
        if self.month == 12 {
            BillingPeriod { year: self.year + 1, month: 1 }
        } else {
            BillingPeriod { year: self.year, month: self.month + 1 }
        }
    }

    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(i32::from(self.year), u32::from(self.month), 1).expect("a period has a first day")
    }

    pub fn last_day(self) -> NaiveDate {
        self.next().first_day().pred_opt().expect("a period has a last day")
    }
}

impl fmt::Display for BillingPeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for BillingPeriod {
    type Err = PeriodError;

    /// Reads `2026-10` and `202610`.
    fn from_str(text: &str) -> Result<BillingPeriod, PeriodError> {
        let digits = match text.split_once('-') {
            Some((year, month)) if year.len() == 4 && month.len() == 2 => format!("{year}{month}"),
            None if text.len() == 6 => text.to_owned(),
            _ => return Err(PeriodError),
        };
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(PeriodError);
        }
        BillingPeriod::from_yyyymm(digits.parse().map_err(|_| PeriodError)?)
    }
}

impl TryFrom<String> for BillingPeriod {
    type Error = PeriodError;
    fn try_from(text: String) -> Result<BillingPeriod, PeriodError> {
        text.parse()
    }
}

impl From<BillingPeriod> for String {
    fn from(period: BillingPeriod) -> String {
        period.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_read_shown_and_counted() {
        let period: BillingPeriod = "2026-12".parse().unwrap();
        assert_eq!("202612".parse(), Ok(period));
        assert_eq!(period.next().to_string(), "2027-01");
        assert_eq!(period.last_day().to_string(), "2026-12-31");
        for text in ["2026-13", "2026-0", "26-10", "2026-1x", ""] {
            assert_eq!(text.parse::<BillingPeriod>(), Err(PeriodError), "{text}");
        }
    }
}
