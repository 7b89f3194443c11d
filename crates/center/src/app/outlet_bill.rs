//! 现场出账: an outlet's bill comes in. It is a fact, so it becomes debt; then it is computed again with the center's own
//! tariff and archive.

use domain::{BillId, BillStatement, Conflict, CustomerNo, IssuedBill};

use super::batch::Batch;
use super::reading::side_of;
use crate::ledger::{Noted, StatementRow, SupplyStanding};

impl Batch<'_> {
    /// The month's bill, unless it has one: then nothing is overwritten, and a different one is a case.
    pub(super) fn take_bill(&mut self, noted: &Noted, issued: IssuedBill) {
        let bill = issued.bill();
        let period = bill.id.period;
        let customer = issued.statement.customer.clone();
        let account = self.accounts.entry(customer.clone()).or_default();
        let Some(account_id) = account.row.as_ref().map(|row| row.id) else {
            return self.bill_of_nobody(noted, &issued.statement);
        };
        if let Some(known) = account.bills.iter().find(|known| known.bill.id == bill.id) {
            let other = known.bill.amount;
            if (other, known.bill.energy_kwh) != (bill.amount, bill.energy_kwh) {
                self.billed_twice(noted, &issued.statement, other);
            }
            return;
        }
        self.issue(&customer, bill, &noted.place.to_string());
        let id = issued.statement.id;
        self.keep_outlet_statement(noted, account_id, issued);
        self.settle_corrections(&customer, id);
        self.touch_billing(&customer, period);
    }

    fn keep_outlet_statement(&mut self, noted: &Noted, account_id: u64, issued: IssuedBill) {
        let customer = issued.statement.customer.clone();
        let station = self.desk_of(noted.place);
        let version = self.next_version();
        let facts = self.billing.entry(customer.clone()).or_default();
        let later = facts.statements.iter().find(|row| row.before.is_some() && row.statement.id > issued.statement.id);
        let before: Option<SupplyStanding> = match (later, &facts.supply) {
            (Some(later), _) => later.before.clone(),
            (None, supply) => supply.as_ref().map(|supply| supply.standing.clone()),
        };
        let archive = facts.supply.as_ref().map_or(0, |supply| supply.archive);
        if let Some(supply) = &facts.supply {
            facts.documents.insert(archive, supply.supply.clone());
        }
        let row = StatementRow {
            id: account_id,
            station: facts.supply.as_ref().map_or(station, |supply| supply.station.clone()),
            source: Some(noted.place),
            archive,
            before,
            readings: issued.readings,
            statement: issued.statement,
            version,
        };
        let place = facts.statements.partition_point(|other| other.statement.id < row.statement.id);
        facts.statements.insert(place, row.clone());
        if row.before.is_none() {
            self.not_computable(&customer, &row, "the archive of this supply is not at the center");
        }
        self.effects.billing.statements.push(row);
    }

    /// 退补 that wait for the next bill: an outlet knows nothing of them, so they come with the difference of its bill.
    fn settle_corrections(&mut self, customer: &CustomerNo, bill: BillId) {
        let facts = self.billing.entry(customer.clone()).or_default();
        for correction in facts.corrections.iter_mut().filter(|row| row.settled.is_none()) {
            correction.settled = Some(bill);
            self.effects.billing.corrections.push(correction.clone());
            self.decided.insert((customer.clone(), bill.period));
        }
    }

    fn billed_twice(&mut self, noted: &Noted, statement: &BillStatement, other: domain::Money) {
        let (customer, bill) = (statement.customer.clone(), statement.id);
        let conflict = Conflict::BilledTwice { customer: customer.clone(), bill, issued: statement.total, other };
        let mut side = side_of(noted);
        side.amount = Some(statement.total);
        let subject = format!("billed-twice {customer} {bill} {}", noted.place);
        self.cases.put(subject, Some(customer.clone()), conflict, vec![side]);
        // The desk has its own bill on the account, so it has to hear what counts.
        self.dirty.insert(customer.clone());
        self.rebilled.insert(customer);
    }

    /// A bill for a customer that the center does not know: kept as its entry, and a person has to look.
    fn bill_of_nobody(&mut self, noted: &Noted, statement: &BillStatement) {
        tracing::warn!(entry = %noted.place, "a bill names a customer that is not in the books");
        let customer = statement.customer.clone();
        let conflict = Conflict::BillDiffers {
            customer: customer.clone(),
            bill: statement.id,
            issued: statement.total,
            should_be: None,
            why: Some("the customer is not in the books".to_owned()),
            difference: None,
        };
        let subject = super::recompute::subject_of(&customer, statement.id);
        self.cases.put(subject, Some(customer), conflict, vec![side_of(noted)]);
    }
}
