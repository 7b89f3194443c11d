//! The customer's card: archive, open bills with penalty to the business date, balances and the last payments.

use domain::{Account, BillDue, BillId, BillLock, BusinessDate, Customer, CustomerNo, Money, SettleState};
use store::{HistoryRow, StoreError};
use thiserror::Error;

use crate::Outlet;

const PAST_PAYMENTS_SHOWN: usize = 6;

#[derive(Clone, Debug)]
pub struct CustomerCard {
    pub no: CustomerNo,
    /// `None`: only the number is known here.
    pub customer: Option<Customer>,
    pub account: Account,
    /// Oldest first.
    pub bills: Vec<BillCard>,
    pub last_payments: Vec<HistoryRow>,
    /// Center time at which the account stood like this, before what this desk added.
    pub as_of_ms: Option<i64>,
    /// Whether the customer belongs to another unit (跨区).
    pub elsewhere: bool,
}

#[derive(Clone, Debug)]
pub struct BillCard {
    pub id: BillId,
    pub energy_kwh: i64,
    pub amount: Money,
    pub due: BillDue,
    pub due_date: BusinessDate,
    pub days_overdue: i64,
    pub state: SettleState,
    pub lock: Option<BillLock>,
}

#[derive(Debug, Error)]
pub enum OpenCustomerError {
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Outlet {
    /// Opens a card. `day` is the shift's business date, or the day to count penalties to when no shift is open.
    pub fn open_customer(&mut self, no: &CustomerNo, day: BusinessDate) -> Result<CustomerCard, OpenCustomerError> {
        let day = self.current_shift()?.map_or(day, |shift| shift.business_date);
        let card = self.card(no, day)?;
        let now_ms = self.now().wall_ms;
        let mut write = self.store.write()?;
        write.touch_recent(no, now_ms)?;
        write.commit()?;
        Ok(card)
    }

    fn card(&self, no: &CustomerNo, day: BusinessDate) -> Result<CustomerCard, StoreError> {
        let read = self.read();
        let (customer, account, rules) = (read.customer(no)?, read.account(no)?, read.rules()?);
        let desk = self.desk_unit()?;
        let bills = account.dues(&rules, day).into_iter().filter_map(|due| bill_card(&account, due, day)).collect();
        Ok(CustomerCard {
            elsewhere: customer.as_ref().is_some_and(|customer| Some(&customer.unit) != desk.as_ref()),
            last_payments: read.past_payments(no, PAST_PAYMENTS_SHOWN)?,
            as_of_ms: read.account_as_of(no)?,
            no: no.clone(),
            customer,
            bills,
            account,
        })
    }
}

pub(crate) fn bill_card(account: &Account, due: BillDue, day: BusinessDate) -> Option<BillCard> {
    let bill = account.bill(due.bill)?;
    Some(BillCard {
        id: bill.id,
        energy_kwh: bill.energy_kwh,
        amount: bill.amount,
        due,
        due_date: bill.due_date(),
        days_overdue: bill.days_overdue(day),
        state: bill.settle_state(),
        lock: bill.lock,
    })
}
