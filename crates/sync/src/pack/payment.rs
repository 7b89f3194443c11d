//! A payment in columns. It balances, so its last amount follows from the others.

use chrono::Datelike;
use domain::{
    Allocation, Basis, BillId, BillSeen, BillingPeriod, BusinessDate, CustomerNo, Money, Payment, PaymentId, ShiftNo,
    Tender, UnitCode,
};
use uuid::Uuid;

use super::entries::{Before, Number, Text, day_number, delta, money, signed};
use super::lanes::Lanes;
use super::narrow;
use super::prices::Prices;
use crate::wire::{Malformed, date_of, days_of, id};

pub(super) fn payment(
    lanes: &mut impl Lanes,
    before: &mut Before,
    id: PaymentId,
    shift: ShiftNo,
    business_date: BusinessDate,
    given: &Payment,
) -> Result<Payment, Malformed> {
    let customer = customer(lanes, &given.customer)?;
    let owner = owner(lanes, given.owner.as_ref())?;
    let basis = match lanes.int(Number::Basis as usize, u64::from(given.basis == Basis::OnArrival))? {
        0 => Basis::Bills,
        _ => Basis::OnArrival,
    };
    let (allocations, seen) = bills(lanes, &before.prices, business_date, given)?;
    let prepaid_used = money(lanes, Number::PrepaidUsed, given.prepaid_used)?;
    let prepaid_added = money(lanes, Number::PrepaidAdded, given.prepaid_added)?;
    let prepaid_after = above(lanes, Number::PrepaidAfter, prepaid_added, given.prepaid_after)?;
    let tail_before = money(lanes, Number::TailBefore, given.tail_before)?;
    let tail_after = money(lanes, Number::TailAfter, given.tail_after)?;
    let paid = allocations
        .iter()
        .fold(0_i64, |sum, part: &Allocation| sum.wrapping_add(part.principal.fen()).wrapping_add(part.penalty.fen()));
    let meant = paid.wrapping_add(prepaid_added.fen()).wrapping_add(tail_after.fen());
    let wanted = meant.wrapping_sub(prepaid_used.fen()).wrapping_sub(tail_before.fen());
    let (tenders, received) = tenders(lanes, business_date, wanted, &given.tenders)?;
    let change = above(lanes, Number::Change, Money::from_fen(received.wrapping_sub(wanted)), given.change)?;
    let mut number = before.receipt.wrapping_add(1);
    let receipt = delta(lanes, Number::Receipt, &mut number, given.receipt)?;
    before.receipt = receipt;
    Ok(Payment {
        id,
        shift,
        business_date,
        customer,
        owner,
        basis,
        allocations,
        seen,
        tenders,
        change,
        prepaid_used,
        prepaid_added,
        prepaid_after,
        tail_before,
        tail_after,
        receipt,
    })
}

/// An amount that is likely to be `expected`.
fn above(lanes: &mut impl Lanes, lane: Number, expected: Money, given: Money) -> Result<Money, Malformed> {
    let more = signed(lanes, lane, given.fen().wrapping_sub(expected.fen()))?;
    Ok(Money::from_fen(expected.fen().wrapping_add(more)))
}

/// How many digits, and the number that they are.
fn customer(lanes: &mut impl Lanes, given: &CustomerNo) -> Result<CustomerNo, Malformed> {
    let digits: usize = narrow(lanes.int(Number::Digits as usize, given.as_str().len() as u64)?)?;
    let value = given.as_str().parse().expect("up to 16 digits are a number");
    let value = lanes.int(Number::Customer as usize, value)?;
    if digits > 16 {
        return Err(Malformed::because("a customer number of too many digits"));
    }
    id(format!("{value:0digits$}"))
}

fn owner(lanes: &mut impl Lanes, given: Option<&UnitCode>) -> Result<Option<UnitCode>, Malformed> {
    if lanes.int(Number::Owned as usize, u64::from(given.is_some()))? == 0 {
        return Ok(None);
    }
    id(lanes.text(Text::Owner as usize, given.map_or("", UnitCode::as_str))?).map(Some)
}

