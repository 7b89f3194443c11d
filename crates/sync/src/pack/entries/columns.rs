//! The columns of an entry, and the numbers in them.

use domain::Money;

use crate::pack::lanes::Lanes;
use crate::pack::narrow;
use crate::wire::Malformed;

/// The columns of numbers, in their order in the bytes.
#[derive(Clone, Copy)]
pub(in crate::pack) enum Number {
    Kind,
    RawLength,
    By,
    SameBoot,
    Wall,
    Monotonic,
    Center,
    ClockOff,
    CenterAge,
    IdForm,
    IdTime,
    Shift,
    Date,
    Digits,
    Customer,
    Owned,
    Basis,
    Bills,
    Period,
    Issue,
    Energy,
    Price,
    Billed,
    Principal,
    Penalty,
    Left,
    PrepaidUsed,
    PrepaidAdded,
    PrepaidAfter,
    TailBefore,
    TailAfter,
    Tenders,
    TenderKind,
    Amount,
    TenderDate,
    Change,
    Receipt,
    OpeningCash,
    CountedCash,
    ExpectedCash,
    Reference,
    CashReturned,
    Copy,
    ForkIncarnation,
    ForkSeq,
    Prices,
}

/// The columns of texts, after those of numbers.
#[derive(Clone, Copy)]
pub(in crate::pack) enum Text {
    Owner,
    SlipNumber,
    Bank,
    Account,
    IssuingUnit,
    Approver,
    Remark,
    Drawer,
    Terminal,
    CardTail,
    Reason,
}

pub(in crate::pack) const COLUMNS: (usize, usize) = (Number::Prices as usize + 1, Text::Reason as usize + 1);

/// The difference to the row before, in either direction.
pub(in crate::pack) fn delta(
    lanes: &mut impl Lanes,
    lane: Number,
    before: &mut u32,
    value: u32,
) -> Result<u32, Malformed> {
    let difference = signed(lanes, lane, i64::from(value) - i64::from(*before))?;
    *before = narrow(i64::from(*before).wrapping_add(difference) as u64)?;
    Ok(*before)
}

pub(in crate::pack) fn signed(lanes: &mut impl Lanes, lane: Number, value: i64) -> Result<i64, Malformed> {
    lanes.signed(lane as usize, value)
}

pub(in crate::pack) fn money(lanes: &mut impl Lanes, lane: Number, value: Money) -> Result<Money, Malformed> {
    Ok(Money::from_fen(signed(lanes, lane, value.fen())?))
}

/// A day that a journal can hold.
pub(in crate::pack) fn day_number(days: i64) -> Result<i32, Malformed> {
    i32::try_from(days).ok().filter(|days| *days >= 0).ok_or(Malformed::because("a date is out of range"))
}
