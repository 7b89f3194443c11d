//! Every value that a batch changes, before and after: accounts, bills, the books of units, the year's count of supplies.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::{Account, ArchiveField, BillId, CollectionRules, CustomerNo, Money, YearUse};

use super::labels::{AccountValue, BillValue, ledger_of, unit_label, year_label};
use super::preview::{Before, PreviewLedger, PreviewLine, PreviewNote};
use crate::app::batch::Batch;
use crate::app::settle_account::replayed;
use crate::ledger::{AccountFacts, BillingFacts, DeviceRow};

/// Lines in the order that people read them: customers with their bills, units with their accounts, then the year's counts.
pub fn of(batch: &Batch<'_>, before: &Before, as_of: NaiveDate) -> (Vec<PreviewLine>, Vec<PreviewNote>) {
    let (mut lines, mut notes) = (Vec::new(), Vec::new());
    let touched: BTreeMap<&CustomerNo, &AccountFacts> = batch.accounts.iter().collect();
    let rules = &batch.roster.rules;
    for (customer, after) in touched {
        let none = AccountFacts::default();
        let was = replayed(customer, before.accounts.get(customer).unwrap_or(&none), rules).account;
        let is = replayed(customer, after, rules).account;
        account_lines(&was, &is, &mut lines);
        bill_lines(&was, &is, rules, as_of, &mut lines);
        notes.extend(below_zero(&was, &is));
    }
    lines.extend(unit_lines(batch));
    lines.extend(year_lines(batch, before));
    notes.extend(device_notes(batch));
    notes.extend(archive_notes(batch, before));
    (lines, notes)
}

/// Laptops that are suspended, or no longer.
fn device_notes(batch: &Batch<'_>) -> Vec<PreviewNote> {
    let was = |device| batch.roster.devices.get(&device).is_some_and(|row| row.known.suspended);
    let changed = batch.devices.values().filter(|row| row.known.suspended != was(row.known.device));
    let note = |row: &DeviceRow| PreviewNote {
        code: if row.known.suspended { "device-suspended" } else { "device-resumed" }.to_owned(),
        customer: None,
        amount: None,
        text: Some(row.known.terminal.to_string()),
    };
    changed.map(note).collect()
}

/// Fields of the archive that change.
fn archive_notes(batch: &Batch<'_>, before: &Before) -> Vec<PreviewNote> {
    let mut notes = Vec::new();
    for (customer, values) in &batch.effects.records.values {
        let Some(was) = before.archives.get(customer) else { continue };
        for field in ArchiveField::ALL.into_iter().filter(|field| was.get(*field) != values.get(*field)) {
            let text = format!("{}: {} -> {}", field.name(), was.get(field), values.get(field));
            let customer = Some(customer.clone());
            notes.push(PreviewNote { code: "archive-changed".to_owned(), customer, amount: None, text: Some(text) });
        }
    }
    notes
}

fn money_line(
    ledger: PreviewLedger,
    key: String,
    label: super::Label,
    before: Money,
    after: Money,
) -> Option<PreviewLine> {
    let change = after - before;
    let (before, after, change) = (before.to_string(), after.to_string(), change.to_string());
    (before != after).then_some(PreviewLine { ledger, key, label, before, after, change })
}

fn account_lines(was: &Account, is: &Account, lines: &mut Vec<PreviewLine>) {
    let customer = &is.customer;
    let values = [
        (AccountValue::Prepaid, was.prepaid, is.prepaid),
        (AccountValue::Tail, was.tail, is.tail),
        (AccountValue::Arrears, was.arrears(), is.arrears()),
    ];
    for (value, before, after) in values {
        let key = format!("customer:{customer}:{}", value.key());
        lines.extend(money_line(value.ledger(), key, value.label(customer, is.owner.is_some()), before, after));
    }
}

fn bill_lines(was: &Account, is: &Account, rules: &CollectionRules, as_of: NaiveDate, lines: &mut Vec<PreviewLine>) {
    let customer = &is.customer;
    let bills: BTreeSet<BillId> = was.bills.iter().chain(&is.bills).map(|bill| bill.id).collect();
    for id in bills {
        let value = |account: &Account, value| {
            account.bill(id).map_or(Money::ZERO, |bill| match value {
                BillValue::Amount => bill.amount,
                BillValue::PrincipalDue => bill.principal_due().max(Money::ZERO),
                BillValue::PenaltyDue => bill.penalty_due(rules, as_of),
                BillValue::PenaltyPaid => bill.penalty_paid(),
            })
        };
        for of in [BillValue::Amount, BillValue::PrincipalDue, BillValue::PenaltyDue, BillValue::PenaltyPaid] {
            let key = format!("bill:{customer}:{id}:{}", of.key());
            lines.extend(money_line(of.ledger(), key, of.label(customer, id), value(was, of), value(is, of)));
        }
    }
}

fn below_zero(was: &Account, is: &Account) -> Option<PreviewNote> {
    let falls = is.prepaid.is_negative() && is.prepaid < was.prepaid;
    falls.then(|| PreviewNote {
        code: "prepaid-below-zero".to_owned(),
        customer: Some(is.customer.clone()),
        amount: Some(is.prepaid),
        text: None,
    })
}

fn unit_lines(batch: &Batch<'_>) -> Vec<PreviewLine> {
    let line = |((unit, account), change): (&(domain::UnitCode, domain::LedgerAccount), &Money)| {
        let before = batch.books.balances.get(&(unit.clone(), *account)).copied().unwrap_or(Money::ZERO);
        let name = batch.roster.units.get(unit).map_or(unit.as_str(), |unit| unit.name.as_str());
        let (ledger, key) = ledger_of(*account);
        money_line(ledger, format!("unit:{unit}:{key}"), unit_label(unit, name, *account), before, before + *change)
    };
    batch.effects.balances.iter().filter_map(line).collect()
}

fn year_lines(batch: &Batch<'_>, before: &Before) -> Vec<PreviewLine> {
    let supplies: BTreeMap<&CustomerNo, &BillingFacts> = batch.billing.iter().collect();
    let line = |(customer, facts): (&CustomerNo, &BillingFacts)| {
        let (was, is) = (*before.years.get(customer)?, facts.supply.as_ref()?.standing.year);
        (was != is).then(|| PreviewLine {
            ledger: PreviewLedger::TariffTier,
            key: format!("customer:{customer}:year"),
            label: year_label(customer),
            before: year_words(was, facts),
            after: year_words(is, facts),
            change: format!("{} kWh", is.kwh - was.kwh),
        })
    };
    supplies.into_iter().filter_map(line).collect()
}

/// `2026: 1240 kWh`, and the tier that it lies in where the customer's price has steps.
fn year_words(year: YearUse, facts: &BillingFacts) -> String {
    let steps = facts.statements.iter().rev().find_map(|row| row.statement.steps.as_ref());
    let of_year = steps.filter(|steps| steps.year == year.year);
    let tier = of_year
        .and_then(|steps| steps.tiers.iter().position(|tier| tier.up_to_kwh.is_none_or(|limit| year.kwh <= limit)));
    match tier {
        Some(place) => format!("{}: {} kWh, {}", year.year, year.kwh, place + 1),
        None => format!("{}: {} kWh", year.year, year.kwh),
    }
}
