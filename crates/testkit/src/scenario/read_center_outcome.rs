//! What should come of a line about a case: the words after `->` that only the center knows.

use crate::scenario::center_command::CenterOutcome;
use crate::scenario::command::Outcome;
use crate::scenario::read_center::TASKS;
use crate::scenario::read_expect::account;
use crate::scenario::read_set_up::{a_unit, an_amount};
use crate::scenario::values::{count, customer_no, money};
use crate::scenario::words::{Misread, Words, is_keyword};

const TO: &[&str] = &["to", "变为"];

#[derive(Clone, Copy)]
enum Clause {
    Proposal,
    Waiting,
    InForce,
    By,
    Arrears,
    Penalty,
    Issued,
    Ledger,
    Nothing,
    Takes,
    Sum,
    Gives,
    Stays,
    Warns,
    Refunded,
    SameRefund,
}

const RESULTS: &[(&[&str], Clause)] = &[
    (&["proposal", "提议"], Clause::Proposal),
    (&["waiting", "待批"], Clause::Waiting),
    (&["in-force", "已生效"], Clause::InForce),
    (&["by", "由"], Clause::By),
    (&["arrears", "欠费"], Clause::Arrears),
    (&["penalty", "违约金"], Clause::Penalty),
    (&["issued", "发行"], Clause::Issued),
    (&["ledger", "科目"], Clause::Ledger),
    (&["moves-nothing", "不动账"], Clause::Nothing),
    (&["takes", "需"], Clause::Takes),
    (&["sum", "合计"], Clause::Sum),
    (&["gives", "下发"], Clause::Gives),
    (&["stays", "仍为"], Clause::Stays),
    (&["warns", "提醒"], Clause::Warns),
    (&["refunded", "已退"], Clause::Refunded),
    (&["same-refund", "同一退款"], Clause::SameRefund),
];

/// The names of these results, for whoever mistyped one.
pub fn names() -> impl Iterator<Item = &'static str> {
    RESULTS.iter().map(|(names, _)| names[0])
}

/// The next result, where it is one of these.
pub fn outcome(words: &mut Words<'_>) -> Result<Option<Outcome>, Misread> {
    if let Some(moved) = moved_account(words) {
        return Ok(Some(Outcome::Center(moved)));
    }
    let Some((_, clause)) = words.peek().and_then(|word| RESULTS.iter().find(|(names, _)| is_keyword(word, names)))
    else {
        return Ok(None);
    };
    words.next();
    clause_of(words, *clause).map(|outcome| Some(Outcome::Center(outcome)))
}

fn clause_of(words: &mut Words<'_>, clause: Clause) -> Result<CenterOutcome, Misread> {
    Ok(match clause {
        Clause::Proposal => CenterOutcome::Proposal(words.expect("a name like P1")?.text.clone()),
        Clause::Waiting => CenterOutcome::Waiting,
        Clause::InForce => CenterOutcome::InForce,
        Clause::By => CenterOutcome::By(words.expect("the number of a person at the center")?.text.clone()),
        Clause::Arrears => of_customer(words, "arrears")?,
        Clause::Penalty => of_bill(words, "penalty-due")?,
        Clause::Issued => of_bill(words, "amount")?,
        Clause::Ledger => {
            let (unit, account) = (a_unit(words)?, account(words)?);
            from_to(words, format!("unit:{unit}:{}", kebab_of(account)))?
        }
        Clause::Nothing => CenterOutcome::MovesNothing,
        Clause::Takes => {
            let people = words.read("1 or 2", count)?;
            words.take(&["people", "person", "人"]);
            CenterOutcome::Takes(people)
        }
        Clause::Sum => CenterOutcome::Sum(an_amount(words)?),
        Clause::Gives => CenterOutcome::Gives(words.choose("task", TASKS)?),
        Clause::Stays => {
            let receipt = words.expect("the name of a receipt, like R1")?.text.clone();
            CenterOutcome::Stays { receipt, how: words.choose("standing of a receipt", STANDINGS)? }
        }
        Clause::Warns => CenterOutcome::Warns(words.expect("a warning, like prepaid-below-zero")?.text.clone()),
        Clause::Refunded => CenterOutcome::Refunded(an_amount(words)?),
        Clause::SameRefund => CenterOutcome::SameRefund,
    })
}

const STANDINGS: &[(&[&str], &str)] = &[
    (&["valid", "有效"], "valid"),
    (&["refers-to-other-account", "已转入其他户号"], "refers-to-other-account"),
    (&["void", "作废"], "void"),
];

/// `prepaid 0001 86.40 to 0.00`, `tail …` or `bill 0001 2026-10 86.40 to 0.00`: words that also begin other results.
fn moved_account(words: &mut Words<'_>) -> Option<CenterOutcome> {
    let mut ahead = words.clone();
    let moved = if ahead.take(&["prepaid", "预收"]) {
        of_customer(&mut ahead, "prepaid").ok()
    } else if ahead.take(&["tail", "调尾"]) {
        of_customer(&mut ahead, "tail").ok()
    } else if ahead.take(&["bill", "电费"]) {
        of_bill(&mut ahead, "principal-due").ok()
    } else {
        None
    };
    if moved.is_some() {
        *words = ahead;
    }
    moved
}

fn of_customer(words: &mut Words<'_>, value: &str) -> Result<CenterOutcome, Misread> {
    let customer = words.read("a customer number, like 4280011234 or 0001", customer_no)?;
    from_to(words, format!("customer:{customer}:{value}"))
}

fn of_bill(words: &mut Words<'_>, value: &str) -> Result<CenterOutcome, Misread> {
    let customer = words.read("a customer number, like 4280011234 or 0001", customer_no)?;
    let bill: domain::BillId = words.read("a month like 2026-10", |text| text.parse().ok())?;
    from_to(words, format!("bill:{customer}:{bill}:{value}"))
}

fn from_to(words: &mut Words<'_>, key: String) -> Result<CenterOutcome, Misread> {
    let before = words.read("an amount in yuan, like 86.40", money)?;
    if !words.take(TO) {
        words.finish(&["to"])?;
        return Err(words.missing("`to` and the amount after it"));
    }
    Ok(CenterOutcome::Moves { key, before, after: an_amount(words)? })
}

/// The name of a ledger account in the keys of a preview.
fn kebab_of(account: domain::LedgerAccount) -> String {
    crate::scenario::read_outcome::kebab(&format!("{account:?}"))
}
