//! One batch of entries on its way into the books: project each, settle the accounts that they touch, detect, post.
//!
//! A batch works on rows that were loaded before and ends as `Effects`. It reads no clock and no database.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::{
    AdjustmentId, BillingPeriod, CustomerNo, DeviceId, Money, OperatorId, Payment, PaymentId, PaymentOrder, ProposalId,
    ReadingId, Seq, TaskId, UnitCode, post_closing, post_opening,
};
use journal::{ChainHash, Entry, EntryBody, Head, ReadEntry, TimeEvidence};

use super::books::{Books, Roster};
use super::cases::CaseDesk;
use super::check_push::Arrived;
use super::recompute::Decided;
use crate::ledger::{
    AccountFacts, ArchiveFacts, BillingFacts, DeviceRow, Effects, EntryRef, EntryRow, History, Loaded, Noted,
    PaymentFact, RefundRow, RestoreRow, ReversalRow, SealRow, ShiftDelta, TaskRow, Wanted,
};

/// The rows that these entries will touch.
pub fn wanted<'a>(entries: impl Iterator<Item = &'a (Head, Arrived)>) -> Wanted {
    let mut wanted = Wanted::default();
    for (_, reading) in entries {
        let Arrived::Read(ReadEntry::Known(entry)) = reading else { continue };
        match &entry.body {
            EntryBody::PaymentTaken(payment) => {
                wanted.payments.insert(payment.id);
                let bills = wanted.customers.entry(payment.customer.clone()).or_default();
                bills.extend(payment.allocations.iter().map(|part| part.bill));
            }
            EntryBody::PaymentReversed(reversal) => {
                wanted.payments.insert(reversal.payment);
            }
            EntryBody::TaskAnswered(answer) => {
                wanted.tasks.insert(answer.task);
            }
            EntryBody::RefundPaid(refund) => {
                wanted.tasks.insert(refund.task);
            }
            body => super::reading::want(body, &mut wanted),
        }
    }
    wanted
}

pub struct Batch<'a> {
    pub(super) roster: &'a Roster,
    pub(super) books: &'a Books,
    pub(super) now_ms: i64,
    pub(super) accounts: HashMap<CustomerNo, AccountFacts>,
    pub(super) payments: HashMap<PaymentId, Vec<CustomerNo>>,
    /// Accounts whose facts changed.
    pub(super) dirty: BTreeSet<CustomerNo>,
    /// Facts that were there before and changed.
    pub(super) touched: BTreeSet<u64>,
    pub(super) cases: CaseDesk<'a>,
    pub(super) effects: Effects,
    pub(super) devices: BTreeMap<DeviceId, DeviceRow>,
    pub(super) last_fact: u64,
    pub(super) billing: HashMap<CustomerNo, BillingFacts>,
    /// Whose reading it is, and of which month.
    pub(super) reading_owners: HashMap<ReadingId, (CustomerNo, BillingPeriod)>,
    /// Customers whose readings or bills were touched, each from a month on.
    pub(super) metered: BTreeMap<CustomerNo, BillingPeriod>,
    /// Accounts that got a bill; no desk knows their row without hearing of it.
    pub(super) rebilled: BTreeSet<CustomerNo>,
    /// Months whose difference somebody decided: it is issued whatever it comes to.
    pub(super) decided: BTreeMap<(CustomerNo, BillingPeriod), Decided>,
    /// The decision that differences of a customer come from.
    pub(super) because: BTreeMap<CustomerNo, ProposalId>,
    pub(super) archives: HashMap<CustomerNo, ArchiveFacts>,
    /// Customers whose archive changed, or of whom a correction was asked.
    pub(super) asked: BTreeSet<CustomerNo>,
    /// Adjustments that are new or are booked otherwise.
    pub(super) adjusted: BTreeSet<AdjustmentId>,
    /// The accounts that moved payments stood on before.
    pub(super) stood_on: BTreeMap<u64, CustomerNo>,
    pub(super) tasks: HashMap<TaskId, TaskRow>,
    pub(super) changed_tasks: BTreeSet<TaskId>,
    pub(super) refunds: HashMap<TaskId, Vec<RefundRow>>,
    /// Tasks whose refunds changed.
    pub(super) refunded: BTreeSet<TaskId>,
}

