//! 电能表: a meter, its digits and multiplier, and how it came and went.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Register, Registers};
use crate::MeterNo;

/// 表码位数, written `6.2`: digits before and after the point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Digits {
    pub whole: u8,
    pub decimals: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the digits of a meter are written like 6.2: 3 to 10 before the point, up to 4 after it")]
pub struct DigitsError;

impl Digits {
    pub fn new(whole: u8, decimals: u8) -> Result<Digits, DigitsError> {
        if (3..=10).contains(&whole) && decimals <= 4 { Ok(Digits { whole, decimals }) } else { Err(DigitsError) }
    }

    /// What the register turns over at: 10 to the power of the whole digits.
    pub fn range(self) -> Decimal {
        Decimal::from(10_u64.pow(u32::from(self.whole)))
    }
}

impl fmt::Display for Digits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.whole, self.decimals)
    }
}

impl FromStr for Digits {
    type Err = DigitsError;
    fn from_str(text: &str) -> Result<Digits, DigitsError> {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
        let number = |part: &str| part.parse().map_err(|_| DigitsError);
        Digits::new(number(whole)?, number(decimals)?)
    }
}

impl TryFrom<String> for Digits {
    type Error = DigitsError;
    fn try_from(text: String) -> Result<Digits, DigitsError> {
        text.parse()
    }
}

impl From<Digits> for String {
    fn from(digits: Digits) -> String {
        digits.to_string()
    }
}

/// A meter at a metering point. A replaced meter stays beside its successor until its last use is billed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Meter {
    /// 资产编号
    pub no: MeterNo,
    /// 通信地址: 12 digits for DL/T 645; empty where the meter has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    pub digits: Digits,
    /// 综合倍率: meter's own × CT × PT. `None` is 待核: nobody may bill on it before it was checked.
    pub multiplier: Option<Decimal>,
    /// What is read of it, in reading order.
    pub registers: Vec<Register>,
    /// 装表, if it came within the memory of this archive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub installed: Option<MeterEvent>,
    /// 拆表
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub removed: Option<MeterEvent>,
}

/// What a meter showed on the day it came or went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct MeterEvent {
    pub on: NaiveDate,
    pub registers: Registers,
}
