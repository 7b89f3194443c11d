//! The audit trail: chained, sealed, searchable; and the proof of what the sides of a case say.

use center::ledger::ActFilter;
use center::{CenterAct, DecisionError};
use domain::*;
use journal::{EntryBody, PublicKey, ReadEntry, root, verify_run};

use crate::common::*;
use crate::fixtures::*;

fn of(subject: &str) -> ActFilter {
    ActFilter { subject: Some(subject.to_owned()), limit: 100, ..ActFilter::default() }
}

#[test]
fn everything_that_people_decide_is_an_entry_that_can_be_found_and_checked() {
    let scene = double_payment();
    let refund = Resolution::Refund { amount: money("86.40"), device: scene.desk.stream.device };
    let decision = scene.decide(&refund);
    scene.undo(decision.id);
    let act = CenterAct::EnrolmentCodeGiven { unit: STATION.parse().unwrap(), terminal: "XJY-02".parse().unwrap() };
    scene.center.record(BAI, &act, &[]).unwrap();
    let names = |filter: &ActFilter| -> Vec<String> {
        scene.center.acts(filter).unwrap().acts.into_iter().map(|act| act.name).collect()
    };
    assert_eq!(names(&of(&format!("case:{}", scene.case.0))), ["approved", "proposed", "approved", "proposed"]);
    assert_eq!(names(&of(&format!("customer:{WHO}"))).len(), 4);
    assert_eq!(names(&of("terminal:XJY-02")), ["enrolment-code-given"]);
    assert_eq!(names(&of("terminal:BYP-01")), ["enrolment-code-given"], "by whatever way it was given");
    assert_eq!(names(&of(&format!("operator:{BAI}"))).len(), 3);
    let acts = scene.center.acts_after(Seq::ZERO, 100).unwrap();
    let key: PublicKey = scene.center.key().public_key();
    let stream = center::ledger::CENTER_JOURNAL;
    let from = journal::Head { seq: Seq::ZERO, hash: root(stream, &key) };
    let bytes: Vec<&[u8]> = acts.iter().map(|act| act.bytes.as_slice()).collect();
    let last = acts.last().unwrap();
    let head = journal::Head { seq: last.seq, hash: last.hash };
    let run = verify_run(stream, &key, from, &bytes, &head, &last.seal).expect("a journal like any other");
    let proposed = run.iter().find_map(|(_, entry)| match entry {
        ReadEntry::Known(entry) => match &entry.body {
            EntryBody::Proposed(proposed) => Some((entry.by, proposed.matter.clone())),
            _ => None,
        },
        ReadEntry::Parked { .. } => None,
    });
    let (by, matter) = proposed.expect("the first proposal");
    assert_eq!((by, serde_json::from_str::<Matter>(&matter).unwrap()), (ANNA, decision.matter));
}

#[test]
fn a_journal_of_the_center_that_somebody_touched_is_noticed_and_nothing_more_is_decided() {
    if books::is_postgres() {
        return; // It is touched as a file.
    }
    let scene = double_payment();
    let decision = scene.decide(&Resolution::KeepAsBooked);
    let TestCenter { dir, clock, prefecture } = scene.center;
    drop(prefecture);
    let file = rusqlite::Connection::open(dir.path().join("center.db")).unwrap();
    let entry: Vec<u8> = file.query_row("SELECT bytes FROM acts WHERE seq = 1", [], |row| row.get(0)).unwrap();
    let mut other = entry.clone();
    let place = other.len() - 3;
    other[place] ^= 1;
    file.execute("UPDATE acts SET bytes = ?1 WHERE seq = 1", [other]).unwrap();
    let center = open(dir.path(), clock.clone());
    let refused = center.undo(ANNA, ProposalId(uuid::Uuid::from_u128(5)), decision.id, "重新处理");
    assert!(matches!(refused, Err(DecisionError::BrokenJournal { at: 1 })), "{refused:?}");
    assert_eq!(center.verify_acts().unwrap().broken_at, Some(Seq(1)));
    drop(center);
    file.execute("UPDATE acts SET bytes = ?1 WHERE seq = 1", [entry]).unwrap();
    assert_eq!(open(dir.path(), clock).verify_acts().unwrap().broken_at, None);
}

