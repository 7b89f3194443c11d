//! A customer's account as it stands now: the center's rows, and what this desk did since.
//!
//! The center's rows say, for each own journal, up to which entry they contain it (`applied_through`). An own payment and
//! its reversal each lie at or below that mark, or beyond it:
//!
//! ```text
//! payment    reversal     what is done with the center's rows
//! contained  none         nothing: they have it
//! contained  contained    nothing: they have both
//! contained  beyond       take the payment out of them
//! beyond     none         place the payment on them
//! beyond     beyond       nothing: it never met them
//! ```
//!
//! A bill that this desk issued on the spot is no different:
//!
//! ```text
//! bill       rows have a bill of that name     what is done
//! contained  either                            nothing: they have it, or it is settled and gone
//! beyond     no                                issue it on them
//! beyond     yes                               nothing: the center's bill of the month was first, and it will say so
//! ```
//!
//! Taking out comes first, then the newer bills are issued, because a payment beyond the mark may have met one, and last
//! the newer payments are placed by `domain::replay` in their order. So a row that arrives in
//! the middle of the day neither counts a payment twice nor forgets one, and the account does not flicker.
//!
//! Taking a payment out turns the center's own placement around. The settlement of its date lies on the bill: it goes, and
//! what the center could not place there (somebody else had paid the bill) comes out of the prepayment where the center put
//! it. Where the bill itself is gone, because the center sends only open bills, the copy that lay on the counter
//! (`seen_bill`) of the last own payment on it comes back.

use domain::{
    Account, AccountAct, Bill, BillId, CustomerNo, Money, Payment, PaymentOrder, PlacedPayment, Seq, Settlement,
    Stream, replay,
};
use rusqlite::{Row, params};

use crate::column::RowExt;
use crate::{Read, StoreError};

/// An own payment beside the center's rows.
struct OwnPayment {
    place: (Stream, Seq),
    is_contained: bool,
    is_reversed: bool,
    is_reversal_contained: bool,
}

impl Read<'_> {
    /// The account as the counter has to see it. An account number that is not in the replica has no bills here.
    pub fn account(&self, no: &CustomerNo) -> Result<Account, StoreError> {
        let _moment = self.moment();
        let mut account = self.center_account(no)?;
        let own = self.own_payments(no)?;
        for payment in own.iter().filter(|own| own.is_contained && own.is_reversed && !own.is_reversal_contained) {
            self.take_out(&mut account, payment.place)?;
        }
        self.issue_newer(&mut account)?;
        let newer: Vec<AccountAct> = own
            .iter()
            .filter(|own| !own.is_contained && !own.is_reversed)
            .map(|own| self.placed_payment(own.place))
            .collect::<Result<_, _>>()?;
        if newer.is_empty() {
            return Ok(account);
        }
        Ok(replay(account, &newer, &self.rules()?).0)
    }

    fn issue_newer(&self, account: &mut Account) -> Result<(), StoreError> {
        for issued in self.newer_bills(&account.customer)? {
            if account.bill(issued.statement.id).is_none() {
                account.owner.get_or_insert_with(|| issued.owner.clone());
                account.issue(issued.bill());
            }
        }
        Ok(())
    }

    fn own_payments(&self, no: &CustomerNo) -> Result<Vec<OwnPayment>, StoreError> {
        self.all(include_str!("account/own_payments.sql"), [no.as_str()], own_payment)
    }

    fn placed_payment(&self, place: (Stream, Seq)) -> Result<AccountAct, StoreError> {
        let (entry, payment, _) = self.payment_entry(place)?;
        let order = PaymentOrder {
            business_date: payment.business_date,
            at_ms: entry.time.best_ms(),
            stream: entry.stream,
            seq: entry.seq,
        };
        Ok(AccountAct::Payment(Box::new(PlacedPayment { order, payment, reversed: false, moved_here: false })))
    }

    fn take_out(&self, account: &mut Account, place: (Stream, Seq)) -> Result<(), StoreError> {
        let (_, payment, _) = self.payment_entry(place)?;
        for part in &payment.allocations {
            if account.bill(part.bill).is_none() {
                let seen = self.seen_bill(&account.customer, part.bill)?;
                account.bills.extend(seen);
                account.bills.sort_by_key(|bill| bill.id);
            }
        }
        unplace(account, &payment);
        Ok(())
    }

    /// The bill as the last own payment that the center's rows contain left it.
    fn seen_bill(&self, no: &CustomerNo, bill: BillId) -> Result<Option<Bill>, StoreError> {
        let key = params![no.as_str(), bill.period.yyyymm(), bill.issue];
        self.one(include_str!("account/seen_bill.sql"), key, |row| row.take_json(0))
    }
}

fn own_payment(row: &Row<'_>) -> rusqlite::Result<OwnPayment> {
    Ok(OwnPayment {
        place: row.place(0)?,
        is_contained: row.get(3)?,
        is_reversed: row.get(4)?,
        is_reversal_contained: row.get(5)?,
    })
}

/// Turns the placement of a payment around.
fn unplace(account: &mut Account, payment: &Payment) {
    for part in &payment.allocations {
        let settled = Settlement { on: payment.business_date, principal: part.principal, penalty: part.penalty };
        let bill = account.bills.iter_mut().find(|bill| bill.id == part.bill);
        let removed = bill.map_or(Money::ZERO, |bill| remove_settlement(bill, &settled));
        account.prepaid -= part.total() - removed;
    }
    account.prepaid -= payment.prepaid_added - payment.prepaid_used;
    account.tail -= payment.tail_after - payment.tail_before;
}

/// Takes a settlement off a bill: the very one, or the smaller one of the same day that the center could place.
fn remove_settlement(bill: &mut Bill, settled: &Settlement) -> Money {
    let is_part = |part: &Settlement| {
        part.on == settled.on && part.principal <= settled.principal && part.penalty <= settled.penalty
    };
    let exact = bill.settlements.iter().rposition(|part| part == settled);
    match exact.or_else(|| bill.settlements.iter().rposition(is_part)) {
        Some(at) => {
            let removed = bill.settlements.remove(at);
            removed.principal + removed.penalty
        }
        None => Money::ZERO,
    }
}
