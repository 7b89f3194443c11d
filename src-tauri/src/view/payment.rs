//! The payment panel: what it asks, where the money would go, and what was taken.

use domain::Tender;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{CommandErrorView, RestoreView};

/// What the payment panel holds: asked again for a preview at every change, and once more to take the payment.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct TakePaymentRequest {
    /// UUIDv7, made when the panel opens and kept through every retry.
    pub payment_id: String,
    pub customer_no: String,
    /// `null`: all open bills. Otherwise the oldest ones, none left out.
    pub bills: Option<Vec<String>>,
    /// `null`: what is due. Otherwise exactly this stays, and what exceeds the bills is prepayment.
    pub amount: Option<String>,
    pub use_prepaid: bool,
    /// The fields of each kind are those of `TenderRequest` in `tender.ts`.
    #[ts(type = "import('../tender').TenderRequest[]")]
    pub tenders: Vec<Tender>,
}

/// Where the money would go, before it is taken.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PaymentPreviewView {
    /// What is due for the chosen bills, before prepayment.
    pub due: String,
    pub prepaid_used: String,
    /// What the customer has to hand over at least (whole yuan where the outlet collects so).
    pub to_collect: String,
    /// Filled when the tenders make a payment; otherwise `refusal` says why not.
    pub outcome: Option<PaymentOutcomeView>,
    pub refusal: Option<CommandErrorView>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PaymentOutcomeView {
    pub received: String,
    pub change: String,
    pub collected: String,
    pub allocations: Vec<AllocationView>,
    pub prepaid_added: String,
    pub prepaid_after: String,
    pub tail_before: String,
    pub tail_after: String,
    /// Principal that stays unpaid on the account.
    pub left_unpaid: String,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct AllocationView {
    pub bill: String,
    pub principal: String,
    pub penalty: String,
    /// Principal and penalty of this bill that stay unpaid.
    pub left: String,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct TakenPaymentView {
    pub payment_id: String,
    pub receipt_no: String,
    pub customer_no: String,
    pub customer_name: String,
    pub collected: String,
    pub received: String,
    pub change: String,
    pub prepaid_added: String,
    pub prepaid_after: String,
    /// The same payment was taken before; this is its earlier receipt.
    pub already_taken: bool,
    #[ts(type = "number")]
    pub at_ms: i64,
    /// 复电申请 that this payment raised: everything is settled, and the customer is still cut off.
    pub restore: Option<RestoreView>,
}

/// After a crash: what became of the payment whose panel was open. The cashier never has to guess.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct InterruptedPaymentView {
    pub payment_id: String,
    pub customer_no: String,
    pub customer_name: String,
    /// The committed payment, where it was taken; otherwise nothing happened and the panel can be filled again.
    pub taken: Option<TakenPaymentView>,
}
