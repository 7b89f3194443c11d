//! A counter of the day: a laptop with people of the demo, without a link until it comes back.

use std::path::Path;
use std::sync::atomic::Ordering;

use center::Prefecture;
use domain::{
    AmountChoice, Anomaly, ArchiveChangeId, ArchiveField, BillChoice, CustomerNo, Money, PaymentId, PointNo, ReadingId,
    ReadingKind, ReadingMethod, Register, Registers, RoundId, Tender, Tendered, UnitCode, UsePrepaid,
};
use outlet::{Access, DraftReading, EnterReading, RequestArchiveChange, TakePayment, sync_now};
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::demo;
use crate::demo_day::PreparationError;
use crate::machines::{FlakyLink, Laptop, WorldTime, china_time};
use crate::workbench::enrol;

pub struct Counter {
    pub laptop: Laptop,
    pub link: FlakyLink,
    pub world: WorldTime,
    /// Tells the ids of one counter from those of another.
    number: u64,
}

pub fn now_ms() -> i64 {
    center::Clock::now_ms(&center::SystemClock)
}

impl Counter {
    /// With a cashier of the demo and an open shift.
    pub fn open(
        folder: &Path,
        center: &Prefecture,
        unit: UnitCode,
        terminal: &str,
        cashier: usize,
    ) -> Result<Counter, PreparationError> {
        let counter = Counter::enrolled(folder, center, unit, terminal, cashier)?;
        counter.opens_its_shift(cashier);
        Ok(counter)
    }

    pub fn enrolled(
        folder: &Path,
        center: &Prefecture,
        unit: UnitCode,
        terminal: &str,
        cashier: usize,
    ) -> Result<Counter, PreparationError> {
        let home = folder.join(terminal);
        std::fs::create_dir_all(&home).map_err(|error| PreparationError::File { path: home.clone(), error })?;
        let world = WorldTime::at(china_time(now_ms()));
        let number = u64::from(terminal.bytes().last().unwrap_or_default()) * 16 + cashier as u64;
        let laptop = Laptop::new(&home, world.clone(), [number as u8; 32], None);
        laptop.start()?;
        let link = enrol(&laptop, center, unit, terminal);
        sync_now(&laptop, &link, |_| {})?;
        Ok(Counter { laptop, link, world, number })
    }

    pub fn signs_in(&self, who: usize) {
        let who = &demo::operators()[who];
        let signed_in = self.laptop.with(|outlet| outlet.sign_in(&who.operator.login, who.password));
        signed_in.expect("somebody of the demo signs in");
    }

    /// On the day that the laptop believes in.
    pub fn opens_its_shift(&self, cashier: usize) {
        self.signs_in(cashier);
        let wall_ms = self.world.now_ms() + self.laptop.ahead_ms.load(Ordering::SeqCst);
        let today = china_time(wall_ms).date();
        self.laptop.with(|outlet| outlet.open_shift(today, Money::ZERO)).expect("the shift opens");
    }

    /// The same disk in another laptop.
    pub fn copied(&self, folder: &Path) -> Result<CopiedCounter, PreparationError> {
        let laptop = self.laptop.clone_to(folder);
        let laptop = laptop.map_err(|error| PreparationError::File { path: folder.to_owned(), error })?;
        laptop.start()?;
        self.signs_in(2);
        Ok(CopiedCounter { laptop, number: self.number + 8 })
    }

    /// Everything that the next customers owe, until so many paid.
    pub fn serves(&self, people: &mut impl Iterator<Item = CustomerNo>, count: usize) -> Vec<CustomerNo> {
        people.filter(|customer| self.takes_all(customer, self.number)).take(count).collect()
    }

    /// Everything that a customer owes, in cash. Answers whether there was anything.
    pub fn takes_all(&self, customer: &CustomerNo, payer: u64) -> bool {
        owes(&self.laptop, customer) && takes(&self.laptop, customer, payer, Money::from_yuan(5_000))
    }

