//! One customer of the demo with its bills, made from the township's chance and the customer's number alone.

use chrono::Days;
use domain::{Account, Bill, CollectionRules, Customer, CustomerNo, ElecType, Money, Settlement, UnitCode};

use super::habits::Habit;
use super::months::{BILLED, Month, MonthlyPrices, Months};
use super::names;
use super::places::{Area, CUSTOMERS_PER_AREA};
use super::pricing::{StepYear, energy_charge};
use super::towns::TownKind;
use super::usage::{Usage, draw_elec_type, price_class};
use crate::seed::Rng;

/// A customer as the center would send it down: the archive, the bills as they stand, and what was paid ahead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoAccount {
    pub customer: Customer,
    /// Oldest first; a month without use has none.
    pub bills: Vec<Bill>,
    pub prepaid: Money,
    pub tail: Money,
}

impl DemoAccount {
    /// The same as the account that payments are placed on.
    pub fn account(&self) -> Account {
        Account {
            customer: self.customer.no.clone(),
            owner: Some(self.customer.unit.clone()),
            prepaid: self.prepaid,
            tail: self.tail,
            bills: self.bills.clone(),
        }
    }
}

/// What all accounts of the prefecture share.
#[derive(Clone, Debug)]
pub struct Shared {
    pub months: Months,
    pub prices: Vec<MonthlyPrices>,
    pub rules: CollectionRules,
    /// Only this many of the latest months are handed out.
    pub months_kept: usize,
}

/// Where an account is made: its township and the number of the customer there, from 0.
#[derive(Clone, Copy, Debug)]
pub struct Seat<'a> {
    pub station: &'a UnitCode,
    pub town_kind: TownKind,
    pub town_ordinal: usize,
    pub area: &'a Area,
    pub index: usize,
}

/// Makes the account. `rng` is the account's own.
pub fn make(shared: &Shared, seat: Seat<'_>, mut rng: Rng) -> DemoAccount {
    let elec_type = draw_elec_type(seat.area.is_street(), &mut rng);
    let habit = Habit::of(elec_type, &mut rng);
    let usage = Usage::of(elec_type, &mut rng);
    let bills = bills(shared, elec_type, &habit, usage, rng.fork("bills"));
    DemoAccount { customer: customer(seat, elec_type, &habit, rng), bills, prepaid: habit.prepaid, tail: Money::ZERO }
}

fn customer(seat: Seat<'_>, elec_type: ElecType, habit: &Habit, mut rng: Rng) -> Customer {
    let position = seat.index % CUSTOMERS_PER_AREA;
    Customer {
        no: customer_no(seat),
        old_no: rng.chance(3, 5).then(|| format!("{:02}{:06}", seat.town_ordinal, seat.index * 3 + 1)),
        name: names::name_of(elec_type, seat.area, &mut rng),
        address: seat.area.address(seat.town_kind, position, &mut rng),
        unit: seat.station.clone(),
        elec_type,
        meter_no: meter_no(seat, &mut rng),
        transformer_area: seat.area.transformer.clone(),
        phone: phone(elec_type, &mut rng),
        status: habit.status,
        power: habit.power,
    }
}

/// 户号: 428, the town's place among all 94, and a running number: 4280900001.
fn customer_no(seat: Seat<'_>) -> CustomerNo {
    let digits = format!("428{:02}{:05}", seat.town_ordinal, seat.index + 1);
    digits.try_into().expect("ten digits are a customer number")
}

/// 22 digits: the province, maker, year and kind of the meter, then a serial number that no other meter has. 61 and
/// 100,000 share no factor, so the serials of a town jump about without meeting.
fn meter_no(seat: Seat<'_>, rng: &mut Rng) -> String {
    let (maker, year, kind) = (rng.between(1, 12), rng.between(11, 25), rng.between(1, 3));
    let serial = (seat.index * 61 + 4_711) % 100_000;
    format!("42300{maker:03}{year:02}{kind:02}000{:02}{serial:05}", seat.town_ordinal)
}

