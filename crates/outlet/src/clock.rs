//! Time as evidence: the wall clock is recorded and never trusted alone.

use journal::{CenterSeen, TimeEvidence};
use store::CenterSighting;

/// Where the desk reads the time. The shell's clock is real; tests move theirs.
pub trait Clock: Send {
    fn read(&self) -> ClockReading;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockReading {
    /// ms since 1970-01-01 UTC, as the laptop believes.
    pub wall_ms: i64,
    /// Which run of the machine this is.
    pub boot: [u8; 8],
    /// ms since that boot.
    pub monotonic_ms: u64,
}

impl ClockReading {
    /// The evidence that an entry carries.
    pub fn evidence(self, sighting: Option<CenterSighting>) -> TimeEvidence {
        TimeEvidence {
            wall_ms: self.wall_ms,
            boot: self.boot,
            monotonic_ms: self.monotonic_ms,
            center: sighting.map(|seen| CenterSeen { time_ms: seen.time_ms, age_ms: self.age_of(seen) }),
        }
    }

    /// How long ago the center was seen: exact within one boot, by the wall clock after a restart.
    fn age_of(self, seen: CenterSighting) -> u64 {
        if seen.boot == self.boot {
            self.monotonic_ms.saturating_sub(seen.monotonic_ms)
        } else {
            u64::try_from(self.wall_ms.saturating_sub(seen.wall_ms)).unwrap_or(0)
        }
    }

    pub fn sighting(self, center_time_ms: i64) -> CenterSighting {
        CenterSighting {
            time_ms: center_time_ms,
            wall_ms: self.wall_ms,
            boot: self.boot,
            monotonic_ms: self.monotonic_ms,
        }
    }
}
