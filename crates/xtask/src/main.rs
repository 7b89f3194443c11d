//! The scripts of the project: `cargo xtask <verb>`. Each verb is a row of `VERBS`; each module is one idea.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line tool speaks through its standard streams"
)]

mod api;
mod center;
mod codegen;
mod console;
mod demo;
mod demo_postgres;
mod dist;
mod failure;
mod fingerprint;
mod npm;
mod openapi;
mod options;
#[cfg(target_os = "linux")]
mod packages;
mod passthrough;
mod process;
mod products;
mod setup;
mod spelling;
mod steps;
mod walkthrough;
mod workspace;

use std::process::ExitCode;

use failure::{Failure, Outcome};
use workspace::Workspace;

struct Verb {
    name: &'static str,
    takes: &'static str,
    about: &'static str,
    perform: fn(&Workspace, &[String]) -> Outcome,
}

const VERBS: &[Verb] = &[
    Verb {
        name: "run",
        takes: "[--scale N] [--fresh] [--port P] [--postgres]",
        about: "install what is missing, build, make demo data, start the center, open the desk",
        perform: demo::run,
    },
    Verb {
        name: "code",
        takes: "",
        about: "what the authenticator of the demo's sync administrator shows now, for the console's sign-in",
        perform: demo::code,
    },
    Verb {
        name: "test",
        takes: "[STEP…] [--list]",
        about: "everything a change must pass, step by step, the real window included",
        perform: steps::run,
    },
    Verb {
        name: "bench",
        takes: "[--json FILE]",
        about: "the budget table, each row beside its reference of the same minute",
        perform: passthrough::bench,
    },
    Verb {
        name: "scenario",
        takes: "FILE…",
        about: "play plain-text stories against real outlets and a real center",
        perform: passthrough::scenario,
    },
    Verb {
        name: "sim",
        takes: "--seeds N --from S [--database sqlite|postgres] [--release]",
        about: "simulate a prefecture from seeds and check every fen at rest",
        perform: passthrough::sim,
    },
    Verb {
        name: "storm",
        takes: "[--outlets 90] [--days 14] [--per-day 500] [--database sqlite|postgres] …",
        about: "all outlets come back at once over lines that break; then the books are held against the journals",
        perform: passthrough::storm,
    },
    Verb {
        name: "codegen",
        takes: "[--check] [--openapi]",
        about: "write the TypeScript types and the API's description from the Rust code; with --check only compare",
        perform: codegen::run,
    },
    Verb {
        name: "setup",
        takes: "",
        about: "install what is missing on this machine; the other verbs do it first by themselves",
        perform: setup::run,
    },
    Verb {
        name: "dist",
        takes: "",
        about: "release packages into target/dist: the desk's installer and the center's tarball",
        perform: dist::run,
    },
    Verb { name: "help", takes: "", about: "this table", perform: help },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match perform(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nerror: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn perform(arguments: &[String]) -> Outcome {
    let Some((name, rest)) = arguments.split_first() else {
        print!("{}", table());
        return Ok(());
    };
    let wants_help = matches!(name.as_str(), "-h" | "--help") || rest.iter().any(|argument| argument == "--help");
    let name = if wants_help { "help" } else { name };
    let verb = VERBS.iter().find(|verb| verb.name == name).ok_or_else(|| unknown_verb(name))?;
    (verb.perform)(&Workspace::locate(), rest)
}

fn help(_: &Workspace, _: &[String]) -> Outcome {
    print!("{}", table());
    Ok(())
}

fn table() -> String {
    let call = |verb: &Verb| format!("{} {}", verb.name, verb.takes);
    let width = VERBS.iter().map(|verb| call(verb).chars().count()).max().unwrap_or(0);
    let rows: String = VERBS.iter().map(|verb| format!("  {:width$}  {}\n", call(verb), verb.about)).collect();
    format!("cargo xtask <verb>\n\n{rows}")
}

fn unknown_verb(name: &str) -> Failure {
    let suggestion = spelling::nearest(name, VERBS.iter().map(|verb| verb.name))
        .map_or_else(String::new, |near| format!(" Did you mean `{near}`?"));
    Failure::new(format!("there is no verb `{name}`.{suggestion}\n\n{}", table()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_names_every_verb_once() {
        let table = table();
        for verb in VERBS {
            assert!(table.contains(verb.about), "{} is missing", verb.name);
        }
    }

    #[test]
    fn a_mistyped_verb_is_answered_with_the_nearest_one() {
        assert!(unknown_verb("tset").to_string().contains("Did you mean `test`?"));
        assert!(!unknown_verb("frobnicate").to_string().contains("Did you mean"));
    }
}
