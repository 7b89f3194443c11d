//! 复电: a customer who was cut off has settled everything; supply comes back within the promised hours.

use serde::{Deserialize, Serialize};

use crate::{CustomerNo, PaymentId, RestoreId};

/// 复电申请, raised by the payment that settled the last open bill. It is told to the center before anything else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct RestoreRequest {
    pub id: RestoreId,
    pub customer: CustomerNo,
    pub payment: PaymentId,
    /// The laptop's best time, ms since 1970.
    pub asked_at_ms: i64,
    pub due_at_ms: i64,
}
