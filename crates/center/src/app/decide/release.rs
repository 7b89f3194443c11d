//! 发布: prices, settings and operators that two people put in force, with the same effects as loading them.

use chrono::NaiveDate;
use domain::{CollectionRules, FileHash, Matter, Money, Operator, Persons};
use sha2::{Digest, Sha256};

use super::{DecisionError, Preview, PreviewNote, THE_CENTER, rule_changes};
use crate::app::Prefecture;
use crate::app::books::Books;
use crate::ledger::Effects;

impl Prefecture {
    /// What publishing writes, and what a person should know of it.
    pub(super) fn release(&self, books: &Books, matter: &Matter) -> Result<(Effects, Vec<PreviewNote>), DecisionError> {
        let effects = match matter {
            Matter::Price { price } => self.price_effects(books, std::slice::from_ref(price))?,
            Matter::Billing { rules } => self.billing_rules_effects(books, std::slice::from_ref(rules))?,
            Matter::Collection { rules } => {
                let version = books.version + 1;
                let rules = Some(((**rules).clone(), version));
                Effects { at_ms: self.now_ms(), version, rules, ..Effects::default() }
            }
            Matter::Operator { operator } => self.operator_effects(books, operator)?,
            Matter::Cases { .. } | Matter::Undo { .. } => Effects::default(),
        };
        let mut notes = notes_of(&effects);
        match matter {
            Matter::Operator { operator } => notes.extend(self.replaced(operator)?),
            Matter::Collection { rules } => notes.extend(self.changed_rules(rules)),
            Matter::Price { .. } | Matter::Billing { .. } | Matter::Cases { .. } | Matter::Undo { .. } => {}
        }
        for run in &effects.billing.runs {
            if let crate::ledger::RunWish::Recompute { from, .. } = &run.wish {
                let (bills, customers) = self.0.ledger.bills_since(*from)?;
                notes.push(note("bills-looked-at", bills.to_string()));
                notes.push(note("customers-looked-at", customers.to_string()));
            }
        }
        Ok((effects, notes))
    }

    /// What is there now and goes away. It is part of the preview, so a proposal that waited while somebody else published is
    /// looked at again.
    fn replaced(&self, operator: &Operator) -> Result<Option<PreviewNote>, DecisionError> {
        let known = self.0.ledger.operator_by_id(operator.id)?;
        Ok(known.map(|known| note("replaces", as_it_stands(&known))))
    }

    /// As `replaced`: which settings will be others. The digest of the rules in force makes it another preview as soon as
    /// anything in them changes; nobody has to read it.
    fn changed_rules(&self, proposed: &CollectionRules) -> Vec<PreviewNote> {
        let now = self.roster().rules.clone();
        let digest = FileHash(Sha256::digest(json(&now)).into());
        let mut notes = vec![note("collection-rules", digest.to_string())];
        notes.extend(rule_changes::changes(&now, proposed));
        notes
    }

    /// An operator keeps the password where none is given with the change; a new one needs one.
    fn operator_effects(&self, books: &Books, operator: &Operator) -> Result<Effects, DecisionError> {
        if operator.id == THE_CENTER {
            return Err(DecisionError::Record("number 0 is the center itself; choose another number".to_owned()));
        }
        let mut operator = operator.clone();
        let known = self.0.ledger.operator_by_id(operator.id)?;
        let of_login = self.0.ledger.operator_by_login(&operator.login)?;
        if of_login.is_some_and(|other| other.id != operator.id) {
            return Err(DecisionError::LoginTaken(operator.login));
        }
        if operator.verifier.is_empty() {
            let known = known.as_ref().ok_or(DecisionError::PasswordMissing)?;
            operator.verifier = known.verifier.clone();
        }
        let version = books.version + 1;
        let since = books.suspended_operators.get(&operator.id).copied();
        let suspended_ms = operator.suspended.then(|| since.unwrap_or_else(|| self.now_ms()));
        let operators = vec![(operator, suspended_ms, version)];
        Ok(Effects { at_ms: self.now_ms(), version, operators, ..Effects::default() })
    }
}

pub(super) fn note(code: &str, text: String) -> PreviewNote {
    PreviewNote { code: code.to_owned(), customer: None, amount: None, text: Some(text) }
}

fn as_it_stands(known: &Operator) -> String {
    let standing = if known.suspended { "suspended" } else { "active" };
    format!("{} {} {} {} {standing}", known.login, known.name, known.unit, json(&known.roles))
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("what is published can be written as JSON")
}

fn notes_of(effects: &Effects) -> Vec<PreviewNote> {
    let mut notes = Vec::new();
    for (price, _) in &effects.prices {
        notes.push(note("price-from", format!("{} {}", price.code, price.effective_from)));
    }
    for (rules, _) in &effects.billing.rules {
        notes.push(note("billing-rules-from", rules.effective_from.to_string()));
    }
    for (operator, ..) in &effects.operators {
        notes.push(note("operator", operator.login.clone()));
    }
    for run in &effects.billing.runs {
        if let crate::ledger::RunWish::Recompute { from, .. } = &run.wish {
            notes.push(note("bills-computed-again", from.to_string()));
        }
    }
    notes
}

/// The preview of a release: no money moves by it; what bills come to is computed once it is in force.
pub fn preview(as_of: NaiveDate, notes: Vec<PreviewNote>) -> Preview {
    let preview = Preview {
        hash: FileHash([0; 32]),
        as_of,
        moves_money: false,
        persons: Persons::Two,
        cases: Vec::new(),
        sum: Money::ZERO,
        lines: Vec::new(),
        tasks: Vec::new(),
        receipts: Vec::new(),
        notes,
    };
    preview.sealed()
}
