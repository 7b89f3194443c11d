//! A customer's last payments: what this desk took and what the center knows, each once.

use domain::{BusinessDate, CustomerNo, Money, PaymentId, ReceiptNo, Seq, Stream};

use crate::column::RowExt;
use crate::{Read, StoreError};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryRow {
    pub on: BusinessDate,
    pub amount: Money,
    /// Known only of payments that this desk took.
    pub receipt: Option<String>,
    /// Taken at this desk.
    pub here: bool,
    pub reversed: bool,
}

struct Own {
    id: PaymentId,
    place: (Stream, Seq),
    receipt: u32,
    reversed: bool,
}

impl Read<'_> {
    /// Newest first. A payment that is both in the own journal and in the center's rows shows once, as our own.
    pub fn past_payments(&self, no: &CustomerNo, limit: usize) -> Result<Vec<HistoryRow>, StoreError> {
        let own = self.own_history(no)?;
        let elsewhere =
            self.center_payments(no)?.into_iter().filter(|past| own.iter().all(|own| own.id != past.payment));
        let elsewhere = elsewhere.map(|past| HistoryRow {
            on: past.on,
            amount: past.amount,
            receipt: None,
            here: false,
            reversed: false,
        });
        let mut rows: Vec<HistoryRow> =
            own.iter().take(limit).map(|own| self.history_row(own)).collect::<Result<_, _>>()?;
        rows.extend(elsewhere);
        rows.sort_by_key(|row| std::cmp::Reverse(row.on));
        rows.truncate(limit);
        Ok(rows)
    }

    fn own_history(&self, no: &CustomerNo) -> Result<Vec<Own>, StoreError> {
        self.all(include_str!("history/own.sql"), [no.as_str()], |row| {
            Ok(Own { place: row.place(0)?, id: row.take(3)?, receipt: row.get(4)?, reversed: row.get(5)? })
        })
    }

    fn history_row(&self, own: &Own) -> Result<HistoryRow, StoreError> {
        let device = self.device()?.ok_or(StoreError::NotEnrolled)?;
        let (_, payment, _) = self.payment_entry(own.place)?;
        let receipt =
            ReceiptNo { terminal: device.terminal, incarnation: own.place.0.incarnation, number: own.receipt };
        Ok(HistoryRow {
            on: payment.business_date,
            amount: payment.collected(),
            receipt: Some(receipt.to_string()),
            here: true,
            reversed: own.reversed,
        })
    }
}
