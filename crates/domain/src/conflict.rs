//! 冲突: two facts that disagree, as a value that can be listed, counted, shown and answered tomorrow.

use serde::{Deserialize, Serialize};

use crate::{
    ArchiveChangeId, ArchiveField, BillId, BillStatement, BillingPeriod, BusinessDate, CustomerNo, DeviceId, MeterNo,
    Money, PaymentId, ReadingId, RefundId, Registers, Seq, ShiftNo, Stream, TaskId, UnitCode,
};

/// A case at the center, by its number there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaseId(pub u64);

/// A case about an entry of an outlet's device, or its end, as the outlet hears of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseNotice {
    pub id: CaseId,
    /// `ConflictKind::name`
    pub kind: String,
    pub entry: Option<(Stream, Seq)>,
    pub open: bool,
}

/// What disagrees. Money is posted first; a conflict only says that a person should look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Conflict {
    /// 重复缴费: the same bill was paid more than once; the later money became prepayment.
    DoublePayment { customer: CustomerNo, bill: BillId, payments: Vec<PaymentId>, surplus: Money },
    /// 无此应收: a payment on a bill that is not there any more; the money became prepayment.
    PaidBillGone { customer: CustomerNo, bill: BillId, payment: PaymentId, surplus: Money },
    /// 待查款项: a payment for an account number that nobody knows; the money waits in clarification.
    UnknownCustomer { customer: CustomerNo, payment: PaymentId, amount: Money },
    /// 预收透支: prepayment was used at two places before either knew.
    PrepaidOverdrawn { customer: CustomerNo, balance: Money },
    /// 终端分叉: a cloned laptop or a restored backup wrote a second history. Both histories' cash is posted.
    ForkedDevice { device: DeviceId, stream: Stream, at: Seq },
    /// 对账不符: both sides at rest, and their sums differ.
    DigestMismatch { stream: Stream, shift: ShiftNo },
    /// 停用后的记录: an entry of a device or operator that was suspended before; it stays money.
    SuspendedAuthor { stream: Stream, seq: Seq },
    /// 示数不一致: two authors read one meter for one month and saw different things. What was read on site counts before
    /// what was read remotely.
    ReadingsDisagree { customer: CustomerNo, meter: MeterNo, period: BillingPeriod, readings: Vec<ReadingId> },
    /// 电费差异: a bill that was issued and the same bill computed again come to different amounts, and the difference waits
    /// for a person: it is above the limit, or nothing can be computed.
    BillDiffers {
        customer: CustomerNo,
        bill: BillId,
        issued: Money,
        /// `None` where the center cannot compute the bill; `why` says the reason.
        should_be: Option<Money>,
        why: Option<String>,
        /// The difference as it would be issued.
        difference: Option<Box<BillStatement>>,
    },
    /// 重复出账: a month was billed twice with different results; the bill that was there stays.
    BilledTwice { customer: CustomerNo, bill: BillId, issued: Money, other: Money },
    /// 在途迁移: money was taken for a unit that the customer had left. It follows the customer, and both units should know.
    CustomerMoved { customer: CustomerNo, payment: PaymentId, from: UnitCode, to: UnitCode, amount: Money },
    /// 重复退款: a refund was paid out more than once, or without an order.
    RefundPaidTwice { customer: CustomerNo, task: TaskId, refunds: Vec<RefundId>, too_much: Money },
    /// 档案更正申请: an outlet says that a field is wrong. `parallel` names other fields that changed at the center meanwhile;
    /// they do not disagree.
    ArchiveChangeRequested {
        change: ArchiveChangeId,
        customer: CustomerNo,
        field: ArchiveField,
        now: String,
        wanted: String,
        reason: String,
        parallel: Vec<ArchiveField>,
    },
    /// 档案两边修改: the field changed at the center after the outlet had seen it, or two outlets want different things.
    ArchiveEditedTwice {
        change: ArchiveChangeId,
        customer: CustomerNo,
        field: ArchiveField,
        seen: String,
        now: String,
        wanted: String,
        reason: String,
    },
    /// 示数更正申请, after its review.
    ReadingChangeRequested { customer: CustomerNo, reading: ReadingId, registers: Registers, reason: String },
    /// 时钟异常: the laptop's clock or a business date is far from what the center saw; penalties and reports follow that date.
    ClockSuspect { stream: Stream, shift: ShiftNo, business_date: BusinessDate, arrived_on: BusinessDate, off_ms: i64 },
    /// 记录无法解读: the seal and the chain are right and the content is not; it is kept byte for byte.
    EntryUnreadable { stream: Stream, seq: Seq, why: String },
}

/// The kind of a conflict without its facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ConflictKind {
    DoublePayment,
    PaidBillGone,
    UnknownCustomer,
    PrepaidOverdrawn,
    CustomerMoved,
    RefundPaidTwice,
    ForkedDevice,
    SuspendedAuthor,
    EntryUnreadable,
    DigestMismatch,
    ClockSuspect,
    ReadingsDisagree,
    BillDiffers,
    BilledTwice,
    ArchiveChangeRequested,
    ArchiveEditedTwice,
    ReadingChangeRequested,
}

/// How soon somebody should look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum CaseSeverity {
    /// 一般: a request, or something that only has to be noted.
    Routine,
    /// 资金: a customer's or the company's money lies where it may not belong.
    Money,
    /// 紧急: books that cannot be explained, or a device that may be in wrong hands.
    Urgent,
}

