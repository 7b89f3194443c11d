//! Small values in the books as CBOR: placements, loaded settlements, and accounts as outlets get them.

use chrono::{Datelike, NaiveDate};
use domain::{
    Allocation, Bill, BillId, BillLock, BillingPeriod, ElecType, Money, PastPayment, PaymentId, Placement, Settlement,
};
use uuid::Uuid;

use super::LedgerError;

/// 20261123
pub fn day_number(day: NaiveDate) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}

pub fn day_of(number: i64) -> Result<NaiveDate, LedgerError> {
    let part = |value: i64| u32::try_from(value).unwrap_or(0);
    let year = i32::try_from(number / 10_000).unwrap_or(0);
    NaiveDate::from_ymd_opt(year, part(number / 100 % 100), part(number % 100)).ok_or_else(|| damaged("a day"))
}

pub fn damaged(what: &str) -> LedgerError {
    LedgerError::Damaged(what.to_owned())
}

pub fn lock_code(lock: Option<BillLock>) -> Option<i64> {
    lock.map(|lock| match lock {
        BillLock::BankDebit => 1,
        BillLock::WalkingCollector => 2,
        BillLock::EntrustedCollection => 3,
    })
}

pub fn lock_of(code: Option<i64>) -> Result<Option<BillLock>, LedgerError> {
    match code {
        None | Some(0) => Ok(None),
        Some(1) => Ok(Some(BillLock::BankDebit)),
        Some(2) => Ok(Some(BillLock::WalkingCollector)),
        Some(3) => Ok(Some(BillLock::EntrustedCollection)),
        Some(_) => Err(damaged("a bill's lock")),
    }
}

fn pack(numbers: &[i64]) -> Vec<u8> {
    minicbor::to_vec(numbers).expect("encoding into memory does not fail")
}

/// Reads numbers one after the other; a missing one is damage.
struct Numbers<'a> {
    decoder: minicbor::Decoder<'a>,
}

impl<'a> Numbers<'a> {
    fn of(bytes: &'a [u8]) -> Result<Numbers<'a>, LedgerError> {
        let mut decoder = minicbor::Decoder::new(bytes);
        decoder.array().map_err(|_| damaged("packed numbers"))?;
        Ok(Numbers { decoder })
    }

    fn next(&mut self) -> Result<i64, LedgerError> {
        self.decoder.i64().map_err(|_| damaged("packed numbers"))
    }

    fn money(&mut self) -> Result<Money, LedgerError> {
        self.next().map(Money::from_fen)
    }

    fn bill_id(&mut self) -> Result<BillId, LedgerError> {
        bill_id(self.next()?, self.next()?)
    }

    fn many<T>(&mut self, mut one: impl FnMut(&mut Self) -> Result<T, LedgerError>) -> Result<Vec<T>, LedgerError> {
        let count = self.next()?;
        (0..count).map(|_| one(self)).collect()
    }

    fn allocation(&mut self) -> Result<Allocation, LedgerError> {
        Ok(Allocation { bill: self.bill_id()?, principal: self.money()?, penalty: self.money()? })
    }

    fn settlement(&mut self) -> Result<Settlement, LedgerError> {
        Ok(Settlement { on: day_of(self.next()?)?, principal: self.money()?, penalty: self.money()? })
    }

    fn bill(&mut self) -> Result<Bill, LedgerError> {
        Ok(Bill {
            id: self.bill_id()?,
            elec_type: elec_type(self.next()?)?,
            energy_kwh: self.next()?,
            amount: self.money()?,
            penalty_start: day_of(self.next()?)?,
            lock: lock_of(Some(self.next()?))?,
            settlements: self.many(Self::settlement)?,
        })
    }
}

pub fn bill_id(period: i64, issue: i64) -> Result<BillId, LedgerError> {
    let period = u32::try_from(period).ok().and_then(|period| BillingPeriod::from_yyyymm(period).ok());
    let issue = u8::try_from(issue).ok();
    period.zip(issue).map(|(period, issue)| BillId { period, issue }).ok_or_else(|| damaged("a bill's id"))
}

pub fn elec_type(number: i64) -> Result<ElecType, LedgerError> {
    u16::try_from(number).map(ElecType).map_err(|_| damaged("a use class"))
}

fn push_bill_id(numbers: &mut Vec<i64>, id: BillId) {
    numbers.extend([i64::from(id.period.yyyymm()), i64::from(id.issue)]);
}

fn push_settlements(numbers: &mut Vec<i64>, settlements: &[Settlement]) {
    numbers.push(settlements.len() as i64);
    for part in settlements {
        numbers.extend([day_number(part.on), part.principal.fen(), part.penalty.fen()]);
    }
}

/// `None` where nothing was settled.
pub fn pack_settlements(settlements: &[Settlement]) -> Option<Vec<u8>> {
    let mut numbers = Vec::new();
    push_settlements(&mut numbers, settlements);
    (!settlements.is_empty()).then(|| pack(&numbers))
}

pub fn unpack_settlements(bytes: Option<&[u8]>) -> Result<Vec<Settlement>, LedgerError> {
    match bytes {
        Some(bytes) => Numbers::of(bytes)?.many(Numbers::settlement),
        None => Ok(Vec::new()),
    }
}

pub fn pack_placement(placement: &Placement) -> Vec<u8> {
    let mut numbers = Vec::with_capacity(16);
    for part in [&placement.applied, &placement.surplus] {
        numbers.push(part.len() as i64);
        for allocation in part {
            push_bill_id(&mut numbers, allocation.bill);
            numbers.extend([allocation.principal.fen(), allocation.penalty.fen()]);
        }
    }
    numbers.extend([placement.prepaid_used.fen(), placement.prepaid_added.fen()]);
    numbers.extend([placement.tail_before.fen(), placement.tail_after.fen()]);
    pack(&numbers)
}

pub fn unpack_placement(bytes: &[u8]) -> Result<Placement, LedgerError> {
    let mut numbers = Numbers::of(bytes)?;
    Ok(Placement {
        applied: numbers.many(Numbers::allocation)?,
        surplus: numbers.many(Numbers::allocation)?,
        prepaid_used: numbers.money()?,
        prepaid_added: numbers.money()?,
        tail_before: numbers.money()?,
        tail_after: numbers.money()?,
    })
}

/// The part of an account that travels: open bills and the last payments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServedAccount {
    pub bills: Vec<Bill>,
    pub last_payments: Vec<PastPayment>,
}

