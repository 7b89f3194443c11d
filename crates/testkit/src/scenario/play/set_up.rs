//! What the center knows in a story: first by default, then by the story's lines.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use center::{NewAccount, NewOperator, Prefecture};
use chrono::NaiveDate;
use domain::{
    Bill, BillId, BillingPeriod, CollectionRules, CounterRule, Customer, CustomerNo, CustomerStatus, ElecType, Money,
    Operator, OperatorId, PartialPayment, PenaltyRule, PowerState, Role, TenderKind, Unit, UnitCode, UnitLevel,
};

use crate::demo;
use crate::machines::{TownHall, WorldTime};
use crate::scenario::command::{BillLine, Command, CustomerLine, PenaltyLine, Setting};
use crate::scenario::play::archive::Archive;
use crate::scenario::play::{Otherwise, Played};
use crate::scenario::story::Story;
use crate::seed::Rng;

/// What signs everybody in, unless the story gives them a password.
pub(crate) const PASSWORD: &str = "story";

pub(crate) struct Knowledge {
    pub center: Prefecture,
    pub units: Vec<Unit>,
    pub accounts: BTreeMap<CustomerNo, NewAccount>,
    pub rules: CollectionRules,
    /// Prices, segments and supplies.
    pub archive: Archive,
    operators: BTreeMap<String, NewOperator>,
    counter: Vec<CounterRule>,
    penalty: Vec<PenaltyRule>,
    /// What changed since the center was told.
    news: News,
}

#[derive(Default)]
struct News {
    units: bool,
    rules: bool,
    operators: BTreeSet<String>,
    accounts: BTreeSet<CustomerNo>,
}

impl Knowledge {
    /// The county company of 恩施市 with its stations and counters; one cashier at each counter comes with `outlet`.
    pub(crate) fn new(folder: &Path, world: &WorldTime, rng: &Rng, story: &Story) -> Played<Knowledge> {
        let center = TownHall::open(folder, world, rng).map_err(Otherwise::broken)?;
        let county = |unit: &Unit| unit.code.as_str().starts_with("4212801") || unit.code == demo::prefecture();
        let rules = CollectionRules::standard();
        let mut knowledge = Knowledge {
            center,
            units: demo::units().into_iter().filter(county).collect(),
            accounts: BTreeMap::new(),
            counter: rules.counter_versions().to_vec(),
            penalty: rules.penalty_versions().to_vec(),
            rules,
            archive: Archive::new(),
            operators: BTreeMap::new(),
            news: News { units: true, rules: true, ..News::default() },
        };
        knowledge.prepare_each(story);
        knowledge.bring_readers(story);
        Ok(knowledge)
    }

    /// Each amount of `pay each of` is a bill of a customer of its own, which the outlets have to know from the start.
    fn prepare_each(&mut self, story: &Story) {
        let groups = story.lines.iter().filter_map(|line| match &line.command {
            Command::PayEach(groups) => Some(groups),
            _ => None,
        });
        let amounts: Vec<Money> = groups.flatten().flat_map(|(_, amounts)| amounts.clone()).collect();
        let month = BillId::first_of(BillingPeriod::new(2010, 11).expect("a real month"));
        for (index, amount) in amounts.into_iter().enumerate() {
            let customer = customer_of_each(index);
            let line = BillLine { customer, bill: month, amount, energy_kwh: 0, overdue_from: None, lock: None };
            self.add_bill(&line, &demo::demo_station());
        }
    }

    pub(crate) fn learn(&mut self, command: &Command, station: &UnitCode) -> Played {
        match command {
            Command::Unit { code, name, parent } => self.add_unit(code, name, parent.as_ref()),
            Command::Customer(line) => self.add_customer(line, station),
            Command::Bill(line) => self.add_bill(line, station),
            Command::Lock { customer, bill, lock } => return self.lock(customer, *bill, *lock),
            Command::Revoke { customer, bill } => {
                self.account(customer, station).bills.retain(|known| known.id != *bill);
            }
            Command::Operator { login, name, roles, unit, password } => {
                let unit = unit.clone().unwrap_or_else(|| station.clone());
                self.add_operator(login, name.as_deref(), roles, &unit, password.as_deref());
            }
            Command::Set { setting, from } => self.set(setting, *from),
            _ => unreachable!("only lines of the set-up are learnt"),
        }
        Ok(())
    }

