//! The books of the storm's center: opened before and after it serves, in a file or on a server.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use center::ledger::LedgerError;
use center::{Database, Opening, Prefecture, SystemClock, SystemRandomness};
use journal::DeviceKey;

use super::journals::Journal;
use super::{StormDatabase, StormError, Wish, bare};
use crate::postgres_server::{Afterwards, PostgresServer};
use crate::seed::Rng;

pub struct Books {
    database: Database,
    /// As `--database` of the center takes it.
    pub name: String,
    /// Where the center's key lies.
    pub secrets: PathBuf,
    pub key: DeviceKey,
    /// Goes when the books go.
    _server: Option<PostgresServer>,
}

impl Books {
    /// Where the center will find them, with a key that comes from the seed.
    pub fn begin(folder: &Path, wish: &Wish) -> Result<Books, StormError> {
        let mut seed = [0; 32];
        let mut rng = Rng::new(wish.seed).fork("center key");
        seed.iter_mut().for_each(|byte| *byte = rng.next_u64() as u8);
        let digits: String = seed.iter().map(|byte| format!("{byte:02x}")).collect();
        std::fs::write(folder.join("center.key"), digits)?;
        let (name, server) = match &wish.database {
            StormDatabase::Sqlite => (format!("sqlite:{}", folder.join("center.db").display()), None),
            StormDatabase::PostgresOfItsOwn => {
                let server = server()?;
                (server.create_database("storm")?, Some(server))
            }
            StormDatabase::Postgres(url) => (url.clone(), None),
        };
        let database =
            name.parse().map_err(|error: center::app::DatabaseNameError| StormError::Wish(error.to_string()))?;
        let secrets = folder.to_owned();
        Ok(Books { database, name, secrets, key: DeviceKey::from_seed(seed), _server: server })
    }

    pub fn open(&self) -> Result<Prefecture, LedgerError> {
        Prefecture::open(Opening {
            database: self.database.clone(),
            key: self.key.clone(),
            clock: Arc::new(SystemClock),
            randomness: Arc::new(SystemRandomness),
        })
    }

    /// The reference: the same bytes into a bare table beside the books, in the same kind of database.
    pub fn take_bare(&self, journals: &[Journal]) -> Result<Duration, StormError> {
        match &self.database {
            Database::Sqlite(path) => Ok(bare::into_sqlite(&path.with_file_name("bare.db"), journals)?),
            Database::Postgres { url, .. } => Ok(bare::into_postgres(url, journals)?),
        }
    }
}

/// In a folder of its own, which it hands to the user that PostgreSQL runs as. Everything is as safe as in the prefecture.
fn server() -> std::io::Result<PostgresServer> {
    let folder = tempfile::Builder::new().prefix("qingjiang-storm-postgres-").tempdir()?.keep();
    PostgresServer::start(&folder, Afterwards::Goes, &[])
}

impl FromStr for StormDatabase {
    type Err = String;
    fn from_str(text: &str) -> Result<StormDatabase, String> {
        match text {
            "sqlite" => Ok(StormDatabase::Sqlite),
            "postgres" => Ok(StormDatabase::PostgresOfItsOwn),
            url if url.starts_with("postgres://") => Ok(StormDatabase::Postgres(url.to_owned())),
            _ => Err("A storm's database is sqlite, postgres (a server of its own) or postgres://… (an empty one)."
                .to_owned()),
        }
    }
}

impl std::fmt::Display for StormDatabase {
    /// Without the address: it may hold a password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            StormDatabase::Sqlite => "SQLite",
            StormDatabase::PostgresOfItsOwn => "PostgreSQL, a server of its own on this machine",
            StormDatabase::Postgres(_) => "PostgreSQL",
        })
    }
}

impl std::fmt::Debug for StormDatabase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self}")
    }
}
