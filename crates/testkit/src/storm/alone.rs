//! The outlets at work without a line, several at a time: their customers are loaded, and their journals written.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use center::ledger::LedgerError;
use center::{NewAccount, Prefecture};
use chrono::NaiveDate;
use domain::{Account, AccountAct, CollectionRules, PaymentOrder, PlacedPayment, Stream, UnitCode, replay};

use super::counter::{Client, Counter, PaidHere, Visit};
use super::fortnight::Standing;
use super::journals::Journal;
use super::{StormError, Wish};
use crate::demo;
use crate::seed::Rng;

/// Of so many payments at an outlet, one customer pays the same bills at the next outlet as well.
const PAYMENTS_PER_DOUBLE: usize = 500;
/// Not everybody owes something.
const CANDIDATES_PER_DOUBLE: usize = 20;

/// Where an outlet stands, and who belongs to it.
pub struct Seat {
    pub number: usize,
    pub station: UnitCode,
    /// The part of the township's customers that is its own.
    pub skip: usize,
    pub take: usize,
}

/// An outlet's journal with its share of the books.
pub struct Worked {
    pub journal: Journal,
    pub standings: Vec<Standing>,
    /// The accounts that were paid at this outlet and the next, as loaded.
    pub doubles: Vec<Account>,
    /// What was paid here on the own doubles, and on those of the outlet before.
    pub own: Vec<Vec<AccountAct>>,
    pub guests: Vec<Vec<AccountAct>>,
}

/// What the threads that write journals share.
pub struct Work<'a> {
    pub wish: &'a Wish,
    pub center: &'a Prefecture,
    pub people: demo::Prefecture,
    pub days: &'a [NaiveDate],
    pub seats: &'a [Seat],
    pub rules: CollectionRules,
}

impl Work<'_> {
    /// Several outlets at a time, each in a thread of its own; answered in their order.
    pub fn all(&self, devices: &[Journal]) -> Result<Vec<Worked>, StormError> {
        let next = AtomicUsize::new(0);
        let done: Mutex<BTreeMap<usize, Result<Worked, LedgerError>>> = Mutex::default();
        let threads = std::thread::available_parallelism().map_or(2, usize::from);
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    while let Some(seat) = self.seats.get(next.fetch_add(1, Ordering::SeqCst)) {
                        let worked = self.work(seat, &devices[seat.number]);
                        done.lock().expect("nobody panics while holding it").insert(seat.number, worked);
                    }
                });
            }
        });
        let done = done.into_inner().expect("nobody panicked while holding it");
        Ok(done.into_values().collect::<Result<Vec<_>, _>>()?)
    }

    fn work(&self, seat: &Seat, device: &Journal) -> Result<Worked, LedgerError> {
        let mut accounts = self.people_of(seat, seat.take);
        self.center.import_accounts(accounts.iter().cloned())?;
        let doubles = self.take_doubles(&mut accounts, self.candidates(seat));
        let guests = self.guests(seat);
        let issued = doubles.iter().chain(&guests).cloned().chain(accounts.into_iter().map(account));
        let issued: Vec<Account> = issued.collect();
        let mut clients: Vec<Client> = issued.iter().cloned().map(Client::new).collect();
        let visits = self.visits(doubles.len(), guests.len());
        let rng = Rng::new(self.wish.seed).fork("counters").fork_numbered(seat.number as u64);
        let journal = Journal::new(device.key.clone(), device.stream, device.terminal.clone());
        let mut counter = Counter::new(&self.rules, rng, journal);
        for (day, date) in self.days.iter().enumerate() {
            counter.work(day, *date, self.wish.per_day, &mut clients, &visits);
        }
        let stream = device.stream;
        let mut paid: Vec<Vec<AccountAct>> = clients.iter().map(|client| acts(client, stream)).collect();
        let regular = doubles.len() + guests.len();
        let standings =
            issued.iter().zip(&paid).skip(regular).map(|(issued, paid)| self.standing(issued, paid)).collect();
        paid.truncate(regular);
        let guests = paid.split_off(doubles.len());
        Ok(Worked { journal: counter.journal, standings, doubles, own: paid, guests })
    }

    /// The outlet's own customers, each with last month's bill open.
    fn people_of(&self, seat: &Seat, take: usize) -> Vec<NewAccount> {
        let people = self.people.township(&seat.station, seat.skip + take).skip(seat.skip);
        let owing = |mut account: NewAccount| {
            if let Some(newest) = account.bills.last_mut() {
                newest.settlements.clear();
            }
            account
        };
        people.map(|made| owing(NewAccount::from(made))).collect()
    }

    fn doubles_each(&self) -> usize {
        let payments = self.wish.days * self.wish.per_day;
        if self.wish.outlets < 2 { 0 } else { (payments / PAYMENTS_PER_DOUBLE).max(1) }
    }

    /// Among how many of an outlet's first customers its doubles are looked for.
    fn candidates(&self, seat: &Seat) -> usize {
        (self.doubles_each() * CANDIDATES_PER_DOUBLE).min(seat.take)
    }

    /// The first customers who owe something leave the others.
    fn take_doubles(&self, accounts: &mut Vec<NewAccount>, mut candidates: usize) -> Vec<Account> {
        let mut doubles = Vec::new();
        let mut at = 0;
        while doubles.len() < self.doubles_each() && at < candidates {
            let candidate = account(accounts[at].clone());
            let is_free = candidate.bills.iter().all(|bill| bill.lock.is_none());
            if is_free && candidate.arrears().is_positive() {
                accounts.remove(at);
                candidates -= 1;
                doubles.push(candidate);
            } else {
                at += 1;
            }
        }
        doubles
    }

    /// The doubles of the outlet before, as its list said when the line broke.
    fn guests(&self, seat: &Seat) -> Vec<Account> {
        if self.doubles_each() == 0 {
            return Vec::new();
        }
        let before = &self.seats[(seat.number + self.seats.len() - 1) % self.seats.len()];
        let candidates = self.candidates(before);
        self.take_doubles(&mut self.people_of(before, candidates), candidates)
    }

    /// A double comes home on one day and to the next outlet on another.
    fn visits(&self, own: usize, guests: usize) -> Vec<Visit> {
        let days = self.days.len();
        let home = (0..own).map(|client| Visit { day: client % days, client });
        let away = (0..guests).map(|client| Visit { day: (client + 1) % days, client: own + client });
        home.chain(away).collect()
    }

    fn standing(&self, issued: &Account, paid: &[AccountAct]) -> Standing {
        Standing::of(&replay(issued.clone(), paid, &self.rules).0)
    }
}

fn account(new: NewAccount) -> Account {
    Account {
        customer: new.customer.no,
        owner: Some(new.customer.unit),
        prepaid: new.prepaid,
        tail: new.tail,
        bills: new.bills,
    }
}

fn acts(client: &Client, stream: Stream) -> Vec<AccountAct> {
    let placed = |paid: &PaidHere| PlacedPayment {
        order: PaymentOrder { business_date: paid.payment.business_date, at_ms: paid.at_ms, stream, seq: paid.seq },
        payment: paid.payment.clone(),
        reversed: paid.reversed,
        moved_here: false,
    };
    client.paid.iter().map(|paid| AccountAct::Payment(Box::new(placed(paid)))).collect()
}
