//! `cargo xtask test`: everything a change must pass, as named steps in order, cheapest answers first.

use std::{process::Command, time::Instant};

use crate::{
    api, codegen, console,
    failure::{Failure, Outcome},
    options::Options,
    process, products, setup, spelling, walkthrough,
    workspace::Workspace,
};

struct Step {
    name: &'static str,
    about: &'static str,
    perform: fn(&Workspace) -> Outcome,
}

const STEPS: &[Step] = &[
    Step { name: "rustfmt", about: "the Rust code is laid out as everywhere", perform: rustfmt },
    Step { name: "ui-check", about: "types, lint and sentences of the screens", perform: ui_check },
    Step { name: "ui-test", about: "unit tests of the screens", perform: ui_test },
    Step { name: "ui-build", about: "the pages that the desk embeds", perform: products::build_ui },
    Step {
        name: "build",
        about: "every program and every test, compiled once for the steps below",
        perform: products::build_everything,
    },
    Step { name: "types", about: "the TypeScript types agree with the Rust ones", perform: codegen::check },
    Step { name: "clippy", about: "no warning is left", perform: clippy },
    Step { name: "unit", about: "unit, property and golden tests of every crate", perform: unit },
    Step { name: "postgres", about: "the center's tests again, on a real PostgreSQL", perform: postgres },
    Step {
        name: "vectors",
        about: "journal bytes, hashes and signatures, checked by another language",
        perform: vectors,
    },
    Step { name: "scenario", about: "the plain-text stories, on real outlets and a real center", perform: scenario },
    Step { name: "api", about: "thousands of good and bad questions to a real center's API", perform: ask_the_api },
    Step { name: "sim", about: "a prefecture under bad luck: fixed seeds, then fresh ones", perform: sim },
    Step { name: "storm", about: "a few outlets come back at once, over lines that break", perform: storm },
    Step {
        name: "console",
        about: "the center's console in a real browser, pictures included",
        perform: console::test,
    },
    Step { name: "window", about: "end to end in the real window", perform: window },
];

/// Seeds that every run repeats, and how many new ones it tries beside them.
const FIXED_SEEDS: u64 = 20;
const FRESH_SEEDS: u64 = 5;
/// Fewer: the days are the same, only the center's books lie elsewhere.
const SEEDS_ON_POSTGRES: u64 = 4;

pub fn run(workspace: &Workspace, arguments: &[String]) -> Outcome {
    if Options::new(arguments).flag("--list") {
        print!("{}", list());
        return Ok(());
    }
    let chosen = choose(arguments)?;
    let started = Instant::now();
    setup::ensure(workspace)?;
    for (at, step) in chosen.iter().enumerate() {
        perform(workspace, step, at + 1, chosen.len())?;
    }
    println!("\nAll {} steps passed in {}.", chosen.len(), process::spent(started.elapsed()));
    Ok(())
}

fn perform(workspace: &Workspace, step: &Step, number: usize, of: usize) -> Outcome {
    println!("\n== step {number}/{of} {}: {}", step.name, step.about);
    let started = Instant::now();
    let outcome = (step.perform)(workspace);
    let time = process::spent(started.elapsed());
    match outcome {
        Ok(()) => {
            println!("== step {number}/{of} {} passed in {time}", step.name);
            Ok(())
        }
        Err(failure) => Err(Failure::new(format!(
            "{failure}\n\nstep {number}/{of} {name} failed after {time}. Again, alone: cargo xtask test {name}",
            name = step.name
        ))),
    }
}

fn list() -> String {
    let width = STEPS.iter().map(|step| step.name.len()).max().unwrap_or(0);
    STEPS.iter().map(|step| format!("  {:width$}  {}\n", step.name, step.about)).collect()
}

/// The named steps in their usual order, or all of them.
fn choose(names: &[String]) -> Result<Vec<&'static Step>, Failure> {
    for name in names {
        if !STEPS.iter().any(|step| step.name == name) {
            let suggestion = spelling::nearest(name, STEPS.iter().map(|step| step.name))
                .map_or_else(String::new, |near| format!(" Did you mean `{near}`?"));
            return Err(Failure::new(format!("there is no step `{name}`.{suggestion}\n\n{}", list())));
        }
    }
    Ok(STEPS.iter().filter(|step| names.is_empty() || names.iter().any(|name| name == step.name)).collect())
}

fn rustfmt(workspace: &Workspace) -> Outcome {
    process::show(&mut workspace.cargo(["fmt", "--all", "--check"]))
}

fn ui_check(workspace: &Workspace) -> Outcome {
    process::show(&mut workspace.npm(["run", "check"]))
}

