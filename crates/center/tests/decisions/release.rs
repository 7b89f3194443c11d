//! What two people publish: prices and operators, with the same effects as loading them.

use center::DecisionError;
use domain::*;

use crate::common::metered::*;
use crate::common::*;
use crate::fixtures::*;

fn operator(login: &str, verifier: &str) -> Operator {
    Operator {
        id: OperatorId(77),
        login: login.to_owned(),
        name: "向小兰".to_owned(),
        unit: STATION.parse().unwrap(),
        roles: vec![Role::Finance],
        verifier: verifier.to_owned(),
        suspended: false,
    }
}

fn release(center: &TestCenter, operator: Operator) -> Result<(), DecisionError> {
    let row = propose(center, Matter::Operator { operator: Box::new(operator) })?;
    assert!(!row.alone, "a release takes two people");
    in_force(center, row);
    Ok(())
}

#[test]
fn a_late_price_that_two_people_publish_has_its_bills_computed_again() {
    let center = TestCenter::new();
    load_metered(&center, &[WHO], OnTheSpot::Yes);
    center.import_billing_rules(&[limit("500.00")]).unwrap();
    let mut desk = center.desk("42128010301", "BYP-01");
    desk.read_and_bill(WHO, 1100, vec![price(1, "2017-04-01", "0.558")]);
    desk.sync(&*center);
    let row = propose(&center, Matter::Price { price: Box::new(price(2, "2026-06-01", "0.600")) }).unwrap();
    assert_eq!(bills(&center, WHO), ["2026-11 55.80"], "nothing happens before somebody else agrees");
    in_force(&center, row);
    assert_eq!(bills(&center, WHO), ["2026-11 55.80", "2026-11#2 4.20"]);
    center.assert_books_balance();
}

#[test]
fn a_new_operator_needs_a_password_and_a_login_of_their_own() {
    let center = TestCenter::new();
    assert!(matches!(release(&center, operator("9077", "")), Err(DecisionError::PasswordMissing)));
    release(&center, operator("9077", "$argon2id$demo")).unwrap();
    let other = Operator { id: OperatorId(78), ..operator("9077", "$argon2id$demo") };
    assert!(matches!(release(&center, other), Err(DecisionError::LoginTaken(_))));
    release(&center, Operator { name: "向兰".to_owned(), ..operator("9077", "") }).unwrap();
    let mut desk = center.desk("42128010301", "BYP-01");
    let heard = desk.sync(&*center).changes.into_iter().find_map(|change| match change {
        sync::Change::Operator(operator) => Some(operator),
        _ => None,
    });
    let heard = heard.expect("the station hears of its operator");
    assert_eq!((heard.name.as_str(), heard.verifier.as_str()), ("向兰", "$argon2id$demo"), "the password stays");
}

#[test]
fn a_release_that_was_refused_changes_nothing() {
    let center = TestCenter::new();
    let row = propose(&center, Matter::Operator { operator: Box::new(operator("9077", "$argon2id$demo")) }).unwrap();
    let refused = center.answer(BAI, row.id, ProposalAnswer::Refused, "岗位未定").unwrap();
    assert_eq!(refused.state, ProposalState::Refused);
    let again = center.answer(BAI, row.id, ProposalAnswer::Approved, "").unwrap_err();
    assert!(matches!(again, DecisionError::AlreadyAnswered { by, .. } if by == BAI));
}

#[test]
fn an_older_proposal_about_an_operator_does_not_take_back_what_was_published_meanwhile() {
    let center = TestCenter::new();
    release(&center, operator("9077", "$argon2id$demo")).unwrap();
    let renamed = Operator { name: "向兰".to_owned(), ..operator("9077", "") };
    let waiting = propose(&center, Matter::Operator { operator: Box::new(renamed) }).unwrap();
    release(&center, Operator { suspended: true, ..operator("9077", "") }).unwrap();
    let late = center.answer(BAI, waiting.id, ProposalAnswer::Approved, "同意");
    assert!(matches!(late, Err(DecisionError::PreviewMoved(_))), "it would open the door again: {late:?}");
}

#[test]
fn nobody_becomes_the_center_itself() {
    let center = TestCenter::new();
    let zero = Operator { id: OperatorId(0), ..operator("9077", "$argon2id$demo") };
    assert!(matches!(release(&center, zero), Err(DecisionError::Record(_))));
}

#[test]
fn rules_of_collection_are_previewed_setting_by_setting_and_again_when_others_were_published_meanwhile() {
    let center = TestCenter::new();
    let rules = |share: &str| {
        let standard = CollectionRules::standard();
        let mut later = standard.penalty_versions().last().unwrap().clone();
        later.effective_from = day("2026-12-01");
        later.cap_share = Some(share.parse().unwrap());
        later.day_count = DayCount::WithoutPayingDay;
        let penalty = standard.penalty_versions().iter().cloned().chain([later]).collect();
        Matter::Collection { rules: Box::new(CollectionRules::new(penalty, standard.counter_versions().to_vec())) }
    };
    let row = propose(&center, rules("0.30")).unwrap();
    in_force(&center, row);
    let preview = center.preview(ANNA, &rules("0.20")).unwrap();
    let notes: Vec<(&str, &str)> =
        preview.notes.iter().map(|note| (note.code.as_str(), note.text.as_deref().unwrap_or_default())).collect();
    assert_eq!(notes[0].0, "collection-rules");
    assert_eq!(notes[1..], [("penalty-cap", "2026-12-01 0.3 → 0.2")], "what stays is not said");
    let waiting = propose(&center, rules("0.20")).unwrap();
    let meanwhile = propose(&center, rules("0.25")).unwrap();
    in_force(&center, meanwhile);
    let late = center.answer(BAI, waiting.id, ProposalAnswer::Approved, "同意");
    assert!(matches!(late, Err(DecisionError::PreviewMoved(_))), "{late:?}");
}
