//! What is printed when the storm has passed.

use std::fmt;
use std::time::Duration;

use super::{Findings, Passed, Wish};
use crate::bench::{hundredths, percentile, say, times};

#[derive(Clone, Debug)]
pub struct Report {
    pub wish: Wish,
    pub customers: usize,
    /// Loading, and writing the journals; not part of the storm.
    pub preparing: Duration,
    pub passed: Passed,
    pub memory_kib: Option<u64>,
    /// The same entries into a bare database.
    pub bare: Duration,
    pub findings: Findings,
}

impl Report {
    /// Nothing differs between the books and the journals.
    pub fn holds(&self) -> bool {
        self.findings.differences.is_empty()
    }
}

fn per_second(count: usize, time: Duration) -> u128 {
    count as u128 * 1_000_000_000 / time.as_nanos().max(1)
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (wish, passed, findings) = (&self.wish, &self.passed, &self.findings);
        let build = if cfg!(debug_assertions) { "debug" } else { "release" };
        let line = |f: &mut fmt::Formatter<'_>, what: &str, value: String| writeln!(f, "{what:<38}{value}");
        line(f, "outlets × days × payments", format!("{} × {} × {}", wish.outlets, wish.days, wish.per_day))?;
        let cut = hundredths(u128::from(wish.cut_permille) * 10);
        line(f, "customers, seed, cuts, build", format!("{}, {}, {cut} %, {build}", self.customers, wish.seed))?;
        line(f, "database", wish.database.to_string())?;
        line(f, "prepared in", say(self.preparing))?;
        line(f, "entries", passed.entries.to_string())?;
        line(f, "all held after", say(passed.all_held))?;
        line(f, "all at rest after", say(passed.at_rest))?;
        let rate = per_second(passed.entries, passed.all_held);
        line(f, "verified, projected and posted", format!("{rate} entries/s"))?;
        let bare = per_second(passed.entries, self.bare);
        line(f, "bare rows, same bytes, same run", format!("{bare} rows/s ({})", times(rate, bare)))?;
        let mut exchanges: Vec<Duration> = passed.trips.iter().flat_map(|trip| trip.exchanges.clone()).collect();
        let [half, most, all] = [50, 99, 100].map(|percent| say(percentile(&mut exchanges, percent)));
        line(f, "exchanges", format!("{}: p50 {half}, p99 {most}, max {all}", exchanges.len()))?;
        let lost: u32 = passed.trips.iter().map(|trip| trip.lost).sum();
        line(f, "connections cut, retries", format!("{}, {lost}", passed.cuts))?;
        let each = hundredths(u128::from(passed.up) * 100 / passed.entries.max(1) as u128);
        line(f, "bytes", format!("{} up ({each} an entry), {} down", passed.up, passed.down))?;
        let changes: u64 = passed.trips.iter().map(|trip| trip.changes).sum();
        line(f, "changes that came down", changes.to_string())?;
        let memory = self.memory_kib.map_or("not known on this system".to_owned(), |kib| format!("{} MiB", kib >> 10));
        line(f, "the center's peak memory", memory)?;
        writeln!(f)?;
        line(f, "entries held, each once", findings.entries.to_string())?;
        let collected = findings.collected.grouped();
        line(f, "payments that stand, and their sum", format!("{}, {collected}", findings.payments))?;
        line(f, "accounts seen one by one", format!("{} of {}", findings.accounts, self.customers))?;
        line(f, "cases, all expected", findings.cases.to_string())?;
        if self.holds() {
            return writeln!(f, "The books are what the journals say.");
        }
        writeln!(f, "THE BOOKS DIFFER FROM THE JOURNALS:")?;
        findings.differences.iter().try_for_each(|what| writeln!(f, "  {what}"))
    }
}
