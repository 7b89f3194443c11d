//! Lines that say what should be true of cases, proposals, tasks and the fleet.

use domain::{ProposalState, ResolutionKind, TaskState};

use crate::scenario::center_command::{CaseWanted, CenterExpectation, FleetWanted};
use crate::scenario::read_center::{FIELDS, KINDS, OF, RESOLUTIONS, TASKS, a_case, a_proposal, an_owner};
use crate::scenario::read_machine::outlet_name;
use crate::scenario::read_set_up::{a_customer, an_amount};
use crate::scenario::values::{count, customer_no, duration, money};
use crate::scenario::words::{Misread, Words, is_keyword};

const EQUALS: &[&str] = &["="];
const NONE: &[&str] = &["none", "无"];
const AT: &[&str] = &["at", "在"];

type Read = Result<CenterExpectation, Misread>;

/// `expect case 1 open double-payment of 0001 at-stake 86.40 owner 9001`
pub fn case(words: &mut Words<'_>) -> Read {
    let case = words.read("the number of a case, from 1", count)?;
    words.take(EQUALS);
    let mut wanted = CaseWanted::default();
    while let Some(word) = words.peek().filter(|word| !is_keyword(word, AT)) {
        if let Some((_, status)) = STATUSES.iter().find(|(names, _)| is_keyword(word, names)) {
            words.next();
            wanted.status = Some(status);
        } else if let Some((_, kind)) = KINDS.iter().find(|(names, _)| is_keyword(word, names)) {
            words.next();
            wanted.kind = Some(*kind);
        } else if words.take(OF) {
            wanted.customer = Some(a_customer(words)?);
        } else if words.take(&["at-stake", "涉及金额"]) {
            wanted.at_stake = Some(an_amount(words)?);
        } else if words.take(&["owner", "经办人"]) {
            wanted.owner = Some(an_owner(words)?);
        } else {
            let kinds = KINDS.iter().map(|(names, _)| names[0]);
            let known: Vec<&str> =
                STATUSES.iter().map(|(names, _)| names[0]).chain(kinds).chain(["of", "at-stake", "owner"]).collect();
            words.finish(&known)?;
        }
    }
    Ok(CenterExpectation::Case { case, wanted })
}

const STATUSES: &[(&[&str], &str)] = &[
    (&["open", "待处理"], "open"),
    (&["proposed", "待批"], "proposed"),
    (&["returned", "已退回"], "returned"),
    (&["decided", "已处理"], "decided"),
    (&["withdrawn", "已消失"], "withdrawn"),
];

/// `expect choices of case 1 = keep-as-booked apply-to-bills refund`
pub fn choices(words: &mut Words<'_>) -> Read {
    words.take(OF);
    let case = a_case(words)?;
    words.take(EQUALS);
    let mut offered: Vec<ResolutionKind> = Vec::new();
    while words.peek().is_some_and(|word| !is_keyword(word, AT)) {
        offered.push(words.choose("way to settle a case", RESOLUTIONS)?);
    }
    Ok(CenterExpectation::Choices { case, offered })
}

/// `expect history of case 1 = opened proposed decided`
pub fn history(words: &mut Words<'_>) -> Read {
    words.take(OF);
    let case = a_case(words)?;
    words.take(EQUALS);
    let mut what = Vec::new();
    while words.peek().is_some_and(|word| !is_keyword(word, AT)) {
        what.push(words.choose("thing that happens to a case", EVENTS)?.to_owned());
    }
    Ok(CenterExpectation::History { case, what })
}

const EVENTS: &[(&[&str], &str)] = &[
    (&["opened", "立案"], "opened"),
    (&["reopened", "重新立案"], "reopened"),
    (&["gone", "消失"], "gone"),
    (&["noted", "备注"], "noted"),
    (&["proposed", "提议"], "proposed"),
    (&["refused", "驳回"], "refused"),
    (&["taken-back", "撤回"], "taken-back"),
    (&["decided", "处理"], "decided"),
    (&["returned", "退回"], "returned"),
    (&["answered", "答复"], "answered"),
    (&["refund-paid", "已付退款"], "refund-paid"),
    (&["undone", "撤销处理"], "undone"),
];

