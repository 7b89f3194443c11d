//! 档案更正: an outlet sees that the archive is wrong and asks for a correction; the center decides and the new state comes down.

use serde::{Deserialize, Serialize};

use thiserror::Error;

use crate::{ArchiveChangeId, Customer, CustomerNo, MeterNo};

/// Letters of a name and of an address that an archive takes.
const NAME_LETTERS_MAX: usize = 60;
const ADDRESS_LETTERS_MAX: usize = 120;
/// Digits of a telephone number, the area code included.
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 7..=16;

/// A field that an outlet may ask to correct.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ArchiveField {
    Name,
    Phone,
    Address,
    MeterNo,
}

impl ArchiveField {
    pub const ALL: [ArchiveField; 4] =
        [ArchiveField::Name, ArchiveField::Phone, ArchiveField::Address, ArchiveField::MeterNo];

    pub fn name(self) -> &'static str {
        match self {
            ArchiveField::Name => "name",
            ArchiveField::Phone => "phone",
            ArchiveField::Address => "address",
            ArchiveField::MeterNo => "meter-no",
        }
    }

    pub fn of(self, customer: &Customer) -> &str {
        match self {
            ArchiveField::Name => &customer.name,
            ArchiveField::Phone => &customer.phone,
            ArchiveField::Address => &customer.address,
            ArchiveField::MeterNo => &customer.meter_no,
        }
    }

    /// The value as the archive would keep it, or why it cannot be one. A phone may be taken out; nothing else may.
    pub fn checked(self, text: &str) -> Result<String, ArchiveValueRefusal> {
        let value = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let letters = value.chars().count();
        match self {
            ArchiveField::Name | ArchiveField::Address | ArchiveField::MeterNo if letters == 0 => {
                Err(ArchiveValueRefusal::Empty)
            }
            ArchiveField::Name if letters > NAME_LETTERS_MAX => {
                Err(ArchiveValueRefusal::TooLong { letters_max: NAME_LETTERS_MAX })
            }
            ArchiveField::Address if letters > ADDRESS_LETTERS_MAX => {
                Err(ArchiveValueRefusal::TooLong { letters_max: ADDRESS_LETTERS_MAX })
            }
            ArchiveField::Phone if !value.split(' ').all(|phone| phone.is_empty() || is_phone(phone)) => {
                Err(ArchiveValueRefusal::NoPhone)
            }
            ArchiveField::MeterNo => {
                value.parse::<MeterNo>().map(String::from).map_err(|_| ArchiveValueRefusal::NoMeterNo)
            }
            ArchiveField::Name | ArchiveField::Phone | ArchiveField::Address => Ok(value),
        }
    }

    pub fn set(self, customer: &mut Customer, value: &str) {
        let field = match self {
            ArchiveField::Name => &mut customer.name,
            ArchiveField::Phone => &mut customer.phone,
            ArchiveField::Address => &mut customer.address,
            ArchiveField::MeterNo => &mut customer.meter_no,
        };
        value.clone_into(field);
    }
}

fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let written = text.strip_prefix('+').unwrap_or(text);
    PHONE_DIGITS.contains(&digits) && written.chars().all(|letter| letter.is_ascii_digit() || letter == '-')
}

/// Why a text cannot stand in the archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ArchiveValueRefusal {
    #[error("the value is empty; write it as it should be")]
    Empty,
    #[error("the value is longer than {letters_max} letters")]
    TooLong { letters_max: usize },
    #[error("a phone has 7 to 16 digits; several are separated by a space")]
    NoPhone,
    #[error("a meter number is 1 to 32 letters, digits or hyphens")]
    NoMeterNo,
}

/// The request as the journal keeps it, one field each: edits of different fields never disagree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ArchiveChange {
    pub id: ArchiveChangeId,
    pub customer: CustomerNo,
    pub field: ArchiveField,
    /// What the outlet had before it.
    pub seen: String,
    pub wanted: String,
    pub reason: String,
}
