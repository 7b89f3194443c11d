//! Receipts on paper and on the screen.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The paper that something is laid out for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum PaperForm {
    /// 80 mm roll
    Slip80,
    /// 241-1/2 continuous form
    Half241,
    /// 241-1/3 continuous form
    Third241,
    /// A4 cut sheets: no receipts, but bills, notices and lists.
    A4,
}

/// A receipt as pictures of its pages (SVG), the same layout that is printed.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ReceiptPreviewView {
    pub receipt_no: String,
    pub pages_svg: Vec<String>,
    /// 0 for the original, n for 补打 第 n 次.
    pub copy: u32,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PrintReceiptRequest {
    pub payment_id: String,
    pub form: PaperForm,
    /// `null`: the printer chosen in the settings; with no printer at all the file opens.
    pub printer: Option<String>,
    /// A further copy is an entry of its own (补打); the first print is not.
    pub reprint: bool,
}

/// What happened to the paper. No printer is not an error.
#[derive(Debug, Serialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum PrintedView {
    Printed { printer: String, copy: u32 },
    Opened { path: String, copy: u32 },
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PrinterView {
    pub name: String,
    pub is_default: bool,
}
