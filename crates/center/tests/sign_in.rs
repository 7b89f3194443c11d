//! The console's door, without a browser and with a clock that the test holds.

mod common;

use std::sync::Arc;

use center::{Credentials, NewOperator, PasswordCost, Prefecture, Secret, SignInError, SignInStep};
use common::*;
use domain::{Operator, OperatorId, Role};

const CHEAP: PasswordCost = PasswordCost { memory_kib: 8, passes: 1 };
const MINUTE_MS: i64 = 60_000;

fn staffed(dir: &std::path::Path, clock: &Arc<SetClock>) -> Prefecture {
    let prefecture = open(dir, clock.clone());
    prefecture.import_units(&units()).unwrap();
    let person = |id: u32, login: &str, role: Role| NewOperator {
        operator: Operator {
            id: OperatorId(id),
            login: login.to_owned(),
            name: login.to_owned(),
            unit: "42128010301".parse().unwrap(),
            roles: vec![role],
            verifier: String::new(),
            suspended: false,
        },
        password: Some(format!("secret {login}")),
    };
    let people = [
        person(1, "boss", Role::SyncAdministrator),
        person(2, "money", Role::Finance),
        person(3, "other", Role::SyncAdministrator),
    ];
    prefecture.import_operators(people, CHEAP).unwrap();
    prefecture
}

fn try_in(
    prefecture: &Prefecture,
    login: &str,
    password: &str,
    code: Option<String>,
) -> Result<SignInStep, SignInError> {
    prefecture.sign_in(&Credentials { login: login.to_owned(), password: password.to_owned(), code }, "10.0.0.1")
}

fn token(step: Result<SignInStep, SignInError>) -> String {
    match step.unwrap() {
        SignInStep::SignedIn { token, .. } => token,
        other => panic!("{other:?}"),
    }
}

fn advance(clock: &SetClock, ms: i64) {
    clock.0.fetch_add(ms, std::sync::atomic::Ordering::Relaxed);
}

#[test]
fn five_failures_lock_a_login_for_a_quarter_of_an_hour_and_nobody_else() {
    let dir = tempfile::tempdir().unwrap();
    let clock = Arc::new(SetClock(NOON.into()));
    let prefecture = staffed(dir.path(), &clock);
    for _ in 0..5 {
        assert!(matches!(try_in(&prefecture, "money", "wrong", None), Err(SignInError::Refused)));
    }
    let locked = try_in(&prefecture, "money", "secret money", None);
    assert!(
        matches!(locked, Err(SignInError::LockedOut { until_ms }) if until_ms == NOON + 15 * MINUTE_MS),
        "{locked:?}"
    );
    assert!(matches!(try_in(&prefecture, "boss", "secret boss", None), Ok(SignInStep::Enrol(_))));
    advance(&clock, 15 * MINUTE_MS);
    token(try_in(&prefecture, "money", "secret money", None));
}

#[test]
fn an_address_that_tries_many_logins_is_locked_too() {
    let dir = tempfile::tempdir().unwrap();
    let prefecture = staffed(dir.path(), &Arc::new(SetClock(NOON.into())));
    for at in 0..20 {
        assert!(matches!(try_in(&prefecture, &format!("nobody{at}"), "wrong", None), Err(SignInError::Refused)));
    }
    assert!(matches!(try_in(&prefecture, "money", "secret money", None), Err(SignInError::LockedOut { .. })));
}

#[test]
fn a_session_ends_when_nobody_works_and_in_any_case_after_a_day_of_work() {
    let dir = tempfile::tempdir().unwrap();
    let clock = Arc::new(SetClock(NOON.into()));
    let prefecture = staffed(dir.path(), &clock);
    let token = token(try_in(&prefecture, "money", "secret money", None));
    advance(&clock, 29 * MINUTE_MS);
    assert!(prefecture.session(&token, true).unwrap().is_some());
    advance(&clock, 29 * MINUTE_MS);
    assert!(prefecture.session(&token, false).unwrap().is_some(), "kept alive by the work before");
    advance(&clock, MINUTE_MS);
    assert!(prefecture.session(&token, true).unwrap().is_none(), "a page that refreshes by itself is no work");
}

#[test]
fn work_does_not_stretch_a_session_beyond_its_hours() {
    let dir = tempfile::tempdir().unwrap();
    let clock = Arc::new(SetClock(NOON.into()));
    let prefecture = staffed(dir.path(), &clock);
    let token = token(try_in(&prefecture, "money", "secret money", None));
    for _ in 0..35 {
        advance(&clock, 20 * MINUTE_MS);
        assert!(prefecture.session(&token, true).unwrap().is_some());
    }
    advance(&clock, 20 * MINUTE_MS);
    assert!(prefecture.session(&token, true).unwrap().is_none());
}

#[test]
fn a_lost_phone_is_reset_by_another_administrator_and_ends_its_sessions() {
    let dir = tempfile::tempdir().unwrap();
    let clock = Arc::new(SetClock(NOON.into()));
    let prefecture = staffed(dir.path(), &clock);
    let Ok(SignInStep::Enrol(offer)) = try_in(&prefecture, "boss", "secret boss", None) else { panic!() };
    let secret = Secret::from_text(&offer.secret).unwrap();
    let token = token(try_in(&prefecture, "boss", "secret boss", Some(secret.code_at(NOON))));
    assert!(matches!(try_in(&prefecture, "boss", "secret boss", None), Ok(SignInStep::Code)));
    assert!(prefecture.reset_second_factor(OperatorId(1), OperatorId(1)).is_err(), "not by themselves");
    prefecture.reset_second_factor(OperatorId(1), OperatorId(3)).unwrap();
    assert!(prefecture.session(&token, true).unwrap().is_none());
    let Ok(SignInStep::Enrol(anew)) = try_in(&prefecture, "boss", "secret boss", None) else { panic!() };
    assert_ne!(anew.secret, offer.secret);
}

#[test]
fn a_new_password_ends_the_sessions_that_the_former_one_began() {
    let dir = tempfile::tempdir().unwrap();
    let clock = Arc::new(SetClock(NOON.into()));
    let prefecture = staffed(dir.path(), &clock);
    let token = token(try_in(&prefecture, "money", "secret money", None));
    let operator = || prefecture.session(&token, false).unwrap().map(|who| who.operator);
    let known = operator().unwrap();
    let renamed = Operator { name: "张会计".to_owned(), ..known.clone() };
    prefecture.import_operators([NewOperator { operator: renamed, password: None }], CHEAP).unwrap();
    assert_eq!(operator().unwrap().name, "张会计", "another name ends nothing");
    let password = Some("another secret".to_owned());
    prefecture.import_operators([NewOperator { operator: known, password }], CHEAP).unwrap();
    assert!(operator().is_none());
}