    pub fn takes(&self, customer: &CustomerNo, payer: u64, cash: Money) {
        assert!(takes(&self.laptop, customer, payer, cash), "the payment of {customer} is taken");
    }

    pub fn asks(&self, customer: &CustomerNo, field: ArchiveField, wanted: &str, reason: &str) {
        let id = ArchiveChangeId(id(self.number, customer.as_str()));
        let (customer, wanted, reason) = (customer.clone(), wanted.to_owned(), reason.to_owned());
        let command = RequestArchiveChange { id, customer, field, wanted, reason };
        self.laptop.with(|outlet| outlet.request_archive_change(&command)).expect("the correction is asked for");
    }

    /// What the meter of a point showed last.
    pub fn shown(&self, round: &RoundId, point: &PointNo) -> Vec<(Register, Option<Decimal>)> {
        let today = china_time(self.world.now_ms()).date();
        self.laptop.with(|outlet| outlet.reading_card(round, point, today)).expect("the card opens").registers
    }

    /// The reader sees so many kWh more than last time.
    pub fn reads(&self, round: &RoundId, point: &PointNo, kwh: i64) {
        let last = self.shown(round, point)[0].1.unwrap_or_default();
        let draft = DraftReading {
            id: ReadingId(id(self.number, point.as_str())),
            round: round.clone(),
            point: point.clone(),
            on: china_time(self.world.now_ms()).date(),
            kind: ReadingKind::Periodic,
            method: ReadingMethod::OnSite,
            anomaly: Anomaly::None,
            estimated: false,
            registers: Registers::total(last + Decimal::from(kwh)),
            meter: None,
            remark: String::new(),
            photo: None,
            replaces: None,
        };
        let command = EnterReading { draft, confirmed: true };
        self.laptop.with(|outlet| outlet.enter_reading(&command)).expect("the reading is entered");
    }

    pub fn comes_back(&self) -> Result<(), PreparationError> {
        sync_now(&self.laptop, &self.link, |_| {})?;
        Ok(())
    }
}

/// A laptop that began with the disk of another.
pub struct CopiedCounter {
    pub laptop: Laptop,
    number: u64,
}

impl CopiedCounter {
    pub fn signs_in(&self, who: usize) {
        let who = &demo::operators()[who];
        let signed_in = self.laptop.with(|outlet| outlet.sign_in(&who.operator.login, who.password));
        signed_in.expect("somebody of the demo signs in");
    }

    pub fn serves(&self, people: &mut impl Iterator<Item = CustomerNo>, count: usize) {
        let pays = |customer: &CustomerNo| takes(&self.laptop, customer, self.number, Money::from_yuan(5_000));
        let paid = people.filter(|customer| owes(&self.laptop, customer) && pays(customer));
        assert_eq!(paid.take(count).count(), count, "so many customers owe something");
    }
}

fn owes(laptop: &Laptop, customer: &CustomerNo) -> bool {
    let account = laptop.with(|outlet| outlet.read().account(customer));
    account.is_ok_and(|account| account.arrears().is_positive())
}

fn takes(laptop: &Laptop, customer: &CustomerNo, payer: u64, cash: Money) -> bool {
    let tendered = Tendered {
        payment: PaymentId(id(payer, customer.as_str())),
        bills: BillChoice::All,
        amount: AmountChoice::Due,
        use_prepaid: UsePrepaid::No,
        tenders: vec![Tender::Cash { received: cash }],
    };
    let command = TakePayment { customer: customer.clone(), tendered };
    laptop.with(|outlet| outlet.take_payment(&command)).is_ok()
}

/// The same on every machine, and another for every counter and number.
fn id(of: u64, digits: &str) -> Uuid {
    let number = digits
        .bytes()
        .filter(u8::is_ascii_digit)
        .fold(0, |sum: u64, digit| sum.wrapping_mul(10) + u64::from(digit - b'0'));
    Uuid::from_u64_pair(0x019a_b3c4_d5e6_7000 | (of & 0xfff), 0x8000_0000_0000_0000 | (number & 0x3fff_ffff_ffff_ffff))
}
