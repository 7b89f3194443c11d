//! 冲突: two facts that disagree, as a value that can be listed, counted, shown and answered tomorrow.

use serde::{Deserialize, Serialize};

use crate::{
    BillId, BillStatement, BillingPeriod, CustomerNo, DeviceId, MeterNo, Money, PaymentId, ReadingId, Seq, ShiftNo,
    Stream,
};

/// A case at the center, by its number there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CaseId(pub u64);

/// A case about an entry of an outlet's device, or its end, as the outlet hears of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseNotice {
    pub id: CaseId,
    /// `Conflict::kind`
    pub kind: String,
    pub entry: Option<(Stream, Seq)>,
    pub open: bool,
}

/// What disagrees. Money is posted first; a conflict only says that a person should look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
}

impl Conflict {
    /// The name in addresses, storage and scenarios.
    pub fn kind(&self) -> &'static str {
        match self {
            Conflict::DoublePayment { .. } => "double-payment",
            Conflict::PaidBillGone { .. } => "paid-bill-gone",
            Conflict::UnknownCustomer { .. } => "unknown-customer",
            Conflict::PrepaidOverdrawn { .. } => "prepaid-overdrawn",
            Conflict::ForkedDevice { .. } => "forked-device",
            Conflict::DigestMismatch { .. } => "digest-mismatch",
            Conflict::SuspendedAuthor { .. } => "suspended-author",
            Conflict::ReadingsDisagree { .. } => "readings-disagree",
            Conflict::BillDiffers { .. } => "bill-differs",
            Conflict::BilledTwice { .. } => "billed-twice",
        }
    }
}
