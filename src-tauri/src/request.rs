//! What the screen asks, turned into the rule's own types; what is not one is named to the cashier.

use domain::{
    AmountChoice, BillChoice, BillId, BusinessDate, CustomerNo, Money, PaymentId, ReversalId, Tendered, UsePrepaid,
};
use outlet::TakePayment;

use crate::error::Code;
use crate::view::{CommandErrorView, TakePaymentRequest};

impl TryFrom<TakePaymentRequest> for TakePayment {
    type Error = CommandErrorView;

    fn try_from(request: TakePaymentRequest) -> Result<TakePayment, CommandErrorView> {
        let amount = match &request.amount {
            Some(amount) => AmountChoice::Exactly(money(amount, "amount")?),
            None => AmountChoice::Due,
        };
        let tendered = Tendered {
            payment: payment_id(&request.payment_id)?,
            bills: bill_choice(request.bills)?,
            amount,
            use_prepaid: if request.use_prepaid { UsePrepaid::Yes } else { UsePrepaid::No },
            tenders: request.tenders,
        };
        Ok(TakePayment { customer: customer_no(&request.customer_no)?, tendered })
    }
}

fn bill_choice(bills: Option<Vec<String>>) -> Result<BillChoice, CommandErrorView> {
    let Some(bills) = bills else { return Ok(BillChoice::All) };
    let bill = |text: String| text.parse::<BillId>().map_err(|_| Code::NoSuchBill.with("bill", text));
    Ok(BillChoice::Only(bills.into_iter().map(bill).collect::<Result<_, _>>()?))
}

/// `field` names the box on the screen that holds the amount.
pub fn money(text: &str, field: &str) -> Result<Money, CommandErrorView> {
    text.parse().map_err(|_| Code::AmountMalformed.with("field", field))
}

pub fn date(text: &str) -> Result<BusinessDate, CommandErrorView> {
    text.parse().map_err(|_| Code::DateMalformed.into())
}

pub fn customer_no(text: &str) -> Result<CustomerNo, CommandErrorView> {
    text.parse().map_err(|_| Code::CustomerNoMalformed.into())
}

/// An id that the screen did not make is an error of the program, never of the cashier.
pub fn payment_id(text: &str) -> Result<PaymentId, CommandErrorView> {
    text.parse().map_err(|_| Code::UnknownPayment.into())
}

pub fn reversal_id(text: &str) -> Result<ReversalId, CommandErrorView> {
    text.parse().map_err(|_| Code::UnknownPayment.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> TakePaymentRequest {
        TakePaymentRequest {
            payment_id: "01890a5d-ac96-774b-bcce-b302099a8057".to_owned(),
            customer_no: "4280011234".to_owned(),
            bills: None,
            amount: None,
            use_prepaid: false,
            tenders: Vec::new(),
        }
    }

    #[test]
    fn a_panel_without_choices_pays_what_is_due() {
        let command = TakePayment::try_from(request()).unwrap();
        assert_eq!(command.tendered.bills, BillChoice::All);
        assert_eq!(command.tendered.amount, AmountChoice::Due);
    }

    #[test]
    fn what_is_malformed_is_named() {
        let refused = |change: fn(&mut TakePaymentRequest)| {
            let mut request = request();
            change(&mut request);
            TakePayment::try_from(request).unwrap_err().code
        };
        assert_eq!(refused(|request| request.amount = Some("86.401".to_owned())), Code::AmountMalformed);
        assert_eq!(refused(|request| request.customer_no = "42x".to_owned()), Code::CustomerNoMalformed);
        assert_eq!(refused(|request| request.bills = Some(vec!["2026-13".to_owned()])), Code::NoSuchBill);
    }
}
