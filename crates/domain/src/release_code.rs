//! 解锁码: twelve digits that a supervisor at the center reads over the phone, and that lift one limit on one device, once.
//!
//! ```text
//! 1        2     3 4      5 … 10   11       12
//! purpose  day   serial   proof    device   check
//! ```
//!
//! The proof is a truncated HMAC-SHA-256 over purpose, device, last day and serial, under a key that the center and this
//! device share. The last digit finds what was misheard before anything is compared; a code that was misheard is no guess.

use chrono::{Days, NaiveDate};
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use std::fmt;
use thiserror::Error;

use crate::DeviceId;

/// Digits of a code.
pub const RELEASE_DIGITS: usize = 12;
/// The last day of a code lies at most so many days ahead: one digit tells the days around today apart.
pub const RELEASE_DAYS_MAX: u64 = 5;
/// Codes of one purpose for one device that can be valid to the same day.
pub const RELEASE_SERIALS: u8 = 100;

/// What the center and one device share. It never shows itself.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ReleaseKey(pub [u8; 32]);

impl fmt::Debug for ReleaseKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReleaseKey(..)")
    }
}

/// What a code lifts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ReleasePurpose {
    /// 解除登录等待: the wait of one operator after wrong passwords.
    SignIn,
}

impl ReleasePurpose {
    pub const ALL: [ReleasePurpose; 1] = [ReleasePurpose::SignIn];

    /// The first digit; a digit that was used once stays taken.
    fn digit(self) -> u8 {
        match self {
            ReleasePurpose::SignIn => 1,
        }
    }
}

/// What was given out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ReleaseGrant {
    pub device: DeviceId,
    pub purpose: ReleasePurpose,
    /// The last day on which the code is taken.
    pub until: NaiveDate,
    /// 0 to 99, so that two codes of a day differ.
    pub serial: u8,
}

/// Why a code is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ReleaseRefusal {
    #[error("a release code has twelve digits")]
    NotTwelveDigits,
    #[error("a digit was misheard or mistyped; read the code out again")]
    Misheard,
    #[error("the code is for another device")]
    OtherDevice,
    #[error("the code lifts something else")]
    OtherPurpose,
    #[error("the code was valid until {until}; ask for a new one")]
    Expired { until: NaiveDate },
    #[error("the code is not one of the center's")]
    Wrong,
}

/// The code that a person reads out.
pub fn release_code(key: &ReleaseKey, grant: &ReleaseGrant) -> String {
    let mut digits = vec![grant.purpose.digit(), (day_number(grant.until) % 10) as u8];
    digits.extend([grant.serial / 10 % 10, grant.serial % 10]);
    digits.extend(proof(key, grant));
    digits.push(device_digit(grant.device));
    digits.push(check_digit(&digits));
    digits.into_iter().map(|digit| char::from(b'0' + digit)).collect()
}

/// Reads a code at a device, on a day. Spaces and hyphens are how people write it.
pub fn read_release_code(
    key: &ReleaseKey,
    device: DeviceId,
    purpose: ReleasePurpose,
    today: NaiveDate,
    text: &str,
) -> Result<ReleaseGrant, ReleaseRefusal> {
    let digits = digits_of(text).ok_or(ReleaseRefusal::NotTwelveDigits)?;
    if check_digit(&digits) != 0 {
        return Err(ReleaseRefusal::Misheard);
    }
    if digits[10] != device_digit(device) {
        return Err(ReleaseRefusal::OtherDevice);
    }
    if digits[0] != purpose.digit() {
        return Err(ReleaseRefusal::OtherPurpose);
    }
    let until = day_near(today, digits[1]).ok_or(ReleaseRefusal::Wrong)?;
    let grant = ReleaseGrant { device, purpose, until, serial: digits[2] * 10 + digits[3] };
    if proof(key, &grant) != digits[4..10] {
        return Err(ReleaseRefusal::Wrong);
    }
    if until < today { Err(ReleaseRefusal::Expired { until }) } else { Ok(grant) }
}

fn digits_of(text: &str) -> Option<[u8; RELEASE_DIGITS]> {
    let written = text.chars().filter(|letter| !letter.is_whitespace() && *letter != '-');
    let digits: Option<Vec<u8>> = written.map(|letter| letter.to_digit(10).map(|digit| digit as u8)).collect();
    digits?.try_into().ok()
}

fn day_number(day: NaiveDate) -> u64 {
    (day - NaiveDate::default()).num_days().unsigned_abs()
}

/// The day with this last digit among the ten days of which today is the fifth.
fn day_near(today: NaiveDate, digit: u8) -> Option<NaiveDate> {
    let earliest = today.checked_sub_days(Days::new(9 - RELEASE_DAYS_MAX))?;
    let days = (0..10).filter_map(|ahead| earliest.checked_add_days(Days::new(ahead)));
    days.into_iter().find(|day| day_number(*day) % 10 == u64::from(digit))
}

/// Neighbouring devices always differ in it, so most codes for another device are named as such.
fn device_digit(device: DeviceId) -> u8 {
    (device.0 % 10) as u8
}

/// Six digits: a guess is right once in a million, and guesses are throttled.
fn proof(key: &ReleaseKey, grant: &ReleaseGrant) -> [u8; 6] {
    let mut mac = Hmac::<Sha256>::new_from_slice(&key.0).expect("a key of any length serves");
    mac.update(b"qingjiang release code");
    mac.update(&[grant.purpose.digit(), grant.serial]);
    mac.update(&grant.device.0.to_be_bytes());
    mac.update(&day_number(grant.until).to_be_bytes());
    let tag = mac.finalize().into_bytes();
    let mut number = u64::from_be_bytes(std::array::from_fn(|place| tag[place]));
    std::array::from_fn(|_| {
        let digit = (number % 10) as u8;
        number /= 10;
        digit
    })
}

/// Damm's digit: it finds every single wrong digit and every two neighbours that were exchanged. Over digits that end in
/// their own check digit it is 0.
fn check_digit(digits: &[u8]) -> u8 {
    const TABLE: [[u8; 10]; 10] = [
        [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
        [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
        [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
        [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
        [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
        [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
        [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
        [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
        [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
        [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
    ];
    digits.iter().fold(0, |interim, digit| TABLE[usize::from(interim)][usize::from(*digit)])
}