impl<'a> Batch<'a> {
    pub fn new(books: &'a Books, roster: &'a Roster, loaded: Loaded, now_ms: i64) -> Batch<'a> {
        let effects = Effects { at_ms: now_ms, version: books.version, ..Effects::default() };
        Batch {
            roster,
            books,
            now_ms,
            accounts: loaded.accounts,
            payments: loaded.payments,
            dirty: BTreeSet::new(),
            touched: BTreeSet::new(),
            cases: CaseDesk::new(books, now_ms),
            effects,
            devices: BTreeMap::new(),
            last_fact: books.last_fact,
            billing: loaded.billing,
            reading_owners: loaded.readings,
            metered: BTreeMap::new(),
            rebilled: BTreeSet::new(),
            decided: BTreeMap::new(),
            because: BTreeMap::new(),
            archives: loaded.archives,
            asked: BTreeSet::new(),
            adjusted: BTreeSet::new(),
            stood_on: BTreeMap::new(),
            tasks: loaded.tasks,
            changed_tasks: BTreeSet::new(),
            refunds: loaded.refunds,
            refunded: BTreeSet::new(),
        }
    }

    /// The next version, for a row that outlets have to hear of.
    pub(super) fn next_version(&mut self) -> u64 {
        self.effects.version += 1;
        self.effects.version
    }

    pub fn device(&self, id: DeviceId) -> &DeviceRow {
        self.devices.get(&id).or_else(|| self.roster.devices.get(&id)).expect("only enrolled devices are heard")
    }

    pub fn is_suspended(&self, id: DeviceId) -> bool {
        self.device(id).suspended_ms.is_some()
    }

    pub(super) fn change_device(&mut self, device: DeviceRow) {
        self.devices.insert(device.known.device, device);
    }

    /// It proves every entry before it, whenever somebody doubts one.
    pub fn keep_seal(&mut self, seal: SealRow) {
        self.effects.decisions.seals.push(seal);
    }

    pub fn keep_history(&mut self, history: History) {
        self.effects.histories.push(history);
    }

    /// A second history of a journal was found: its device goes on under a new incarnation, and a case opens.
    pub fn open_fork(&mut self, history: &History) {
        let mut device = self.device(history.stream.device).clone();
        device.incarnation = history.goes_on_as.expect("a fork names its new incarnation");
        device.version = self.next_version();
        self.cases.open_fork(&device, history);
        self.change_device(device);
    }

    /// Stores an entry, and projects it if this program knows its kind.
    pub fn take_in(&mut self, place: EntryRef, hash: ChainHash, reading: Arrived, bytes: Vec<u8>) {
        let (kind, parked) = match &reading {
            Arrived::Read(ReadEntry::Known(entry)) => (entry.body.kind(), false),
            Arrived::Read(ReadEntry::Parked { kind, .. }) => (*kind, true),
            Arrived::Unreadable { .. } => (0, false),
        };
        self.effects.entries.push(EntryRow { place, kind, parked, received_ms: self.now_ms, hash, bytes });
        match reading {
            Arrived::Read(ReadEntry::Known(entry)) => {
                self.note_author(place, &entry);
                self.check_clock(place, &entry);
                self.project(place, *entry);
            }
            Arrived::Read(ReadEntry::Parked { .. }) => {}
            Arrived::Unreadable { why } => {
                let device = self.device(place.stream.device).clone();
                self.cases.unreadable(&device, place, hash, why);
            }
        }
    }

    /// An entry of somebody who was suspended stays what it is; a person will look.
    fn note_author(&mut self, place: EntryRef, entry: &Entry) {
        let since = self.books.suspended_operators.get(&entry.by);
        let operator_is_suspended = since.is_some_and(|since| entry.time.best_ms() >= *since);
        if self.is_suspended(place.stream.device) || operator_is_suspended {
            let device = self.device(place.stream.device).clone();
            self.cases.suspended_author(&device, place, entry);
        }
    }

    /// One `match` over the body: what an entry means for the books.
    fn project(&mut self, place: EntryRef, entry: Entry) {
        let desk = self.desk_of(place);
        match entry.body {
            EntryBody::ShiftOpened { shift, business_date, opening_cash } => {
                self.post(place.to_string(), &post_opening(&desk, opening_cash));
                let delta = self.shift(place, shift);
                delta.opened = Some((entry.by, business_date, opening_cash));
                delta.sums.entries += 1;
            }
            EntryBody::PaymentTaken(payment) => self.take_payment(place, entry.by, entry.time, desk, payment),
            EntryBody::PaymentReversed(reversal) => {
                let returned = self.reverse(place, reversal.payment);
                let delta = self.shift(place, reversal.shift);
                delta.sums.entries += 1;
                delta.sums.payments -= 1;
                delta.sums.amount -= returned;
                self.effects.reversals.push(ReversalRow { place, reversal });
            }
            EntryBody::ShiftClosed(closed) => {
                self.post(place.to_string(), &post_closing(&desk, &closed));
                let delta = self.shift(place, closed.no);
                delta.closed = Some((closed.counted_cash, closed.expected_cash));
                delta.sums.entries += 1;
            }
            EntryBody::ReceiptReprinted { .. } | EntryBody::StreamForked(_) => {}
            EntryBody::TaskAnswered(answer) => self.take_task_answer(&self.noted(place, entry.by, entry.time), &answer),
            EntryBody::RefundPaid(refund) => {
                let noted = self.noted(place, entry.by, entry.time);
                self.take_refund(noted, desk, refund);
            }
            EntryBody::ArchiveChangeRequested(change) => {
                let noted = self.noted(place, entry.by, entry.time);
                self.request_archive_change(noted, &entry.time, change);
            }
            EntryBody::Proposed(_)
            | EntryBody::ProposalAnswered(_)
            | EntryBody::CaseNoted(_)
            | EntryBody::ActRecorded { .. } => {}
            body => self.project_reading(self.noted(place, entry.by, entry.time), body),
        }
    }

    /// What an entry of reading and billing means.
    fn project_reading(&mut self, noted: Noted, body: EntryBody) {
        match body {
            EntryBody::RoundPrepared(round) => self.effects.billing.rounds.push((noted, round)),
            EntryBody::ReadingEntered(reading) => {
                let desk = self.desk_of(noted.place);
                self.enter_reading(noted, desk, reading);
            }
            EntryBody::ReadingWithdrawn { reading, reason } => self.withdraw_reading(&noted, reading, reason),
            EntryBody::ReadingsReviewed(review) => self.review_readings(&noted, &review),
            EntryBody::ReadingRequested(request) => self.request_change(&noted, request),
            EntryBody::BillIssued(issued) => self.take_bill(&noted, issued),
            EntryBody::RestoreRequested(request) => {
                let (terminal, heard_ms, entry) = (noted.terminal, self.now_ms, Some(noted.place));
                self.effects.billing.restores.push(RestoreRow { request, terminal, heard_ms, entry });
            }
            EntryBody::ReadingsImported(import) => self.effects.billing.imports.push((noted, import)),
            EntryBody::NoticePrinted(notice) => self.effects.billing.notices.push((noted, notice)),
            EntryBody::ShiftOpened { .. }
            | EntryBody::PaymentTaken(_)
            | EntryBody::PaymentReversed(_)
            | EntryBody::ShiftClosed(_)
            | EntryBody::ReceiptReprinted { .. }
            | EntryBody::StreamForked(_)
            | EntryBody::TaskAnswered(_)
            | EntryBody::RefundPaid(_)
            | EntryBody::ArchiveChangeRequested(_)
            | EntryBody::Proposed(_)
            | EntryBody::ProposalAnswered(_)
            | EntryBody::CaseNoted(_)
            | EntryBody::ActRecorded { .. } => unreachable!("entries of the counter were projected before"),
        }
    }

    pub(super) fn noted(&self, place: EntryRef, operator: OperatorId, time: TimeEvidence) -> Noted {
        let terminal = self.device(place.stream.device).known.terminal.clone();
        Noted { place, operator, terminal, at_ms: time.best_ms() }
    }

    fn take_payment(&mut self, place: EntryRef, by: OperatorId, time: TimeEvidence, desk: UnitCode, payment: Payment) {
        let delta = self.shift(place, payment.shift);
        delta.sums.entries += 1;
        delta.sums.payments += 1;
        delta.sums.amount += payment.collected();
        let at_ms = time.best_ms();
        let (stream, seq) = (place.stream, place.seq);
        let order = PaymentOrder { business_date: payment.business_date, at_ms, stream, seq };
        let terminal = self.device(stream.device).known.terminal.clone();
        let account = payment.customer.clone();
        self.add_payment(PaymentFact {
            fact: 0,
            source: place,
            order,
            by,
            terminal,
            desk,
            payment,
            account,
            reversed: false,
            set_aside: false,
            booked: None,
        });
    }

    pub(super) fn desk_of(&self, place: EntryRef) -> UnitCode {
        self.roster.station_of(&self.device(place.stream.device).known.unit)
    }

    pub(super) fn shift(&mut self, place: EntryRef, shift: domain::ShiftNo) -> &mut ShiftDelta {
        self.effects.shifts.entry((place.stream, place.history, shift)).or_default()
    }

    /// Adds a fact. The same payment that came before, from a clone or a restored backup, is one fact; the same id with
    /// other content is two, and both are money.
    fn add_payment(&mut self, mut new: PaymentFact) {
        let (id, customer) = (new.payment.id, new.payment.customer.clone());
        let mut other_content = None;
        for owner in self.payments.get(&id).cloned().unwrap_or_default() {
            let facts = self.accounts.get_mut(&owner).expect("accounts of known payments are loaded");
            for known in facts.payments.iter_mut().filter(|known| known.payment.id == id) {
                if known.payment != new.payment {
                    other_content = Some(known.source);
                    continue;
                }
                if new.order < known.order {
                    (known.source, known.order) = (new.source, new.order);
                    self.touched.insert(known.fact);
                    self.dirty.insert(owner);
                }
                return;
            }
        }
        if let Some(other) = other_content {
            let device = self.device(new.source.stream.device).clone();
            self.cases.payment_id_used_twice(&device, new.source, other);
        }
        self.last_fact += 1;
        new.fact = self.last_fact;
        self.accounts.entry(customer.clone()).or_default().payments.push(new);
        let owners = self.payments.entry(id).or_default();
        if !owners.contains(&customer) {
            owners.push(customer.clone());
        }
        self.dirty.insert(customer);
    }

    /// Marks a payment as reversed and says what was collected by it. Reversing twice reverses once.
    fn reverse(&mut self, place: EntryRef, id: PaymentId) -> Money {
        let nearness = |fact: &PaymentFact| {
            let same_journal = fact.source.stream == place.stream;
            (same_journal && fact.source.history == place.history, same_journal, Seq(u64::MAX - fact.source.seq.0))
        };
        let owners = self.payments.get(&id).cloned().unwrap_or_default();
        let facts = owners.iter().filter_map(|owner| self.accounts.get(owner)).flat_map(|facts| &facts.payments);
        let nearest = facts.filter(|fact| fact.payment.id == id).max_by_key(|fact| nearness(fact));
        let Some(nearest) = nearest.map(|fact| (fact.fact, fact.account.clone())) else {
            tracing::warn!(entry = %place, "a reversal names a payment that is not in the books");
            return Money::ZERO;
        };
        let facts = self.accounts.get_mut(&nearest.1).expect("the account of a loaded fact");
        let fact = facts.payments.iter_mut().find(|fact| fact.fact == nearest.0).expect("the fact that was found");
        if !fact.reversed {
            fact.reversed = true;
            self.touched.insert(fact.fact);
            self.dirty.insert(nearest.1);
        }
        fact.payment.collected()
    }
}
