//! 操作员: who signs in, and what each role may do.

use serde::{Deserialize, Serialize};

use crate::{OperatorId, UnitCode};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// 收费员
    Cashier,
    /// 抄表员
    MeterReader,
    /// 核算员: reviews readings and bills, reads none and collects nothing.
    Biller,
    /// 报账员
    Reporter,
    /// 同步管理员
    SyncAdministrator,
    /// 财务
    Finance,
    /// 审计员
    Auditor,
}

impl Role {
    pub const ALL: [Role; 7] = [
        Role::Cashier,
        Role::MeterReader,
        Role::Biller,
        Role::Reporter,
        Role::SyncAdministrator,
        Role::Finance,
        Role::Auditor,
    ];
}

/// An act that needs a role. The matrix is a golden file (`tests/golden/permissions.txt`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Permission {
    OpenShift,
    TakePayment,
    ReversePayment,
    ReprintReceipt,
    ViewCustomers,
    ViewDayOfOthers,
    SyncNow,
    EnrolDevice,
    ViewCases,
    PrepareRound,
    EnterReading,
    ReviewReadings,
    ImportReadings,
    PrintNotices,
}

impl Permission {
    pub const ALL: [Permission; 14] = [
        Permission::OpenShift,
        Permission::TakePayment,
        Permission::ReversePayment,
        Permission::ReprintReceipt,
        Permission::ViewCustomers,
        Permission::ViewDayOfOthers,
        Permission::SyncNow,
        Permission::EnrolDevice,
        Permission::ViewCases,
        Permission::PrepareRound,
        Permission::EnterReading,
        Permission::ReviewReadings,
        Permission::ImportReadings,
        Permission::PrintNotices,
    ];
}

impl Role {
    /// The policy, one line a role: who takes money neither reads meters nor sees the day of others, and who reads meters
    /// does not review them.
    pub fn may(self, permission: Permission) -> bool {
        use Permission::*;
        match self {
            Role::Cashier => {
                matches!(
                    permission,
                    OpenShift | TakePayment | ReversePayment | ReprintReceipt | ViewCustomers | SyncNow | PrintNotices
                )
            }
            Role::MeterReader => {
                matches!(permission, ViewCustomers | SyncNow | PrepareRound | EnterReading | PrintNotices)
            }
            Role::Biller => {
                matches!(permission, ViewCustomers | SyncNow | ReviewReadings | ImportReadings | PrintNotices)
            }
            Role::Reporter => matches!(permission, ViewCustomers | ViewDayOfOthers | ReprintReceipt | SyncNow),
            Role::SyncAdministrator => matches!(permission, ViewCustomers | SyncNow | EnrolDevice | ViewCases),
            Role::Finance => matches!(permission, ViewCustomers | ViewDayOfOthers | ViewCases),
            Role::Auditor => matches!(permission, ViewCustomers | ViewDayOfOthers | ViewCases),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operator {
    pub id: OperatorId,
    /// 工号: what is typed to sign in.
    pub login: String,
    pub name: String,
    pub unit: UnitCode,
    pub roles: Vec<Role>,
    /// Argon2id in PHC form; checked without a link.
    pub verifier: String,
    /// A suspended operator cannot sign in after the change arrived; what they did before stays money.
    pub suspended: bool,
}

impl Operator {
    pub fn may(&self, permission: Permission) -> bool {
        !self.suspended && self.roles.iter().any(|role| role.may(permission))
    }
}
