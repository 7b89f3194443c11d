//! The sync in the background: woken by new entries, by the clock and by the cashier; it never makes anybody wait.
//!
//! When to try and how long to wait is the session's to say (`sync::step`). This thread brings it events and tells the
//! window how it went.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use domain::Stream;
use outlet::{Access, SyncError, SyncSession, SyncSummary};
use sync::{Event, HttpCenter, HttpOptions};

use crate::error::Code;
use crate::link::Link;
use crate::outlet_handle::OutletHandle;
use crate::said::{setup_code, store_code, sync_code};
use crate::show;
use crate::view::StatusView;

/// The status line hears something at least this often.
const STATUS_EVERY: Duration = Duration::from_secs(15);
/// And of progress not more often than this.
const PROGRESS_EVERY: Duration = Duration::from_millis(120);

/// Why the worker is woken. Of several at once the last of this list counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wake {
    /// Only the status changed.
    Status,
    /// Something was appended. While the link is down it waits for the next attempt.
    NewEntries,
    /// Somebody asks for a sync now.
    Asked,
}

/// A wake, and who waits until the worker has dealt with it.
pub struct Knock {
    wake: Wake,
    /// Dropped when it is done; nothing is ever sent.
    _waiting: Option<Sender<()>>,
}

/// The end of the worker that commands hold.
#[derive(Clone)]
pub struct Waker(Sender<Knock>);

pub fn waker() -> (Waker, Receiver<Knock>) {
    let (sender, receiver) = channel();
    (Waker(sender), receiver)
}

impl Waker {
    pub fn wake(&self, wake: Wake) {
        // Without a worker the window is closing, and the next start syncs.
        let _ = self.0.send(Knock { wake, _waiting: None });
    }

    /// Asks for a sync and waits until it has ended, one way or another.
    pub fn sync_and_wait(&self) {
        let (waiting, done) = channel();
        let _ = self.0.send(Knock { wake: Wake::Asked, _waiting: Some(waiting) });
        let _ = done.recv();
    }
}

pub struct SyncWorker {
    pub outlet: OutletHandle,
    pub link: Arc<Link>,
    pub http: HttpOptions,
    pub knocks: Receiver<Knock>,
    /// Tells the window how the desk stands.
    pub tell: Box<dyn Fn(StatusView) + Send>,
}

/// An open line to the center, and whom it was opened for.
struct Line {
    url: String,
    stream: Stream,
    center: HttpCenter,
}

impl SyncWorker {
    /// Runs until the window is gone.
    pub fn run(self) {
        let mut rhythm = Rhythm::new();
        let mut line = None;
        // Whether the write-ahead log has grown since it was last emptied.
        let mut grown = false;
        loop {
            let knocks: Vec<Knock> = match self.knocks.recv_timeout(self.pause(&rhythm)) {
                Ok(first) => std::iter::once(first).chain(self.knocks.try_iter()).collect(),
                Err(RecvTimeoutError::Timeout) => Vec::new(),
                Err(RecvTimeoutError::Disconnected) => return,
            };
            let wake = knocks.iter().map(|knock| knock.wake).max();
            match wake {
                Some(Wake::NewEntries) => grown = true,
                None if grown => {
                    self.tidy();
                    grown = false;
                }
                Some(Wake::Asked | Wake::Status) | None => {}
            }
            if let Some(event) = self.event(wake, &rhythm) {
                self.sync(&mut rhythm, &mut line, event);
            }
            self.tell_status();
        }
    }

    /// Until the session wants to be told that its time has come, or until the status line is due.
    fn pause(&self, rhythm: &Rhythm) -> Duration {
        match rhythm.due_ms() {
            Some(due_ms) if !self.link.is_switched_off() => {
                let left_ms = due_ms.saturating_sub(self.now_ms()).max(0);
                Duration::from_millis(left_ms.unsigned_abs()).min(STATUS_EVERY)
            }
            Some(_) | None => STATUS_EVERY,
        }
    }

    /// What the session hears of it; nothing while the demo's switch is off.
    fn event(&self, wake: Option<Wake>, rhythm: &Rhythm) -> Option<Event> {
        let now_ms = self.now_ms();
        let is_due = rhythm.due_ms().is_some_and(|due_ms| due_ms <= now_ms);
        let event = match wake {
            Some(Wake::Asked) => Some(Event::Asked { now_ms }),
            _ if is_due => Some(Event::TimerDue { now_ms }),
            Some(Wake::NewEntries) => Some(Event::Woken { now_ms }),
            Some(Wake::Status) | None => None,
        };
        event.filter(|_| !self.link.is_switched_off())
    }

    fn now_ms(&self) -> i64 {
        i64::try_from(self.outlet.with(|outlet| outlet.now().monotonic_ms)).unwrap_or(i64::MAX)
    }

