//! What a line about prices, supplies, readings and bills can say, as values.

use chrono::NaiveDate;
use domain::{
    Anomaly, BasicCharge, BasicPrice, BillId, BillingPeriod, BillingRules, CorrectionBasis, CustomerNo, Digits,
    EnergyPrice, Fund, LineLoss, LossShare, Measuring, MeterNo, PowerFactorStandard, PriceCode, ReadingMethod,
    Registers, SegmentNo, SubQuantity, Transformer, TransformerNo, UnitCode, Voltage,
};
use rust_decimal::Decimal;

/// What a command of this kind is.
#[derive(Clone, Debug)]
pub enum MeterCommand {
    Price(Box<PriceLine>),
    Rule {
        settings: Vec<RuleSetting>,
        from: Option<NaiveDate>,
    },
    Segment(SegmentLine),
    Supply(SupplyLine),
    Transformer {
        customer: CustomerNo,
        transformer: Box<Transformer>,
    },
    ReplaceMeter(ReplaceLine),
    Correction {
        customer: CustomerNo,
        point: u8,
        document: String,
        basis: CorrectionBasis,
    },
    PrepareRound {
        segment: Option<SegmentNo>,
        period: Option<BillingPeriod>,
    },
    Read(Box<ReadLine>),
    /// Every meter from one customer to another shows so many kWh more; the numbers are taken in turn.
    ReadAll {
        from: CustomerNo,
        until: CustomerNo,
        more: Vec<i64>,
    },
    /// Each of them pays in cash what is due, to the fen.
    PayAll {
        from: CustomerNo,
        until: CustomerNo,
    },
    /// The same once more, under the same id.
    ReadAgain,
    Withdraw {
        customer: CustomerNo,
        reason: String,
    },
    RequestChange {
        customer: CustomerNo,
        registers: Registers,
        reason: String,
    },
    Review(ReviewLine),
    BillRun {
        period: BillingPeriod,
        unit: Option<UnitCode>,
        is_trial: bool,
    },
    Compute(ComputeLine),
    /// A line of a file that lies beside the story.
    File {
        name: String,
        line: String,
    },
    Import {
        file: String,
        profile: String,
    },
    Notice {
        customer: CustomerNo,
        is_disconnection: bool,
    },
}

#[derive(Clone, Debug)]
pub struct PriceLine {
    pub code: PriceCode,
    pub class: Option<String>,
    pub document: Option<String>,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub energy: EnergyPrice,
    pub basic: Option<BasicPrice>,
    pub funds: Vec<Fund>,
}

