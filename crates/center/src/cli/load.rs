//! Loading files with one JSON document a line: prices, billing settings, segments, supplies, readings, corrections.

use std::cell::RefCell;
use std::fs::File;
use std::io::{BufRead, BufReader, Lines, Write};
use std::path::Path;

use center::{NewCorrection, Prefecture};
use domain::{BillingRules, CustomerNo, PriceVersion, Segment};
use serde::de::DeserializeOwned;

use super::options::LoadFiles;
use super::place::Place;
use super::serve::only_one;
use super::{CommandError, open, report};

/// How many unknown customers are named.
const NAMED_MAX: usize = 10;

pub fn load(out: &mut impl Write, place: &Place, files: &LoadFiles) -> Result<(), CommandError> {
    let _lock = only_one(place)?;
    let prefecture = open(place)?;
    if let Some(path) = &files.prices {
        let prices: Vec<PriceVersion> = all(path)?;
        say(out, "电价版本 price versions", prefecture.import_prices(&prices)?, &[])?;
    }
    if let Some(path) = &files.billing_rules {
        let rules: Vec<BillingRules> = all(path)?;
        say(out, "计费参数 billing settings", prefecture.import_billing_rules(&rules)?, &[])?;
    }
    if let Some(path) = &files.segments {
        let segments: Vec<Segment> = all(path)?;
        say(out, "抄表段 segments", prefecture.import_segments(&segments)?, &[])?;
    }
    if let Some(path) = &files.supplies {
        let loaded = streamed(path, |supplies| prefecture.import_supplies(supplies))?;
        say(out, "供用电档案 supplies", loaded.changed, &loaded.unknown)?;
    }
    if let Some(path) = &files.readings {
        let loaded = streamed(path, |readings| prefecture.import_readings(readings))?;
        say(out, "示数 readings", loaded.new, &loaded.unknown)?;
    }
    match &files.corrections {
        Some(path) => say(out, "退补 corrections", corrections(&prefecture, path)?, &[]),
        None => Ok(()),
    }
}

fn corrections(prefecture: &Prefecture, path: &Path) -> Result<usize, CommandError> {
    let mut new = 0;
    for correction in all::<NewCorrection>(path)? {
        new += usize::from(prefecture.correct(&correction)?);
    }
    Ok(new)
}

fn say(out: &mut impl Write, what: &str, changed: usize, unknown: &[CustomerNo]) -> Result<(), CommandError> {
    report::write(out, &format!("{what}: {changed} 新增或变更 new or changed\n"))?;
    if unknown.is_empty() {
        return Ok(());
    }
    let named: Vec<&str> = unknown.iter().take(NAMED_MAX).map(CustomerNo::as_str).collect();
    let (count, named) = (unknown.len(), named.join(" "));
    report::write(out, &format!("  {count} 户不在册,未载入 of customers not in the books, not loaded: {named}\n"))
}

/// The documents of a file, line by line; the first that cannot be read ends them.
struct Documents<'a, T> {
    path: &'a Path,
    lines: Lines<BufReader<File>>,
    line: u64,
    broken: &'a RefCell<Option<CommandError>>,
    of: std::marker::PhantomData<T>,
}

impl<T: DeserializeOwned> Iterator for Documents<'_, T> {
    type Item = T;
    fn next(&mut self) -> Option<T> {
        loop {
            self.line += 1;
            let path = || self.path.to_owned();
            let read = match self.lines.next()? {
                Ok(text) if text.trim().is_empty() => continue,
                Ok(text) => serde_json::from_str(&text).map_err(|error| CommandError::Line {
                    path: path(),
                    line: self.line,
                    error,
                }),
                Err(error) => Err(CommandError::File { path: path(), error }),
            };
            return match read {
                Ok(document) => Some(document),
                Err(error) => {
                    *self.broken.borrow_mut() = Some(error);
                    None
                }
            };
        }
    }
}

/// Hands the documents on while they are read, so that a file of any size fits.
fn streamed<T: DeserializeOwned, A, E>(
    path: &Path,
    take: impl FnOnce(Documents<'_, T>) -> Result<A, E>,
) -> Result<A, CommandError>
where
    CommandError: From<E>,
{
    let file = File::open(path).map_err(|error| CommandError::File { path: path.to_owned(), error })?;
    let broken = RefCell::new(None);
    let lines = BufReader::new(file).lines();
    let taken = take(Documents { path, lines, line: 0, broken: &broken, of: std::marker::PhantomData })?;
    match broken.into_inner() {
        Some(error) => Err(error),
        None => Ok(taken),
    }
}

fn all<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, CommandError> {
    streamed(path, |documents| Ok::<_, CommandError>(documents.collect()))
}
