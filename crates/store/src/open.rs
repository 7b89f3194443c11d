//! Opening the replica: one encrypted SQLite file, one writer, any number of readers.

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::migrate::migrate;
use crate::{Read, StoreError, Write};

/// The key of the replica file: 32 random bytes, used as they are.
#[derive(Clone, PartialEq, Eq)]
pub struct ReplicaKey(pub [u8; 32]);

impl fmt::Debug for ReplicaKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReplicaKey(..)")
    }
}

/// Pages that the write-ahead log may grow to before a commit empties it: 64 MiB. The desk empties it when idle, see
/// `Store::checkpoint`, so an ordinary commit costs its one fsync and no more.
const WAL_PAGES_MAX: u32 = 16_384;
/// A smaller log is left for later: 1 MiB.
const WAL_PAGES_WORTH_MOVING: i64 = 256;
/// Pages in the cache need no deciphering again. A township's whole replica fits; SQLite takes only what it uses.
const CACHE_KIB: i32 = 64 * 1024;
const STATEMENTS_CACHED: usize = 256;
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// The outlet's replica, opened for writing.
pub struct Store {
    db: Connection,
    place: Place,
}

/// A second, read-only view of the replica, for lists and searches on another thread.
pub struct Reader {
    db: Connection,
}

#[derive(Clone)]
struct Place {
    path: PathBuf,
    key: Option<ReplicaKey>,
    vfs: Option<String>,
}

impl Store {
    /// Opens the file, or creates it, and brings its schema up to date. Without a key the file is plain (tests).
    pub fn open(path: &Path, key: Option<&ReplicaKey>) -> Result<Store, StoreError> {
        Store::open_place(Place { path: path.to_owned(), key: key.cloned(), vfs: None })
    }

    /// Opens through another file system layer of SQLite, by its registered name.
    pub fn open_with_vfs(path: &Path, key: Option<&ReplicaKey>, vfs: &str) -> Result<Store, StoreError> {
        Store::open_place(Place { path: path.to_owned(), key: key.cloned(), vfs: Some(vfs.to_owned()) })
    }

    fn open_place(place: Place) -> Result<Store, StoreError> {
        let db = place.connect(OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        db.pragma_update(None, "journal_mode", "WAL")?;
        db.pragma_update(None, "synchronous", "FULL")?;
        db.pragma_update(None, "wal_autocheckpoint", WAL_PAGES_MAX)?;
        migrate(&db)?;
        Ok(Store { db, place })
    }

    /// Starts a transaction. Dropped without `commit`, it leaves no trace.
    pub fn write(&mut self) -> Result<Write<'_>, StoreError> {
        Write::begin(&self.db)
    }

    pub fn read(&self) -> Read<'_> {
        Read::of(&self.db)
    }

    pub fn reader(&self) -> Result<Reader, StoreError> {
        Ok(Reader { db: self.place.connect(OpenFlags::SQLITE_OPEN_READ_ONLY)? })
    }

    /// Moves a write-ahead log that has grown into the file, for a moment when nobody waits; readers are not waited for.
    /// The first write after it costs a second fsync. An empty one is made here, so that the next payment does not pay it.
    pub fn checkpoint(&mut self) -> Result<(), StoreError> {
        let frames = |mode: &str| {
            let sql = format!("PRAGMA wal_checkpoint({mode})");
            self.db.query_row(&sql, [], |row| row.get::<_, i64>(1))
        };
        if frames("NOOP")? < WAL_PAGES_WORTH_MOVING {
            return Ok(());
        }
        frames("PASSIVE")?;
        let version: u32 = self.db.pragma_query_value(None, "user_version", |row| row.get(0))?;
        self.db.pragma_update(None, "user_version", version)?;
        Ok(())
    }

    pub fn path(&self) -> &Path {
        &self.place.path
    }
}

impl Reader {
    /// A view of one moment: what is committed meanwhile is seen by the next `read`.
    pub fn read(&self) -> Read<'_> {
        Read::snapshot(&self.db)
    }
}

impl Place {
    fn connect(&self, access: OpenFlags) -> Result<Connection, StoreError> {
        let flags = access | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db = match &self.vfs {
            Some(vfs) => Connection::open_with_flags_and_vfs(&self.path, flags, vfs.as_str())?,
            None => Connection::open_with_flags(&self.path, flags)?,
        };
        if let Some(key) = &self.key {
            let digits: String = key.0.iter().map(|byte| format!("{byte:02x}")).collect();
            // The cipher would tell stderr of a wrong key; the caller is told instead.
            db.execute_batch(&format!("PRAGMA cipher_log_level = NONE; PRAGMA key = \"x'{digits}'\""))?;
        }
        db.busy_timeout(BUSY_TIMEOUT)?;
        // Else SQLite plans a cached statement anew for each value that is bound to it.
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        db.set_prepared_statement_cache_capacity(STATEMENTS_CACHED);
        db.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
        db.pragma_update(None, "cache_size", -CACHE_KIB)?;
        db.pragma_update(None, "temp_store", "MEMORY")?;
        Ok(db)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_has_its_own_name_and_loses_nothing() {
        let path = std::env::temp_dir().join(format!("store-full-{}.db", std::process::id()));
        let mut store = Store::open(&path, None).unwrap();
        let mut write = store.write().unwrap();
        write.set_preference("notes", "short").unwrap();
        write.commit().unwrap();
        store.db.query_row("PRAGMA max_page_count = 1", [], |_| Ok(())).unwrap();
        let mut write = store.write().unwrap();
        let refused = write.set_preference("notes", &"文".repeat(100_000)).and_then(|()| write.commit());
        assert!(matches!(refused, Err(StoreError::DiskFull)), "{refused:?}");
        assert_eq!(store.read().preference("notes").unwrap().as_deref(), Some("short"));
        drop(store);
        for suffix in ["db", "db-wal", "db-shm"] {
            let _ = std::fs::remove_file(path.with_extension(suffix));
        }
    }
}
