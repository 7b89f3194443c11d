//! What should come of a command: the words after `->`.

use crate::scenario::command::Outcome;
use crate::scenario::read_center_outcome as center;
use crate::scenario::read_set_up::{a_date, an_amount};
use crate::scenario::values::{count, customer_no, integer};
use crate::scenario::words::{Misread, Word, Words, is_keyword};

/// Every name that a refusal can have.
pub const REFUSALS: &[&str] = &[
    "not-signed-in",
    "not-permitted",
    "no-open-shift",
    "shift-of-other",
    "shift-already-open",
    "business-date-refused",
    "opening-cash-negative",
    "counted-cash-negative",
    "payment-id-reused",
    "bill-already-paid",
    "no-such-bill",
    "bill-locked",
    "older-bill-first",
    "amount-below-bills",
    "received-below-amount",
    "non-cash-above-amount",
    "tender-incomplete",
    "cash-twice",
    "nothing-offered",
    "unknown-payment",
    "already-reversed",
    "already-remitted",
    "other-cashier",
    "other-day",
    "no-reason",
    "prepayment-used",
    "drawer-too-low",
    "wrong-password",
    "too-many-attempts",
    "suspended",
    "bad-signature",
    "client-too-old",
    "no-progress",
    // Readings
    "unknown-segment",
    "not-due",
    "no-points",
    "already-walked",
    "broken-history",
    "not-prepared",
    "not-in-round",
    "no-registers",
    "reading-id-reused",
    "already-read",
    "reviewed",
    "nothing-to-correct",
    "unknown-reading",
    "not-reviewed",
    "withdrawn",
    "own-reading",
    "not-waiting",
    "not-harmless",
    "nothing",
    "too-many",
    "never-read",
    "no-history",
    // What a reading cannot be
    "reversal",
    "beyond-capacity",
    "demand-beyond-capacity",
    "too-many-digits",
    "missing-register",
    "meter-differs",
    "before-last",
    // Bills
    "no-reading",
    "unknown-meter",
    "multiplier-unknown",
    "no-price",
    "no-time-of-use",
    "no-basic-price",
    "broken-nesting",
    "sub-above-main",
    "unknown-transformer",
    "reactive-only",
    "no-power-factor-table",
    "too-large",
    // Notices
    "unknown-customer",
    "nothing-owed",
    "not-overdue-enough",
    "already-off",
    "no-day-to-cut",
    // Imports
    "unknown-profile",
    "nothing-to-take",
    "no-such-column",
    // Decisions
    "unknown-case",
    "not-open",
    "already-proposed",
    "not-offered",
    "no-cases",
    "mixed",
    "amount",
    "no-such-payment",
    "same-customer",
    "device",
    "note-missing",
    "preview-moved",
    "own-proposal",
    "not-yours",
    "already-answered",
    "not-in-force",
    "not-undoable",
    "refund-paid",
    "task-answered",
    "later-decision",
    "record",
    // Tasks
    "unknown-task",
    "pay-it-out",
    "nothing-said",
    "already-paid",
    "refund-id-reused",
    "no-payee",
    // Corrections of the archive
    "empty",
    "too-long",
    "no-phone",
    "no-meter-no",
    "nothing-to-change",
    "still-waiting",
];

#[derive(Clone, Copy)]
enum Clause {
    Refused,
    Change,
    Receipt,
    Same,
    Prepaid,
    UsedPrepaid,
    Collected,
    Tail,
    Killed,
    Copy,
    Returned,
    Over,
    Sent,
    Received,
    Forked,
    Suspended,
    SumsDiffer,
    LinkDown,
    Found,
    NotFound,
    Hits,
    Points,
    Bill,
    No,
    Asks,
    Notes,
    Restore,
    Approved,
    Bills,
    Amount,
    Refusals,
    Skipped,
    Differences,
    Cases,
    Difference,
    Accepted,
    Corrected,
    Rejected,
    PayBy,
    CutFrom,
}

