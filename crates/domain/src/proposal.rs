//! 提议与批准: what people at the center decide. A proposal takes effect when it is approved, or at once where one person is
//! enough; a decision is undone by a further proposal.

use serde::{Deserialize, Serialize};

use crate::{BillingRules, CaseId, CollectionRules, Operator, PriceVersion, ProposalId, Resolution};

/// What a proposal is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "matter", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Matter {
    /// 处理冲突: one case, or several of one kind decided together.
    Cases { decisions: Vec<CaseDecision> },
    /// 撤销处理: everything that a decision did is taken back.
    Undo { decision: ProposalId },
    /// 发布电价
    Price { price: Box<PriceVersion> },
    /// 发布计费参数
    Billing { rules: Box<BillingRules> },
    /// 发布收费规则
    Collection { rules: Box<CollectionRules> },
    /// 操作员: a new one, or one with another name, unit, roles or standing. Its verifier is never shown.
    Operator { operator: Box<Operator> },
}

impl Matter {
    /// The name in addresses, storage and scenarios.
    pub fn name(&self) -> &'static str {
        match self {
            Matter::Cases { .. } => "cases",
            Matter::Undo { .. } => "undo",
            Matter::Price { .. } => "price",
            Matter::Billing { .. } => "billing",
            Matter::Collection { .. } => "collection",
            Matter::Operator { .. } => "operator",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct CaseDecision {
    pub case: CaseId,
    pub resolution: Resolution,
}

/// What somebody said to a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ProposalAnswer {
    /// 批准, never by who proposed it.
    Approved,
    /// 驳回
    Refused,
    /// 撤回, by who proposed it.
    Withdrawn,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ProposalState {
    /// 待批
    Waiting,
    /// 已生效: approved, or decided by one person alone.
    InForce,
    /// 已驳回
    Refused,
    /// 已撤回
    Withdrawn,
    /// 已撤销: it was in force and was undone.
    Undone,
}

impl ProposalState {
    pub const FINAL: [ProposalState; 3] = [ProposalState::Refused, ProposalState::Withdrawn, ProposalState::Undone];
}
