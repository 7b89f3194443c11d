//! The center itself: takes journals in, keeps the books, serves the newest state. HTTP is only one way to reach it.
//!
//! ```text
//! check (many at a time) → land → project → settle accounts → detect → post → commit (one pen) → pull (snapshots)
//! ```
//!
//! The steps between `land` and `commit` are pure: they work on loaded rows and end as `Effects`.

mod accept_push;
mod archive;
mod attachments;
mod batch;
mod bill_run;
mod books;
mod cases;
mod check_push;
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
mod restore;
mod settle_account;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};

use chrono::{DateTime, NaiveDate};
use domain::{BillingPeriod, DeviceId};
use journal::{DeviceKey, PublicKey};
use thiserror::Error;

pub use archive::{CorrectionError, LoadedReadings, LoadedSupplies, NewCorrection, SettleCorrection};
pub use bill_run::BillRunId;
pub use enrol::{EnrolmentCode, EnrolmentCodeError};
pub use import::{NewAccount, NewOperator};
pub use inspect::{AccountView, DayView, DeviceView, JournalView, TenderSum};
pub use meters::{EXCHANGE_MS, Meters};
pub use passwords::PasswordCost;

use crate::clock::{Clock, Randomness};
use crate::ledger::sqlite::SqliteLedger;
use crate::ledger::{Effects, LedgerError, Loaded, SharedLedger, Sighting, Wanted};
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
}

#[derive(Debug, Error)]
#[error("a database is named like sqlite:/var/lib/qingjiang/center.db")]
pub struct DatabaseNameError;

impl std::str::FromStr for Database {
    type Err = DatabaseNameError;
    fn from_str(text: &str) -> Result<Database, DatabaseNameError> {
        let path = text.strip_prefix("sqlite:").filter(|path| !path.is_empty()).ok_or(DatabaseNameError)?;
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
    /// Only one run works at a time.
    running: Mutex<()>,
    /// Pieces of attachments are kept one after the other.
    attaching: Mutex<()>,
}

impl Prefecture {
    pub fn open(opening: Opening) -> Result<Prefecture, LedgerError> {
        let ledger: SharedLedger = match &opening.database {
            Database::Sqlite(path) => Arc::new(SqliteLedger::open(path)?),
        };
        let (books, roster) = books::open_books(ledger.standing()?);
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
        self.roster().devices.get(&device).map(|device| device.known.key)
    }

    /// Whether the database answers.
    pub fn check(&self) -> Result<(), LedgerError> {
        self.0.ledger.check()
    }

    fn roster(&self) -> Arc<Roster> {
        read(&self.0.roster).clone()
    }

    /// Takes the pen. After a failed commit, memory is read again first.
    fn books(&self) -> Result<MutexGuard<'_, Books>, LedgerError> {
        let mut books = self.0.books.lock().unwrap_or_else(|poisoned| {
            let mut books = poisoned.into_inner();
            books.is_stale = true;
            books
        });
        if books.is_stale {
            let (fresh, roster) = books::open_books(self.0.ledger.standing()?);
            *books = fresh;
            *self.0.roster.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(roster);
            self.0.books.clear_poison();
        }
        Ok(books)
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

/// The prefecture lives eight hours ahead of UTC, without summer time.
const AHEAD_OF_UTC_MS: i64 = 8 * 3_600_000;

fn day_at(ms: i64) -> NaiveDate {
    DateTime::from_timestamp_millis(ms.saturating_add(AHEAD_OF_UTC_MS)).unwrap_or_default().date_naive()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn read<T>(lock: &RwLock<T>) -> RwLockReadGuard<'_, T> {
    lock.read().unwrap_or_else(PoisonError::into_inner)
}
