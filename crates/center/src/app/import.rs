//! Loading what comes from other systems: units, operators, rules, customers with their bills.
//!
//! Loading the same again changes nothing. Loading an account again with other content replaces what was loaded; the
//! payments that the journals know are placed again on top, and the difference is posted.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::{
    Account, ArchiveField, Bill, BillingPeriod, CollectionRules, Customer, CustomerNo, Money, Operator, Postings, Unit,
    UnitCode, post_carried_over,
};
use sha2::{Digest, Sha256};

use super::Prefecture;
use super::archive_change::meet_what_is_loaded;
use super::batch::Batch;
use super::passwords::{PasswordCost, verifier};
use crate::ledger::{
    AccountFacts, AccountRow, ArchiveValues, CustomerRow, Effects, IssuedBill, LedgerError, Loaded, MoveRow, Wanted,
};

/// Accounts in one commit.
const ACCOUNTS_AT_ONCE: usize = 5_000;

#[derive(Clone, Debug)]
pub struct NewAccount {
    pub customer: Customer,
    /// All bills, with what was settled of them before.
    pub bills: Vec<Bill>,
    pub prepaid: Money,
    pub tail: Money,
}

/// An operator whose password is hashed as it is loaded; without one, the verifier is taken as it is.
#[derive(Clone, Debug)]
pub struct NewOperator {
    pub operator: Operator,
    pub password: Option<String>,
}

impl Prefecture {
    pub fn import_units(&self, units: &[Unit]) -> Result<(), LedgerError> {
        let mut books = self.books()?;
        let roster = self.roster();
        let mut version = books.version;
        let new = units.iter().filter(|unit| roster.units.get(&unit.code) != Some(*unit));
        let units: Vec<(Unit, u64)> = new.map(|unit| (unit.clone(), next(&mut version))).collect();
        drop(roster);
        self.commit(&mut books, Effects { at_ms: self.now_ms(), version, units, ..Effects::default() })
    }

    pub fn import_operators(
        &self,
        operators: impl IntoIterator<Item = NewOperator>,
        cost: PasswordCost,
    ) -> Result<(), LedgerError> {
        let hash = |new: NewOperator| {
            let mut operator = new.operator;
            if let Some(password) = new.password {
                operator.verifier = verifier(&password, cost, &*self.0.randomness);
            }
            operator
        };
        let operators: Vec<Operator> = operators.into_iter().map(hash).collect();
        let mut books = self.books()?;
        let mut version = books.version;
        let since = |operator: &Operator| operator.suspended.then(|| self.now_ms());
        let operators = operators
            .into_iter()
            .map(|operator| (since(&operator), operator))
            .map(|(since, operator)| (operator, since, next(&mut version)))
            .collect();
        self.commit(&mut books, Effects { at_ms: self.now_ms(), version, operators, ..Effects::default() })
    }

    pub fn import_rules(&self, rules: &CollectionRules) -> Result<(), LedgerError> {
        let mut books = self.books()?;
        let version = books.version + 1;
        let effects =
            Effects { at_ms: self.now_ms(), version, rules: Some((rules.clone(), version)), ..Effects::default() };
        self.commit(&mut books, effects)
    }

    /// Answers how many accounts were new or different.
    pub fn import_accounts(&self, accounts: impl IntoIterator<Item = NewAccount>) -> Result<usize, LedgerError> {
        let mut changed = 0;
        let mut accounts = accounts.into_iter();
        loop {
            let chunk: Vec<NewAccount> = accounts.by_ref().take(ACCOUNTS_AT_ONCE).collect();
            if chunk.is_empty() {
                return Ok(changed);
            }
            changed += self.import_chunk(chunk)?;
        }
    }

    fn import_chunk(&self, accounts: Vec<NewAccount>) -> Result<usize, LedgerError> {
        let mut books = self.books()?;
        let numbers: Vec<CustomerNo> = accounts.iter().map(|account| account.customer.no.clone()).collect();
        let known = self.0.ledger.contents(&numbers)?;
        let with_content = accounts.into_iter().map(|account| (content(&account), account));
        let mut changed: BTreeMap<CustomerNo, ([u8; 32], NewAccount)> = BTreeMap::new();
        for (content, account) in with_content {
            if known.get(&account.customer.no) != Some(&content) {
                changed.insert(account.customer.no.clone(), (content, account));
            }
        }
        let loaded = self.load_for_import(&books, changed.keys(), &known)?;
        let roster = self.roster();
        let mut batch = Batch::new(&books, &roster, loaded, self.now_ms());
        let count = changed.len();
        let mut postings = Moves::default();
        let mut last_customer = books.last_customer;
        for (content, account) in changed.into_values() {
            batch.replace_account(account, content, &mut last_customer, &mut postings);
        }
        for (unit, moved) in postings.0 {
            batch.post("accounts loaded".to_owned(), &moved.postings(&unit));
        }
        let effects = batch.finish();
        drop(roster);
        if count > 0 {
            self.commit(&mut books, effects)?;
        }
        Ok(count)
    }

