//! What the center keeps in memory. It is always what the last commit left in the database.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use domain::{
    CaseId, CollectionRules, CustomerNo, DecisionRules, DeviceId, LedgerAccount, Money, OperatorId, Segment, SegmentNo,
    Seq, Stream, Tariff, UnitCode, UnitTree,
};
use journal::{Head, PublicKey, root};

use crate::ledger::{CaseRow, DeviceRow, Effects, FactChange, History, MoveRow, SettingRow, Standing};

/// What only the writer needs.
#[derive(Debug, Default)]
pub struct Books {
    pub version: u64,
    pub last_fact: u64,
    pub last_case: u64,
    pub last_customer: u64,
    pub suspended_operators: HashMap<OperatorId, i64>,
    /// By subject; cases about a customer begin with its number.
    pub cases: BTreeMap<String, CaseRow>,
    pub balances: BTreeMap<(UnitCode, LedgerAccount), Money>,
    /// Account numbers with payments that nobody knows.
    pub unknown_customers: HashSet<CustomerNo>,
    pub has_payments: bool,
    pub last_correction: u64,
    pub last_run: u64,
    /// Units that customers left.
    pub moves: HashMap<CustomerNo, Vec<MoveRow>>,
    /// Subjects by number.
    case_subjects: HashMap<CaseId, String>,
    /// Where the center's own journal stands, if it has an entry.
    pub acts_head: Option<Head>,
    /// 处理参数, all versions.
    pub decision_rules: Vec<DecisionRules>,
    /// A commit failed, so memory may be behind the database.
    pub is_stale: bool,
}

/// What every exchange reads.
#[derive(Clone, Debug)]
pub struct Roster {
    pub units: UnitTree,
    pub rules: CollectionRules,
    pub devices: BTreeMap<DeviceId, DeviceRow>,
    pub histories: HashMap<Stream, Vec<History>>,
    /// Prices and billing settings, all versions.
    pub tariff: Arc<Tariff>,
    pub segments: Arc<BTreeMap<SegmentNo, Segment>>,
}

/// Splits what was read from the database.
pub fn open_books(standing: Standing) -> (Books, Roster) {
    let mut roster = Roster {
        units: UnitTree::new(standing.units),
        rules: standing.rules.unwrap_or_else(CollectionRules::standard),
        devices: standing.devices.into_iter().map(|device| (device.known.device, device)).collect(),
        histories: HashMap::new(),
        tariff: Arc::new(Tariff::new(standing.prices, standing.billing_rules)),
        segments: Arc::new(standing.segments.into_iter().map(|segment| (segment.no.clone(), segment)).collect()),
    };
    for history in standing.histories {
        roster.histories.entry(history.stream).or_default().push(history);
    }
    let case_subjects = standing.cases.iter().map(|case| (case.id, case.subject.clone())).collect();
    let mut books = Books {
        case_subjects,
        moves: HashMap::new(),
        acts_head: standing.acts_head,
        decision_rules: decision_rules_of(&standing.settings),
        version: standing.version,
        last_fact: standing.last_fact,
        last_case: standing.last_case,
        last_customer: standing.last_customer,
        suspended_operators: standing.suspended_operators.into_iter().collect(),
        cases: standing.cases.into_iter().map(|case| (case.subject.clone(), case)).collect(),
        balances: standing.balances,
        unknown_customers: standing.unknown_customers.into_iter().collect(),
        has_payments: standing.has_payments,
        last_correction: standing.last_correction,
        last_run: standing.last_run,
        is_stale: false,
    };
    standing.moves.into_iter().for_each(|row| books.note_move(row));
    (books, roster)
}

/// A version with the same day takes the place of the one before; a document that cannot be read is left out and said so.
fn decision_rules_of(settings: &[SettingRow]) -> Vec<DecisionRules> {
    let of_this = settings.iter().filter(|row| row.name == DecisionRules::NAME);
    of_this
        .filter_map(|row| {
            let read = serde_json::from_str(&row.content);
            read.inspect_err(|error| tracing::error!(%error, "settings of decisions cannot be read")).ok()
        })
        .collect()
}

impl Books {
    /// The newest time that a customer left a unit is what counts.
    fn note_move(&mut self, row: MoveRow) {
        let left = self.moves.entry(row.customer.clone()).or_default();
        left.retain(|known| known.unit != row.unit);
        left.push(row);
    }

