//! True time, moved by hand, and laptops that may believe something else.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::NaiveDateTime;
use outlet::ClockReading;

/// China has one time, eight hours ahead of UTC.
const CHINA_AHEAD_MS: i64 = 8 * 3_600_000;

/// The true time, which is the center's. Clones are the same time.
#[derive(Clone, Debug)]
pub struct WorldTime(Arc<AtomicI64>);

impl WorldTime {
    pub fn at(moment: NaiveDateTime) -> WorldTime {
        WorldTime(Arc::new(AtomicI64::new(utc_ms(moment))))
    }

    pub fn now_ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }

    pub fn set(&self, moment: NaiveDateTime) {
        self.0.store(utc_ms(moment), Ordering::SeqCst);
    }

    pub fn advance(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }
}

/// What a clock on the wall in China shows.
pub fn china_time(utc_ms: i64) -> NaiveDateTime {
    chrono::DateTime::from_timestamp_millis(utc_ms + CHINA_AHEAD_MS).expect("a time of this age").naive_utc()
}

fn utc_ms(china: NaiveDateTime) -> i64 {
    china.and_utc().timestamp_millis() - CHINA_AHEAD_MS
}

impl center::Clock for WorldTime {
    fn now_ms(&self) -> i64 {
        WorldTime::now_ms(self)
    }
}

/// A laptop's clock in one run of the machine.
#[derive(Clone, Debug)]
pub struct LaptopClock {
    pub world: WorldTime,
    /// How far the laptop's clock runs ahead of true time.
    pub ahead_ms: Arc<AtomicI64>,
    pub boot: [u8; 8],
    pub booted_ms: i64,
}

impl outlet::Clock for LaptopClock {
    fn read(&self) -> ClockReading {
        let now = self.world.now_ms();
        ClockReading {
            wall_ms: now + self.ahead_ms.load(Ordering::SeqCst),
            boot: self.boot,
            monotonic_ms: u64::try_from(now - self.booted_ms).unwrap_or(0),
        }
    }
}

impl LaptopClock {
    /// Sets the laptop's clock to a moment, right or wrong.
    pub fn set(world: &WorldTime, ahead_ms: &AtomicI64, moment: NaiveDateTime) {
        ahead_ms.store(utc_ms(moment) - world.now_ms(), Ordering::SeqCst);
    }
}
