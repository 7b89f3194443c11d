//! The desk's half of an exchange: what it asks, and what it keeps of the answer.

use domain::{Incarnation, OperatorId, Seq, Stream};
use journal::{EntryBody, ForkedFrom, Head, root, seal_head};
use store::{EntryFate, LastSync, Read, StoreError, Write};
use sync::{
    Change, Cursor, ExchangeReply, ExchangeRequest, Outcome, OutletReport, PULL_BYTES_MAX, Push, Refusal, ShiftDigest,
    URGENT_MAX,
};

use crate::desk::append;
use crate::{ClockReading, Outlet};

/// Of this program.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The newest shifts are compared at rest.
const SHIFTS_COMPARED: usize = 3;

/// What of each own journal the account rows of a reply contain. A held head that is not in our own journal is another
/// history's; then only what was confirmed before counts.
pub(crate) fn contained(read: &Read<'_>, stream: Stream, held: Head) -> Result<Vec<(Stream, Seq)>, StoreError> {
    let ours = is_ours(read, stream, held)?;
    let through = |row: store::StreamRow| {
        let seq = if row.stream == stream && ours { held.seq.max(row.held) } else { row.held };
        (row.stream, seq)
    };
    Ok(read.streams()?.into_iter().map(through).collect())
}

fn is_ours(read: &Read<'_>, stream: Stream, held: Head) -> Result<bool, StoreError> {
    if held.seq == Seq::ZERO {
        return Ok(true);
    }
    Ok(read.entry(stream, held.seq)?.is_some_and(|entry| entry.hash == held.hash))
}

impl Outlet {
    /// The next request: the oldest unsent entries of the oldest journal that has some, and where the changes go on.
    pub fn exchange_request(&self, push_max: usize) -> Result<ExchangeRequest, StoreError> {
        let read = self.read();
        let device = read.device()?.ok_or(StoreError::NotEnrolled)?;
        let unsent = read.unsent()?;
        let (stream, push) = self.next_push(device.stream, push_max)?;
        let pushed = push.as_ref().map_or(0, |push| push.entries.len() as u64);
        let at_rest = pushed == unsent.count;
        Ok(ExchangeRequest {
            stream,
            version: VERSION.to_owned(),
            push,
            cursor: Cursor(read.cursor()?),
            pull_bytes_max: PULL_BYTES_MAX,
            urgent: read.unsent_restore_requests(URGENT_MAX)?,
            digest: if at_rest { Some(self.digest(stream)?) } else { None },
            report: OutletReport {
                wall_ms: self.now().wall_ms,
                unsent: unsent.count - pushed,
                oldest_unsent_ms: unsent.oldest_wall_ms,
                storage: self.storage_to_tell(),
                lacks_release_key: read.release_key()?.is_none(),
            },
        })
    }

    /// What another version of the program could not read comes again: all changes are asked for once more. They are newest
    /// states, so the others change nothing.
    pub(crate) fn ask_again_for_what_was_skipped(&mut self) -> Result<(), StoreError> {
        if self.read().skipped_by()?.is_none_or(|version| version == VERSION) {
            return Ok(());
        }
        let mut write = self.store.write()?;
        write.set_cursor(0)?;
        write.set_skipped_by(None)?;
        write.commit()
    }

    /// What a reply moves when it moves anything: entries not yet held, and the cursor.
    pub(crate) fn progress_marks(&self) -> Result<(u64, u64), StoreError> {
        Ok((self.read().unsent()?.count, self.read().cursor()?))
    }

    fn next_push(&self, current: Stream, push_max: usize) -> Result<(Stream, Option<Push>), StoreError> {
        let read = self.read();
        for row in read.streams()? {
            if row.held >= row.head.seq {
                continue;
            }
            let entries = read.entries_after(row.stream, row.held, push_max)?;
            let Some(last) = entries.last() else { continue };
            let head = Head { seq: last.seq, hash: last.hash };
            let seal = seal_head(&self.key, row.stream, &head);
            let entries = entries.into_iter().map(|entry| entry.bytes).collect();
            return Ok((row.stream, Some(Push { after: row.held, entries, head, seal })));
        }
        Ok((current, None))
    }

    fn digest(&self, stream: Stream) -> Result<Vec<ShiftDigest>, StoreError> {
        let sums = self.read().shift_sums()?.into_iter().filter(|sum| sum.stream == stream);
        let digests: Vec<ShiftDigest> = sums
            .map(|sum| ShiftDigest {
                stream: sum.stream,
                shift: sum.shift,
                entries: sum.entries,
                payments: sum.payments,
                amount: sum.amount,
            })
            .collect();
        Ok(digests[digests.len().saturating_sub(SHIFTS_COMPARED)..].to_vec())
    }

