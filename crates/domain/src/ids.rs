//! The ids of the trade, each its own type.
//!
//! Numbers that people write are text, so leading zeros survive; ids that machines make are integers or UUIDv7.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

/// Why a text is not the number or code it should be.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum IdError {
    #[error("a customer number is 6 to 16 digits")]
    CustomerNo,
    #[error("a unit code is 5 to 12 digits")]
    UnitCode,
    #[error("a terminal code is 1 to 12 capital letters, digits or hyphens")]
    TerminalCode,
    #[error("a payment id is a UUID")]
    Uuid,
}

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident, $error:expr, $valid:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> {
                let valid: fn(&str) -> bool = $valid;
                if valid(&text) { Ok(Self(text)) } else { Err($error) }
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                Self::try_from(text.trim().to_owned())
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }
    };
}

macro_rules! number_id {
    ($(#[$doc:meta])* $name:ident($number:ty)) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub $number);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}", self.0)
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                Uuid::parse_str(text).map($name).map_err(|_| IdError::Uuid)
            }
        }
    };
}

text_id! {
    /// 户号: 6 to 16 digits kept as text; 10 in SG186, 13 in Marketing 2.0.
    CustomerNo, IdError::CustomerNo,
    |text| (6..=16).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

text_id! {
    /// 单位编码: 5 digits the prefecture, 7 a county company, 9 a station, 11 an outlet of it.
    UnitCode, IdError::UnitCode,
    |text| (5..=12).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

text_id! {
    /// 终端编号: what a receipt calls the device, for example `BYP-01`.
    TerminalCode, IdError::TerminalCode,
    |text| (1..=12).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-')
}

number_id! {
    /// 操作员: a person who signs in, numbered by the center.
    OperatorId(u32)
}
number_id! {
    /// 终端: an enrolled laptop, numbered by the center.
    DeviceId(u32)
}
number_id! {
    /// The life of a device's journal: 1 at enrolment, more after each clone or restored backup that was detected.
    Incarnation(u16)
}
number_id! {
    /// 班次: a shift, counted from 1 on its device.
    ShiftNo(u32)
}
number_id! {
    /// The position of an entry in its journal, from 1 without gaps.
    Seq(u64)
}

uuid_id! {
    /// A payment's id (UUIDv7), born on the screen and saved before anything else happens.
    PaymentId
}
uuid_id! {
    /// A reversal's id (UUIDv7), so that a repeated click is the same reversal.
    ReversalId
}

impl Seq {
    pub const ZERO: Seq = Seq(0);

    pub fn next(self) -> Seq {
        Seq(self.0.checked_add(1).expect("a journal never reaches 2^64 entries"))
    }
}

/// The journal of one device in one incarnation; nobody else writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Stream {
    pub device: DeviceId,
    pub incarnation: Incarnation,
}

impl fmt::Display for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.device, self.incarnation)
    }
}

/// 收据号: terminal, incarnation and a running number without gaps: `BYP-01-1-000123`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct ReceiptNo {
    pub terminal: TerminalCode,
    pub incarnation: Incarnation,
    pub number: u32,
}

impl fmt::Display for ReceiptNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-{:06}", self.terminal, self.incarnation, self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_customer_number_keeps_its_leading_zeros() {
        assert_eq!("0042800112".parse::<CustomerNo>().unwrap().to_string(), "0042800112");
        for text in ["12345", "12345678901234567", "42800112a4", ""] {
            assert_eq!(text.parse::<CustomerNo>(), Err(IdError::CustomerNo), "{text}");
        }
    }

    #[test]
    fn a_receipt_number_names_terminal_incarnation_and_number() {
        let receipt = ReceiptNo { terminal: "BYP-01".parse().unwrap(), incarnation: Incarnation(1), number: 123 };
        assert_eq!(receipt.to_string(), "BYP-01-1-000123");
    }
}
