//! The storm without its line: the same journals straight into a center, and what the audit says of it.

use std::sync::Arc;

use center::Prefecture;
use sync::{Center, Cursor, ExchangeReply, ExchangeRequest};
use tempfile::TempDir;

use super::*;

pub fn small() -> Wish {
    Wish {
        outlets: 3,
        days: 2,
        per_day: 40,
        customers: None,
        seed: 11,
        cut_permille: 0,
        haste: 1_000,
        database: StormDatabase::Sqlite,
        program: PathBuf::new(),
    }
}

struct Prepared {
    center: Prefecture,
    fortnight: Fortnight,
    _folder: TempDir,
}

fn prepared(wish: &Wish) -> Prepared {
    let folder = tempfile::tempdir().unwrap();
    let center = Books::begin(folder.path(), wish).unwrap().open().unwrap();
    let fortnight = fortnight::spend(wish, &center).unwrap();
    Prepared { center, fortnight, _folder: folder }
}

impl Prepared {
    fn send(&self, journals: &[Journal], cursor: Cursor) {
        for (number, journal) in journals.iter().enumerate() {
            Returning::new(journal, &self.center, cursor, number as u64, 1_000).come_to_rest().unwrap();
        }
    }

    fn differences(&self) -> Vec<String> {
        audit::audit(&self.center, &self.fortnight).unwrap().differences
    }
}

#[test]
fn books_that_took_in_every_journal_agree_with_them() {
    let storm = prepared(&small());
    storm.send(&storm.fortnight.journals, storm.fortnight.cursor);
    let findings = audit::audit(&storm.center, &storm.fortnight).unwrap();
    assert_eq!(findings.differences, Vec::<String>::new());
    assert_eq!(findings.entries as usize, storm.fortnight.entries());
    assert_eq!(findings.accounts, storm.fortnight.customers, "a small storm looks at every account");
    assert_eq!(findings.cases, storm.fortnight.paid_twice.len());
    assert!(findings.cases >= 3, "every outlet has a customer who pays at the next one as well");
}

#[test]
fn journals_hold_every_tender_and_some_reversals() {
    let storm = prepared(&Wish { per_day: 400, outlets: 1, ..small() });
    let mut kinds = std::collections::BTreeSet::new();
    let mut reversals = 0;
    for bytes in &storm.fortnight.journals[0].entries {
        let Ok(journal::ReadEntry::Known(entry)) = journal::ReadEntry::of(bytes) else { panic!("an entry of today") };
        match entry.body {
            journal::EntryBody::PaymentTaken(payment) => kinds.extend(payment.tenders.iter().map(|it| it.kind())),
            journal::EntryBody::PaymentReversed(_) => reversals += 1,
            _ => {}
        }
    }
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), domain::TenderKind::ALL);
    assert!(reversals > 0);
}

#[test]
fn the_same_seed_writes_the_same_journals() {
    let heads =
        |wish: &Wish| -> Vec<journal::Head> { prepared(wish).fortnight.journals.iter().map(Journal::head).collect() };
    assert_eq!(heads(&small()), heads(&small()));
    assert_ne!(heads(&small()), heads(&Wish { seed: 12, ..small() }));
}

#[test]
fn a_journal_that_did_not_arrive_is_named() {
    let storm = prepared(&small());
    storm.send(&storm.fortnight.journals[1..], storm.fortnight.cursor);
    let differences = storm.differences();
    assert!(differences.iter().any(|what| what.contains("ST-001")), "{differences:?}");
    assert!(differences.iter().any(|what| what.contains("money at the counters")), "{differences:?}");
    assert!(differences.iter().any(|what| what.contains("by the rule")), "{differences:?}");
}

#[test]
fn an_account_a_day_or_a_case_that_is_off_is_named() {
    let mut storm = prepared(&small());
    storm.send(&storm.fortnight.journals, storm.fortnight.cursor);
    storm.fortnight.standings[0].prepaid += domain::Money::from_fen(1);
    storm.fortnight.paid_twice.pop_first();
    storm.fortnight.days.pop();
    let differences = storm.differences();
    assert!(differences.iter().any(|what| what.contains("by the rule")), "{differences:?}");
    assert!(differences.iter().any(|what| what.contains("arrears, prepayments and tails")), "{differences:?}");
    assert!(differences.iter().any(|what| what.contains("paid twice")), "{differences:?}");
}

/// Loses every second reply after the center took the request in.
struct Forgetful<'a> {
    center: &'a Prefecture,
    count: Arc<std::sync::atomic::AtomicU32>,
}

impl Center for Forgetful<'_> {
    fn exchange(&self, request: &ExchangeRequest) -> Result<ExchangeReply, LinkError> {
        let reply = self.center.exchange(request)?;
        let count = self.count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        if count.is_multiple_of(2) { Err(LinkError::TimedOut) } else { Ok(reply) }
    }

    fn look_up(&self, request: &sync::LookUpRequest) -> Result<sync::LookUpReply, LinkError> {
        self.center.look_up(request)
    }

    fn attach(&self, request: &sync::AttachRequest) -> Result<sync::AttachReply, LinkError> {
        self.center.attach(request)
    }

    fn enrol(&self, request: &sync::EnrolRequest) -> Result<sync::Enrolment, LinkError> {
        self.center.enrol(request)
    }
}

#[test]
fn an_outlet_whose_replies_get_lost_tries_again_until_it_is_at_rest() {
    let storm = prepared(&small());
    let center = Forgetful { center: &storm.center, count: Arc::default() };
    let mut lost = 0;
    for (number, journal) in storm.fortnight.journals.iter().enumerate() {
        let cursor = storm.fortnight.cursor;
        let trip = Returning::new(journal, &center, cursor, number as u64, 1_000).come_to_rest().unwrap();
        lost += trip.lost;
    }
    assert!(lost >= 3);
    assert_eq!(storm.differences(), Vec::<String>::new());
}

#[test]
fn a_database_is_said_without_its_password() {
    let database: StormDatabase = "postgres://center:secret@127.0.0.1/storm".parse().unwrap();
    assert!(!format!("{database} {database:?}").contains("secret"));
    assert_eq!("postgres".parse(), Ok(StormDatabase::PostgresOfItsOwn));
    assert!("mysql".parse::<StormDatabase>().unwrap_err().contains("sqlite"));
}

#[test]
fn a_wish_that_cannot_be_is_refused_with_what_would_do() {
    let refusal = |wish: Wish| wish.check().unwrap_err().to_string();
    assert!(refusal(Wish { per_day: 3, ..small() }).contains("--per-day"));
    assert!(refusal(Wish { cut_permille: 900, ..small() }).contains("--loss"));
    assert!(refusal(Wish { customers: Some(5), ..small() }).contains("--customers"));
    assert!(refusal(Wish { customers: Some(9_000_000), ..small() }).contains("99,999"));
    assert!(small().check().is_ok());
}
