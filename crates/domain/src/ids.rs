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
    #[error("an id is a UUID")]
    Uuid,
    #[error("a price code is 1 to 16 capital letters, digits or hyphens")]
    PriceCode,
    #[error("a segment number is 1 to 16 letters, digits or hyphens")]
    SegmentNo,
    #[error("a metering point, meter or transformer number is 1 to 32 letters, digits or hyphens")]
    AssetNo,
    #[error("a hash is 64 hexadecimal digits")]
    Hash,
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
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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

text_id! {
    /// 电价代码: what metering points are bound to, for example `RES-LV`.
    PriceCode, IdError::PriceCode,
    |text| (1..=16).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-')
}

text_id! {
    /// 抄表段编号
    SegmentNo, IdError::SegmentNo, |text| is_alphanumeric(text, 16)
}

text_id! {
    /// 计量点编号
    PointNo, IdError::AssetNo, |text| is_alphanumeric(text, 32)
}

text_id! {
    /// 电能表资产编号, as on its barcode.
    MeterNo, IdError::AssetNo, |text| is_alphanumeric(text, 32)
}

text_id! {
    /// 变压器编号
    TransformerNo, IdError::AssetNo, |text| is_alphanumeric(text, 32)
}

fn is_alphanumeric(text: &str, length_max: usize) -> bool {
    (1..=length_max).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
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

uuid_id! {
    /// A reading's id (UUIDv7), so that a repeated Enter is the same reading.
    ReadingId
}
uuid_id! {
    /// An import of a file of readings.
    ImportId
}
uuid_id! {
    /// 复电申请
    RestoreId
}
uuid_id! {
    /// 通知单: an arrears or disconnection notice.
    NoticeId
}
uuid_id! {
    /// 提议: what somebody at the center wants decided.
    ProposalId
}
uuid_id! {
    /// 待办, given by the center to a desk.
    TaskId
}
uuid_id! {
    /// A refund that was paid out (UUIDv7), so that a repeated click is the same refund.
    RefundId
}
uuid_id! {
    /// 档案更正申请
    ArchiveChangeId
}

/// SHA-256 of a photo or a file; it names the attachment wherever it travels.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FileHash(pub [u8; 32]);

impl fmt::Display for FileHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for FileHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for FileHash {
    type Err = IdError;
    fn from_str(text: &str) -> Result<FileHash, IdError> {
        let digits: Option<Vec<u8>> = text.chars().map(|digit| digit.to_digit(16).map(|digit| digit as u8)).collect();
        let bytes: Vec<u8> = digits.ok_or(IdError::Hash)?.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect();
        if text.len() == 64 { bytes.try_into().map(FileHash).map_err(|_| IdError::Hash) } else { Err(IdError::Hash) }
    }
}

impl TryFrom<String> for FileHash {
    type Error = IdError;
    fn try_from(text: String) -> Result<FileHash, IdError> {
        text.parse()
    }
}

impl From<FileHash> for String {
    fn from(hash: FileHash) -> String {
        hash.to_string()
    }
}

impl Seq {
    pub const ZERO: Seq = Seq(0);

    pub fn next(self) -> Seq {
        Seq(self.0.checked_add(1).expect("a journal never reaches 2^64 entries"))
    }
}

/// The journal of one device in one incarnation; nobody else writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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

/// 电费单号: terminal, incarnation and a running number without gaps, a block that is delegated to the device by its very
/// form: `BYP-01-1-B000123`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BillNo {
    pub terminal: TerminalCode,
    pub incarnation: Incarnation,
    pub number: u32,
}

impl fmt::Display for BillNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-B{:06}", self.terminal, self.incarnation, self.number)
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