pub fn pack_served(served: &ServedAccount) -> Vec<u8> {
    let mut numbers = vec![served.bills.len() as i64];
    for bill in &served.bills {
        push_bill_id(&mut numbers, bill.id);
        numbers.extend([i64::from(bill.elec_type.0), bill.energy_kwh, bill.amount.fen()]);
        numbers.extend([day_number(bill.penalty_start), lock_code(bill.lock).unwrap_or(0)]);
        push_settlements(&mut numbers, &bill.settlements);
    }
    let mut bytes = pack(&numbers);
    if !served.last_payments.is_empty() {
        let past: Vec<_> = served.last_payments.iter().map(past_bytes).collect();
        bytes.extend(minicbor::to_vec(&past).expect("encoding into memory does not fail"));
    }
    bytes
}

type PastBytes = (minicbor::bytes::ByteArray<16>, i64, i64, String);

fn past_bytes(past: &PastPayment) -> PastBytes {
    (past.payment.0.into_bytes().into(), day_number(past.on), past.amount.fen(), past.terminal.to_string())
}

pub fn unpack_served(bytes: &[u8]) -> Result<ServedAccount, LedgerError> {
    let mut numbers = Numbers::of(bytes)?;
    let bills = numbers.many(Numbers::bill)?;
    let mut decoder = numbers.decoder;
    if decoder.position() == bytes.len() {
        return Ok(ServedAccount { bills, last_payments: Vec::new() });
    }
    let past: Vec<PastBytes> = decoder.decode().map_err(|_| damaged("past payments"))?;
    let last_payments = past.into_iter().map(past_payment).collect::<Result<_, _>>()?;
    Ok(ServedAccount { bills, last_payments })
}

fn past_payment((id, on, amount, terminal): PastBytes) -> Result<PastPayment, LedgerError> {
    Ok(PastPayment {
        payment: PaymentId(Uuid::from_bytes(id.into())),
        on: day_of(on)?,
        amount: Money::from_fen(amount),
        terminal: terminal.try_into().map_err(|_| damaged("a terminal code"))?,
    })
}