fn bills(
    lanes: &mut impl Lanes,
    prices: &Prices,
    day: BusinessDate,
    given: &Payment,
) -> Result<(Vec<Allocation>, Vec<BillSeen>), Malformed> {
    let count = lanes.int(Number::Bills as usize, given.allocations.len() as u64)?;
    // Who pays all pays to the month before this one.
    let mut expected = month_before(day).wrapping_add(1).wrapping_sub_unsigned(count);
    let (mut allocations, mut seen) = (Vec::new(), Vec::new());
    for place in 0..count {
        let place = usize::try_from(place).unwrap_or(usize::MAX);
        let blank = (blank_allocation(), BillSeen { energy_kwh: 0, amount: Money::ZERO, left: Money::ZERO });
        let given = given.allocations.get(place).copied().zip(given.seen.get(place).copied()).unwrap_or(blank);
        let (part, bill) = bill(lanes, prices, &mut expected, given)?;
        allocations.push(part);
        seen.push(bill);
    }
    Ok((allocations, seen))
}

/// A bill is mostly last month's or the one after the bill before, and mostly paid in full.
fn bill(
    lanes: &mut impl Lanes,
    prices: &Prices,
    expected: &mut i64,
    (part, seen): (Allocation, BillSeen),
) -> Result<(Allocation, BillSeen), Malformed> {
    let later = signed(lanes, Number::Period, months(part.bill.period) - *expected)?;
    let period = period_of_months(expected.wrapping_add(later))?;
    *expected = months(period) + 1;
    let issue = narrow(lanes.int(Number::Issue as usize, u64::from(part.bill.issue))?)?;
    let energy_kwh = signed(lanes, Number::Energy, seen.energy_kwh)?;
    let amount = (Number::Price as usize, Number::Billed as usize);
    let amount = prices.amount(lanes, amount, energy_kwh, seen.amount)?;
    let principal = above(lanes, Number::Principal, amount, part.principal)?;
    let penalty = money(lanes, Number::Penalty, part.penalty)?;
    let left = money(lanes, Number::Left, seen.left)?;
    let part = Allocation { bill: BillId { period, issue }, principal, penalty };
    Ok((part, BillSeen { energy_kwh, amount, left }))
}

fn month_before(day: BusinessDate) -> i64 {
    i64::from(day.year()) * 12 + i64::from(day.month()) - 2
}

/// Months since the year 0.
pub(super) fn months(period: BillingPeriod) -> i64 {
    i64::from(period.year()) * 12 + i64::from(period.month()) - 1
}

pub(super) fn period_of_months(months: i64) -> Result<BillingPeriod, Malformed> {
    let year = u16::try_from(months.div_euclid(12)).map_err(|_| Malformed::because("a month is out of range"))?;
    let month = (months.rem_euclid(12) + 1) as u8;
    BillingPeriod::new(year, month).map_err(|error| Malformed::because(error.to_string()))
}

fn tenders(
    lanes: &mut impl Lanes,
    day: BusinessDate,
    wanted: i64,
    given: &[Tender],
) -> Result<(Vec<Tender>, i64), Malformed> {
    let count = lanes.int(Number::Tenders as usize, given.len() as u64)?;
    let mut received = 0_i64;
    let mut tenders = Vec::new();
    for place in 0..count {
        let given = usize::try_from(place).ok().and_then(|place| given.get(place));
        let tender = tender(lanes, day, wanted.wrapping_sub(received), given)?;
        received = received.wrapping_add(tender.amount().fen());
        tenders.push(tender);
    }
    Ok((tenders, received))
}

