//! What the desk shows first: its device, who is signed in, and how it is enrolled.

use domain::{Permission, Role};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{InterruptedPaymentView, InterruptedRefundView, ShiftView};

/// What the desk shows first.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DeskView {
    /// `None` until the laptop is enrolled.
    pub device: Option<DeviceView>,
    pub operator: Option<OperatorView>,
    /// The shift that is open on this desk, whoever is signed in.
    pub shift: Option<ShiftView>,
    /// A payment whose panel was open when the desk stopped.
    pub interrupted: Option<InterruptedPaymentView>,
    pub interrupted_refund: Option<InterruptedRefundView>,
    /// Demo data: papers are marked, and the status line has a link switch.
    pub demo: bool,
    pub version: String,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DeviceView {
    pub terminal: String,
    pub unit_code: String,
    pub unit_name: String,
    pub station_name: String,
    pub center_url: String,
    /// Customers in the replica.
    pub customers: u32,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct OperatorView {
    pub id: u32,
    pub login: String,
    pub name: String,
    pub unit_name: String,
    #[ts(type = "string[]")]
    pub roles: Vec<Role>,
    #[ts(type = "string[]")]
    pub permissions: Vec<Permission>,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct EnrolRequest {
    pub center_url: String,
    pub code: String,
}
