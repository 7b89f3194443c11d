//! 收费: what a customer hands over, and where it goes.
//!
//! ```text
//! tenders − change + prepaid used + tail before = Σ (principal + penalty) + prepaid added + tail after
//! ```
//!
//! `settle` is the rule of the counter. It either makes a payment that keeps this equation, or says why not.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    Account, AllocationMode, BillId, BillLock, BusinessDate, CollectionRules, CounterRule, CustomerNo, Money,
    OpenShift, PartialPayment, PaymentId, ShiftNo, Tender, TenderField, TenderKind, UnitCode,
};

/// A payment as it happened: the fact that the journal keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Payment {
    pub id: PaymentId,
    pub shift: ShiftNo,
    pub business_date: BusinessDate,
    pub customer: CustomerNo,
    /// 归属单位: whose customer it is, as far as the counter knew. `None` for an account number that it did not know.
    pub owner: Option<UnitCode>,
    pub basis: Basis,
    pub allocations: Vec<Allocation>,
    /// The bills of the allocations, one each and in the same order, as the receipt shows them.
    pub seen: Vec<BillSeen>,
    pub tenders: Vec<Tender>,
    pub change: Money,
    pub prepaid_used: Money,
    pub prepaid_added: Money,
    /// 预收余额 right after, as the counter saw it; zero where the owner is not known.
    pub prepaid_after: Money,
    /// 上次调尾: what whole-yuan collection took too much last time.
    pub tail_before: Money,
    /// 本次调尾
    pub tail_after: Money,
    /// The running number of its receipt on this device.
    pub receipt: u32,
}

/// What the counter could see when it took the money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// The customer's bills were on the screen.
    Bills,
    /// Only the account number was known; the center allocates on arrival.
    OnArrival,
}

/// 核销: money on one bill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Allocation {
    pub bill: BillId,
    pub principal: Money,
    pub penalty: Money,
}

/// A bill as the counter saw it, so that a copy of the receipt says the same in ten years.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BillSeen {
    pub energy_kwh: i64,
    /// The bill as issued.
    pub amount: Money,
    /// Principal and penalty that stay open after this payment.
    pub left: Money,
}

impl Allocation {
    pub fn total(&self) -> Money {
        self.principal + self.penalty
    }
}

impl Payment {
    /// 实收: tenders less change.
    pub fn collected(&self) -> Money {
        self.tendered() - self.change
    }

    pub fn tendered(&self) -> Money {
        self.tenders.iter().map(Tender::amount).sum()
    }

    pub fn allocated(&self) -> Money {
        self.allocations.iter().map(Allocation::total).sum()
    }

    /// What one kind of tender brought in; cash after change.
    pub fn collected_by(&self, kind: TenderKind) -> Money {
        let tendered: Money = self.tenders.iter().filter(|tender| tender.kind() == kind).map(Tender::amount).sum();
        if kind == TenderKind::Cash { tendered - self.change } else { tendered }
    }

    /// The equation at the head of this file.
    pub fn is_balanced(&self) -> bool {
        let given = self.collected() + self.prepaid_used + self.tail_before;
        given == self.allocated() + self.prepaid_added + self.tail_after
    }
}

/// What the cashier asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tendered {
    pub payment: PaymentId,
    pub bills: BillChoice,
    pub amount: AmountChoice,
    pub use_prepaid: UsePrepaid,
    pub tenders: Vec<Tender>,
}

/// Which bills the customer wants to pay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum BillChoice {
    All,
    /// Has to start with the oldest open bill and leave none out between.
    Only(Vec<BillId>),
}

/// 缴费金额: how much of what is laid down is meant to stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum AmountChoice {
    /// What is due; cash beyond it is change. With nothing due, all of it is prepayment.
    Due,
    /// Exactly this; beyond what is due it is prepayment.
    Exactly(Money),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum UsePrepaid {
    Yes,
    No,
}

/// Why a payment cannot be taken like this; each is a sentence to the cashier.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PaymentRefusal {
    #[error("bill {bill} is already settled")]
    BillAlreadyPaid { bill: BillId },
    #[error("the account has no bill {bill}")]
    NoSuchBill { bill: BillId },
    #[error("bill {bill} is held elsewhere ({lock:?})")]
    BillLocked { bill: BillId, lock: BillLock },
    #[error("the older bill {bill} comes first")]
    OlderBillFirst { bill: BillId },
    #[error("{due} is due, only {offered} was offered, and partial payment is off")]
    AmountBelowBills { due: Money, offered: Money },
    #[error("{received} was received for an amount of {amount}")]
    ReceivedBelowAmount { amount: Money, received: Money },
    #[error("{non_cash} came by slip or voucher, more than the amount of {amount}; change is only given on cash")]
    NonCashAboveAmount { amount: Money, non_cash: Money },
    #[error("a {kind:?} tender lacks its {field:?}")]
    TenderIncomplete { kind: TenderKind, field: TenderField },
    #[error("two cash lines in one payment; add them up")]
    CashTwice,
    #[error("nothing was offered")]
    NothingOffered,
}

