//! Why a command was refused.

use std::collections::BTreeMap;

use serde::Serialize;
use ts_rs::TS;

use crate::error::Code;

/// An error as the screen gets it: a closed code, and what the sentence needs. The sentence itself is the screen's.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct CommandErrorView {
    pub code: Code,
    /// Amounts, numbers and names by key, already as text.
    #[ts(type = "Record<string, string>")]
    pub params: BTreeMap<String, String>,
}
