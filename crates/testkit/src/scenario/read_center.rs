//! Lines about cases and proposals at the center, and about tasks at the outlets.

use domain::{ArchiveField, ConflictKind, ProposalAnswer, ResolutionKind, Role, TaskOutcome};

use crate::scenario::center_command::{CenterCommand, MatterLine, OwnerLine, ProposeLine, ResolutionLine, WhichCases};
use crate::scenario::command::Command;
use crate::scenario::read_counter::{receipt_name, which_receipt};
use crate::scenario::read_machine::outlet_name;
use crate::scenario::read_reading;
use crate::scenario::read_set_up::{a_customer, an_amount};
use crate::scenario::read_tariff::a_decimal;
use crate::scenario::values::{count, customer_no, money};
use crate::scenario::words::{Misread, Word, Words, is_keyword};

pub const BY: &[&str] = &["by", "由"];
pub const OF: &[&str] = &["of", "的"];
const TO: &[&str] = &["to", "到", "给"];
const AT: &[&str] = &["at", "在"];
const CASE: &[&str] = &["case", "cases", "案件"];

type Names<T> = [(&'static [&'static str], T)];

pub const RESOLUTIONS: &Names<ResolutionKind> = &[
    (&["keep-as-booked", "维持现状"], ResolutionKind::KeepAsBooked),
    (&["apply-to-bills", "冲抵欠费"], ResolutionKind::ApplyToBills),
    (&["refund", "退款"], ResolutionKind::Refund),
    (&["move-to-customer", "转入户号"], ResolutionKind::MoveToCustomer),
    (&["write-off", "核销"], ResolutionKind::WriteOff),
    (&["issue-difference", "补发差额"], ResolutionKind::IssueDifference),
    (&["use-reading", "采用示数"], ResolutionKind::UseReading),
    (&["accept-change", "采用更正"], ResolutionKind::AcceptChange),
    (&["suspend-device", "停用终端"], ResolutionKind::SuspendDevice),
    (&["return-to-outlet", "退回网点"], ResolutionKind::ReturnToOutlet),
];

pub const KINDS: &Names<ConflictKind> = &[
    (&["double-payment", "重复缴费"], ConflictKind::DoublePayment),
    (&["paid-bill-gone", "无此应收"], ConflictKind::PaidBillGone),
    (&["unknown-customer", "待查款项"], ConflictKind::UnknownCustomer),
    (&["prepaid-overdrawn", "预收透支"], ConflictKind::PrepaidOverdrawn),
    (&["customer-moved", "在途迁移"], ConflictKind::CustomerMoved),
    (&["refund-paid-twice", "重复退款"], ConflictKind::RefundPaidTwice),
    (&["forked-device", "终端分叉"], ConflictKind::ForkedDevice),
    (&["suspended-author", "停用后的记录"], ConflictKind::SuspendedAuthor),
    (&["entry-unreadable", "记录无法解读"], ConflictKind::EntryUnreadable),
    (&["digest-mismatch", "对账不符"], ConflictKind::DigestMismatch),
    (&["clock-suspect", "时钟异常"], ConflictKind::ClockSuspect),
    (&["readings-disagree", "示数不一致"], ConflictKind::ReadingsDisagree),
    (&["bill-differs", "电费差异"], ConflictKind::BillDiffers),
    (&["billed-twice", "重复出账"], ConflictKind::BilledTwice),
    (&["archive-change-requested", "档案更正申请"], ConflictKind::ArchiveChangeRequested),
    (&["archive-edited-twice", "档案两边修改"], ConflictKind::ArchiveEditedTwice),
    (&["reading-change-requested", "示数更正申请"], ConflictKind::ReadingChangeRequested),
];

pub const TASKS: &Names<&str> = &[
    (&["pay-refund", "退款"], "pay-refund"),
    (&["read-meter-again", "重新抄表"], "read-meter-again"),
    (&["call-customer", "联系客户"], "call-customer"),
    (&["explain", "说明情况"], "explain"),
];