const RESULTS: &[(&[&str], Clause)] = &[
    (&["refused", "拒绝"], Clause::Refused),
    (&["change", "找零"], Clause::Change),
    (&["receipt", "收据"], Clause::Receipt),
    (&["same", "同一收据"], Clause::Same),
    (&["prepaid", "转预收"], Clause::Prepaid),
    (&["used", "用预收"], Clause::UsedPrepaid),
    (&["collected", "实收"], Clause::Collected),
    (&["tail", "调尾"], Clause::Tail),
    (&["killed", "dies", "中断"], Clause::Killed),
    (&["copy", "第"], Clause::Copy),
    (&["returned", "退现"], Clause::Returned),
    (&["over", "长短款"], Clause::Over),
    (&["sent", "已上传"], Clause::Sent),
    (&["received", "已接收"], Clause::Received),
    (&["forked", "分叉"], Clause::Forked),
    (&["suspended", "已停用"], Clause::Suspended),
    (&["sums-differ", "对账不符"], Clause::SumsDiffer),
    (&["link-down", "链路断"], Clause::LinkDown),
    (&["found", "找到"], Clause::Found),
    (&["not-found", "unknown", "未找到"], Clause::NotFound),
    (&["hits", "条"], Clause::Hits),
    (&["points", "计量点"], Clause::Points),
    (&["bill", "电费"], Clause::Bill),
    (&["no", "无"], Clause::No),
    (&["asks", "询问"], Clause::Asks),
    (&["notes", "提示"], Clause::Notes),
    (&["restore", "复电"], Clause::Restore),
    (&["approved", "通过"], Clause::Approved),
    (&["bills", "户"], Clause::Bills),
    (&["amount", "金额"], Clause::Amount),
    (&["refusals", "未算"], Clause::Refusals),
    (&["skipped", "跳过"], Clause::Skipped),
    (&["differences", "差额笔数"], Clause::Differences),
    (&["cases", "案件"], Clause::Cases),
    (&["difference", "差额"], Clause::Difference),
    (&["accepted", "接收"], Clause::Accepted),
    (&["corrected", "修正"], Clause::Corrected),
    (&["rejected", "退回"], Clause::Rejected),
    (&["pay-by", "缴费期限"], Clause::PayBy),
    (&["cut-from", "停电日"], Clause::CutFrom),
];

/// What a reading can be found to be.
pub const FINDINGS: &[&str] = &[
    "zero",
    "jump",
    "rollover",
    "reversal",
    "beyond-capacity",
    "demand-beyond-capacity",
    "register-sum",
    "too-many-digits",
    "missing-register",
    "estimated",
    "meter-differs",
    "multiplier-unknown",
    "outside-plan",
    "first",
    "remote-is-new",
    "reactive-only",
    "reported",
    "before-last",
];

/// What stands after `->`, up to the end of the line.
pub fn outcomes(words: &mut Words<'_>) -> Result<Vec<Outcome>, Misread> {
    let mut outcomes = Vec::new();
    while !words.is_done() {
        if words.take(&["and", "并"]) {
            continue;
        }
        if let Some(kwh) = words.try_read(integer) {
            words.take(&["kWh", "度"]);
            outcomes.push(Outcome::Kwh(kwh));
            continue;
        }
        if let Some(of_center) = center::outcome(words)? {
            outcomes.push(of_center);
            continue;
        }
        let result = result(words)?;
        outcomes.push(outcome(words, result)?);
    }
    if outcomes.is_empty() {
        words.expect("what should come of it")?;
    }
    Ok(outcomes)
}

fn result(words: &mut Words<'_>) -> Result<Clause, Misread> {
    let known = words.peek().is_none_or(|word| RESULTS.iter().any(|(names, _)| is_keyword(word, names)));
    if let Some(word) = words.peek().filter(|_| !known) {
        let names: Vec<&str> = RESULTS.iter().map(|(names, _)| names[0]).chain(center::names()).collect();
        return Err(Misread::unknown(word, "result", &names));
    }
    words.choose("result", RESULTS)
}

