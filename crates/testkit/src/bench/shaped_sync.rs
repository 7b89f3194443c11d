//! A new desk fetches its station over lines as they are in the mountains; and what the whole directory comes to.
//!
//! An outlet reads the customers of its station and no others, so the directory travels as the sum of all stations.

use std::path::Path;
use std::time::{Duration, Instant};

use center::{NewAccount, Prefecture};
use domain::UnitCode;
use outlet::{Access, sync_now};
use store::ReplicaKey;
use sync::{HttpCenter, HttpOptions};

use crate::bench::Scale;
use crate::bench::server::serve;
use crate::bench::table::{Row, hundredths, say, times};
use crate::demo;
use crate::machines::{Laptop, WorldTime};
use crate::shaper::{Line, Shaper};
use crate::workbench::{self, today};

struct Link {
    name: &'static str,
    bits_per_second: u64,
    round_trip_ms: u64,
    loss_percent: u64,
    /// For a township of 12,200 customers with a bill each.
    budget: Option<Duration>,
}

const LINKS: [Link; 4] = [
    Link {
        name: "10 Mbit/s, 20 ms",
        bits_per_second: 10_000_000,
        round_trip_ms: 20,
        loss_percent: 0,
        budget: Some(Duration::from_secs(15)),
    },
    Link {
        name: "256 kbit/s, 300 ms, 1 % loss",
        bits_per_second: 256_000,
        round_trip_ms: 300,
        loss_percent: 1,
        budget: None,
    },
    Link {
        name: "64 kbit/s, 600 ms, 5 % loss",
        bits_per_second: 64_000,
        round_trip_ms: 600,
        loss_percent: 5,
        budget: None,
    },
    Link {
        name: "20 kbit/s, 800 ms, 5 % loss",
        bits_per_second: 20_000,
        round_trip_ms: 800,
        loss_percent: 5,
        budget: Some(Duration::from_secs(600)),
    },
];

impl Link {
    fn line(&self) -> Line {
        Line::new(self.bits_per_second, self.round_trip_ms, self.loss_percent)
    }

    /// What the line needs for these bytes by itself.
    fn floor(&self, bytes: u64) -> Duration {
        Duration::from_millis(self.round_trip_ms)
            + Duration::from_nanos(bytes * 8 * (1_000_000_000 / self.bits_per_second))
    }
}

/// A station's first sync.
struct Fetched {
    customers: u64,
    bytes: u64,
    time: Duration,
}

pub fn run(scale: &Scale) -> Vec<Row> {
    let customers = if scale.quick { 600 } else { demo::TOWNSHIP_CUSTOMERS };
    let mut rows = township(customers);
    rows.extend(directory(scale));
    rows
}

/// The same township over every line: the fast one alone, the slow ones side by side, for they leave the machine idle.
fn township(customers: usize) -> Vec<Row> {
    let folder = tempfile::tempdir().expect("a folder");
    let hall = Hall::open(folder.path(), station_of_the_demo(customers));
    let [fast, slow @ ..] = &LINKS;
    let first = hall.fetch(&demo::demo_outlet(), 0, fast.line());
    let others: Vec<Fetched> = std::thread::scope(|scope| {
        let fetching = slow.iter().zip(1..).map(|(link, number)| {
            let hall = &hall;
            scope.spawn(move || hall.fetch(&demo::demo_outlet(), number, link.line()))
        });
        let fetching: Vec<_> = fetching.collect();
        fetching.into_iter().map(|line| line.join().expect("the desk comes to rest")).collect()
    });
    let fetched = std::iter::once(first).chain(others);
    let row = |(link, fetched): (&Link, Fetched)| {
        assert_eq!(fetched.customers, customers as u64, "every customer arrived");
        let floor = link.floor(fetched.bytes);
        let what = format!("township of {customers}, {}", link.name);
        let row = Row::new("first-sync-shaped", what, format!("{} ({} B)", say(fetched.time), fetched.bytes))
            .beside(format!("the line itself {}", say(floor)), times(fetched.time.as_nanos(), floor.as_nanos()));
        match link.budget {
            Some(budget) => row.within(say(budget), fetched.time <= budget),
            None => row,
        }
    };
    LINKS.iter().zip(fetched).map(row).collect()
}

/// The largest station over the fastest line; with `--whole` every station, one after another on loopback.
fn directory(scale: &Scale) -> Vec<Row> {
    let total = if scale.quick { 2_000 } else { demo::PREFECTURE_CUSTOMERS };
    let (station, customers) =
        demo::shares(total).into_iter().max_by_key(|share| share.1).expect("the prefecture has stations");
    let folder = tempfile::tempdir().expect("a folder");
    let people = demo::Prefecture::new(2, today()).with_bills_of_months(1);
    let of_station = people.township(&station, customers).map(|made| owing(NewAccount::from(made)));
    let hall = Hall::open(folder.path(), of_station);
    let link = &LINKS[0];
    let fetched = hall.fetch(&first_counter(&station), 0, link.line());
    let floor = link.floor(fetched.bytes);
    let what = format!("largest station, {} customers, {}", fetched.customers, link.name);
    let largest = Row::new("first-sync-shaped", what, format!("{} ({} B)", say(fetched.time), fetched.bytes))
        .beside(format!("the line itself {}", say(floor)), times(fetched.time.as_nanos(), floor.as_nanos()));
    let whole = if scale.whole { measured(total) } else { reckoned(total, &fetched) };
    vec![largest, whole]
}

