//! 复电: a customer who was cut off has paid everything. The request is an entry of the payment's own transaction, and is
//! told to the center before anything else.

use domain::{Customer, CustomerNo, OperatorId, Payment, PowerState, ReceiptNo, RestoreId, RestoreRequest};
use journal::EntryBody;
use store::{EntryFate, Read, RestoreRow, StoreError, Write};

use crate::desk::append;
use crate::take_payment::receipt_no;
use crate::{ClockReading, EntryLife, Outlet};

const MS_PER_HOUR: i64 = 3_600_000;

/// A request as the desk lists it.
#[derive(Clone, Debug)]
pub struct RestoreSummary {
    pub row: RestoreRow,
    /// `None` for a customer who left.
    pub customer: Option<Customer>,
    pub receipt_no: ReceiptNo,
    /// How far it has come: only here, at the center, or posted there.
    pub life: EntryLife,
    /// The center says that supply is on.
    pub is_restored: bool,
    /// The promised time has passed, supply is still off and the payment stands.
    pub is_overdue: bool,
}

impl Outlet {
    /// 复电申请, newest first.
    pub fn restore_requests(&self) -> Result<Vec<RestoreSummary>, StoreError> {
        let read = self.read();
        let now_ms = self.now().evidence(read.center_seen()?).best_ms();
        read.restore_requests()?.into_iter().map(|row| self.restore_summary(&read, row, now_ms)).collect()
    }

    fn restore_summary(&self, read: &Read<'_>, row: RestoreRow, now_ms: i64) -> Result<RestoreSummary, StoreError> {
        let customer = read.customer(&row.request.customer)?;
        let payment = read.payment(row.request.payment)?;
        let payment = payment.ok_or_else(|| StoreError::missing("the payment of a restore request"))?;
        let is_restored = customer.as_ref().is_some_and(|customer| customer.power == PowerState::On);
        let life = match read.posted(row.stream, row.seq)? {
            EntryFate::Unsent => EntryLife::Recorded,
            EntryFate::Held | EntryFate::Parked => EntryLife::Sent,
            EntryFate::Posted => EntryLife::Posted,
            EntryFate::Conflicted(case) => EntryLife::Conflicted(case),
        };
        Ok(RestoreSummary {
            receipt_no: receipt_no(read, &payment)?,
            is_overdue: !is_restored && !row.is_reversed && now_ms > row.request.due_at_ms,
            is_restored,
            life,
            customer,
            row,
        })
    }
}

/// Asks for supply in the transaction of the payment that settled the last open bill.
pub(crate) fn ask_for_supply(
    write: &mut Write<'_>,
    now: ClockReading,
    by: OperatorId,
    payment: &Payment,
) -> Result<Option<RestoreRequest>, StoreError> {
    let asked_at_ms = now.evidence(write.center_seen()?).best_ms();
    if !is_cut_off(write, &payment.customer)? || owes(write, payment)? || is_asked(write, payment, asked_at_ms)? {
        return Ok(None);
    }
    let hours = write.tariff()?.rules_on(payment.business_date).disconnection.restore_hours;
    let request = RestoreRequest {
        // A payment raises at most one request, so its id serves.
        id: RestoreId(payment.id.0),
        customer: payment.customer.clone(),
        payment: payment.id,
        asked_at_ms,
        due_at_ms: asked_at_ms + i64::from(hours) * MS_PER_HOUR,
    };
    append(write, now, by, EntryBody::RestoreRequested(request.clone()))?;
    Ok(Some(request))
}

fn is_cut_off(read: &Read<'_>, customer: &CustomerNo) -> Result<bool, StoreError> {
    Ok(read.customer(customer)?.is_some_and(|customer| customer.power == PowerState::Off))
}

fn owes(read: &Read<'_>, payment: &Payment) -> Result<bool, StoreError> {
    let account = read.account(&payment.customer)?;
    Ok(!account.dues(&read.rules()?, payment.business_date).is_empty())
}

/// Whether a request of this customer still runs: a second payment sends no second lineman.
fn is_asked(read: &Read<'_>, payment: &Payment, now_ms: i64) -> Result<bool, StoreError> {
    let runs = |row: &RestoreRow| !row.is_reversed && now_ms <= row.request.due_at_ms;
    let of_customer = |row: &RestoreRow| row.request.customer == payment.customer;
    Ok(read.restore_requests()?.iter().any(|row| of_customer(row) && runs(row)))
}
