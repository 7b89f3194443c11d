//! How an entry lies in bytes: CBOR maps with integer keys, a zero or empty field left out. `journal.cddl` says the same.

mod act;
mod decimal;
mod fields;
mod notice;
mod payment;
mod reading;
mod round;
mod statement;
mod tender;

use chrono::{Days, NaiveDate};
use domain::{
    BillingPeriod, ClosedShift, CustomerNo, DeviceId, Incarnation, Money, OperatorId, PaymentId, Reversal, ReversalId,
    Seq, ShiftNo, Stream,
};
use minicbor::bytes::ByteArray;
use minicbor::{Decode, Encode};
use uuid::Uuid;

use crate::{CenterSeen, ChainHash, Entry, EntryBody, ForkedFrom, TimeEvidence};
use fields::BodyBytes;

#[derive(Encode, Decode)]
#[cbor(map)]
pub(crate) struct EntryBytes {
    #[n(1)]
    device: u32,
    #[n(2)]
    incarnation: u16,
    #[n(3)]
    seq: u64,
    #[n(4)]
    time: TimeBytes,
    #[n(5)]
    by: u32,
    #[n(6)]
    kind: u32,
    #[n(7)]
    body: BodyBytes,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct TimeBytes {
    #[n(1)]
    wall_ms: i64,
    #[n(2)]
    boot: ByteArray<8>,
    #[n(3)]
    monotonic_ms: u64,
    #[n(4)]
    center_ms: Option<i64>,
    #[n(5)]
    center_age_ms: Option<u64>,
}

/// Bodies of kinds above this one are kept as they are.
const NEWEST_KIND: u32 = 22;

/// 100,000,000,000 yuan, or as many kWh. Sums of amounts up to it stay far from overflow, whoever wrote the entry.
const AMOUNT_MAX: u64 = 10_000_000_000_000;

/// Why a body is not one of ours.
pub(crate) enum BodyError {
    NewerKind,
    Malformed(String),
}

fn malformed(what: &str) -> BodyError {
    BodyError::Malformed(what.to_owned())
}

pub(crate) fn days_of_date(date: NaiveDate) -> u32 {
    let days = (date - NaiveDate::default()).num_days();
    u32::try_from(days).expect("the trade's dates lie after 1970")
}

pub(crate) fn date_of_days(days: u32) -> Option<NaiveDate> {
    NaiveDate::default().checked_add_days(Days::new(u64::from(days)))
}

fn fen(amount: Money) -> Option<i64> {
    (!amount.is_zero()).then(|| amount.fen())
}

fn money(fen: Option<i64>) -> Money {
    Money::from_fen(fen.unwrap_or(0))
}

/// A count or code; zero is left out.
fn number(number: i64) -> Option<i64> {
    (number != 0).then_some(number)
}

fn code(code: u8) -> Option<u8> {
    (code != 0).then_some(code)
}

fn uuid_bytes(id: Uuid) -> ByteArray<16> {
    id.into_bytes().into()
}

fn text(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

impl EntryBytes {
    pub(crate) fn stream(&self) -> Stream {
        Stream { device: DeviceId(self.device), incarnation: Incarnation(self.incarnation) }
    }

    pub(crate) fn seq(&self) -> Seq {
        Seq(self.seq)
    }

    pub(crate) fn kind(&self) -> u32 {
        self.kind
    }

    pub(crate) fn into_entry(self) -> Result<Entry, BodyError> {
        Ok(Entry {
            stream: self.stream(),
            seq: self.seq(),
            time: self.time.into(),
            by: OperatorId(self.by),
            body: self.body.into_body(self.kind)?,
        })
    }
}

impl From<&Entry> for EntryBytes {
    fn from(entry: &Entry) -> EntryBytes {
        EntryBytes {
            device: entry.stream.device.0,
            incarnation: entry.stream.incarnation.0,
            seq: entry.seq.0,
            time: entry.time.into(),
            by: entry.by.0,
            kind: entry.body.kind(),
            body: (&entry.body).into(),
        }
    }
}

impl From<TimeEvidence> for TimeBytes {
    fn from(time: TimeEvidence) -> TimeBytes {
        TimeBytes {
            wall_ms: time.wall_ms,
            boot: time.boot.into(),
            monotonic_ms: time.monotonic_ms,
            center_ms: time.center.map(|seen| seen.time_ms),
            center_age_ms: time.center.map(|seen| seen.age_ms),
        }
    }
}

impl From<TimeBytes> for TimeEvidence {
    fn from(time: TimeBytes) -> TimeEvidence {
        let seen = time.center_ms.zip(time.center_age_ms);
        TimeEvidence {
            wall_ms: time.wall_ms,
            boot: *time.boot,
            monotonic_ms: time.monotonic_ms,
            center: seen.map(|(time_ms, age_ms)| CenterSeen { time_ms, age_ms }),
        }
    }
}

impl From<&EntryBody> for BodyBytes {
    fn from(body: &EntryBody) -> BodyBytes {
        match body {
            EntryBody::ShiftOpened { shift, business_date, opening_cash } => BodyBytes {
                shift: Some(shift.0),
                business_date: Some(days_of_date(*business_date)),
                opening_cash: fen(*opening_cash),
                ..BodyBytes::default()
            },
            EntryBody::PaymentTaken(payment) => payment.into(),
            EntryBody::PaymentReversed(reversal) => reversal.into(),
            EntryBody::ReceiptReprinted { payment, copy } => {
                BodyBytes { payment: Some(payment.0.into_bytes().into()), copy: Some(*copy), ..BodyBytes::default() }
            }
            EntryBody::ShiftClosed(closed) => BodyBytes {
                shift: Some(closed.no.0),
                counted_cash: fen(closed.counted_cash),
                expected_cash: fen(closed.expected_cash),
                ..BodyBytes::default()
            },
            EntryBody::StreamForked(from) => BodyBytes {
                forked_incarnation: Some(from.incarnation.0),
                forked_seq: Some(from.seq.0),
                forked_hash: Some(from.hash.0.into()),
                ..BodyBytes::default()
            },
            EntryBody::RoundPrepared(prepared) => prepared.into(),
            EntryBody::ReadingEntered(reading) => reading.into(),
            EntryBody::ReadingWithdrawn { reading, reason } => {
                BodyBytes { reading: Some(uuid_bytes(reading.0)), reason: text(reason), ..BodyBytes::default() }
            }
            EntryBody::ReadingsReviewed(review) => review.into(),
            EntryBody::ReadingRequested(request) => request.into(),
            EntryBody::BillIssued(bill) => bill.into(),
            EntryBody::RestoreRequested(request) => request.into(),
            EntryBody::ReadingsImported(import) => import.into(),
            EntryBody::NoticePrinted(notice) => notice.into(),
            EntryBody::TaskAnswered(answer) => answer.into(),
            EntryBody::RefundPaid(refund) => refund.into(),
            EntryBody::ArchiveChangeRequested(change) => change.into(),
            EntryBody::Proposed(proposed) => proposed.into(),
            EntryBody::ProposalAnswered(answered) => answered.into(),
            EntryBody::CaseNoted(noted) => noted.into(),
            EntryBody::ActRecorded { act } => BodyBytes { document: text(act), ..BodyBytes::default() },
        }
    }
}

impl From<&Reversal> for BodyBytes {
    fn from(reversal: &Reversal) -> BodyBytes {
        BodyBytes {
            id: Some(reversal.id.0.into_bytes().into()),
            shift: Some(reversal.shift.0),
            business_date: Some(days_of_date(reversal.business_date)),
            payment: Some(reversal.payment.0.into_bytes().into()),
            reason: text(&reversal.reason),
            cash_returned: fen(reversal.cash_returned),
            ..BodyBytes::default()
        }
    }
}

impl BodyBytes {
    fn into_body(self, kind: u32) -> Result<EntryBody, BodyError> {
        if (1..=NEWEST_KIND).contains(&kind) && self.amounts().any(|fen| fen.unsigned_abs() > AMOUNT_MAX) {
            return Err(malformed("an amount is larger than can be booked"));
        }
        Ok(match kind {
            1 => EntryBody::ShiftOpened {
                shift: self.shift()?,
                business_date: self.business_date()?,
                opening_cash: money(self.opening_cash),
            },
            2 => EntryBody::PaymentTaken(self.into_payment()?),
            3 => EntryBody::PaymentReversed(self.into_reversal()?),
            4 => EntryBody::ReceiptReprinted { payment: self.payment()?, copy: self.copy.ok_or(malformed("no copy"))? },
            5 => EntryBody::ShiftClosed(ClosedShift {
                no: self.shift()?,
                counted_cash: money(self.counted_cash),
                expected_cash: money(self.expected_cash),
            }),
            6 => EntryBody::StreamForked(self.forked_from()?),
            7 => EntryBody::RoundPrepared(self.into_prepared_round()?),
            8 => EntryBody::ReadingEntered(self.into_reading()?),
            9 => EntryBody::ReadingWithdrawn { reading: self.reading()?, reason: self.reason.unwrap_or_default() },
            10 => EntryBody::ReadingsReviewed(self.into_review()?),
            11 => EntryBody::ReadingRequested(self.into_request()?),
            12 => EntryBody::BillIssued(self.into_issued_bill()?),
            13 => EntryBody::RestoreRequested(self.into_restore_request()?),
            14 => EntryBody::ReadingsImported(self.into_import()?),
            15 => EntryBody::NoticePrinted(self.into_notice()?),
            16 => EntryBody::TaskAnswered(self.into_task_answer()?),
            17 => EntryBody::RefundPaid(self.into_paid_refund()?),
            18 => EntryBody::ArchiveChangeRequested(self.into_archive_change()?),
            19 => EntryBody::Proposed(self.into_proposed()?),
            20 => EntryBody::ProposalAnswered(self.into_proposal_answered()?),
            21 => EntryBody::CaseNoted(self.into_case_noted()?),
            22 => EntryBody::ActRecorded { act: self.document()? },
            _ => return Err(BodyError::NewerKind),
        })
    }

    fn shift(&self) -> Result<ShiftNo, BodyError> {
        self.shift.map(ShiftNo).ok_or(malformed("no shift"))
    }

    fn business_date(&self) -> Result<NaiveDate, BodyError> {
        self.business_date.and_then(date_of_days).ok_or(malformed("no business date"))
    }

    fn customer(&self) -> Result<CustomerNo, BodyError> {
        let customer = self.customer.as_deref().ok_or(malformed("no customer"))?;
        customer.to_owned().try_into().map_err(|_| malformed("the customer has no number"))
    }

    fn period(&self) -> Result<BillingPeriod, BodyError> {
        let period = self.period.ok_or(malformed("no month"))?;
        BillingPeriod::from_yyyymm(period).map_err(|_| malformed("the month does not exist"))
    }

    fn on(&self) -> Result<NaiveDate, BodyError> {
        self.on.and_then(date_of_days).ok_or(malformed("no day"))
    }

    fn uuid(&self) -> Result<Uuid, BodyError> {
        self.id.as_ref().map(|id| Uuid::from_bytes(**id)).ok_or(malformed("no id"))
    }

    fn payment(&self) -> Result<PaymentId, BodyError> {
        let id = self.payment.as_ref().ok_or(malformed("no payment"))?;
        Ok(PaymentId(Uuid::from_bytes(**id)))
    }

    fn forked_from(&self) -> Result<ForkedFrom, BodyError> {
        Ok(ForkedFrom {
            incarnation: self.forked_incarnation.map(Incarnation).ok_or(malformed("no incarnation"))?,
            seq: self.forked_seq.map(Seq).ok_or(malformed("no seq"))?,
            hash: self.forked_hash.as_ref().map(|hash| ChainHash(**hash)).ok_or(malformed("no hash"))?,
        })
    }

    fn into_reversal(self) -> Result<Reversal, BodyError> {
        Ok(Reversal {
            id: ReversalId(self.uuid()?),
            payment: self.payment()?,
            shift: self.shift()?,
            business_date: self.business_date()?,
            cash_returned: money(self.cash_returned),
            reason: self.reason.unwrap_or_default(),
        })
    }
}
