//! Decisions about money that lies where it may not belong. Each adds rows of its own and leaves the facts as they are.

use domain::{
    Adjustment, AdjustmentId, AdjustmentKind, Conflict, CustomerNo, DeviceId, Money, PaymentId, PaymentOrder, TaskKind,
    UnitCode,
};

use super::{DecisionError, Draft};
use crate::app::batch::Batch;
use crate::app::settle_account::replayed;
use crate::ledger::{
    AccountFacts, AdjustmentFact, CENTER_JOURNAL, CaseRow, Deed, DeviceRow, PaymentFact, adjusted_for,
};

/// What an adjustment moves, and whose money it is.
struct Move<'a> {
    customer: &'a CustomerNo,
    kind: AdjustmentKind,
    amount: Money,
    /// Where the money waits, for an account number that nobody knows.
    desk: UnitCode,
    /// The payment that is paid out of clarification.
    of_fact: Option<u64>,
}

impl Batch<'_> {
    /// 冲抵欠费
    pub(super) fn apply_to_bills(
        &mut self,
        draft: &Draft<'_>,
        case: &CaseRow,
        amount: Money,
    ) -> Result<(), DecisionError> {
        let (customer, desk) = self.known_customer(case)?;
        within(amount, self.surplus_left(case, &customer))?;
        let kind = AdjustmentKind::ApplyToBills;
        self.adjust(draft, case, Move { customer: &customer, kind, amount, desk, of_fact: None });
        Ok(())
    }

    /// 退款: the money becomes payable at once, and one desk is asked to pay it out.
    pub(super) fn order_refund(
        &mut self,
        draft: &Draft<'_>,
        case: &CaseRow,
        amount: Money,
        device: DeviceId,
    ) -> Result<(), DecisionError> {
        let kind = AdjustmentKind::Refund;
        let owner = if let Conflict::UnknownCustomer { customer, payment, amount: collected } = &case.conflict {
            if amount != *collected {
                return Err(DecisionError::Amount { limit: *collected });
            }
            let (fact, desk) = self.set_aside(draft, customer, *payment)?;
            self.adjust(draft, case, Move { customer, kind, amount, desk: desk.clone(), of_fact: Some(fact) });
            desk
        } else {
            let (customer, unit) = self.known_customer(case)?;
            within(amount, self.surplus_left(case, &customer))?;
            self.adjust(draft, case, Move { customer: &customer, kind, amount, desk: unit.clone(), of_fact: None });
            unit
        };
        self.give_task(draft, case, device, Some(owner), TaskKind::PayRefund { amount }, draft.reason)
    }

    /// 转入户号
    pub(super) fn move_payment(
        &mut self,
        draft: &Draft<'_>,
        case: &CaseRow,
        payment: PaymentId,
        to: &CustomerNo,
    ) -> Result<(), DecisionError> {
        let from = case.customer.clone().ok_or(DecisionError::NoSuchPayment(payment))?;
        if from == *to {
            return Err(DecisionError::SameCustomer(from));
        }
        if self.accounts.get(to).is_none_or(|facts| facts.row.is_none()) {
            return Err(DecisionError::UnknownCustomer(to.clone()));
        }
        let takes_part = payments_of(&case.conflict).contains(&payment);
        let facts = self.facts_of(&from, payment);
        if !takes_part || facts.is_empty() {
            return Err(DecisionError::NoSuchPayment(payment));
        }
        for fact in facts {
            self.put_on(fact, &from, to);
            self.did(draft, |_| Deed::Moved { fact, payment, from: from.clone(), to: to.clone() });
        }
        Ok(())
    }

    /// 核销
    pub(super) fn write_off(&mut self, draft: &Draft<'_>, case: &CaseRow, amount: Money) -> Result<(), DecisionError> {
        if let Conflict::RefundPaidTwice { customer, task, .. } = &case.conflict {
            within(amount, self.limit(case))?;
            let refund = self.refunds.get(task).and_then(|refunds| refunds.first());
            let Some(desk) = refund.map(|row| self.owner_of_refund(&row.refund).unwrap_or(&row.desk).clone()) else {
                return Err(DecisionError::Amount { limit: Money::ZERO });
            };
            let kind = AdjustmentKind::WriteOffRefund;
            self.adjust(draft, case, Move { customer, kind, amount, desk, of_fact: None });
            return Ok(());
        }
        let (customer, desk) = self.known_customer(case)?;
        within(amount, self.limit(case))?;
        let kind = AdjustmentKind::WriteOff;
        self.adjust(draft, case, Move { customer: &customer, kind, amount, desk, of_fact: None });
        Ok(())
    }

    /// 停用终端
    pub(super) fn suspend_by_decision(
        &mut self,
        draft: &Draft<'_>,
        case: &CaseRow,
        device: DeviceId,
    ) -> Result<(), DecisionError> {
        if device_of(&case.conflict) != Some(device) || !self.roster.devices.contains_key(&device) {
            return Err(DecisionError::Device(device));
        }
        let mut row = self.device(device).clone();
        let before_ms = row.suspended_ms;
        self.set_suspended(&mut row, before_ms.or(Some(self.now_ms)));
        self.did(draft, |_| Deed::Suspended { device, before_ms });
        Ok(())
    }

    pub(super) fn set_suspended(&mut self, row: &mut DeviceRow, suspended_ms: Option<i64>) {
        row.suspended_ms = suspended_ms;
        row.known.suspended = suspended_ms.is_some();
        row.version = self.next_version();
        self.change_device(row.clone());
    }

    fn adjust(&mut self, draft: &Draft<'_>, case: &CaseRow, moved: Move<'_>) {
        let Move { customer, kind, amount, desk, of_fact } = moved;
        let part = self.did(draft, |part| Deed::Adjusted { customer: customer.clone(), part });
        let id = AdjustmentId { proposal: draft.id, part };
        let business_date = crate::app::day_at(draft.at_ms);
        let order = PaymentOrder { business_date, at_ms: draft.at_ms, stream: CENTER_JOURNAL, seq: draft.seq };
        let adjustment = Adjustment { id, customer: customer.clone(), kind, amount, desk };
        let fact = AdjustmentFact { case: case.id, order, adjustment, of_fact, undone: false, booked: None };
        self.accounts.entry(customer.clone()).or_default().adjustments.push(fact);
        self.adjusted.insert(id);
        self.settle_again(customer);
    }

    /// The account is settled again, and every desk hears of it.
    pub(super) fn settle_again(&mut self, customer: &CustomerNo) {
        self.dirty.insert(customer.clone());
        self.rebilled.insert(customer.clone());
    }

    /// The customer of a case, and the unit that they belong to.
    fn known_customer(&self, case: &CaseRow) -> Result<(CustomerNo, UnitCode), DecisionError> {
        let none = || DecisionError::NotOpen { case: case.id, status: case.status };
        let customer = case.customer.clone().ok_or_else(none)?;
        let row = self.accounts.get(&customer).and_then(|facts| facts.row.as_ref());
        let unit = row.map(|row| row.unit.clone()).ok_or_else(|| DecisionError::UnknownCustomer(customer.clone()))?;
        Ok((customer, unit))
    }

    /// The most that can be moved for a case now.
    pub(super) fn limit(&self, case: &CaseRow) -> Money {
        let Some(customer) = case.customer.as_ref().filter(|customer| self.accounts.contains_key(*customer)) else {
            return Money::ZERO;
        };
        let limit = match &case.conflict {
            Conflict::UnknownCustomer { amount, .. } => *amount,
            Conflict::PrepaidOverdrawn { .. } => -self.prepaid_of(customer),
            Conflict::RefundPaidTwice { too_much, .. } => {
                *too_much - adjusted_for(case.id, &self.accounts[customer].adjustments)
            }
            Conflict::DoublePayment { .. } | Conflict::PaidBillGone { .. } => self.surplus_left(case, customer),
            Conflict::CustomerMoved { .. }
            | Conflict::ForkedDevice { .. }
            | Conflict::DigestMismatch { .. }
            | Conflict::SuspendedAuthor { .. }
            | Conflict::ReadingsDisagree { .. }
            | Conflict::BillDiffers { .. }
            | Conflict::BilledTwice { .. }
            | Conflict::ArchiveChangeRequested { .. }
            | Conflict::ArchiveEditedTwice { .. }
            | Conflict::ReadingChangeRequested { .. }
            | Conflict::ClockSuspect { .. }
            | Conflict::EntryUnreadable { .. } => Money::ZERO,
        };
        limit.max(Money::ZERO)
    }

    /// What became prepayment by the case's facts and is still there: decisions in force took their part, and so did payments
    /// that used it.
    fn surplus_left(&self, case: &CaseRow, customer: &CustomerNo) -> Money {
        let facts = &self.accounts[customer];
        let left = case.conflict.at_stake() - adjusted_for(case.id, &facts.adjustments);
        left.min(self.prepaid_of(customer)).max(Money::ZERO)
    }

    fn prepaid_of(&self, customer: &CustomerNo) -> Money {
        replayed(customer, &self.accounts[customer], &self.roster.rules).account.prepaid
    }

    /// The facts of a payment that count on an account.
    fn facts_of(&self, customer: &CustomerNo, payment: PaymentId) -> Vec<u64> {
        let facts = self.accounts.get(customer).map_or(&[][..], |facts| &facts.payments);
        facts.iter().filter(|fact| fact.payment.id == payment && fact.counts()).map(|fact| fact.fact).collect()
    }

    /// Takes a payment out of clarification for good: it stands on no account, even when its number becomes known.
    fn set_aside(
        &mut self,
        draft: &Draft<'_>,
        customer: &CustomerNo,
        payment: PaymentId,
    ) -> Result<(u64, UnitCode), DecisionError> {
        let fact = self.facts_of(customer, payment).first().copied().ok_or(DecisionError::NoSuchPayment(payment))?;
        let desk = self.keep_aside(customer, fact, true).ok_or(DecisionError::NoSuchPayment(payment))?;
        self.did(draft, |_| Deed::SetAside { customer: customer.clone(), fact, payment });
        Ok((fact, desk))
    }

    /// Marks a payment, and answers the desk that holds its money.
    pub(super) fn keep_aside(&mut self, customer: &CustomerNo, fact: u64, aside: bool) -> Option<UnitCode> {
        let fact = payment_mut(self.accounts.get_mut(customer)?, fact)?;
        fact.set_aside = aside;
        let (fact, desk) = (fact.fact, fact.desk.clone());
        self.touched.insert(fact);
        self.settle_again(customer);
        Some(desk)
    }

    /// Puts a payment from one account onto another.
    pub(super) fn put_on(&mut self, fact: u64, from: &CustomerNo, to: &CustomerNo) {
        let Some(facts) = self.accounts.get_mut(from) else { return };
        let Some(place) = facts.payments.iter().position(|known| known.fact == fact) else { return };
        let mut moved = facts.payments.remove(place);
        self.stood_on.entry(fact).or_insert_with(|| from.clone());
        moved.account = to.clone();
        self.accounts.entry(to.clone()).or_default().payments.push(moved);
        self.touched.insert(fact);
        self.settle_again(from);
        self.settle_again(to);
    }
}

