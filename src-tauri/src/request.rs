//! What the screen asks, turned into the rule's own types; what is not one is named to the cashier.

use domain::{
    AmountChoice, ArchiveChangeId, BillChoice, BillId, BillingPeriod, BusinessDate, CustomerNo, FileHash, Money,
    NoticeId, PaymentId, PointNo, ReadingId, ReadingKind, ReadingMethod, RefundId, Registers, RestoreId, ReversalId,
    RoundId, SegmentNo, TaskId, Tendered, UsePrepaid,
};
use outlet::{DraftReading, TakePayment};
use rust_decimal::Decimal;

use crate::error::Code;
use crate::view::{CommandErrorView, ReadingRequest, RegisterTexts, RoundRef, TakePaymentRequest};

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

pub fn task_id(text: &str) -> Result<TaskId, CommandErrorView> {
    text.parse().map_err(|_| Code::UnknownTask.into())
}

pub fn refund_id(text: &str) -> Result<RefundId, CommandErrorView> {
    text.parse().map_err(|_| Code::UnknownPayment.into())
}

pub fn archive_change_id(text: &str) -> Result<ArchiveChangeId, CommandErrorView> {
    text.parse().map_err(|_| Code::ChangeIdReused.into())
}

pub fn bill_id(text: &str) -> Result<BillId, CommandErrorView> {
    text.parse().map_err(|_| Code::NoSuchBill.with("bill", text))
}

pub fn period(text: &str) -> Result<BillingPeriod, CommandErrorView> {
    text.parse().map_err(|_| Code::DateMalformed.into())
}

pub fn segment_no(text: &str) -> Result<SegmentNo, CommandErrorView> {
    text.parse().map_err(|_| Code::UnknownSegment.with("segment", text))
}

pub fn round_id(round: &RoundRef) -> Result<RoundId, CommandErrorView> {
    Ok(RoundId { segment: segment_no(&round.segment)?, period: period(&round.period)? })
}

pub fn point_no(text: &str) -> Result<PointNo, CommandErrorView> {
    text.parse().map_err(|_| Code::PointNotInRound.with("point", text))
}

pub fn reading_id(text: &str) -> Result<ReadingId, CommandErrorView> {
    text.parse().map_err(|_| Code::UnknownReading.into())
}

pub fn notice_id(text: &str) -> Result<NoticeId, CommandErrorView> {
    text.parse().map_err(|_| Code::NoticeIdReused.into())
}

pub fn restore_id(text: &str) -> Result<RestoreId, CommandErrorView> {
    text.parse().map_err(|_| Code::UnknownRestore.into())
}

pub fn file_hash(text: &str) -> Result<FileHash, CommandErrorView> {
    text.parse().map_err(|_| Code::PhotoUnreadable.into())
}

/// Registers as the entry field has them: exact numbers with at most four decimals.
pub fn registers(texts: &RegisterTexts) -> Result<Registers, CommandErrorView> {
    let mut registers = Registers::default();
    for (name, text) in texts {
        let malformed = || Code::ReadingMalformed.with("register", name);
        let register = serde_json::from_value(name.clone().into()).map_err(|_| malformed())?;
        let value: Decimal = text.parse().map_err(|_| malformed())?;
        if value.is_sign_negative() || value.scale() > Registers::DECIMALS_MAX {
            return Err(malformed());
        }
        registers.set(register, value);
    }
    Ok(registers)
}

impl TryFrom<&ReadingRequest> for DraftReading {
    type Error = CommandErrorView;

    fn try_from(request: &ReadingRequest) -> Result<DraftReading, CommandErrorView> {
        Ok(DraftReading {
            id: reading_id(&request.reading_id)?,
            round: round_id(&request.round)?,
            point: point_no(&request.point_no)?,
            on: date(&request.on)?,
            kind: ReadingKind::Periodic,
            method: if request.from_meter { ReadingMethod::Infrared } else { ReadingMethod::OnSite },
            anomaly: request.anomaly,
            estimated: request.estimated,
            registers: registers(&request.registers)?,
            meter: None,
            remark: request.remark.clone(),
            photo: request.photo.as_deref().map(file_hash).transpose()?,
            replaces: request.replaces.as_deref().map(reading_id).transpose()?,
        })
    }
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
    fn registers_are_exact_numbers_or_named() {
        let texts = |text: &str| RegisterTexts::from([("active-total".to_owned(), text.to_owned())]);
        assert_eq!(registers(&texts("12345.67")).unwrap(), Registers::total("12345.67".parse().unwrap()));
        for wrong in ["", "12a", "-1", "1.23456"] {
            let refused = registers(&texts(wrong)).unwrap_err();
            assert_eq!((refused.code, refused.params["register"].as_str()), (Code::ReadingMalformed, "active-total"));
        }
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
