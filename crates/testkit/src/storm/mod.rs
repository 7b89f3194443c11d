//! 断网恢复: after days without a line, all outlets of a prefecture come back at the same moment.
//!
//! ```text
//! people and bills ─▶ center's books ─▶ qingjiang-center serve, a process of its own
//! counters, alone for days ─▶ signed journals ─▶ real client and session ─▶ lines that break ─┘
//!                                    └──────────────▶ audit ◀── the books, opened again ◀─────┘
//! ```
//!
//! Everything but the line's moments comes from the seed. The clock starts when the journals are written.

mod alone;
mod audit;
mod bare;
mod books;
mod counter;
mod fortnight;
mod journals;
mod report;
mod returning;
mod serving;
#[cfg(test)]
mod tests;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use center::EnrolmentCodeError;
use center::ledger::LedgerError;
use journal::PublicKey;
use sync::{HttpCenter, HttpOptions, HttpSetupError, LinkError};
use thiserror::Error;

pub use audit::Findings;
pub use report::Report;

use crate::demo;
use crate::shaper::{Line, Shaper};
use books::Books;
use fortnight::Fortnight;
use journals::Journal;
use returning::{Returning, Trip};
use serving::ServingCenter;

/// The running part of a customer number has five digits, and stations are shared by several outlets.
const CUSTOMERS_OF_A_STATION_MAX: usize = 99_999;

#[derive(Clone, Debug)]
pub struct Wish {
    pub outlets: usize,
    pub days: usize,
    /// Payments of an outlet on a day.
    pub per_day: usize,
    /// Of the whole prefecture. Without it, one for each payment, and no more than a township for each outlet.
    pub customers: Option<usize>,
    pub seed: u64,
    /// Of a thousand exchanges, so many are cut.
    pub cut_permille: u64,
    /// How many times faster than the clock the outlets' waiting passes; 1 is real.
    pub haste: u32,
    pub database: StormDatabase,
    /// `qingjiang-center`
    pub program: PathBuf,
}

/// What the center of the storm keeps its books in.
#[derive(Clone, PartialEq, Eq)]
pub enum StormDatabase {
    /// A file that goes with the storm.
    Sqlite,
    /// A server that is started for the storm and goes with it.
    PostgresOfItsOwn,
    /// An empty database of a server that runs already; its address, which may hold a password.
    Postgres(String),
}