fn tender(lanes: &mut impl Lanes, day: BusinessDate, wanted: i64, given: Option<&Tender>) -> Result<Tender, Malformed> {
    let kind = lanes.int(Number::TenderKind as usize, given.map_or(0, |tender| tender.kind() as u64 + 1))?;
    let amount = amount(lanes, wanted, given.map_or(0, |tender| tender.amount().fen()))?;
    let blank = blank_tender(kind)?;
    let given = given.unwrap_or(&blank);
    let mut text = |lane: Text, value: &str| lanes.text(lane as usize, value);
    let mut tender = match given {
        Tender::Cash { .. } => return Ok(Tender::Cash { received: amount }),
        Tender::BankSlip { slip_no, bank, account, date, .. } => Tender::BankSlip {
            slip_no: text(Text::SlipNumber, slip_no)?,
            bank: text(Text::Bank, bank)?,
            account: text(Text::Account, account)?,
            date: *date,
            amount,
        },
        Tender::ListVoucher { voucher_no, issuing_unit, approver, date, remark, .. } => Tender::ListVoucher {
            voucher_no: text(Text::SlipNumber, voucher_no)?,
            issuing_unit: text(Text::IssuingUnit, issuing_unit)?,
            approver: text(Text::Approver, approver)?,
            date: *date,
            remark: text(Text::Remark, remark)?,
            amount,
        },
        Tender::Cheque { cheque_no, bank, drawer, date, .. } => Tender::Cheque {
            cheque_no: text(Text::SlipNumber, cheque_no)?,
            bank: text(Text::Bank, bank)?,
            drawer: text(Text::Drawer, drawer)?,
            date: *date,
            amount,
        },
        Tender::Pos { terminal, reference, card_tail, .. } => Tender::Pos {
            terminal: text(Text::Terminal, terminal)?,
            reference: text(Text::SlipNumber, reference)?,
            card_tail: text(Text::CardTail, card_tail)?,
            amount,
        },
        Tender::Transfer { reference, bank, date, .. } => Tender::Transfer {
            reference: text(Text::SlipNumber, reference)?,
            bank: text(Text::Bank, bank)?,
            date: *date,
            amount,
        },
    };
    if let Tender::BankSlip { date, .. }
    | Tender::ListVoucher { date, .. }
    | Tender::Cheque { date, .. }
    | Tender::Transfer { date, .. } = &mut tender
    {
        let earlier = signed(lanes, Number::TenderDate, i64::from(days_of(day)) - i64::from(days_of(*date)))?;
        *date = date_of(day_number(i64::from(days_of(day)).wrapping_sub(earlier))?)?;
    }
    Ok(tender)
}

/// Exactly what was wanted is 0; whole yuan, such as notes, are odd numbers, and all else even ones.
fn amount(lanes: &mut impl Lanes, wanted: i64, given: i64) -> Result<Money, Malformed> {
    let code = match given {
        given if given == wanted => 0,
        given if given % 100 == 0 => (given / 100).wrapping_mul(2).wrapping_add(1),
        given => given.wrapping_mul(2).wrapping_add(if given < 0 { 0 } else { 2 }),
    };
    let fen = match signed(lanes, Number::Amount, code)? {
        0 => wanted,
        code if code % 2 != 0 => code.wrapping_sub(1).wrapping_div(2).wrapping_mul(100),
        code if code < 0 => code / 2,
        code => code / 2 - 1,
    };
    Ok(Money::from_fen(fen))
}

fn blank_allocation() -> Allocation {
    let period = BillingPeriod::new(1970, 1).expect("a real month");
    Allocation { bill: BillId::first_of(period), principal: Money::ZERO, penalty: Money::ZERO }
}

pub(super) fn blank_payment() -> Payment {
    Payment {
        id: PaymentId(Uuid::nil()),
        shift: ShiftNo(0),
        business_date: BusinessDate::default(),
        customer: "000000".parse().expect("six digits are a customer number"),
        owner: None,
        basis: Basis::Bills,
        allocations: Vec::new(),
        seen: Vec::new(),
        tenders: Vec::new(),
        change: Money::ZERO,
        prepaid_used: Money::ZERO,
        prepaid_added: Money::ZERO,
        prepaid_after: Money::ZERO,
        tail_before: Money::ZERO,
        tail_after: Money::ZERO,
        receipt: 0,
    }
}

/// The numbers of the kinds are those of the journal.
fn blank_tender(kind: u64) -> Result<Tender, Malformed> {
    let (empty, date, amount) = (String::new, BusinessDate::default(), Money::ZERO);
    Ok(match kind {
        1 => Tender::Cash { received: amount },
        2 => Tender::BankSlip { slip_no: empty(), bank: empty(), account: empty(), date, amount },
        3 => Tender::ListVoucher {
            voucher_no: empty(),
            issuing_unit: empty(),
            approver: empty(),
            date,
            remark: empty(),
            amount,
        },
        4 => Tender::Cheque { cheque_no: empty(), bank: empty(), drawer: empty(), date, amount },
        5 => Tender::Pos { terminal: empty(), reference: empty(), card_tail: empty(), amount },
        6 => Tender::Transfer { reference: empty(), bank: empty(), date, amount },
        _ => return Err(Malformed::because("an unknown kind of tender")),
    })
}
