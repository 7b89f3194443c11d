//! The program dies in the middle of a bill run, again and again; every customer gets one bill.

mod common;

use std::io::{BufReader, Read};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use common::metered::*;
use common::server::prepare;
use common::*;
use domain::OnTheSpot;

const CUSTOMERS: usize = 14_000;

fn program(dir: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_qingjiang-center"));
    command.args(words).args(books::words_in(dir));
    command
}

fn bill(dir: &Path) -> Command {
    program(dir, &["bill", "--period", "2026-11", "--on", "2026-11-23", "--issue"])
}

/// Runs until the first chunks are written, then as when the power goes.
fn killed_after_chunks(dir: &Path, chunks: usize) {
    let mut child = bill(dir).stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let mut progress = BufReader::new(child.stderr.take().unwrap()).bytes();
    let seen = progress.by_ref().filter(|byte| *byte.as_ref().unwrap() == b'\r').take(chunks).count();
    assert_eq!(seen, chunks, "the run ended before it was killed");
    child.kill().unwrap();
    child.wait().unwrap();
}

fn said(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn a_killed_run_issues_exactly_once() {
    let dir = tempfile::tempdir().unwrap();
    prepare(dir.path(), Vec::new(), &[]);
    let customers: Vec<String> = (0..CUSTOMERS).map(|number| format!("42800{number:05}")).collect();
    let names: Vec<&str> = customers.iter().map(String::as_str).collect();
    let center = open(dir.path(), std::sync::Arc::new(SetClock(NOON.into())));
    load_metered(&center, &names, OnTheSpot::No);
    center.import_readings(names.iter().map(|no| reading(no, 1100))).unwrap();
    drop(center);
    killed_after_chunks(dir.path(), 1);
    killed_after_chunks(dir.path(), 1);
    let text = said(&bill(dir.path()).output().unwrap());
    assert!(text.contains(&format!("billed before {CUSTOMERS}")), "the run that broke off went on first: {text}");
    let center = open(dir.path(), std::sync::Arc::new(SetClock(NOON.into())));
    let issued: u64 = center.bill_runs().unwrap().iter().map(|run| run.summary.bills).sum();
    assert_eq!(issued, CUSTOMERS as u64);
    let owed: Vec<String> =
        center.balances().unwrap().iter().map(|(_, account, amount)| format!("{account:?} {amount}")).collect();
    assert!(owed.contains(&"Receivable 781200.00".to_owned()), "{owed:?}");
    assert_eq!(bills(&center, names[CUSTOMERS - 1]), ["2026-11 55.80"]);
    drop(center);
    assert!(said(&program(dir.path(), &["verify"]).output().unwrap()).contains('平'));
}

#[test]
fn files_are_loaded_line_by_line_and_a_bad_line_is_named() {
    let dir = tempfile::tempdir().unwrap();
    prepare(dir.path(), vec![account("4280000001", &[])], &[]);
    let write = |name: &str, lines: &[String]| {
        let path = dir.path().join(name);
        std::fs::write(&path, lines.join("\n")).unwrap();
        path.display().to_string()
    };
    let json = |value: &dyn Fn() -> serde_json::Value| value().to_string();
    let prices = write("prices", &[json(&|| serde_json::to_value(price(1, "2017-04-01", "0.558")).unwrap())]);
    let segments = write("segments", &[json(&|| serde_json::to_value(segment(SEGMENT, OnTheSpot::No)).unwrap())]);
    let of = |no: &str| serde_json::to_string(&supply(no, SEGMENT)).unwrap();
    let supplies = write("supplies", &[of("4280000001"), of("4280000009")]);
    let words = ["load", "--prices", &prices, "--segments", &segments, "--supplies", &supplies];
    let text = said(&program(dir.path(), &words).output().unwrap());
    assert!(text.contains("supplies: 1") && text.contains("4280000009"), "{text}");
    let again = said(&program(dir.path(), &words).output().unwrap());
    assert!(again.contains("supplies: 0") && again.contains("price versions: 0"), "{again}");
    let broken = write("broken", &[of("4280000001"), "{".to_owned()]);
    let refused = program(dir.path(), &["load", "--supplies", &broken]).output().unwrap();
    let why = String::from_utf8(refused.stderr).unwrap();
    assert!(!refused.status.success() && why.contains("line 2") && why.contains("again is safe"), "{why}");
}
