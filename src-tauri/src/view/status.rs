//! The status line.

use serde::Serialize;
use ts_rs::TS;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum LinkState {
    /// The last exchange answered.
    Up,
    /// The last attempt did not reach the center.
    Down,
    /// Not tried yet since the desk started.
    Unknown,
    /// Pulled by the demo's switch.
    SwitchedOff,
}

/// The status line.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct StatusView {
    pub link: LinkState,
    #[ts(type = "number | null")]
    pub last_sync_at_ms: Option<i64>,
    /// Why the last attempt failed, as a code of `CommandErrorView`.
    pub last_sync_problem: Option<String>,
    #[ts(type = "number")]
    pub unsent: u64,
    #[ts(type = "number | null")]
    pub oldest_unsent_ms: Option<i64>,
    pub drawer: Option<String>,
    pub syncing: Option<SyncProgressView>,
    /// The laptop's clock and the center's last signed time differ by more than a few minutes.
    #[ts(type = "number | null")]
    pub clock_off_by_ms: Option<i64>,
    /// Bytes of the last exchange, both ways.
    #[ts(type = "number")]
    pub last_sync_bytes: u64,
    #[ts(type = "number")]
    pub now_ms: i64,
    /// Cases that the center opened about this outlet's entries and that are not settled.
    pub open_cases: u32,
    /// 待办 that wait for this desk's answer.
    pub open_tasks: u32,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SyncProgressView {
    /// `sending`, `receiving` or `comparing`.
    pub stage: String,
    #[ts(type = "number")]
    pub done: u64,
    /// 0 where the total is not known.
    #[ts(type = "number")]
    pub total: u64,
}
