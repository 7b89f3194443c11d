//! 调账: what a decision of the center moves on an account. It stands among the payments, in the same order, and is taken out
//! again when the decision is undone; so applying and undoing leave the account as it was.

use serde::{Deserialize, Serialize};

use crate::{Account, CollectionRules, CustomerNo, Money, PaymentOrder, Placement, ProposalId, UnitCode};

/// Names one adjustment: the proposal that made it, and its place in that proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AdjustmentId {
    pub proposal: ProposalId,
    pub part: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum AdjustmentKind {
    /// 冲抵欠费: prepayment goes on the open bills, oldest first.
    ApplyToBills,
    /// 退款: prepayment becomes a refund that an outlet pays out.
    Refund,
    /// 核销: the company bears an overdrawn prepayment.
    WriteOff,
    /// 核销重复退款: the company bears a refund that two desks paid. The account itself does not move.
    WriteOffRefund,
}

impl AdjustmentKind {
    pub const ALL: [AdjustmentKind; 4] = [
        AdjustmentKind::ApplyToBills,
        AdjustmentKind::Refund,
        AdjustmentKind::WriteOff,
        AdjustmentKind::WriteOffRefund,
    ];
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Adjustment {
    pub id: AdjustmentId,
    pub customer: CustomerNo,
    pub kind: AdjustmentKind,
    pub amount: Money,
    /// Where the money waits in clarification, for an account number that nobody knows.
    pub desk: UnitCode,
}

/// An adjustment among the facts of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedAdjustment {
    pub order: PaymentOrder,
    pub adjustment: Adjustment,
    /// Its decision was undone.
    pub undone: bool,
}

impl Account {
    /// Puts an adjustment where it belongs. A refund that was promised is never cut, so the prepayment may fall below zero;
    /// bills get no more than is there and than they owe.
    pub fn adjust(&mut self, adjustment: &Adjustment, order: &PaymentOrder, rules: &CollectionRules) -> Placement {
        let nothing = Placement {
            applied: Vec::new(),
            surplus: Vec::new(),
            prepaid_used: Money::ZERO,
            prepaid_added: Money::ZERO,
            tail_before: Money::ZERO,
            tail_after: Money::ZERO,
        };
        let placement = match adjustment.kind {
            AdjustmentKind::ApplyToBills => {
                let ready = adjustment.amount.min(self.prepaid).max(Money::ZERO);
                let applied = self.allocate_oldest_first(ready, order.business_date, rules);
                let prepaid_used = applied.iter().map(crate::Allocation::total).sum();
                Placement { applied, prepaid_used, ..nothing }
            }
            AdjustmentKind::Refund => Placement { prepaid_used: adjustment.amount, ..nothing },
            AdjustmentKind::WriteOff => Placement { prepaid_added: adjustment.amount, ..nothing },
            AdjustmentKind::WriteOffRefund => nothing,
        };
        self.take_over(&placement, order.business_date);
        placement
    }
}
