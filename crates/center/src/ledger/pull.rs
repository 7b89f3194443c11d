//! The newest state of what an outlet needs, up to one version, from one snapshot.
//!
//! Four kinds may be many: customers, supplies, readings, statements. They are read side by side by version until the bytes
//! are used up; everything else up to that version comes along. In a reply, money comes first and derivations last.

mod lane;
mod reference;

use std::collections::HashSet;

use domain::Stream;
use sync::Change;

use super::billing_values;
use super::db::{Db, Row, Sql, params, sql};
use super::journals::histories_of;
use super::{Ledger, LedgerError, PullScope, Pulled, account};
use lane::Lane;

/// Bytes of a customer besides its texts and its account, about.
const CUSTOMER_BYTES: usize = 48;

type Versioned = (u64, Change);

impl Ledger {
    /// The newest changes for an outlet, and what is held of `stream`, from one snapshot.
    pub fn pull(&self, stream: Stream, scope: &PullScope) -> Result<Pulled, LedgerError> {
        self.read(|db| pull(db, stream, scope))
    }
}

fn pull(db: &mut dyn Db, stream: Stream, scope: &PullScope) -> Result<Pulled, LedgerError> {
    let histories = histories_of(db, stream)?;
    let counters = db.rows(Sql::of("SELECT version FROM counters"), &[])?;
    let newest: u64 = counters.first().map_or(Ok(0), |row| row.number("version"))?;
    let scope = &within(scope, newest);
    if scope.bytes_max == 0 || scope.after >= newest {
        let cursor = if scope.bytes_max == 0 { scope.after } else { newest };
        return Ok(Pulled { histories, changes: Vec::new(), cursor, more: cursor < newest });
    }
    let (many, read_to) = many(db, scope)?;
    let cursor = read_to.unwrap_or(newest);
    let mut changes = reference::changes(db, scope, cursor)?;
    changes.extend(many);
    changes.sort_by_key(|(version, change)| (turn(change), *version));
    let changes = changes.into_iter().map(|(_, change)| change).collect();
    Ok(Pulled { histories, changes, cursor, more: cursor < newest })
}

/// A desk that has heard further than these books reach heard it from books that were lost since, and an older copy was put back. It
/// hears everything once more.
fn within(scope: &PullScope, newest: u64) -> PullScope {
    let after = if scope.after > newest { 0 } else { scope.after };
    PullScope { after, ..scope.clone() }
}

/// Money first, then what a round needs, then everything else, and the derivations of bills last.
fn turn(change: &Change) -> u8 {
    match change {
        Change::Customer(_) | Change::CustomerLeft(_) => 0,
        Change::Supply(_) => 1,
        Change::Reading(_) => 2,
        Change::Statement(_) => 4,
        _ => 3,
    }
}

/// The four kinds by version until the bytes are used up; then also the version that was read to.
fn many(db: &mut dyn Db, scope: &PullScope) -> Result<(Vec<Versioned>, Option<u64>), LedgerError> {
    let known = known_rows(scope);
    let recent = params![scope.recent_from.yyyymm()];
    let mut lanes = [
        Lane::of(sql!("changed_customers"), scope, vec![], |row, version| customer(row, version, &known)),
        Lane::of(sql!("changed_supplies"), scope, vec![], |row, _| supply(row)),
        Lane::of(sql!("changed_readings"), scope, vec![], |row, version| reading(row, version, scope, &known)),
        Lane::of(sql!("changed_statements"), scope, recent, |row, _| statement(row)),
    ];
    let mut found: Vec<Versioned> = Vec::new();
    let (mut bytes, mut read_to) = (0, None);
    loop {
        for lane in &mut lanes {
            lane.look_ahead(db)?;
        }
        let oldest = lanes.iter_mut().filter(|lane| lane.version().is_some()).min_by_key(|lane| lane.version());
        let Some(lane) = oldest else { return Ok((found, None)) };
        let version = lane.version().expect("a lane that is not at its end");
        if bytes > scope.bytes_max as usize && read_to != Some(version) {
            return Ok((found, read_to));
        }
        if let Some((size, change)) = lane.take()? {
            bytes += size;
            found.push((version, change));
        }
        read_to = Some(version);
    }
}

/// The versions of rows that the desk knows without hearing of them: it had what stood before, and made the change itself.
fn known_rows(scope: &PullScope) -> HashSet<u64> {
    scope.laid.iter().filter(|laid| laid.before <= scope.after).map(|laid| laid.after).collect()
}

/// What a row costs on the wire, about, and what it says; `None` where the outlet need not hear of it.
type Weighed = Option<(usize, Change)>;

fn customer(row: &Row, version: u64, known: &HashSet<u64>) -> Result<Weighed, LedgerError> {
    if known.contains(&version) {
        return Ok(None);
    }
    let columns = ["no", "old_no", "name", "address", "meter_no", "transformer_area", "phone", "served"];
    let size = CUSTOMER_BYTES + size_of(row, &columns)?;
    Ok(Some((size, Change::Customer(Box::new(account::customer_state(row)?)))))
}

fn supply(row: &Row) -> Result<Weighed, LedgerError> {
    let size = size_of(row, &["content", "standing"])?;
    Ok(Some((size, Change::Supply(Box::new(billing_values::supply(row)?.state())))))
}

/// A desk does not hear again what it sends with this very request; but a clone or a backup that was put back hears of what
/// the other history entered. What others read long ago stays here.
fn reading(row: &Row, version: u64, scope: &PullScope, known: &HashSet<u64>) -> Result<Weighed, LedgerError> {
    let reading = billing_values::reading(row)?;
    let is_own = reading.noted.place.stream.device == scope.device;
    if known.contains(&version) || !is_own && reading.reading.period < scope.recent_from {
        return Ok(None);
    }
    Ok(Some((size_of(row, &["content", "note"])?, Change::Reading(Box::new(reading.known())))))
}

fn statement(row: &Row) -> Result<Weighed, LedgerError> {
    Ok(Some((size_of(row, &["content"])?, Change::Statement(Box::new(row.json("content")?)))))
}

fn size_of(row: &Row, columns: &[&str]) -> Result<usize, LedgerError> {
    columns.iter().map(|column| row.size(column)).sum()
}
