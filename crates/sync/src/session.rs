//! When to exchange, how much at once, and when to leave the center alone: a pure step from stage and event to stage and
//! effects. It has no clock, no link and no store; whoever runs it performs the effects and feeds events back.
//!
//! ```text
//!            Woken · TimerDue · Asked               more to send or read
//!  Resting ──────────────────────────▶ Exchanging ◀──────────────────┐
//!     ▲                                    │ Replied ────────────────┘
//!     │  LinkLost: wait, twice as long     ├──────────▶ Comparing (all sent, sums not compared yet)
//!     ├────────────────────────────────────┴───────────────┘
//!     │  TimerDue, a piece of an attachment waits
//!     └──────────────────────────────────▶ Attaching ──▶ Resting, or Exchanging where there is a new entry
//! ```
//!
//! Photos and files go up when all else is at rest, one piece at a time, and it rests between pieces, so that whoever runs
//! it can listen. Every `PULL_EVERY_MS` it asks for changes between two pieces.
//!
//! It always comes to rest: a reply that moves nothing is tolerated `STANDSTILL_MAX` times, a push that is refused is
//! halved until it is one entry, and after a failure the next attempt waits.

use domain::Seq;

use crate::{ATTACH_BYTES_MAX, PUSH_ENTRIES_MAX, Refusal};

/// With the link up the center is asked for changes this often.
pub const PULL_EVERY_MS: i64 = 60_000;

/// The first wait after a failure; each further one doubles it.
pub const BACK_OFF_MS: i64 = 5_000;

/// The longest wait after failures.
pub const BACK_OFF_MAX_MS: i64 = 300_000;

/// The first push on a link that has not proved itself; it doubles with every reply.
pub const PUSH_ENTRIES_FIRST: usize = 1_000;

/// The first piece of an attachment; it doubles with every one that arrived, and shrinks when the link breaks.
pub const PIECE_BYTES_FIRST: usize = 8 << 10;

/// The smallest piece.
const PIECE_BYTES_MIN: usize = 1 << 10;

/// How many replies in a row may bring nothing before the center is left alone.
pub const STANDSTILL_MAX: u32 = 3;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The switch is off. Entries gather; nothing is tried.
    Off,
    /// Waiting for `until_ms`. `failures` counts attempts in a row that got no answer; zero means that all is well.
    /// Where `exchange_ms` is set, a piece of an attachment goes next, unless it is that late already.
    Resting { until_ms: i64, failures: u32, pace: Pace, exchange_ms: Option<i64> },
    /// A request is on its way. If the link breaks now, what the center holds decides where the next one begins.
    Exchanging { failures: u32, pace: Pace },
    /// The last request is on its way, with our sums. If the link breaks now, they are compared next time.
    Comparing { failures: u32, pace: Pace },
    /// A piece of a photo or a file is on its way, with nothing else to send. If the link breaks now, what the center holds
    /// of it decides where the next piece begins.
    Attaching { pace: Pace, exchange_ms: i64 },
}

/// How much is sent at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    pub entries_max: usize,
    pub piece_bytes_max: usize,
    /// Replies in a row that moved nothing.
    standstill: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// There is a new entry.
    Woken {
        now_ms: i64,
    },
    /// The time that was waited for has come.
    TimerDue {
        now_ms: i64,
    },
    /// Somebody asked for a sync.
    Asked {
        now_ms: i64,
    },
    Replied {
        now_ms: i64,
        reply: ReplySummary,
    },
    Attached {
        now_ms: i64,
        piece: PieceSummary,
    },
    LinkLost {
        now_ms: i64,
    },
    SwitchedOff,
    SwitchedOn {
        now_ms: i64,
    },
    /// The laptop slept, or somebody set its clock. Waiting times mean nothing any more.
    ClockMoved {
        now_ms: i64,
    },
}

/// What of a reply matters to the session, after the outlet kept it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReplySummary {
    /// How many entries the request carried.
    pub pushed: usize,
    /// What the center holds, or the cursor, went forward.
    pub moved: bool,
    pub refusal: Option<Refusal>,
    pub more: bool,
    /// Entries that the center is not yet known to hold.
    pub unsent: u64,
    /// Whether both sums are equal, where both came.
    pub equal: Option<bool>,
    /// A photo or a file waits to be sent.
    pub attachments: bool,
}

/// What of the answer to a piece matters to the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PieceSummary {
    /// The center holds more of the file than before.
    pub moved: bool,
    /// More pieces wait, of this file or another.
    pub waits: bool,
    /// Entries that came meanwhile; they go first.
    pub unsent: u64,
}

/// What is to be done now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effects {
    pub send: Option<Send>,
    /// Wake the session with `TimerDue` then.
    pub wait_until_ms: Option<i64>,
    pub notice: Option<Notice>,
}

/// Build the next request and send it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Send {
    /// An exchange. It carries our sums when it carries the last unsent entry.
    Entries { max: usize },
    /// The next piece of an attachment.
    Piece { bytes_max: usize },
}

