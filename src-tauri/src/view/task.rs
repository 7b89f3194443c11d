//! 待办, refunds and archive corrections.

use domain::{ArchiveField, TaskOutcome, TaskState};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{EntryLife, RoundRef};

/// What the center asks of this desk, and what was answered.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct TaskView {
    pub task_id: String,
    pub case_id: String,
    /// `pay-refund`, `read-meter-again`, `call-customer` or `explain`.
    pub kind: String,
    #[ts(type = "'open' | 'done' | 'not-done' | 'withdrawn'")]
    pub state: TaskState,
    /// What the center wrote.
    pub note: String,
    #[ts(type = "number")]
    pub given_at_ms: i64,
    pub customer_no: Option<String>,
    pub customer_name: String,
    pub phone: String,
    pub address: String,
    /// 归属单位
    pub owner_name: Option<String>,
    /// Of a refund.
    pub amount: Option<String>,
    /// Of a reading to repeat.
    pub meter_no: Option<String>,
    pub period: Option<String>,
    /// Where that reading is entered, if its round was prepared here.
    pub round: Option<RoundRef>,
    pub point_no: Option<String>,
    pub answer: Option<TaskAnswerView>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct TaskAnswerView {
    pub note: String,
    #[ts(type = "number")]
    pub at_ms: i64,
    pub life: EntryLife,
    /// The refund that was paid, where that is the answer.
    pub refund: Option<RefundView>,
}

/// Cash that was paid out.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RefundView {
    pub refund_id: String,
    pub task_id: String,
    pub slip_no: String,
    pub customer_no: String,
    pub customer_name: String,
    pub amount: String,
    pub paid_to: String,
    pub cashier_name: String,
    #[ts(type = "number")]
    pub at_ms: i64,
    pub life: EntryLife,
    pub case_id: Option<String>,
    pub reprints: u32,
    /// The same refund was paid before; this is its earlier slip.
    pub already_paid: bool,
}

/// A refund whose panel was open when the desk stopped.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct InterruptedRefundView {
    pub refund_id: String,
    pub task_id: String,
    pub customer_no: String,
    pub customer_name: String,
    pub amount: String,
    /// `None`: no cash was booked.
    pub paid: Option<RefundView>,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PayRefundRequest {
    /// UUIDv7, made when the panel opens.
    pub refund_id: String,
    pub task_id: String,
    pub paid_to: String,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct AnswerTaskRequest {
    pub task_id: String,
    #[ts(type = "'done' | 'not-done'")]
    pub outcome: TaskOutcome,
    pub note: String,
}

/// 档案更正申请
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ArchiveChangeRequest {
    /// UUIDv7, made when the dialog opens.
    pub change_id: String,
    pub customer_no: String,
    #[ts(type = "'name' | 'phone' | 'address' | 'meter-no'")]
    pub field: ArchiveField,
    pub wanted: String,
    pub reason: String,
}

/// What became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum ChangeState {
    /// 更正申请中
    Waiting,
    /// 已更正
    Accepted,
    /// 未采纳
    Refused,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ArchiveChangeView {
    pub change_id: String,
    pub customer_no: String,
    pub customer_name: String,
    #[ts(type = "'name' | 'phone' | 'address' | 'meter-no'")]
    pub field: ArchiveField,
    pub seen: String,
    pub wanted: String,
    pub reason: String,
    pub by: String,
    #[ts(type = "number")]
    pub at_ms: i64,
    pub life: EntryLife,
    pub state: ChangeState,
}
