//! Cases: opened once, joined by further facts, withdrawn when the disagreement is gone.

use std::collections::{BTreeMap, BTreeSet};

use domain::{CaseId, Conflict, CustomerNo, OperatorId, ProposalId, ReceiptNo, ShiftNo, Stream};
use journal::{ChainHash, Entry, EntryBody};

use super::books::Books;
use super::detect::Found;
use crate::ledger::{CaseEvent, CaseEventKind, CaseRow, CaseStatus, DeviceRow, EntryRef, History, PaymentFact, Side};

/// A case names so many sides at most; the first ones tell the story.
const SIDES_MAX: usize = 200;

/// The cases that a batch works on.
pub struct CaseDesk<'a> {
    books: &'a Books,
    now_ms: i64,
    last_case: u64,
    touched: BTreeMap<String, CaseRow>,
    /// Cases that this very batch decides: how their facts stand after it is what was decided.
    decided: BTreeSet<CaseId>,
    events: Vec<CaseEvent>,
}

/// Who did something to a case, with which proposal, and in which words.
pub struct Hand<'a> {
    pub by: OperatorId,
    pub proposal: Option<ProposalId>,
    pub note: &'a str,
}

impl<'a> CaseDesk<'a> {
    pub fn new(books: &'a Books, now_ms: i64) -> CaseDesk<'a> {
        let (touched, decided, events) = (BTreeMap::new(), BTreeSet::new(), Vec::new());
        CaseDesk { books, now_ms, last_case: books.last_case, touched, decided, events }
    }

    /// The cases that changed, oldest first, and what happened to them.
    pub fn touched(self) -> (Vec<CaseRow>, Vec<CaseEvent>) {
        let mut cases: Vec<CaseRow> = self.touched.into_values().collect();
        cases.sort_by_key(|case| case.id);
        (cases, self.events)
    }

    /// Makes the cases of an account agree with what was found: new ones open, gone ones are withdrawn.
    pub fn agree(&mut self, customer: &CustomerNo, found: Vec<Found<'_>>) {
        let prefix = format!("{customer} ");
        let known: Vec<String> = self
            .books
            .cases
            .range(prefix.clone()..)
            .map(|(subject, _)| subject)
            .take_while(|subject| subject.starts_with(&prefix))
            .filter(|subject| !found.iter().any(|found| found.subject == **subject))
            .cloned()
            .collect();
        for subject in known {
            self.withdraw(&subject);
        }
        for found in found {
            let sides = found.sides.iter().take(SIDES_MAX).map(|fact| side_of_payment(fact)).collect();
            self.put(found.subject, Some(customer.clone()), found.conflict, sides);
        }
    }

    /// Opens a case or brings it up to date. A decision answers the disagreement as it stood: if that changes afterwards, the
    /// case opens again.
    pub fn put(&mut self, subject: String, customer: Option<CustomerNo>, conflict: Conflict, sides: Vec<Side>) {
        let Some(known) = self.known(&subject) else { return self.open(subject, customer, conflict, sides) };
        if known.status != CaseStatus::Withdrawn && known.conflict == conflict && known.sides == sides {
            return;
        }
        let mut case = known.clone();
        let is_other = case.conflict != conflict && !self.decided.contains(&case.id);
        match case.status {
            CaseStatus::Withdrawn => self.come_back(&mut case),
            CaseStatus::Decided if is_other => self.come_back(&mut case),
            CaseStatus::Proposed if is_other && case.rests == Some(CaseStatus::Decided) => {
                (case.rests, case.decision) = (Some(CaseStatus::Open), None);
                self.event(case.id, CaseEventKind::Reopened, None);
            }
            CaseStatus::Open | CaseStatus::Proposed | CaseStatus::Returned | CaseStatus::Decided => {}
        }
        (case.conflict, case.sides) = (conflict, sides);
        self.touched.insert(subject, case);
    }

    fn come_back(&mut self, case: &mut CaseRow) {
        case.status = if case.proposal.is_some() { CaseStatus::Proposed } else { CaseStatus::Open };
        case.decision = None;
        self.event(case.id, CaseEventKind::Reopened, None);
    }

    fn event(&mut self, case: CaseId, what: CaseEventKind, hand: Option<&Hand<'_>>) {
        self.events.push(CaseEvent {
            case,
            version: 0,
            at_ms: self.now_ms,
            by: hand.map(|hand| hand.by),
            what,
            note: hand.map_or_else(String::new, |hand| hand.note.to_owned()),
            proposal: hand.and_then(|hand| hand.proposal),
        });
    }

    /// A case by its number, as this batch leaves it so far.
    pub fn by_id(&self, id: CaseId) -> Option<&CaseRow> {
        let subject = self.touched.values().find(|case| case.id == id).map(|case| &case.subject);
        subject.or_else(|| self.books.subject_of_case(id)).and_then(|subject| self.known(subject))
    }

    /// Changes a case and writes down what happened to it.
    fn change(&mut self, id: CaseId, what: CaseEventKind, hand: &Hand<'_>, change: impl FnOnce(&mut CaseRow)) {
        let Some(mut case) = self.by_id(id).cloned() else { return };
        change(&mut case);
        self.event(id, what, Some(hand));
        self.touched.insert(case.subject.clone(), case);
    }

    /// A proposal waits for somebody else.
    pub fn propose(&mut self, id: CaseId, hand: &Hand<'_>) {
        self.change(id, CaseEventKind::Proposed, hand, |case| {
            case.rests = Some(case.status);
            case.status = CaseStatus::Proposed;
            case.proposal = hand.proposal;
        });
    }

    /// A proposal was refused or taken back: the case stands as before.
    pub fn rest(&mut self, id: CaseId, what: CaseEventKind, hand: &Hand<'_>) {
        self.change(id, what, hand, |case| {
            let rests = case.rests.take();
            if case.status == CaseStatus::Proposed {
                case.status = rests.unwrap_or(CaseStatus::Open);
            }
            case.proposal = None;
        });
    }

    /// A decision is in force: `status` is how the case stands by it.
    pub fn decide(&mut self, id: CaseId, status: CaseStatus, hand: &Hand<'_>) {
        let what = if status == CaseStatus::Returned { CaseEventKind::Returned } else { CaseEventKind::Decided };
        self.decided.insert(id);
        self.change(id, what, hand, |case| {
            (case.status, case.decision) = (status, hand.proposal);
            (case.proposal, case.rests) = (None, None);
        });
    }

    /// Its decision was undone; whether it is open is for the facts to say.
    pub fn undo(&mut self, id: CaseId, decision: ProposalId, hand: &Hand<'_>) {
        self.change(id, CaseEventKind::Undone, hand, |case| {
            if case.decision == Some(decision) {
                (case.status, case.decision) = (CaseStatus::Open, None);
            } else if case.status == CaseStatus::Proposed {
                case.status = case.rests.unwrap_or(CaseStatus::Open);
            }
            (case.proposal, case.rests) = (None, None);
        });
    }

    /// The outlet answered: a case that waited for it is open again.
    pub fn answered(&mut self, id: CaseId, what: CaseEventKind, opens: bool, hand: &Hand<'_>) {
        self.change(id, what, hand, |case| match case.status {
            CaseStatus::Returned | CaseStatus::Decided if opens => case.status = CaseStatus::Open,
            CaseStatus::Proposed if opens && case.rests != Some(CaseStatus::Open) => {
                case.rests = Some(CaseStatus::Open)
            }
            CaseStatus::Open
            | CaseStatus::Proposed
            | CaseStatus::Returned
            | CaseStatus::Decided
            | CaseStatus::Withdrawn => {}
        });
    }

    /// 认领与备注
    pub fn note(&mut self, id: CaseId, owner: Option<OperatorId>, hand: &Hand<'_>) {
        self.change(id, CaseEventKind::Noted, hand, |case| case.owner = owner);
    }

    /// What is known about a subject, whatever became of it.
    pub fn known(&self, subject: &str) -> Option<&CaseRow> {
        self.touched.get(subject).or_else(|| self.books.cases.get(subject))
    }

    fn open(&mut self, subject: String, customer: Option<CustomerNo>, conflict: Conflict, sides: Vec<Side>) {
        self.last_case += 1;
        tracing::warn!(case = self.last_case, kind = conflict.kind().name(), "a case was opened");
        self.event(CaseId(self.last_case), CaseEventKind::Opened, None);
        let case = CaseRow {
            id: CaseId(self.last_case),
            subject: subject.clone(),
            status: CaseStatus::Open,
            customer,
            opened_ms: self.now_ms,
            conflict,
            sides,
            owner: None,
            proposal: None,
            decision: None,
            rests: None,
            version: 0,
        };
        self.touched.insert(subject, case);
    }

    /// The disagreement is gone; what was decided about it stays decided.
    pub fn withdraw(&mut self, subject: &str) {
        if let Some(case) = self.known(subject).filter(|case| case.status.is_waiting()) {
            let case = CaseRow { status: CaseStatus::Withdrawn, ..case.clone() };
            self.event(case.id, CaseEventKind::Gone, None);
            self.touched.insert(subject.to_owned(), case);
        }
    }

    pub fn open_fork(&mut self, device: &DeviceRow, history: &History) {
        let at = history.forked_after.next();
        let (stream, number) = (history.stream, history.number);
        let subject = format!("forked-device {stream} at {at}");
        let conflict = Conflict::ForkedDevice { device: stream.device, stream, at };
        let side = |history| Side { seq: Some(at), ..side_of_device(device, stream, history) };
        self.put(subject, None, conflict, vec![side(history.parent), side(number)]);
    }

    /// A payment id with two contents can only come from two copies of one laptop.
    pub fn payment_id_used_twice(&mut self, device: &DeviceRow, one: EntryRef, other: EntryRef) {
        let later = one.max(other);
        let subject = format!("payment-id-twice {later}");
        let conflict = Conflict::ForkedDevice { device: later.stream.device, stream: later.stream, at: later.seq };
        let side =
            |place: EntryRef| Side { seq: Some(place.seq), ..side_of_device(device, place.stream, place.history) };
        self.put(subject, None, conflict, vec![side(one), side(other)]);
    }

    /// An entry that nobody can read: its journal goes on.
    pub fn unreadable(&mut self, device: &DeviceRow, place: EntryRef, hash: ChainHash, why: String) {
        let conflict = Conflict::EntryUnreadable { stream: place.stream, seq: place.seq, why };
        let side = Side { seq: Some(place.seq), ..side_of_device(device, place.stream, place.history) };
        let (stream, seq) = (place.stream, place.seq);
        self.put(format!("entry-unreadable {stream}.{seq} {hash}"), None, conflict, vec![side]);
    }

    /// One case for each suspended author and journal; its later entries join.
    pub fn suspended_author(&mut self, device: &DeviceRow, place: EntryRef, entry: &Entry) {
        let subject = format!("suspended-author {} {}", place.stream, entry.by);
        let side = side_of_entry(device, place, entry);
        let known = self.known(&subject).map_or(&[][..], |case| &case.sides);
        let mut sides: Vec<Side> = known.iter().cloned().chain([side]).collect();
        sides.sort_by_key(|side| (side.seq, side.at_ms));
        sides.truncate(SIDES_MAX);
        let conflict = Conflict::SuspendedAuthor { stream: place.stream, seq: sides[0].seq.unwrap_or(place.seq) };
        self.put(subject, None, conflict, sides);
    }

    /// Both sides are at rest and their sums of a shift differ, or agree again.
    pub fn digest(&mut self, device: &DeviceRow, stream: Stream, history: u32, shift: ShiftNo, differs: bool) {
        let subject = format!("digest-mismatch {stream} {shift}");
        if differs {
            let side = side_of_device(device, stream, history);
            self.put(subject, None, Conflict::DigestMismatch { stream, shift }, vec![side]);
        } else {
            self.withdraw(&subject);
        }
    }
}

pub fn side_of_device(device: &DeviceRow, stream: Stream, history: u32) -> Side {
    Side {
        stream,
        history,
        seq: None,
        terminal: device.known.terminal.clone(),
        operator: None,
        receipt: None,
        amount: None,
        at_ms: None,
    }
}

fn side_of_entry(device: &DeviceRow, place: EntryRef, entry: &Entry) -> Side {
    let payment = match &entry.body {
        EntryBody::PaymentTaken(payment) => Some(payment),
        _ => None,
    };
    Side {
        seq: Some(place.seq),
        operator: Some(entry.by),
        receipt: payment.map(|payment| receipt_no(&device.known.terminal, place, payment.receipt)),
        amount: payment.map(|payment| payment.collected()),
        at_ms: Some(entry.time.best_ms()),
        ..side_of_device(device, place.stream, place.history)
    }
}

fn side_of_payment(fact: &PaymentFact) -> Side {
    Side {
        stream: fact.source.stream,
        history: fact.source.history,
        seq: Some(fact.source.seq),
        terminal: fact.terminal.clone(),
        operator: Some(fact.by),
        receipt: Some(receipt_no(&fact.terminal, fact.source, fact.payment.receipt)),
        amount: Some(fact.payment.collected()),
        at_ms: Some(fact.order.at_ms),
    }
}

fn receipt_no(terminal: &domain::TerminalCode, place: EntryRef, number: u32) -> String {
    ReceiptNo { terminal: terminal.clone(), incarnation: place.stream.incarnation, number }.to_string()
}
