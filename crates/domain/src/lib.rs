//! The rules of the counter, as plain values and functions.
//!
//! There is no clock, no I/O, no randomness and no async here: dates, ids and numbers arrive as arguments. The same
//! functions run at the outlet, at the center and in the tests.

mod account;
mod bill;
mod billing;
mod billing_rules;
mod calendar;
mod capitals;
mod conflict;
mod customer;
mod ids;
mod metering;
mod money;
mod notice;
mod operator;
mod payment;
mod penalty;
mod posting;
mod reading;
mod restore_supply;
mod reversal;
mod round;
mod rules;
mod shift;
mod tariff;
mod tender;
mod unit;

pub use account::{Account, PaymentOrder, PlacedPayment, Placement, replay};
pub use bill::{Bill, BillId, BillIdError, BillLock, SettleState, Settlement};
pub use billing::{
    BillLine, BillRequest, BillStatement, BillingRefusal, Correction, CorrectionBasis, Difference, FundLine,
    IssuedBill, LineKind, MeterQuantity, MeterSpan, PointQuantity, PowerFactorFinding, PriceUnit, QuantityLine,
    QuantityLineKind, StatementReason, StepStanding, TierUse, after_bill, bill, difference, spans, vat_of,
};
pub use billing_rules::{
    BasicRules, BillingRules, DemandDiscount, DifferenceRules, DisconnectionRules, Holiday, PowerFactorRow,
    PowerFactorRules, PowerFactorTable, PriceChange, ReadingRules, Untraceable,
};
pub use calendar::{BillingPeriod, BusinessDate, PeriodError};
pub use conflict::{CaseId, CaseNotice, Conflict};
pub use customer::{Customer, CustomerState, CustomerStatus, ElecType, PastPayment, PowerState};
pub use ids::{
    BillNo, CustomerNo, DeviceId, FileHash, IdError, ImportId, Incarnation, MeterNo, NoticeId, OperatorId, PaymentId,
    PointNo, PriceCode, ReadingId, ReceiptNo, RestoreId, ReversalId, SegmentNo, Seq, ShiftNo, Stream, TerminalCode,
    TransformerNo, UnitCode,
};
pub use metering::{
    BasicCharge, Digits, DigitsError, FreeQuantity, LargeHousehold, LargeHouseholdChoice, LastReading, LineLoss,
    LossRow, LossShare, Measuring, Meter, MeterEvent, MeteringPoint, MonthUse, PointRole, PowerFactorStandard,
    RatePeriod, Register, Registers, SubQuantity, Supply, SupplyState, Suspension, Transformer, TransformerLoss,
    Voltage, YearUse,
};
pub use money::{Money, MoneyError};
pub use notice::{
    DisconnectionDates, Notice, NoticeKind, NoticeRefusal, NoticeTo, arrears_pay_by, disconnection_dates,
};
pub use operator::{Operator, Permission, Role};
pub use payment::{
    Allocation, AmountChoice, Basis, BillChoice, BillDue, BillSeen, Payment, PaymentRefusal, Tendered, UsePrepaid,
    settle,
};
pub use penalty::penalty;
pub use posting::{
    LedgerAccount, Posting, Postings, post_carried_over, post_closing, post_issue, post_opening, post_payment,
};
pub use reading::{
    Anomaly, Band, Finding, Judgement, KnownReading, Reading, ReadingContext, ReadingImport, ReadingKind,
    ReadingMethod, ReadingRequest, ReadingSource, ReadingState, Review, ReviewRefusal, ReviewState, Severity, Verdict,
    check_reviewer, is_harmless, judge,
};
pub use restore_supply::RestoreRequest;
pub use reversal::{PaymentState, Reversal, ReversalRefusal, ReversiblePayment, reverse};
pub use round::{OnTheSpot, PreparedRound, ReadingCycle, RoundId, Segment};
pub use rules::{AllocationMode, CollectIn, CollectionRules, CounterRule, DayCount, PartialPayment, PenaltyRule};
pub use shift::{ClosedShift, OpenShift};
pub use tariff::{BasicPrice, EnergyPrice, Fund, PriceDays, PriceTier, PriceVersion, Tariff, TimeOfUseRates};
pub use tender::{Tender, TenderField, TenderKind};
pub use unit::{Unit, UnitLevel, UnitTree};
