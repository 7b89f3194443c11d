//! 结算方式: how a customer hands money over, with what the trade asks to know of each.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::Money;

/// One line of a payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Tender {
    /// 现金: what the customer laid on the counter; change goes back out of it.
    Cash { received: Money },
    /// 进账单: paid into the company's account before; finance confirms arrival by the slip number.
    BankSlip { slip_no: String, bank: String, account: String, date: NaiveDate, amount: Money },
    /// 列账单: finance or another unit already has the money; no cash, no remittance.
    ListVoucher {
        voucher_no: String,
        issuing_unit: String,
        approver: String,
        date: NaiveDate,
        remark: String,
        amount: Money,
    },
    /// 转账支票: on hand until remitted, not arrived until cleared.
    Cheque { cheque_no: String, bank: String, drawer: String, date: NaiveDate, amount: Money },
    /// POS刷卡
    Pos { terminal: String, reference: String, card_tail: String, amount: Money },
    /// 转账
    Transfer { reference: String, bank: String, date: NaiveDate, amount: Money },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum TenderKind {
    Cash,
    BankSlip,
    ListVoucher,
    Cheque,
    Pos,
    Transfer,
}

impl TenderKind {
    pub const ALL: [TenderKind; 6] = [
        TenderKind::Cash,
        TenderKind::BankSlip,
        TenderKind::ListVoucher,
        TenderKind::Cheque,
        TenderKind::Pos,
        TenderKind::Transfer,
    ];

    pub fn zh(self) -> &'static str {
        match self {
            TenderKind::Cash => "现金",
            TenderKind::BankSlip => "进账单",
            TenderKind::ListVoucher => "列账单",
            TenderKind::Cheque => "转账支票",
            TenderKind::Pos => "POS刷卡",
            TenderKind::Transfer => "转账",
        }
    }
}

/// A field of a tender that the trade requires, so that a refusal can name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum TenderField {
    Amount,
    SlipNo,
    Bank,
    Account,
    VoucherNo,
    IssuingUnit,
    Approver,
    ChequeNo,
    Drawer,
    Terminal,
    Reference,
    CardTail,
}

impl Tender {
    pub fn kind(&self) -> TenderKind {
        match self {
            Tender::Cash { .. } => TenderKind::Cash,
            Tender::BankSlip { .. } => TenderKind::BankSlip,
            Tender::ListVoucher { .. } => TenderKind::ListVoucher,
            Tender::Cheque { .. } => TenderKind::Cheque,
            Tender::Pos { .. } => TenderKind::Pos,
            Tender::Transfer { .. } => TenderKind::Transfer,
        }
    }

    /// What was handed over; for cash before change.
    pub fn amount(&self) -> Money {
        match self {
            Tender::Cash { received } => *received,
            Tender::BankSlip { amount, .. }
            | Tender::ListVoucher { amount, .. }
            | Tender::Cheque { amount, .. }
            | Tender::Pos { amount, .. }
            | Tender::Transfer { amount, .. } => *amount,
        }
    }

    /// The number that finance matches by; empty for cash.
    pub fn number(&self) -> &str {
        match self {
            Tender::Cash { .. } => "",
            Tender::BankSlip { slip_no, .. } => slip_no,
            Tender::ListVoucher { voucher_no, .. } => voucher_no,
            Tender::Cheque { cheque_no, .. } => cheque_no,
            Tender::Pos { reference, .. } | Tender::Transfer { reference, .. } => reference,
        }
    }

    /// The first required field that is missing or malformed.
    pub fn missing_field(&self) -> Option<TenderField> {
        let blank = |text: &str| text.trim().is_empty();
        let card_tail_is_wrong = |tail: &str| tail.len() != 4 || !tail.bytes().all(|byte| byte.is_ascii_digit());
        let checks: Vec<(bool, TenderField)> = match self {
            Tender::Cash { .. } => vec![],
            Tender::BankSlip { slip_no, bank, account, .. } => vec![
                (blank(slip_no), TenderField::SlipNo),
                (blank(bank), TenderField::Bank),
                (blank(account), TenderField::Account),
            ],
            Tender::ListVoucher { voucher_no, issuing_unit, approver, .. } => vec![
                (blank(voucher_no), TenderField::VoucherNo),
                (blank(issuing_unit), TenderField::IssuingUnit),
                (blank(approver), TenderField::Approver),
            ],
            Tender::Cheque { cheque_no, bank, drawer, .. } => vec![
                (blank(cheque_no), TenderField::ChequeNo),
                (blank(bank), TenderField::Bank),
                (blank(drawer), TenderField::Drawer),
            ],
            Tender::Pos { terminal, reference, card_tail, .. } => vec![
                (blank(terminal), TenderField::Terminal),
                (blank(reference), TenderField::Reference),
                (card_tail_is_wrong(card_tail), TenderField::CardTail),
            ],
            Tender::Transfer { reference, bank, .. } => {
                vec![(blank(reference), TenderField::Reference), (blank(bank), TenderField::Bank)]
            }
        };
        let amount = (!self.amount().is_positive(), TenderField::Amount);
        std::iter::once(amount).chain(checks).find_map(|(missing, field)| missing.then_some(field))
    }
}
