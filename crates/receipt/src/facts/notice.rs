//! What a notice to a customer in arrears says, and the slip that sends a lineman to restore supply.

use chrono::{NaiveDate, NaiveDateTime};
use domain::{BillId, DisconnectionRules, ElecType, MeterNo, Money, Notice, ReceiptNo, RestoreId};

use super::{PaidFor, PrintedCopy, Staff};

/// 催费通知单 or 停电通知单, by the kind of the notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeFacts {
    pub notice: Notice,
    pub copy: PrintedCopy,
    pub customer: PaidFor,
    pub elec_type: ElecType,
    /// Oldest first; their sums are the notice's.
    pub bills: Vec<OwedBill>,
    /// The settings by which the dates were found.
    pub rules: DisconnectionRules,
    pub outlet: String,
    /// 制单人
    pub issued_by: Staff,
    pub printed_at: NaiveDateTime,
    /// Of the journal's entry.
    pub check_code: Option<String>,
    pub practice: bool,
}

/// A bill that still owes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwedBill {
    pub bill: BillId,
    pub energy_kwh: i64,
    /// 应收电费 as issued.
    pub amount: Money,
    /// 尚欠本金
    pub principal: Money,
    /// 违约金 to the day of the notice.
    pub penalty: Money,
    /// 违约金起算日
    pub penalty_start: NaiveDate,
}

/// 复电派工单: for the lineman, because the link may be down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestoreSlipFacts {
    pub request: RestoreId,
    pub copy: PrintedCopy,
    pub customer: PaidFor,
    pub phone: String,
    /// 台区
    pub transformer_area: String,
    pub meters: Vec<MeterNo>,
    pub receipt: ReceiptNo,
    /// 实收 of the payment that settled everything.
    pub paid: Money,
    pub paid_at: NaiveDateTime,
    /// 复电期限
    pub due_at: NaiveDateTime,
    /// As the promise says: 24.
    pub restore_hours: u32,
    pub outlet: String,
    pub cashier: Staff,
    pub printed_at: NaiveDateTime,
    /// The payment was reversed since: the slip is void.
    pub voided: bool,
    pub practice: bool,
}
