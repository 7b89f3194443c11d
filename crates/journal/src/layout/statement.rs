//! A bill with its derivation, in bytes.

mod line;
mod quantity;

use domain::{
    BillId, BillStatement, BillingPeriod, CustomerNo, ElecType, IssuedBill, PowerFactorFinding, StatementReason,
    StepStanding, TierUse,
};
use minicbor::{Decode, Encode};

use super::decimal::{RegisterValue, Scaled};
use super::{BodyBytes, BodyError, date_of_days, days_of_date, fen, malformed, money, number, uuid_bytes};
use line::{FundBytes, LineBytes};
use quantity::PointBytes;

/// The statement without its customer and its number, which stand in the body.
#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct StatementBytes {
    #[n(1)]
    elec_type: u16,
    /// Left out for the bill of the month.
    #[n(2)]
    reason: Option<ReasonBytes>,
    #[n(3)]
    from: u32,
    #[n(4)]
    to: u32,
    #[n(5)]
    points: Option<Vec<PointBytes>>,
    #[n(6)]
    energy_kwh: Option<i64>,
    #[n(7)]
    steps: Option<StepsBytes>,
    #[n(8)]
    power_factor: Option<PowerFactorBytes>,
    #[n(9)]
    lines: Option<Vec<LineBytes>>,
    #[n(10)]
    funds: Option<Vec<FundBytes>>,
    #[n(11)]
    total: Option<i64>,
    #[n(12)]
    estimated: Option<bool>,
    #[n(13)]
    carried_kwh: Option<i64>,
}

#[derive(Encode, Decode)]
#[cbor(array)]
struct ReasonBytes {
    /// 1 late tariff, 2 newer archive, 3 reading corrected, 4 correction.
    #[n(0)]
    kind: u8,
    #[n(1)]
    period: u32,
    #[n(2)]
    issue: u8,
}

#[derive(Encode, Decode)]
#[cbor(array)]
struct StepsBytes {
    #[n(0)]
    year: u16,
    #[n(1)]
    tiers: Vec<TierBytes>,
}

#[derive(Encode, Decode)]
#[cbor(array)]
struct TierBytes {
    #[n(0)]
    before_kwh: i64,
    #[n(1)]
    now_kwh: i64,
    /// The last tier has none.
    #[n(2)]
    up_to_kwh: Option<i64>,
}

#[derive(Encode, Decode)]
#[cbor(array)]
struct PowerFactorBytes {
    #[n(0)]
    active_kwh: i64,
    #[n(1)]
    reactive_kvarh: i64,
    #[n(2)]
    factor: RegisterValue,
    #[n(3)]
    standard: RegisterValue,
    #[n(4)]
    percent: RegisterValue,
}

impl From<&IssuedBill> for BodyBytes {
    fn from(bill: &IssuedBill) -> BodyBytes {
        BodyBytes {
            number: Some(bill.number),
            owner: Some(bill.owner.to_string()),
            readings: (!bill.readings.is_empty()).then(|| bill.readings.iter().map(|id| uuid_bytes(id.0)).collect()),
            archive_version: (bill.archive_version > 0).then_some(bill.archive_version),
            penalty_start: Some(days_of_date(bill.penalty_start)),
            customer: Some(bill.statement.customer.to_string()),
            period: Some(bill.statement.id.period.yyyymm()),
            issue: Some(bill.statement.id.issue),
            statement: Some((&bill.statement).into()),
            ..BodyBytes::default()
        }
    }
}

impl BodyBytes {
    pub(super) fn into_issued_bill(mut self) -> Result<IssuedBill, BodyError> {
        let owner = self.owner.take().ok_or(malformed("no owner"))?;
        let readings = if self.readings.is_some() { self.readings()? } else { Vec::new() };
        let issue = self.issue.ok_or(malformed("the bill has no issue"))?;
        let (customer, id) = (self.customer()?, BillId { period: self.period()?, issue });
        let statement = self.statement.take().ok_or(malformed("no statement"))?;
        Ok(IssuedBill {
            number: self.number.ok_or(malformed("no bill number"))?,
            owner: owner.try_into().map_err(|_| malformed("the owner is no unit"))?,
            readings,
            archive_version: self.archive_version.unwrap_or(0),
            penalty_start: self.penalty_start.and_then(date_of_days).ok_or(malformed("no start of the penalty"))?,
            statement: statement.into_statement(customer, id)?,
        })
    }
}

fn list<'a, Value, Bytes>(values: &'a [Value], bytes: impl Fn(&'a Value) -> Bytes) -> Option<Vec<Bytes>> {
    (!values.is_empty()).then(|| values.iter().map(bytes).collect())
}

fn read<Bytes, Value>(
    list: Option<Vec<Bytes>>,
    read: impl Fn(Bytes) -> Result<Value, BodyError>,
) -> Result<Vec<Value>, BodyError> {
    list.unwrap_or_default().into_iter().map(read).collect()
}

