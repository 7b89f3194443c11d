//! Refusals at the counter: payments, reversals, receipts, customers.

use domain::{PaymentRefusal, ReversalRefusal};
use outlet::{
    DraftError, LookUpError, OpenCustomerError, Outlet, PreviewError, ReceiptError, ReprintError, ReversePaymentError,
    TakePaymentError,
};

use super::{Said, code_of, link_code, name};
use crate::error::Code;
use crate::view::CommandErrorView;

/// Why a payment cannot be taken like this. The preview says the same beside the panel.
pub fn refusal(refusal: &PaymentRefusal) -> CommandErrorView {
    match refusal {
        PaymentRefusal::BillAlreadyPaid { bill } => Code::BillAlreadyPaid.with("bill", bill),
        PaymentRefusal::NoSuchBill { bill } => Code::NoSuchBill.with("bill", bill),
        PaymentRefusal::BillLocked { bill, lock } => Code::BillLocked.with("bill", bill).and("lock", code_of(lock)),
        PaymentRefusal::OlderBillFirst { bill } => Code::OlderBillFirst.with("bill", bill),
        PaymentRefusal::AmountBelowBills { due, offered } => {
            Code::AmountBelowBills.with("due", due).and("offered", offered)
        }
        PaymentRefusal::ReceivedBelowAmount { amount, received } => {
            Code::ReceivedBelowAmount.with("amount", amount).and("received", received)
        }
        PaymentRefusal::NonCashAboveAmount { amount, non_cash } => {
            Code::NonCashAboveAmount.with("amount", amount).and("nonCash", non_cash)
        }
        PaymentRefusal::TenderIncomplete { kind, field } => {
            Code::TenderIncomplete.with("tender", code_of(kind)).and("field", code_of(field))
        }
        PaymentRefusal::CashTwice => Code::CashTwice.into(),
        PaymentRefusal::NothingOffered => Code::NothingOffered.into(),
    }
}

impl Said for TakePaymentError {
    fn said(self, outlet: &Outlet) -> CommandErrorView {
        match self {
            TakePaymentError::Denied(denied) => denied.said(outlet),
            TakePaymentError::NoOpenShift => Code::NoOpenShift.into(),
            TakePaymentError::ShiftOfOther { cashier } => Code::ShiftOfOther.with("cashier", name(outlet, cashier)),
            TakePaymentError::PaymentIdReused { payment: _, receipt_no } => {
                Code::PaymentIdReused.with("receiptNo", receipt_no)
            }
            TakePaymentError::Refused(reason) => refusal(&reason),
            TakePaymentError::Store(error) => error.said(outlet),
        }
    }
}

impl Said for PreviewError {
    fn said(self, outlet: &Outlet) -> CommandErrorView {
        match self {
            PreviewError::NoOpenShift => Code::NoOpenShift.into(),
            PreviewError::Store(error) => error.said(outlet),
        }
    }
}

impl Said for ReversePaymentError {
    fn said(self, outlet: &Outlet) -> CommandErrorView {
        match self {
            ReversePaymentError::Denied(denied) => denied.said(outlet),
            ReversePaymentError::NoOpenShift => Code::NoOpenShift.into(),
            ReversePaymentError::ShiftOfOther { cashier } => Code::ShiftOfOther.with("cashier", name(outlet, cashier)),
            ReversePaymentError::UnknownPayment { payment: _ } => Code::UnknownPayment.into(),
            ReversePaymentError::Refused(reason) => reason.said(outlet),
            ReversePaymentError::Store(error) => error.said(outlet),
        }
    }
}

impl Said for ReversalRefusal {
    fn said(self, outlet: &Outlet) -> CommandErrorView {
        match self {
            ReversalRefusal::AlreadyReversed => Code::AlreadyReversed.into(),
            ReversalRefusal::AlreadyRemitted => Code::AlreadyRemitted.into(),
            ReversalRefusal::OtherCashier { cashier } => Code::OtherCashier.with("cashier", name(outlet, cashier)),
            ReversalRefusal::OtherDay { business_date } => Code::OtherDay.with("businessDate", business_date),
            ReversalRefusal::NoReason => Code::NoReason.into(),
            ReversalRefusal::PrepaymentUsed { used } => Code::PrepaymentUsed.with("used", used),
            ReversalRefusal::DrawerTooLow { drawer, needed } => {
                Code::DrawerTooLow.with("drawer", drawer).and("needed", needed)
            }
        }
    }
}

impl Said for ReceiptError {
    fn said(self, outlet: &Outlet) -> CommandErrorView {
        match self {
            ReceiptError::UnknownPayment { payment: _ } => Code::UnknownPayment.into(),
            ReceiptError::Store(error) => error.said(outlet),
        }
    }
}

impl Said for ReprintError {
    fn said(self, outlet: &Outlet) -> CommandErrorView {
        match self {
            ReprintError::Denied(denied) => denied.said(outlet),
            ReprintError::UnknownPayment { payment: _ } => Code::UnknownPayment.into(),
            ReprintError::Store(error) => error.said(outlet),
        }
    }
}

impl Said for DraftError {
    fn said(self, outlet: &Outlet) -> CommandErrorView {
        match self {
            DraftError::Store(error) => error.said(outlet),
        }
    }
}

impl Said for OpenCustomerError {
    fn said(self, outlet: &Outlet) -> CommandErrorView {
        match self {
            OpenCustomerError::Store(error) => error.said(outlet),
        }
    }
}

impl Said for LookUpError {
    fn said(self, outlet: &Outlet) -> CommandErrorView {
        match self {
            LookUpError::UnknownCustomer { customer: _ } => Code::UnknownCustomer.into(),
            LookUpError::Link(error) => link_code(&error).into(),
            LookUpError::Store(error) => error.said(outlet),
        }
    }
}