/// What the status line or a person should hear. None of these stops selling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    AtRest,
    LinkDown,
    /// Both sides are at rest and their sums differ; the center opened a case.
    SumsDiffer,
    DeviceSuspended,
    ProgramTooOld {
        minimum: u16,
    },
    /// The center does not take this entry. A chain cannot leave one out, so those after it wait with it, and every
    /// attempt says so again until a person looks.
    EntryRefused {
        at: Seq,
    },
    /// The center answers and nothing moves.
    NoProgress,
}

impl Default for Pace {
    fn default() -> Pace {
        Pace { entries_max: PUSH_ENTRIES_FIRST, piece_bytes_max: PIECE_BYTES_FIRST, standstill: 0 }
    }
}

impl Stage {
    /// At the start of the program: try at once.
    pub fn at_start(now_ms: i64) -> Stage {
        Stage::Resting { until_ms: now_ms, failures: 0, pace: Pace::default(), exchange_ms: None }
    }
}

/// One step. `seed` spreads the waiting of many outlets, so that they do not all return in the same second.
pub fn step(stage: Stage, event: Event, seed: u64) -> (Stage, Effects) {
    match (stage, event) {
        (_, Event::SwitchedOff) => (Stage::Off, Effects::default()),
        (Stage::Off, Event::SwitchedOn { .. }) => send(0, Pace::default()),
        (Stage::Off, _) => (Stage::Off, Effects::default()),

        (Stage::Resting { failures: 0, pace, .. }, Event::Woken { .. }) => send(0, pace),
        // With the link down the next entry does not help; the timer will.
        (Stage::Resting { until_ms, .. }, Event::Woken { .. }) => (stage, wait(until_ms, None)),
        (Stage::Resting { until_ms, .. }, Event::TimerDue { now_ms }) if now_ms < until_ms => {
            (stage, wait(until_ms, None))
        }
        (Stage::Resting { pace, exchange_ms: Some(exchange_ms), .. }, Event::TimerDue { now_ms })
            if now_ms < exchange_ms =>
        {
            attach(pace, exchange_ms)
        }
        (
            Stage::Resting { failures, pace, .. },
            Event::TimerDue { .. } | Event::Asked { .. } | Event::SwitchedOn { .. } | Event::ClockMoved { .. },
        ) => send(failures, pace),
        // An answer that comes after its request was given up: the next exchange brings the same again.
        (Stage::Resting { until_ms, .. }, Event::Replied { .. } | Event::Attached { .. } | Event::LinkLost { .. }) => {
            (stage, wait(until_ms, None))
        }

        (Stage::Exchanging { failures, pace } | Stage::Comparing { failures, pace }, Event::LinkLost { now_ms }) => {
            back_off(now_ms, failures, slower(pace), Notice::LinkDown, seed)
        }
        (Stage::Exchanging { pace, .. }, Event::Replied { now_ms, reply }) => replied(now_ms, pace, reply, seed),
        // The center may answer without sums; what is at rest stays at rest.
        (Stage::Comparing { pace, .. }, Event::Replied { now_ms, reply }) => {
            let equal = reply.equal.or(Some(true));
            replied(now_ms, pace, ReplySummary { equal, ..reply }, seed)
        }
        // Only the attachment failed, as far as anybody knows: entries are tried at once, pieces after a while.
        (Stage::Attaching { pace, .. }, Event::LinkLost { now_ms }) => rest(
            now_ms,
            Pace { piece_bytes_max: (pace.piece_bytes_max / 2).max(PIECE_BYTES_MIN), ..pace },
            Notice::LinkDown,
        ),
        (Stage::Attaching { pace, exchange_ms }, Event::Attached { now_ms, piece }) => {
            attached(now_ms, pace, exchange_ms, piece)
        }
        // A request is on its way; its reply or its loss says what comes next.
        (Stage::Exchanging { .. } | Stage::Comparing { .. } | Stage::Attaching { .. }, _) => {
            (stage, Effects::default())
        }
    }
}

fn replied(now_ms: i64, pace: Pace, reply: ReplySummary, seed: u64) -> (Stage, Effects) {
    match reply.refusal {
        Some(Refusal::ClientTooOld { minimum }) => {
            return back_off(now_ms, u32::MAX, pace, Notice::ProgramTooOld { minimum }, seed);
        }
        Some(Refusal::BadSignature { at }) if reply.pushed <= 1 => {
            return back_off(now_ms, u32::MAX, Pace { entries_max: 1, ..pace }, Notice::EntryRefused { at }, seed);
        }
        Some(Refusal::BadSignature { .. }) => {
            return send(0, Pace { entries_max: reply.pushed / 2, standstill: 0, ..pace });
        }
        Some(Refusal::DeviceSuspended) => {
            return after_progress(now_ms, counted(pace, reply), reply, Some(Notice::DeviceSuspended), seed);
        }
        Some(Refusal::Gap { .. } | Refusal::Forked { .. }) | None => {}
    }
    after_progress(now_ms, counted(pace, reply), reply, None, seed)
}

