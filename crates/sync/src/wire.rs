//! Messages in bytes: CBOR maps with integer keys, as `schema/wire/wire.cddl` says. The types in here exist for the
//! boundary only and become domain types at once.
//!
//! A key that is not known is skipped, so fields can be added. A change of an unknown kind is skipped and counted, so that an
//! older desk goes on. A new kind of outcome needs a new protocol version: the center only sends what the version in the
//! request knows.

mod archive;
mod attach;
mod change;
mod device;
mod digest;
mod document;
mod enrolment;
mod exchange_reply;
mod exchange_request;
mod look_up;
mod outcome;
mod place;
mod rules;
mod staff;
mod urgent;

use std::convert::Infallible;

use archive::CustomerStateBytes;
use chrono::{Days, NaiveDate};
use minicbor::{Decode, Encode};
use rust_decimal::Decimal;
use thiserror::Error;

pub(crate) use archive::{lock_of_number, number_of_lock, number_of_status, status_of_number};

use crate::pack::{PackedChanges, PackedDocuments, PackedEntries};
use crate::{Asked, Form, Reply, Request};
use attach::{AttachBytes, AttachReplyBytes};
use enrolment::{EnrolBytes, EnrolmentBytes};
use exchange_reply::ExchangeReplyBytes;
use exchange_request::ExchangeRequestBytes;
use look_up::{LookUpBytes, LookUpReplyBytes};

/// Why bytes are no message.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct Malformed(pub String);

impl Malformed {
    pub(crate) fn because(reason: impl Into<String>) -> Malformed {
        Malformed(reason.into())
    }
}

impl From<minicbor::decode::Error> for Malformed {
    fn from(error: minicbor::decode::Error) -> Malformed {
        Malformed(error.to_string())
    }
}

/// A message as CBOR, with the bits that do not compress beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Encoded {
    pub cbor: Vec<u8>,
    pub loose: Vec<u8>,
}

pub(crate) fn encode_request(request: &Request, form: Form, nonce: u64) -> Encoded {
    match request {
        Request::Exchange(exchange) => {
            let (bytes, loose) = ExchangeRequestBytes::of(exchange, form);
            Encoded { cbor: cbor(&bytes), loose }
        }
        Request::LookUp(look_up) => Encoded { cbor: cbor(&LookUpBytes::of(look_up, nonce)), loose: Vec::new() },
        Request::Attach(attach) => Encoded { cbor: cbor(&AttachBytes::of(attach, nonce)), loose: Vec::new() },
        Request::Enrol(enrol) => Encoded { cbor: cbor(&EnrolBytes::of(enrol, nonce)), loose: Vec::new() },
    }
}

pub(crate) fn decode_request(kind: u8, encoded: &Encoded) -> Result<Request, Malformed> {
    match kind {
        1 => Ok(Request::Exchange(item::<ExchangeRequestBytes>(&encoded.cbor)?.into_request(&encoded.loose)?)),
        2 => Ok(Request::LookUp(item::<LookUpBytes>(&encoded.cbor)?.try_into()?)),
        3 => Ok(Request::Enrol(item::<EnrolBytes>(&encoded.cbor)?.try_into()?)),
        4 => Ok(Request::Attach(item::<AttachBytes>(&encoded.cbor)?.try_into()?)),
        _ => Err(Malformed::because(format!("no request is of kind {kind}"))),
    }
}

pub(crate) fn encode_reply(reply: &Reply, asked: &Asked) -> Encoded {
    match reply {
        Reply::Exchange(exchange) => {
            let (bytes, loose) = ExchangeReplyBytes::of(exchange, asked);
            Encoded { cbor: cbor(&bytes), loose }
        }
        Reply::LookUp(look_up) => Encoded { cbor: cbor(&LookUpReplyBytes::from(look_up)), loose: Vec::new() },
        Reply::Attached(reply) => Encoded { cbor: cbor(&AttachReplyBytes::from(reply)), loose: Vec::new() },
        Reply::Enrolled(enrolment) => Encoded { cbor: cbor(&EnrolmentBytes::from(enrolment)), loose: Vec::new() },
    }
}

pub(crate) fn decode_reply(kind: u8, encoded: &Encoded, asked: &Asked) -> Result<Reply, Malformed> {
    match kind {
        1 => Ok(Reply::Exchange(item::<ExchangeReplyBytes>(&encoded.cbor)?.into_reply(&encoded.loose, asked)?)),
        2 => Ok(Reply::LookUp(item::<LookUpReplyBytes>(&encoded.cbor)?.try_into()?)),
        3 => Ok(Reply::Enrolled(item::<EnrolmentBytes>(&encoded.cbor)?.try_into()?)),
        4 => Ok(Reply::Attached(item::<AttachReplyBytes>(&encoded.cbor)?.into())),
        _ => Err(Malformed::because(format!("no reply is of kind {kind}"))),
    }
}

pub(crate) fn cbor<T: Encode<()>>(value: &T) -> Vec<u8> {
    let mut bytes = Vec::new();
    let encoded: Result<(), minicbor::encode::Error<Infallible>> = minicbor::encode(value, &mut bytes);
    encoded.expect("encoding into memory does not fail");
    bytes
}

/// Reads exactly one item.
pub(crate) fn item<'b, T: Decode<'b, ()>>(bytes: &'b [u8]) -> Result<T, Malformed> {
    let mut decoder = minicbor::Decoder::new(bytes);
    let value = decoder.decode()?;
    if decoder.position() == bytes.len() { Ok(value) } else { Err(Malformed::because("bytes after the message")) }
}

/// Days since 1970-01-01.
pub(crate) fn days_of(date: NaiveDate) -> i32 {
    (date - NaiveDate::default()).num_days() as i32
}

pub(crate) fn date_of(days: i32) -> Result<NaiveDate, Malformed> {
    let distance = Days::new(u64::from(days.unsigned_abs()));
    let epoch = NaiveDate::default();
    let date = if days < 0 { epoch.checked_sub_days(distance) } else { epoch.checked_add_days(distance) };
    date.ok_or(Malformed::because("a date is out of range"))
}

/// Reads a number or code of the trade.
pub(crate) fn id<T: TryFrom<String, Error = domain::IdError>>(text: String) -> Result<T, Malformed> {
    T::try_from(text).map_err(|error| Malformed(error.to_string()))
}

fn decimal(text: &str) -> Result<Decimal, Malformed> {
    text.parse().map_err(|_| Malformed::because("a rate is not a decimal number"))
}

/// The item with a number counted from 1.
fn numbered<T: Copy>(items: &[T], number: u8) -> Option<T> {
    items.get(usize::from(number).checked_sub(1)?).copied()
}

/// Turns a list of boundary types into domain types.
fn all<B, T>(bytes: Vec<B>, each: impl Fn(B) -> Result<T, Malformed>) -> Result<Vec<T>, Malformed> {
    bytes.into_iter().map(each).collect()
}

/// An empty list is left out.
fn filled<T>(list: Vec<T>) -> Option<Vec<T>> {
    (!list.is_empty()).then_some(list)
}