    /// Only accounts that are known, or that payments wait for, have anything to load.
    fn load_for_import<'a>(
        &self,
        books: &super::books::Books,
        changed: impl Iterator<Item = &'a CustomerNo>,
        known: &HashMap<CustomerNo, [u8; 32]>,
    ) -> Result<Loaded, LedgerError> {
        let waiting = self.0.ledger.customers_with_records()?;
        let waits = |no: &CustomerNo| books.unknown_customers.contains(no) || waiting.contains(no);
        let mut wanted = Wanted::default();
        for no in changed {
            let is_known = known.contains_key(no);
            if is_known || waits(no) {
                wanted.customers.insert(no.clone(), BTreeSet::new());
                wanted.archives.insert(no.clone());
            }
            if !is_known && waiting.contains(no) {
                wanted.billing.insert(no.clone(), BillingPeriod::new(1900, 1).expect("the first month there is"));
            }
        }
        let mut loaded = self.0.ledger.load(&wanted)?;
        let known: Vec<_> =
            loaded.accounts.values_mut().filter_map(|facts| Some((facts.row.as_ref()?.id, facts))).collect();
        let (ids, facts): (Vec<u64>, Vec<&mut AccountFacts>) = known.into_iter().unzip();
        for (facts, bills) in facts.into_iter().zip(self.0.ledger.all_bills(&ids)?) {
            facts.bills = bills;
        }
        Ok(loaded)
    }
}

pub(super) fn next(version: &mut u64) -> u64 {
    *version += 1;
    *version
}

/// What was loaded of an account, as one digest.
fn content(account: &NewAccount) -> [u8; 32] {
    let parts = (&account.customer, &account.bills, account.prepaid, account.tail);
    let json = serde_json::to_vec(&parts).expect("an account can be written as JSON");
    Sha256::digest(json).into()
}

/// What loading adds to the books of each unit.
#[derive(Default)]
struct Moves(BTreeMap<UnitCode, Moved>);

#[derive(Default)]
struct Moved {
    receivable: Money,
    prepaid: Money,
    tail: Money,
}

impl Moves {
    fn add(&mut self, account: &Account, sign: fn(Money) -> Money) {
        let Some(unit) = &account.owner else { return };
        let moved = self.0.entry(unit.clone()).or_default();
        moved.receivable += sign(account.arrears());
        moved.prepaid += sign(account.prepaid);
        moved.tail += sign(account.tail);
    }
}

impl Moved {
    fn postings(&self, unit: &UnitCode) -> Postings {
        post_carried_over(unit, self.receivable, self.prepaid, self.tail)
    }
}

impl Batch<'_> {
    /// Puts what is loaded in the place of what was loaded before, and has the account settled again.
    fn replace_account(&mut self, mut new: NewAccount, content: [u8; 32], last_customer: &mut u64, moves: &mut Moves) {
        let no = new.customer.no.clone();
        self.meet_corrections(&mut new.customer);
        let mut facts = self.accounts.remove(&no).unwrap_or_default();
        moves.add(&super::settle_account::issued(&no, &facts), std::ops::Neg::neg);
        let station = self.roster.station_of(&new.customer.unit);
        if let Some(before) = facts.row.as_ref().filter(|before| before.station != station) {
            let (left, id) = (before.station.clone(), before.id);
            let departed = (no.clone(), left, self.next_version());
            self.effects.departures.push(departed);
            let moved = (id, no.clone(), station.clone(), self.next_version());
            self.effects.billing.moves.push(moved);
        }
        if let Some(before) = facts.row.as_ref().filter(|before| before.unit != new.customer.unit) {
            let (customer, unit, at_ms) = (no.clone(), before.unit.clone(), self.now_ms);
            self.effects.records.moves.push(MoveRow { customer, unit, after_fact: self.last_fact, at_ms });
        }
        let is_new = facts.row.is_none();
        let id = facts.row.as_ref().map_or_else(|| next(last_customer), |row| row.id);
        let row = AccountRow {
            id,
            unit: new.customer.unit.clone(),
            station,
            issued_prepaid: new.prepaid,
            issued_tail: new.tail,
            version: 0,
        };
        facts.bills.retain(|known| known.issued_here);
        let is_missing = |bill: &Bill| !facts.bills.iter().any(|issued| issued.bill.id == bill.id);
        let loaded: Vec<_> = new.bills.into_iter().filter(is_missing).map(|bill| self.loaded_bill(bill)).collect();
        facts.bills.extend(loaded);
        facts.bills.sort_by_key(|issued| issued.bill.id);
        facts.row = Some(row.clone());
        moves.add(&super::settle_account::issued(&no, &facts), std::convert::identity);
        self.effects
            .customers
            .push((CustomerRow { account: row, customer: new.customer, content }, facts.bills.clone()));
        self.accounts.insert(no.clone(), facts);
        self.dirty.insert(no.clone());
        if is_new {
            self.take_waiting_bills(&no);
        }
    }

    /// What decisions corrected stays corrected, and what changed at the center is noted.
    fn meet_corrections(&mut self, customer: &mut Customer) {
        let Some(facts) = self.archives.get_mut(&customer.no) else { return };
        let mut loaded = ArchiveValues::default();
        ArchiveField::ALL.into_iter().for_each(|field| loaded.set(field, field.of(customer)));
        let (values, changed) = meet_what_is_loaded(facts, loaded);
        for field in ArchiveField::ALL {
            field.set(customer, values.get(field));
            if facts.values.as_ref().is_some_and(|before| before.get(field) != values.get(field)) {
                self.effects.records.edits.push((customer.no.clone(), field, self.now_ms));
            }
        }
        facts.values = Some(values);
        for row in &changed {
            facts
                .changes
                .iter_mut()
                .filter(|known| known.change.id == row.change.id)
                .for_each(|known| *known = row.clone());
        }
        self.effects.records.changes.extend(changed);
        self.asked.insert(customer.no.clone());
    }

    fn loaded_bill(&self, bill: Bill) -> IssuedBill {
        let was_open = super::settle_account::is_open(&bill, &self.roster.rules);
        IssuedBill { was_open, bill, issued_here: false }
    }
}