fn measured(total: usize) -> Row {
    let folder = tempfile::tempdir().expect("a folder");
    let people = demo::Prefecture::new(2, today()).with_bills_of_months(1);
    let hall = Hall::open(folder.path(), people.whole(total).map(|made| owing(NewAccount::from(made))));
    let (mut customers, mut bytes, mut time) = (0, 0, Duration::ZERO);
    for (number, (station, _)) in demo::shares(total).into_iter().enumerate() {
        let fetched = hall.fetch(&first_counter(&station), number, Line::FAST);
        customers += fetched.customers;
        bytes += fetched.bytes;
        time += fetched.time;
    }
    assert_eq!(customers, total as u64, "every customer arrived at one station");
    let what = format!("whole directory, {total} customers, every station in turn on loopback");
    sum_row(what, say(time), bytes, customers)
}

fn reckoned(total: usize, largest: &Fetched) -> Row {
    let share = |of_largest: u128| of_largest * total as u128 / u128::from(largest.customers.max(1));
    let bytes = u64::try_from(share(u128::from(largest.bytes))).unwrap_or(u64::MAX);
    let what = format!("whole directory, {total} customers, reckoned from the largest station");
    sum_row(what, "not measured without --whole".to_owned(), bytes, total as u64)
}

fn sum_row(what: String, time: String, bytes: u64, customers: u64) -> Row {
    let each = hundredths(u128::from(bytes) * 100 / u128::from(customers.max(1)));
    let at_ten_mbit = say(LINKS[0].floor(bytes));
    Row::new("first-sync-shaped", what, format!("{time} ({bytes} B, {each} B a customer)"))
        .beside(format!("the bytes at 10 Mbit/s {at_ten_mbit}"), "")
}

/// A center that serves over HTTP, and desks that begin with nothing.
struct Hall<'a> {
    folder: &'a Path,
    world: WorldTime,
    center: Prefecture,
    address: std::net::SocketAddr,
}

impl Hall<'_> {
    fn open(folder: &Path, accounts: impl Iterator<Item = NewAccount>) -> Hall<'_> {
        let world = WorldTime::at(today().and_hms_opt(9, 0, 0).expect("nine is a time"));
        let center = workbench::town_hall(folder, &world, accounts);
        let address = serve(center.clone());
        Hall { folder, world, center, address }
    }

    /// A new desk from enrolment to rest; its enrolment is not measured.
    fn fetch(&self, outlet: &UnitCode, number: usize, line: Line) -> Fetched {
        let home = self.folder.join(format!("desk-{number}"));
        std::fs::create_dir(&home).expect("the folder is new");
        let mut seed = [5; 32];
        seed[..8].copy_from_slice(&(number as u64).to_be_bytes());
        let laptop = Laptop::new(&home, self.world.clone(), seed, Some(ReplicaKey([6; 32])));
        laptop.start().expect("the desk starts");
        drop(workbench::enrol(&laptop, &self.center, outlet.clone(), &format!("FS-{number}")));
        let device = laptop.with(|outlet| outlet.read().device()).expect("it can be read").expect("it is enrolled");
        let shaper = Shaper::before(self.address, line, number as u64).expect("a proxy starts");
        let url = format!("http://{}", shaper.address);
        let (stream, key) = (Some(device.stream), Some(device.center_key));
        let http = HttpCenter::new(&url, laptop.key(), stream, key, HttpOptions::default()).expect("the client starts");
        let started = Instant::now();
        sync_now(&laptop, &http, |_| {}).expect("the line works");
        let time = started.elapsed();
        let customers = laptop.with(|outlet| outlet.read().customer_count()).expect("they can be counted");
        let carried = shaper.carried();
        laptop.stop();
        std::fs::remove_dir_all(&home).expect("the desk's folder goes");
        Fetched { customers, bytes: carried.up + carried.down, time }
    }
}

fn first_counter(station: &UnitCode) -> UnitCode {
    format!("{}01", station.as_str()).parse().expect("every station has a first counter")
}

fn station_of_the_demo(customers: usize) -> impl Iterator<Item = NewAccount> {
    let people = demo::Prefecture::new(2, today()).with_bills_of_months(1);
    let made: Vec<NewAccount> =
        people.township(&demo::demo_station(), customers).map(|made| owing(NewAccount::from(made))).collect();
    made.into_iter()
}

/// Nobody has paid the latest bill yet.
fn owing(mut account: NewAccount) -> NewAccount {
    for bill in &mut account.bills {
        bill.settlements.clear();
    }
    account
}
