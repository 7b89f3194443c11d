//! Readings on their way into the books. Where a reading stands is a function of the facts: what was done with it, what
//! replaced it, and which bill was computed from it.

use std::collections::BTreeMap;

use domain::{
    BillingPeriod, Conflict, CustomerNo, MeterNo, Reading, ReadingId, ReadingKind, ReadingRequest, Registers, Review,
    ReviewState, UnitCode, Verdict,
};
use journal::EntryBody;

use super::batch::Batch;
use crate::ledger::{Act, ActRow, BillingFacts, EntryRef, LaidAccount, Noted, ReadingRow, Side, StatementRow, Wanted};

/// The rows that an entry of reading and billing will touch.
pub fn want(body: &EntryBody, wanted: &mut Wanted) {
    match body {
        EntryBody::ReadingEntered(reading) => {
            wanted.readings.insert(reading.id);
            want_from(wanted, &reading.customer, reading.period);
        }
        EntryBody::ReadingWithdrawn { reading, .. } => {
            wanted.readings.insert(*reading);
        }
        EntryBody::ReadingsReviewed(review) => wanted.readings.extend(&review.readings),
        EntryBody::ReadingRequested(request) => {
            wanted.readings.insert(request.reading);
        }
        EntryBody::ArchiveChangeRequested(change) => {
            wanted.archives.insert(change.customer.clone());
        }
        EntryBody::BillIssued(issued) => {
            let statement = &issued.statement;
            wanted.readings.extend(&issued.readings);
            wanted.customers.entry(statement.customer.clone()).or_default().insert(statement.id);
            want_from(wanted, &statement.customer, statement.id.period);
        }
        _ => {}
    }
}

fn want_from(wanted: &mut Wanted, customer: &CustomerNo, period: BillingPeriod) {
    let from = wanted.billing.entry(customer.clone()).or_insert(period);
    *from = period.min(*from);
}

