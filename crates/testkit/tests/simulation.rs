//! A few small days of the simulator, so that `cargo test` alone already tells when one goes wrong. The long run is
//! `cargo xtask sim`. What a seed finds becomes a story in `tests/scenarios`: stories outlive changes to the simulator.
#![cfg(feature = "prefecture")]

use testkit::simulator::{Events, Size, simulate};

const SMALL: Size = Size { outlets: 3, steps: 150 };

fn play(seed: u64, size: Size) -> Events {
    let folder = tempfile::tempdir().unwrap();
    simulate(seed, size, folder.path()).unwrap_or_else(|broken| panic!("seed {seed}: {broken}"))
}

#[test]
fn small_days_keep_every_promise() {
    let mut sum = Events::default();
    (1..=6).for_each(|seed| sum.add(&play(seed, SMALL)));
    assert!(sum.payments > 70 && sum.crashes > 20 && sum.syncs_broken > 10, "bad luck happens: {sum:?}");
    assert!(sum.readings > 50 && sum.spot_bills > 10 && sum.late_tariffs > 5, "meters are read: {sum:?}");
}

#[test]
fn the_same_seed_plays_the_same_day() {
    assert_eq!(play(7, SMALL), play(7, SMALL));
}
