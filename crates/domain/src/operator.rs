//! 操作员: who signs in, and what each role may do.

use serde::{Deserialize, Serialize};

use crate::{OperatorId, UnitCode};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
    /// 办理待办: answer what the center sent back to the outlet.
    AnswerTasks,
    /// 申请更正档案: ask for a correction of a customer's name, phone, address or meter.
    RequestArchiveChange,
    /// Sign in to the center's console.
    UseConsole,
    ViewFleet,
    /// Propose how a case is settled; what moves no money is decided by it.
    ProposeDecisions,
    /// Approve or refuse what somebody else proposed.
    ApproveDecisions,
    /// 批准档案更正
    DecideArchiveChanges,
    /// 发布电价: propose a price or a setting, or approve one that somebody else proposed.
    ReleaseTariffs,
    ManageOperators,
    RunBills,
    ViewAudit,
}

impl Permission {
    pub const ALL: [Permission; 25] = [
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
        Permission::AnswerTasks,
        Permission::RequestArchiveChange,
        Permission::UseConsole,
        Permission::ViewFleet,
        Permission::ProposeDecisions,
        Permission::ApproveDecisions,
        Permission::DecideArchiveChanges,
        Permission::ReleaseTariffs,
        Permission::ManageOperators,
        Permission::RunBills,
        Permission::ViewAudit,
    ];
}

impl Role {
    /// The policy, a list a role: who takes money neither reads meters nor sees the day of others, who reads meters does not
    /// review them, and who audits changes nothing.
    pub fn may(self, permission: Permission) -> bool {
        self.permissions().contains(&permission)
    }

    fn permissions(self) -> &'static [Permission] {
        use Permission::*;
        match self {
            Role::Cashier => &[
                OpenShift,
                TakePayment,
                ReversePayment,
                ReprintReceipt,
                ViewCustomers,
                SyncNow,
                PrintNotices,
                AnswerTasks,
                RequestArchiveChange,
            ],
            Role::MeterReader => {
                &[ViewCustomers, SyncNow, PrepareRound, EnterReading, PrintNotices, AnswerTasks, RequestArchiveChange]
            }
            Role::Biller => &[
                ViewCustomers,
                SyncNow,
                ReviewReadings,
                ImportReadings,
                PrintNotices,
                UseConsole,
                ViewCases,
                DecideArchiveChanges,
                ReleaseTariffs,
                RunBills,
            ],
            Role::Reporter => &[
                ViewCustomers,
                ViewDayOfOthers,
                ReprintReceipt,
                SyncNow,
                UseConsole,
                AnswerTasks,
                RequestArchiveChange,
            ],
            Role::SyncAdministrator => &[
                ViewCustomers,
                SyncNow,
                EnrolDevice,
                ViewCases,
                UseConsole,
                ViewFleet,
                ProposeDecisions,
                ApproveDecisions,
                DecideArchiveChanges,
                ReleaseTariffs,
                ManageOperators,
                RunBills,
                ViewAudit,
            ],
            Role::Finance => {
                &[ViewCustomers, ViewDayOfOthers, ViewCases, UseConsole, ViewFleet, ApproveDecisions, ViewAudit]
            }
            Role::Auditor => &[ViewCustomers, ViewDayOfOthers, ViewCases, UseConsole, ViewFleet, ViewAudit],
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