#[test]
fn an_act_under_another_name_and_an_end_that_was_cut_off_are_noticed() {
    if books::is_postgres() {
        return; // It is touched as a file.
    }
    let scene = double_payment();
    scene.decide(&Resolution::KeepAsBooked);
    let broken_at = || scene.center.verify_acts().unwrap().broken_at;
    let file = rusqlite::Connection::open(scene.center.dir.path().join("center.db")).unwrap();
    let last: i64 = file.query_row("SELECT max(seq) FROM acts", [], |row| row.get(0)).unwrap();
    file.execute("UPDATE acts SET operator = operator + 1 WHERE seq = ?1", [last]).unwrap();
    assert_eq!(broken_at(), Some(Seq(last as u64)), "somebody else is said to have done it");
    file.execute("UPDATE acts SET operator = operator - 1 WHERE seq = ?1", [last]).unwrap();
    assert_eq!(broken_at(), None);
    file.execute("DELETE FROM act_subjects WHERE seq = ?1", [last]).unwrap();
    file.execute("DELETE FROM acts WHERE seq = ?1", [last]).unwrap();
    assert_eq!(broken_at(), Some(Seq(last as u64)), "a proposal whose act is gone");
}

#[test]
fn a_verifier_is_in_no_entry_of_the_journal() {
    let center = TestCenter::new();
    let verifier = "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2g";
    let operator = Operator {
        id: OperatorId(77),
        login: "9077".to_owned(),
        name: "向小兰".to_owned(),
        unit: STATION.parse().unwrap(),
        roles: vec![Role::Finance],
        verifier: verifier.to_owned(),
        suspended: false,
    };
    let row = propose(&center, Matter::Operator { operator: Box::new(operator) }).unwrap();
    in_force(&center, row);
    let acts = center.acts_after(Seq::ZERO, 100).unwrap();
    let says = |needle: &str| acts.iter().any(|act| act.bytes.windows(needle.len()).any(|at| at == needle.as_bytes()));
    assert!(says("9077") && says("sha256:"), "the entry tells whose password changed, and to which");
    assert!(!says("argon2id"), "and whoever reads the export cannot try passwords against it");
}

#[test]
fn each_side_is_proven_by_its_bytes_its_chain_and_a_seal() {
    if books::is_postgres() {
        return; // It is touched as a file.
    }
    let scene = double_payment();
    let proofs = |center: &center::Prefecture| -> Vec<center::Proof> {
        let sides = center.case_detail(scene.case).unwrap().unwrap().sides;
        sides.into_iter().map(|side| side.proof.unwrap()).collect()
    };
    assert_eq!(proofs(&scene.center), [center::Proof::Proven { sealed_at: 2 }; 2]);
    let file = rusqlite::Connection::open(scene.center.dir.path().join("center.db")).unwrap();
    file.execute("UPDATE seals SET seal = zeroblob(64) WHERE device = 1", []).unwrap();
    assert_eq!(proofs(&scene.center), [center::Proof::Broken, center::Proof::Proven { sealed_at: 2 }]);
    file.execute("DELETE FROM seals WHERE device = 1", []).unwrap();
    assert_eq!(proofs(&scene.center)[0], center::Proof::NoSealKept);
}

#[test]
fn the_sides_are_compared_field_by_field() {
    let scene = double_payment();
    let detail = scene.center.case_detail(scene.case).unwrap().unwrap();
    assert!(detail.differs.is_empty(), "both say the same: {:?}", detail.differs);
    let scene = readings_disagree();
    let detail = scene.center.case_detail(scene.case).unwrap().unwrap();
    let fields: Vec<&str> = detail.differs.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(fields, ["registers"]);
    assert_eq!(detail.history.len(), 1);
}

#[test]
fn the_trail_says_up_to_which_act_it_was_checked_and_that_moves_with_the_acts() {
    let scene = double_payment();
    let checked = |center: &center::Prefecture| center.acts(&of("settings:none")).unwrap().verified;
    let act = CenterAct::EnrolmentCodeGiven { unit: STATION.parse().unwrap(), terminal: "XJY-02".parse().unwrap() };
    for _ in 0..2 {
        scene.center.record(BAI, &act, &[]).unwrap();
        let last = scene.center.acts_after(Seq::ZERO, 100).unwrap().pop().unwrap();
        assert_eq!(checked(&scene.center).head.map(|head| head.seq), Some(last.seq));
    }
    if books::is_postgres() {
        return; // It is touched as a file.
    }
    scene.center.record(BAI, &act, &[]).unwrap();
    let file = rusqlite::Connection::open(scene.center.dir.path().join("center.db")).unwrap();
    let last: i64 = file.query_row("SELECT max(seq) FROM acts", [], |row| row.get(0)).unwrap();
    file.execute("UPDATE acts SET operator = operator + 1 WHERE seq = ?1", [last]).unwrap();
    assert_eq!(checked(&scene.center).broken_at, Some(Seq(last as u64)), "seen when it is looked at first");
    let refused = scene.center.record(BAI, &act, &[]);
    assert!(matches!(refused, Err(DecisionError::BrokenJournal { .. })), "{refused:?}");
}