/// What the account owes on a day, bill by bill: the panel's preview and the first half of `settle`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BillDue {
    pub bill: BillId,
    pub principal: Money,
    pub penalty: Money,
}

impl BillDue {
    pub fn total(&self) -> Money {
        self.principal + self.penalty
    }
}

/// Takes a payment: oldest bill first, surplus to change or prepayment, the tail where whole yuan are collected.
///
/// `receipt` is the number that the receipt will carry.
pub fn settle(
    shift: &OpenShift,
    account: &Account,
    rules: &CollectionRules,
    tendered: &Tendered,
    receipt: u32,
) -> Result<Payment, PaymentRefusal> {
    check_tenders(tendered)?;
    let rule = rules.counter_on(shift.business_date);
    let dues = chosen_dues(account, rules, shift.business_date, &tendered.bills)?;
    let split = split_money(account, rule, &dues, tendered)?;
    let allocations = allocate(rule.allocation, &dues, split.to_bills);
    let payment = Payment {
        id: tendered.payment,
        shift: shift.no,
        business_date: shift.business_date,
        customer: account.customer.clone(),
        owner: account.owner.clone(),
        basis: if account.owner.is_some() { Basis::Bills } else { Basis::OnArrival },
        seen: allocations.iter().map(|allocation| see(account, &dues, allocation)).collect(),
        allocations,
        tenders: tendered.tenders.clone(),
        change: split.change,
        prepaid_used: split.prepaid_used,
        prepaid_added: split.prepaid_added,
        prepaid_after: account.prepaid + split.prepaid_added - split.prepaid_used,
        tail_before: split.tail_before,
        tail_after: split.tail_after,
        receipt,
    };
    assert!(payment.is_balanced(), "a payment keeps every fen: {payment:?}");
    Ok(payment)
}

fn see(account: &Account, dues: &[BillDue], allocation: &Allocation) -> BillSeen {
    let bill = account.bill(allocation.bill).expect("only bills of the account are due");
    let due = dues.iter().find(|due| due.bill == allocation.bill).expect("only what is due is allocated");
    BillSeen { energy_kwh: bill.energy_kwh, amount: bill.amount, left: due.total() - allocation.total() }
}

fn check_tenders(tendered: &Tendered) -> Result<(), PaymentRefusal> {
    if tendered.tenders.is_empty() && tendered.use_prepaid == UsePrepaid::No {
        return Err(PaymentRefusal::NothingOffered);
    }
    if tendered.tenders.iter().filter(|tender| tender.kind() == TenderKind::Cash).count() > 1 {
        return Err(PaymentRefusal::CashTwice);
    }
    for tender in &tendered.tenders {
        if let Some(field) = tender.missing_field() {
            return Err(PaymentRefusal::TenderIncomplete { kind: tender.kind(), field });
        }
    }
    Ok(())
}

fn chosen_dues(
    account: &Account,
    rules: &CollectionRules,
    day: BusinessDate,
    choice: &BillChoice,
) -> Result<Vec<BillDue>, PaymentRefusal> {
    let open = account.dues(rules, day);
    let BillChoice::Only(chosen) = choice else {
        return Ok(open.into_iter().filter(|due| account.lock_of(due.bill).is_none()).collect());
    };
    for bill in chosen {
        let known = account.bill(*bill).ok_or(PaymentRefusal::NoSuchBill { bill: *bill })?;
        if let Some(lock) = known.lock {
            return Err(PaymentRefusal::BillLocked { bill: *bill, lock });
        }
        if open.iter().all(|due| due.bill != *bill) {
            return Err(PaymentRefusal::BillAlreadyPaid { bill: *bill });
        }
    }
    let payable = open.into_iter().filter(|due| account.lock_of(due.bill).is_none());
    let newest = chosen.iter().max().copied();
    let up_to_newest: Vec<BillDue> = payable.filter(|due| Some(due.bill) <= newest).collect();
    match up_to_newest.iter().find(|due| !chosen.contains(&due.bill)) {
        Some(left_out) => Err(PaymentRefusal::OlderBillFirst { bill: left_out.bill }),
        None => Ok(up_to_newest),
    }
}

/// Where the money of one payment goes, before it meets single bills.
struct Split {
    to_bills: Money,
    change: Money,
    prepaid_used: Money,
    prepaid_added: Money,
    tail_before: Money,
    tail_after: Money,
}

