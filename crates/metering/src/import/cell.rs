//! A field of a file, as far as it could be read.

use chrono::NaiveDateTime;
use encoding_rs::GB18030;
use serde::{Deserialize, Serialize};

use super::profile::Encoding;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    Text(String),
    /// A number cell of a workbook: 15 significant digits, in the way that Excel itself keeps them. Larger whole numbers
    /// come with an exponent, because their last digits are lost.
    Number(String),
    Date(NaiveDateTime),
    /// Bytes that are no text in the profile's encoding, or a mark that an earlier system left for a lost character.
    Undecodable {
        bytes: Vec<u8>,
    },
}

/// A field that could not be decoded, with its bytes as evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BadField {
    /// From 1.
    pub column: u32,
    pub hex: String,
}

/// What a decoder puts where a character was lost.
const REPLACEMENT: char = '\u{FFFD}';

impl Cell {
    pub fn decode(bytes: &[u8], encoding: Encoding) -> Cell {
        let text = match encoding {
            Encoding::Utf8 => std::str::from_utf8(bytes).ok().map(str::to_owned),
            Encoding::Gb18030 => {
                GB18030.decode_without_bom_handling_and_without_replacement(bytes).map(|text| text.into_owned())
            }
        };
        match text {
            Some(text) if !text.contains(REPLACEMENT) => Cell::Text(text.trim().to_owned()),
            _ => Cell::Undecodable { bytes: bytes.to_vec() },
        }
    }

    /// The field as a text, if it has one.
    pub fn text(&self) -> Option<String> {
        match self {
            Cell::Text(text) | Cell::Number(text) => Some(text.clone()),
            Cell::Date(at) => Some(at.format("%Y-%m-%d %H:%M:%S").to_string()),
            Cell::Undecodable { .. } => None,
        }
    }

    pub fn is_empty(&self) -> bool {
        matches!(self, Cell::Text(text) if text.is_empty())
    }

    pub fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02X}")).collect()
    }
}

/// A text of many fields for people to look at; characters that cannot be read show as such.
pub fn decode_for_eyes(bytes: &[u8], encoding: Encoding) -> String {
    match encoding {
        Encoding::Utf8 => String::from_utf8_lossy(bytes).into_owned(),
        Encoding::Gb18030 => GB18030.decode_without_bom_handling(bytes).0.into_owned(),
    }
}
