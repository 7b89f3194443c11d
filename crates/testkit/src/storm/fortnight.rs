//! The days without a line: people and bills are loaded into the center, every outlet is enrolled, and each works on alone.
//! What all accounts come to is computed here from the facts, by the rule and not by the center.

use std::collections::BTreeSet;

use center::ledger::LedgerError;
use center::{NewOperator, Prefecture};
use chrono::{Days, NaiveDate};
use domain::{Account, AccountAct, BillId, CollectionRules, CustomerNo, Money, Role, Stream, UnitCode, replay};
use journal::DeviceKey;
use sync::{Center, Cursor, EnrolRequest, ExchangeRequest, OutletReport};

use super::alone::{Seat, Work, Worked};
use super::counter::CASHIER;
use super::journals::Journal;
use super::{StormError, Wish};
use crate::demo;
use crate::machines::TownHall;
use crate::seed::Rng;

/// Everything that the center has not heard of, and what its books must come to when it has.
pub struct Fortnight {
    pub journals: Vec<Journal>,
    pub standings: Vec<Standing>,
    /// Bills that were paid at two outlets: a case each.
    pub paid_twice: BTreeSet<(CustomerNo, BillId)>,
    /// What every outlet had read before its line broke.
    pub cursor: Cursor,
    pub customers: usize,
    pub days: Vec<NaiveDate>,
}

/// What an account comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub customer: CustomerNo,
    pub owner: UnitCode,
    pub prepaid: Money,
    pub tail: Money,
    pub arrears: Money,
}

impl Standing {
    pub fn of(account: &Account) -> Standing {
        Standing {
            customer: account.customer.clone(),
            owner: account.owner.clone().expect("every account of the storm is known"),
            prepaid: account.prepaid,
            tail: account.tail,
            arrears: account.arrears(),
        }
    }
}

/// Loads the center and lets every outlet work through its days, several at a time.
pub fn spend(wish: &Wish, center: &Prefecture) -> Result<Fortnight, StormError> {
    load_reference(center)?;
    let days: Vec<NaiveDate> = (0..wish.days).map(|day| first_day() + Days::new(day as u64)).collect();
    let people = demo::Prefecture::new(wish.seed, first_day()).with_bills_of_months(2);
    let seats = seats(wish);
    let devices = seats.iter().map(|seat| enrol(center, wish, seat)).collect::<Result<Vec<_>, _>>()?;
    let work = Work { wish, center, people, days: &days, seats: &seats, rules: demo::rules() };
    let worked = work.all(&devices)?;
    let cursor = newest(center, worked[0].journal.stream)?;
    let mut fortnight = Fortnight {
        journals: Vec::new(),
        standings: Vec::new(),
        paid_twice: BTreeSet::new(),
        cursor,
        customers: seats.iter().map(|seat| seat.take).sum(),
        days: days.clone(),
    };
    fortnight.settle_doubles(&worked, &work.rules);
    for outlet in worked {
        fortnight.standings.extend(outlet.standings);
        fortnight.journals.push(outlet.journal);
    }
    Ok(fortnight)
}

/// The same days whenever the storm is run.
fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 2).expect("a real day")
}

fn load_reference(center: &Prefecture) -> Result<(), LedgerError> {
    center.import_units(&demo::units())?;
    center.import_rules(&demo::rules())?;
    center.import_prices(&demo::prices())?;
    center.import_billing_rules(&demo::billing_rules())?;
    let mut cashier = demo::operators().remove(0).operator;
    (cashier.id, cashier.roles) = (CASHIER, vec![Role::Cashier]);
    let cashier = NewOperator { operator: cashier, password: Some("storm".to_owned()) };
    center.import_operators([cashier], TownHall::CHEAP)
}

/// One outlet for each station, then a second one, each with its own part of the township.
fn seats(wish: &Wish) -> Vec<Seat> {
    let stations: Vec<UnitCode> = demo::shares(demo::PREFECTURE_CUSTOMERS).into_iter().map(|share| share.0).collect();
    let take = wish.customers_each();
    let seat = |number: usize| {
        let (round, at) = (number / stations.len(), number % stations.len());
        Seat { number, station: stations[at].clone(), skip: round * take, take }
    };
    (0..wish.outlets).map(seat).collect()
}

fn enrol(center: &Prefecture, wish: &Wish, seat: &Seat) -> Result<Journal, StormError> {
    let mut seed = [0; 32];
    let mut rng = Rng::new(wish.seed).fork("devices").fork_numbered(seat.number as u64);
    seed.iter_mut().for_each(|byte| *byte = rng.next_u64() as u8);
    let key = DeviceKey::from_seed(seed);
    let unit = format!("{}01", seat.station.as_str()).parse().expect("every station has a first counter");
    let terminal = format!("ST-{:03}", seat.number + 1).parse().expect("a terminal code");
    let code = center.enrolment_code(&unit, &terminal)?.text;
    let request = EnrolRequest { code, key: key.public_key(), version: env!("CARGO_PKG_VERSION").to_owned() };
    let stream = center.enrol(&request)?.stream;
    Ok(Journal::new(key, stream, terminal))
}

/// Where the center's changes stand, for somebody who has read them all.
fn newest(center: &Prefecture, stream: Stream) -> Result<Cursor, StormError> {
    let request = ExchangeRequest {
        stream,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        push: None,
        cursor: Cursor(u64::MAX >> 1),
        pull_bytes_max: 1,
        urgent: Vec::new(),
        digest: None,
        report: OutletReport::default(),
    };
    Ok(center.exchange(&request)?.cursor)
}

impl Fortnight {
    /// What was paid at two outlets, put together as the center will.
    fn settle_doubles(&mut self, worked: &[Worked], rules: &CollectionRules) {
        for (number, home) in worked.iter().enumerate() {
            let next = &worked[(number + 1) % worked.len()];
            for (at, issued) in home.doubles.iter().enumerate() {
                let acts: Vec<AccountAct> = home.own[at].iter().chain(&next.guests[at]).cloned().collect();
                let (account, placements) = replay(issued.clone(), &acts, rules);
                let surplus = placements.iter().flat_map(|placement| &placement.surplus);
                self.paid_twice.extend(surplus.map(|part| (account.customer.clone(), part.bill)));
                self.standings.push(Standing::of(&account));
            }
        }
    }

    pub fn entries(&self) -> usize {
        self.journals.iter().map(|journal| journal.entries.len()).sum()
    }
}
