//! The books in PostgreSQL: the center of the prefecture, with as many processes in front of it as it needs.
//!
//! Callers are plain threads; a small runtime of the driver's own talks to the server. Whoever writes does so on the very
//! session that holds the pen, an advisory lock: when that session is lost, so is what it was writing, and there are never
//! two writers.

mod address;
mod arrays;
mod error;
mod migrate;
mod pen;
mod session;
mod text;
mod tls;
mod values;

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, RecyclingMethod, Runtime, Timeouts};
use tokio::runtime::Builder;

use super::LedgerError;
use super::db::{Driver, Pen, Work};
pub use address::{PostgresUrl, PostgresUrlError};
use error::PostgresError;
use session::{Session, Texts};
use tls::Encryption;

/// Sessions that read at the same time; more readers than that wait for one another.
const READERS: usize = 12;
/// How long anybody waits for a server that does not answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// How a session is set up. Plans never depend on bound values, nor on how small a table was when they were made: rows are found
/// by an index, one key after the other, without compiling or spreading it over processes. A pen holder whose machine is gone
/// loses the pen within a minute, and nobody waits longer for it.
const SESSION_OPTIONS: &str = "-c plan_cache_mode=force_generic_plan -c jit=off -c max_parallel_workers_per_gather=0 \
                               -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off \
                               -c tcp_keepalives_idle=20 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3 \
                               -c lock_timeout=60s -c synchronous_commit=on -c client_min_messages=warning";

pub struct Postgres {
    runtime: Option<tokio::runtime::Runtime>,
    /// Sessions for reading. The one that writes is apart from them.
    readers: Pool,
    replica: Option<Pool>,
    pens: Pool,
    writer: Mutex<Writer>,
    /// Held by the thread that has the pen or waits for it.
    queue: Mutex<()>,
    texts: Texts,
    turns: Turns,
}

/// The session that writes.
#[derive(Default)]
struct Writer {
    session: Option<Object>,
    holds_pen: bool,
}

/// How often the pen was put down by anybody, as far as this process knows.
struct Turns {
    /// What this process has read or written itself.
    known: AtomicI64,
    /// What it is about to write.
    coming: AtomicI64,
}

impl Postgres {
    /// Connects, and brings the schema up to date. The replica follows by itself.
    pub fn open(url: &PostgresUrl, replica: Option<&PostgresUrl>) -> Result<Postgres, LedgerError> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("postgres")
            .enable_all()
            .build()
            .map_err(PostgresError::Runtime)?;
        let postgres = Postgres {
            readers: pool(url, READERS)?,
            replica: replica.map(|url| pool(url, READERS)).transpose()?,
            pens: pool(url, 1)?,
            runtime: Some(runtime),
            writer: Mutex::default(),
            queue: Mutex::default(),
            texts: Texts::default(),
            turns: Turns { known: AtomicI64::new(-1), coming: AtomicI64::new(-1) },
        };
        postgres.migrate()?;
        Ok(postgres)
    }

    fn migrate(&self) -> Result<(), LedgerError> {
        let mut session = self.wait(self.readers.get()).map_err(PostgresError::from)?;
        self.wait(migrate::migrate(&mut session))
    }

    /// Runs to its end what the runtime does for a plain thread.
    fn wait<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime().block_on(work)
    }

    fn runtime(&self) -> &tokio::runtime::Runtime {
        self.runtime.as_ref().expect("the runtime lives as long as the driver")
    }

    fn alone(&self) -> MutexGuard<'_, ()> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn writer(&self) -> MutexGuard<'_, Writer> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A session of the pool in a snapshot. A session that was lost while it lay idle is replaced.
    fn snapshot(&self, pool: &Pool) -> Result<Object, PostgresError> {
        loop {
            let session = self.wait(pool.get())?;
            match self.wait(session.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")) {
                Ok(()) => return Ok(session),
                Err(error) if session.is_closed() => {
                    tracing::debug!(%error, "a session was lost while it lay idle");
                    drop(Object::take(session));
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// The count of the pen. A session that was lost while it lay idle is replaced.
    fn turn(&self) -> Result<i64, PostgresError> {
        loop {
            let session = self.wait(self.readers.get())?;
            match self.wait(pen::turn(&session)) {
                Err(PostgresError::Lost(_)) if session.is_closed() => drop(Object::take(session)),
                counted => return counted,
            }
        }
    }

    fn read_from(&self, session: Object, work: Work<'_>) -> Result<(), LedgerError> {
        let mut reading = Transaction { session: Some(session) };
        work(&mut Session::new(self.runtime(), reading.session(), &self.texts))?;
        let session = reading.session.take().expect("a session until the end");
        // What was read stands, even where the session is lost now; the pool notices.
        if self.wait(session.batch_execute("COMMIT")).is_err() {
            drop(Object::take(session));
        }
        Ok(())
    }
}

/// A session with an open transaction: it goes back to its pool only when the transaction has ended properly.
struct Transaction {
    session: Option<Object>,
}

impl Transaction {
    fn session(&self) -> &Object {
        self.session.as_ref().expect("a session until the end")
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        // Closing it undoes what was open.
        drop(self.session.take().map(Object::take));
    }
}

impl Driver for Postgres {
    fn read(&self, work: Work<'_>) -> Result<(), LedgerError> {
        let session = self.snapshot(&self.readers)?;
        self.read_from(session, work)
    }

    /// Lists and reports are read from the replica. Where it does not answer, the server itself does.
    fn report(&self, work: Work<'_>) -> Result<(), LedgerError> {
        let session = match self.replica.as_ref().map(|replica| self.snapshot(replica)) {
            Some(Ok(session)) => session,
            Some(Err(error)) => {
                tracing::warn!(%error, "the replica does not answer; reports are read from the server itself");
                self.snapshot(&self.readers)?
            }
            None => self.snapshot(&self.readers)?,
        };
        self.read_from(session, work)
    }

    fn write(&self, work: Work<'_>) -> Result<(), LedgerError> {
        self.write_with_pen(work)
    }

    fn pen(&self) -> Result<Box<dyn Pen + '_>, LedgerError> {
        Ok(Box::new(self.take_pen()?))
    }

    fn recognise(&self, center: &[u8; 32]) -> Result<(), LedgerError> {
        let session = self.wait(self.readers.get()).map_err(PostgresError::from)?;
        Ok(self.wait(migrate::recognise(&session, center))?)
    }

    fn moved(&self) -> Result<bool, LedgerError> {
        let turn = self.turn()?;
        let is_own = |known: &AtomicI64| known.load(Ordering::SeqCst) == turn;
        Ok(!is_own(&self.turns.known) && !is_own(&self.turns.coming))
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // The last owner may be a task of the server's runtime, which must not wait.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

fn pool(url: &PostgresUrl, sessions: usize) -> Result<Pool, PostgresError> {
    let mut config = url.config().clone();
    config.application_name("qingjiang-center").connect_timeout(PATIENCE).options(SESSION_OPTIONS);
    let manager =
        Manager::from_config(config, Encryption::new(url)?, ManagerConfig { recycling_method: RecyclingMethod::Fast });
    let timeouts = Timeouts { wait: None, create: Some(PATIENCE), recycle: Some(PATIENCE) };
    let pool = Pool::builder(manager).max_size(sessions).runtime(Runtime::Tokio1).timeouts(timeouts);
    pool.build().map_err(|error| PostgresError::Unreachable(error.to_string()))
}