impl Batch<'_> {
    pub(super) fn touch_billing(&mut self, customer: &CustomerNo, period: BillingPeriod) {
        let from = self.metered.entry(customer.clone()).or_insert(period);
        *from = period.min(*from);
    }

    /// Adds a reading. The same one that came before, from a clone or a restored backup, is one fact.
    pub(super) fn enter_reading(&mut self, noted: Noted, desk: UnitCode, reading: Reading) {
        let facts = self.billing.entry(reading.customer.clone()).or_default();
        if let Some(known) = facts.readings.iter().find(|known| known.reading.id == reading.id) {
            if known.reading != reading {
                tracing::warn!(entry = %noted.place, "a reading's id came again with other content; the first one stays");
            }
            return;
        }
        let supply = facts.supply.as_ref();
        let segment = supply.and_then(|row| row.supply.point(&reading.point)).map(|point| point.segment.clone());
        let (customer, period) = (reading.customer.clone(), reading.period);
        self.reading_owners.insert(reading.id, (customer.clone(), period));
        facts.readings.push(ReadingRow {
            noted,
            station: supply.map_or(desk, |row| row.station.clone()),
            segment,
            reading,
            state: ReviewState::Waiting,
            reviewer: None,
            note: String::new(),
            born: 0,
            version: 0,
        });
        self.touch_billing(&customer, period);
    }

    pub(super) fn withdraw_reading(&mut self, noted: &Noted, reading: ReadingId, reason: String) {
        self.act_on(noted, reading, Act::Withdrawn, reason);
    }

    pub(super) fn review_readings(&mut self, noted: &Noted, review: &Review) {
        for reading in &review.readings {
            let act = match review.verdict {
                Verdict::Approved => Act::Approved,
                Verdict::SentBack => Act::SentBack,
            };
            self.act_on(noted, *reading, act, review.note.clone());
        }
    }

    pub(super) fn request_change(&mut self, noted: &Noted, request: ReadingRequest) {
        self.act_on(noted, request.reading, Act::Requested(request.registers), request.reason);
    }

    /// Keeps what was done, also for a reading that did not arrive yet.
    fn act_on(&mut self, noted: &Noted, reading: ReadingId, act: Act, note: String) {
        let row = ActRow { reading, place: noted.place, operator: noted.operator, at_ms: noted.at_ms, act, note };
        if let Some((customer, period)) = self.reading_owners.get(&reading).cloned() {
            self.billing.entry(customer.clone()).or_default().acts.push(row.clone());
            self.touch_billing(&customer, period);
        }
        self.effects.billing.acts.push(row);
    }

    /// Where each reading of the customer stands now, which of them disagree, and what it does to bills.
    pub(super) fn settle_readings(&mut self, customer: &CustomerNo, from: BillingPeriod) {
        let mut facts = self.billing.remove(customer).unwrap_or_default();
        let before: Vec<_> = facts.readings.iter().map(|row| (row.state, row.reviewer, row.note.clone())).collect();
        stand(&mut facts);
        self.find_disagreements(customer, from, &facts);
        self.find_requests(customer, &facts);
        self.check_bills(customer, from, &mut facts);
        stand(&mut facts);
        for (row, (state, reviewer, note)) in facts.readings.iter_mut().zip(before) {
            let is_new = row.version == 0;
            if is_new || (row.state, row.reviewer, &row.note) != (state, reviewer, &note) {
                row.version = self.next_version();
                row.born = if is_new { row.version } else { row.born };
                if is_new && row.state == ReviewState::Waiting {
                    let EntryRef { stream, history, .. } = row.noted.place;
                    let (customer, after) = (customer.clone(), row.version);
                    self.effects.laid.push(LaidAccount { customer, stream, history, before: 0, after });
                }
                self.effects.billing.readings.push(row.clone());
            }
        }
        self.billing.insert(customer.clone(), facts);
    }

    /// 示数更正申请: one case for each reading, about the newest request.
    fn find_requests(&mut self, customer: &CustomerNo, facts: &BillingFacts) {
        for row in &facts.readings {
            let Some((act, registers)) = request_of(facts, row.reading.id) else { continue };
            let subject = subject_of_request(row.reading.id);
            if *registers == row.reading.registers || !(row.is_live() || is_corrected_here(facts, row.reading.id)) {
                self.cases.withdraw(&subject);
                continue;
            }
            let conflict = Conflict::ReadingChangeRequested {
                customer: customer.clone(),
                reading: row.reading.id,
                registers: registers.clone(),
                reason: act.note.clone(),
            };
            let terminal = self.device(act.place.stream.device).known.terminal.clone();
            let asked = Noted { place: act.place, operator: act.operator, terminal, at_ms: act.at_ms };
            self.cases.put(subject, Some(customer.clone()), conflict, vec![side_of(&row.noted), side_of(&asked)]);
        }
    }

    /// One case for each meter and month that two authors read differently; it closes when they agree again.
    fn find_disagreements(&mut self, customer: &CustomerNo, from: BillingPeriod, facts: &BillingFacts) {
        let mut by_meter: BTreeMap<(&MeterNo, BillingPeriod), Vec<&ReadingRow>> = BTreeMap::new();
        let rows = facts.readings.iter().filter(|row| row.reading.period >= from);
        for row in rows.filter(|row| is_of_the_round(&row.reading)) {
            by_meter.entry((&row.reading.meter, row.reading.period)).or_default().push(row);
        }
        for ((meter, period), rows) in by_meter {
            let subject = format!("readings-disagree {meter} {period}");
            let sides = sides_that_differ(&rows);
            if sides.is_empty() {
                self.cases.withdraw(&subject);
                continue;
            }
            let conflict = Conflict::ReadingsDisagree {
                customer: customer.clone(),
                meter: meter.clone(),
                period,
                readings: sides.iter().map(|row| row.reading.id).collect(),
            };
            let sides = sides.iter().map(|row| side_of(&row.noted)).collect();
            self.cases.put(subject, Some(customer.clone()), conflict, sides);
        }
    }
}

/// The subject of the case about a change that was asked for after the review.
pub fn subject_of_request(reading: ReadingId) -> String {
    format!("reading-change {reading}")
}

/// The request that stands for a reading: the newest.
pub fn request_of(facts: &BillingFacts, reading: ReadingId) -> Option<(&ActRow, &Registers)> {
    let registers = |act: &ActRow| matches!(act.act, Act::Requested(_));
    let requests = facts.acts.iter().filter(|act| act.reading == reading && registers(act));
    let newest = requests.max_by_key(|act| (act.at_ms, act.place.stream, act.place.seq))?;
    let Act::Requested(registers) = &newest.act else { return None };
    Some((newest, registers))
}

fn is_of_the_round(reading: &Reading) -> bool {
    matches!(reading.kind, ReadingKind::Periodic | ReadingKind::Supplementary)
}