fn outcome(words: &mut Words<'_>, result: Clause) -> Result<Outcome, Misread> {
    let number = |words: &mut Words<'_>| words.read("a number", count);
    Ok(match result {
        Clause::Refused => Outcome::Refused(refusal(words.expect("the name of a refusal, like no-open-shift")?)?),
        Clause::Change => Outcome::Change(an_amount(words)?),
        Clause::Receipt => {
            words.take(&["no", "号"]);
            Outcome::Receipt(words.expect("a name like R1, or a receipt number")?.text.clone())
        }
        Clause::Same => {
            if words.take(&["reading", "示数"]) {
                return Ok(Outcome::SameReading);
            }
            words.take(&["receipt", "收据"]);
            words.take(&["no", "号"]);
            Outcome::SameReceipt
        }
        Clause::Prepaid => Outcome::PrepaidAdded(an_amount(words)?),
        Clause::UsedPrepaid => {
            words.take(&["prepaid", "预收"]);
            Outcome::PrepaidUsed(an_amount(words)?)
        }
        Clause::Collected => Outcome::Collected(an_amount(words)?),
        Clause::Tail => Outcome::Tail(an_amount(words)?),
        Clause::Killed => Outcome::Killed,
        Clause::Copy => Outcome::Copy(number(words)? as u32),
        Clause::Returned => Outcome::Returned(an_amount(words)?),
        Clause::Over => Outcome::Over(an_amount(words)?),
        Clause::Sent => Outcome::Sent(number(words)?),
        Clause::Received => Outcome::Received(number(words)?),
        Clause::Forked => Outcome::Forked,
        Clause::Suspended => Outcome::Suspended,
        Clause::SumsDiffer => Outcome::SumsDiffer,
        Clause::LinkDown => Outcome::LinkDown,
        Clause::Found => {
            let mut found = Vec::new();
            while let Some(no) = words.try_read(customer_no) {
                found.push(no);
            }
            Outcome::Found(found)
        }
        Clause::NotFound => Outcome::NotFound,
        Clause::Hits => Outcome::Hits(number(words)? as usize),
        Clause::Points => Outcome::Points(number(words)?),
        Clause::Bill => Outcome::BillOf(an_amount(words)?),
        Clause::No => {
            if !words.take(&["bill", "电费"]) {
                words.finish(&["bill"])?;
            }
            Outcome::NoBill
        }
        Clause::Asks => Outcome::Asks(finding(words)?),
        Clause::Notes => Outcome::Notes(finding(words)?),
        Clause::Restore => Outcome::RestoreAsked,
        Clause::Approved => Outcome::Approved(number(words)?),
        Clause::Bills => Outcome::Bills(number(words)?),
        Clause::Amount => Outcome::Total(an_amount(words)?),
        Clause::Refusals => Outcome::Refusals(number(words)?),
        Clause::Skipped => Outcome::Skipped(number(words)?),
        Clause::Differences => Outcome::Differences(number(words)?),
        Clause::Cases => Outcome::CasesOpened(number(words)?),
        Clause::Difference => Outcome::Difference(an_amount(words)?),
        Clause::Accepted => Outcome::Accepted(number(words)?),
        Clause::Corrected => Outcome::Corrected(number(words)?),
        Clause::Rejected => Outcome::Rejected(number(words)?),
        Clause::PayBy => Outcome::PayBy(a_date(words)?),
        Clause::CutFrom => Outcome::CutFrom(a_date(words)?),
    })
}

fn finding(words: &mut Words<'_>) -> Result<String, Misread> {
    let word = words.expect("what is found, like jump")?;
    let name = kebab(&word.text);
    if FINDINGS.contains(&name.as_str()) { Ok(name) } else { Err(Misread::unknown(word, "finding", FINDINGS)) }
}

/// `BillAlreadyPaid` is understood as `bill-already-paid`.
fn refusal(word: &Word) -> Result<String, Misread> {
    let name = kebab(&word.text);
    if REFUSALS.contains(&name.as_str()) { Ok(name) } else { Err(Misread::unknown(word, "refusal", REFUSALS)) }
}

pub fn kebab(name: &str) -> String {
    let mut kebab = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !kebab.is_empty() {
            kebab.push('-');
        }
        kebab.push(letter.to_ascii_lowercase());
    }
    kebab
}
