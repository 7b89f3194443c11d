//! The link as the desk experiences it, and the demo's switch in it.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::error::Code;
use crate::view::{LinkState, SyncProgressView};

#[derive(Default)]
pub struct Link {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    switched_off: bool,
    /// `None` until something was tried.
    reached: Option<bool>,
    problem: Option<Code>,
    syncing: Option<SyncProgressView>,
    last_bytes: u64,
}

/// What the status line says of the link.
pub struct LinkReport {
    pub state: LinkState,
    pub problem: Option<Code>,
    pub syncing: Option<SyncProgressView>,
    pub last_bytes: u64,
}

impl Link {
    pub fn report(&self) -> LinkReport {
        let state = self.lock();
        let link = match (state.switched_off, state.reached) {
            (true, _) => LinkState::SwitchedOff,
            (false, None) => LinkState::Unknown,
            (false, Some(true)) => LinkState::Up,
            (false, Some(false)) => LinkState::Down,
        };
        LinkReport { state: link, problem: state.problem, syncing: state.syncing.clone(), last_bytes: state.last_bytes }
    }

    /// Pulls the link or puts it back. What was known of it before does not count any more.
    pub fn switch(&self, up: bool) {
        let mut state = self.lock();
        state.switched_off = !up;
        state.reached = None;
        state.problem = None;
    }

    pub fn is_switched_off(&self) -> bool {
        self.lock().switched_off
    }

    pub fn progress(&self, progress: SyncProgressView) {
        self.lock().syncing = Some(progress);
    }

    /// Nothing was asked, and nothing new is known of the link.
    pub fn at_rest(&self) {
        self.lock().syncing = None;
    }

    /// The center answered, whether or not everything went well.
    pub fn reached(&self, problem: Option<Code>, bytes: u64) {
        let mut state = self.lock();
        state.reached = Some(true);
        state.problem = problem;
        state.syncing = None;
        state.last_bytes = bytes;
    }

    pub fn not_reached(&self, problem: Code) {
        let mut state = self.lock();
        state.reached = Some(false);
        state.problem = Some(problem);
        state.syncing = None;
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_switch_hides_what_was_known_of_the_link() {
        let link = Link::default();
        assert_eq!(link.report().state, LinkState::Unknown);
        link.reached(None, 512);
        assert_eq!(link.report().state, LinkState::Up);
        link.switch(false);
        assert_eq!(link.report().state, LinkState::SwitchedOff);
        link.switch(true);
        assert_eq!(link.report().state, LinkState::Unknown);
    }
}
