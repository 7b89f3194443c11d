//! Bills computed again: from the archive and the standing that each was computed on, the readings that count now, and the
//! tariff that is known now. What comes out different is answered by a further bill, or waits for a person.
//!
//! ```text
//! standing before the first ─▶ bill ─▶ standing ─▶ bill ─▶ … ─▶ standing of the supply
//! ```
//!
//! A bill moves the year's count and the last readings, so a change runs on through the bills after it.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

use domain::{
    Bill, BillId, BillRequest, BillStatement, BillingPeriod, BillingRefusal, Conflict, Correction, CustomerNo,
    Difference, MeterNo, Reading, ReadingId, ReadingKind, ReviewState, StatementReason, Supply, Tariff, after_bill,
    bill, difference, post_issue, spans,
};

use super::batch::Batch;
use super::cases::side_of_device;
use crate::ledger::{
    Act, ActRow, BillingFacts, ChosenReading, IssuedBill, ReadingRow, Side, StatementRow, SupplyStanding,
};

/// Why nothing more can be issued for a month: an issue's number has two digits and a half.
const NO_FURTHER_ISSUE: &str = "the month has used up its issue numbers; nothing more can be issued for it";

/// Why a month's difference is issued whatever it comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    /// 退补
    Correction,
    /// A decision about a case.
    Case,
}

/// What a bill is a function of.
pub struct Basis<'a> {
    pub id: BillId,
    pub supply: &'a Supply,
    pub before: &'a SupplyStanding,
    pub readings: &'a [&'a Reading],
    pub corrections: &'a [Correction],
    pub tariff: &'a Tariff,
}

/// A bill, and how the supply stands after it.
pub struct Computed {
    pub statement: BillStatement,
    pub after: SupplyStanding,
}

/// The last line of defence: arithmetic that overflows panics by design, and a panic here would refuse an outlet's push or
/// stop a run for ever. It is one bill that cannot be made, and it is said so.
pub fn compute(basis: &Basis<'_>) -> Result<Computed, BillingRefusal> {
    catch_unwind(AssertUnwindSafe(|| computed(basis))).unwrap_or_else(|_| {
        tracing::error!(month = %basis.id.period, "computing a bill broke off");
        Err(BillingRefusal::TooLarge)
    })
}

fn computed(basis: &Basis<'_>) -> Result<Computed, BillingRefusal> {
    let state = basis.before.with(basis.supply, 0);
    let spans = spans(&state, basis.readings)?;
    let (id, corrections, tariff) = (basis.id, basis.corrections, basis.tariff);
    let statement = bill(&BillRequest { id, state: &state, spans: &spans, corrections, tariff })?;
    let after = SupplyStanding::from(after_bill(&state, &statement, &spans));
    Ok(Computed { statement, after })
}

/// The reading of each meter that counts in a month: the one that a decision chose, then read on site before read remotely,
/// then the one that the bill named, then the newest. One that was corrected counts until its correction was reviewed.
pub fn readings_that_count<'a>(
    readings: impl Iterator<Item = &'a ReadingRow>,
    named: &[ReadingId],
    chosen: &[ChosenReading],
) -> Vec<&'a ReadingRow> {
    let mut of_meter: BTreeMap<&MeterNo, &ReadingRow> = BTreeMap::new();
    let rank = |row: &ReadingRow| {
        let is_chosen = chosen.iter().rposition(|it| it.reading == row.reading.id);
        let is_named = named.contains(&row.reading.id);
        (is_chosen, row.reading.method.is_on_site(), is_named, row.noted.at_ms, row.reading.id)
    };
    let live = |row: &&ReadingRow| row.is_live() && row.reading.kind != ReadingKind::Trial;
    let rows: Vec<&ReadingRow> = readings.filter(live).collect();
    let is_reviewed = |row: &ReadingRow| matches!(row.state, ReviewState::Approved | ReviewState::Billed);
    let reviewed = || rows.iter().filter(|row| is_reviewed(row));
    let is_corrected = |row: &ReadingRow| reviewed().any(|other| other.reading.replaces == Some(row.reading.id));
    for row in rows.iter().copied().filter(|row| !is_corrected(row)) {
        let best = of_meter.entry(&row.reading.meter).or_insert(row);
        if rank(row) > rank(best) {
            *best = row;
        }
    }
    of_meter.into_values().collect()
}