impl ConflictKind {
    pub const ALL: [ConflictKind; 17] = [
        ConflictKind::DoublePayment,
        ConflictKind::PaidBillGone,
        ConflictKind::UnknownCustomer,
        ConflictKind::PrepaidOverdrawn,
        ConflictKind::CustomerMoved,
        ConflictKind::RefundPaidTwice,
        ConflictKind::ForkedDevice,
        ConflictKind::SuspendedAuthor,
        ConflictKind::EntryUnreadable,
        ConflictKind::DigestMismatch,
        ConflictKind::ClockSuspect,
        ConflictKind::ReadingsDisagree,
        ConflictKind::BillDiffers,
        ConflictKind::BilledTwice,
        ConflictKind::ArchiveChangeRequested,
        ConflictKind::ArchiveEditedTwice,
        ConflictKind::ReadingChangeRequested,
    ];

    /// The name in addresses, storage and scenarios.
    pub fn name(self) -> &'static str {
        match self {
            ConflictKind::DoublePayment => "double-payment",
            ConflictKind::PaidBillGone => "paid-bill-gone",
            ConflictKind::UnknownCustomer => "unknown-customer",
            ConflictKind::PrepaidOverdrawn => "prepaid-overdrawn",
            ConflictKind::CustomerMoved => "customer-moved",
            ConflictKind::RefundPaidTwice => "refund-paid-twice",
            ConflictKind::ForkedDevice => "forked-device",
            ConflictKind::SuspendedAuthor => "suspended-author",
            ConflictKind::EntryUnreadable => "entry-unreadable",
            ConflictKind::DigestMismatch => "digest-mismatch",
            ConflictKind::ClockSuspect => "clock-suspect",
            ConflictKind::ReadingsDisagree => "readings-disagree",
            ConflictKind::BillDiffers => "bill-differs",
            ConflictKind::BilledTwice => "billed-twice",
            ConflictKind::ArchiveChangeRequested => "archive-change-requested",
            ConflictKind::ArchiveEditedTwice => "archive-edited-twice",
            ConflictKind::ReadingChangeRequested => "reading-change-requested",
        }
    }

    pub fn severity(self) -> CaseSeverity {
        match self {
            ConflictKind::DigestMismatch
            | ConflictKind::EntryUnreadable
            | ConflictKind::ForkedDevice
            | ConflictKind::RefundPaidTwice
            | ConflictKind::SuspendedAuthor => CaseSeverity::Urgent,
            ConflictKind::DoublePayment
            | ConflictKind::PaidBillGone
            | ConflictKind::UnknownCustomer
            | ConflictKind::PrepaidOverdrawn
            | ConflictKind::CustomerMoved
            | ConflictKind::BillDiffers
            | ConflictKind::BilledTwice => CaseSeverity::Money,
            ConflictKind::ClockSuspect
            | ConflictKind::ReadingsDisagree
            | ConflictKind::ArchiveChangeRequested
            | ConflictKind::ArchiveEditedTwice
            | ConflictKind::ReadingChangeRequested => CaseSeverity::Routine,
        }
    }
}

impl Conflict {
    pub fn kind(&self) -> ConflictKind {
        match self {
            Conflict::DoublePayment { .. } => ConflictKind::DoublePayment,
            Conflict::PaidBillGone { .. } => ConflictKind::PaidBillGone,
            Conflict::UnknownCustomer { .. } => ConflictKind::UnknownCustomer,
            Conflict::PrepaidOverdrawn { .. } => ConflictKind::PrepaidOverdrawn,
            Conflict::CustomerMoved { .. } => ConflictKind::CustomerMoved,
            Conflict::RefundPaidTwice { .. } => ConflictKind::RefundPaidTwice,
            Conflict::ForkedDevice { .. } => ConflictKind::ForkedDevice,
            Conflict::SuspendedAuthor { .. } => ConflictKind::SuspendedAuthor,
            Conflict::EntryUnreadable { .. } => ConflictKind::EntryUnreadable,
            Conflict::DigestMismatch { .. } => ConflictKind::DigestMismatch,
            Conflict::ClockSuspect { .. } => ConflictKind::ClockSuspect,
            Conflict::ReadingsDisagree { .. } => ConflictKind::ReadingsDisagree,
            Conflict::BillDiffers { .. } => ConflictKind::BillDiffers,
            Conflict::BilledTwice { .. } => ConflictKind::BilledTwice,
            Conflict::ArchiveChangeRequested { .. } => ConflictKind::ArchiveChangeRequested,
            Conflict::ArchiveEditedTwice { .. } => ConflictKind::ArchiveEditedTwice,
            Conflict::ReadingChangeRequested { .. } => ConflictKind::ReadingChangeRequested,
        }
    }

    /// 涉及金额: the money that the decision is about; zero where none is.
    pub fn at_stake(&self) -> Money {
        match self {
            Conflict::DoublePayment { surplus, .. } | Conflict::PaidBillGone { surplus, .. } => *surplus,
            Conflict::UnknownCustomer { amount, .. } | Conflict::CustomerMoved { amount, .. } => *amount,
            Conflict::PrepaidOverdrawn { balance, .. } => balance.abs(),
            Conflict::RefundPaidTwice { too_much, .. } => *too_much,
            Conflict::BillDiffers { issued, should_be, .. } => {
                should_be.map_or(Money::ZERO, |should_be| (should_be - *issued).abs())
            }
            Conflict::BilledTwice { issued, other, .. } => (*issued - *other).abs(),
            Conflict::ForkedDevice { .. }
            | Conflict::SuspendedAuthor { .. }
            | Conflict::EntryUnreadable { .. }
            | Conflict::DigestMismatch { .. }
            | Conflict::ClockSuspect { .. }
            | Conflict::ReadingsDisagree { .. }
            | Conflict::ArchiveChangeRequested { .. }
            | Conflict::ArchiveEditedTwice { .. }
            | Conflict::ReadingChangeRequested { .. } => Money::ZERO,
        }
    }
}
