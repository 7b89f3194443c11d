//! Books move from a file to PostgreSQL and back, and nothing of them changes on the way.

mod common;

use std::path::Path;
use std::process::{Command, Output};

use common::books::new_database;
use common::metered::{SEGMENT, load_metered, period, reading, supply};
use common::*;
use domain::OnTheSpot;
use journal::DeviceKey;
use sync::Center;

const WHO: [&str; 3] = ["4280000001", "4280000002", "4280000003"];

fn program(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_qingjiang-center")).args(words).env_remove("STATE_DIRECTORY").output().unwrap()
}

fn migrate(from: &str, to: &str, secrets: &Path) -> Output {
    program(&["migrate", "--from", from, "--to", to, "--secrets", &secrets.display().to_string()])
}

fn said(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// The digests, without the progress.
fn digests(text: &str) -> Vec<String> {
    text.lines().filter(|line| line.ends_with('=')).map(str::to_owned).collect()
}

fn in_file(path: &Path) -> center::Prefecture {
    center::Prefecture::open(center::Opening {
        database: center::Database::Sqlite(path.to_owned()),
        key: DeviceKey::from_seed([9; 32]),
        clock: std::sync::Arc::new(SetClock(NOON.into())),
        randomness: std::sync::Arc::new(center::SystemRandomness),
    })
    .unwrap()
}

fn on_server(url: &str) -> center::Prefecture {
    center::Prefecture::open(center::Opening {
        database: url.parse().unwrap(),
        key: DeviceKey::from_seed([9; 32]),
        clock: std::sync::Arc::new(SetClock(NOON.into())),
        randomness: std::sync::Arc::new(center::SystemRandomness),
    })
    .unwrap()
}

/// Books with a bit of everything: bills, payments, a case, readings, derivations, an unknown customer.
fn written(path: &Path) -> Desk {
    std::fs::write(path.with_extension("key"), "09".repeat(32)).unwrap();
    let center = in_file(path);
    center.import_units(&units()).unwrap();
    load_metered(&center, &WHO, OnTheSpot::No);
    center.import_accounts([account(WHO[0], &[("2026-09", "86.40"), ("2026-10", "91.00")])]).unwrap();
    center.import_supplies([supply(WHO[0], SEGMENT)]).unwrap();
    center.import_readings(WHO.iter().map(|no| reading(no, 1100))).unwrap();
    let code = center.enrolment_code(&"42128010301".parse().unwrap(), &"BYP-01".parse().unwrap()).unwrap();
    let mut desk = Desk::enrolled(&center, &code.text, key_of("BYP-01"));
    desk.open_shift(1);
    desk.pay(WHO[0], "2026-10", "91.00");
    desk.pay(WHO[0], "2026-10", "91.00");
    desk.pay_unknown("4280099999", "12.00");
    desk.sync(&center);
    let wish = center::BillRunWish {
        period: period("2026-11"),
        unit: None,
        segments: Vec::new(),
        issued_on: day("2026-11-23"),
    };
    let run = center.start_bill_run(&wish).unwrap();
    while center.advance_bill_run(run).unwrap() {}
    desk
}

#[test]
fn books_move_to_postgres_and_back_and_the_digests_are_equal() {
    let dir = tempfile::tempdir().unwrap();
    let (file, back, secrets) = (dir.path().join("center.db"), dir.path().join("back.db"), dir.path().join("secrets"));
    let mut desk = written(&file);
    let (from, to, home) = (format!("sqlite:{}", file.display()), new_database(), format!("sqlite:{}", back.display()));
    let there = said(&migrate(&from, &to, &secrets));
    assert!(there.contains("books have moved") && digests(&there).len() > 30, "{there}");
    let home_again = said(&migrate(&to, &home, &secrets));
    assert_eq!(digests(&home_again), digests(&there), "what came back is what went");
    assert_eq!(std::fs::read_to_string(secrets.join("center.key")).unwrap().trim(), "09".repeat(32));
    assert!(back.with_extension("key").exists(), "the key came along");

    let (here, moved) = (in_file(&file), on_server(&to));
    assert_eq!(moved.balances().unwrap(), here.balances().unwrap());
    desk.pay(WHO[1], "2026-11", "55.80");
    desk.pay(WHO[2], "2026-11", "10.00");
    let reply = moved.exchange(&desk.request(desk.push(desk.held, 100))).unwrap();
    assert_eq!((reply.held, reply.refusal), (desk.head(), None), "the center goes on where it was");
    assert!(moved.trial_balance().unwrap().values().all(|sum| sum.is_zero()));
    assert!(moved.verify_journals().unwrap().iter().all(|journal| journal.is_whole));
}

#[test]
fn books_never_move_onto_others() {
    let dir = tempfile::tempdir().unwrap();
    let (one, two, to) = (dir.path().join("one.db"), dir.path().join("two.db"), new_database());
    written(&one);
    written(&two);
    let name = |path: &Path| format!("sqlite:{}", path.display());
    said(&migrate(&name(&one), &to, &dir.path().join("secrets")));
    let refused = migrate(&name(&two), &to, &dir.path().join("secrets"));
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("not empty"), "{refused:?}");
    assert!(!String::from_utf8_lossy(&refused.stderr).contains(to.split('@').next().unwrap()), "no password is told");
}
