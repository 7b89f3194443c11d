//! A center of a test: real books in a folder, the true time, and chance from a seed.

use std::path::Path;
use std::sync::{Arc, Mutex};

use center::ledger::LedgerError;
use center::{Database, Opening, PasswordCost, Prefecture};
use journal::DeviceKey;

use crate::machines::WorldTime;
use crate::seed::Rng;

pub struct SeededRandomness(pub Mutex<Rng>);

impl center::Randomness for SeededRandomness {
    fn fill(&self, bytes: &mut [u8]) {
        let mut rng = self.0.lock().expect("nobody panics while holding it");
        for byte in bytes {
            *byte = rng.next_u64() as u8;
        }
    }
}

pub struct TownHall;

impl TownHall {
    /// Passwords of tests are no secrets, and hashing them well would take most of the time.
    pub const CHEAP: PasswordCost = PasswordCost { memory_kib: 8, passes: 1 };

    /// Opens the center in a folder. Opened again there, it is the same center.
    pub fn open(folder: &Path, world: &WorldTime, rng: &Rng) -> Result<Prefecture, LedgerError> {
        TownHall::open_on(&Database::Sqlite(folder.join("center.db")), world, rng)
    }

    /// The same in a database of any kind.
    pub fn open_on(database: &Database, world: &WorldTime, rng: &Rng) -> Result<Prefecture, LedgerError> {
        let mut key = [0; 32];
        let mut bytes = rng.fork("center key");
        key.iter_mut().for_each(|byte| *byte = bytes.next_u64() as u8);
        Prefecture::open(Opening {
            database: database.clone(),
            key: DeviceKey::from_seed(key),
            clock: Arc::new(world.clone()),
            randomness: Arc::new(SeededRandomness(Mutex::new(rng.fork("center randomness")))),
        })
    }
}
