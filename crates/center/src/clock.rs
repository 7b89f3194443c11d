//! Where time and chance come from. The rules get both as arguments; only the program hands in the real ones.

use std::time::{SystemTime, UNIX_EPOCH};

/// The center's time, the one that bounds everybody else's.
pub trait Clock: Send + Sync {
    /// Ms since 1970-01-01 UTC.
    fn now_ms(&self) -> i64;
}

/// Random bytes for keys, salts and enrolment codes.
pub trait Randomness: Send + Sync {
    fn fill(&self, bytes: &mut [u8]);
}

/// The clock of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods)] // The one place of the center where the wall clock is read.
    fn now_ms(&self) -> i64 {
        let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since_1970.as_millis()).unwrap_or(i64::MAX)
    }
}

/// The randomness of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandomness;

impl Randomness for SystemRandomness {
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the machine gives random bytes");
    }
}
