//! How a payment was handed over, in bytes: the fields of all kinds, a kind its own part of them.

use chrono::NaiveDate;
use domain::{Money, Tender};
use minicbor::{Decode, Encode};

use super::{BodyError, date_of_days, days_of_date, malformed, text};

#[derive(Default, Encode, Decode)]
#[cbor(map)]
pub(super) struct TenderBytes {
    /// 1 cash, 2 bank slip, 3 list voucher, 4 cheque, 5 POS, 6 transfer.
    #[n(1)]
    kind: u8,
    #[n(2)]
    amount: i64,
    /// Slip, voucher, cheque or reference number.
    #[n(3)]
    number: Option<String>,
    #[n(4)]
    bank: Option<String>,
    #[n(5)]
    account: Option<String>,
    #[n(6)]
    date: Option<u32>,
    #[n(7)]
    issuing_unit: Option<String>,
    #[n(8)]
    approver: Option<String>,
    #[n(9)]
    remark: Option<String>,
    #[n(10)]
    drawer: Option<String>,
    #[n(11)]
    terminal: Option<String>,
    #[n(12)]
    card_tail: Option<String>,
}

impl From<&Tender> for TenderBytes {
    fn from(tender: &Tender) -> TenderBytes {
        let common = TenderBytes {
            kind: tender.kind() as u8 + 1,
            amount: tender.amount().fen(),
            number: text(tender.number()),
            ..TenderBytes::default()
        };
        let day = |date: &NaiveDate| Some(days_of_date(*date));
        match tender {
            Tender::Cash { .. } => common,
            Tender::BankSlip { bank, account, date, .. } => {
                TenderBytes { bank: text(bank), account: text(account), date: day(date), ..common }
            }
            Tender::ListVoucher { issuing_unit, approver, date, remark, .. } => TenderBytes {
                issuing_unit: text(issuing_unit),
                approver: text(approver),
                date: day(date),
                remark: text(remark),
                ..common
            },
            Tender::Cheque { bank, drawer, date, .. } => {
                TenderBytes { bank: text(bank), drawer: text(drawer), date: day(date), ..common }
            }
            Tender::Pos { terminal, card_tail, .. } => {
                TenderBytes { terminal: text(terminal), card_tail: text(card_tail), ..common }
            }
            Tender::Transfer { bank, date, .. } => TenderBytes { bank: text(bank), date: day(date), ..common },
        }
    }
}

impl TenderBytes {
    pub(super) fn amount(&self) -> i64 {
        self.amount
    }

    pub(super) fn into_tender(self) -> Result<Tender, BodyError> {
        let date = || self.date.and_then(date_of_days).ok_or(malformed("a tender has no date"));
        let amount = Money::from_fen(self.amount);
        let number = self.number.clone().unwrap_or_default();
        let or_empty = |field: &Option<String>| field.clone().unwrap_or_default();
        Ok(match self.kind {
            1 => Tender::Cash { received: amount },
            2 => Tender::BankSlip {
                slip_no: number,
                bank: or_empty(&self.bank),
                account: or_empty(&self.account),
                date: date()?,
                amount,
            },
            3 => Tender::ListVoucher {
                voucher_no: number,
                issuing_unit: or_empty(&self.issuing_unit),
                approver: or_empty(&self.approver),
                date: date()?,
                remark: or_empty(&self.remark),
                amount,
            },
            4 => Tender::Cheque {
                cheque_no: number,
                bank: or_empty(&self.bank),
                drawer: or_empty(&self.drawer),
                date: date()?,
                amount,
            },
            5 => Tender::Pos {
                terminal: or_empty(&self.terminal),
                reference: number,
                card_tail: or_empty(&self.card_tail),
                amount,
            },
            6 => Tender::Transfer { reference: number, bank: or_empty(&self.bank), date: date()?, amount },
            _ => return Err(BodyError::NewerKind),
        })
    }
}
