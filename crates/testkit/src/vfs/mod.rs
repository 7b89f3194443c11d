//! A disk that dies: a layer under SQLite that counts what is written and can stop at any write.
//!
//! ```text
//! SQLite ── Disk ── the file system
//!            │ counts writes and syncs
//!            └ at the n-th: cuts the power (everything fails until `power_on`) or kills the process
//! ```
//!
//! With the power, what was written and not synced may go too: each such write is kept, lost or torn, as a seed says.
//! SQLite promises that a committed transaction survives this; the tests of the desk take it at its word.

mod methods;
mod unsynced;

use std::ffi::{CString, c_int, c_void};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rusqlite::ffi;
use unsynced::Unsynced;

/// A disk of its own, known to SQLite by its name. Disks are few and small; they stay registered to the end.
#[derive(Clone, Copy)]
pub struct Disk {
    state: &'static DiskState,
}

/// When and how a disk dies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The first write, truncation, sync or deletion from now on is number 1.
    pub at: u64,
    /// Whether half of the deadly write still arrives.
    pub torn: bool,
    pub death: Death,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Death {
    /// Everything fails from there on; what was written stays, as after a crash of the program.
    Halt,
    /// The same, and writes that were not synced are kept, lost or torn by this seed, as after a power cut.
    PowerCut { seed: u64 },
    /// The process dies on the spot, by a signal that it cannot catch.
    Kill,
}

/// What a disk has done so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DiskCounts {
    pub writes: u64,
    pub syncs: u64,
    /// Time that was spent in syncs.
    pub syncing_ns: u64,
}

pub(crate) struct DiskState {
    name: CString,
    text: String,
    real: *mut ffi::sqlite3_vfs,
    off: AtomicBool,
    writes: AtomicU64,
    syncs: AtomicU64,
    syncing_ns: AtomicU64,
    fault: Mutex<Option<Fault>>,
    unsynced: Mutex<Unsynced>,
    /// The seed of the power cut that happened, until the power is back.
    lost: Mutex<Option<u64>>,
}

// SAFETY: the only pointer is SQLite's default layer, which lives as long as the process and is never written to here.
unsafe impl Send for DiskState {}
// SAFETY: as above; all that changes is atomic or behind a lock.
unsafe impl Sync for DiskState {}

impl Default for Disk {
    fn default() -> Disk {
        Disk::new()
    }
}

impl Disk {
    pub fn new() -> Disk {
        static DISKS: AtomicU64 = AtomicU64::new(0);
        let text = format!("qingjiang-disk-{}", DISKS.fetch_add(1, Ordering::Relaxed));
        // SAFETY: a null name asks for the default layer; SQLite starts itself where it was not.
        let real = unsafe { ffi::sqlite3_vfs_find(std::ptr::null()) };
        assert!(!real.is_null(), "SQLite has a default file system layer");
        let state: &'static DiskState = Box::leak(Box::new(DiskState {
            name: CString::new(text.clone()).expect("the name has no zero byte"),
            text,
            real,
            off: AtomicBool::new(false),
            writes: AtomicU64::new(0),
            syncs: AtomicU64::new(0),
            syncing_ns: AtomicU64::new(0),
            fault: Mutex::new(None),
            unsynced: Mutex::default(),
            lost: Mutex::new(None),
        }));
        register(state);
        Disk { state }
    }

    /// The name to open a database with.
    pub fn name(&self) -> &'static str {
        &self.state.text
    }

    pub fn counts(&self) -> DiskCounts {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        DiskCounts {
            writes: read(&self.state.writes),
            syncs: read(&self.state.syncs),
            syncing_ns: read(&self.state.syncing_ns),
        }
    }

    pub fn die(&self, fault: Fault) {
        *self.state.fault.lock().expect("nobody panics while holding it") = Some(fault);
        // Old bytes are only remembered where they may have to come back.
        self.state.lock_unsynced().remember(matches!(fault.death, Death::PowerCut { .. }));
    }

    /// Takes a planned death back.
    pub fn live(&self) {
        *self.state.fault.lock().expect("nobody panics while holding it") = None;
        self.state.lock_unsynced().remember(false);
    }

    /// Everything fails from now on.
    pub fn halt(&self) {
        self.state.off.store(true, Ordering::SeqCst);
    }

    pub fn is_dead(&self) -> bool {
        self.state.off.load(Ordering::SeqCst)
    }

    /// The machine starts again. All databases on this disk have to be closed.
    pub fn power_on(&self) {
        if let Some(seed) = self.state.lost.lock().expect("nobody panics while holding it").take() {
            self.state.lock_unsynced().lose(seed).expect("the files of this disk can be written");
        }
        self.live();
        self.state.off.store(false, Ordering::SeqCst);
    }
}

/// What the disk says to an operation that changes it.
pub(crate) enum Verdict {
    Go,
    /// Half of it arrives, then nothing more.
    Half,
    Dead,
}

impl DiskState {
    /// Counts an operation that changes the disk, and lets the planned death happen.
    pub(crate) fn judge(&self) -> Verdict {
        if self.off.load(Ordering::SeqCst) {
            return Verdict::Dead;
        }
        let mut planned = self.fault.lock().expect("nobody panics while holding it");
        let Some(fault) = planned.as_mut() else { return Verdict::Go };
        fault.at = fault.at.saturating_sub(1);
        if fault.at > 0 {
            return Verdict::Go;
        }
        if let Death::PowerCut { seed } = fault.death {
            *self.lost.lock().expect("nobody panics while holding it") = Some(seed);
        }
        if fault.death != Death::Kill {
            self.off.store(true, Ordering::SeqCst);
        }
        if fault.torn { Verdict::Half } else { Verdict::Dead }
    }

    /// Ends the process where that is the plan. Called after the torn half was written.
    pub(crate) fn end(&self) {
        let fault = *self.fault.lock().expect("nobody panics while holding it");
        if fault.is_some_and(|fault| fault.at == 0 && fault.death == Death::Kill) {
            kill_this_process();
        }
    }

    pub(crate) fn is_off(&self) -> bool {
        self.off.load(Ordering::SeqCst)
    }

    pub(crate) fn lock_unsynced(&self) -> std::sync::MutexGuard<'_, Unsynced> {
        self.unsynced.lock().expect("nobody panics while holding it")
    }
}

#[cfg(unix)]
fn kill_this_process() -> ! {
    unsafe extern "C" {
        safe fn raise(signal: c_int) -> c_int;
    }
    const SIGKILL: c_int = 9;
    raise(SIGKILL);
    unreachable!("a killed process does not go on")
}

#[cfg(not(unix))]
fn kill_this_process() -> ! {
    std::process::abort()
}

fn register(state: &'static DiskState) {
    // SAFETY: `real` points to SQLite's default layer, which is a plain struct that is never freed.
    let mut vfs = unsafe { *state.real };
    vfs.szOsFile += methods::HEADER_BYTES as c_int;
    vfs.pNext = std::ptr::null_mut();
    vfs.zName = state.name.as_ptr();
    vfs.pAppData = std::ptr::from_ref(state).cast_mut().cast::<c_void>();
    methods::fill(&mut vfs);
    let vfs: &'static mut ffi::sqlite3_vfs = Box::leak(Box::new(vfs));
    // SAFETY: the struct and its name are leaked, so they outlive every database.
    let code = unsafe { ffi::sqlite3_vfs_register(vfs, 0) };
    assert_eq!(code, ffi::SQLITE_OK, "SQLite takes the layer");
}
