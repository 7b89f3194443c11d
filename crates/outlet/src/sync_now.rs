//! One sync: exchange with the center until both sides are at rest.
//!
//! The desk is locked only while a request is made and while a reply is applied, in small pieces; never while the link is
//! waited for. Whatever breaks in between, the next sync resumes from what the center holds.

use domain::{RestoreId, Seq, Stream};
use store::StoreError;
use sync::{
    Center, Effects, Event, ExchangeReply, ExchangeRequest, LinkError, Notice, PieceSummary, ReplySummary, Send, Stage,
    step,
};
use thiserror::Error;

use crate::Outlet;

/// Changes that are applied while the desk waits.
const CHANGES_AT_ONCE: usize = 1_000;

/// Changes that the answer to an urgent request may bring: whoever sits in the dark does not wait for a download.
const URGENT_PULL_BYTES_MAX: u32 = 1 << 10;

/// How the sync reaches the desk: for a moment at a time.
pub trait Access {
    fn with<T>(&self, work: impl FnOnce(&mut Outlet) -> T) -> T;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SyncStage {
    Sending,
    Receiving,
    Comparing,
    /// Photos and files, in bytes.
    Attaching,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SyncProgress {
    pub stage: SyncStage,
    /// Entries, changes or, of attachments, the bytes of this piece.
    pub done: u64,
    /// Of attachments, the bytes that were left before this piece. Zero where it is not known.
    pub total: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SyncSummary {
    pub sent: u64,
    pub received: u64,
    /// Bytes of photos and files.
    pub attached: u64,
    pub round_trips: u32,
    /// Both sides are at rest and their sums differ; the center opened a case.
    pub digest_differs: bool,
    /// The center said that this device is suspended; what it sent was posted all the same.
    pub suspended: bool,
}

impl SyncSummary {
    /// Two runs as one.
    fn and(self, next: SyncSummary) -> SyncSummary {
        SyncSummary {
            sent: self.sent + next.sent,
            received: self.received + next.received,
            attached: self.attached + next.attached,
            round_trips: self.round_trips + next.round_trips,
            digest_differs: self.digest_differs || next.digest_differs,
            suspended: self.suspended || next.suspended,
        }
    }
}

/// Why a sync ended before rest. Nothing is lost by any of these.
#[derive(Debug, Error)]
pub enum SyncError {
    #[error(transparent)]
    Link(#[from] LinkError),
    #[error("the center does not take entry {at}: its seal does not fit")]
    BadSignature { at: Seq },
    #[error("this program is too old for the center, which asks for protocol {minimum}")]
    ClientTooOld { minimum: u16 },
    #[error("the center answers, and nothing moves")]
    NoProgress,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Exchanges once, from rest to rest with all photos and files, as somebody asked for it.
pub fn sync_now(
    access: &impl Access,
    center: &dyn Center,
    mut observe: impl FnMut(SyncProgress),
) -> Result<SyncSummary, SyncError> {
    let mut session = SyncSession::default();
    let mut summary = session.run(access, center, Event::Asked { now_ms: 0 }, &mut observe)?;
    while session.has_a_piece() {
        let now_ms = access.with(|outlet| outlet.now().monotonic_ms) as i64;
        summary = summary.and(session.run(access, center, Event::TimerDue { now_ms }, &mut observe)?);
    }
    Ok(summary)
}

/// The session of a desk with its center: remembers between syncs when to try next and how much the link bears.
#[derive(Clone, Copy, Debug)]
pub struct SyncSession {
    stage: Stage,
    /// Spreads the waiting of many outlets.
    seed: u64,
}

impl Default for SyncSession {
    fn default() -> SyncSession {
        SyncSession { stage: Stage::at_start(0), seed: 0 }
    }
}

impl SyncSession {
    pub fn new(seed: u64) -> SyncSession {
        SyncSession { seed, ..SyncSession::default() }
    }

    /// When the session wants to be told that its time has come, in ms of the desk's monotonic clock.
    pub fn due_ms(&self) -> Option<i64> {
        match self.stage {
            Stage::Resting { until_ms, .. } => Some(until_ms),
            Stage::Off | Stage::Exchanging { .. } | Stage::Comparing { .. } | Stage::Attaching { .. } => None,
        }
    }

    /// Whether it only rests to listen, between two pieces of a photo or file.
    pub fn has_a_piece(&self) -> bool {
        matches!(self.stage, Stage::Resting { exchange_ms: Some(_), .. })
    }

    /// Tells the session that something happened, and performs what it wants until it rests again. It rests after every
    /// piece of a photo or file, with the next one due at once.
    pub fn run(
        &mut self,
        access: &impl Access,
        center: &dyn Center,
        event: Event,
        mut observe: impl FnMut(SyncProgress),
    ) -> Result<SyncSummary, SyncError> {
        let mut run = Run {
            access,
            center,
            observe: &mut observe,
            total: 0,
            told: Vec::new(),
            summary: SyncSummary::default(),
            trouble: None,
        };
        let mut effects = self.step(event);
        while let Some(send) = effects.send {
            let sent = match send {
                Send::Entries { max } => run.exchange(max),
                Send::Piece { bytes_max } => run.attach(bytes_max),
            };
            let event = match sent {
                Ok(event) => event,
                Err(error) => {
                    run.trouble = Some(error.into());
                    Event::LinkLost { now_ms: run.now_ms() }
                }
            };
            effects = self.step(event);
            run.heed(effects.notice);
        }
        run.ended()
    }

    fn step(&mut self, event: Event) -> Effects {
        let (stage, effects) = step(self.stage, event, self.seed);
        self.stage = stage;
        effects
    }
}

/// One run of the session, with what it has done so far.
struct Run<'a, A, O> {
    access: &'a A,
    center: &'a dyn Center,
    observe: &'a mut O,
    total: u64,
    /// Urgent requests that the center answered to in this run.
    told: Vec<RestoreId>,
    summary: SyncSummary,
    trouble: Option<SyncError>,
}

impl<A: Access, O: FnMut(SyncProgress)> Run<'_, A, O> {
    /// One exchange: asks, waits without the desk, keeps the answer, and says what happened.
    fn exchange(&mut self, entries_max: usize) -> Result<Event, StoreError> {
        self.access.with(Outlet::ask_again_for_what_was_skipped)?;
        let before = self.access.with(|outlet| outlet.progress_marks())?;
        if self.summary.round_trips == 0 {
            self.total = before.0;
            (self.observe)(SyncProgress { stage: SyncStage::Sending, done: 0, total: self.total });
        }
        let request = self.access.with(|outlet| outlet.exchange_request(entries_max))?;
        let request = self.urgent_first(request)?;
        match self.center.exchange(&request) {
            Ok(reply) => self.keep(&request, &reply, before),
            Err(lost) => {
                self.trouble = Some(lost.into());
                Ok(Event::LinkLost { now_ms: self.now_ms() })
            }
        }
    }

    /// Urgent requests that the center has not heard of go alone, ahead of entries and changes that may take minutes.
    fn urgent_first(&self, request: ExchangeRequest) -> Result<ExchangeRequest, StoreError> {
        if request.urgent.iter().all(|urgent| self.told.contains(&urgent.id)) {
            return Ok(request);
        }
        let alone = self.access.with(|outlet| outlet.exchange_request(0))?;
        Ok(ExchangeRequest { pull_bytes_max: URGENT_PULL_BYTES_MAX, ..alone })
    }

    /// Sends one piece of a photo or file.
    fn attach(&mut self, bytes_max: usize) -> Result<Event, StoreError> {
        let Some(request) = self.access.with(|outlet| outlet.attach_request(bytes_max))? else {
            let piece = PieceSummary { moved: true, waits: false, unsent: 0 };
            return Ok(Event::Attached { now_ms: self.now_ms(), piece });
        };
        let unsent = self.access.with(|outlet| outlet.read().unsent_attachments())?;
        match self.center.attach(&request) {
            Ok(reply) => {
                let piece = self.access.with(|outlet| outlet.keep_attached(&request, &reply))?;
                self.summary.round_trips += 1;
                self.summary.attached += reply.held.saturating_sub(request.offset);
                let done = reply.held.saturating_sub(request.offset);
                (self.observe)(SyncProgress { stage: SyncStage::Attaching, done, total: unsent.bytes });
                Ok(Event::Attached { now_ms: self.now_ms(), piece })
            }
            Err(lost) => {
                self.trouble = Some(lost.into());
                Ok(Event::LinkLost { now_ms: self.now_ms() })
            }
        }
    }

    fn keep(
        &mut self,
        request: &ExchangeRequest,
        reply: &ExchangeReply,
        before: (u64, u64),
    ) -> Result<Event, StoreError> {
        let contained = self.access.with(|outlet| outlet.keep_held(request, reply))?;
        let pushed = request.push.as_ref().map_or(0, |push| push.entries.len());
        self.summary.round_trips += 1;
        self.summary.sent += pushed as u64;
        let done = self.summary.sent.min(self.total);
        (self.observe)(SyncProgress { stage: SyncStage::Sending, done, total: self.total });
        self.keep_changes(reply, &contained)?;
        let heard = request.urgent.iter().any(|urgent| !self.told.contains(&urgent.id));
        self.told.extend(request.urgent.iter().map(|urgent| urgent.id));
        let after = self.access.with(|outlet| outlet.progress_marks())?;
        let equal = request.digest.as_ref().zip(reply.digest.as_ref()).map(|(ours, theirs)| ours == theirs);
        if equal.is_some() {
            (self.observe)(SyncProgress { stage: SyncStage::Comparing, done: 1, total: 1 });
        }
        let summary = ReplySummary {
            pushed,
            moved: after != before || heard,
            refusal: reply.refusal,
            more: reply.more,
            unsent: after.0,
            equal,
            attachments: self.access.with(|outlet| outlet.read().next_attachment())?.is_some(),
        };
        Ok(Event::Replied { now_ms: self.now_ms(), reply: summary })
    }

    /// Applies the changes in pieces, and moves the cursor only after the last one.
    fn keep_changes(&mut self, reply: &ExchangeReply, contained: &[(Stream, Seq)]) -> Result<(), StoreError> {
        for piece in reply.changes.chunks(CHANGES_AT_ONCE) {
            self.access.with(|outlet| outlet.keep_piece(piece, contained, reply.center_time_ms))?;
            self.summary.received += piece.len() as u64;
            let done = self.summary.received;
            (self.observe)(SyncProgress { stage: SyncStage::Receiving, done, total: 0 });
        }
        self.access.with(|outlet| outlet.keep_cursor(reply.cursor))
    }

    fn now_ms(&self) -> i64 {
        self.access.with(|outlet| outlet.now().monotonic_ms) as i64
    }

    fn heed(&mut self, notice: Option<Notice>) {
        match notice {
            None | Some(Notice::AtRest | Notice::LinkDown) => {}
            Some(Notice::SumsDiffer) => self.summary.digest_differs = true,
            Some(Notice::DeviceSuspended) => self.summary.suspended = true,
            Some(Notice::ProgramTooOld { minimum }) => self.trouble = Some(SyncError::ClientTooOld { minimum }),
            Some(Notice::EntryRefused { at }) => self.trouble = Some(SyncError::BadSignature { at }),
            Some(Notice::NoProgress) => self.trouble = Some(SyncError::NoProgress),
        }
    }

    fn ended(self) -> Result<SyncSummary, SyncError> {
        self.trouble.map_or(Ok(self.summary), Err)
    }
}
