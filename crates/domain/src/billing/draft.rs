//! A bill while it is made.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::amount::{amount, total};
use super::funds::Funds;
use super::point::{Days, PointEnergy};
use super::steps::YearSteps;
use super::{
    BillLine, BillRequest, BillStatement, BillingRefusal, Correction, LineKind, PowerFactorFinding, StatementReason,
};
use crate::{BillId, BillingRules, Money, PriceDays, PriceVersion, RatePeriod, SupplyState, Tariff};

pub(super) struct Draft<'a> {
    pub id: BillId,
    pub state: &'a SupplyState,
    pub corrections: &'a [Correction],
    pub tariff: &'a Tariff,
    /// Those of the reading day.
    pub rules: &'a BillingRules,
    pub days: Days,
    pub points: Vec<PointEnergy<'a>>,
    /// Whether a point is charged by periods, in the order of `points`.
    pub is_by_period: Vec<bool>,
    pub steps: YearSteps,
    pub lines: Vec<BillLine>,
    pub funds: Funds<'a>,
    pub power_factor: Option<PowerFactorFinding>,
    carried_kwh: i64,
}

/// What a line is besides its quantity and price.
#[derive(Clone, Copy)]
pub(super) struct LineOf<'a> {
    pub kind: LineKind,
    pub rate_period: Option<RatePeriod>,
    pub tier: Option<u8>,
    pub price: &'a PriceVersion,
    pub days: (NaiveDate, NaiveDate),
}

impl<'a> LineOf<'a> {
    pub(super) fn new(kind: LineKind, days: &PriceDays<'a>) -> LineOf<'a> {
        LineOf { kind, rate_period: None, tier: None, price: days.price, days: (days.first, days.last) }
    }
}

impl<'a> Draft<'a> {
    pub(super) fn new(
        request: &BillRequest<'a>,
        points: Vec<PointEnergy<'a>>,
        days: Days,
        carried_kwh: i64,
    ) -> Draft<'a> {
        Draft {
            id: request.id,
            state: request.state,
            corrections: request.corrections,
            tariff: request.tariff,
            rules: request.tariff.rules_on(days.to),
            days,
            is_by_period: vec![false; points.len()],
            points,
            steps: YearSteps::of(request.state, request.id.period, days),
            lines: Vec::with_capacity(4),
            funds: Funds::default(),
            power_factor: None,
            carried_kwh,
        }
    }

    pub(super) fn energy_kwh(&self) -> i64 {
        self.points.iter().map(|point| point.kwh).sum()
    }

    pub(super) fn charge(&mut self, of: LineOf<'a>, quantity: Decimal, price: Decimal) -> Result<(), BillingRefusal> {
        self.lines.push(BillLine {
            kind: of.kind,
            rate_period: of.rate_period,
            tier: of.tier,
            quantity,
            price,
            amount: amount(quantity, price)?,
            price_version: Some(of.price.id),
            days: (of.days != (self.days.first(), self.days.to)).then_some(of.days),
            red: false,
        });
        Ok(())
    }

    pub(super) fn sum_of(&self, is_wanted: impl Fn(LineKind) -> bool) -> Result<Money, BillingRefusal> {
        total(self.lines.iter().filter(|line| is_wanted(line.kind)).map(|line| line.amount))
    }

    /// (100) 合计: the sum of rounded lines.
    pub(super) fn into_statement(self) -> Result<BillStatement, BillingRefusal> {
        let statement = BillStatement {
            customer: self.state.supply.customer.clone(),
            id: self.id,
            elec_type: self.state.supply.elec_type,
            reason: StatementReason::Ordinary,
            from: self.days.first(),
            to: self.days.to,
            energy_kwh: self.energy_kwh(),
            estimated: self.points.iter().any(|point| point.estimated),
            steps: self.steps.into_standing(),
            power_factor: self.power_factor,
            funds: self.funds.into_lines()?,
            total: total(self.lines.iter().map(|line| line.amount))?,
            carried_kwh: self.carried_kwh,
            points: self
                .points
                .into_iter()
                .zip(self.is_by_period)
                .map(|(point, is_by_period)| point.into_quantity(is_by_period))
                .collect(),
            lines: self.lines,
        };
        assert!(statement.is_balanced(), "a bill is the sum of its lines");
        if statement.is_possible() { Ok(statement) } else { Err(BillingRefusal::TooLarge) }
    }
}