pub const FIELDS: &Names<ArchiveField> = &[
    (&["name", "户名"], ArchiveField::Name),
    (&["phone", "电话"], ArchiveField::Phone),
    (&["address", "地址"], ArchiveField::Address),
    (&["meter-no", "meter", "表号"], ArchiveField::MeterNo),
];

pub fn admin(words: &mut Words<'_>) -> Result<Command, Misread> {
    person(words, Role::SyncAdministrator)
}

pub fn finance(words: &mut Words<'_>) -> Result<Command, Misread> {
    person(words, Role::Finance)
}

fn person(words: &mut Words<'_>, role: Role) -> Result<Command, Misread> {
    let login = words.expect("the number that is typed to sign in")?.text.clone();
    let name = if words.take(&["name", "姓名"]) { Some(words.expect("a name")?.text.clone()) } else { None };
    Ok(Command::Center(CenterCommand::Person { login, name, role }))
}

pub fn a_case(words: &mut Words<'_>) -> Result<u64, Misread> {
    if !words.take(CASE) {
        words.finish(&["case"])?;
    }
    words.read("the number of a case, from 1", count)
}

fn a_login(words: &mut Words<'_>) -> Result<String, Misread> {
    Ok(words.expect("the number of a person at the center, like 9001")?.text.clone())
}

pub fn a_proposal(words: &mut Words<'_>) -> Result<String, Misread> {
    words.read("the name of a proposal, like P1", receipt_name)
}

fn by(words: &mut Words<'_>) -> Result<Option<String>, Misread> {
    if words.take(BY) { a_login(words).map(Some) } else { Ok(None) }
}

fn quoted<'a>(words: &mut Words<'a>) -> Option<&'a Word> {
    words.peek().filter(|word| word.quoted)?;
    words.next()
}

/// A quoted note and who it is by, in any order.
fn note_and_by(words: &mut Words<'_>) -> Result<(String, Option<String>), Misread> {
    let (mut note, mut who) = (String::new(), None);
    while !words.is_done() {
        if let Some(word) = quoted(words) {
            note.clone_from(&word.text);
        } else if let Some(login) = by(words)? {
            who = Some(login);
        } else {
            words.finish(&["by"])?;
        }
    }
    Ok((note, who))
}

pub fn preview(words: &mut Words<'_>) -> Result<Command, Misread> {
    let (matter, mut rest) = (matter(words)?, Vec::new());
    let line = finish_matter(words, matter, &mut rest)?;
    Ok(Command::Center(CenterCommand::Preview { matter: line.matter, by: line.by }))
}

pub fn propose(words: &mut Words<'_>) -> Result<Command, Misread> {
    let (matter, mut rest) = (matter(words)?, vec!["approved"]);
    finish_matter(words, matter, &mut rest).map(|line| Command::Center(CenterCommand::Propose(line)))
}

/// `undo P1 [approved] ["why"] [by 9001]`
pub fn undo(words: &mut Words<'_>) -> Result<Command, Misread> {
    let (matter, mut rest) = (MatterLine::Undo(a_proposal(words)?), vec!["approved"]);
    finish_matter(words, matter, &mut rest).map(|line| Command::Center(CenterCommand::Propose(line)))
}

/// `return case 1 to A call-customer "why"`
pub fn send_back(words: &mut Words<'_>) -> Result<Command, Misread> {
    let cases = WhichCases::Numbers(vec![a_case(words)?]);
    let mut line = nothing_said(ResolutionKind::ReturnToOutlet);
    if words.take(TO) {
        line.outlet = Some(words.read("the name of an outlet: letters and digits", outlet_name)?);
    }
    let matter = MatterLine::Cases(cases, Box::new(line));
    finish_matter(words, matter, &mut Vec::new()).map(|line| Command::Center(CenterCommand::Propose(line)))
}