/// `expect proposal P1 waiting`
pub fn proposal(words: &mut Words<'_>) -> Read {
    let proposal = a_proposal(words)?;
    words.take(EQUALS);
    let states: &[(&[&str], ProposalState)] = &[
        (&["waiting", "待批"], ProposalState::Waiting),
        (&["in-force", "已生效"], ProposalState::InForce),
        (&["refused", "已驳回"], ProposalState::Refused),
        (&["withdrawn", "已撤回"], ProposalState::Withdrawn),
        (&["undone", "已撤销"], ProposalState::Undone),
    ];
    Ok(CenterExpectation::Proposal { proposal, state: words.choose("state of a proposal", states)? })
}

/// `expect tasks = none`: those that wait for the desk.
pub fn tasks(words: &mut Words<'_>) -> Read {
    words.take(EQUALS);
    if words.take(NONE) {
        return Ok(CenterExpectation::Tasks(0));
    }
    words.read("a number of tasks", count).map(CenterExpectation::Tasks)
}

/// `expect task pay-refund of 0001 86.40 open`
pub fn task(words: &mut Words<'_>) -> Read {
    let kind = words.choose("task", TASKS)?;
    words.take(OF);
    let has_point = |text: &str| text.contains('.');
    let customer = words.try_read(|text| customer_no(text).filter(|_| !has_point(text)));
    let amount = words.try_read(|text| money(text).filter(|_| has_point(text)));
    words.take(EQUALS);
    let states: &[(&[&str], TaskState)] = &[
        (&["open", "待办"], TaskState::Open),
        (&["done", "已办"], TaskState::Done),
        (&["not-done", "办不了"], TaskState::NotDone),
        (&["withdrawn", "已撤回"], TaskState::Withdrawn),
    ];
    let ends = words.peek().is_none_or(|word| is_keyword(word, AT));
    let state = if ends { None } else { Some(words.choose("state of a task", states)?) };
    Ok(CenterExpectation::Task { kind, customer, amount, state })
}

/// `expect fleet A unsent 3 oldest 2h suspended no`
pub fn fleet(words: &mut Words<'_>) -> Read {
    words.take(OF);
    let outlet = words.read("the name of an outlet: letters and digits", outlet_name)?;
    let mut wanted = FleetWanted::default();
    while words.peek().is_some_and(|word| !is_keyword(word, AT)) {
        if words.take(&["unsent", "待上传"]) {
            wanted.unsent = Some(words.read("a number of entries", count)?);
        } else if words.take(&["oldest", "最早"]) {
            wanted.oldest = Some(words.read("a time like 2h", |text| duration(&format!("+{text}")))?);
        } else if words.take(&["suspended", "停用"]) {
            let answers: &[(&[&str], bool)] = &[(&["yes", "是"], true), (&["no", "否"], false)];
            wanted.suspended = Some(words.choose("answer", answers)?);
        } else {
            words.finish(&["unsent", "oldest", "suspended"])?;
        }
    }
    Ok(CenterExpectation::Fleet { outlet, wanted })
}

/// `expect center journal whole`
pub fn journal(words: &mut Words<'_>) -> Read {
    words.take(&["whole", "完整"]);
    Ok(CenterExpectation::JournalWhole)
}

/// `expect archive 0001 phone = 13800000001`
pub fn archive(words: &mut Words<'_>) -> Read {
    let customer = a_customer(words)?;
    let field = words.choose("field of the archive", FIELDS)?;
    words.take(EQUALS);
    Ok(CenterExpectation::Archive { customer, field, value: words.expect("what it says")?.text.clone() })
}
