//! The lines of a bill and the funds inside them, in bytes.

use chrono::NaiveDate;
use domain::{BillLine, FundLine, LineKind, Money, RatePeriod};
use minicbor::data::Type;
use minicbor::encode::Write;
use minicbor::{Decode, Decoder, Encode, Encoder};
use rust_decimal::{Decimal, RoundingStrategy};

use super::super::decimal::{Price, Quantity, Scaled};
use super::super::{BodyError, date_of_days, days_of_date, fen, malformed, money};

#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct LineBytes {
    #[n(1)]
    kind: u8,
    #[n(2)]
    quantity: Quantity,
    #[n(3)]
    price: Price,
    #[n(4)]
    amount: Option<i64>,
    #[n(5)]
    price_version: Option<u32>,
    #[n(6)]
    tier: Option<u8>,
    #[n(7)]
    rate_period: Option<u8>,
    #[n(8)]
    first_day: Option<u32>,
    #[n(9)]
    last_day: Option<u32>,
    #[n(10)]
    red: Option<bool>,
}

/// `[name, quantity, price, amount]`
#[derive(Encode, Decode)]
#[cbor(array)]
pub(super) struct FundBytes {
    #[n(0)]
    name: FundName,
    #[n(1)]
    quantity_kwh: i64,
    #[n(2)]
    price: Price,
    #[n(3)]
    amount: i64,
}

/// The funds that most bills contain, by number from 1; others are written out.
const FUND_NAMES: [&str; 6] = [
    "农网还贷资金",
    "大中型水库移民后期扶持资金",
    "可再生能源电价附加",
    "国家重大水利工程建设基金",
    "城市公用事业附加",
    "小型水库移民扶助基金",
];

struct FundName(String);

impl<C> Encode<C> for FundName {
    fn encode<W: Write>(&self, e: &mut Encoder<W>, _: &mut C) -> Result<(), minicbor::encode::Error<W::Error>> {
        match FUND_NAMES.iter().position(|name| *name == self.0) {
            Some(place) => e.u8(place as u8 + 1)?,
            None => e.str(&self.0)?,
        };
        Ok(())
    }
}

impl<'b, C> Decode<'b, C> for FundName {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        let unknown = || minicbor::decode::Error::message("a fund without a name");
        if d.datatype()? == Type::String {
            let name = d.str()?;
            return if FUND_NAMES.contains(&name) { Err(unknown()) } else { Ok(FundName(name.to_owned())) };
        }
        let place = usize::from(d.u8()?).checked_sub(1).ok_or_else(unknown)?;
        FUND_NAMES.get(place).map(|name| FundName((*name).to_owned())).ok_or_else(unknown)
    }
}

/// Whether an amount is what somebody with a pencil comes to: quantity × price, halves away from zero.
fn check_amount(quantity: Decimal, price: Decimal, fen: i64) -> Result<(), BodyError> {
    let exact = quantity.checked_mul(price).and_then(|yuan| yuan.checked_mul(Decimal::ONE_HUNDRED));
    let rounded = exact.map(|fen| fen.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero));
    match rounded == Some(Decimal::from(fen)) {
        true => Ok(()),
        false => Err(malformed("an amount is not its quantity times its price")),
    }
}

/// From 1, in the order in which bills list them.
pub(super) fn code_of_period(period: RatePeriod) -> u8 {
    RatePeriod::ALL.iter().position(|other| *other == period).expect("every period is listed") as u8 + 1
}

pub(super) fn period_of_code(code: u8) -> Result<RatePeriod, BodyError> {
    let place = usize::from(code).checked_sub(1);
    place.and_then(|place| RatePeriod::ALL.get(place)).copied().ok_or(BodyError::NewerKind)
}

impl From<&BillLine> for LineBytes {
    fn from(line: &BillLine) -> LineBytes {
        LineBytes {
            kind: line.kind.code(),
            quantity: Scaled(line.quantity),
            price: Scaled(line.price),
            amount: fen(line.amount),
            price_version: line.price_version,
            tier: line.tier,
            rate_period: line.rate_period.map(code_of_period),
            first_day: line.days.map(|(first, _)| days_of_date(first)),
            last_day: line.days.map(|(_, last)| days_of_date(last)),
            red: line.red.then_some(true),
        }
    }
}

impl LineBytes {
    pub(super) fn amount(&self) -> i64 {
        self.amount.unwrap_or(0)
    }

    pub(super) fn into_line(self) -> Result<BillLine, BodyError> {
        check_amount(self.quantity.0, self.price.0, self.amount())?;
        Ok(BillLine {
            days: self.days()?,
            kind: LineKind::from_code(self.kind).ok_or(BodyError::NewerKind)?,
            rate_period: self.rate_period.map(period_of_code).transpose()?,
            tier: self.tier,
            quantity: self.quantity.0,
            price: self.price.0,
            amount: money(self.amount),
            price_version: self.price_version,
            red: self.red == Some(true),
        })
    }

    fn days(&self) -> Result<Option<(NaiveDate, NaiveDate)>, BodyError> {
        let day = |days: u32| date_of_days(days).ok_or(malformed("a line covers no days"));
        match (self.first_day, self.last_day) {
            (None, None) => Ok(None),
            (Some(first), Some(last)) => Ok(Some((day(first)?, day(last)?))),
            _ => Err(malformed("a line covers days from the first to the last")),
        }
    }
}

impl From<&FundLine> for FundBytes {
    fn from(fund: &FundLine) -> FundBytes {
        FundBytes {
            name: FundName(fund.name.clone()),
            quantity_kwh: fund.quantity_kwh,
            price: Scaled(fund.price),
            amount: fund.amount.fen(),
        }
    }
}

impl FundBytes {
    pub(super) fn amounts(&self) -> [i64; 2] {
        [self.quantity_kwh, self.amount]
    }

    pub(super) fn into_fund(self) -> Result<FundLine, BodyError> {
        check_amount(Decimal::from(self.quantity_kwh), self.price.0, self.amount)?;
        Ok(FundLine {
            name: self.name.0,
            quantity_kwh: self.quantity_kwh,
            price: self.price.0,
            amount: Money::from_fen(self.amount),
        })
    }
}
