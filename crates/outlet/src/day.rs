//! 当日收费: the payments of a business date, how far each has come, and the sums by tender.

use domain::{BusinessDate, CaseId, Money, PaymentState, ReceiptNo, Seq, Stream, TenderKind};
use store::{EntryFate, PaymentRow, RefundRow, StoreError};

use crate::Outlet;
use crate::take_payment::receipt_no;

#[derive(Clone, Debug)]
pub struct Day {
    pub business_date: BusinessDate,
    /// Newest first.
    pub payments: Vec<DayPayment>,
    /// Reversed payments excluded; only tenders that occur.
    pub by_tender: Vec<TenderSum>,
    /// 退款 of the day, newest first. They are no payments, so no sum above contains them.
    pub refunds: Vec<RefundRow>,
}

#[derive(Clone, Debug)]
pub struct DayPayment {
    pub row: PaymentRow,
    pub receipt_no: ReceiptNo,
    pub customer_name: String,
    pub cashier_name: String,
    pub life: EntryLife,
    pub reversal_life: Option<EntryLife>,
    /// Whether the signed-in cashier may reverse it now, as far as this page can tell.
    pub reversible: bool,
}

/// How far an entry has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryLife {
    /// Safe on this disk.
    Recorded,
    /// The center holds the bytes.
    Sent,
    /// The center posted it.
    Posted,
    /// Posted, and a case is open.
    Conflicted(CaseId),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TenderSum {
    pub kind: TenderKind,
    pub count: u32,
    pub amount: Money,
}

impl Day {
    /// Payments that stand.
    pub fn standing(&self) -> impl Iterator<Item = &DayPayment> {
        self.payments.iter().filter(|payment| payment.row.state != PaymentState::Reversed)
    }

    pub fn collected(&self) -> Money {
        self.standing().map(|payment| payment.row.payment.collected()).sum()
    }
}

impl Outlet {
    pub fn day(&self, business_date: BusinessDate) -> Result<Day, StoreError> {
        let rows = self.read().payments_on(business_date)?;
        let by_tender = TenderKind::ALL.into_iter().filter_map(|kind| tender_sum(kind, &rows)).collect();
        let payments = rows.into_iter().map(|row| self.day_payment(row)).collect::<Result<_, _>>()?;
        Ok(Day { business_date, payments, by_tender, refunds: self.read().refunds_on(business_date)? })
    }

    pub fn day_payment(&self, row: PaymentRow) -> Result<DayPayment, StoreError> {
        let read = self.read();
        let customer = read.customer(&row.payment.customer)?;
        let reversal = row.reversal.as_ref().map(|reversal| (reversal.stream, reversal.seq));
        Ok(DayPayment {
            receipt_no: receipt_no(&read, &row)?,
            customer_name: customer.map(|customer| customer.name).unwrap_or_default(),
            cashier_name: read.operator(row.cashier)?.map_or_else(|| row.cashier.to_string(), |operator| operator.name),
            life: self.life(row.stream, row.seq)?,
            reversal_life: reversal.map(|(stream, seq)| self.life(stream, seq)).transpose()?,
            reversible: self.looks_reversible(&row)?,
            row,
        })
    }

    fn life(&self, stream: Stream, seq: Seq) -> Result<EntryLife, StoreError> {
        Ok(match self.read().posted(stream, seq)? {
            EntryFate::Unsent => EntryLife::Recorded,
            EntryFate::Held | EntryFate::Parked => EntryLife::Sent,
            EntryFate::Posted => EntryLife::Posted,
            EntryFate::Conflicted(case) => EntryLife::Conflicted(case),
        })
    }

    fn looks_reversible(&self, row: &PaymentRow) -> Result<bool, StoreError> {
        let Some(shift) = self.current_shift()? else { return Ok(false) };
        let own = self.operator().is_some_and(|operator| operator.id == row.cashier && shift.cashier == row.cashier);
        Ok(own && row.state == PaymentState::Taken && row.payment.business_date == shift.business_date)
    }
}

fn tender_sum(kind: TenderKind, rows: &[PaymentRow]) -> Option<TenderSum> {
    let standing = rows.iter().filter(|row| row.state != PaymentState::Reversed);
    let with_kind: Vec<_> =
        standing.filter(|row| row.payment.tenders.iter().any(|tender| tender.kind() == kind)).collect();
    let amount = with_kind.iter().map(|row| row.payment.collected_by(kind)).sum();
    (!with_kind.is_empty()).then_some(TenderSum { kind, count: with_kind.len() as u32, amount })
}
