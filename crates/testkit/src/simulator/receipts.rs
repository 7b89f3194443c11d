//! The truth of a simulated day: what customers hold in their hands.

use std::collections::BTreeMap;

use domain::{BusinessDate, CustomerNo, Money, Payment, PaymentId};

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
pub(crate) struct Receipts(BTreeMap<PaymentId, Receipt>);

impl Receipts {
    /// Hands a receipt out; the same one twice is one receipt.
    pub(crate) fn hand_out(&mut self, payment: &Payment) {
        self.0.entry(payment.id).or_insert_with(|| Receipt {
            customer: payment.customer.clone(),
            business_date: payment.business_date,
            collected: payment.collected(),
            reversed: false,
        });
    }

    pub(crate) fn take_back(&mut self, payment: PaymentId) {
        if let Some(receipt) = self.0.get_mut(&payment) {
            receipt.reversed = true;
        }
    }

    pub(crate) fn of(&self, customer: &CustomerNo) -> BTreeMap<PaymentId, bool> {
        let own = self.0.iter().filter(|(_, receipt)| receipt.customer == *customer);
        own.map(|(id, receipt)| (*id, receipt.reversed)).collect()
    }

    pub(crate) fn customers(&self) -> Vec<CustomerNo> {
        let mut customers: Vec<_> = self.0.values().map(|receipt| receipt.customer.clone()).collect();
        customers.sort();
        customers.dedup();
        customers
    }

    /// Receipts that were not taken back: their number and their money.
    pub(crate) fn standing(&self) -> (u64, Money) {
        let standing: Vec<&Receipt> = self.0.values().filter(|receipt| !receipt.reversed).collect();
        (standing.len() as u64, standing.iter().map(|receipt| receipt.collected).sum())
    }

    pub(crate) fn days(&self) -> Vec<BusinessDate> {
        let mut days: Vec<_> = self.0.values().map(|receipt| receipt.business_date).collect();
        days.sort();
        days.dedup();
        days
    }
}
