//! The process is killed at every write of a payment, one after the other. Whenever it dies, the payment is afterwards
//! wholly there with its receipt, or wholly absent; the saved draft says which, and trying again makes it exactly one.
#![cfg(all(unix, feature = "prefecture"))]

use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use center::{NewAccount, NewOperator, Prefecture};
use domain::{Bill, Customer, CustomerStatus, ElecType, Money, Operator, OperatorId, PowerState, Role};
use outlet::{Access, Outlet, sync_now};
use testkit::demo;
use testkit::dying_desk::{LOGIN, PASSWORD, laptop, payment};
use testkit::machines::{FlakyLink, Laptop, TownHall, WorldTime, tables_of};
use testkit::seed::Rng;

/// More writes than a payment, a checkpoint and the end of a program need.
const WRITES_MAX: u64 = 400;
const SIGKILL: i32 = 9;

#[test]
fn a_payment_is_wholly_there_or_wholly_absent_wherever_the_process_is_killed() {
    dies_everywhere("whole writes", false);
}

#[test]
fn the_same_when_half_of_the_last_write_arrives() {
    dies_everywhere("torn writes", true);
}

fn dies_everywhere(what: &str, torn: bool) {
    let folder = tempfile::tempdir().unwrap();
    let center = town_hall(folder.path());
    let home = enrolled_home(folder.path(), &center);
    let (mut absent, mut there) = (0, 0);
    for at in 1..WRITES_MAX {
        let copy = copied(&home, &folder.path().join(format!("death-{at}")));
        let end = dying_desk(&copy, at, torn);
        let desk = laptop(&copy);
        if end.success() {
            check_survivor(&desk, &center);
            assert!(absent > 0 && there > 0, "{what}: it died before and after the commit ({absent}, {there})");
            return;
        }
        assert_eq!(end.signal(), Some(SIGKILL), "{what}: killed at write {at}");
        if was_taken(&desk, at) {
            there += 1
        } else {
            absent += 1
        }
        take_again(&desk, at);
    }
    panic!("the desk never survived");
}

fn dying_desk(folder: &Path, at: u64, torn: bool) -> std::process::ExitStatus {
    let mut desk = Command::new(env!("CARGO_BIN_EXE_qingjiang-dying-desk"));
    desk.arg(folder).arg(at.to_string()).args(torn.then_some("torn"));
    desk.status().unwrap()
}

/// Whether the payment is there; by the journal, by the receipt and by the desk's own word.
fn was_taken(desk: &Laptop, at: u64) -> bool {
    let id = payment().tendered.payment;
    desk.start().unwrap_or_else(|error| panic!("killed at write {at}, the replica does not open: {error}"));
    balanced(desk);
    let row = desk.with(|outlet| outlet.read().payment(id)).unwrap();
    let interrupted = desk.with(|outlet| outlet.interrupted_payment()).unwrap();
    let arrears = desk.with(|outlet| outlet.read().account(&payment().customer)).unwrap().arrears();
    match (&row, interrupted) {
        (Some(row), Some(interrupted)) => {
            assert_eq!(interrupted.taken.expect("the desk says that it was taken").payment.id, id, "write {at}");
            assert_eq!(row.payment.receipt, 1);
            assert_eq!(arrears, Money::ZERO);
            let noon = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).unwrap().and_hms_opt(12, 0, 0).unwrap();
            desk.with(|outlet| outlet.receipt_facts(id, 0, noon, false)).unwrap();
        }
        // The panel was closed before the end came.
        (Some(row), None) => assert_eq!(row.payment.receipt, 1),
        (None, Some(interrupted)) => {
            assert!(interrupted.taken.is_none(), "write {at}");
            assert_eq!(arrears, "86.40".parse().unwrap());
        }
        (None, None) => panic!("killed at write {at}, the draft is gone and the payment too"),
    }
    rebuilt(desk);
    row.is_some()
}

/// The cashier tries again with the saved id: one payment, one receipt number, no matter what happened before.
fn take_again(desk: &Laptop, at: u64) {
    let command = payment();
    desk.with(|outlet| outlet.sign_in(LOGIN, PASSWORD)).unwrap();
    for _ in 0..2 {
        let taken =
            desk.with(|outlet| outlet.take_payment(&command)).unwrap_or_else(|error| panic!("write {at}: {error}"));
        assert_eq!(taken.receipt_no.to_string(), "BYP-01-1-000001", "write {at}");
    }
    let day = "2026-11-23".parse().unwrap();
    assert_eq!(desk.with(|outlet| outlet.read().payments_on(day)).unwrap().len(), 1, "write {at}");
    balanced(desk);
}

fn check_survivor(desk: &Laptop, center: &Prefecture) {
    desk.start().unwrap();
    rebuilt(desk);
    let device = desk.with(|outlet| outlet.read().device()).unwrap().unwrap();
    let link = FlakyLink::new(center.clone(), desk.key(), Some((device.stream, device.center_key)), Rng::new(1));
    let summary = sync_now(desk, &link, |_| {}).unwrap();
    assert!(!summary.digest_differs);
    let day = center.day("2026-11-23".parse().unwrap(), None, None).unwrap();
    assert_eq!((day.payments, day.collected), (1, "86.40".parse().unwrap()));
}

fn balanced(desk: &Laptop) {
    for (unit, sum) in desk.with(|outlet| outlet.read().trial_balance()).unwrap() {
        assert!(sum.is_zero(), "the books of {unit} are off by {sum}");
    }
}

fn rebuilt(desk: &Laptop) {
    let key = store::ReplicaKey([9; 32]);
    let tables = || tables_of(&desk.replica(), Some(&key), desk.disk.name()).unwrap();
    let before = tables();
    desk.with(|outlet| outlet.store_mut().rebuild()).unwrap();
    assert_eq!(before, tables(), "a rebuild gives the same tables");
}

fn town_hall(folder: &Path) -> Prefecture {
    let world = WorldTime::at("2026-11-23T08:00:00".parse().unwrap());
    let center = TownHall::open(folder, &world, &Rng::new(9)).unwrap();
    center.import_units(&demo::units()).unwrap();
    center.import_rules(&domain::CollectionRules::standard()).unwrap();
    let operator = Operator {
        id: OperatorId(1),
        login: LOGIN.to_owned(),
        name: "田翠英".to_owned(),
        unit: demo::demo_outlet(),
        roles: vec![Role::Cashier],
        verifier: String::new(),
        suspended: false,
    };
    let operator = NewOperator { operator, password: Some(PASSWORD.to_owned()) };
    center.import_operators([operator], TownHall::CHEAP).unwrap();
    center.import_accounts([customer()]).unwrap();
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

/// A desk with an open shift and an open payment panel, switched off.
fn enrolled_home(folder: &Path, center: &Prefecture) -> PathBuf {
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
        outlet.open_shift("2026-11-23".parse().unwrap(), Money::from_yuan(200)).unwrap();
        outlet.open_draft(payment().tendered.payment, payment().customer).unwrap();
    });
    desk.stop();
    home
}

fn copied(home: &Path, to: &Path) -> PathBuf {
    std::fs::create_dir(to).unwrap();
    for file in std::fs::read_dir(home).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), to.join(file.file_name())).unwrap();
    }
    to.to_owned()
}
