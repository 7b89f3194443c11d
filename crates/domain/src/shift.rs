//! 班次: a cashier's time at a desk, with its business date and its drawer.

use serde::{Deserialize, Serialize};

use crate::{BusinessDate, Money, OperatorId, ShiftNo};

/// A shift that is open; only its cashier takes payments in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenShift {
    pub no: ShiftNo,
    pub cashier: OperatorId,
    pub business_date: BusinessDate,
    /// 备用金: change money in the drawer at the start.
    pub opening_cash: Money,
}

/// 交班: what was counted against what the entries say should be there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClosedShift {
    pub no: ShiftNo,
    pub counted_cash: Money,
    pub expected_cash: Money,
}

impl ClosedShift {
    /// 长短款: positive is over, negative is short.
    pub fn over(&self) -> Money {
        self.counted_cash - self.expected_cash
    }
}
