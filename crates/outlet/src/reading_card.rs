//! 抄表卡: everything in front of the reader for one metering point.

use chrono::NaiveDate;
use domain::{
    Account, Band, BillId, BillingRules, BusinessDate, Customer, CustomerNo, Judgement, LastReading, Meter,
    MeteringPoint, Money, MonthUse, PointNo, Register, RoundId, Segment, Supply,
};
use rust_decimal::Decimal;
use store::{Read, ReadingRow, StoreError};
use thiserror::Error;

use crate::Outlet;
use crate::spot_bill::month_bill;
use crate::walk::{Walk, WalkRefusal, WalkedPoint};

#[derive(Clone, Debug)]
pub struct ReadingCard {
    pub round: RoundId,
    pub segment: Segment,
    pub planned_on: NaiveDate,
    pub customer_no: CustomerNo,
    /// `None` for a customer who left since the round was prepared.
    pub customer: Option<Customer>,
    pub account: Account,
    /// Principal and penalty of all bills on the day that was asked for.
    pub due: Money,
    /// The supply as the round has it.
    pub supply: Supply,
    pub point: MeteringPoint,
    pub meter: Meter,
    /// What is read, in reading order, and what it showed last.
    pub registers: Vec<(Register, Option<Decimal>)>,
    /// Where counting starts: the last reading, or what a new meter showed when it was installed.
    pub last: Option<LastReading>,
    /// 最近电量, newest first, at most 12 months.
    pub months: Vec<MonthUse>,
    /// 预期范围
    pub expected: Option<Band>,
    /// What stands for this point in this round and was read on site by this desk; its correction is a further reading.
    pub present: Option<CardReading>,
    /// What other devices read here in the same month, and what was imported.
    pub others: Vec<CardReading>,
    /// The customer's other points in this round, and whether each was read.
    pub siblings: Vec<(PointNo, bool)>,
    /// The bill of the month, where there is one.
    pub bill: Option<BillId>,
    /// The settings that judge a reading of the planned day.
    pub rules: BillingRules,
}

#[derive(Clone, Debug)]
pub struct CardReading {
    pub row: ReadingRow,
    /// What was said at entry, or what is to be said of it now where another device entered it.
    pub judgement: Judgement,
    pub reader_name: String,
}

#[derive(Debug, Error)]
pub enum ReadingCardError {
    #[error(transparent)]
    Walk(#[from] WalkRefusal),
    #[error(transparent)]
    Store(#[from] StoreError),
}

const MONTHS_SHOWN: usize = 12;

impl Outlet {
    /// Opens a card. `day` is the day to count penalties to.
    pub fn reading_card(
        &self,
        round: &RoundId,
        point: &PointNo,
        day: BusinessDate,
    ) -> Result<ReadingCard, ReadingCardError> {
        let read = self.read();
        let walk = Walk::of(&read, round)??;
        let walked = walk.point(&read, point)??;
        let rules = read.tariff()?.rules_on(walk.round.prepared.planned_on).clone();
        let customer_no = walked.state.supply.customer.clone();
        let account = read.account(&customer_no)?;
        let due = account.dues(&read.rules()?, day).iter().map(|due| due.total()).sum();
        let (present, others) = readings_here_and_elsewhere(&read, &walk, &walked, &rules)?;
        Ok(ReadingCard {
            planned_on: walk.round.prepared.planned_on,
            customer: read.customer(&customer_no)?,
            due,
            registers: registers(&walked),
            expected: Band::expected(walked.state.supply.elec_type, &walked.months, &rules.reading),
            siblings: siblings(&read, &walked, round)?,
            bill: month_bill(&read, &account, round.period)?,
            months: walked.months.iter().take(MONTHS_SHOWN).cloned().collect(),
            last: walked.start(),
            supply: walked.state.supply,
            point: walked.point,
            meter: walked.meter,
            segment: walk.segment,
            round: round.clone(),
            account,
            customer_no,
            present,
            others,
            rules,
        })
    }
}

fn registers(walked: &WalkedPoint) -> Vec<(Register, Option<Decimal>)> {
    let start = walked.start();
    let last = |register| start.as_ref().and_then(|start| start.registers.get(register));
    walked.meter.registers.iter().map(|register| (*register, last(*register))).collect()
}

fn siblings(read: &Read<'_>, walked: &WalkedPoint, round: &RoundId) -> Result<Vec<(PointNo, bool)>, StoreError> {
    let readings = read.readings_of_customer(&walked.state.supply.customer, round.period)?;
    let is_read = |point: &PointNo| readings.iter().any(|row| row.known.reading.point == *point);
    let is_other =
        |point: &&MeteringPoint| point.segment == round.segment && point.is_read() && point.no != walked.point.no;
    let others = walked.state.supply.points.iter().filter(is_other);
    Ok(others.map(|point| (point.no.clone(), is_read(&point.no))).collect())
}

type HereAndElsewhere = (Option<CardReading>, Vec<CardReading>);

fn readings_here_and_elsewhere(
    read: &Read<'_>,
    walk: &Walk,
    walked: &WalkedPoint,
    rules: &BillingRules,
) -> Result<HereAndElsewhere, StoreError> {
    let rows = read.readings_of_point(&walked.point.no, walk.id().period)?;
    let (mut here, mut elsewhere) = (None, Vec::new());
    for row in rows.into_iter().filter(ReadingRow::stands) {
        let judgement = match &row.judgement {
            Some(judgement) => judgement.clone(),
            None => walked.judge(&row.known.reading, Some(walk), &rules.reading),
        };
        let reader_name = reader_name(read, &row)?;
        let is_walked_here = row.is_walked_here();
        let card = CardReading { row, judgement, reader_name };
        if is_walked_here {
            here = Some(card);
        } else {
            elsewhere.push(card);
        }
    }
    Ok((here, elsewhere))
}

pub(crate) fn reader_name(read: &Read<'_>, row: &ReadingRow) -> Result<String, StoreError> {
    Ok(read.operator(row.known.by)?.map_or_else(|| row.known.by.to_string(), |operator| operator.name))
}
