//! A laptop: a folder, a disk that can die, a clock, and the outlet while it runs.

use std::cell::RefCell;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicI64;
use std::sync::{Arc, Mutex};

use journal::DeviceKey;
use outlet::{Access, Outlet, Step, Witness};
use store::{ReplicaKey, Store, StoreError};

use crate::machines::{LaptopClock, WorldTime};
use crate::vfs::Disk;

/// The laptop died in the middle of what it did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Killed;

pub struct Laptop {
    pub folder: PathBuf,
    pub disk: Disk,
    pub world: WorldTime,
    /// How far its clock runs ahead.
    pub ahead_ms: Arc<AtomicI64>,
    key_seed: [u8; 32],
    replica_key: Option<ReplicaKey>,
    boots: RefCell<u64>,
    ambush: Arc<Mutex<Option<Step>>>,
    outlet: RefCell<Option<Outlet>>,
}

/// Kills the desk when it reaches a step: the disk stops, and the use case never comes back.
struct Ambush {
    disk: Disk,
    at: Arc<Mutex<Option<Step>>>,
}

impl Witness for Ambush {
    fn reached(&self, step: Step) {
        let mut at = self.at.lock().expect("nobody panics while holding it");
        if *at == Some(step) {
            *at = None;
            drop(at);
            self.disk.halt();
            resume_unwind(Box::new(Killed));
        }
    }
}

impl Laptop {
    pub fn new(folder: &Path, world: WorldTime, key_seed: [u8; 32], replica_key: Option<ReplicaKey>) -> Laptop {
        Laptop {
            folder: folder.to_owned(),
            disk: Disk::new(),
            world,
            ahead_ms: Arc::default(),
            key_seed,
            replica_key,
            boots: RefCell::new(0),
            ambush: Arc::default(),
            outlet: RefCell::new(None),
        }
    }

    pub fn key(&self) -> DeviceKey {
        DeviceKey::from_seed(self.key_seed)
    }

    pub fn replica(&self) -> PathBuf {
        self.folder.join("replica.db")
    }

    pub fn is_on(&self) -> bool {
        self.outlet.borrow().is_some()
    }

    /// Starts the desk, unless it runs.
    pub fn start(&self) -> Result<(), StoreError> {
        if self.is_on() {
            return Ok(());
        }
        self.disk.power_on();
        let store = Store::open_with_vfs(&self.replica(), self.replica_key.as_ref(), self.disk.name())?;
        let witness = Ambush { disk: self.disk, at: self.ambush.clone() };
        let outlet = Outlet::new(store, self.key(), Box::new(self.clock())).with_witness(Box::new(witness));
        *self.outlet.borrow_mut() = Some(outlet);
        Ok(())
    }

    fn clock(&self) -> LaptopClock {
        *self.boots.borrow_mut() += 1;
        let mut boot = [0; 8];
        boot.copy_from_slice(&self.key_seed[..8]);
        let number = self.boots.borrow().to_be_bytes();
        boot.iter_mut().zip(number).for_each(|(byte, counted)| *byte ^= counted);
        LaptopClock { world: self.world.clone(), ahead_ms: self.ahead_ms.clone(), boot, booted_ms: self.world.now_ms() }
    }

    /// Closes the desk in good order.
    pub fn stop(&self) {
        *self.outlet.borrow_mut() = None;
    }

    /// The desk dies: nothing more reaches the disk.
    pub fn die(&self) {
        self.disk.halt();
        self.stop();
    }

    /// The next time the desk reaches this step, it dies there.
    pub fn ambush(&self, step: Option<Step>) {
        *self.ambush.lock().expect("nobody panics while holding it") = step;
    }

    /// Does something at the desk. Whatever kills it there, it is off afterwards.
    pub fn attempt<T>(&self, work: impl FnOnce(&mut Outlet) -> T) -> Result<T, Killed> {
        let done = catch_unwind(AssertUnwindSafe(|| self.with(work)));
        if self.disk.is_dead() {
            self.stop();
            return Err(Killed);
        }
        done.map_err(|panic| match panic.is::<Killed>() {
            true => Killed,
            false => resume_unwind(panic),
        })
    }

    /// Copies what lies on the disk, as somebody would with the machine switched off.
    pub fn copy_disk_to(&self, folder: &Path) -> io::Result<()> {
        let was_on = self.is_on();
        self.stop();
        std::fs::create_dir_all(folder)?;
        for name in ["replica.db", "replica.db-wal"] {
            let _ = std::fs::remove_file(folder.join(name));
            if self.folder.join(name).exists() {
                std::fs::copy(self.folder.join(name), folder.join(name))?;
            }
        }
        let _ = std::fs::remove_file(folder.join("replica.db-shm"));
        if was_on {
            self.start().map_err(io::Error::other)?;
        }
        Ok(())
    }

    /// Another laptop that starts with this one's disk, keys included.
    pub fn clone_to(&self, folder: &Path) -> io::Result<Laptop> {
        self.copy_disk_to(folder)?;
        Ok(Laptop::new(folder, self.world.clone(), self.key_seed, self.replica_key.clone()))
    }
}

impl Access for Laptop {
    fn with<T>(&self, work: impl FnOnce(&mut Outlet) -> T) -> T {
        work(self.outlet.borrow_mut().as_mut().expect("the desk is on"))
    }
}