/// One change of the settings.
#[derive(Clone, Debug)]
pub struct RuleSetting {
    pub apply: fn(&mut BillingRules, &[Decimal], Option<&'static str>),
    pub numbers: Vec<Decimal>,
    /// The keyword that was chosen, where the setting is a choice.
    pub choice: Option<&'static str>,
}

#[derive(Clone, Debug)]
pub struct SegmentLine {
    pub no: SegmentNo,
    pub name: Option<String>,
    pub unit: Option<UnitCode>,
    pub reader: Option<String>,
    pub day: Option<u8>,
    pub on_the_spot: bool,
    pub grace_days: Option<u32>,
    pub is_remote: bool,
    pub two_monthly: bool,
}

/// A metering point of a supply, from 1, and what the line says about it and about the supply.
#[derive(Clone, Debug)]
pub struct SupplyLine {
    pub customer: CustomerNo,
    /// The same for all customers up to this number.
    pub until: Option<CustomerNo>,
    pub point: u8,
    pub fields: Vec<SupplyField>,
}

#[derive(Clone, Debug)]
pub enum SupplyField {
    Price(PriceCode),
    Meter(MeterNo),
    Digits(Digits),
    /// `None`: 待核
    Multiplier(Option<Decimal>),
    Last {
        registers: Registers,
        on: Option<NaiveDate>,
        estimated: bool,
    },
    Year(i64),
    /// Newest first.
    Months(Vec<i64>),
    Capacity(Decimal),
    Voltage(Voltage),
    Opened(NaiveDate),
    Closed(NaiveDate),
    OwnerSince(NaiveDate),
    Persons {
        persons: u8,
        extra_kwh: Option<i64>,
        shared_price: Option<PriceCode>,
        from: Option<NaiveDate>,
        to: Option<NaiveDate>,
    },
    Free(i64),
    Segment(SegmentNo),
    Sequence(u32),
    PowerFactor(PowerFactorStandard),
    Basic(BasicCharge),
    Measured(Measuring),
    LineLoss(LineLoss),
    LossShare(LossShare),
    Behind(TransformerNo),
    Carried(i64),
    SubOf {
        point: u8,
        quantity: SubQuantity,
    },
}

#[derive(Clone, Debug)]
pub struct ReplaceLine {
    pub customer: CustomerNo,
    pub point: u8,
    pub on: NaiveDate,
    pub removed: Registers,
    pub new: MeterNo,
    pub starts: Registers,
    pub multiplier: Option<Decimal>,
    pub digits: Option<Digits>,
}

#[derive(Clone, Debug)]
pub struct ReadLine {
    pub customer: CustomerNo,
    pub point: u8,
    pub registers: Registers,
    pub period: Option<BillingPeriod>,
    pub on: Option<NaiveDate>,
    pub meter: Option<MeterNo>,
    pub method: ReadingMethod,
    pub anomaly: Anomaly,
    pub estimated: bool,
    pub confirmed: bool,
    pub remark: String,
    pub photo: bool,
    /// A correction of the reading before.
    pub corrects: bool,
}

#[derive(Clone, Debug)]
pub struct ReviewLine {
    /// Empty: all that are waiting and harmless.
    pub customers: Vec<CustomerNo>,
    /// `Some`: sent back, with the reason.
    pub sent_back: Option<String>,
}

/// A bill without an outlet: archive, readings and prices of the story, and the engine.
#[derive(Clone, Debug)]
pub struct ComputeLine {
    pub customer: CustomerNo,
    pub bill: BillId,
    /// The readings by point, or the energy of the first point.
    pub readings: Vec<(u8, Registers)>,
    pub kwh: Option<i64>,
    pub on: Option<NaiveDate>,
    pub estimated: bool,
    /// Computes a month again that was computed before, and answers with the difference.
    pub again: bool,
}

/// What should be true of readings and bills.
#[derive(Clone, Debug)]
pub enum MeterExpectation {
    /// `None`: there is no such bill.
    Bill {
        customer: CustomerNo,
        bill: BillId,
        amount: Option<domain::Money>,
    },
    Lines {
        which: WhichBill,
        count: usize,
    },
    Line {
        which: WhichBill,
        number: usize,
        quantity: Decimal,
        price: Decimal,
        amount: domain::Money,
    },
    Steps {
        which: WhichBill,
        tiers: Vec<i64>,
    },
    Funds {
        which: WhichBill,
        amount: domain::Money,
    },
    PowerFactor {
        which: WhichBill,
        factor: Decimal,
        percent: Decimal,
    },
    Loss {
        which: WhichBill,
        kwh: i64,
        kvarh: Option<i64>,
    },
    Estimated {
        which: WhichBill,
        estimated: bool,
    },
    Difference {
        customer: CustomerNo,
        period: BillingPeriod,
        amount: domain::Money,
    },
    Supply {
        customer: CustomerNo,
        year: Option<i64>,
        last: Option<Decimal>,
        carried: Option<i64>,
    },
    Reading {
        customer: CustomerNo,
        total: Option<Decimal>,
        state: Option<&'static str>,
    },
    Round {
        segment: Option<SegmentNo>,
        period: Option<BillingPeriod>,
        read: u64,
        of: Option<u64>,
        flagged: Option<u64>,
    },
    Restore {
        customer: CustomerNo,
        asked: bool,
    },
}

/// A bill with its derivation.
#[derive(Clone, Debug)]
pub enum WhichBill {
    /// The one computed last.
    Computed,
    Of(CustomerNo, BillId),
}

impl MeterExpectation {
    /// Whether it can be about bills that were computed without any outlet.
    pub fn is_of_computed(&self) -> bool {
        match self {
            MeterExpectation::Bill { .. }
            | MeterExpectation::Reading { .. }
            | MeterExpectation::Round { .. }
            | MeterExpectation::Restore { .. } => false,
            MeterExpectation::Lines { .. }
            | MeterExpectation::Line { .. }
            | MeterExpectation::Steps { .. }
            | MeterExpectation::Funds { .. }
            | MeterExpectation::PowerFactor { .. }
            | MeterExpectation::Loss { .. }
            | MeterExpectation::Estimated { .. }
            | MeterExpectation::Difference { .. }
            | MeterExpectation::Supply { .. } => true,
        }
    }
}

/// All numbers from one customer to another, both included.
pub fn customers(from: &CustomerNo, until: &CustomerNo) -> Vec<CustomerNo> {
    let number = |no: &CustomerNo| no.as_str().parse::<u64>().unwrap_or(0);
    let width = from.as_str().len();
    (number(from)..=number(until)).filter_map(|no| format!("{no:0width$}").parse().ok()).collect()
}
