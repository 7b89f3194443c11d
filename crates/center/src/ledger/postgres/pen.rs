//! The pen: one advisory lock of the database, held by the session that writes.
//!
//! Every transaction that writes counts the turn of the pen up by one. Who gets the pen and finds another count than it
//! knows, learns that others wrote meanwhile.

use std::sync::MutexGuard;
use std::sync::atomic::Ordering;

use deadpool_postgres::Object;
use futures_util::future::join;

use super::error::PostgresError;
use super::session::Session;
use super::{Postgres, Transaction, Writer};
use crate::ledger::LedgerError;
use crate::ledger::db::{Pen, Work};

/// The number of the lock, "QJPEN" in ASCII. Nobody else's lock in this database may have it.
const PEN: i64 = 0x51_4A_50_45_4E;

const LOCK: &str = "SELECT pg_advisory_lock($1)";
const UNLOCK: &str = "SELECT pg_advisory_unlock($1)";
const LOCK_FOR_NOW: &str = "SELECT pg_advisory_xact_lock($1)";
const TURN: &str = "SELECT turn FROM pen";
const NEXT_TURN: &str = "UPDATE pen SET turn = turn + 1 RETURNING turn";

/// The pen in this process's hand.
pub struct Held<'a> {
    postgres: &'a Postgres,
    turn: i64,
    _alone: MutexGuard<'a, ()>,
}

impl Pen for Held<'_> {
    fn others_wrote(&self) -> bool {
        self.postgres.turns.known.load(Ordering::SeqCst) != self.turn
    }

    fn caught_up(&self) {
        self.postgres.turns.known.store(self.turn, Ordering::SeqCst);
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        let mut writer = self.postgres.writer();
        writer.holds_pen = false;
        let Some(session) = writer.session.take() else { return };
        match self.postgres.wait(unlock(&session)) {
            Ok(()) => writer.session = Some(session),
            // The lock goes with its session.
            Err(_) => drop(Object::take(session)),
        }
    }
}

impl Postgres {
    /// Waits for the pen. Threads of this process queue here, processes at the server.
    pub(super) fn take_pen(&self) -> Result<Held<'_>, LedgerError> {
        let alone = self.alone();
        let mut writer = self.writer();
        let had_session = writer.session.is_some();
        let turn = match self.lock(&mut writer) {
            // The session was lost while it lay idle; nothing hung on it.
            Err(PostgresError::Lost(_)) if had_session => self.lock(&mut writer)?,
            locked => locked?,
        };
        writer.holds_pen = true;
        Ok(Held { postgres: self, turn, _alone: alone })
    }

    fn lock(&self, writer: &mut Writer) -> Result<i64, PostgresError> {
        let session = match writer.session.take().filter(|session| !session.is_closed()) {
            Some(session) => session,
            None => self.wait(self.pens.get())?,
        };
        match self.wait(lock(&session)) {
            Ok(turn) => {
                writer.session = Some(session);
                Ok(turn)
            }
            Err(error) => {
                drop(Object::take(session));
                Err(error)
            }
        }
    }

    /// Writes on the session that holds the pen, and never on another while the pen is held. Without the pen in hand it is
    /// taken for this one transaction.
    pub(super) fn write_with_pen(&self, work: Work<'_>) -> Result<(), LedgerError> {
        let mut writer = self.writer();
        let session = match writer.session.take().filter(|session| !session.is_closed()) {
            Some(session) => session,
            None if writer.holds_pen => return Err(PostgresError::PenLost.into()),
            None => self.wait(self.pens.get()).map_err(PostgresError::from)?,
        };
        let (session, done) = self.write_on(session, writer.holds_pen, work);
        writer.session = session;
        if done.is_err() {
            self.turns.coming.store(-1, Ordering::SeqCst);
        }
        done
    }

    /// Gives the session back where it is still good.
    fn write_on(&self, session: Object, holds_pen: bool, work: Work<'_>) -> (Option<Object>, Result<(), LedgerError>) {
        let mut writing = Transaction { session: Some(session) };
        let turn = match self.wait(begin(writing.session(), holds_pen)) {
            Ok(turn) => turn,
            Err(error) => return (None, Err(error.into())),
        };
        self.turns.coming.store(turn, Ordering::SeqCst);
        let mut db = Session::new(self.runtime(), writing.session(), &self.texts);
        let mut done = work(&mut db);
        if done.is_ok() && db.has_failed {
            done = Err(LedgerError::Damaged("a statement failed and the batch went on".to_owned()));
        }
        let end = if done.is_ok() { "COMMIT" } else { "ROLLBACK" };
        match self.wait(writing.session().batch_execute(end)) {
            Ok(()) => {
                if done.is_ok() {
                    // Where others wrote before this turn, memory does not know it yet.
                    let _ = self.turns.known.compare_exchange(turn - 1, turn, Ordering::SeqCst, Ordering::SeqCst);
                }
                (writing.session.take(), done)
            }
            // Whether it was committed is not known. The caller reads again what stands, and what comes again is recognised.
            Err(error) => (None, done.and(Err(error.into()))),
        }
    }
}

async fn lock(session: &Object) -> Result<i64, PostgresError> {
    let (lock, turn) = (session.prepare_cached(LOCK).await?, session.prepare_cached(TURN).await?);
    // Sent together, answered one after the other: the count is read with the pen in hand.
    let (locked, turn) = join(session.execute(&lock, &[&PEN]), session.query_one(&turn, &[])).await;
    locked?;
    Ok(turn?.try_get(0)?)
}

async fn unlock(session: &Object) -> Result<(), PostgresError> {
    let unlock = session.prepare_cached(UNLOCK).await?;
    session.execute(&unlock, &[&PEN]).await?;
    Ok(())
}

async fn begin(session: &Object, holds_pen: bool) -> Result<i64, PostgresError> {
    let next = session.prepare_cached(NEXT_TURN).await?;
    if holds_pen {
        let (begun, turn) = join(session.batch_execute("BEGIN"), session.query_one(&next, &[])).await;
        begun?;
        return Ok(turn?.try_get(0)?);
    }
    let lock = session.prepare_cached(LOCK_FOR_NOW).await?;
    session.batch_execute("BEGIN").await?;
    session.execute(&lock, &[&PEN]).await?;
    Ok(session.query_one(&next, &[]).await?.try_get(0)?)
}

pub async fn turn(session: &Object) -> Result<i64, PostgresError> {
    let turn = session.prepare_cached(TURN).await?;
    Ok(session.query_one(&turn, &[]).await?.try_get(0)?)
}
