//! 待办: what the center sends back to an outlet, and the outlet's answer. The answer is an entry of the outlet's journal.

use serde::{Deserialize, Serialize};

use crate::{
    BillingPeriod, BusinessDate, CaseId, CustomerNo, DeviceId, MeterNo, Money, RefundId, ShiftNo, TaskId, UnitCode,
};

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "task", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum TaskKind {
    /// 退款: pay out in cash. Answered by `RefundPaid`, or by an answer that says why not.
    PayRefund { amount: Money },
    /// 重新抄表
    ReadMeterAgain { meter: MeterNo, period: BillingPeriod },
    /// 联系客户
    CallCustomer,
    /// 说明情况: say in words what happened.
    Explain,
}

impl TaskKind {
    /// The name in addresses, storage and scenarios.
    pub fn name(&self) -> &'static str {
        match self {
            TaskKind::PayRefund { .. } => "pay-refund",
            TaskKind::ReadMeterAgain { .. } => "read-meter-again",
            TaskKind::CallCustomer => "call-customer",
            TaskKind::Explain => "explain",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum TaskState {
    /// 待办
    Open,
    /// 已办
    Done,
    /// 办不了: the outlet says why; the case is open again.
    NotDone,
    /// 已撤回: the center took it back before it was answered. One that was answered meanwhile stays answered.
    Withdrawn,
}

/// A task as its outlet gets it. One device is asked, so that two desks never both pay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Task {
    pub id: TaskId,
    pub case: CaseId,
    pub device: DeviceId,
    pub customer: Option<CustomerNo>,
    /// 归属单位 of the customer, as far as the center knows it.
    pub owner: Option<UnitCode>,
    pub kind: TaskKind,
    /// What the center wrote to the outlet.
    pub note: String,
    pub given_ms: i64,
    pub state: TaskState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum TaskOutcome {
    Done,
    NotDone,
}

/// 办理结果: the fact that the journal keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct TaskAnswer {
    pub task: TaskId,
    pub outcome: TaskOutcome,
    /// What was found or done, in words; never empty where it was not done.
    pub note: String,
}

/// 退款支付: cash that left the drawer on an order of the center. The fact that the journal keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PaidRefund {
    /// Born on the screen, so that a repeated click is the same refund.
    pub id: RefundId,
    pub task: TaskId,
    pub customer: CustomerNo,
    /// 归属单位 at the time, as the task said it.
    pub owner: Option<UnitCode>,
    pub shift: ShiftNo,
    pub business_date: BusinessDate,
    pub amount: Money,
    /// 领款人, as they signed.
    pub paid_to: String,
}