/// The newest reading of each author, where two of them saw different things; in the order of their ids.
pub fn sides_that_differ<'a>(rows: &[&'a ReadingRow]) -> Vec<&'a ReadingRow> {
    let mut newest: BTreeMap<_, &ReadingRow> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.is_live()) {
        let author = (row.noted.operator, row.noted.place.stream.device, row.reading.method.is_on_site());
        let place = newest.entry(author).or_insert(row);
        if (row.noted.at_ms, row.reading.id) > (place.noted.at_ms, place.reading.id) {
            *place = row;
        }
    }
    let mut sides: Vec<&ReadingRow> = newest.into_values().collect();
    sides.sort_by_key(|row| row.reading.id);
    let differ = sides.iter().any(|one| sides.iter().any(|other| saw_another_thing(&one.reading, &other.reading)));
    if differ { sides } else { Vec::new() }
}

/// A register that both read shows different numbers.
fn saw_another_thing(one: &Reading, other: &Reading) -> bool {
    one.registers.iter().any(|(register, value)| other.registers.get(register).is_some_and(|seen| seen != value))
}

pub fn side_of(noted: &Noted) -> Side {
    Side {
        stream: noted.place.stream,
        history: noted.place.history,
        seq: Some(noted.place.seq),
        terminal: noted.terminal.clone(),
        operator: Some(noted.operator),
        receipt: None,
        amount: None,
        at_ms: Some(noted.at_ms),
    }
}

/// A reader does not review their own readings, whatever a desk let them do; the entry is kept and says nothing.
fn is_own_review(act: &ActRow, of: &ReadingRow) -> bool {
    matches!(act.act, Act::Approved | Act::SentBack) && act.operator == of.noted.operator
}

/// Billed where a bill names it; else taken back, else what the reviews said.
fn stand(facts: &mut BillingFacts) {
    let BillingFacts { readings, acts, statements, chosen, .. } = facts;
    let undone: Vec<ReadingId> = readings.iter().filter(|row| is_undone(row, acts)).map(|row| row.reading.id).collect();
    let in_force = readings.iter().filter(|row| !undone.contains(&row.reading.id));
    let replaced: Vec<ReadingId> = in_force.filter_map(|row| row.reading.replaces).collect();
    for row in readings {
        let id = row.reading.id;
        let counts = |act: &&ActRow| act.reading == id && !is_own_review(act, row);
        let mut acts: Vec<&ActRow> = acts.iter().filter(counts).collect();
        acts.sort_by_key(|act| (act.at_ms, act.place));
        // Of two people who said different things without a link, approval stands: clocks do not decide, and every desk
        // comes to the same.
        let verdict = |wanted: fn(&Act) -> bool| acts.iter().rev().find(|act| wanted(&act.act));
        let review =
            verdict(|act| matches!(act, Act::Approved)).or_else(|| verdict(|act| matches!(act, Act::SentBack)));
        let is_chosen = chosen.iter().any(|chosen| chosen.reading == id);
        let is_of_it = |bill: &StatementRow| bill.before.is_some() && bill.statement.id.period == row.reading.period;
        let names = |bill: &StatementRow| bill.readings.contains(&id) || (is_chosen && is_of_it(bill));
        let is_billed = statements.iter().any(|bill| !bill.voided && names(bill));
        let is_withdrawn = replaced.contains(&id) || acts.iter().any(|act| act.act == Act::Withdrawn);
        row.state = match review.map(|act| &act.act) {
            _ if undone.contains(&id) => ReviewState::Withdrawn,
            _ if is_billed => ReviewState::Billed,
            _ if is_withdrawn => ReviewState::Withdrawn,
            Some(Act::SentBack) => ReviewState::SentBack,
            Some(_) => ReviewState::Approved,
            None if is_of_the_center(row) => ReviewState::Approved,
            None => ReviewState::Waiting,
        };
        row.reviewer = review.map(|act| act.operator);
        row.note = review.map(|act| act.note.clone()).unwrap_or_default();
    }
}

/// A correction of the center whose decision was undone; what it replaced counts again.
fn is_undone(row: &ReadingRow, acts: &[ActRow]) -> bool {
    is_of_the_center(row) && acts.iter().any(|act| act.reading == row.reading.id && act.act == Act::Withdrawn)
}

/// A decision of the center corrected this reading, and is in force.
fn is_corrected_here(facts: &BillingFacts, reading: ReadingId) -> bool {
    let corrects = |row: &ReadingRow| row.reading.replaces == Some(reading) && is_of_the_center(row);
    facts.readings.iter().any(|row| corrects(row) && !is_undone(row, &facts.acts))
}

/// The center loads readings that were reviewed where they come from, and corrects them by decision.
fn is_of_the_center(row: &ReadingRow) -> bool {
    row.noted.place == super::archive::AT_THE_CENTER
}
