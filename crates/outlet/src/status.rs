//! The status line: what is unsent, since when, and how the clock stands.

use domain::Money;
use store::{LastSync, StoreError};

use crate::Outlet;

/// A clock that is off by less is not worth a word.
const CLOCK_TOLERANCE_MS: i64 = 5 * 60_000;

#[derive(Clone, Debug)]
pub struct Status {
    pub unsent: u64,
    pub oldest_unsent_ms: Option<i64>,
    /// Cash that should be in the drawer of the open shift.
    pub drawer: Option<Money>,
    pub last_sync: Option<LastSync>,
    /// How far the laptop's clock runs ahead of center time, where that is more than a few minutes.
    pub clock_off_by_ms: Option<i64>,
    pub now_ms: i64,
    pub open_cases: u32,
    /// 待办 that wait for this desk's answer.
    pub open_tasks: u32,
}

impl Outlet {
    pub fn status(&self) -> Result<Status, StoreError> {
        let (read, now) = (self.read(), self.now());
        let unsent = read.unsent()?;
        let drawer = read.open_shift()?.map(|row| read.drawer(row.shift.no)).transpose()?;
        let off_by = now.evidence(read.center_seen()?).clock_off_by_ms();
        Ok(Status {
            unsent: unsent.count,
            oldest_unsent_ms: unsent.oldest_wall_ms,
            drawer,
            last_sync: read.last_sync()?,
            clock_off_by_ms: off_by.filter(|off| off.abs() > CLOCK_TOLERANCE_MS),
            now_ms: now.wall_ms,
            open_cases: read.open_cases()?,
            open_tasks: read.open_tasks()?,
        })
    }
}
