//! The table that is printed, and the same as JSON.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Ok,
    Over,
    /// Shown for comparison only.
    Info,
}

#[derive(Clone, Debug)]
pub struct Row {
    pub bench: &'static str,
    pub what: String,
    pub measured: String,
    pub reference: String,
    pub ratio: String,
    pub budget: String,
    pub verdict: Verdict,
}

impl Row {
    pub fn new(bench: &'static str, what: impl Into<String>, measured: impl Into<String>) -> Row {
        Row {
            bench,
            what: what.into(),
            measured: measured.into(),
            reference: String::new(),
            ratio: String::new(),
            budget: String::new(),
            verdict: Verdict::Info,
        }
    }

    pub fn beside(mut self, reference: impl Into<String>, ratio: impl Into<String>) -> Row {
        self.reference = reference.into();
        self.ratio = ratio.into();
        self
    }

    pub fn within(mut self, budget: impl Into<String>, is_within: bool) -> Row {
        self.budget = budget.into();
        self.verdict = if is_within { Verdict::Ok } else { Verdict::Over };
        self
    }
}

/// `1.53 ms`, `87 µs`, `2.10 s`.
pub fn say(time: Duration) -> String {
    let micros = time.as_micros();
    match micros {
        0..=999 => format!("{micros} µs"),
        1_000..=999_999 => format!("{} ms", hundredths(micros / 10)),
        _ => format!("{} s", hundredths(micros / 10_000)),
    }
}

/// A number of hundredths with two decimals.
pub fn hundredths(count: u128) -> String {
    format!("{}.{:02}", count / 100, count % 100)
}

/// `2.13 ×`: how many times `of` fits into `value`.
pub fn times(value: u128, of: u128) -> String {
    (value * 100).checked_div(of).map_or_else(String::new, |count| format!("{} ×", hundredths(count)))
}

/// What something takes when nothing else on the machine gets in its way.
pub fn fastest_of_three(mut work: impl FnMut()) -> Duration {
    let timed = |()| {
        let started = Instant::now();
        work();
        started.elapsed()
    };
    [(); 3].map(timed).into_iter().min().expect("three times are not none")
}

/// The value below which so many percent of the samples lie.
pub fn percentile(samples: &mut [Duration], percent: usize) -> Duration {
    samples.sort_unstable();
    let at = (samples.len() * percent / 100).min(samples.len().saturating_sub(1));
    samples.get(at).copied().unwrap_or_default()
}

pub fn as_table(rows: &[Row]) -> String {
    let head = ["", "measured", "reference of this run", "ratio", "budget", ""].map(str::to_owned);
    let lines: Vec<[String; 6]> = std::iter::once(head)
        .chain(rows.iter().map(|row| {
            [
                row.what.clone(),
                row.measured.clone(),
                row.reference.clone(),
                row.ratio.clone(),
                row.budget.clone(),
                word(row.verdict).to_owned(),
            ]
        }))
        .collect();
    let widths: Vec<usize> =
        (0..6).map(|column| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0)).collect();
    let laid_out = lines.iter().map(|line| {
        let cells = line.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    });
    laid_out.collect::<Vec<_>>().join("\n")
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Ok => "ok",
        Verdict::Over => "OVER",
        Verdict::Info => "",
    }
}

pub fn as_json(rows: &[Row]) -> Value {
    let row = |row: &Row| {
        json!({
            "bench": row.bench, "what": row.what, "measured": row.measured, "reference": row.reference,
            "ratio": row.ratio, "budget": row.budget, "verdict": word(row.verdict),
        })
    };
    Value::Array(rows.iter().map(row).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_shares_are_said_in_a_few_digits() {
        assert_eq!(say(Duration::from_micros(1_530)), "1.53 ms");
        assert_eq!(say(Duration::from_millis(2_100)), "2.10 s");
        assert_eq!(times(213, 100), "2.13 ×");
        let mut samples: Vec<Duration> = (1..=100).map(Duration::from_millis).collect();
        assert_eq!(percentile(&mut samples, 99), Duration::from_millis(100));
        assert_eq!(percentile(&mut samples, 50), Duration::from_millis(51));
    }
}