/// Numbers that nobody can have: mobiles begin with 13 to 19, and no local number begins with 0.
fn phone(elec_type: ElecType, rng: &mut Rng) -> String {
    let mobile = |rng: &mut Rng| format!("128{:08}", rng.below(100_000_000));
    let landline = |rng: &mut Rng| format!("0718-0{:06}", rng.below(1_000_000));
    match rng.below(100) {
        0..4 => String::new(),
        4..12 => format!("{} {}", mobile(rng), mobile(rng)),
        _ if elec_type.is_residential() || rng.chance(1, 2) => mobile(rng),
        _ => landline(rng),
    }
}

fn bills(shared: &Shared, elec_type: ElecType, habit: &Habit, usage: Usage, mut rng: Rng) -> Vec<Bill> {
    let class = price_class(elec_type);
    let prices = shared.prices.iter().find(|prices| prices.class == class).expect("every class has its prices");
    let first_kept = BILLED - shared.months_kept;
    let mut bills = Vec::with_capacity(shared.months_kept);
    let mut used_this_year: i64 = shared.months.unbilled.iter().map(|month| usage.kwh_in(*month, &mut rng)).sum();
    for (index, month) in shared.months.billed.iter().enumerate().take(habit.used_until) {
        if month.period.month() == 1 {
            used_this_year = 0;
        }
        let energy_kwh = usage.kwh_in(month.period.month(), &mut rng);
        let mut chance = rng.fork_numbered(index as u64);
        if energy_kwh > 0 && index >= first_kept {
            let amount = energy_charge(&prices.versions[index], StepYear::FULL, used_this_year, energy_kwh);
            let mut bill = issued(month, elec_type, energy_kwh, amount);
            collect(&mut bill, index, month, habit, shared, &mut chance);
            bills.push(bill);
        }
        used_this_year += energy_kwh;
    }
    bills
}

fn issued(month: &Month, elec_type: ElecType, energy_kwh: i64, amount: Money) -> Bill {
    Bill {
        id: month.bill,
        elec_type,
        energy_kwh,
        amount,
        penalty_start: month.penalty_start,
        lock: None,
        settlements: Vec::new(),
    }
}

/// What happened to the bill until today: paid in time, paid late with its penalty, paid in part, locked, or nothing.
fn collect(bill: &mut Bill, index: usize, month: &Month, habit: &Habit, shared: &Shared, rng: &mut Rng) {
    let is_latest = index == BILLED - 1;
    if index < habit.open_from && index + 3 < BILLED && rng.chance(1, 25) {
        pay_late(bill, rng.below(26), shared);
    } else if index < habit.open_from && month.days_to_pay > 0 {
        let on = month.payable_from + Days::new(rng.below(month.days_to_pay));
        bill.settlements = vec![Settlement { on, principal: bill.amount, penalty: Money::ZERO }];
    } else if index == habit.open_from && habit.is_partly_paid && month.penalty_start < shared.months.as_of {
        pay_in_part(bill, shared);
    } else if is_latest {
        bill.lock = habit.lock;
    }
}

fn pay_late(bill: &mut Bill, days_late: u64, shared: &Shared) {
    let on = bill.penalty_start + Days::new(days_late);
    let penalty = bill.penalty_due(&shared.rules, on);
    bill.settlements = vec![Settlement { on, principal: bill.amount, penalty }];
}

/// About half in whole yuan, on the first overdue day: its penalty first, the rest against the principal.
fn pay_in_part(bill: &mut Bill, shared: &Shared) {
    let on = bill.penalty_start;
    let penalty = bill.penalty_due(&shared.rules, on);
    let principal = Money::from_yuan(bill.amount.fen() / 200) - penalty;
    if principal.is_positive() {
        bill.settlements = vec![Settlement { on, principal, penalty }];
    }
}
