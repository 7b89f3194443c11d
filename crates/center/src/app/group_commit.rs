//! Many pushes, one commit: whoever gets the pen first carries the others' pushes along.
//!
//! A caller lays its push on the pile and asks for the pen. When it gets it, either somebody wrote its push meanwhile, or
//! it writes everything that lies there. A single caller simply writes its own push, in its own thread.

use std::sync::{Arc, Mutex, PoisonError};

use super::Prefecture;
use super::accept_push::Landed;
use super::check_push::CheckedPush;
use crate::ledger::LedgerError;

/// The most entries in one commit, so that nobody waits long.
const ENTRIES_PER_COMMIT: usize = 20_000;

pub type Answer = Result<Landed, Arc<LedgerError>>;

/// A push on the pile, and its answer when it was written.
#[derive(Default)]
pub struct Job {
    push: Mutex<Option<CheckedPush>>,
    answer: Mutex<Option<Answer>>,
}

/// Pushes that wait for the pen.
#[derive(Default)]
pub struct Pile(Mutex<Vec<Arc<Job>>>);

impl Pile {
    fn add(&self, job: Arc<Job>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(job);
    }

    /// Takes the oldest jobs, up to so many entries.
    fn take(&self) -> Vec<(Arc<Job>, CheckedPush)> {
        let mut pile = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut entries = 0;
        let enough = pile.iter().position(|job| {
            let is_full = entries > ENTRIES_PER_COMMIT;
            entries += job.push.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map_or(0, |p| p.run.len());
            is_full
        });
        let until = enough.unwrap_or(pile.len());
        let jobs = pile.drain(..until);
        jobs.filter_map(|job| {
            let push = job.push.lock().unwrap_or_else(PoisonError::into_inner).take();
            push.map(|push| (job, push))
        })
        .collect()
    }
}

impl Job {
    fn answered(&self) -> Option<Answer> {
        self.answer.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Somebody took the push from the pile and did not live to answer; nothing of it was written.
    fn is_lost(&self) -> bool {
        self.push.lock().unwrap_or_else(PoisonError::into_inner).is_none()
    }

    fn answer(&self, answer: Answer) {
        *self.answer.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
    }
}

impl Prefecture {
    /// Has the push written, alone or among others, and answers when it is safe on disk.
    pub(super) fn write_push(&self, push: CheckedPush) -> Answer {
        let job = Arc::new(Job { push: Mutex::new(Some(push)), answer: Mutex::default() });
        self.0.pile.add(job.clone());
        loop {
            let mut books = self.books().map_err(Arc::new)?;
            if let Some(answer) = job.answered() {
                return answer;
            }
            if job.is_lost() {
                return Err(Arc::new(LedgerError::Damaged("the batch of this push broke off".to_owned())));
            }
            let (jobs, pushes): (Vec<_>, Vec<_>) = self.0.pile.take().into_iter().unzip();
            for (job, answer) in jobs.iter().zip(self.accept(&mut books, pushes)) {
                job.answer(answer);
            }
        }
    }
}
