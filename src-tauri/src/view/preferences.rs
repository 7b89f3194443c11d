//! What this desk prefers.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::PaperForm;

/// Preferences of this desk, kept on the laptop.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PreferencesView {
    /// `zh-CN` or `en`.
    pub locale: String,
    pub form: PaperForm,
    /// A system printer's name, `escpos:HOST:PORT` for a raw 80 mm printer, or `null`.
    pub printer: Option<String>,
    /// Print at once after a payment.
    pub print_at_once: bool,
}
