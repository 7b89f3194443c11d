//! A customer's account: its bills, its prepayment, its tail, and what payments do to them.
//!
//! An account is a value that can be computed again at any time: start from the bills, place the payments in the order of
//! `PaymentOrder`, leave out what was reversed. Whoever has the same bills and the same payments has the same account,
//! whatever the order of arrival. A payment that was taken is always placed: what finds no debt becomes prepayment.

use chrono::NaiveDate;

use crate::payment::allocate;
use crate::{
    Allocation, Basis, Bill, BillDue, BillId, BillLock, BusinessDate, CollectionRules, CustomerNo, Money, Payment,
    PlacedAdjustment, Seq, Settlement, Stream, UnitCode,
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub customer: CustomerNo,
    /// The unit that the customer belongs to; `None` for an account number that is not known here.
    pub owner: Option<UnitCode>,
    /// 预收余额. The center accepts every entry, so it can fall below zero there; a case then says so.
    pub prepaid: Money,
    /// 调尾余额
    pub tail: Money,
    /// Oldest first.
    pub bills: Vec<Bill>,
}

/// What became of a payment on the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement {
    /// What met a bill; less than the payment's own allocations where a bill had no debt left.
    pub applied: Vec<Allocation>,
    /// What the payment meant for bills and found no debt, by bill. It is part of `prepaid_added`.
    pub surplus: Vec<Allocation>,
    pub prepaid_used: Money,
    pub prepaid_added: Money,
    pub tail_before: Money,
    pub tail_after: Money,
}

impl Placement {
    pub fn principal(&self) -> Money {
        self.applied.iter().map(|allocation| allocation.principal).sum()
    }

    pub fn penalty(&self) -> Money {
        self.applied.iter().map(|allocation| allocation.penalty).sum()
    }
}

/// The order in which payments meet an account: by business date, then by the evidence of time, then by journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PaymentOrder {
    pub business_date: NaiveDate,
    /// Wall clock of the entry, in ms since 1970, bounded by center time where that is known.
    pub at_ms: i64,
    pub stream: Stream,
    pub seq: Seq,
}

impl Account {
    /// An account of which nothing is known but its number.
    pub fn unknown(customer: CustomerNo) -> Account {
        Account { customer, owner: None, prepaid: Money::ZERO, tail: Money::ZERO, bills: Vec::new() }
    }

    /// Adds a bill as issued. One in the customer's favour (退费) is carried as prepayment: no cash leaves by itself.
    pub fn issue(&mut self, bill: Bill) {
        if bill.amount.is_negative() {
            self.prepaid -= bill.amount;
        }
        let place = self.bills.partition_point(|earlier| earlier.id < bill.id);
        self.bills.insert(place, bill);
    }

    pub fn bill(&self, id: BillId) -> Option<&Bill> {
        self.bills.iter().find(|bill| bill.id == id)
    }

    pub fn lock_of(&self, id: BillId) -> Option<BillLock> {
        self.bill(id).and_then(|bill| bill.lock)
    }

    /// What is open on a day, oldest bill first, locked bills included.
    pub fn dues(&self, rules: &CollectionRules, day: BusinessDate) -> Vec<BillDue> {
        let due = |bill: &Bill| BillDue {
            bill: bill.id,
            principal: bill.principal_due().max(Money::ZERO),
            penalty: bill.penalty_due(rules, day),
        };
        self.bills.iter().map(due).filter(|due| due.total().is_positive()).collect()
    }

    /// 欠费: unpaid principal of all bills.
    pub fn arrears(&self) -> Money {
        self.bills.iter().map(|bill| bill.principal_due().max(Money::ZERO)).sum()
    }

    /// Puts a payment where it belongs. Total: money is never refused.
    pub fn place(&mut self, payment: &Payment, rules: &CollectionRules) -> Placement {
        let placement = match payment.basis {
            Basis::Bills => self.place_as_allocated(payment, rules),
            Basis::OnArrival => self.place_on_arrival(payment, rules),
        };
        self.take_over(&placement, payment.business_date);
        placement
    }

    /// What was placed becomes how the account stands.
    pub(crate) fn take_over(&mut self, placement: &Placement, on: BusinessDate) {
        for allocation in &placement.applied {
            self.settle_bill(on, allocation);
        }
        self.prepaid += placement.prepaid_added - placement.prepaid_used;
        self.tail += placement.tail_after - placement.tail_before;
    }

    /// Money without bills of its own: the open ones as the rule of the day says, locked ones left out.
    pub(crate) fn allocate_oldest_first(
        &self,
        amount: Money,
        day: BusinessDate,
        rules: &CollectionRules,
    ) -> Vec<Allocation> {
        let dues = self.dues(rules, day).into_iter().filter(|due| self.lock_of(due.bill).is_none());
        allocate(rules.counter_on(day).allocation, &dues.collect::<Vec<_>>(), amount)
    }

