//! 作废: a difference that counts no more. It is kept with its decision, its issue is posted red, and the account is as if it
//! had never been issued; money on it finds no debt, and a case says so.

use domain::{BillId, CustomerNo, Postings, ProposalId, post_issue};

use super::batch::Batch;
use crate::ledger::{BillingFacts, StatementRow};

impl Batch<'_> {
    /// Voids the customer's differences that `is_void` names.
    pub(super) fn void_bills(
        &mut self,
        customer: &CustomerNo,
        facts: &mut BillingFacts,
        is_void: impl Fn(&StatementRow) -> bool,
    ) {
        for place in 0..facts.statements.len() {
            let row = &facts.statements[place];
            let is_difference = row.source.is_none() && row.before.is_none() && !row.voided;
            if is_difference && is_void(row) {
                let version = self.next_version();
                let row = &mut facts.statements[place];
                (row.voided, row.version) = (true, version);
                self.effects.billing.statements.push(row.clone());
                let id = row.statement.id;
                self.take_back(customer, id, &format!("void {customer} {id}"));
            }
        }
    }

    /// Voids what a decision issued for the customer.
    pub(super) fn void_bills_of(&mut self, customer: &CustomerNo, proposal: ProposalId) {
        let mut facts = self.billing.remove(customer).unwrap_or_default();
        self.void_bills(customer, &mut facts, |row| row.decided_by == Some(proposal));
        self.billing.insert(customer.clone(), facts);
    }

    /// Takes a bill off its account, as if it had never been issued.
    pub(super) fn take_back(&mut self, customer: &CustomerNo, id: BillId, cause: &str) {
        let account = self.accounts.get_mut(customer).expect("the account of a bill is loaded");
        let Some(place) = account.bills.iter().position(|known| known.bill.id == id) else { return };
        let taken = account.bills.remove(place).bill;
        let row = account.row.as_ref().expect("only known customers are billed");
        let (account, unit) = (row.id, row.unit.clone());
        let pending = &mut self.effects.billing.bills;
        match pending.iter().position(|(of, bill)| *of == account && bill.id == id) {
            Some(place) => drop(pending.remove(place)),
            None => self.effects.records.dropped_bills.push((account, id)),
        }
        self.post(cause.to_owned(), &Postings::default().since(&post_issue(&unit, taken.amount)));
        self.dirty.insert(customer.clone());
        self.rebilled.insert(customer.clone());
    }
}
