//! A whole prefecture under bad luck, from one seed.
//!
//! ```text
//! until the steps are used up:   somebody pays, reverses, reprints, signs off, reads a meter, reviews, syncs …
//!                                the link drops, repeats, delays · a laptop dies at some write · clocks jump ·
//!                                a disk is cloned, a backup put back · the center issues bills, or starts again ·
//!                                administrators propose, approve and undo, desks pay refunds and answer tasks
//! then at rest:                  all links up, everybody syncs until nothing moves, and the books are compared with
//!                                the receipts that customers hold
//! ```
//!
//! Outlets, center and databases are the real ones. The same seed gives the same day, write for write.

mod accidents;
mod acts;
mod administrators;
mod archive;
mod desk;
mod errands;
mod readers;
mod receipts;
mod rest;
mod rest_of_bills;
mod rest_of_decisions;
mod world;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use center::Database;

use crate::seed::Rng;
use world::World;

/// How large a day is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    pub outlets: usize,
    pub steps: usize,
}

impl Default for Size {
    fn default() -> Size {
        Size { outlets: 4, steps: 400 }
    }
}

/// What happened in a day, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Events {
    pub payments: u64,
    pub retries: u64,
    pub refusals: u64,
    pub reversals: u64,
    pub reprints: u64,
    pub shifts: u64,
    pub syncs: u64,
    pub syncs_broken: u64,
    pub look_ups: u64,
    pub crashes: u64,
    pub clones: u64,
    pub restores: u64,
    pub center_restarts: u64,
    pub cases: u64,
    pub readings: u64,
    pub reviews: u64,
    pub spot_bills: u64,
    pub bill_runs: u64,
    pub late_tariffs: u64,
    pub proposals: u64,
    pub approvals: u64,
    pub undoings: u64,
    pub decisions_refused: u64,
    pub answers: u64,
    pub refunds: u64,
    pub corrections: u64,
}

impl Events {
    pub fn add(&mut self, other: &Events) {
        let fields = [
            (&mut self.payments, other.payments),
            (&mut self.retries, other.retries),
            (&mut self.refusals, other.refusals),
            (&mut self.reversals, other.reversals),
            (&mut self.reprints, other.reprints),
            (&mut self.shifts, other.shifts),
            (&mut self.syncs, other.syncs),
            (&mut self.syncs_broken, other.syncs_broken),
            (&mut self.look_ups, other.look_ups),
            (&mut self.crashes, other.crashes),
            (&mut self.clones, other.clones),
            (&mut self.restores, other.restores),
            (&mut self.center_restarts, other.center_restarts),
            (&mut self.cases, other.cases),
            (&mut self.readings, other.readings),
            (&mut self.reviews, other.reviews),
            (&mut self.spot_bills, other.spot_bills),
            (&mut self.bill_runs, other.bill_runs),
            (&mut self.late_tariffs, other.late_tariffs),
            (&mut self.proposals, other.proposals),
            (&mut self.approvals, other.approvals),
            (&mut self.undoings, other.undoings),
            (&mut self.decisions_refused, other.decisions_refused),
            (&mut self.answers, other.answers),
            (&mut self.refunds, other.refunds),
            (&mut self.corrections, other.corrections),
        ];
        fields.into_iter().for_each(|(sum, more)| *sum += more);
    }
}

/// A promise that was broken, as a sentence.
pub(crate) type Kept<T = ()> = Result<T, String>;

/// Plays one seed in an empty folder. The error is the promise that was broken, and where.
pub fn simulate(seed: u64, size: Size, folder: &Path) -> Result<Events, String> {
    simulate_on(seed, size, folder, &Database::Sqlite(folder.join("center.db")))
}

/// The same with the center's books in another, empty database.
pub fn simulate_on(seed: u64, size: Size, folder: &Path, database: &Database) -> Result<Events, String> {
    let played = catch_unwind(AssertUnwindSafe(|| play(seed, size, folder, database)));
    played.unwrap_or_else(|panic| Err(format!("panicked: {}", message_of(&*panic))))
}

fn play(seed: u64, size: Size, folder: &Path, database: &Database) -> Kept<Events> {
    let mut world = World::new(Rng::new(seed), size, folder, database)?;
    for step in 0..size.steps {
        world.step().map_err(|broken| format!("step {step}: {broken}"))?;
    }
    world.come_to_rest().map_err(|broken| format!("at rest: {broken}"))?;
    Ok(world.events)
}

fn message_of(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
        .unwrap_or_else(|| "without a word".into())
}
