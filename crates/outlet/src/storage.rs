//! How much room the desk has, for the fleet page. Only the shell may ask the disk.

use sync::StorageReport;

use crate::Outlet;

/// Told once after the start, and then at most once a day: it is worth a few bytes of a modem, not of every payment.
const TELL_EVERY_MS: u64 = 24 * 3_600_000;

/// Where the desk asks how much room there is.
pub trait Disk: Send {
    /// `None` where the system does not say.
    fn report(&self) -> Option<StorageReport>;
}

/// A desk whose disk nobody asks.
pub struct UnknownDisk;

impl Disk for UnknownDisk {
    fn report(&self) -> Option<StorageReport> {
        None
    }
}

impl Outlet {
    pub fn with_disk(mut self, disk: Box<dyn Disk>) -> Outlet {
        self.disk = disk;
        self
    }

    /// What the next exchange says, if it is time to say it.
    pub(crate) fn storage_to_tell(&self) -> Option<StorageReport> {
        let now_ms = self.now().monotonic_ms;
        let is_due = self.storage_told_ms.is_none_or(|told_ms| now_ms.saturating_sub(told_ms) >= TELL_EVERY_MS);
        if is_due { self.disk.report() } else { None }
    }

    /// The center answered a request that said it.
    pub(crate) fn storage_was_told(&mut self) {
        self.storage_told_ms = Some(self.now().monotonic_ms);
    }
}