#[derive(Debug, Error)]
pub enum StormError {
    #[error("{0}")]
    Wish(String),
    #[error("the storm's folder or server: {0}")]
    Folder(#[from] std::io::Error),
    #[error("{path}: {error}. `cargo xtask storm` builds it first.", path = path.display())]
    Program { path: PathBuf, error: std::io::Error },
    #[error("the center did not say where it serves; the last lines of its log:\n{log}")]
    NotServing { log: String },
    #[error("the center did not end in good order; the last lines of its log:\n{log}")]
    EndedBadly { log: String },
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    #[error(transparent)]
    Code(#[from] EnrolmentCodeError),
    #[error("enrolling: {0}")]
    Enrolling(#[from] LinkError),
    #[error(transparent)]
    Client(#[from] HttpSetupError),
    #[error("the bare reference: {0}")]
    Bare(#[from] rusqlite::Error),
    #[error("{0}")]
    Returning(String),
}

impl Wish {
    /// Says what does not fit, and what would.
    pub fn check(&self) -> Result<(), StormError> {
        let wrong = |what: &str| Err(StormError::Wish(what.to_owned()));
        if self.outlets == 0 || self.days == 0 || self.haste == 0 {
            return wrong("a storm has at least one outlet and one day");
        }
        if self.per_day < 10 {
            return wrong("--per-day is at least 10; a counter with fewer payments is no storm");
        }
        if self.cut_permille > 500 {
            return wrong("--loss is at most 0.5; beyond it hardly anything arrives");
        }
        let of_a_station = self.customers_each() * self.outlets.div_ceil(demo::shares(1).len());
        if of_a_station > CUSTOMERS_OF_A_STATION_MAX {
            return wrong("a station has at most 99,999 customers; give fewer with --customers");
        }
        if self.customers_each() < self.per_day {
            return wrong("--customers is at least one for each payment of a day");
        }
        Ok(())
    }

    /// Customers of one outlet.
    pub fn customers_each(&self) -> usize {
        let by_payments = (self.days * self.per_day).min(demo::TOWNSHIP_CUSTOMERS);
        self.customers.map_or(by_payments, |all| all / self.outlets.max(1))
    }
}

/// Prepares, lets the storm pass, and holds the books against the journals. `say` hears what is being done.
pub fn run(wish: &Wish, mut say: impl FnMut(&str)) -> Result<Report, StormError> {
    wish.check()?;
    let folder = tempfile::Builder::new().prefix("qingjiang-storm-").tempdir()?;
    let books = Books::begin(folder.path(), wish)?;
    say("loading the center and writing the journals …");
    let prepared = Instant::now();
    let fortnight = fortnight::spend(wish, &books.open()?)?;
    let preparing = prepared.elapsed();
    say(&format!("{} entries wait at {} outlets; all lines come back …", fortnight.entries(), wish.outlets));
    let serving = ServingCenter::start(&wish.program, &books)?;
    let passed = weather(wish, &fortnight, serving.address(), &books.key.public_key())?;
    let memory_kib = serving.peak_memory_kib();
    serving.stop()?;
    say("all at rest; the same bytes into a bare database …");
    let bare = books.take_bare(&fortnight.journals)?;
    say("the books are held against the journals …");
    let findings = audit::audit(&books.open()?, &fortnight)?;
    Ok(Report { wish: wish.clone(), customers: fortnight.customers, preparing, passed, memory_kib, bare, findings })
}

/// The storm itself, measured.
#[derive(Clone, Debug, Default)]
pub struct Passed {
    pub entries: usize,
    pub trips: Vec<Trip>,
    pub up: u64,
    pub down: u64,
    pub cuts: u64,
    /// Until the last entry was known to be held.
    pub all_held: Duration,
    /// Until the last outlet was at rest.
    pub at_rest: Duration,
}

/// All outlets at once, each on a line of its own that breaks in its own moments.
fn weather(
    wish: &Wish,
    fortnight: &Fortnight,
    address: SocketAddr,
    center_key: &PublicKey,
) -> Result<Passed, StormError> {
    let line = Line::FAST.cutting(wish.cut_permille);
    let mut lines = Vec::new();
    for (number, journal) in fortnight.journals.iter().enumerate() {
        let shaper = Shaper::before(address, line, wish.seed.wrapping_add(number as u64))?;
        let center = client(journal, shaper.address, center_key)?;
        lines.push((shaper, center));
    }
    let trips: Vec<Result<Trip, String>> = std::thread::scope(|scope| {
        let outlets = fortnight.journals.iter().zip(&lines).enumerate();
        let outlets = outlets.map(|(number, (journal, (_, center)))| {
            let outlet = Returning::new(journal, center, fortnight.cursor, number as u64, wish.haste);
            scope.spawn(move || outlet.come_to_rest())
        });
        let outlets: Vec<_> = outlets.collect();
        outlets.into_iter().map(|outlet| outlet.join().expect("an outlet's thread comes to its end")).collect()
    });
    let trips = trips.into_iter().collect::<Result<Vec<_>, _>>().map_err(StormError::Returning)?;
    let mut passed = Passed { entries: fortnight.entries(), ..Passed::default() };
    for (shaper, _) in &lines {
        let carried = shaper.carried();
        passed.up += carried.up;
        passed.down += carried.down;
        passed.cuts += shaper.cuts();
    }
    passed.all_held = trips.iter().map(|trip| trip.all_held).max().unwrap_or_default();
    passed.at_rest = trips.iter().map(|trip| trip.at_rest).max().unwrap_or_default();
    passed.trips = trips;
    Ok(passed)
}

fn client(journal: &Journal, address: SocketAddr, center_key: &PublicKey) -> Result<HttpCenter, HttpSetupError> {
    HttpCenter::new(
        &format!("http://{address}"),
        journal.key.clone(),
        Some(journal.stream),
        Some(*center_key),
        HttpOptions::default(),
    )
}
