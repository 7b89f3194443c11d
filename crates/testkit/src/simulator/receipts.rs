//! The truth of a simulated day: what customers hold in their hands.

use std::collections::BTreeMap;

use domain::{BusinessDate, CustomerNo, Money, PaidRefund, Payment, PaymentId, RefundId, TaskId};

/// A receipt in a customer's hand.
#[derive(Clone, Debug)]
pub(crate) struct Receipt {
    pub customer: CustomerNo,
    pub business_date: BusinessDate,
    pub collected: Money,
    /// Taken back by the cashier.
    pub reversed: bool,
}

#[derive(Default)]
pub(crate) struct Receipts {
    receipts: BTreeMap<PaymentId, Receipt>,
    /// 退款单: cash that customers got back on an order.
    slips: BTreeMap<RefundId, (TaskId, Money)>,
}

impl Receipts {
    /// Hands a receipt out; the same one twice is one receipt.
    pub(crate) fn hand_out(&mut self, payment: &Payment) {
        self.receipts.entry(payment.id).or_insert_with(|| Receipt {
            customer: payment.customer.clone(),
            business_date: payment.business_date,
            collected: payment.collected(),
            reversed: false,
        });
    }

    pub(crate) fn take_back(&mut self, payment: PaymentId) {
        if let Some(receipt) = self.receipts.get_mut(&payment) {
            receipt.reversed = true;
        }
    }

    pub(crate) fn of(&self, customer: &CustomerNo) -> BTreeMap<PaymentId, bool> {
        let own = self.receipts.iter().filter(|(_, receipt)| receipt.customer == *customer);
        own.map(|(id, receipt)| (*id, receipt.reversed)).collect()
    }

    pub(crate) fn customers(&self) -> Vec<CustomerNo> {
        let mut customers: Vec<_> = self.receipts.values().map(|receipt| receipt.customer.clone()).collect();
        customers.sort();
        customers.dedup();
        customers
    }

    /// Receipts that were not taken back: their number and their money.
    pub(crate) fn standing(&self) -> (u64, Money) {
        let standing: Vec<&Receipt> = self.receipts.values().filter(|receipt| !receipt.reversed).collect();
        (standing.len() as u64, standing.iter().map(|receipt| receipt.collected).sum())
    }

    pub(crate) fn days(&self) -> Vec<BusinessDate> {
        let mut days: Vec<_> = self.receipts.values().map(|receipt| receipt.business_date).collect();
        days.sort();
        days.dedup();
        days
    }

    /// Cash goes out; the same refund twice is one.
    pub(crate) fn pay_out(&mut self, refund: &PaidRefund) {
        self.slips.insert(refund.id, (refund.task, refund.amount));
    }

    pub(crate) fn paid_out(&self) -> Money {
        self.slips.values().map(|(_, amount)| *amount).sum()
    }

    pub(crate) fn refunds_by_task(&self) -> BTreeMap<TaskId, Money> {
        let mut tasks: BTreeMap<TaskId, Money> = BTreeMap::new();
        self.slips.values().for_each(|(task, amount)| *tasks.entry(*task).or_default() += *amount);
        tasks
    }
}
