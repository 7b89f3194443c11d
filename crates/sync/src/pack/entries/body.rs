//! What an entry says, by its kind.

use domain::{BusinessDate, ClosedShift, Incarnation, Money, PaymentId, Reversal, ReversalId, Seq, ShiftNo};
use journal::{ChainHash, EntryBody, ForkedFrom, TimeEvidence};
use uuid::Uuid;

use super::Before;
use super::columns::{Number, Text, day_number, delta, money, signed};
use crate::pack::lanes::Lanes;
use crate::pack::payment::{blank_payment, payment};
use crate::pack::{ids, narrow};
use crate::wire::{Malformed, date_of, days_of};

pub(super) fn body(
    lanes: &mut impl Lanes,
    before: &mut Before,
    time: &TimeEvidence,
    given: &EntryBody,
) -> Result<EntryBody, Malformed> {
    Ok(match given {
        EntryBody::ShiftOpened { shift, business_date, opening_cash } => EntryBody::ShiftOpened {
            shift: shift_no(lanes, before, *shift)?,
            business_date: date(lanes, before, *business_date)?,
            opening_cash: money(lanes, Number::OpeningCash, *opening_cash)?,
        },
        EntryBody::PaymentTaken(given) => {
            let id = PaymentId(uuid(lanes, time, given.id.0)?);
            let shift = shift_no(lanes, before, given.shift)?;
            let business_date = date(lanes, before, given.business_date)?;
            before.payments.push(id);
            EntryBody::PaymentTaken(payment(lanes, before, id, shift, business_date, given)?)
        }
        EntryBody::PaymentReversed(given) => EntryBody::PaymentReversed(reversal(lanes, before, time, given)?),
        EntryBody::ReceiptReprinted { payment, copy } => EntryBody::ReceiptReprinted {
            payment: reference(lanes, before, *payment)?,
            copy: narrow(lanes.int(Number::Copy as usize, u64::from(*copy))?)?,
        },
        EntryBody::ShiftClosed(given) => EntryBody::ShiftClosed(ClosedShift {
            no: shift_no(lanes, before, given.no)?,
            counted_cash: money(lanes, Number::CountedCash, given.counted_cash)?,
            expected_cash: money(lanes, Number::ExpectedCash, given.expected_cash)?,
        }),
        EntryBody::StreamForked(given) => EntryBody::StreamForked(forked_from(lanes, given)?),
        EntryBody::RoundPrepared(_)
        | EntryBody::ReadingEntered(_)
        | EntryBody::ReadingWithdrawn { .. }
        | EntryBody::ReadingsReviewed(_)
        | EntryBody::ReadingRequested(_)
        | EntryBody::BillIssued(_)
        | EntryBody::RestoreRequested(_)
        | EntryBody::ReadingsImported(_)
        | EntryBody::NoticePrinted(_)
        | EntryBody::TaskAnswered(_)
        | EntryBody::RefundPaid(_)
        | EntryBody::ArchiveChangeRequested(_)
        | EntryBody::Proposed(_)
        | EntryBody::ProposalAnswered(_)
        | EntryBody::CaseNoted(_)
        | EntryBody::ActRecorded { .. } => return Err(Malformed::because("a kind of entry without columns")),
    })
}

fn reversal(
    lanes: &mut impl Lanes,
    before: &mut Before,
    time: &TimeEvidence,
    given: &Reversal,
) -> Result<Reversal, Malformed> {
    Ok(Reversal {
        id: ReversalId(uuid(lanes, time, given.id.0)?),
        payment: reference(lanes, before, given.payment)?,
        shift: shift_no(lanes, before, given.shift)?,
        business_date: date(lanes, before, given.business_date)?,
        reason: lanes.text(Text::Reason as usize, &given.reason)?,
        cash_returned: money(lanes, Number::CashReturned, given.cash_returned)?,
    })
}

fn forked_from(lanes: &mut impl Lanes, given: &ForkedFrom) -> Result<ForkedFrom, Malformed> {
    let incarnation = lanes.int(Number::ForkIncarnation as usize, u64::from(given.incarnation.0))?;
    Ok(ForkedFrom {
        incarnation: Incarnation(narrow(incarnation)?),
        seq: Seq(lanes.int(Number::ForkSeq as usize, given.seq.0)?),
        hash: hash(lanes, given.hash)?,
    })
}

fn shift_no(lanes: &mut impl Lanes, before: &mut Before, shift: ShiftNo) -> Result<ShiftNo, Malformed> {
    delta(lanes, Number::Shift, &mut before.shift, shift.0).map(ShiftNo)
}

fn date(lanes: &mut impl Lanes, before: &mut Before, date: BusinessDate) -> Result<BusinessDate, Malformed> {
    let days = signed(lanes, Number::Date, i64::from(days_of(date)) - i64::from(before.date))?;
    before.date = day_number(i64::from(before.date).wrapping_add(days))?;
    date_of(before.date)
}

fn uuid(lanes: &mut impl Lanes, time: &TimeEvidence, given: Uuid) -> Result<Uuid, Malformed> {
    let form = lanes.int(Number::IdForm as usize, ids::form_of(given))?;
    ids::uuid(lanes, Number::IdTime as usize, form, time.wall_ms, given)
}

/// How many payments back, counted from 1; 0 where the payment is not among these entries.
fn reference(lanes: &mut impl Lanes, before: &Before, given: PaymentId) -> Result<PaymentId, Malformed> {
    let back = before.payments.iter().rev().position(|id| *id == given).map_or(0, |place| place as u64 + 1);
    let back: usize = narrow(lanes.int(Number::Reference as usize, back)?)?;
    if back == 0 {
        return Ok(PaymentId(Uuid::from_u128(lanes.bits(128, given.0.as_u128())?)));
    }
    let place = before.payments.len().checked_sub(back).ok_or(Malformed::because("a payment that is not there"))?;
    Ok(before.payments[place])
}

fn hash(lanes: &mut impl Lanes, given: ChainHash) -> Result<ChainHash, Malformed> {
    let mut hash = ChainHash([0; 32]);
    for (to, from) in hash.0.chunks_exact_mut(16).zip(given.0.chunks_exact(16)) {
        let half = u128::from_be_bytes(from.try_into().expect("half a hash is 16 bytes"));
        to.copy_from_slice(&lanes.bits(128, half)?.to_be_bytes());
    }
    Ok(hash)
}

/// The shape that a reader fills in. The numbers of the kinds are those of the journal.
pub(super) fn blank_body(kind: u64) -> Result<EntryBody, Malformed> {
    let nobody = PaymentId(Uuid::nil());
    let (shift, day) = (ShiftNo(0), BusinessDate::default());
    Ok(match kind {
        1 => EntryBody::ShiftOpened { shift, business_date: day, opening_cash: Money::ZERO },
        2 => EntryBody::PaymentTaken(blank_payment()),
        3 => EntryBody::PaymentReversed(Reversal {
            id: ReversalId(Uuid::nil()),
            payment: nobody,
            shift,
            business_date: day,
            reason: String::new(),
            cash_returned: Money::ZERO,
        }),
        4 => EntryBody::ReceiptReprinted { payment: nobody, copy: 0 },
        5 => EntryBody::ShiftClosed(ClosedShift { no: shift, counted_cash: Money::ZERO, expected_cash: Money::ZERO }),
        6 => EntryBody::StreamForked(ForkedFrom {
            incarnation: Incarnation(0),
            seq: Seq::ZERO,
            hash: ChainHash([0; 32]),
        }),
        _ => return Err(Malformed::because("columns of an unknown kind of entry")),
    })
}
