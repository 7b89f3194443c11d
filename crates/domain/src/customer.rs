//! 客户档案: what the counter knows of a customer. ID numbers and bank accounts are not in the replica.

use serde::{Deserialize, Serialize};

use crate::{Account, BusinessDate, CustomerNo, Money, PaymentId, TerminalCode, UnitCode};

/// 用电类别, by the classes of ELEC_TYPE; the hundreds digit decides the penalty rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ElecType(pub u16);

impl ElecType {
    pub const LARGE_INDUSTRY: ElecType = ElecType(100);
    pub const RURAL_RESIDENTIAL: ElecType = ElecType(201);
    pub const URBAN_RESIDENTIAL: ElecType = ElecType(202);
    pub const AGRICULTURE: ElecType = ElecType(300);
    pub const IRRIGATION: ElecType = ElecType(301);
    pub const COMMERCIAL: ElecType = ElecType(405);

    /// Class 2xx pays the residents' penalty rate.
    pub fn is_residential(self) -> bool {
        self.0 / 100 == 2
    }
}

/// POWEROFF_CODE of the archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PowerState {
    /// 已停电
    Off,
    /// 正常供电
    On,
}

/// STATUS of the archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum CustomerStatus {
    /// 0 正常
    Normal,
    /// 1 新装在途
    Connecting,
    /// 2 变更在途
    Changing,
    /// 9 销户: still owes and still pays.
    Closed,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Customer {
    pub no: CustomerNo,
    /// 原户号, from the system before.
    pub old_no: Option<String>,
    pub name: String,
    pub address: String,
    /// 供电单位: whose customer this is.
    pub unit: UnitCode,
    pub elec_type: ElecType,
    /// 电能表资产号
    pub meter_no: String,
    /// 台区
    pub transformer_area: String,
    /// Several numbers are separated by one space.
    pub phone: String,
    pub status: CustomerStatus,
    pub power: PowerState,
}

/// All that an outlet needs to take a customer's money: archive, account and the newest payments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerState {
    pub customer: Customer,
    /// Open bills as they stand at the center, payments of all outlets included, and the balances.
    pub account: Account,
    /// Newest first.
    pub last_payments: Vec<PastPayment>,
}

/// A payment as a customer's history shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastPayment {
    pub payment: PaymentId,
    pub on: BusinessDate,
    pub amount: Money,
    pub terminal: TerminalCode,
}