fn split_money(
    account: &Account,
    rule: &CounterRule,
    dues: &[BillDue],
    tendered: &Tendered,
) -> Result<Split, PaymentRefusal> {
    let due: Money = dues.iter().map(BillDue::total).sum();
    let prepaid_used = match tendered.use_prepaid {
        UsePrepaid::Yes => account.prepaid.max(Money::ZERO).min(due),
        UsePrepaid::No => Money::ZERO,
    };
    let still_due = due - prepaid_used;
    let offer = Offer::of(tendered);
    if let Some(tail) = whole_amount(account, rule, still_due, tendered, &offer) {
        return Ok(Split { to_bills: due, prepaid_used, ..tail });
    }
    let amount = offer.amount(tendered.amount, still_due)?;
    let to_bills = amount.min(still_due);
    if to_bills < still_due && rule.partial_payment == PartialPayment::Refused {
        return Err(PaymentRefusal::AmountBelowBills { due: still_due, offered: amount });
    }
    Ok(Split {
        to_bills: to_bills + prepaid_used,
        change: offer.total() - amount,
        prepaid_used,
        prepaid_added: amount - to_bills,
        tail_before: Money::ZERO,
        tail_after: Money::ZERO,
    })
}

/// 进整收费: cash alone that pays all that is due, collected in whole yuan or jiao. `None` where it does not apply.
fn whole_amount(
    account: &Account,
    rule: &CounterRule,
    still_due: Money,
    tendered: &Tendered,
    offer: &Offer,
) -> Option<Split> {
    let unit = rule.collect_in.unit();
    let applies = unit > Money::from_fen(1)
        && tendered.amount == AmountChoice::Due
        && offer.non_cash.is_zero()
        && still_due.is_positive();
    if !applies {
        return None;
    }
    let tail_before = account.tail.min(still_due);
    let amount = (still_due - tail_before).round_up_to(unit);
    (offer.cash >= amount).then(|| Split {
        to_bills: still_due,
        change: offer.cash - amount,
        prepaid_used: Money::ZERO,
        prepaid_added: Money::ZERO,
        tail_before,
        tail_after: amount + tail_before - still_due,
    })
}

/// What lies on the counter.
struct Offer {
    cash: Money,
    non_cash: Money,
}

impl Offer {
    fn of(tendered: &Tendered) -> Offer {
        let (cash, non_cash): (Vec<_>, Vec<_>) =
            tendered.tenders.iter().partition(|tender| tender.kind() == TenderKind::Cash);
        let sum = |tenders: Vec<&Tender>| tenders.into_iter().map(Tender::amount).sum();
        Offer { cash: sum(cash), non_cash: sum(non_cash) }
    }

    fn total(&self) -> Money {
        self.cash + self.non_cash
    }

    /// How much of the offer stays.
    fn amount(&self, choice: AmountChoice, still_due: Money) -> Result<Money, PaymentRefusal> {
        let amount = match choice {
            AmountChoice::Due if still_due.is_zero() => return Ok(self.total()),
            AmountChoice::Due => return Ok(still_due.max(self.non_cash).min(self.total())),
            AmountChoice::Exactly(amount) => amount,
        };
        if self.non_cash > amount {
            return Err(PaymentRefusal::NonCashAboveAmount { amount, non_cash: self.non_cash });
        }
        if self.total() < amount {
            return Err(PaymentRefusal::ReceivedBelowAmount { amount, received: self.total() });
        }
        Ok(amount)
    }
}

/// Spreads money over bills, oldest first.
pub(crate) fn allocate(mode: AllocationMode, dues: &[BillDue], money: Money) -> Vec<Allocation> {
    let mut left = money;
    let mut take = |due: Money| {
        let taken = due.min(left);
        left -= taken;
        taken
    };
    let mut allocations: Vec<Allocation> =
        dues.iter().map(|due| Allocation { bill: due.bill, principal: Money::ZERO, penalty: Money::ZERO }).collect();
    match mode {
        AllocationMode::BillByBill => {
            for (allocation, due) in allocations.iter_mut().zip(dues) {
                allocation.penalty = take(due.penalty);
                allocation.principal = take(due.principal);
            }
        }
        AllocationMode::PrincipalFirst => {
            for (allocation, due) in allocations.iter_mut().zip(dues) {
                allocation.principal = take(due.principal);
            }
            for (allocation, due) in allocations.iter_mut().zip(dues) {
                allocation.penalty = take(due.penalty);
            }
        }
    }
    allocations.retain(|allocation| allocation.total().is_positive());
    allocations
}