    fn add_unit(&mut self, code: &UnitCode, name: &str, parent: Option<&UnitCode>) {
        let digits = code.as_str();
        let level = match digits.len() {
            0..=5 => UnitLevel::Prefecture,
            6..=7 => UnitLevel::CountyCompany,
            8..=9 => UnitLevel::Station,
            _ => UnitLevel::Outlet,
        };
        let above = digits.get(..digits.len().saturating_sub(2)).and_then(|prefix| prefix.parse().ok());
        let unit = Unit { code: code.clone(), parent: parent.cloned().or(above), level, name: name.to_owned() };
        self.units.retain(|known| known.code != unit.code);
        self.units.push(unit);
        self.news.units = true;
    }

    fn add_customer(&mut self, line: &CustomerLine, station: &UnitCode) {
        let account = self.account(&line.no, station);
        let customer = &mut account.customer;
        let text = |given: &Option<String>, kept: &str| given.clone().unwrap_or_else(|| kept.to_owned());
        customer.name = text(&line.name, &customer.name);
        customer.meter_no = text(&line.meter, &customer.meter_no);
        customer.address = text(&line.address, &customer.address);
        customer.phone = text(&line.phone, &customer.phone);
        customer.old_no = line.old_no.clone().or(customer.old_no.take());
        customer.unit = line.unit.clone().unwrap_or_else(|| customer.unit.clone());
        customer.elec_type = line.class.unwrap_or(customer.elec_type);
        customer.status = line.status;
        customer.power = line.power;
        let elec_type = customer.elec_type;
        account.prepaid = line.prepaid;
        account.tail = line.tail;
        account.bills.iter_mut().for_each(|bill| bill.elec_type = elec_type);
    }

    /// The account to change, made up where it is new.
    pub(crate) fn account(&mut self, no: &CustomerNo, station: &UnitCode) -> &mut NewAccount {
        self.news.accounts.insert(no.clone());
        self.accounts.entry(no.clone()).or_insert_with(|| NewAccount {
            customer: Customer {
                no: no.clone(),
                old_no: None,
                name: format!("客户{}", no.as_str().trim_start_matches('0')),
                address: "恩施市白杨坪镇".to_owned(),
                unit: station.clone(),
                elec_type: ElecType::RURAL_RESIDENTIAL,
                meter_no: format!("42{no}"),
                transformer_area: "10kV白杨线熊家岩台区01".to_owned(),
                phone: String::new(),
                status: CustomerStatus::Normal,
                power: PowerState::On,
            },
            bills: Vec::new(),
            prepaid: Money::ZERO,
            tail: Money::ZERO,
        })
    }

    fn add_bill(&mut self, line: &BillLine, station: &UnitCode) {
        let never = NaiveDate::from_ymd_opt(2100, 1, 1).expect("a real date");
        let account = self.account(&line.customer, station);
        let bill = Bill {
            id: line.bill,
            elec_type: account.customer.elec_type,
            energy_kwh: line.energy_kwh,
            amount: line.amount,
            penalty_start: line.overdue_from.unwrap_or(never),
            lock: line.lock,
            settlements: Vec::new(),
        };
        account.bills.retain(|known| known.id != bill.id);
        account.bills.push(bill);
        account.bills.sort_by_key(|bill| bill.id);
    }

    fn lock(&mut self, customer: &CustomerNo, bill: BillId, lock: Option<domain::BillLock>) -> Played {
        let account = self.accounts.get_mut(customer);
        let found = account.and_then(|account| account.bills.iter_mut().find(|known| known.id == bill));
        let Some(found) = found else {
            return Err(Otherwise::new(format!("a line `bill {customer} {bill} …` before"), "there is none"));
        };
        found.lock = lock;
        self.news.accounts.insert(customer.clone());
        Ok(())
    }

    pub(crate) fn password_of(&self, login: &str) -> String {
        self.operators.get(login).and_then(|known| known.password.clone()).unwrap_or_else(|| PASSWORD.to_owned())
    }

    pub(crate) fn operator_id(&self, login: &str) -> Option<OperatorId> {
        self.operators.get(login).map(|known| known.operator.id)
    }

    pub(crate) fn login_of(&self, id: OperatorId) -> Option<String> {
        let known = self.operators.values().find(|known| known.operator.id == id);
        known.map(|known| known.operator.login.clone())
    }

    pub(crate) fn has_cashier_at(&self, unit: &UnitCode) -> bool {
        self.operators.values().any(|known| known.operator.unit == *unit)
    }

