//! The prefecture of one seed: its center, its customers, its desks.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use center::{Database, NewAccount, NewOperator, Prefecture};
use chrono::{Days, NaiveDate};
use domain::{
    AllocationMode, Bill, BillId, BillingPeriod, CollectIn, CollectionRules, Customer, CustomerNo, CustomerStatus,
    ElecType, Money, Operator, OperatorId, PartialPayment, PowerState, ReadingId, Role, UnitCode,
};

use crate::demo;
use crate::machines::{TownHall, WorldTime};
use crate::seed::Rng;
use crate::simulator::archive::{Archive, month};
use crate::simulator::desk::Desk;
use crate::simulator::receipts::Receipts;
use crate::simulator::{Events, Kept, Size};

/// Everybody's password.
pub(crate) const PASSWORD: &str = "simulated";
const CUSTOMERS_PER_STATION: usize = 10;

pub(crate) struct World {
    pub rng: Rng,
    /// For what must not depend on what happened before, such as the center's key.
    pub roots: Rng,
    pub folder: PathBuf,
    pub database: Database,
    pub time: WorldTime,
    pub center: Prefecture,
    pub accounts: BTreeMap<CustomerNo, NewAccount>,
    pub desks: Vec<Desk>,
    pub receipts: Receipts,
    /// Readings that somebody saw entered.
    pub readings: BTreeSet<ReadingId>,
    pub archive: Archive,
    pub events: Events,
    pub folders: usize,
}

pub(crate) fn broken(error: impl std::fmt::Display) -> String {
    error.to_string()
}

impl World {
    pub(crate) fn new(mut rng: Rng, size: Size, folder: &Path, database: &Database) -> Kept<World> {
        let morning = NaiveDate::from_ymd_opt(2026, 11, 23).and_then(|day| day.and_hms_opt(8, 0, 0));
        let time = WorldTime::at(morning.expect("a real morning"));
        let roots = rng.fork("roots");
        let center = TownHall::open_on(database, &time, &roots).map_err(broken)?;
        let rules = rules(&mut rng);
        center.import_units(&demo::units()).map_err(broken)?;
        center.import_rules(&rules).map_err(broken)?;
        let mut world = World {
            rng,
            roots,
            folder: folder.to_owned(),
            database: database.clone(),
            time,
            center,
            accounts: BTreeMap::new(),
            desks: Vec::new(),
            receipts: Receipts::default(),
            readings: BTreeSet::new(),
            archive: Archive::new(),
            events: Events::default(),
            folders: 0,
        };
        world.settle_customers()?;
        world.settle_meters()?;
        world.seat_administrators()?;
        for number in 0..size.outlets {
            world.open_desk(number)?;
        }
        Ok(world)
    }

    /// The counters of two stations, so that some customers are foreign to some desks.
    fn counter(number: usize) -> UnitCode {
        let counters = ["42128010901", "42128010902", "42128010101", "42128010102"];
        counters[number % counters.len()].parse().expect("a counter of the demo")
    }

    fn open_desk(&mut self, number: usize) -> Kept {
        let unit = World::counter(number);
        let login = format!("{}", 1001 + number);
        let operator = Operator {
            id: OperatorId(number as u32 + 1),
            login: login.clone(),
            name: login.clone(),
            unit: unit.clone(),
            // A small station: the same person collects, reads, and looks at what others read.
            roles: vec![Role::Cashier, Role::MeterReader, Role::Biller],
            verifier: String::new(),
            suspended: false,
        };
        let operator = NewOperator { operator, password: Some(PASSWORD.to_owned()) };
        self.center.import_operators([operator], TownHall::CHEAP).map_err(broken)?;
        let folder = self.new_folder("desk");
        let desk = Desk::enrol(self, &folder, unit, number, login)?;
        self.desks.push(desk);
        Ok(())
    }

    pub(crate) fn new_folder(&mut self, kind: &str) -> PathBuf {
        self.folders += 1;
        self.folder.join(format!("{kind}-{}", self.folders))
    }

    fn settle_customers(&mut self) -> Kept {
        for station in ["421280109", "421280101"] {
            for index in 0..CUSTOMERS_PER_STATION {
                let no: CustomerNo =
                    format!("42{}{:04}", &station[4..9], index + 1).parse().map_err(|error| format!("{error}"))?;
                let account = self.new_account(&no, station.parse().expect("a station of the demo"));
                self.accounts.insert(no, account);
            }
        }
        self.center.import_accounts(self.accounts.values().cloned()).map(|_| ()).map_err(broken)
    }

