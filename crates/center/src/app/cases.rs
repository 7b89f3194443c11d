//! Cases: opened once, joined by further facts, withdrawn when the disagreement is gone.

use std::collections::BTreeMap;

use domain::{CaseId, Conflict, CustomerNo, ReceiptNo, ShiftNo, Stream};
use journal::{Entry, EntryBody};

use super::books::Books;
use super::detect::Found;
use crate::ledger::{CaseRow, CaseStatus, DeviceRow, EntryRef, History, PaymentFact, Side};

/// A case names so many sides at most; the first ones tell the story.
const SIDES_MAX: usize = 200;

/// The cases that a batch works on.
pub struct CaseDesk<'a> {
    books: &'a Books,
    now_ms: i64,
    last_case: u64,
    touched: BTreeMap<String, CaseRow>,
}

impl<'a> CaseDesk<'a> {
    pub fn new(books: &'a Books, now_ms: i64) -> CaseDesk<'a> {
        CaseDesk { books, now_ms, last_case: books.last_case, touched: BTreeMap::new() }
    }

    /// The cases that changed, oldest first.
    pub fn touched(self) -> Vec<CaseRow> {
        let mut cases: Vec<CaseRow> = self.touched.into_values().collect();
        cases.sort_by_key(|case| case.id);
        cases
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

    /// Opens a case or brings it up to date.
    pub fn put(&mut self, subject: String, customer: Option<CustomerNo>, conflict: Conflict, sides: Vec<Side>) {
        match self.known(&subject) {
            Some(case) if case.status == CaseStatus::Open && case.conflict == conflict && case.sides == sides => {}
            Some(case) => {
                let case = CaseRow { status: CaseStatus::Open, conflict, sides, ..case.clone() };
                self.touched.insert(subject, case);
            }
            None => self.open(subject, customer, conflict, sides),
        }
    }

    fn known(&self, subject: &str) -> Option<&CaseRow> {
        self.touched.get(subject).or_else(|| self.books.cases.get(subject))
    }

    fn open(&mut self, subject: String, customer: Option<CustomerNo>, conflict: Conflict, sides: Vec<Side>) {
        self.last_case += 1;
        tracing::warn!(case = self.last_case, kind = conflict.kind(), "a case was opened");
        let case = CaseRow {
            id: CaseId(self.last_case),
            subject: subject.clone(),
            status: CaseStatus::Open,
            customer,
            opened_ms: self.now_ms,
            conflict,
            sides,
            version: 0,
        };
        self.touched.insert(subject, case);
    }

    pub fn withdraw(&mut self, subject: &str) {
        if let Some(case) = self.known(subject).filter(|case| case.status == CaseStatus::Open) {
            let case = CaseRow { status: CaseStatus::Withdrawn, ..case.clone() };
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

    /// One case for each suspended author and journal; its later entries join.
    pub fn suspended_author(&mut self, device: &DeviceRow, place: EntryRef, entry: &Entry) {
        let subject = format!("suspended-author {} {}", place.stream, entry.by);
        let side = side_of_entry(device, place, entry);
        let (conflict, sides) = match self.known(&subject) {
            Some(case) if case.sides.len() >= SIDES_MAX => return,
            Some(case) => (case.conflict.clone(), case.sides.iter().cloned().chain([side]).collect()),
            None => (Conflict::SuspendedAuthor { stream: place.stream, seq: place.seq }, vec![side]),
        };
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