fn after_progress(now_ms: i64, pace: Pace, reply: ReplySummary, notice: Option<Notice>, seed: u64) -> (Stage, Effects) {
    let waits = reply.more || reply.unsent > 0;
    if pace.standstill >= STANDSTILL_MAX {
        let pace = Pace { standstill: 0, ..pace };
        return back_off(now_ms, 0, pace, notice.unwrap_or(Notice::NoProgress), seed);
    }
    match (waits, reply.equal) {
        (true, _) => with_notice(send(0, pace), notice),
        (false, None) => compare(pace, notice),
        (false, Some(equal)) => {
            let found = if equal { Notice::AtRest } else { Notice::SumsDiffer };
            let pace = Pace { standstill: 0, ..pace };
            // Nobody takes attachments of a suspended device.
            if reply.attachments && notice.is_none() {
                return rest_until(now_ms, pace, Some(now_ms.saturating_add(PULL_EVERY_MS)), found);
            }
            rest(now_ms, pace, notice.unwrap_or(found))
        }
    }
}

/// A piece arrived, or the center said where the file goes on.
fn attached(now_ms: i64, pace: Pace, exchange_ms: i64, piece: PieceSummary) -> (Stage, Effects) {
    let pace = match piece.moved {
        true => Pace { piece_bytes_max: (pace.piece_bytes_max * 2).min(ATTACH_BYTES_MAX), standstill: 0, ..pace },
        false => Pace { standstill: pace.standstill.saturating_add(1), ..pace },
    };
    match piece {
        PieceSummary { unsent, .. } if unsent > 0 => send(0, pace),
        PieceSummary { waits: true, .. } if pace.standstill < STANDSTILL_MAX => {
            rest_until(now_ms, pace, Some(exchange_ms), Notice::AtRest)
        }
        PieceSummary { waits: true, .. } => rest(now_ms, Pace { standstill: 0, ..pace }, Notice::NoProgress),
        PieceSummary { waits: false, .. } => rest(now_ms, Pace { standstill: 0, ..pace }, Notice::AtRest),
    }
}

/// Nothing waits: the center is asked for changes after a while.
fn rest(now_ms: i64, pace: Pace, notice: Notice) -> (Stage, Effects) {
    rest_until(now_ms.saturating_add(PULL_EVERY_MS), pace, None, notice)
}

fn rest_until(until_ms: i64, pace: Pace, exchange_ms: Option<i64>, notice: Notice) -> (Stage, Effects) {
    (Stage::Resting { until_ms, failures: 0, pace, exchange_ms }, wait(until_ms, Some(notice)))
}

fn attach(pace: Pace, exchange_ms: i64) -> (Stage, Effects) {
    let effects = Effects { send: Some(Send::Piece { bytes_max: pace.piece_bytes_max }), ..Effects::default() };
    (Stage::Attaching { pace, exchange_ms }, effects)
}

/// A push that arrived may be followed by one twice as large.
fn counted(pace: Pace, reply: ReplySummary) -> Pace {
    if !reply.moved {
        return Pace { standstill: pace.standstill.saturating_add(1), ..pace };
    }
    let was_full = reply.pushed >= pace.entries_max;
    let entries_max = if was_full { (pace.entries_max * 2).min(PUSH_ENTRIES_MAX) } else { pace.entries_max };
    Pace { entries_max, standstill: 0, ..pace }
}

fn slower(pace: Pace) -> Pace {
    Pace { entries_max: (pace.entries_max / 2).max(1), standstill: 0, ..pace }
}

fn send(failures: u32, pace: Pace) -> (Stage, Effects) {
    let effects = Effects { send: Some(Send::Entries { max: pace.entries_max }), ..Effects::default() };
    (Stage::Exchanging { failures, pace }, effects)
}

/// All is sent, and the sums were not with it: one more request brings them.
fn compare(pace: Pace, notice: Option<Notice>) -> (Stage, Effects) {
    let pace = Pace { standstill: pace.standstill.saturating_add(1), ..pace };
    let effects = Effects { send: Some(Send::Entries { max: pace.entries_max }), wait_until_ms: None, notice };
    (Stage::Comparing { failures: 0, pace }, effects)
}

fn back_off(now_ms: i64, failures: u32, pace: Pace, notice: Notice, seed: u64) -> (Stage, Effects) {
    let failures = failures.saturating_add(1);
    let until_ms = now_ms.saturating_add(back_off_ms(failures, seed));
    (Stage::Resting { until_ms, failures, pace, exchange_ms: None }, wait(until_ms, Some(notice)))
}

/// The wait after so many failures: doubled each time, never more than the maximum, and up to a quarter less by chance.
fn back_off_ms(failures: u32, seed: u64) -> i64 {
    let doublings = failures.saturating_sub(1).min(16);
    let longest = BACK_OFF_MS.saturating_mul(1 << doublings).min(BACK_OFF_MAX_MS);
    let chance = seed.wrapping_add(u64::from(failures)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 33;
    longest - (chance as i64) % (longest / 4)
}

fn wait(until_ms: i64, notice: Option<Notice>) -> Effects {
    Effects { send: None, wait_until_ms: Some(until_ms), notice }
}

fn with_notice((stage, effects): (Stage, Effects), notice: Option<Notice>) -> (Stage, Effects) {
    (stage, Effects { notice, ..effects })
}
