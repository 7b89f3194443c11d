//! 冲正: undoing a payment on its own day, before its money left the desk.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{BusinessDate, Money, OpenShift, OperatorId, PaymentId, ReversalId, ShiftNo};

/// The fact that the journal keeps. The receipt is taken back and voided; the money goes back as it came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reversal {
    pub id: ReversalId,
    pub payment: PaymentId,
    pub shift: ShiftNo,
    pub business_date: BusinessDate,
    pub reason: String,
    /// Cash that left the drawer again.
    pub cash_returned: Money,
}

/// What the rule must know of the payment that is to be undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReversiblePayment {
    pub payment: PaymentId,
    pub cashier: OperatorId,
    pub business_date: BusinessDate,
    pub cash_collected: Money,
    pub prepaid_added: Money,
    pub state: PaymentState,
}

/// 收费记录状态
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PaymentState {
    /// In the drawer or with the slips; can be undone the same day.
    Taken,
    /// Undone; its receipt is void.
    Reversed,
    /// Left the desk with a remittance; from here on it is a refund with approval.
    Remitted,
}

#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ReversalRefusal {
    #[error("the payment was reversed before")]
    AlreadyReversed,
    #[error("the payment was remitted; a refund needs an approval")]
    AlreadyRemitted,
    #[error("only the cashier who took it may reverse it")]
    OtherCashier { cashier: OperatorId },
    #[error("it belongs to the business date {business_date}; only the same day can be reversed")]
    OtherDay { business_date: BusinessDate },
    #[error("a reversal needs a reason")]
    NoReason,
    #[error("{used} of the prepayment that it brought was used since")]
    PrepaymentUsed { used: Money },
    #[error("the drawer holds {drawer}, {needed} would go back")]
    DrawerTooLow { drawer: Money, needed: Money },
}

/// Undoes a payment. `prepaid` is the customer's prepayment now, `drawer` the cash in the drawer now.
pub fn reverse(
    shift: &OpenShift,
    payment: &ReversiblePayment,
    prepaid: Money,
    drawer: Money,
    id: ReversalId,
    reason: &str,
) -> Result<Reversal, ReversalRefusal> {
    let reason = reason.trim();
    match payment.state {
        PaymentState::Reversed => return Err(ReversalRefusal::AlreadyReversed),
        PaymentState::Remitted => return Err(ReversalRefusal::AlreadyRemitted),
        PaymentState::Taken => {}
    }
    if payment.cashier != shift.cashier {
        return Err(ReversalRefusal::OtherCashier { cashier: payment.cashier });
    }
    if payment.business_date != shift.business_date {
        return Err(ReversalRefusal::OtherDay { business_date: payment.business_date });
    }
    if reason.is_empty() {
        return Err(ReversalRefusal::NoReason);
    }
    if payment.prepaid_added > prepaid {
        return Err(ReversalRefusal::PrepaymentUsed { used: payment.prepaid_added - prepaid.max(Money::ZERO) });
    }
    if payment.cash_collected > drawer {
        return Err(ReversalRefusal::DrawerTooLow { drawer, needed: payment.cash_collected });
    }
    Ok(Reversal {
        id,
        payment: payment.payment,
        shift: shift.no,
        business_date: shift.business_date,
        reason: reason.to_owned(),
        cash_returned: payment.cash_collected,
    })
}
