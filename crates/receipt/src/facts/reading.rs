//! What the papers of a round say: the sheet that a reader carries, and the slip that a customer keeps.

use chrono::{NaiveDate, NaiveDateTime};
use domain::{BillingPeriod, CustomerNo, Digits, MeterNo, ReadingState, Register, RoundId, TerminalCode};
use rust_decimal::Decimal;

use super::{PaidFor, Staff};

/// 抄表清单 for a round on paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadingSheetFacts {
    pub round: RoundId,
    pub segment_name: String,
    /// 供电单位
    pub unit: String,
    /// 抄表员, if one is assigned.
    pub reader: Option<Staff>,
    /// 计划抄表日
    pub planned_on: NaiveDate,
    pub printed_at: NaiveDateTime,
    /// In the order of walking.
    pub points: Vec<SheetPoint>,
    pub practice: bool,
}

/// A metering point on the sheet: one line for each register that is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetPoint {
    pub sequence: u32,
    pub customer: CustomerNo,
    pub name: String,
    pub address: String,
    pub meter: MeterNo,
    /// 表码: what the last reading is written with.
    pub digits: Digits,
    /// `None` is 待核.
    pub multiplier: Option<Decimal>,
    /// In reading order, with what each one showed last.
    pub registers: Vec<(Register, Option<Decimal>)>,
    /// 上次电量
    pub last_kwh: Option<i64>,
    /// 备注: printed in small type; the reader writes beside it.
    pub remark: String,
}

/// 抄表回单: what was read, for the customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadingSlipFacts {
    pub customer: PaidFor,
    pub meter: MeterNo,
    pub period: BillingPeriod,
    /// 上次抄表日期
    pub last_on: Option<NaiveDate>,
    /// 抄表日期
    pub on: NaiveDate,
    pub registers: Vec<SlipRegister>,
    /// `None` is 待核.
    pub multiplier: Option<Decimal>,
    pub state: ReadingState,
    /// 抄见电量
    pub energy_kwh: i64,
    /// 暂计
    pub estimated: bool,
    pub remark: String,
    pub reader: Staff,
    pub outlet: String,
    pub terminal: TerminalCode,
    pub printed_at: NaiveDateTime,
    /// Of the journal's entry.
    pub check_code: Option<String>,
    /// The reading was withdrawn or corrected since.
    pub withdrawn: bool,
    pub practice: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SlipRegister {
    pub register: Register,
    pub last: Option<Decimal>,
    pub this: Decimal,
}
