//! 现场出账: an outlet's bill comes in. It is a fact, so it becomes debt; then it is computed again with the center's own
//! tariff and archive.
//!
//! A month has one bill. Where two outlets issued one, the earlier by the evidence of time is the bill of the month, in
//! whatever order they arrive; the other one is kept as its rival, and a case says so where they differ. A bill that the
//! center issued or loaded is never replaced.

use domain::{Bill, Conflict, CustomerNo, IssuedBill, Stream};

use super::batch::Batch;
use super::reading::side_of;
use super::recompute::{Decided, bill_of};
use crate::ledger::{BillingFacts, EntryRef, Noted, OutletBill, RivalBill, Side, StatementRow, SupplyStanding};

/// The order in which bills of one month were issued: by the evidence of time, then by journal.
type IssueOrder = (i64, Stream, domain::Seq);

impl Batch<'_> {
    pub(super) fn take_bill(&mut self, noted: &Noted, issued: IssuedBill) {
        let IssuedBill { penalty_start, readings, statement, .. } = issued;
        let customer = statement.customer.clone();
        let bill = OutletBill { penalty_start, readings, statement };
        let arrived = RivalBill { noted: noted.clone(), customer, bill };
        if let Some(rival) = self.stand_in_its_month(arrived) {
            self.keep_rival(rival);
        }
    }

    /// Bills that came before anybody knew their customer are taken in now.
    pub(super) fn take_waiting_bills(&mut self, customer: &CustomerNo) {
        let Some(facts) = self.billing.get_mut(customer) else { return };
        let mut waiting = std::mem::take(&mut facts.rivals);
        waiting.sort_by_key(|rival| order_of(&rival.noted));
        for rival in waiting {
            let (place, subject) = (rival.noted.place, subject_of_nobody(&rival));
            self.cases.withdraw(&subject);
            match self.stand_in_its_month(rival) {
                None => self.effects.records.risen.push(place),
                Some(rival) => self.billing.entry(customer.clone()).or_default().rivals.push(rival),
            }
        }
        self.judge_rivals(customer);
    }

    /// Makes it the bill of its month, or gives it back. The one whose place it takes becomes its rival.
    fn stand_in_its_month(&mut self, arrived: RivalBill) -> Option<RivalBill> {
        let customer = arrived.customer.clone();
        let account = self.accounts.entry(customer.clone()).or_default();
        if account.row.is_none() {
            return Some(arrived);
        }
        let id = arrived.bill.statement.id;
        let mut earlier = None;
        if account.bills.iter().any(|known| known.bill.id == id) {
            let mut facts = self.billing.remove(&customer).unwrap_or_default();
            earlier = self.replaced_by(&mut facts, &arrived);
            self.billing.insert(customer.clone(), facts);
            if earlier.is_none() {
                return Some(arrived);
            }
        }
        self.issue(&customer, counter_bill(&arrived.bill), &arrived.noted.place.to_string());
        self.keep_outlet_statement(arrived);
        self.settle_corrections(&customer, id);
        self.touch_billing(&customer, id.period);
        if let Some(earlier) = earlier {
            self.keep_rival(earlier);
        }
        None
    }

    /// Takes the month's bill away if it is an outlet's and was issued after `arrived`, with the differences that were
    /// computed against it. The supply stands as before it.
    fn replaced_by(&mut self, facts: &mut BillingFacts, arrived: &RivalBill) -> Option<RivalBill> {
        let (customer, id) = (&arrived.customer, arrived.bill.statement.id);
        let place = facts.statements.iter().position(|row| row.statement.id == id)?;
        let noted = self.issuer_of(&facts.statements[place])?;
        if order_of(&noted) <= order_of(&arrived.noted) {
            return None;
        }
        self.void_bills(customer, facts, |row| row.statement.id.period == id.period && row.decided_by.is_none());
        let account = self.accounts.get(customer).expect("the account of a bill is loaded");
        let known = account.bills.iter().find(|known| known.bill.id == id)?;
        let penalty_start = known.bill.penalty_start;
        self.take_back(customer, id, &format!("rival {}", arrived.noted.place));
        let row = facts.statements.remove(place);
        if let (Some(supply), Some(before)) = (facts.supply.as_mut(), &row.before) {
            let is_newest = !facts.statements.iter().any(|other| other.before.is_some() && other.statement.id > id);
            if is_newest {
                supply.standing = before.clone();
            }
        }
        let bill = OutletBill { penalty_start, readings: row.readings, statement: row.statement };
        Some(RivalBill { noted, customer: customer.clone(), bill })
    }

    /// Who issued an outlet's bill; `None` for a bill of the center.
    fn issuer_of(&self, row: &StatementRow) -> Option<Noted> {
        let place = row.source?;
        let terminal = self.device(place.stream.device).known.terminal.clone();
        Some(Noted { place, operator: row.operator?, terminal, at_ms: row.at_ms? })
    }

    fn keep_outlet_statement(&mut self, issued: RivalBill) {
        let RivalBill { noted, customer, bill } = issued;
        let account_id = self.accounts[&customer].row.as_ref().map_or(0, |row| row.id);
        let station = self.desk_of(noted.place);
        let version = self.next_version();
        let facts = self.billing.entry(customer.clone()).or_default();
        let later = facts.statements.iter().find(|row| row.before.is_some() && row.statement.id > bill.statement.id);
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
            readings: bill.readings,
            statement: bill.statement,
            version,
            operator: Some(noted.operator),
            at_ms: Some(noted.at_ms),
            decided_by: None,
            voided: false,
        };
        let place = facts.statements.partition_point(|other| other.statement.id < row.statement.id);
        facts.statements.insert(place, row.clone());
        if row.before.is_none() {
            self.not_computable(&customer, &row, "the archive of this supply is not at the center");
        }
        self.effects.billing.statements.push(row);
    }

    /// 退补 that wait for the next bill: an outlet knows nothing of them, so they come with the difference of its bill.
    fn settle_corrections(&mut self, customer: &CustomerNo, bill: domain::BillId) {
        let facts = self.billing.entry(customer.clone()).or_default();
        for correction in facts.corrections.iter_mut().filter(|row| row.settled.is_none()) {
            correction.settled = Some(bill);
            self.effects.billing.corrections.push(correction.clone());
            self.decided.insert((customer.clone(), bill.period), Decided::Correction);
        }
    }

    fn keep_rival(&mut self, rival: RivalBill) {
        let customer = rival.customer.clone();
        self.effects.records.rivals.push(rival.clone());
        let is_known = self.accounts.get(&customer).is_some_and(|facts| facts.row.is_some());
        if !is_known {
            self.bill_of_nobody(&rival);
        }
        self.billing.entry(customer.clone()).or_default().rivals.push(rival);
        if is_known {
            self.judge_rivals(&customer);
        }
    }

    /// One case for each rival that comes to something else than the bill of its month.
    fn judge_rivals(&mut self, customer: &CustomerNo) {
        let rivals = self.billing.get(customer).map_or_else(Vec::new, |facts| facts.rivals.clone());
        for rival in rivals {
            let id = rival.bill.statement.id;
            let bills = self.accounts.get(customer).map_or(&[][..], |facts| &facts.bills);
            let Some(known) = bills.iter().find(|known| known.bill.id == id).map(|known| &known.bill) else { continue };
            let theirs = &rival.bill.statement;
            if (known.amount, known.energy_kwh) == (theirs.total, theirs.energy_kwh) {
                self.cases.withdraw(&subject_of_rival(&rival));
            } else {
                let issued = known.amount;
                self.billed_twice(&rival, issued);
            }
        }
    }

    fn billed_twice(&mut self, rival: &RivalBill, issued: domain::Money) {
        let (customer, bill) = (rival.customer.clone(), rival.bill.statement.id);
        let other = rival.bill.statement.total;
        let conflict = Conflict::BilledTwice { customer: customer.clone(), bill, issued, other };
        let facts = self.billing.get(&customer);
        let standing = facts.and_then(|facts| facts.statements.iter().find(|row| row.statement.id == bill));
        let mut sides = standing.map(|row| self.sides_of(row)).unwrap_or_default();
        sides.push(Side { amount: Some(other), ..side_of(&rival.noted) });
        self.cases.put(subject_of_rival(rival), Some(customer.clone()), conflict, sides);
        // The desk has its own bill on the account, so it has to hear what counts.
        self.dirty.insert(customer.clone());
        self.rebilled.insert(customer);
    }

    /// A bill for a customer that the center does not know: it waits until somebody loads the customer.
    fn bill_of_nobody(&mut self, rival: &RivalBill) {
        tracing::warn!(entry = %rival.noted.place, "a bill names a customer that is not in the books");
        let customer = rival.customer.clone();
        let conflict = Conflict::BillDiffers {
            customer: customer.clone(),
            bill: rival.bill.statement.id,
            issued: rival.bill.statement.total,
            should_be: None,
            why: Some("the customer is not in the books".to_owned()),
            difference: None,
        };
        let side = Side { amount: Some(rival.bill.statement.total), ..side_of(&rival.noted) };
        self.cases.put(subject_of_nobody(rival), Some(customer), conflict, vec![side]);
    }
}

fn counter_bill(bill: &OutletBill) -> Bill {
    bill_of(&bill.statement, bill.penalty_start)
}

fn order_of(noted: &Noted) -> IssueOrder {
    (noted.at_ms, noted.place.stream, noted.place.seq)
}

fn named(kind: &str, rival: &RivalBill) -> String {
    let EntryRef { stream, seq, .. } = rival.noted.place;
    let statement = &rival.bill.statement;
    format!("{kind} {} {} {stream}.{seq} {}", rival.customer, statement.id, statement.total)
}

/// The subject of the case about a rival.
pub fn subject_of_rival(rival: &RivalBill) -> String {
    named("billed-twice", rival)
}

fn subject_of_nobody(rival: &RivalBill) -> String {
    named("bill-of-nobody", rival)
}