    fn sync(&self, rhythm: &mut Rhythm, line: &mut Option<Line>, event: Event) {
        let center = match self.center(line) {
            Ok(Some(center)) => center,
            // Nothing to sync with before the enrolment; it asks for the first sync itself.
            Ok(None) => return rhythm.begin_again(self.now_ms()),
            Err(code) => {
                self.link.not_reached(code);
                return rhythm.begin_again(self.now_ms());
            }
        };
        let mut told = Instant::now();
        let outcome = rhythm.session.run(&self.outlet, center, event, |progress| {
            self.link.progress(show::progress(progress));
            if told.elapsed() >= PROGRESS_EVERY {
                told = Instant::now();
                self.tell_status();
            }
        });
        self.keep(outcome, center);
    }

    /// The line to the center, kept open from sync to sync; `None` while the desk is not enrolled.
    fn center<'a>(&self, line: &'a mut Option<Line>) -> Result<Option<&'a HttpCenter>, Code> {
        let known = self.outlet.with(|outlet| outlet.read().device().map(|device| (device, outlet.key().clone())));
        let (device, key) = known.map_err(|error| store_code(&error))?;
        let Some(device) = device else { return Ok(None) };
        if !line.as_ref().is_some_and(|line| line.url == device.center_url && line.stream == device.stream) {
            let (url, stream, center_key) = (device.center_url, device.stream, device.center_key);
            let center = HttpCenter::new(&url, key, Some(stream), Some(center_key), self.http.clone())
                .map_err(|error| setup_code(&error))?;
            *line = Some(Line { url, stream, center });
        }
        Ok(line.as_ref().map(|line| &line.center))
    }

    fn keep(&self, outcome: Result<SyncSummary, SyncError>, center: &HttpCenter) {
        let last = center.last_bytes();
        match outcome {
            // The session saw no reason to ask.
            Ok(SyncSummary { round_trips: 0, .. }) => self.link.at_rest(),
            Ok(summary) => {
                if summary.sent > 0 || summary.received > 0 {
                    tracing::info!(sent = summary.sent, received = summary.received, "synced with the center");
                }
                if summary.digest_differs {
                    tracing::warn!("the sums of the center and of this desk differ; the center opened a case");
                }
                self.link.reached(summary.suspended.then_some(Code::DeviceSuspended), last.up + last.down);
            }
            Err(error) => {
                tracing::warn!(error = %error, "the sync ended early; the next one goes on from there");
                match sync_code(&error) {
                    code @ (Code::LinkDown | Code::LinkSwitchedOff) => self.link.not_reached(code),
                    code => self.link.reached(Some(code), last.up + last.down),
                }
            }
        }
    }

    /// Empties the write-ahead log while nobody pays, so that no payment has to wait for it.
    fn tidy(&self) {
        if let Err(error) = self.outlet.with(|outlet| outlet.store_mut().checkpoint()) {
            tracing::warn!(error = %error, "the write-ahead log was not emptied; a later moment will do");
        }
    }

    fn tell_status(&self) {
        match self.outlet.with(|outlet| show::status(outlet, &self.link)) {
            Ok(status) => (self.tell)(status),
            Err(error) => tracing::error!(error = %error, "the status cannot be read"),
        }
    }
}

/// When to try next: as the session says, and not before a moment has passed where it could not even begin.
struct Rhythm {
    session: SyncSession,
    not_before_ms: i64,
}

impl Rhythm {
    fn new() -> Rhythm {
        Rhythm { session: SyncSession::new(chance()), not_before_ms: 0 }
    }

    /// There is nobody to talk to: a fresh session, in a while.
    fn begin_again(&mut self, now_ms: i64) {
        let pause_ms = i64::try_from(STATUS_EVERY.as_millis()).unwrap_or(i64::MAX);
        *self = Rhythm { not_before_ms: now_ms.saturating_add(pause_ms), ..Rhythm::new() };
    }

    fn due_ms(&self) -> Option<i64> {
        self.session.due_ms().map(|due_ms| due_ms.max(self.not_before_ms))
    }
}

/// Spreads the waiting of many desks, so that they do not all knock in the same second.
fn chance() -> u64 {
    getrandom::u64().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_several_wakes_the_most_urgent_counts() {
        assert_eq!([Wake::NewEntries, Wake::Asked, Wake::Status].into_iter().max(), Some(Wake::Asked));
    }

    #[test]
    fn a_desk_that_cannot_begin_does_not_spin() {
        let mut rhythm = Rhythm::new();
        assert_eq!(rhythm.due_ms(), Some(0));
        rhythm.begin_again(1_000);
        assert_eq!(rhythm.due_ms(), Some(16_000));
    }
}