/// A bill computed again.
struct Again {
    computed: Computed,
    counted: Vec<ReadingId>,
    /// What would count without any decision: it names the bill's readings when the decision is undone.
    named: Vec<ReadingId>,
}

/// The readings that a bill names, and those which they replaced: they are named again when a correction is undone.
fn with_what_they_replaced(readings: &[ReadingRow], named: &[ReadingId]) -> Vec<ReadingId> {
    let mut all = named.to_vec();
    let mut place = 0;
    while let Some(id) = all.get(place).copied() {
        let replaced = readings.iter().find(|row| row.reading.id == id).and_then(|row| row.reading.replaces);
        all.extend(replaced.filter(|id| !all.contains(id)));
        place += 1;
    }
    all
}

/// The subject of the case about a bill that comes to something else.
pub fn subject_of(customer: &CustomerNo, bill: BillId) -> String {
    format!("bill-differs {customer} {bill}")
}

impl Batch<'_> {
    /// Computes the customer's bills from a month on again, in their order.
    pub(super) fn check_bills(&mut self, customer: &CustomerNo, from: BillingPeriod, facts: &mut BillingFacts) {
        let is_of_a_month = |row: &StatementRow| row.before.is_some() && row.statement.id.period >= from;
        let places: Vec<usize> =
            (0..facts.statements.len()).filter(|place| is_of_a_month(&facts.statements[*place])).collect();
        let Some(mut standing) = places.first().and_then(|first| facts.statements[*first].before.clone()) else {
            return;
        };
        for place in places {
            match self.compute_again(facts, place, &standing) {
                Ok(Again { computed, counted, named }) => {
                    self.answer(customer, facts, place, &computed.statement);
                    self.note_withdrawn(customer, facts, place, &counted);
                    self.keep_basis(&mut facts.statements[place], standing, named);
                    standing = computed.after;
                }
                Err(refusal) => {
                    let row = &facts.statements[place];
                    self.not_computable(customer, row, &refusal.to_string());
                    standing = standing_after(&standing, &row.statement);
                }
            }
        }
        self.keep_standing_of_supply(facts, standing);
    }

    fn compute_again(
        &self,
        facts: &BillingFacts,
        place: usize,
        before: &SupplyStanding,
    ) -> Result<Again, BillingRefusal> {
        let row = &facts.statements[place];
        let id = row.statement.id;
        let newest = facts.supply.as_ref().map(|supply| &supply.supply);
        let supply = facts.documents.get(&row.archive).or(newest).expect("a statement's archive is kept");
        let of_month = || facts.readings.iter().filter(|reading| reading.reading.period == id.period);
        let named = with_what_they_replaced(&facts.readings, &row.readings);
        let counted = readings_that_count(of_month(), &named, &facts.chosen);
        let named = readings_that_count(of_month(), &named, &[]);
        let readings: Vec<&Reading> = counted.iter().map(|row| &row.reading).collect();
        let settled = |bill: Option<BillId>| bill.is_some_and(|bill| bill.period == id.period);
        let corrections: Vec<Correction> =
            facts.corrections.iter().filter(|row| settled(row.settled)).map(|row| row.correction.clone()).collect();
        let tariff = &self.roster.tariff;
        let basis = Basis { id, supply, before, readings: &readings, corrections: &corrections, tariff };
        let ids = |rows: &[&ReadingRow]| rows.iter().map(|row| row.reading.id).collect();
        Ok(Again { computed: compute(&basis)?, counted: ids(&counted), named: ids(&named) })
    }

    /// A reading that was taken back after it had been billed: the bill stands until somebody looks.
    fn note_withdrawn(&mut self, customer: &CustomerNo, facts: &BillingFacts, place: usize, readings: &[ReadingId]) {
        let is_withdrawn = |act: &ActRow| act.act == Act::Withdrawn && readings.contains(&act.reading);
        if facts.acts.iter().any(is_withdrawn) {
            let why = "a reading of this bill was withdrawn after it had been billed; the meter has to be read again";
            self.not_computable(customer, &facts.statements[place], why);
        }
    }

    /// Remembers what the bill was computed from, if that moved.
    fn keep_basis(&mut self, row: &mut StatementRow, before: SupplyStanding, readings: Vec<ReadingId>) {
        if row.before.as_ref() != Some(&before) || row.readings != readings {
            (row.before, row.readings) = (Some(before), readings);
            self.effects.billing.statements.push(row.clone());
        }
    }

    fn keep_standing_of_supply(&mut self, facts: &mut BillingFacts, standing: SupplyStanding) {
        if let Some(supply) = facts.supply.as_mut().filter(|supply| supply.standing != standing) {
            supply.standing = standing;
            supply.version = self.next_version();
            self.effects.billing.supplies.push(supply.clone());
        }
    }

    /// Compares what was issued for the month with what it should be.
    fn answer(&mut self, customer: &CustomerNo, facts: &mut BillingFacts, place: usize, should_be: &BillStatement) {
        let first = &facts.statements[place].statement;
        let id = first.id;
        let counted = facts.statements.iter().filter(|row| !row.voided && row.statement.id.period == id.period);
        let issued: Vec<&BillStatement> = counted.map(|row| &row.statement).collect();
        let decided = self.decided.get(&(customer.clone(), id.period));
        let is_decided = decided.is_some();
        let is_correction = decided == Some(&Decided::Correction);
        let reason = if is_correction { StatementReason::Correction { of: id } } else { reason_of(first, should_be) };
        let subject = subject_of(customer, id);
        let Some(next) = self.next_issue(customer, facts, id.period) else {
            return self.not_computable(customer, &facts.statements[place], NO_FURTHER_ISSUE);
        };
        let Some(difference) = difference(&issued, should_be, next, reason) else {
            return self.cases.withdraw(&subject);
        };
        let rules = self.roster.tariff.rules_on(super::day_at(self.now_ms));
        let stands_as_decided =
            facts.statements.iter().any(|row| row.statement.id.period == id.period && is_of_a_rival(row));
        let is_small = difference.statement.total.abs() <= rules.difference.case_above && !stands_as_decided;
        if is_decided || is_small {
            self.cases.withdraw(&subject);
            self.issue_difference(customer, facts, place, difference);
        } else {
            let sides = self.sides_of(&facts.statements[place]);
            let Difference { statement, issued, should_be } = difference;
            let conflict = Conflict::BillDiffers {
                customer: customer.clone(),
                bill: id,
                issued,
                should_be: Some(should_be),
                why: None,
                difference: Some(Box::new(statement)),
            };
            self.cases.put(subject, Some(customer.clone()), conflict, sides);
        }
    }

    /// The next issue of a month; one that was voided keeps its number. `None` where the month has used up all of them.
    pub(super) fn next_issue(
        &self,
        customer: &CustomerNo,
        facts: &BillingFacts,
        period: BillingPeriod,
    ) -> Option<BillId> {
        let bills = self.accounts.get(customer).map_or(&[][..], |facts| &facts.bills);
        let bills = bills.iter().map(|known| known.bill.id);
        let all = bills.chain(facts.statements.iter().map(|row| row.statement.id));
        let last = all.filter(|id| id.period == period).map(|id| id.issue).max().unwrap_or(1);
        Some(BillId { period, issue: last.checked_add(1)? })
    }

    /// Issues a difference of the month whose bill stands at `place`.
    pub(super) fn issue_difference(
        &mut self,
        customer: &CustomerNo,
        facts: &mut BillingFacts,
        place: usize,
        difference: Difference,
    ) {
        let first = &facts.statements[place];
        let (id, station, archive) = (first.id, first.station.clone(), first.archive);
        let account = self.accounts.get(customer);
        let of_month = account.and_then(|facts| facts.bills.iter().find(|known| known.bill.id == first.statement.id));
        let first_penalty = of_month.map(|known| known.bill.penalty_start);
        let days = facts.supply.as_ref().and_then(|supply| super::bill_run::grace_days(self.roster, &supply.supply));
        let from_today = super::bill_run::penalty_start(super::day_at(self.now_ms), days.unwrap_or(0));
        let penalty_start = first_penalty.map_or(from_today, |first| first.max(from_today));
        let statement = difference.statement;
        let cause = format!("difference {customer} {}", statement.id);
        self.issue(customer, bill_of(&statement, penalty_start), &cause);
        let version = self.next_version();
        let decided_by = self.because.get(customer).copied();
        let row = StatementRow {
            id,
            station,
            source: None,
            archive,
            before: None,
            readings: Vec::new(),
            statement,
            version,
            operator: None,
            at_ms: None,
            decided_by,
            voided: false,
        };
        self.effects.billing.statements.push(row.clone());
        facts.statements.push(row);
    }

    /// A bill becomes debt of its account.
    pub(super) fn issue(&mut self, customer: &CustomerNo, bill: Bill, cause: &str) {
        let account = self.accounts.get_mut(customer).expect("the account of a bill is loaded");
        let row = account.row.as_ref().expect("only known customers are billed");
        let (id, unit) = (row.id, row.unit.clone());
        self.effects.billing.bills.push((id, bill.clone()));
        let amount = bill.amount;
        account.bills.push(IssuedBill { bill, was_open: true, issued_here: true });
        account.bills.sort_by_key(|known| known.bill.id);
        self.post(cause.to_owned(), &post_issue(&unit, amount));
        self.dirty.insert(customer.clone());
        self.rebilled.insert(customer.clone());
    }

    /// The center cannot compute a bill that was issued; a person has to look.
    pub(super) fn not_computable(&mut self, customer: &CustomerNo, row: &StatementRow, why: &str) {
        let conflict = Conflict::BillDiffers {
            customer: customer.clone(),
            bill: row.statement.id,
            issued: row.statement.total,
            should_be: None,
            why: Some(why.to_owned()),
            difference: None,
        };
        let sides = self.sides_of(row);
        self.cases.put(subject_of(customer, row.statement.id), Some(customer.clone()), conflict, sides);
    }

    pub(super) fn sides_of(&self, row: &StatementRow) -> Vec<Side> {
        let side = |place: crate::ledger::EntryRef| Side {
            seq: Some(place.seq),
            operator: row.operator,
            amount: Some(row.statement.total),
            at_ms: row.at_ms,
            ..side_of_device(self.device(place.stream.device), place.stream, place.history)
        };
        row.source.map(side).into_iter().collect()
    }
}

