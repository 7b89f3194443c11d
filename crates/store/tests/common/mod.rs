//! A small desk for the store's own tests: a station with one outlet, a cashier, customers and payments.
#![allow(dead_code, reason = "each test file uses its own part of the desk")]

pub mod reading;

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use domain::{
    Account, AmountChoice, Bill, BillChoice, BillId, BillingPeriod, BusinessDate, ClosedShift, CollectionRules,
    Customer, CustomerNo, CustomerState, CustomerStatus, DeviceId, ElecType, Incarnation, Money, OpenShift, OperatorId,
    Payment, PaymentId, PowerState, Reversal, ReversalId, Seq, ShiftNo, Stream, Tender, TenderKind, Tendered, Unit,
    UnitLevel, UsePrepaid, settle,
};
use journal::{DeviceKey, Entry, EntryBody, TimeEvidence, root};
use store::{Appended, DeviceRow, Store, StoreError, Write};
use uuid::Uuid;

pub const CASHIER: OperatorId = OperatorId(7);
pub const STATION: &str = "421280103";
pub const OUTLET: &str = "42128010301";

/// A directory of its own that goes away with the test.
pub struct Place(PathBuf);

impl Place {
    pub fn new(name: &str) -> Place {
        let path = std::env::temp_dir().join(format!("store-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Place(path)
    }

    pub fn file(&self) -> PathBuf {
        self.0.join("replica.db")
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub fn yuan(text: &str) -> Money {
    text.parse().unwrap()
}

pub fn day(text: &str) -> BusinessDate {
    text.parse().unwrap()
}

pub fn no(text: &str) -> CustomerNo {
    text.parse().unwrap()
}

pub fn key() -> DeviceKey {
    DeviceKey::from_seed([5; 32])
}

pub fn stream(incarnation: u16) -> Stream {
    Stream { device: DeviceId(3), incarnation: Incarnation(incarnation) }
}

pub fn payment_id(number: u128) -> PaymentId {
    PaymentId(Uuid::from_u128(number))
}

pub fn bill(period: &str, amount: &str) -> Bill {
    let period: BillingPeriod = period.parse().unwrap();
    Bill {
        id: BillId::first_of(period),
        elec_type: ElecType::RURAL_RESIDENTIAL,
        energy_kwh: 120,
        amount: yuan(amount),
        penalty_start: NaiveDate::from_ymd_opt(2030, 1, 1).unwrap(),
        lock: None,
        settlements: Vec::new(),
    }
}

pub fn customer(number: &str, name: &str) -> Customer {
    Customer {
        no: no(number),
        old_no: None,
        name: name.to_owned(),
        address: "恩施市白杨坪镇石桥村3组".to_owned(),
        unit: STATION.parse().unwrap(),
        elec_type: ElecType::RURAL_RESIDENTIAL,
        meter_no: format!("42{number}99"),
        transformer_area: "石桥2号台区".to_owned(),
        phone: "15900001234".to_owned(),
        status: CustomerStatus::Normal,
        power: PowerState::On,
    }
}

pub fn state(customer: Customer, bills: Vec<Bill>) -> CustomerState {
    let account = Account {
        customer: customer.no.clone(),
        owner: Some(customer.unit.clone()),
        prepaid: Money::ZERO,
        tail: Money::ZERO,
        bills,
    };
    CustomerState { customer, account, last_payments: Vec::new() }
}

/// Appends the next entry in a transaction that goes on.
pub fn append_in(write: &mut Write<'_>, body: EntryBody) -> Result<Appended, StoreError> {
    let seq = write.head()?.seq.next();
    let time = TimeEvidence {
        wall_ms: 1_795_000_000_000 + seq.0 as i64 * 1_000,
        boot: [1; 8],
        monotonic_ms: seq.0 * 1_000,
        center: None,
    };
    let stream = write.device()?.unwrap().stream;
    write.append(&Entry { stream, seq, time, by: CASHIER, body })
}

/// A store with a device, its units, and shift 1 open with 200 yuan in the drawer.
pub struct Desk {
    pub store: Store,
    payments: u128,
}

impl Desk {
    pub fn open(path: &Path) -> Desk {
        let mut desk = Desk { store: Store::open(path, None).unwrap(), payments: 0 };
        desk.enrol();
        desk.open_shift(1, "2026-11-23");
        desk
    }

    pub fn again(path: &Path) -> Desk {
        Desk { store: Store::open(path, None).unwrap(), payments: 1_000 }
    }

    fn enrol(&mut self) {
        let device = DeviceRow {
            stream: stream(1),
            terminal: "BYP-01".parse().unwrap(),
            unit: OUTLET.parse().unwrap(),
            key: key().public_key(),
            center_key: DeviceKey::from_seed([9; 32]).public_key(),
            center_url: "http://127.0.0.1:1".to_owned(),
        };
        let mut write = self.store.write().unwrap();
        write.set_device(&device).unwrap();
        write.begin_incarnation(Incarnation(1), root(stream(1), &device.key)).unwrap();
        let unit = |code: &str, parent: Option<&str>, level, name: &str| Unit {
            code: code.parse().unwrap(),
            parent: parent.map(|parent| parent.parse().unwrap()),
            level,
            name: name.to_owned(),
        };
        write.put_unit(&unit("4212801", None, UnitLevel::CountyCompany, "恩施市供电公司")).unwrap();
        write.put_unit(&unit(STATION, Some("4212801"), UnitLevel::Station, "白杨坪供电所")).unwrap();
        write.put_unit(&unit(OUTLET, Some(STATION), UnitLevel::Outlet, "白杨坪营业厅")).unwrap();
        write.commit().unwrap();
    }

    pub fn append(&mut self, body: EntryBody) -> Result<Appended, StoreError> {
        let mut write = self.store.write()?;
        let appended = append_in(&mut write, body)?;
        write.commit()?;
        Ok(appended)
    }

    pub fn open_shift(&mut self, shift: u32, business_date: &str) {
        let body = EntryBody::ShiftOpened {
            shift: ShiftNo(shift),
            business_date: day(business_date),
            opening_cash: yuan("200"),
        };
        self.append(body).unwrap();
    }

    pub fn close_shift(&mut self, counted: &str) {
        let shift = self.shift();
        let expected_cash = self.store.read().drawer(shift.no).unwrap();
        let closed = ClosedShift { no: shift.no, counted_cash: yuan(counted), expected_cash };
        self.append(EntryBody::ShiftClosed(closed)).unwrap();
    }

    pub fn shift(&self) -> OpenShift {
        self.store.read().open_shift().unwrap().expect("a shift is open").shift
    }

    pub fn put(&mut self, state: &CustomerState, applied_through: u64) {
        let mut write = self.store.write().unwrap();
        write.put_customer(state, &[(stream(1), Seq(applied_through))], 1_795_000_000_000).unwrap();
        write.commit().unwrap();
    }

    /// What the counter would record for this cash, at the account as it stands.
    pub fn settle(&mut self, number: &str, cash: &str, use_prepaid: UsePrepaid) -> Payment {
        self.payments += 1;
        let read = self.store.read();
        let tendered = Tendered {
            payment: payment_id(self.payments),
            bills: BillChoice::All,
            amount: AmountChoice::Exactly(yuan(cash)),
            use_prepaid,
            tenders: vec![Tender::Cash { received: yuan(cash) }],
        };
        let (account, rules) = (read.account(&no(number)).unwrap(), read.rules().unwrap());
        settle(&self.shift(), &account, &rules, &tendered, read.next_receipt().unwrap()).unwrap()
    }

    pub fn pay(&mut self, number: &str, cash: &str) -> Payment {
        let payment = self.settle(number, cash, UsePrepaid::No);
        self.append(EntryBody::PaymentTaken(payment.clone())).unwrap();
        payment
    }

    pub fn reverse(&mut self, payment: &Payment) {
        let reversal = Reversal {
            id: ReversalId(payment.id.0),
            payment: payment.id,
            shift: self.shift().no,
            business_date: payment.business_date,
            reason: "录错户号".to_owned(),
            cash_returned: payment.collected_by(TenderKind::Cash),
        };
        self.append(EntryBody::PaymentReversed(reversal)).unwrap();
    }

    pub fn account(&self, number: &str) -> Account {
        self.store.read().account(&no(number)).unwrap()
    }

    pub fn rules(&self) -> CollectionRules {
        self.store.read().rules().unwrap()
    }
}

/// All tables with all their rows, as text; of the search index what lies on disk.
pub fn dump(path: &Path) -> String {
    let db = rusqlite::Connection::open(path).unwrap();
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name";
    let tables: Vec<String> =
        db.prepare(sql).unwrap().query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
    let rows = |table: &String| {
        let mut statement = db.prepare(&format!("SELECT * FROM \"{table}\"")).unwrap();
        let columns = statement.column_count();
        let line = |row: &rusqlite::Row<'_>| {
            (0..columns)
                .map(|index| row.get_ref(index).map(|value| format!("{value:?}")))
                .collect::<Result<Vec<_>, _>>()
        };
        let lines: Vec<Vec<String>> = statement.query_map([], line).unwrap().collect::<Result<_, _>>().unwrap();
        lines.into_iter().map(|line| line.join(" | ")).collect::<Vec<_>>().join("\n")
    };
    tables.iter().map(|table| format!("== {table}\n{}\n", rows(table))).collect()
}