impl From<&BillStatement> for StatementBytes {
    fn from(statement: &BillStatement) -> StatementBytes {
        StatementBytes {
            elec_type: statement.elec_type.0,
            reason: ReasonBytes::of(&statement.reason),
            from: days_of_date(statement.from),
            to: days_of_date(statement.to),
            points: list(&statement.points, PointBytes::from),
            energy_kwh: number(statement.energy_kwh),
            steps: statement.steps.as_ref().map(StepsBytes::from),
            power_factor: statement.power_factor.as_ref().map(PowerFactorBytes::from),
            lines: list(&statement.lines, LineBytes::from),
            funds: list(&statement.funds, FundBytes::from),
            total: fen(statement.total),
            estimated: statement.estimated.then_some(true),
            carried_kwh: number(statement.carried_kwh),
        }
    }
}

impl StatementBytes {
    pub(super) fn amounts(&self) -> impl Iterator<Item = i64> {
        let single = [self.energy_kwh, self.total, self.carried_kwh].into_iter().flatten();
        let tiers = self.steps.iter().flat_map(|steps| &steps.tiers);
        let tiers = tiers.flat_map(|tier| [tier.before_kwh, tier.now_kwh, tier.up_to_kwh.unwrap_or(0)]);
        let factor = self.power_factor.iter().flat_map(|found| [found.active_kwh, found.reactive_kvarh]);
        let points = self.points.iter().flatten().flat_map(PointBytes::amounts);
        let lines = self.lines.iter().flatten().map(LineBytes::amount);
        let funds = self.funds.iter().flatten().flat_map(FundBytes::amounts);
        single.chain(tiers).chain(factor).chain(points).chain(lines).chain(funds)
    }

    fn into_statement(self, customer: CustomerNo, id: BillId) -> Result<BillStatement, BodyError> {
        let day = |days: u32| date_of_days(days).ok_or(malformed("a statement covers no days"));
        let statement = BillStatement {
            customer,
            id,
            elec_type: ElecType(self.elec_type),
            reason: self.reason.map_or(Ok(StatementReason::Ordinary), ReasonBytes::into_reason)?,
            from: day(self.from)?,
            to: day(self.to)?,
            points: read(self.points, PointBytes::into_point)?,
            energy_kwh: self.energy_kwh.unwrap_or(0),
            steps: self.steps.map(StepsBytes::into_steps),
            power_factor: self.power_factor.map(PowerFactorBytes::into_finding),
            lines: read(self.lines, LineBytes::into_line)?,
            funds: read(self.funds, FundBytes::into_fund)?,
            total: money(self.total),
            estimated: self.estimated == Some(true),
            carried_kwh: self.carried_kwh.unwrap_or(0),
        };
        if statement.is_balanced() { Ok(statement) } else { Err(malformed("the lines do not come to the total")) }
    }
}

impl ReasonBytes {
    fn of(reason: &StatementReason) -> Option<ReasonBytes> {
        let (kind, of) = match reason {
            StatementReason::Ordinary => return None,
            StatementReason::LateTariff { of } => (1, of),
            StatementReason::NewerArchive { of } => (2, of),
            StatementReason::ReadingCorrected { of } => (3, of),
            StatementReason::Correction { of } => (4, of),
        };
        Some(ReasonBytes { kind, period: of.period.yyyymm(), issue: of.issue })
    }

    fn into_reason(self) -> Result<StatementReason, BodyError> {
        let period = BillingPeriod::from_yyyymm(self.period).map_err(|_| malformed("a reason has no month"))?;
        let of = BillId { period, issue: self.issue };
        Ok(match self.kind {
            1 => StatementReason::LateTariff { of },
            2 => StatementReason::NewerArchive { of },
            3 => StatementReason::ReadingCorrected { of },
            4 => StatementReason::Correction { of },
            _ => return Err(BodyError::NewerKind),
        })
    }
}

impl From<&StepStanding> for StepsBytes {
    fn from(steps: &StepStanding) -> StepsBytes {
        let tier = |tier: &TierUse| TierBytes {
            before_kwh: tier.before_kwh,
            now_kwh: tier.now_kwh,
            up_to_kwh: tier.up_to_kwh,
        };
        StepsBytes { year: steps.year, tiers: steps.tiers.iter().map(tier).collect() }
    }
}

impl StepsBytes {
    fn into_steps(self) -> StepStanding {
        let tier =
            |tier: TierBytes| TierUse { up_to_kwh: tier.up_to_kwh, before_kwh: tier.before_kwh, now_kwh: tier.now_kwh };
        StepStanding { year: self.year, tiers: self.tiers.into_iter().map(tier).collect() }
    }
}

impl From<&PowerFactorFinding> for PowerFactorBytes {
    fn from(found: &PowerFactorFinding) -> PowerFactorBytes {
        PowerFactorBytes {
            active_kwh: found.active_kwh,
            reactive_kvarh: found.reactive_kvarh,
            factor: Scaled(found.factor),
            standard: Scaled(found.standard),
            percent: Scaled(found.percent),
        }
    }
}

impl PowerFactorBytes {
    fn into_finding(self) -> PowerFactorFinding {
        PowerFactorFinding {
            active_kwh: self.active_kwh,
            reactive_kvarh: self.reactive_kvarh,
            factor: self.factor.0,
            standard: self.standard.0,
            percent: self.percent.0,
        }
    }
}