    /// Takes over what was committed.
    pub fn apply(&mut self, effects: &Effects) {
        self.version = self.version.max(effects.version);
        for fact in &effects.new_facts {
            self.last_fact = self.last_fact.max(fact.fact);
            self.has_payments = true;
        }
        for (row, _) in &effects.customers {
            self.last_customer = self.last_customer.max(row.account.id);
            self.unknown_customers.remove(&row.customer.no);
        }
        for fact in effects.new_facts.iter().filter(|fact| fact.booked.as_ref().is_some_and(|b| b.owner.is_none())) {
            self.unknown_customers.insert(fact.payment.customer.clone());
        }
        let unplaced = |change: &&FactChange| change.booked.as_ref().is_some_and(|booked| booked.owner.is_none());
        for change in effects.fact_changes.iter().filter(unplaced) {
            self.unknown_customers.insert(change.account.clone());
        }
        for case in &effects.cases {
            self.last_case = self.last_case.max(case.id.0);
            self.case_subjects.insert(case.id, case.subject.clone());
            self.cases.insert(case.subject.clone(), case.clone());
        }
        if let Some(act) = effects.decisions.acts.last() {
            self.acts_head = Some(Head { seq: act.seq, hash: act.hash });
        }
        self.decision_rules.extend(decision_rules_of(&effects.decisions.settings));
        for ((unit, account), amount) in &effects.balances {
            *self.balances.entry((unit.clone(), *account)).or_default() += *amount;
        }
        effects.records.moves.iter().for_each(|row| self.note_move(row.clone()));
        for correction in &effects.billing.corrections {
            self.last_correction = self.last_correction.max(correction.id);
        }
        for run in &effects.billing.runs {
            self.last_run = self.last_run.max(run.id);
        }
        for (operator, suspended_ms, _) in &effects.operators {
            match suspended_ms {
                Some(since) => self.suspended_operators.insert(operator.id, *since),
                None => self.suspended_operators.remove(&operator.id),
            };
        }
    }

    /// The sum of every unit's balances. All of them are zero, or something is very wrong.
    pub fn trial_balance(&self) -> BTreeMap<UnitCode, Money> {
        let mut sums: BTreeMap<UnitCode, Money> = BTreeMap::new();
        for ((unit, _), amount) in &self.balances {
            *sums.entry(unit.clone()).or_default() += *amount;
        }
        sums
    }

    pub fn case(&self, id: CaseId) -> Option<&CaseRow> {
        self.subject_of_case(id).and_then(|subject| self.cases.get(subject))
    }

    pub fn subject_of_case(&self, id: CaseId) -> Option<&String> {
        self.case_subjects.get(&id)
    }
}

impl Roster {
    pub fn apply(&mut self, effects: &Effects) {
        for device in &effects.devices {
            self.devices.insert(device.known.device, device.clone());
        }
        for history in &effects.histories {
            let of_stream = self.histories.entry(history.stream).or_default();
            match of_stream.iter_mut().find(|known| known.number == history.number) {
                Some(known) => *known = history.clone(),
                None => of_stream.push(history.clone()),
            }
        }
        if !effects.units.is_empty() {
            let new = effects.units.iter().map(|(unit, _)| unit.clone());
            self.units = UnitTree::new(self.units.units().cloned().chain(new).collect::<Vec<_>>());
        }
        if let Some((rules, _)) = &effects.rules {
            self.rules = rules.clone();
        }
        if !(effects.prices.is_empty() && effects.billing.rules.is_empty()) {
            self.tariff = Arc::new(with(&self.tariff, effects));
        }
        if !effects.billing.segments.is_empty() {
            let segments = Arc::make_mut(&mut self.segments);
            for (segment, ..) in &effects.billing.segments {
                segments.insert(segment.no.clone(), segment.clone());
            }
        }
    }

    pub fn histories(&self, stream: Stream) -> &[History] {
        self.histories.get(&stream).map_or(&[], Vec::as_slice)
    }

    /// 供电单位 of a unit: the station it is part of, or itself.
    pub fn station_of(&self, unit: &UnitCode) -> UnitCode {
        self.units.station_of(unit).map_or_else(|| unit.clone(), |station| station.code.clone())
    }

    /// The station and everything below it.
    pub fn units_of_station(&self, station: &UnitCode) -> Vec<UnitCode> {
        let below = self.units.units().filter(|unit| self.units.is_within(&unit.code, station));
        let mut units: Vec<UnitCode> = below.map(|unit| unit.code.clone()).collect();
        if units.is_empty() {
            units.push(station.clone());
        }
        units
    }
}

/// The tariff with the versions that were loaded. A version with the same number or day takes the place of the other.
fn with(tariff: &Tariff, effects: &Effects) -> Tariff {
    let mut prices: BTreeMap<u32, _> = tariff.prices().iter().map(|price| (price.id, price.clone())).collect();
    prices.extend(effects.prices.iter().map(|(price, _)| (price.id, price.clone())));
    let mut rules: BTreeMap<_, _> =
        tariff.rules_versions().iter().map(|rules| (rules.effective_from, rules.clone())).collect();
    rules.extend(effects.billing.rules.iter().map(|(rules, _)| (rules.effective_from, rules.clone())));
    Tariff::new(prices.into_values().collect(), rules.into_values().collect())
}

/// What is held of a journal: its first history, or nothing yet.
pub fn held_of(histories: &[History], number: u32, stream: Stream, key: &PublicKey) -> Head {
    let found = histories.iter().find(|history| history.number == number);
    found.map_or_else(|| Head { seq: Seq::ZERO, hash: root(stream, key) }, |history| history.held)
}
