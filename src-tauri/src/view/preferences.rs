//! What this desk prefers.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::PaperForm;

/// Preferences of this desk, kept on the laptop.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export)]
pub struct PreferencesView {
    /// `zh-CN` or `en`.
    pub locale: String,
    pub form: PaperForm,
    /// A system printer's name, `escpos:HOST:PORT` for a raw 80 mm printer, or `null`.
    pub printer: Option<String>,
    /// Print at once after a payment.
    pub print_at_once: bool,
    /// 电费结算单
    pub bill_form: PaperForm,
    /// 催费、停电通知单
    pub notice_form: PaperForm,
    /// The port of the meter head, `simulated` for practice, or `null`.
    pub meter_head: Option<String>,
}

impl Default for PreferencesView {
    fn default() -> PreferencesView {
        PreferencesView {
            locale: "zh-CN".to_owned(),
            form: PaperForm::Slip80,
            printer: None,
            print_at_once: false,
            bill_form: PaperForm::Slip80,
            notice_form: PaperForm::Half241,
            meter_head: None,
        }
    }
}