fn payment_mut(facts: &mut AccountFacts, fact: u64) -> Option<&mut PaymentFact> {
    facts.payments.iter_mut().find(|known| known.fact == fact)
}

fn within(amount: Money, limit: Money) -> Result<(), DecisionError> {
    if amount.is_positive() && amount <= limit { Ok(()) } else { Err(DecisionError::Amount { limit }) }
}

/// The payments that take part in a disagreement and may belong to somebody else.
pub fn payments_of(conflict: &Conflict) -> Vec<PaymentId> {
    match conflict {
        Conflict::DoublePayment { payments, .. } => payments.clone(),
        Conflict::PaidBillGone { payment, .. }
        | Conflict::UnknownCustomer { payment, .. }
        | Conflict::CustomerMoved { payment, .. } => vec![*payment],
        Conflict::PrepaidOverdrawn { .. }
        | Conflict::ForkedDevice { .. }
        | Conflict::DigestMismatch { .. }
        | Conflict::SuspendedAuthor { .. }
        | Conflict::ReadingsDisagree { .. }
        | Conflict::BillDiffers { .. }
        | Conflict::BilledTwice { .. }
        | Conflict::RefundPaidTwice { .. }
        | Conflict::ArchiveChangeRequested { .. }
        | Conflict::ArchiveEditedTwice { .. }
        | Conflict::ReadingChangeRequested { .. }
        | Conflict::ClockSuspect { .. }
        | Conflict::EntryUnreadable { .. } => Vec::new(),
    }
}

/// The device that a disagreement is about.
pub fn device_of(conflict: &Conflict) -> Option<DeviceId> {
    match conflict {
        Conflict::ForkedDevice { device, .. } => Some(*device),
        Conflict::SuspendedAuthor { stream, .. }
        | Conflict::EntryUnreadable { stream, .. }
        | Conflict::DigestMismatch { stream, .. }
        | Conflict::ClockSuspect { stream, .. } => Some(stream.device),
        Conflict::DoublePayment { .. }
        | Conflict::PaidBillGone { .. }
        | Conflict::UnknownCustomer { .. }
        | Conflict::PrepaidOverdrawn { .. }
        | Conflict::CustomerMoved { .. }
        | Conflict::RefundPaidTwice { .. }
        | Conflict::ReadingsDisagree { .. }
        | Conflict::BillDiffers { .. }
        | Conflict::BilledTwice { .. }
        | Conflict::ArchiveChangeRequested { .. }
        | Conflict::ArchiveEditedTwice { .. }
        | Conflict::ReadingChangeRequested { .. } => None,
    }
}
