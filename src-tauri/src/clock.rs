//! The desk's real clock: the only place that reads the wall.

use std::sync::LazyLock;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime};
use outlet::{Clock, ClockReading};

/// Counters keep Beijing time, whatever the laptop's time zone is set to.
const BEIJING: FixedOffset = FixedOffset::east_opt(8 * 3600).expect("UTC+8 is an offset");

pub struct SystemClock;

impl Clock for SystemClock {
    fn read(&self) -> ClockReading {
        let boot = Boot::current();
        ClockReading { wall_ms: wall_ms(), boot: boot.id, monotonic_ms: boot.elapsed_ms() }
    }
}

/// Which run of the machine this is, and how long it has lasted.
struct Boot {
    id: [u8; 8],
    /// When the program started, where the system does not say how long it has been up.
    started: Instant,
}

static BOOT: LazyLock<Boot> = LazyLock::new(|| Boot { id: boot_id(), started: Instant::now() });

impl Boot {
    fn current() -> &'static Boot {
        &BOOT
    }

    /// Time since the boot, sleep included; without such a clock, time since the start of the program.
    fn elapsed_ms(&self) -> u64 {
        uptime_ms().unwrap_or_else(|| u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX))
    }
}

/// The kernel's boot id. Where there is none, each start of the program counts as a boot of its own.
fn boot_id() -> [u8; 8] {
    let kernel = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok();
    let uuid = kernel.and_then(|text| uuid::Uuid::parse_str(text.trim()).ok()).filter(|_| uptime_ms().is_some());
    match uuid {
        Some(uuid) => *uuid.as_bytes().first_chunk().expect("a UUID has sixteen bytes"),
        None => {
            let mut id = [0; 8];
            getrandom::fill(&mut id).expect("the system has random numbers");
            id
        }
    }
}

/// `/proc/uptime` counts sleep as well: `8123.45 15000.00` is 8,123,450 ms.
fn uptime_ms() -> Option<u64> {
    parse_uptime(&std::fs::read_to_string("/proc/uptime").ok()?)
}

fn parse_uptime(text: &str) -> Option<u64> {
    let (seconds, hundredths) = text.split_whitespace().next()?.split_once('.')?;
    let seconds: u64 = seconds.parse().ok()?;
    let hundredths: u64 = hundredths.get(..2)?.parse().ok()?;
    Some(seconds * 1000 + hundredths * 10)
}

#[expect(clippy::disallowed_methods, reason = "this is the shell's clock, the one reader of the wall")]
fn wall_ms() -> i64 {
    match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_millis()).unwrap_or(i64::MAX),
        // A dead clock battery shows dates before 1970; a wrong clock never stops the desk.
        Err(_) => 0,
    }
}

/// What a clock on the counter's wall shows.
pub fn beijing(wall_ms: i64) -> NaiveDateTime {
    DateTime::from_timestamp_millis(wall_ms).unwrap_or_default().with_timezone(&BEIJING).naive_local()
}

pub fn today(reading: ClockReading) -> NaiveDate {
    beijing(reading.wall_ms).date()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uptime_is_read_without_floats() {
        assert_eq!(parse_uptime("8123.45 15000.00\n"), Some(8_123_450));
        assert_eq!(parse_uptime("nonsense"), None);
    }

    #[test]
    fn the_counter_keeps_beijing_time() {
        assert_eq!(beijing(0).to_string(), "1970-01-01 08:00:00");
    }

    #[test]
    fn within_one_run_the_boot_stays_and_time_does_not_run_back() {
        let (first, second) = (SystemClock.read(), SystemClock.read());
        assert_eq!(first.boot, second.boot);
        assert!(second.monotonic_ms >= first.monotonic_ms);
    }
}
