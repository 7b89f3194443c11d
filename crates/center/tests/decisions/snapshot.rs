//! All values of the books as people can ask for them, read without the code of the preview.

use std::collections::BTreeMap;

use domain::*;

use crate::common::*;
use crate::fixtures::{NOBODY, OTHER, WHO};

/// By the same keys that a preview uses.
pub type Snapshot = BTreeMap<String, String>;

/// Accounts, bills with penalties of a day, and the books of every unit.
pub fn money_of(center: &TestCenter, as_of: BusinessDate) -> Snapshot {
    let mut values = Snapshot::new();
    for no in [WHO, OTHER, NOBODY] {
        let customer: CustomerNo = no.parse().unwrap();
        let Some(view) = center.account(&customer).unwrap() else { continue };
        let account = view.account;
        values.insert(format!("customer:{no}:prepaid"), account.prepaid.to_string());
        values.insert(format!("customer:{no}:tail"), account.tail.to_string());
        values.insert(format!("customer:{no}:arrears"), account.arrears().to_string());
        for bill in &account.bills {
            let key = |what: &str| format!("bill:{no}:{}:{what}", bill.id);
            let due = bill.principal_due().max(Money::ZERO);
            values.insert(key("amount"), bill.amount.to_string());
            values.insert(key("principal-due"), due.to_string());
            values.insert(key("penalty-due"), bill.penalty_due(&CollectionRules::standard(), as_of).to_string());
            values.insert(key("penalty-paid"), bill.penalty_paid().to_string());
        }
    }
    for (unit, account, amount) in center.balances().unwrap() {
        values.insert(format!("unit:{unit}:{}", kebab(&format!("{account:?}"))), amount.to_string());
    }
    values
}

/// `RefundsPayable` as `refunds-payable`.
fn kebab(name: &str) -> String {
    let mut text = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !text.is_empty() {
            text.push('-');
        }
        text.extend(letter.to_lowercase());
    }
    text
}

/// The values that are not the same, each before and after; what was not there was zero.
pub fn changes(before: &Snapshot, after: &Snapshot) -> BTreeMap<String, (String, String)> {
    let zero = "0.00".to_owned();
    let keys = before.keys().chain(after.keys());
    let pair = |key: &String| {
        let of = |values: &Snapshot| values.get(key).unwrap_or(&zero).clone();
        (key.clone(), (of(before), of(after)))
    };
    keys.map(pair).filter(|(_, (before, after))| before != after).collect()
}

/// What outlets are served of the customers, and how devices stand: all that undoing has to bring back.
pub fn served(center: &TestCenter) -> Vec<String> {
    let mut lines = center.ledger();
    for no in [WHO, OTHER, NOBODY] {
        lines.push(format!("{:?}", center.customer(&no.parse().unwrap()).unwrap()));
        let account = center.account(&no.parse().unwrap()).unwrap();
        lines.push(account.map_or_else(String::new, |view| format!("{:?}", view.account)));
    }
    lines.extend(
        center.devices().iter().map(|view| format!("{} {}", view.device.known.terminal, view.device.known.suspended)),
    );
    lines
}
