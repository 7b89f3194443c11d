//! A center on a real file, and desks that write real journals: what the tests of the center share.
#![allow(dead_code)] // Every test binary uses its own part of this.

pub mod books;
pub mod desk;
pub mod metered;
pub mod server;

use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use center::{Clock, NewAccount, Opening, Prefecture, Randomness};
use chrono::NaiveDate;
use domain::*;
use journal::*;
use tempfile::TempDir;

pub use desk::Desk;

pub const NOON: i64 = 1_795_406_400_000;
pub const STATION: &str = "421280103";

pub struct SetClock(pub AtomicI64);

impl Clock for SetClock {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// The same bytes in every run.
pub struct Seeded(Mutex<u64>);

impl Randomness for Seeded {
    fn fill(&self, bytes: &mut [u8]) {
        let mut state = self.0.lock().unwrap();
        for byte in bytes {
            *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            *byte = (*state >> 56) as u8;
        }
    }
}

pub struct TestCenter {
    pub dir: TempDir,
    pub clock: Arc<SetClock>,
    pub prefecture: Prefecture,
}

impl std::ops::Deref for TestCenter {
    type Target = Prefecture;
    fn deref(&self) -> &Prefecture {
        &self.prefecture
    }
}

impl TestCenter {
    /// One county, one station with two outlets and one more station.
    pub fn new() -> TestCenter {
        let dir = tempfile::tempdir().unwrap();
        let clock = Arc::new(SetClock(AtomicI64::new(NOON)));
        let prefecture = open(dir.path(), clock.clone());
        prefecture.import_units(&units()).unwrap();
        TestCenter { dir, clock, prefecture }
    }

    /// The same file, opened again.
    pub fn restarted(self) -> TestCenter {
        let TestCenter { dir, clock, prefecture } = self;
        drop(prefecture);
        let prefecture = open(dir.path(), clock.clone());
        TestCenter { dir, clock, prefecture }
    }

    pub fn load(&self, accounts: Vec<NewAccount>) {
        self.import_accounts(accounts).unwrap();
    }

    pub fn desk(&self, unit: &str, terminal: &str) -> Desk {
        let code = self.enrolment_code(&unit.parse().unwrap(), &terminal.parse().unwrap()).unwrap();
        Desk::enrolled(&self.prefecture, &code.text, key_of(terminal))
    }

    /// Prepayment and unpaid principal of an account.
    pub fn stands(&self, no: &str) -> (String, String) {
        let account = self.account(&no.parse().unwrap()).unwrap().expect("a known account").account;
        (account.prepaid.to_string(), account.arrears().to_string())
    }

    /// The open cases as `kind customer`.
    pub fn open_cases(&self) -> Vec<String> {
        let filter = center::ledger::CaseFilter {
            status: Some(center::ledger::CaseStatus::Open),
            ..center::ledger::CaseFilter::default()
        };
        let mut cases: Vec<String> = self.cases(&filter).unwrap().into_iter().map(|case| case.subject).collect();
        cases.sort();
        cases
    }

    pub fn assert_books_balance(&self) {
        for (unit, sum) in self.trial_balance().unwrap() {
            assert!(sum.is_zero(), "the books of {unit} miss balance by {sum}");
        }
    }

    /// All balances as text, to compare two centers.
    pub fn ledger(&self) -> Vec<String> {
        let balances = self.balances().unwrap();
        let lines = balances.into_iter().filter(|(.., amount)| !amount.is_zero());
        lines.map(|(unit, account, amount)| format!("{unit} {account:?} {amount}")).collect()
    }
}

pub fn open(dir: &Path, clock: Arc<SetClock>) -> Prefecture {
    Prefecture::open(Opening {
        database: books::database_in(dir),
        key: DeviceKey::from_seed([9; 32]),
        clock,
        randomness: Arc::new(Seeded(Mutex::new(1))),
    })
    .unwrap()
}

pub fn units() -> Vec<Unit> {
    let unit = |code: &str, parent: Option<&str>, level, name: &str| Unit {
        code: code.parse().unwrap(),
        parent: parent.map(|parent| parent.parse().unwrap()),
        level,
        name: name.to_owned(),
    };
    vec![
        unit("42128", None, UnitLevel::Prefecture, "州公司"),
        unit("4212801", Some("42128"), UnitLevel::CountyCompany, "某县公司"),
        unit(STATION, Some("4212801"), UnitLevel::Station, "白杨坪供电所"),
        unit("42128010301", Some(STATION), UnitLevel::Outlet, "白杨坪营业网点"),
        unit("42128010302", Some(STATION), UnitLevel::Outlet, "熊家岩营业网点"),
        unit("421280104", Some("4212801"), UnitLevel::Station, "龙凤供电所"),
        unit("42128010401", Some("421280104"), UnitLevel::Outlet, "龙凤营业网点"),
    ]
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn money(text: &str) -> Money {
    text.parse().unwrap()
}

pub fn key_of(terminal: &str) -> DeviceKey {
    let mut seed = [7; 32];
    seed[..terminal.len()].copy_from_slice(terminal.as_bytes());
    DeviceKey::from_seed(seed)
}

/// A resident with bills of these months and amounts, due long after the tests' day.
pub fn account(no: &str, bills: &[(&str, &str)]) -> NewAccount {
    let bill = |(period, amount): &(&str, &str)| Bill {
        id: period.parse().unwrap(),
        elec_type: ElecType::RURAL_RESIDENTIAL,
        energy_kwh: 100,
        amount: money(amount),
        penalty_start: day("2027-06-01"),
        lock: None,
        settlements: Vec::new(),
    };
    NewAccount {
        customer: Customer {
            no: no.parse().unwrap(),
            old_no: None,
            name: "田大贵".to_owned(),
            address: "白杨坪镇三组".to_owned(),
            unit: STATION.parse().unwrap(),
            elec_type: ElecType::RURAL_RESIDENTIAL,
            meter_no: format!("4230{no}"),
            transformer_area: "白杨坪1号台区".to_owned(),
            phone: "12800000000".to_owned(),
            status: CustomerStatus::Normal,
            power: PowerState::On,
        },
        bills: bills.iter().map(bill).collect(),
        prepaid: Money::ZERO,
        tail: Money::ZERO,
    }
}
