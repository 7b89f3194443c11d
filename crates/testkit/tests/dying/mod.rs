//! What both kill tests share: a center with one customer, a desk that dies, and what holds whenever it comes back.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

use center::{NewAccount, NewOperator, Prefecture};
use domain::{
    Bill, Customer, CustomerStatus, ElecType, Money, OnTheSpot, Operator, OperatorId, PowerState, ReadingCycle,
    Registers, Role, Segment, SupplyState, YearUse,
};
use outlet::{Access, Outlet, sync_now};
use testkit::demo;
use testkit::dying_desk::{Deed, LOGIN, PASSWORD, laptop, payment, round};
use testkit::household::household;
use testkit::machines::{FlakyLink, Laptop, TownHall, WorldTime, tables_of};
use testkit::seed::Rng;

/// More writes than a deed, a checkpoint and the end of a program need.
pub const WRITES_MAX: u64 = 400;
pub const SIGKILL: i32 = 9;

pub fn dying_desk(folder: &Path, at: u64, deed: Deed, torn: bool) -> ExitStatus {
    let mut desk = Command::new(env!("CARGO_BIN_EXE_qingjiang-dying-desk"));
    desk.arg(folder).args([&at.to_string(), deed.word()]).args(torn.then_some("torn"));
    desk.status().unwrap()
}

pub fn balanced(desk: &Laptop) {
    for (unit, sum) in desk.with(|outlet| outlet.read().trial_balance()).unwrap() {
        assert!(sum.is_zero(), "the books of {unit} are off by {sum}");
    }
}

pub fn rebuilt(desk: &Laptop) {
    let key = store::ReplicaKey([9; 32]);
    let tables = || tables_of(&desk.replica(), Some(&key), desk.disk.name()).unwrap();
    let before = tables();
    desk.with(|outlet| outlet.store_mut().rebuild()).unwrap();
    assert_eq!(before, tables(), "a rebuild gives the same tables");
}

/// Whoever survived sends everything.
pub fn synced(desk: &Laptop, center: &Prefecture) {
    let device = desk.with(|outlet| outlet.read().device()).unwrap().unwrap();
    let link = FlakyLink::new(center.clone(), desk.key(), Some((device.stream, device.center_key)), Rng::new(1));
    let summary = sync_now(desk, &link, |_| {}).unwrap();
    assert!(!summary.digest_differs);
}

pub fn town_hall(folder: &Path) -> Prefecture {
    let world = WorldTime::at("2026-11-23T08:00:00".parse().unwrap());
    let center = TownHall::open(folder, &world, &Rng::new(9)).unwrap();
    center.import_units(&demo::units()).unwrap();
    center.import_rules(&domain::CollectionRules::standard()).unwrap();
    let operator = Operator {
        id: OperatorId(1),
        login: LOGIN.to_owned(),
        name: "田翠英".to_owned(),
        unit: demo::demo_outlet(),
        roles: vec![Role::Cashier, Role::MeterReader],
        verifier: String::new(),
        suspended: false,
    };
    let operator = NewOperator { operator, password: Some(PASSWORD.to_owned()) };
    center.import_operators([operator], TownHall::CHEAP).unwrap();
    center.import_prices(&demo::prices()).unwrap();
    center.import_billing_rules(&demo::billing_rules()).unwrap();
    center.import_accounts([customer()]).unwrap();
    center.import_segments(&[segment()]).unwrap();
    center.import_supplies([supply()]).unwrap();
    center
}

fn customer() -> NewAccount {
    let bill = Bill {
        id: "2026-10".parse().unwrap(),
        elec_type: ElecType::RURAL_RESIDENTIAL,
        energy_kwh: 155,
        amount: "86.40".parse().unwrap(),
        penalty_start: "2026-12-01".parse().unwrap(),
        lock: None,
        settlements: Vec::new(),
    };
    let customer = Customer {
        no: payment().customer,
        old_no: None,
        name: "田大贵".to_owned(),
        address: "恩施市白杨坪镇熊家岩村3组".to_owned(),
        unit: demo::demo_station(),
        elec_type: ElecType::RURAL_RESIDENTIAL,
        meter_no: "4230001122".to_owned(),
        transformer_area: "10kV白杨线熊家岩台区01".to_owned(),
        phone: String::new(),
        status: CustomerStatus::Normal,
        power: PowerState::On,
    };
    NewAccount { customer, bills: vec![bill], prepaid: Money::ZERO, tail: Money::ZERO }
}

fn segment() -> Segment {
    Segment {
        no: round().segment,
        name: "熊家岩村".to_owned(),
        unit: demo::demo_station(),
        reader: None,
        reading_day: 23,
        cycle: ReadingCycle::Monthly,
        billing: OnTheSpot::Yes,
        grace_days: 20,
        is_remote: false,
    }
}

/// 1200 on the meter, and 2100 kWh of the year behind it.
fn supply() -> SupplyState {
    let mut state = household(&payment().customer, round().segment, 1);
    state.last[0].on = "2026-10-23".parse().unwrap();
    state.last[0].registers = Registers::total("1200".parse().unwrap());
    state.year = YearUse { year: 2026, kwh: 2100 };
    state
}

/// A desk with its replica filled, after what has to be prepared, switched off.
pub fn enrolled_home(folder: &Path, center: &Prefecture, prepare: impl FnOnce(&mut Outlet)) -> PathBuf {
    let home = folder.join("home");
    std::fs::create_dir(&home).unwrap();
    let desk = laptop(&home);
    desk.start().unwrap();
    let code = center.enrolment_code(&demo::demo_outlet(), &"BYP-01".parse().unwrap()).unwrap();
    let mut link = FlakyLink::new(center.clone(), desk.key(), None, Rng::new(2));
    let device = desk.with(|outlet| outlet.enrol(&link, "http://127.0.0.1", &code.text)).unwrap();
    link.enrolled_as(device.stream, device.center_key);
    sync_now(&desk, &link, |_| {}).unwrap();
    desk.with(|outlet: &mut Outlet| {
        outlet.sign_in(LOGIN, PASSWORD).unwrap();
        prepare(outlet);
    });
    desk.stop();
    home
}

pub fn copied(home: &Path, to: &Path) -> PathBuf {
    std::fs::create_dir(to).unwrap();
    for file in std::fs::read_dir(home).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), to.join(file.file_name())).unwrap();
    }
    to.to_owned()
}
