//! The center itself: takes journals in, keeps the books, serves the newest state. HTTP is only one way to reach it.
//!
//! ```text
//! check (many at a time) → land → project → settle accounts → detect → post → commit (one pen) → pull (snapshots)
//! ```
//!
//! The steps between `land` and `commit` are pure: they work on loaded rows and end as `Effects`.

mod accept_push;
mod archive;
mod archive_change;
mod attachments;
mod batch;
mod bill_run;
mod books;
mod cases;
mod check_push;
mod clock_suspect;
mod console;
mod console_views;
mod decide;
mod detect;
mod digest;
mod enrol;
mod exchange;
mod finish_batch;
mod group_commit;
mod import;
mod inspect;
mod inspect_billing;
mod late_tariff;
mod look_up;
mod meters;
mod outlet_bill;
mod passwords;
mod reading;
mod recompute;
mod release_code;
mod restore;
mod settle_account;
mod void_bill;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};

use chrono::{DateTime, NaiveDate};
use domain::{BillingPeriod, DeviceId};
use journal::{DeviceKey, PublicKey};
use thiserror::Error;

pub use archive::{CorrectionError, LoadedReadings, LoadedSupplies, NewCorrection, SettleCorrection};
pub use bill_run::{BillRunId, WishRefusal};
pub use console::{
    Credentials, Feed, Marks, ResetSecondFactorError, SecondFactorOffer, Secret, SignInError, SignInStep, SignedIn,
    Topic,
};
pub use console_views::{FirstPassword, UnitFigures};
pub use decide::{
    ActsView, CaseDetail, CaseOwner, CaseQuery, CaseSort, CenterAct, ChoiceDetail, ChoiceParameters, DecisionError,
    DeviceChoice, Label, NewOwner, NewProposal, Preview, PreviewLedger, PreviewLine, PreviewNote, PreviewReceipt,
    PreviewTask, PreviewedCase, Proof, ReceiptBooks, ReceiptSays, ReceiptStays, SideDetail, THE_CENTER, VerifiedActs,
    Worklist,
};
pub use enrol::{EnrolmentCode, EnrolmentCodeError};
pub use import::{NewAccount, NewOperator};
pub use inspect::{AccountView, DayView, DeviceView, JournalView, TenderSum};
pub use meters::{EXCHANGE_MS, Meters};
pub use passwords::PasswordCost;
pub use release_code::{GivenReleaseCode, ReleaseCodeError};

use crate::clock::{Clock, Randomness};
use crate::ledger::db::{Driver, Pen};
use crate::ledger::postgres::{Postgres, PostgresUrl, PostgresUrlError};
use crate::ledger::sqlite::Sqlite;
use crate::ledger::{Effects, Ledger, LedgerError, Loaded, SharedLedger, Sighting, Wanted};
use books::{Books, Roster};
use group_commit::Pile;

/// What a center needs to start.
pub struct Opening {
    pub database: Database,
    /// Signs every reply.
    pub key: DeviceKey,
    pub clock: Arc<dyn Clock>,
    pub randomness: Arc<dyn Randomness>,
}

/// Where the books are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Database {
    Sqlite(PathBuf),
    Postgres {
        url: PostgresUrl,
        /// A copy that lists and reports are read from.
        replica: Option<PostgresUrl>,
    },
}