/// A decision made this difference out of another outlet's bill: nothing more is issued for the month by itself.
fn is_of_a_rival(row: &StatementRow) -> bool {
    let is_correction = matches!(row.statement.reason, StatementReason::Correction { .. });
    !row.voided && row.decided_by.is_some() && is_correction
}

/// The bill as the counter sees it.
pub fn bill_of(statement: &BillStatement, penalty_start: chrono::NaiveDate) -> Bill {
    Bill {
        id: statement.id,
        elec_type: statement.elec_type,
        energy_kwh: statement.energy_kwh,
        amount: statement.total,
        penalty_start,
        lock: None,
        settlements: Vec::new(),
    }
}

/// What made the difference: other readings, another version of a price, or else the archive.
fn reason_of(issued: &BillStatement, should_be: &BillStatement) -> StatementReason {
    let of = issued.id;
    let shown = |statement: &BillStatement| -> BTreeSet<_> {
        let meters = statement.points.iter().flat_map(|point| &point.meters);
        meters.map(|meter| (meter.meter.clone(), meter.register, meter.start, meter.end)).collect()
    };
    let versions = |statement: &BillStatement| -> BTreeSet<_> {
        statement.lines.iter().filter_map(|line| line.price_version).collect()
    };
    if shown(issued) != shown(should_be) {
        StatementReason::ReadingCorrected { of }
    } else if versions(issued) != versions(should_be) {
        StatementReason::LateTariff { of }
    } else {
        StatementReason::NewerArchive { of }
    }
}

/// How a supply stands after a bill that only its outlet could compute: where the bill says the meters stood.
fn standing_after(before: &SupplyStanding, issued: &BillStatement) -> SupplyStanding {
    let mut after = before.clone();
    for meter in issued.points.iter().flat_map(|point| &point.meters) {
        match after.last.iter_mut().find(|last| last.meter == meter.meter) {
            Some(last) => {
                last.registers.set(meter.register, meter.end);
                (last.on, last.estimated) = (issued.to, meter.estimated);
            }
            None => after.last.push(domain::LastReading {
                meter: meter.meter.clone(),
                on: issued.to,
                registers: domain::Registers::of([(meter.register, meter.end)]),
                estimated: meter.estimated,
            }),
        }
    }
    let period = issued.id.period;
    let counted = if before.year.year == period.year() { before.year.kwh } else { 0 };
    after.year = domain::YearUse { year: period.year(), kwh: counted.saturating_add(issued.energy_kwh) };
    after.months.retain(|month| month.period != period);
    after.months.insert(0, domain::MonthUse { period, kwh: issued.energy_kwh, estimated: issued.estimated });
    after.carried_kwh = issued.carried_kwh;
    after
}