fn nothing_said(kind: ResolutionKind) -> ResolutionLine {
    ResolutionLine { kind, amount: None, outlet: None, customer: None, receipt: None, reading: None, task: None }
}

fn matter(words: &mut Words<'_>) -> Result<MatterLine, Misread> {
    if words.take(&["undo", "撤销"]) {
        return Ok(MatterLine::Undo(a_proposal(words)?));
    }
    let cases = if words.take(&["all", "全部"]) {
        WhichCases::AllOf(words.choose("kind of case", KINDS)?)
    } else {
        let mut numbers = vec![a_case(words)?];
        while let Some(number) = words.try_read(count) {
            numbers.push(number);
        }
        WhichCases::Numbers(numbers)
    };
    let kind = words.choose("way to settle a case", RESOLUTIONS)?;
    Ok(MatterLine::Cases(cases, Box::new(nothing_said(kind))))
}

/// What a choice needs, the note, and who it is by.
fn finish_matter(
    words: &mut Words<'_>,
    mut matter: MatterLine,
    known: &mut Vec<&'static str>,
) -> Result<ProposeLine, Misread> {
    let may_be_approved = known.contains(&"approved");
    let (mut note, mut who, mut approved) = (String::new(), None, None);
    while !words.is_done() {
        if let Some(word) = quoted(words) {
            note.clone_from(&word.text);
        } else if may_be_approved && words.take(&["approved", "并批准"]) {
            approved = Some(by(words)?);
        } else if let Some(login) = by(words)? {
            who = Some(login);
        } else if let MatterLine::Cases(_, line) = &mut matter {
            choice_field(words, line, known)?;
        } else {
            known.push("by");
            words.finish(known)?;
        }
    }
    Ok(ProposeLine { matter, note, by: who, approved })
}

fn choice_field(words: &mut Words<'_>, line: &mut ResolutionLine, known: &mut Vec<&str>) -> Result<(), Misread> {
    if words.take(AT) {
        line.outlet = Some(words.read("the name of an outlet: letters and digits", outlet_name)?);
    } else if words.take(TO) {
        line.customer = Some(a_customer(words)?);
    } else if words.take(&["receipt", "收据"]) {
        line.receipt = Some(which_receipt(words)?);
    } else if words.take(&["reading", "示数"]) {
        line.reading = Some(a_decimal(words, "what the meter shows")?);
    } else if words.peek().is_some_and(|word| TASKS.iter().any(|(names, _)| is_keyword(word, names))) {
        line.task = Some(words.choose("task", TASKS)?);
    } else if let Some(amount) = words.try_read(money) {
        line.amount = Some(amount);
    } else {
        known.extend(["at", "to", "receipt", "reading", "by", "call-customer", "explain", "read-meter-again"]);
        words.finish(known)?;
    }
    Ok(())
}

pub fn approve(words: &mut Words<'_>) -> Result<Command, Misread> {
    answer(words, ProposalAnswer::Approved)
}

pub fn refuse(words: &mut Words<'_>) -> Result<Command, Misread> {
    answer(words, ProposalAnswer::Refused)
}

fn answer(words: &mut Words<'_>, answer: ProposalAnswer) -> Result<Command, Misread> {
    let proposal = a_proposal(words)?;
    let (note, by) = note_and_by(words)?;
    Ok(Command::Center(CenterCommand::Answer { proposal, answer, note, by }))
}

/// `withdraw P1`, or a reading: `withdraw 4280011234 "wrong house"`.
pub fn withdraw(words: &mut Words<'_>) -> Result<Command, Misread> {
    if words.peek().is_some_and(|word| receipt_name(&word.text).is_some()) {
        return answer(words, ProposalAnswer::Withdrawn);
    }
    read_reading::withdraw(words)
}

