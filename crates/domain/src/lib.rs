//! The rules of the counter, as plain values and functions.
//!
//! There is no clock, no I/O, no randomness and no async here: dates, ids and numbers arrive as arguments. The same
//! functions run at the outlet, at the center and in the tests.

mod account;
mod adjustment;
mod archive_change;
mod bill;
mod billing;
mod billing_rules;
mod calendar;
mod capitals;
mod conflict;
mod customer;
mod decision_rules;
mod ids;
mod metering;
mod money;
mod notice;
#[cfg(feature = "openapi")]
mod openapi;
mod operator;
mod payment;
mod penalty;
mod posting;
mod proposal;
mod reading;
mod release_code;
mod resolution;
mod restore_supply;
mod reversal;
mod round;
mod rules;
mod shift;
mod tariff;
mod task;
mod tender;
mod unit;

pub use account::{Account, AccountAct, PaymentOrder, PlacedPayment, Placement, replay};
pub use adjustment::{Adjustment, AdjustmentId, AdjustmentKind, PlacedAdjustment};
pub use archive_change::{ArchiveChange, ArchiveField, ArchiveValueRefusal};
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
pub use conflict::{CaseId, CaseNotice, CaseSeverity, Conflict, ConflictKind};
pub use customer::{Customer, CustomerState, CustomerStatus, ElecType, PastPayment, PowerState};
pub use decision_rules::DecisionRules;
pub use ids::{
    ArchiveChangeId, BillNo, CustomerNo, DeviceId, FileHash, IdError, ImportId, Incarnation, MeterNo, NoticeId,
    OperatorId, PaymentId, PointNo, PriceCode, ProposalId, ReadingId, ReceiptNo, RefundId, RestoreId, ReversalId,
    SegmentNo, Seq, ShiftNo, Stream, TaskId, TerminalCode, TransformerNo, UnitCode,
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
    LedgerAccount, Posting, Postings, post_adjustment, post_carried_over, post_closing, post_issue, post_opening,
    post_payment, post_refund,
};
pub use proposal::{CaseDecision, Matter, ProposalAnswer, ProposalState};
pub use reading::{
    Anomaly, Band, Finding, Judgement, KnownReading, Reading, ReadingContext, ReadingImport, ReadingKind,
    ReadingMethod, ReadingRequest, ReadingSource, ReadingState, Review, ReviewRefusal, ReviewState, Severity, Verdict,
    check_reviewer, is_harmless, judge,
};
pub use release_code::{
    RELEASE_DAYS_MAX, RELEASE_DIGITS, RELEASE_SERIALS, ReleaseGrant, ReleaseKey, ReleasePurpose, ReleaseRefusal,
    read_release_code, release_code,
};
pub use resolution::{Choice, Persons, Resolution, ResolutionKind, choice};
pub use restore_supply::RestoreRequest;
pub use reversal::{PaymentState, Reversal, ReversalRefusal, ReversiblePayment, reverse};
pub use round::{OnTheSpot, PreparedRound, ReadingCycle, RoundId, Segment};
pub use rules::{AllocationMode, CollectIn, CollectionRules, CounterRule, DayCount, PartialPayment, PenaltyRule};
pub use shift::{ClosedShift, OpenShift};
pub use tariff::{BasicPrice, EnergyPrice, Fund, PriceDays, PriceTier, PriceVersion, Tariff, TimeOfUseRates};
pub use task::{PaidRefund, Task, TaskAnswer, TaskKind, TaskOutcome, TaskState};
pub use tender::{Tender, TenderField, TenderKind};
pub use unit::{Unit, UnitLevel, UnitTree};
