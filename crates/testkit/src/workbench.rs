//! One desk with its center, enrolled, filled and signed in: where single things are tried and measured.

use std::path::Path;

use center::ledger::LedgerError;
use center::{NewAccount, NewOperator, Prefecture};
use chrono::NaiveDate;
use domain::{CustomerNo, Money, OperatorId, Role, SupplyState, Tendered};
use outlet::{Access, TakePayment, TakenPayment, sync_now};
use store::ReplicaKey;
use tempfile::TempDir;

use crate::demo;
use crate::machines::{FlakyLink, Laptop, TownHall, WorldTime};
use crate::seed::Rng;

const PASSWORD: &str = "workbench";

pub struct Desk {
    pub laptop: Laptop,
    pub link: FlakyLink,
    pub center: Prefecture,
    pub world: WorldTime,
    pub customers: Vec<CustomerNo>,
    /// Removed at the end.
    pub folder: TempDir,
}

/// The day on which the workbench stands.
pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).expect("a real day")
}

/// A center with the demo's units, prices and rules, one cashier, and some customers of the demo's township.
pub fn town_hall(folder: &Path, world: &WorldTime, accounts: impl Iterator<Item = NewAccount>) -> Prefecture {
    let center = town_hall_with(folder, world, &[Role::Cashier]);
    center.import_accounts(accounts).expect("accounts are loaded");
    center
}

fn town_hall_with(folder: &Path, world: &WorldTime, roles: &[Role]) -> Prefecture {
    let center = TownHall::open(folder, world, &Rng::new(7)).expect("the center opens");
    center.import_units(&demo::units()).expect("units are loaded");
    center.import_rules(&demo::rules()).expect("rules are loaded");
    center.import_prices(&demo::prices()).expect("prices are loaded");
    center.import_billing_rules(&demo::billing_rules()).expect("settings are loaded");
    let mut cashier = demo::operators().remove(0).operator;
    cashier.id = OperatorId(1);
    cashier.roles = roles.to_vec();
    let cashier = NewOperator { operator: cashier, password: Some(PASSWORD.to_owned()) };
    center.import_operators([cashier], TownHall::CHEAP).expect("operators are loaded");
    center
}

/// The first customers of the demo's township, with the bills of their latest months.
pub fn accounts(count: usize, months: usize) -> Vec<NewAccount> {
    let prefecture = demo::Prefecture::new(1, today()).with_bills_of_months(months);
    prefecture.township(&demo::demo_station(), count).map(NewAccount::from).collect()
}

/// People at once in memory.
const PEOPLE_AT_ONCE: usize = 5_000;

/// Loads accounts and, beside them, how they are metered.
pub fn import_people(
    center: &Prefecture,
    mut people: impl Iterator<Item = demo::DemoAccount>,
) -> Result<(), LedgerError> {
    loop {
        let mut chunk: Vec<demo::DemoAccount> = people.by_ref().take(PEOPLE_AT_ONCE).collect();
        if chunk.is_empty() {
            return Ok(());
        }
        let supplies: Vec<SupplyState> = chunk.iter_mut().filter_map(|account| account.supply.take()).collect();
        center.import_accounts(chunk.into_iter().map(NewAccount::from))?;
        center.import_supplies(supplies)?;
    }
}

impl From<demo::DemoAccount> for NewAccount {
    fn from(made: demo::DemoAccount) -> NewAccount {
        NewAccount { customer: made.customer, bills: made.bills, prepaid: made.prepaid, tail: made.tail }
    }
}

impl Desk {
    /// The first customers of the demo's township with their supplies and routes, and somebody who may also do this.
    pub fn with_people(count: usize, role: Role) -> Desk {
        let people = demo::Prefecture::new(1, today()).with_bills_of_months(1);
        let station = demo::demo_station();
        Desk::opened(&[Role::Cashier, role], |center| {
            center.import_segments(&people.segments(&station, count)).expect("segments are loaded");
            import_people(center, people.township(&station, count)).expect("people are loaded");
            people.township(&station, count).map(|account| account.customer.no).collect()
        })
    }

    pub fn with_customers(count: usize) -> Desk {
        Desk::with(accounts(count, 3))
    }

    pub fn with(accounts: Vec<NewAccount>) -> Desk {
        Desk::opened(&[Role::Cashier], |center| {
            let customers = accounts.iter().map(|account| account.customer.no.clone()).collect();
            center.import_accounts(accounts).expect("accounts are loaded");
            customers
        })
    }

    fn opened(roles: &[Role], fill: impl FnOnce(&Prefecture) -> Vec<CustomerNo>) -> Desk {
        let folder = tempfile::Builder::new().prefix("qingjiang-bench-").tempdir().expect("a folder");
        let world = WorldTime::at(today().and_hms_opt(9, 0, 0).expect("nine is a time"));
        let center = town_hall_with(folder.path(), &world, roles);
        let customers = fill(&center);
        let home = folder.path().join("desk");
        std::fs::create_dir(&home).expect("the folder is new");
        let laptop = Laptop::new(&home, world.clone(), [3; 32], Some(ReplicaKey([4; 32])));
        laptop.start().expect("the desk starts");
        let link = enrol(&laptop, &center, demo::demo_outlet(), "BYP-01");
        sync_now(&laptop, &link, |_| {}).expect("the first sync works");
        let login = demo::operators().remove(0).operator.login;
        laptop.with(|outlet| outlet.sign_in(&login, PASSWORD)).expect("the cashier signs in");
        Desk { laptop, link, center, world, customers, folder }
    }

    pub fn open_shift(&self) {
        self.laptop.with(|outlet| outlet.open_shift(today(), Money::ZERO)).expect("the shift opens");
    }

    pub fn take(&self, customer: &CustomerNo, tendered: Tendered) -> TakenPayment {
        let command = TakePayment { customer: customer.clone(), tendered };
        self.laptop.with(|outlet| outlet.take_payment(&command)).expect("the payment is taken")
    }
}

/// Enrols a laptop at an outlet over a link that works.
pub fn enrol(laptop: &Laptop, center: &Prefecture, unit: domain::UnitCode, terminal: &str) -> FlakyLink {
    let terminal = terminal.parse().expect("a terminal code");
    let code = center.enrolment_code(&unit, &terminal).expect("the terminal is free");
    let mut link = FlakyLink::new(center.clone(), laptop.key(), None, Rng::new(5));
    let device = laptop.with(|outlet| outlet.enrol(&link, "http://127.0.0.1", &code.text)).expect("the code is right");
    link.enrolled_as(device.stream, device.center_key);
    link
}
