//! An outlet that has its line back: the session of the desk with its waiting and its pace, the real HTTP client, and a
//! journal that is sent until both sides are at rest.

use std::time::{Duration, Instant};

use domain::Seq;
use journal::seal_head;
use sync::{
    Center, Cursor, Event, ExchangeReply, ExchangeRequest, LinkError, Notice, OutletReport, PULL_BYTES_MAX, Push,
    Refusal, ReplySummary, Send, Stage, step,
};

use super::journals::Journal;

/// The newest shifts are compared at rest, as the desk does.
const SHIFTS_COMPARED: usize = 3;
/// Attempts without an answer, one after another, before the outlet is given up.
const PATIENCE: u32 = 40;

/// How it went.
#[derive(Clone, Debug, Default)]
pub struct Trip {
    /// Of each exchange that was answered.
    pub exchanges: Vec<Duration>,
    /// Exchanges without an answer, each tried again after a while.
    pub lost: u32,
    /// Since the beginning, when the last entry was known to be held.
    pub all_held: Duration,
    /// Since the beginning, when both sides were at rest.
    pub at_rest: Duration,
    /// Changes that came down.
    pub changes: u64,
}

pub struct Returning<'a> {
    pub journal: &'a Journal,
    pub center: &'a (dyn Center + Sync),
    /// What came down before the line broke.
    pub cursor: Cursor,
    /// Spreads the waiting of many outlets.
    pub seed: u64,
    /// How many times faster than the clock its waiting passes.
    pub haste: u32,
    held: Seq,
    trip: Trip,
    since: Instant,
}

impl<'a> Returning<'a> {
    pub fn new(
        journal: &'a Journal,
        center: &'a (dyn Center + Sync),
        cursor: Cursor,
        seed: u64,
        haste: u32,
    ) -> Returning<'a> {
        let (held, trip, since) = (Seq::ZERO, Trip::default(), Instant::now());
        Returning { journal, center, cursor, seed, haste, held, trip, since }
    }

    /// Exchanges until both sides are at rest, or says what went wrong.
    pub fn come_to_rest(mut self) -> Result<Trip, String> {
        let mut stage = Stage::at_start(0);
        let mut event = Event::TimerDue { now_ms: 0 };
        let mut lost_in_a_row = 0;
        loop {
            let (next, effects) = step(stage, event, self.seed);
            stage = next;
            match effects.notice {
                Some(Notice::AtRest) => {
                    self.trip.at_rest = self.since.elapsed();
                    return Ok(self.trip);
                }
                None | Some(Notice::LinkDown) => {}
                Some(other) => return Err(self.complaint(format!("{other:?}"))),
            }
            event = match (effects.send, effects.wait_until_ms) {
                (Some(Send::Entries { max }), _) => self.exchange(max)?,
                (Some(Send::Piece { .. }), _) => return Err(self.complaint("there are no attachments".to_owned())),
                (None, Some(until_ms)) => self.wait_until(until_ms),
                (None, None) => return Err(self.complaint("the session neither sends nor waits".to_owned())),
            };
            lost_in_a_row = match event {
                Event::LinkLost { .. } => lost_in_a_row + 1,
                Event::Replied { .. } => 0,
                _ => lost_in_a_row,
            };
            if lost_in_a_row > PATIENCE {
                return Err(self.complaint(format!("no answer in {PATIENCE} attempts")));
            }
        }
    }

    fn exchange(&mut self, entries_max: usize) -> Result<Event, String> {
        let request = self.request(entries_max);
        let started = Instant::now();
        match self.center.exchange(&request) {
            Ok(reply) => {
                self.trip.exchanges.push(started.elapsed());
                let summary = self.keep(&request, &reply)?;
                Ok(Event::Replied { now_ms: self.now_ms(), reply: summary })
            }
            Err(LinkError::Refused(refused)) => Err(self.complaint(refused.to_string())),
            Err(LinkError::NotTheCenter) => Err(self.complaint(LinkError::NotTheCenter.to_string())),
            Err(_) => {
                self.trip.lost += 1;
                Ok(Event::LinkLost { now_ms: self.now_ms() })
            }
        }
    }

    /// The oldest entries that are not known to be held; with the last of them, the sums of the newest shifts.
    fn request(&self, entries_max: usize) -> ExchangeRequest {
        let from = self.held.0 as usize;
        let until = (from + entries_max).min(self.journal.entries.len());
        let entries = &self.journal.entries[from..until];
        let push = (!entries.is_empty()).then(|| {
            let head = self.journal.head_at(Seq(until as u64)).expect("within the journal");
            let seal = seal_head(&self.journal.key, self.journal.stream, &head);
            Push { after: self.held, entries: entries.to_vec(), head, seal }
        });
        let shifts = &self.journal.shifts;
        let newest = shifts[shifts.len().saturating_sub(SHIFTS_COMPARED)..].to_vec();
        ExchangeRequest {
            stream: self.journal.stream,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            push,
            cursor: self.cursor,
            pull_bytes_max: PULL_BYTES_MAX,
            urgent: Vec::new(),
            digest: (until == self.journal.entries.len()).then_some(newest),
            report: OutletReport {
                wall_ms: self.journal.now_ms(),
                unsent: (self.journal.entries.len() - until) as u64,
                ..OutletReport::default()
            },
        }
    }

    fn keep(&mut self, request: &ExchangeRequest, reply: &ExchangeReply) -> Result<ReplySummary, String> {
        let before = (self.held, self.cursor);
        if self.journal.head_at(reply.held.seq) != Some(reply.held) {
            return Err(self.complaint(format!("the center holds another history at {}", reply.held.seq)));
        }
        self.held = reply.held.seq;
        if let Some(refusal) = reply.refusal {
            let Refusal::Gap { expected } = refusal else {
                return Err(self.complaint(format!("a true journal was refused: {refusal:?}")));
            };
            self.held = Seq(expected.0.saturating_sub(1));
        }
        self.cursor = reply.cursor;
        self.trip.changes += reply.changes.len() as u64;
        let unsent = self.journal.entries.len() as u64 - self.held.0;
        if unsent == 0 && self.trip.all_held.is_zero() {
            self.trip.all_held = self.since.elapsed();
        }
        Ok(ReplySummary {
            pushed: request.push.as_ref().map_or(0, |push| push.entries.len()),
            moved: before != (self.held, self.cursor),
            refusal: reply.refusal,
            more: reply.more,
            unsent,
            equal: request.digest.as_ref().zip(reply.digest.as_ref()).map(|(ours, theirs)| ours == theirs),
            attachments: false,
        })
    }

    fn now_ms(&self) -> i64 {
        i64::try_from(self.since.elapsed().as_millis()).unwrap_or(i64::MAX) * i64::from(self.haste)
    }

    #[expect(clippy::disallowed_methods, reason = "the session says how long the desk waits before it tries again")]
    fn wait_until(&self, until_ms: i64) -> Event {
        while self.now_ms() < until_ms {
            let left = u64::try_from(until_ms - self.now_ms()).unwrap_or(0) / u64::from(self.haste);
            std::thread::sleep(Duration::from_millis(left.max(1)));
        }
        Event::TimerDue { now_ms: self.now_ms() }
    }

    fn complaint(&self, what: String) -> String {
        format!("outlet {}: {what}", self.journal.terminal)
    }
}