#[derive(Debug, Error)]
pub enum DatabaseNameError {
    #[error("a database is named like sqlite:/var/lib/qingjiang/center.db or postgres://user@host/qingjiang")]
    NoSuchKind,
    #[error(transparent)]
    Postgres(#[from] PostgresUrlError),
}

impl Database {
    /// Opens it and brings its schema up to date.
    pub fn open(&self) -> Result<Box<dyn Driver>, LedgerError> {
        Ok(match self {
            Database::Sqlite(path) => Box::new(Sqlite::open(path)?),
            Database::Postgres { url, replica } => Box::new(Postgres::open(url, replica.as_ref())?),
        })
    }
}

impl std::str::FromStr for Database {
    type Err = DatabaseNameError;
    fn from_str(text: &str) -> Result<Database, DatabaseNameError> {
        if text.starts_with("postgres") {
            return Ok(Database::Postgres { url: text.parse()?, replica: None });
        }
        let path = text.strip_prefix("sqlite:").filter(|path| !path.is_empty()).ok_or(DatabaseNameError::NoSuchKind)?;
        Ok(Database::Sqlite(PathBuf::from(path)))
    }
}

/// The prefecture's center. Clones are the same center.
#[derive(Clone)]
pub struct Prefecture(Arc<Inner>);

struct Inner {
    ledger: SharedLedger,
    key: DeviceKey,
    clock: Arc<dyn Clock>,
    randomness: Arc<dyn Randomness>,
    /// The pen: who holds it writes.
    books: Mutex<Books>,
    roster: RwLock<Arc<Roster>>,
    pile: Pile,
    /// How devices stood when last heard of; the newer ones are not yet in the database.
    sightings: Mutex<BTreeMap<DeviceId, (Sighting, bool)>>,
    code_failures: Mutex<Vec<i64>>,
    meters: Meters,
    feed: Feed,
    /// How far the center's own journal was checked.
    acts: Mutex<VerifiedActs>,
    /// Only one run works at a time.
    running: Mutex<()>,
    /// Pieces of attachments are kept one after the other.
    attaching: Mutex<()>,
}

impl Prefecture {
    pub fn open(opening: Opening) -> Result<Prefecture, LedgerError> {
        let ledger: SharedLedger = Arc::new(Ledger::new(opening.database.open()?));
        ledger.recognise(&opening.key.public_key())?;
        let (books, roster) = books::open_books(ledger.standing()?);
        let acts = decide::verify_acts(&ledger, &opening.key.public_key())?;
        let seen = ledger.sightings()?.into_iter().map(|seen| (seen.device, (seen, true))).collect();
        Ok(Prefecture(Arc::new(Inner {
            ledger,
            key: opening.key,
            clock: opening.clock,
            randomness: opening.randomness,
            books: Mutex::new(books),
            roster: RwLock::new(Arc::new(roster)),
            pile: Pile::default(),
            sightings: Mutex::new(seen),
            code_failures: Mutex::default(),
            meters: Meters::default(),
            feed: Feed::default(),
            acts: Mutex::new(acts),
            running: Mutex::default(),
            attaching: Mutex::default(),
        })))
    }

    pub fn key(&self) -> &DeviceKey {
        &self.0.key
    }

    pub fn now_ms(&self) -> i64 {
        self.0.clock.now_ms()
    }

    pub fn meters(&self) -> &Meters {
        &self.0.meters
    }

    /// The key that a device signs with, if it is enrolled.
    pub fn device_key(&self, device: DeviceId) -> Option<PublicKey> {
        let known = self.roster().devices.get(&device).map(|device| device.known.key);
        known.or_else(|| {
            // It may have enrolled at another process a moment ago. Where the database does not answer, the exchange says so.
            let caught_up = self.keep_up().inspect_err(|error| tracing::error!(%error, "a device cannot be looked up"));
            caught_up.ok().and_then(|()| self.roster().devices.get(&device).map(|device| device.known.key))
        })
    }

    /// Whether the database answers.
    pub fn check(&self) -> Result<(), LedgerError> {
        self.0.ledger.check()
    }

    fn roster(&self) -> Arc<Roster> {
        read(&self.0.roster).clone()
    }

    /// Takes the pen. After a failed commit, and after another process wrote, memory is read again first.
    fn books(&self) -> Result<BooksInHand<'_>, LedgerError> {
        let mut books = self.memory();
        let pen = self.0.ledger.pen()?;
        if books.is_stale || pen.others_wrote() {
            self.read_memory(&mut books)?;
            pen.caught_up();
        }
        Ok(BooksInHand { _pen: pen, books })
    }