fn ui_test(workspace: &Workspace) -> Outcome {
    process::show(&mut workspace.npm(["test"]))
}

fn clippy(workspace: &Workspace) -> Outcome {
    let mut cargo = workspace.cargo(["clippy", "--workspace", "--all-targets"]);
    process::show(cargo.args(products::DESK_FEATURES).args(["--", "--deny", "warnings"]))
}

fn unit(workspace: &Workspace) -> Outcome {
    process::show(workspace.cargo(["test", "--workspace"]).args(products::DESK_FEATURES))
}

/// Every test of the center that otherwise keeps its books in a file. They are named out of the whole workspace, so that nothing
/// is compiled with other features; PostgreSQL's own tests ran with the others.
fn postgres(workspace: &Workspace) -> Outcome {
    let folder = workspace.path("crates/center/tests");
    let entries = std::fs::read_dir(&folder).map_err(Failure::at(&folder))?;
    let files = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut tests: Vec<String> = files.filter_map(|file| file.strip_suffix(".rs").map(str::to_owned)).collect();
    tests.retain(|test| !test.starts_with("postgres"));
    tests.sort();
    let mut cargo = workspace.cargo(["test", "--workspace"]);
    cargo.args(products::DESK_FEATURES).args(tests.iter().flat_map(|test| ["--test", test]));
    process::show(cargo.env("QINGJIANG_TEST_DATABASE", "postgres"))
}

fn vectors(workspace: &Workspace) -> Outcome {
    let python = if cfg!(windows) { "python" } else { "python3" };
    let mut check = Command::new(python);
    process::show(check.arg("schema/journal/check.py").current_dir(workspace.root()))
}

fn scenario(workspace: &Workspace) -> Outcome {
    products::build_everything(workspace)?;
    process::show(workspace.start("qingjiang-scenario").arg(workspace.path("tests/scenarios")))
}

fn ask_the_api(workspace: &Workspace) -> Outcome {
    products::build_everything(workspace)?;
    api::test(workspace)
}

fn sim(workspace: &Workspace) -> Outcome {
    products::build_everything(workspace)?;
    simulate(workspace, FIXED_SEEDS, 1, "sqlite")?;
    simulate(workspace, SEEDS_ON_POSTGRES, 1, "postgres")?;
    let from = fresh_seed();
    println!("Fresh seeds from {from}; again: cargo xtask sim --seeds {FRESH_SEEDS} --from {from}");
    simulate(workspace, FRESH_SEEDS, from, "sqlite")
}

fn simulate(workspace: &Workspace, seeds: u64, from: u64, database: &str) -> Outcome {
    let (seeds, from) = (seeds.to_string(), from.to_string());
    let wish = ["--seeds", &seeds, "--from", &from, "--database", database];
    process::show(workspace.start("qingjiang-sim").args(wish))
}

/// A small one whose waiting passes quickly, with a center in a process of its own.
fn storm(workspace: &Workspace) -> Outcome {
    products::build_everything(workspace)?;
    let size = ["--outlets", "6", "--days", "2", "--per-day", "60", "--loss", "0.3", "--haste", "100"];
    process::show(workspace.start(products::STORM).args(size))
}

/// The standard library's hasher is keyed anew in every process; six digits are enough to read aloud.
fn fresh_seed() -> u64 {
    use std::hash::{BuildHasher, RandomState};
    RandomState::new().hash_one("seed") % 900_000 + 100_000
}

fn window(workspace: &Workspace) -> Outcome {
    if !cfg!(target_os = "linux") {
        println!("Skipped: WebKitWebDriver drives the window only on Linux.");
        return Ok(());
    }
    products::build_ui(workspace)?;
    products::build_everything(workspace)?;
    walkthrough::test_window(workspace)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(line: &str) -> Result<Vec<&'static str>, Failure> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        Ok(choose(&words)?.iter().map(|step| step.name).collect())
    }

    #[test]
    fn no_name_means_every_step() {
        assert_eq!(names("").unwrap().len(), STEPS.len());
    }

    #[test]
    fn named_steps_keep_their_usual_order() {
        assert_eq!(names("sim rustfmt").unwrap(), ["rustfmt", "sim"]);
    }

    #[test]
    fn an_unknown_step_is_answered_with_the_nearest_one() {
        assert!(names("clipy").unwrap_err().to_string().contains("Did you mean `clippy`?"));
    }

    #[test]
    fn fresh_seeds_are_six_digits() {
        assert!((100_000..1_000_000).contains(&fresh_seed()));
    }
}
