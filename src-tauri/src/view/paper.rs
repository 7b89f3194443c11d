//! Papers of reading and billing, on the screen and on paper.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{NoticeRequest, PaperForm, RoundRef};

/// A paper by what it is about.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum PaperRequest {
    /// 抄表单
    ReadingSheet { round: RoundRef },
    /// 电费结算单
    Bill { customer_no: String, bill: String },
    /// 抄表回单
    ReadingSlip { reading_id: String },
    /// 催费通知单, 停电通知单
    Notice { notice: NoticeRequest },
    /// 复电派工单
    RestoreSlip { restore_id: String },
    /// 退费单; `again` counts the print as a further copy.
    RefundSlip { refund_id: String, again: bool },
}

/// The forms that a paper exists in, and its pages (SVG) in one of them.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PaperView {
    pub form: PaperForm,
    pub forms: Vec<PaperForm>,
    pub pages_svg: Vec<String>,
}
