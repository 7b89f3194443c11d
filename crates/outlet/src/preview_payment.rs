//! What a payment would do, before it is taken: the same rule on the same rows, and nothing written.

use domain::{BillChoice, BillDue, CustomerNo};
use domain::{Money, Payment, PaymentRefusal, Tendered, UsePrepaid, settle};
use store::StoreError;
use thiserror::Error;

use crate::Outlet;
use crate::take_payment::left_unpaid;

#[derive(Clone, Debug)]
pub struct Preview {
    /// What is due for the chosen bills, before prepayment.
    pub due: Money,
    pub prepaid_used: Money,
    /// What has to be handed over at least.
    pub to_collect: Money,
    pub outcome: Result<PreviewOutcome, PaymentRefusal>,
}

#[derive(Clone, Debug)]
pub struct PreviewOutcome {
    /// The payment as it would be taken.
    pub payment: Payment,
    /// Principal that stays unpaid on the account.
    pub left_unpaid: Money,
}

#[derive(Debug, Error)]
pub enum PreviewError {
    #[error("no shift is open")]
    NoOpenShift,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Outlet {
    pub fn preview_payment(&self, customer: &CustomerNo, tendered: &Tendered) -> Result<Preview, PreviewError> {
        let shift = self.current_shift()?.ok_or(PreviewError::NoOpenShift)?;
        let read = self.read();
        let (account, rules) = (read.account(customer)?, read.rules()?);
        let dues = account.dues(&rules, shift.business_date);
        let chosen: Vec<&BillDue> = dues.iter().filter(|due| is_chosen(due, &tendered.bills)).collect();
        let payable = chosen.iter().filter(|due| account.lock_of(due.bill).is_none());
        let due: Money = payable.map(|due| due.total()).sum();
        let prepaid_used = match tendered.use_prepaid {
            UsePrepaid::Yes => account.prepaid.max(Money::ZERO).min(due),
            UsePrepaid::No => Money::ZERO,
        };
        let unit = rules.counter_on(shift.business_date).collect_in.unit();
        let still_due = due - prepaid_used;
        let tail = if unit > Money::from_fen(1) { account.tail.min(still_due) } else { Money::ZERO };
        let outcome = settle(&shift, &account, &rules, tendered, read.next_receipt()?)
            .map(|payment| PreviewOutcome { left_unpaid: left_unpaid(&account, &payment), payment });
        Ok(Preview { due, prepaid_used, to_collect: (still_due - tail).round_up_to(unit), outcome })
    }
}

fn is_chosen(due: &BillDue, choice: &BillChoice) -> bool {
    match choice {
        BillChoice::All => true,
        BillChoice::Only(bills) => bills.contains(&due.bill),
    }
}
