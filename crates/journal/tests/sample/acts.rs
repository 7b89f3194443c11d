//! What an outlet answers to the center, and what people at the center decide: two short journals.

use domain::{
    ArchiveChange, ArchiveChangeId, ArchiveField, CaseDecision, CaseId, DeviceId, FileHash, Incarnation, Matter,
    OperatorId, PaidRefund, ProposalAnswer, ProposalId, RefundId, Resolution, ShiftNo, Stream, TaskAnswer, TaskId,
    TaskOutcome,
};
use journal::{CaseNoted, EntryBody, ProposalAnswered, Proposed};

use super::{Journal, day, fen, id};

fn task(number: u64) -> TaskId {
    TaskId(id(5_000 + number))
}

fn refund(number: u64) -> PaidRefund {
    PaidRefund {
        id: RefundId(id(5_100 + number)),
        task: task(number),
        customer: "4280900001".parse().expect("a customer number"),
        owner: Some("421280109".parse().expect("a unit code")),
        shift: ShiftNo(9),
        business_date: day(),
        amount: fen(8_640),
        paid_to: "田翠英".to_owned(),
    }
}

fn change(number: u64, field: ArchiveField, seen: &str, wanted: &str) -> EntryBody {
    EntryBody::ArchiveChangeRequested(ArchiveChange {
        id: ArchiveChangeId(id(5_200 + number)),
        customer: "4280900001".parse().expect("a customer number"),
        field,
        seen: seen.to_owned(),
        wanted: wanted.to_owned(),
        reason: "客户持身份证到厅".to_owned(),
    })
}

/// 待办办理结果, 退款 and 档案更正申请.
pub fn answers_journal() -> Journal {
    let mut journal = Journal::new(4);
    let answer = |number, outcome, note: &str| {
        EntryBody::TaskAnswered(TaskAnswer { task: task(number), outcome, note: note.to_owned() })
    };
    journal.add("a task is done", answer(1, TaskOutcome::Done, ""));
    journal.add("a task cannot be done", answer(2, TaskOutcome::NotDone, "电话三次无人接听"));
    journal.add("a refund is paid", EntryBody::RefundPaid(refund(3)));
    let unowned = PaidRefund { owner: None, paid_to: String::new(), ..refund(4) };
    journal.add("a refund of money that waited in clarification", EntryBody::RefundPaid(unowned));
    journal.add("a name is wrong", change(1, ArchiveField::Name, "田翠英", "田翠瑛"));
    journal.add("a phone is missing", change(2, ArchiveField::Phone, "", "13986840017"));
    journal.add("an address is wrong", change(3, ArchiveField::Address, "洞下槽组3号", "洞下槽组8号"));
    let meter = change(4, ArchiveField::MeterNo, "4230001000128834107", "4230001000128834170");
    journal.add("a meter number is wrong", meter);
    journal
}

/// 处理: what the center writes in its own journal, device 0.
pub fn center_journal() -> Journal {
    let mut journal = Journal::of(Stream { device: DeviceId(0), incarnation: Incarnation(1) });
    let answered = |number, answer, note: &str| {
        EntryBody::ProposalAnswered(ProposalAnswered { proposal: proposal(number), answer, note: note.to_owned() })
    };
    let refund = Resolution::Refund { amount: fen(8_640), device: DeviceId(17) };
    journal.add("a refund is proposed", proposed(1, refund, "两处缴费,客户要求退现金", false));
    journal.add("one person is enough", proposed(2, Resolution::KeepAsBooked, "", true));
    journal.add("it is approved", answered(1, ProposalAnswer::Approved, ""));
    journal.add("another is refused", answered(3, ProposalAnswer::Refused, "先与客户核实"));
    journal.add("and one is withdrawn", answered(4, ProposalAnswer::Withdrawn, "选错案件"));
    let noted = |owner, note: &str| EntryBody::CaseNoted(CaseNoted { case: CaseId(12), owner, note: note.to_owned() });
    journal.add("somebody looks after a case", noted(Some(OperatorId(9_001)), "下午联系白杨坪"));
    journal.add("and lets it go", noted(None, ""));
    let act = r#"{"act":"release-code","device":17,"purpose":"sign-in"}"#.to_owned();
    journal.add("another act is recorded", EntryBody::ActRecorded { act });
    journal
}

fn proposal(number: u64) -> ProposalId {
    ProposalId(id(6_000 + number))
}

fn proposed(number: u64, resolution: Resolution, note: &str, alone: bool) -> EntryBody {
    let matter = Matter::Cases { decisions: vec![CaseDecision { case: CaseId(12), resolution }] };
    EntryBody::Proposed(Proposed {
        proposal: proposal(number),
        matter: serde_json::to_string(&matter).expect("a matter has a JSON form"),
        note: note.to_owned(),
        alone,
        preview: FileHash(std::array::from_fn(|place| place as u8 * 3 + number as u8)),
    })
}