    /// A payment that was taken for another number: what it meant for that account means nothing here.
    fn place_moved(&mut self, payment: &Payment, rules: &CollectionRules) -> Placement {
        let applied = self.allocate_oldest_first(payment.collected(), payment.business_date, rules);
        let spent: Money = applied.iter().map(Allocation::total).sum();
        let placement = Placement {
            applied,
            surplus: Vec::new(),
            prepaid_used: Money::ZERO,
            prepaid_added: payment.collected() - spent,
            tail_before: Money::ZERO,
            tail_after: Money::ZERO,
        };
        self.take_over(&placement, payment.business_date);
        placement
    }

    fn place_as_allocated(&self, payment: &Payment, rules: &CollectionRules) -> Placement {
        let (applied, surplus): (Vec<_>, Vec<_>) =
            payment.allocations.iter().map(|allocation| self.fit(allocation, rules, payment.business_date)).unzip();
        let keep =
            |parts: Vec<Allocation>| parts.into_iter().filter(|part| !part.total().is_zero()).collect::<Vec<_>>();
        let surplus = keep(surplus);
        Placement {
            applied: keep(applied),
            prepaid_used: payment.prepaid_used,
            prepaid_added: payment.prepaid_added + surplus.iter().map(Allocation::total).sum(),
            surplus,
            tail_before: payment.tail_before,
            tail_after: payment.tail_after,
        }
    }

    fn place_on_arrival(&self, payment: &Payment, rules: &CollectionRules) -> Placement {
        let applied = self.allocate_oldest_first(payment.prepaid_added, payment.business_date, rules);
        let spent: Money = applied.iter().map(Allocation::total).sum();
        Placement {
            applied,
            surplus: Vec::new(),
            prepaid_used: payment.prepaid_used,
            prepaid_added: payment.prepaid_added - spent,
            tail_before: payment.tail_before,
            tail_after: payment.tail_after,
        }
    }

    /// Splits an allocation into what the bill still owes on that day and what is too much, because somebody else paid
    /// it meanwhile.
    fn fit(&self, wanted: &Allocation, rules: &CollectionRules, day: BusinessDate) -> (Allocation, Allocation) {
        let (principal_due, penalty_due) = match self.bill(wanted.bill) {
            Some(bill) => (bill.principal_due().max(Money::ZERO), bill.penalty_due(rules, day)),
            None => (Money::ZERO, Money::ZERO),
        };
        let principal = wanted.principal.min(principal_due);
        let penalty = wanted.penalty.min(penalty_due);
        let applied = Allocation { bill: wanted.bill, principal, penalty };
        let surplus = Allocation {
            bill: wanted.bill,
            principal: wanted.principal - principal,
            penalty: wanted.penalty - penalty,
        };
        (applied, surplus)
    }

    fn settle_bill(&mut self, on: BusinessDate, allocation: &Allocation) {
        let bill = self.bills.iter_mut().find(|bill| bill.id == allocation.bill).expect("only known bills are settled");
        bill.settle(Settlement { on, principal: allocation.principal, penalty: allocation.penalty });
    }
}

/// A payment among the facts of an account.
#[derive(Clone, Debug)]
pub struct PlacedPayment {
    pub order: PaymentOrder,
    pub payment: Payment,
    pub reversed: bool,
    /// 转入户号: a decision says that it belongs to this account, though another number was typed. It is then placed as money
    /// that came without bills: all that was collected, on what is open here.
    pub moved_here: bool,
}

/// What moves an account, in the one order that both sides agree on.
#[derive(Clone, Debug)]
pub enum AccountAct {
    Payment(Box<PlacedPayment>),
    Adjustment(PlacedAdjustment),
}

impl AccountAct {
    pub fn order(&self) -> PaymentOrder {
        match self {
            AccountAct::Payment(placed) => placed.order,
            AccountAct::Adjustment(placed) => placed.order,
        }
    }

    fn counts(&self) -> bool {
        match self {
            AccountAct::Payment(placed) => !placed.reversed,
            AccountAct::Adjustment(placed) => !placed.undone,
        }
    }
}

/// Computes an account again from its bills as issued and all that moved it, and says what became of each act that counts, in
/// order.
///
/// The result does not depend on the order in which the acts are given.
pub fn replay(mut account: Account, acts: &[AccountAct], rules: &CollectionRules) -> (Account, Vec<Placement>) {
    let mut in_order: Vec<&AccountAct> = acts.iter().filter(|act| act.counts()).collect();
    in_order.sort_by_key(|act| act.order());
    let place = |act: &&AccountAct| match act {
        AccountAct::Payment(placed) if placed.moved_here => account.place_moved(&placed.payment, rules),
        AccountAct::Payment(placed) => account.place(&placed.payment, rules),
        AccountAct::Adjustment(placed) => account.adjust(&placed.adjustment, &placed.order, rules),
    };
    let placements = in_order.iter().map(place).collect();
    (account, placements)
}