    pub(crate) fn add_operator(
        &mut self,
        login: &str,
        name: Option<&str>,
        roles: &[Role],
        unit: &UnitCode,
        password: Option<&str>,
    ) {
        let next = OperatorId(self.operators.len() as u32 + 1);
        let id = self.operators.get(login).map_or(next, |known| known.operator.id);
        let operator = Operator {
            id,
            login: login.to_owned(),
            name: name.unwrap_or(login).to_owned(),
            unit: unit.clone(),
            roles: if roles.is_empty() { vec![Role::Cashier] } else { roles.to_vec() },
            verifier: String::new(),
            suspended: false,
        };
        let password = Some(password.unwrap_or(PASSWORD).to_owned());
        self.operators.insert(login.to_owned(), NewOperator { operator, password });
        self.news.operators.insert(login.to_owned());
    }

    pub(crate) fn suspend_operator(&mut self, login: &str) -> Played {
        let known = self.operators.get_mut(login);
        let known = known.ok_or_else(|| Otherwise::new(format!("an operator {login}"), "nobody has that number"))?;
        known.operator.suspended = true;
        self.news.operators.insert(login.to_owned());
        Ok(())
    }

    fn set(&mut self, setting: &Setting, from: Option<NaiveDate>) {
        match setting {
            Setting::Penalty(line) => {
                version(&mut self.penalty, from, |rule| &mut rule.effective_from, |rule| line.apply(rule))
            }
            Setting::Allocation(mode) => self.set_counter(from, |rule| rule.allocation = *mode),
            Setting::CollectIn(unit) => self.set_counter(from, |rule| rule.collect_in = *unit),
            Setting::Partial(allowed) => self.set_counter(from, |rule| {
                rule.partial_payment = if *allowed { PartialPayment::Allowed } else { PartialPayment::Refused };
            }),
        }
        self.rules = CollectionRules::new(self.penalty.clone(), self.counter.clone());
        self.news.rules = true;
    }

    fn set_counter(&mut self, from: Option<NaiveDate>, change: impl Fn(&mut CounterRule)) {
        version(&mut self.counter, from, |rule| &mut rule.effective_from, change);
    }

    /// Loads all that is new.
    pub(crate) fn tell_center(&mut self, today: NaiveDate) -> Played {
        let news = std::mem::take(&mut self.news);
        let center = &self.center;
        if news.units {
            center.import_units(&self.units).map_err(Otherwise::broken)?;
        }
        if news.rules {
            center.import_rules(&self.rules).map_err(Otherwise::broken)?;
        }
        let operators: Vec<NewOperator> = news.operators.iter().map(|login| self.operators[login].clone()).collect();
        if !operators.is_empty() {
            center.import_operators(operators, TownHall::CHEAP).map_err(Otherwise::broken)?;
        }
        let accounts: Vec<NewAccount> = news.accounts.iter().map(|no| self.accounts[no].clone()).collect();
        center.import_accounts(accounts).map_err(Otherwise::broken)?;
        self.tell_of_meters(today)
    }

    pub(crate) fn station_of(&self, unit: &UnitCode) -> UnitCode {
        let tree = domain::UnitTree::new(self.units.clone());
        tree.station_of(unit).map_or_else(|| unit.clone(), |station| station.code.clone())
    }
}

/// Changes all versions, or adds one from a day on that differs from the one before only in the change.
pub(crate) fn version<R: Clone>(
    versions: &mut Vec<R>,
    from: Option<NaiveDate>,
    date: impl Fn(&mut R) -> &mut NaiveDate,
    change: impl Fn(&mut R),
) {
    let Some(from) = from else {
        versions.iter_mut().for_each(change);
        return;
    };
    versions.sort_by_key(|rule| *date(&mut rule.clone()));
    let before = versions.iter().rev().find(|rule| *date(&mut (*rule).clone()) <= from).unwrap_or(&versions[0]);
    let mut rule = before.clone();
    *date(&mut rule) = from;
    change(&mut rule);
    versions.push(rule);
}

impl PenaltyLine {
    fn apply(&self, rule: &mut PenaltyRule) {
        rule.resident_per_day = self.residents.unwrap_or(rule.resident_per_day);
        rule.other_per_day = self.others.unwrap_or(rule.other_per_day);
        rule.other_cross_year_per_day = self.cross_year.unwrap_or(rule.other_cross_year_per_day);
        rule.minimum = self.minimum.unwrap_or(rule.minimum);
        rule.cap_share = self.cap.unwrap_or(rule.cap_share);
        rule.day_count = self.days.unwrap_or(rule.day_count);
    }
}

/// The customers of `pay each of`, in the order of the story.
pub(crate) fn customer_of_each(index: usize) -> CustomerNo {
    format!("99{:08}", index + 1).parse().expect("ten digits")
}

/// Every tender of the trade, for `pay each of`.
pub(crate) fn exactly(kind: TenderKind, amount: Money) -> domain::Tender {
    crate::scenario::read_counter::filled_in(kind, amount)
}
