//! The rules of the counter, as plain values and functions.
//!
//! There is no clock, no I/O, no randomness and no async here: dates, ids and numbers arrive as arguments. The same
//! functions run at the outlet, at the center and in the tests.

mod account;
mod bill;
mod calendar;
mod capitals;
mod conflict;
mod customer;
mod ids;
mod money;
mod operator;
mod payment;
mod penalty;
mod posting;
mod reversal;
mod rules;
mod shift;
mod tariff;
mod tender;
mod unit;

pub use account::{Account, PaymentOrder, PlacedPayment, Placement, replay};
pub use bill::{Bill, BillId, BillIdError, BillLock, SettleState, Settlement};
pub use calendar::{BillingPeriod, BusinessDate, PeriodError};
pub use conflict::{CaseId, CaseNotice, Conflict};
pub use customer::{Customer, CustomerState, CustomerStatus, ElecType, PastPayment, PowerState};
pub use ids::{
    CustomerNo, DeviceId, IdError, Incarnation, OperatorId, PaymentId, ReceiptNo, ReversalId, Seq, ShiftNo, Stream,
    TerminalCode, UnitCode,
};
pub use money::{Money, MoneyError};
pub use operator::{Operator, Permission, Role};
pub use payment::{
    Allocation, AmountChoice, Basis, BillChoice, BillDue, BillSeen, Payment, PaymentRefusal, Tendered, UsePrepaid,
    settle,
};
pub use penalty::penalty;
pub use posting::{LedgerAccount, Posting, Postings, post_carried_over, post_closing, post_opening, post_payment};
pub use reversal::{PaymentState, Reversal, ReversalRefusal, ReversiblePayment, reverse};
pub use rules::{AllocationMode, CollectIn, CollectionRules, CounterRule, DayCount, PartialPayment, PenaltyRule};
pub use shift::{ClosedShift, OpenShift};
pub use tariff::{PriceTier, PriceVersion};
pub use tender::{Tender, TenderField, TenderKind};
pub use unit::{Unit, UnitLevel, UnitTree};