    fn new_account(&mut self, no: &CustomerNo, unit: UnitCode) -> NewAccount {
        let classes = [ElecType::RURAL_RESIDENTIAL, ElecType::RURAL_RESIDENTIAL, ElecType::COMMERCIAL];
        let elec_type = *self.rng.pick(&classes);
        let prepaid = if self.rng.chance(1, 4) { self.amount(5_000) } else { Money::ZERO };
        let months = self.rng.below(4) as u8;
        let mut account = NewAccount {
            customer: Customer {
                no: no.clone(),
                old_no: None,
                name: format!("客户{no}"),
                address: "恩施市白杨坪镇".to_owned(),
                unit,
                elec_type,
                meter_no: format!("42{no}"),
                transformer_area: "台区01".to_owned(),
                phone: String::new(),
                status: CustomerStatus::Normal,
                power: PowerState::On,
            },
            bills: Vec::new(),
            prepaid,
            tail: Money::ZERO,
        };
        for month in 0..months {
            self.issue(&mut account, BillId::first_of(BillingPeriod::new(2026, 7 + month).expect("a month")));
        }
        account
    }

    fn issue(&mut self, account: &mut NewAccount, id: BillId) {
        let penalty_start = id.period.last_day() + Days::new(1 + self.rng.below(40));
        let bill = Bill {
            id,
            elec_type: account.customer.elec_type,
            energy_kwh: self.rng.below(400) as i64,
            amount: self.amount(30_000),
            penalty_start,
            lock: None,
            settlements: Vec::new(),
        };
        account.bills.push(bill);
    }

    /// Some fen, at least one.
    pub(crate) fn amount(&mut self, fen_max: u64) -> Money {
        Money::from_fen(self.rng.below(fen_max) as i64 + 1)
    }

    pub(crate) fn any_customer(&mut self) -> CustomerNo {
        let all: Vec<CustomerNo> = self.accounts.keys().cloned().collect();
        self.rng.pick(&all).clone()
    }

    /// The center issues a further bill, or holds one back, or lets it go again.
    pub(crate) fn change_an_account(&mut self) -> Kept {
        let no = self.any_customer();
        let mut account = self.accounts[&no].clone();
        let newest = account.bills.iter().map(|bill| bill.id.period).max();
        match (newest, self.rng.below(3)) {
            (Some(_), 0) => {
                let at = self.rng.below(account.bills.len() as u64) as usize;
                let bill = &mut account.bills[at];
                bill.lock = if bill.lock.is_none() { Some(domain::BillLock::BankDebit) } else { None };
            }
            // From this month on, bills come from readings.
            (Some(newest), _) if newest.next() >= month() => return Ok(()),
            (newest, _) => {
                let period = newest.map_or(BillingPeriod::new(2026, 7).expect("a month"), BillingPeriod::next);
                self.issue(&mut account, BillId::first_of(period));
            }
        }
        self.accounts.insert(no, account.clone());
        self.center.import_accounts([account]).map(|_| ()).map_err(broken)
    }

    /// The center is stopped and started; nothing that it answered is forgotten.
    pub(crate) fn restart_center(&mut self) -> Kept {
        self.events.center_restarts += 1;
        self.center = TownHall::open_on(&self.database, &self.time, &self.roots).map_err(broken)?;
        let center = self.center.clone();
        self.desks.iter_mut().for_each(|desk| desk.link.leads_to(center.clone()));
        Ok(())
    }
}

/// Each seed collects by rules of its own.
fn rules(rng: &mut Rng) -> CollectionRules {
    let standard = CollectionRules::standard();
    let mut counter = standard.counter_versions().to_vec();
    counter[0].allocation = *rng.pick(&[AllocationMode::BillByBill, AllocationMode::PrincipalFirst]);
    counter[0].partial_payment =
        *rng.pick(&[PartialPayment::Allowed, PartialPayment::Allowed, PartialPayment::Refused]);
    counter[0].collect_in = *rng.pick(&[CollectIn::Fen, CollectIn::Fen, CollectIn::Jiao, CollectIn::Yuan]);
    CollectionRules::new(standard.penalty_versions().to_vec(), counter)
}