    /// The books as they stand, for whoever writes nothing.
    fn books_to_read(&self) -> Result<MutexGuard<'_, Books>, LedgerError> {
        self.keep_up()?;
        let books = self.memory();
        if books.is_stale {
            drop(books);
            drop(self.books()?);
            return Ok(self.memory());
        }
        Ok(books)
    }

    /// Reads memory again where another process wrote meanwhile.
    fn keep_up(&self) -> Result<(), LedgerError> {
        if self.0.ledger.moved()? {
            drop(self.books()?);
        }
        Ok(())
    }

    fn memory(&self) -> MutexGuard<'_, Books> {
        self.0.books.lock().unwrap_or_else(|poisoned| {
            self.0.books.clear_poison();
            let mut books = poisoned.into_inner();
            books.is_stale = true;
            books
        })
    }

    fn read_memory(&self, books: &mut Books) -> Result<(), LedgerError> {
        books.is_stale = true;
        let (fresh, roster) = books::open_books(self.0.ledger.standing()?);
        let heard = self.0.ledger.sightings()?;
        *books = fresh;
        *self.0.roster.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(roster);
        let mut sightings = lock(&self.0.sightings);
        for seen in heard {
            if sightings.get(&seen.device).is_none_or(|(known, _)| known.at_ms < seen.at_ms) {
                sightings.insert(seen.device, (seen, true));
            }
        }
        Ok(())
    }

    /// The rows of a batch; whoever has bills that may be computed again comes with the account.
    fn load(&self, wanted: &Wanted) -> Result<Loaded, LedgerError> {
        let mut loaded = self.0.ledger.load(wanted)?;
        let mut also = Wanted::default();
        for (customer, facts) in &loaded.billing {
            let bills = facts.statements.iter().map(|row| row.statement.id);
            if !facts.statements.is_empty() && !loaded.accounts.contains_key(customer) {
                also.customers.insert(customer.clone(), bills.collect());
            }
        }
        if !also.customers.is_empty() {
            loaded.accounts.extend(self.0.ledger.load(&also)?.accounts);
        }
        Ok(loaded)
    }

    /// The day in the prefecture.
    pub fn today(&self) -> NaiveDate {
        day_at(self.now_ms())
    }

    /// 上月
    fn period_before_this(&self) -> BillingPeriod {
        let first = BillingPeriod::of(self.today()).first_day();
        BillingPeriod::of(first.pred_opt().expect("a month has one before it"))
    }

    /// Writes effects and takes them over into memory.
    fn commit(&self, books: &mut Books, mut effects: Effects) -> Result<(), LedgerError> {
        effects.sightings = self.unwritten_sightings();
        if let Err(error) = self.0.ledger.commit(&effects) {
            books.is_stale = true;
            tracing::error!(%error, "a commit failed; nothing of it was kept");
            return Err(error);
        }
        self.sightings_were_written(&effects.sightings);
        let changes_roster = !(effects.devices.is_empty() && effects.histories.is_empty());
        let changes_tariff = !(effects.prices.is_empty() && effects.billing.rules.is_empty());
        let changes_places = !(effects.units.is_empty() && effects.billing.segments.is_empty());
        if changes_roster || changes_places || changes_tariff || effects.rules.is_some() {
            let mut roster = self.0.roster.write().unwrap_or_else(PoisonError::into_inner);
            Arc::make_mut(&mut *roster).apply(&effects);
        }
        self.0.meters.committed(&effects);
        self.0.feed.ping();
        books.apply(&effects);
        Ok(())
    }

    fn unwritten_sightings(&self) -> Vec<Sighting> {
        let sightings = lock(&self.0.sightings);
        sightings.values().filter(|(_, written)| !written).map(|(seen, _)| seen.clone()).collect()
    }

    fn sightings_were_written(&self, written: &[Sighting]) {
        let mut sightings = lock(&self.0.sightings);
        for seen in written {
            if let Some((kept, is_written)) = sightings.get_mut(&seen.device) {
                *is_written = kept == seen;
            }
        }
    }
}

/// The books with the pen in hand: nobody else writes, in this process or another.
struct BooksInHand<'a> {
    _pen: Box<dyn Pen + 'a>,
    books: MutexGuard<'a, Books>,
}

impl std::ops::Deref for BooksInHand<'_> {
    type Target = Books;
    fn deref(&self) -> &Books {
        &self.books
    }
}

impl std::ops::DerefMut for BooksInHand<'_> {
    fn deref_mut(&mut self) -> &mut Books {
        &mut self.books
    }
}

/// The prefecture lives eight hours ahead of UTC, without summer time.
const AHEAD_OF_UTC_MS: i64 = 8 * 3_600_000;

/// When a day of the prefecture begins.
pub fn begins_at_ms(day: NaiveDate) -> i64 {
    day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_millis() - AHEAD_OF_UTC_MS
}

fn day_at(ms: i64) -> NaiveDate {
    DateTime::from_timestamp_millis(ms.saturating_add(AHEAD_OF_UTC_MS)).unwrap_or_default().date_naive()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn read<T>(lock: &RwLock<T>) -> RwLockReadGuard<'_, T> {
    lock.read().unwrap_or_else(PoisonError::into_inner)
}
