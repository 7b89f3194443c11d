//! One customer of the demo with its bills, made from the township's chance and the customer's number alone.

use chrono::{Datelike, Days};
use domain::{
    Account, Bill, BillStatement, CollectionRules, Customer, CustomerNo, CustomerStatus, ElecType, Money, Settlement,
    SupplyState, Tariff, UnitCode,
};

use super::habits::Habit;
use super::metered::{Story, Use, opened_on, walk};
use super::months::{BILLED, Month, Months};
use super::names;
use super::places::{Area, CUSTOMERS_PER_AREA, CUSTOMERS_PER_PLACE};
use super::segments::stop;
use super::supply::Wanted;
use super::towns::TownKind;
use super::usage::{Usage, draw_elec_type};
use crate::seed::Rng;

/// Whose meter is about to turn over: one in each village, where it is a home.
const TURNS_OVER: usize = 7;

/// A customer as the center would send it down: the archive, the bills as they stand, and what was paid ahead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoAccount {
    pub customer: Customer,
    /// Oldest first; a month without use has none.
    pub bills: Vec<Bill>,
    pub prepaid: Money,
    pub tail: Money,
    /// How it is metered and priced, after the latest bill. A closed account has no meter any more.
    pub supply: Option<SupplyState>,
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
    pub tariff: Tariff,
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
    let mut of_bills = rng.fork("bills");
    let used = uses(shared, elec_type, &habit, usage, &mut of_bills);
    let supply = rng.fork("supply");
    let customer = customer(seat, elec_type, &habit, rng);
    let (statements, state) = metered(shared, seat, &customer, usage, &used, &supply);
    let bills = bills(shared, &habit, &statements, &of_bills);
    let has_meter = customer.status != CustomerStatus::Closed;
    DemoAccount { customer, bills, prepaid: habit.prepaid, tail: Money::ZERO, supply: has_meter.then_some(state) }
}

/// What the account uses, month by month. A switched-off one stands still, a closed one ends.
fn uses(shared: &Shared, elec_type: ElecType, habit: &Habit, usage: Usage, rng: &mut Rng) -> Use {
    let opened_in = opened_in(shared, elec_type, habit, rng.fork("opening"));
    let kwh_before = shared.months.unbilled.iter().map(|month| usage.kwh_in(*month, rng)).sum();
    let used_in = |(index, month): (usize, &Month)| {
        let kwh = usage.kwh_in(month.period.month(), rng);
        if index < habit.used_until && opened_in.is_none_or(|opened| index >= opened) { kwh } else { 0 }
    };
    let mut kwh: Vec<i64> = shared.months.billed.iter().enumerate().map(used_in).collect();
    if habit.status == CustomerStatus::Closed {
        kwh.truncate(habit.used_until);
    }
    Use { kwh, kwh_before: if opened_in.is_some() { 0 } else { kwh_before }, opened_in }
}

/// 立户 within the year, for a few homes that owe nothing.
fn opened_in(shared: &Shared, elec_type: ElecType, habit: &Habit, mut rng: Rng) -> Option<usize> {
    let this_month = shared.months.as_of.month() as usize;
    let owes = habit.open_from + 1 < BILLED || habit.used_until < BILLED;
    let opens = elec_type.is_residential() && elec_type.0 != 203 && !owes && this_month > 4 && rng.chance(1, 90);
    opens.then(|| BILLED - (this_month - rng.between(3, this_month as i64 - 2) as usize))
}

fn metered(
    shared: &Shared,
    seat: Seat<'_>,
    customer: &Customer,
    usage: Usage,
    used: &Use,
    rng: &Rng,
) -> (Vec<(usize, BillStatement)>, SupplyState) {
    let stop = stop(seat.town_ordinal, seat.index, shared.months.as_of);
    let story = Story {
        months: &shared.months,
        tariff: &shared.tariff,
        first_kept: BILLED - shared.months_kept,
        stop: &stop,
        turns_over: seat.index % CUSTOMERS_PER_PLACE == TURNS_OVER,
    };
    let wanted = Wanted {
        customer: &customer.no,
        elec_type: customer.elec_type,
        meter_no: &customer.meter_no,
        stop: &stop,
        usual_kwh: usage.usual_kwh(),
        opened_on: used.opened_in.map(|opened| opened_on(&story, opened)),
        as_of: shared.months.as_of,
    };
    walk(&story, used, wanted, rng)
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

fn bills(shared: &Shared, habit: &Habit, statements: &[(usize, BillStatement)], rng: &Rng) -> Vec<Bill> {
    let charged = statements.iter().filter(|(_, statement)| statement.total.is_positive());
    let bill = |(index, statement): &(usize, BillStatement)| {
        let month = &shared.months.billed[*index];
        let mut bill = issued(month, statement);
        collect(&mut bill, *index, month, habit, shared, &mut rng.fork_numbered(*index as u64));
        bill
    };
    charged.map(bill).collect()
}

fn issued(month: &Month, statement: &BillStatement) -> Bill {
    Bill {
        id: statement.id,
        elec_type: statement.elec_type,
        energy_kwh: statement.energy_kwh,
        amount: statement.total,
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
