//! A few small days of the simulator, so that `cargo test` alone already tells when one goes wrong. The long run is
//! `cargo xtask sim`. What a seed finds becomes a story in `tests/scenarios`: stories outlive changes to the simulator.
#![cfg(feature = "prefecture")]

use center::Database;
use testkit::postgres_server::{Afterwards, PostgresServer};
use testkit::simulator::{Events, Size, simulate, simulate_on};

const SMALL: Size = Size { outlets: 3, steps: 220 };

fn play(seed: u64, size: Size) -> Events {
    let folder = tempfile::tempdir().unwrap();
    simulate(seed, size, folder.path()).unwrap_or_else(|broken| panic!("seed {seed}: {broken}"))
}

#[test]
fn small_days_keep_every_promise() {
    let mut sum = Events::default();
    (1..=6).for_each(|seed| sum.add(&play(seed, SMALL)));
    assert!(sum.payments > 70 && sum.crashes > 20 && sum.syncs_broken > 10, "bad luck happens: {sum:?}");
    assert!(sum.proposals > 10 && sum.approvals > 0 && sum.undoings > 0, "people decide: {sum:?}");
    assert!(sum.readings > 50 && sum.spot_bills > 10 && sum.late_tariffs > 5, "meters are read: {sum:?}");
}

#[test]
fn the_same_seed_plays_the_same_day() {
    assert_eq!(play(7, SMALL), play(7, SMALL));
}

/// The very same day, write for write, on PostgreSQL.
#[test]
fn small_days_come_out_the_same_on_postgresql() {
    let place = tempfile::Builder::new().prefix("qingjiang-sim-postgres-").tempdir().unwrap().keep();
    let settings = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];
    let server = PostgresServer::start(&place, Afterwards::Goes, &settings).unwrap();
    for seed in [1, 8] {
        let url = server.create_database(&format!("seed_{seed}")).unwrap().parse().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let played = simulate_on(seed, SMALL, folder.path(), &Database::Postgres { url, replica: None });
        let events = played.unwrap_or_else(|broken| panic!("seed {seed}: {broken}"));
        assert_eq!(events, play(seed, SMALL), "seed {seed}");
    }
}
