//! Simulates prefectures under bad luck: `qingjiang-sim --seeds N --from S [--outlets 4] [--steps 400] [--database postgres]`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for the command line speaks there")]

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use center::Database;
use testkit::postgres_server::{Afterwards, PostgresServer};
use testkit::simulator::{Events, Size, simulate, simulate_on};

const USAGE: &str =
    "qingjiang-sim [--seeds 20] [--from 1] [--outlets 4] [--steps 400] [--jobs 2] [--database sqlite|postgres]";

struct Wish {
    seeds: u64,
    from: u64,
    size: Size,
    jobs: usize,
    on_postgres: bool,
}

fn main() -> ExitCode {
    let wish = match Wish::from(std::env::args().skip(1)) {
        Ok(wish) => wish,
        Err(what) => {
            eprintln!("{what}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    let server = match wish.on_postgres.then(server).transpose() {
        Ok(server) => server,
        Err(error) => {
            eprintln!("No PostgreSQL could be started: {error}");
            return ExitCode::FAILURE;
        }
    };
    let started = Instant::now();
    let (events, failures) = run(&wish, server.as_ref());
    let last = wish.from + wish.seeds.saturating_sub(1);
    println!(
        "seeds {} to {last}: {} passed, {} failed, {:.1} s",
        wish.from,
        wish.seeds - failures.len() as u64,
        failures.len(),
        started.elapsed().as_secs_f32()
    );
    println!("{}", sentence(&events));
    if failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// One for all seeds, in a folder of its own; each seed has a database there.
fn server() -> std::io::Result<PostgresServer> {
    let folder = tempfile::Builder::new().prefix("qingjiang-sim-postgres-").tempdir()?.keep();
    let fast = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];
    PostgresServer::start(&folder, Afterwards::Goes, &fast)
}

fn run(wish: &Wish, server: Option<&PostgresServer>) -> (Events, Vec<u64>) {
    let next = AtomicU64::new(wish.from);
    let sums = Mutex::new((Events::default(), Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..wish.jobs {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::SeqCst);
                    if seed >= wish.from + wish.seeds {
                        return;
                    }
                    let outcome = play(seed, wish.size, server);
                    let mut sums = sums.lock().expect("nobody panics while holding it");
                    match outcome {
                        Ok(events) => sums.0.add(&events),
                        Err(broken) => {
                            println!("seed {seed} FAILED: {broken}\n  again: {}", again(seed, wish));
                            sums.1.push(seed);
                        }
                    }
                }
            });
        }
    });
    sums.into_inner().expect("nobody panicked while holding it")
}

fn again(seed: u64, wish: &Wish) -> String {
    let size = wish.size;
    let usual = Size::default();
    let mut line = format!("cargo xtask sim --seeds 1 --from {seed}");
    if size.outlets != usual.outlets {
        line += &format!(" --outlets {}", size.outlets);
    }
    if size.steps != usual.steps {
        line += &format!(" --steps {}", size.steps);
    }
    if wish.on_postgres {
        line += " --database postgres";
    }
    line
}

/// In memory where the system offers it: the simulated disks decide what a sync means, not the real one.
fn play(seed: u64, size: Size, server: Option<&PostgresServer>) -> Result<Events, String> {
    let memory = PathBuf::from("/dev/shm");
    let mut builder = tempfile::Builder::new();
    let builder = builder.prefix("qingjiang-sim-");
    let folder =
        if memory.is_dir() { builder.tempdir_in(&memory).or_else(|_| builder.tempdir()) } else { builder.tempdir() };
    let folder = folder.map_err(|error| format!("no folder to play in: {error}"))?;
    let Some(server) = server else { return simulate(seed, size, folder.path()) };
    let url = server.create_database(&format!("seed_{seed}")).map_err(|error| format!("no database: {error}"))?;
    let url = url.parse().map_err(|error| format!("the address of the database: {error}"))?;
    let played = simulate_on(seed, size, folder.path(), &Database::Postgres { url, replica: None });
    if played.is_ok() {
        let dropped = server.sql("postgres", &format!("DROP DATABASE seed_{seed} WITH (FORCE)"));
        dropped.map_err(|error| format!("the database stays: {error}"))?;
    }
    played
}

fn sentence(events: &Events) -> String {
    format!(
        "{} payments, {} retries, {} refusals, {} reversals, {} reprints, {} shift changes, {} syncs ({} broken off), \
         {} look-ups, {} crashes, {} clones, {} restores, {} center restarts, {} readings, {} reviewed, {} bills on the spot, {} bill runs, \
         {} late tariffs, {} proposals, {} approved, {} undone, {} refused by the center, {} tasks answered, {} refunds, \
         {} corrections asked for, {} open cases at the end",
        events.payments,
        events.retries,
        events.refusals,
        events.reversals,
        events.reprints,
        events.shifts,
        events.syncs,
        events.syncs_broken,
        events.look_ups,
        events.crashes,
        events.clones,
        events.restores,
        events.center_restarts,
        events.readings,
        events.reviews,
        events.spot_bills,
        events.bill_runs,
        events.late_tariffs,
        events.proposals,
        events.approvals,
        events.undoings,
        events.decisions_refused,
        events.answers,
        events.refunds,
        events.corrections,
        events.cases
    )
}

impl Wish {
    fn from(mut words: impl Iterator<Item = String>) -> Result<Wish, String> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let mut wish = Wish { seeds: 20, from: 1, size: Size::default(), jobs: cores, on_postgres: false };
        while let Some(word) = words.next() {
            if word == "--database" {
                wish.on_postgres = match words.next().as_deref() {
                    Some("postgres") => true,
                    Some("sqlite") => false,
                    _ => return Err("After --database stands sqlite or postgres.".to_owned()),
                };
                continue;
            }
            let mut number = || {
                let text = words.next().ok_or_else(|| format!("a number should follow {word}."))?;
                text.parse::<u64>().map_err(|_| format!("`{text}` is not a number."))
            };
            match word.as_str() {
                "--seeds" => wish.seeds = number()?,
                "--from" => wish.from = number()?,
                "--outlets" => wish.size.outlets = number()?.clamp(1, 4) as usize,
                "--steps" => wish.size.steps = number()? as usize,
                "--jobs" => wish.jobs = number()?.max(1) as usize,
                _ => return Err(format!("I do not know `{word}`.")),
            }
        }
        Ok(wish)
    }
}