/// `note case 1 "…" [owner 9001|nobody] [by 9001]`
pub fn note(words: &mut Words<'_>) -> Result<Command, Misread> {
    let case = a_case(words)?;
    let (mut note, mut owner, mut who) = (String::new(), None, None);
    while !words.is_done() {
        if let Some(word) = quoted(words) {
            note.clone_from(&word.text);
        } else if words.take(&["owner", "经办人"]) {
            owner = Some(an_owner(words)?);
        } else if let Some(login) = by(words)? {
            who = Some(login);
        } else {
            words.finish(&["owner", "by"])?;
        }
    }
    Ok(Command::Center(CenterCommand::Note { case, note, owner, by: who }))
}

pub fn an_owner(words: &mut Words<'_>) -> Result<OwnerLine, Misread> {
    if words.take(&["nobody", "无人"]) { Ok(OwnerLine::Nobody) } else { a_login(words).map(OwnerLine::Login) }
}

pub fn release(words: &mut Words<'_>) -> Result<Command, Misread> {
    if !words.take(&["device", "终端"]) {
        words.finish(&["device"])?;
    }
    let outlet = words.read("the name of an outlet: letters and digits", outlet_name)?;
    Ok(Command::Center(CenterCommand::ReleaseDevice(outlet)))
}

pub fn remember(words: &mut Words<'_>) -> Result<Command, Misread> {
    if !words.take(&["books", "账目"]) {
        words.finish(&["books"])?;
    }
    Ok(Command::Center(CenterCommand::RememberBooks))
}

/// `pay refund [of 0001] [to 田大贵]`, `pay refund again`
pub fn pay_refund(words: &mut Words<'_>) -> Result<Command, Misread> {
    if words.take(&["again", "重试"]) {
        return Ok(Command::Center(CenterCommand::PayRefundAgain));
    }
    let (mut customer, mut to) = (None, "田大贵".to_owned());
    while !words.is_done() {
        if words.take(OF) {
            customer = Some(a_customer(words)?);
        } else if words.take(TO) {
            to.clone_from(&words.expect("who takes the cash")?.text);
        } else {
            words.finish(&["of", "to", "again"])?;
        }
    }
    Ok(Command::Center(CenterCommand::PayRefund { customer, to }))
}

/// `answer [call-customer] [of 0001] done "…"`
pub fn answer_task(words: &mut Words<'_>) -> Result<Command, Misread> {
    words.take(&["task", "待办"]);
    let named = |word: &Word| TASKS.iter().any(|(names, _)| is_keyword(word, names));
    let kind = if words.peek().is_some_and(named) { Some(words.choose("task", TASKS)?) } else { None };
    let customer = if words.take(OF) { Some(a_customer(words)?) } else { words.try_read(customer_no) };
    let outcomes: &Names<TaskOutcome> =
        &[(&["done", "已办"], TaskOutcome::Done), (&["not-done", "办不了"], TaskOutcome::NotDone)];
    let outcome = words.choose("outcome of a task", outcomes)?;
    let note = words.next().map(|word| word.text.clone()).unwrap_or_default();
    Ok(Command::Center(CenterCommand::AnswerTask { kind, customer, outcome, note }))
}

/// `request archive 0001 phone 13800000001 "why"`
pub fn request_archive(words: &mut Words<'_>) -> Result<Command, Misread> {
    let customer = a_customer(words)?;
    let field = words.choose("field of the archive", FIELDS)?;
    let wanted = words.expect("what it should be")?.text.clone();
    let reason = words.next().map_or_else(|| "客户告知".to_owned(), |word| word.text.clone());
    Ok(Command::Center(CenterCommand::RequestArchive { customer, field, wanted, reason }))
}

pub fn garble(words: &mut Words<'_>) -> Result<Command, Misread> {
    words.take(&["entry", "记录"]);
    Ok(Command::Center(CenterCommand::Garble))
}

pub fn falsify(words: &mut Words<'_>) -> Result<Command, Misread> {
    words.take(&["sums", "合计"]);
    words.take(BY);
    Ok(Command::Center(CenterCommand::Falsify(an_amount(words)?)))
}