    /// Keeps what the center holds and what became of each entry; answers what the reply's rows contain.
    pub(crate) fn keep_held(
        &mut self,
        request: &ExchangeRequest,
        reply: &ExchangeReply,
    ) -> Result<Vec<(Stream, Seq)>, StoreError> {
        let now = self.now();
        let root = |incarnation| {
            let stream = Stream { device: request.stream.device, incarnation };
            root(stream, &self.key.public_key())
        };
        let mut write = self.store.write()?;
        let contained = contained(&write, request.stream, reply.held)?;
        if is_ours(&write, request.stream, reply.held)? {
            keep_fates(&mut write, request, reply)?;
        }
        match reply.refusal {
            Some(Refusal::Gap { expected }) => write.set_held(request.stream, Seq(expected.0.saturating_sub(1)))?,
            Some(Refusal::Forked { incarnation, .. }) => go_on_as(&mut write, now, incarnation, root(incarnation))?,
            _ => {}
        }
        write.set_center_seen(now.sighting(reply.center_time_ms))?;
        write.set_last_sync(LastSync { at_ms: now.wall_ms })?;
        if reply.skipped > 0 {
            write.set_skipped_by(Some(VERSION))?;
        }
        if let Some(key) = &reply.release_key {
            write.set_release_key(key)?;
        }
        write.commit()?;
        if request.report.storage.is_some() {
            self.storage_was_told();
        }
        Ok(contained)
    }

    pub(crate) fn keep_piece(
        &mut self,
        piece: &[Change],
        contained: &[(Stream, Seq)],
        center_time_ms: i64,
    ) -> Result<(), StoreError> {
        let mut write = self.store.write()?;
        for change in piece {
            keep_change(&mut write, change, contained, center_time_ms)?;
        }
        write.commit()
    }

    pub(crate) fn keep_cursor(&mut self, cursor: Cursor) -> Result<(), StoreError> {
        if self.read().cursor()? == cursor.0 {
            return Ok(());
        }
        let mut write = self.store.write()?;
        write.set_cursor(cursor.0)?;
        write.commit()
    }
}

fn keep_fates(write: &mut Write<'_>, request: &ExchangeRequest, reply: &ExchangeReply) -> Result<(), StoreError> {
    write.set_held(request.stream, reply.held.seq)?;
    for (seq, outcome) in &reply.outcomes {
        let fate = match outcome {
            Outcome::Accepted | Outcome::AlreadyHeld => continue,
            Outcome::Parked => EntryFate::Parked,
            Outcome::Conflicted(case) => EntryFate::Conflicted(*case),
        };
        write.set_fate(request.stream, *seq, fate)?;
    }
    Ok(())
}

/// The center knows another history of this device: this one goes on under a new incarnation, chained to where it stood.
fn go_on_as(
    write: &mut Write<'_>,
    now: ClockReading,
    incarnation: Incarnation,
    root: journal::ChainHash,
) -> Result<(), StoreError> {
    let device = write.device()?.ok_or(StoreError::NotEnrolled)?;
    if device.stream.incarnation >= incarnation {
        return Ok(());
    }
    let stood = write.head()?;
    write.begin_incarnation(incarnation, root)?;
    let from = ForkedFrom { incarnation: device.stream.incarnation, seq: stood.seq, hash: stood.hash };
    append(write, now, SYSTEM, EntryBody::StreamForked(from))?;
    Ok(())
}

/// The author of entries that the desk makes by itself.
const SYSTEM: OperatorId = OperatorId(0);

fn keep_change(
    write: &mut Write<'_>,
    change: &Change,
    contained: &[(Stream, Seq)],
    center_time_ms: i64,
) -> Result<(), StoreError> {
    match change {
        Change::Unit(unit) => write.put_unit(unit),
        Change::Operator(operator) => write.put_operator(operator),
        Change::Rules(rules) => write.put_rules(rules),
        Change::Price(price) => write.put_price(price),
        Change::Customer(state) => write.put_customer(state, contained, center_time_ms),
        Change::CustomerLeft(no) => write.customer_left(no),
        Change::Device(device) => write.put_known_device(device),
        Change::Case(case) => write.put_case(case),
        Change::Billing(rules) => write.put_billing_rules(rules),
        Change::Segment(segment) => write.put_segment(segment),
        Change::Supply(state) => write.put_supply(state),
        Change::Reading(reading) => write.put_known_reading(reading),
        Change::Statement(statement) => write.put_statement(statement),
        Change::Task(task) => write.put_task(task),
    }
}
