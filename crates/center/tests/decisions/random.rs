//! Decisions and undoings in any order:
//!
//! ```text
//! for all accounts, decisions D and undoings U in any order:  the books balance after each,
//! the account equals its replay from facts, and after undoing all of D:  books = books before
//! ```

use domain::*;
use proptest::prelude::*;

use crate::common::desk::next_id;
use crate::common::*;
use crate::fixtures::*;

const CUSTOMERS: [&str; 3] = [WHO, OTHER, NOBODY];

#[derive(Clone, Debug)]
enum Step {
    Pay {
        desk: usize,
        customer: usize,
        bill: usize,
        fen: i64,
    },
    /// A choice of an open case, with a part of what is possible.
    Decide {
        case: usize,
        choice: usize,
        share: i64,
        target: usize,
    },
    Undo {
        decision: usize,
    },
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => (0..2_usize, 0..3_usize, 0..3_usize, 1..9_000_i64)
            .prop_map(|(desk, customer, bill, fen)| Step::Pay { desk, customer, bill, fen }),
        4 => (0..9_usize, 0..9_usize, 1..5_i64, 0..2_usize)
            .prop_map(|(case, choice, share, target)| Step::Decide { case, choice, share, target }),
        2 => (0..9_usize).prop_map(|decision| Step::Undo { decision }),
    ]
}

/// Pays twice too much everywhere, so that there is something to decide.
fn crowded() -> (TestCenter, Vec<Desk>) {
    let center = TestCenter::new();
    center.load(vec![
        account(WHO, &[("2026-08", "30.00"), ("2026-09", "86.40")]),
        account(OTHER, &[("2026-08", "50.00"), ("2026-10", "91.00")]),
    ]);
    let mut desks = vec![center.desk("42128010301", "BYP-01"), center.desk("42128010401", "LF-01")];
    for desk in &mut desks {
        desk.open_shift(1);
        desk.pay(WHO, "2026-09", "86.40");
        desk.pay(OTHER, "2026-10", "40.00");
        desk.pay_unknown(NOBODY, "12.34");
        desk.sync(&*center);
    }
    (center, desks)
}

fn pay(center: &TestCenter, desks: &mut [Desk], step: &Step) {
    let Step::Pay { desk, customer, bill, fen } = step else { return };
    let amount = Money::from_fen(*fen).to_string();
    let bill = ["2026-08", "2026-09", "2026-10"][*bill];
    let desk = &mut desks[*desk];
    match *customer {
        2 => desk.pay_unknown(NOBODY, &amount),
        known => desk.pay(CUSTOMERS[known], bill, &amount),
    };
    desk.sync(&**center);
}

fn decide(center: &TestCenter, desks: &[Desk], step: &Step) -> Option<ProposalId> {
    let Step::Decide { case, choice, share, target } = step else { return None };
    let query = center::CaseQuery { status: vec![center::ledger::CaseStatus::Open], limit: 100, ..Default::default() };
    let open = center.worklist(&query).unwrap().cases;
    let case = open.get(case % open.len().max(1))?;
    let detail = center.case_detail(case.id).unwrap().unwrap();
    let offered: Vec<_> = detail.choices.iter().filter(|choice| choice.persons.is_some()).collect();
    let choice = offered[choice % offered.len()];
    let most = choice.parameters.amount_max.unwrap_or(Money::ZERO);
    let amount = if choice.parameters.whole_amount { most } else { Money::from_fen((most.fen() / share).max(1)) };
    let device = desks[*target].stream.device;
    let payment = choice.parameters.payments.last().copied();
    let resolution = match choice.resolution {
        ResolutionKind::KeepAsBooked => Resolution::KeepAsBooked,
        ResolutionKind::ApplyToBills => Resolution::ApplyToBills { amount },
        ResolutionKind::Refund => Resolution::Refund { amount, device },
        ResolutionKind::MoveToCustomer => {
            Resolution::MoveToCustomer { payment: payment?, customer: CUSTOMERS[*target].parse().unwrap() }
        }
        ResolutionKind::WriteOff => Resolution::WriteOff { amount },
        ResolutionKind::ReturnToOutlet => {
            Resolution::ReturnToOutlet { device, task: TaskKind::Explain, note: "请说明".to_owned() }
        }
        ResolutionKind::IssueDifference
        | ResolutionKind::UseReading
        | ResolutionKind::AcceptChange
        | ResolutionKind::SuspendDevice => return None,
    };
    let matter = Matter::Cases { decisions: vec![CaseDecision { case: case.id, resolution }] };
    let row = propose(center, matter).ok()?;
    Some(in_force(center, row).id)
}

/// Undoes a decision unless a later one stands on the same rows.
fn undo(center: &TestCenter, decision: ProposalId) -> bool {
    match center.undo(ANNA, ProposalId(next_id(8)), decision, "重新处理") {
        Ok(row) => in_force(center, row).state == ProposalState::InForce,
        Err(center::DecisionError::LaterDecision(_)) => false,
        Err(error) => panic!("{error}"),
    }
}

fn check(center: &TestCenter) {
    center.assert_books_balance();
    for no in CUSTOMERS {
        let customer: CustomerNo = no.parse().unwrap();
        let account = center.account(&customer).unwrap().map(|view| view.account);
        let served = center.customer(&customer).unwrap().map(|state| (state.account.prepaid, state.account.arrears()));
        let computed = account.filter(|account| account.owner.is_some());
        assert_eq!(computed.map(|account| (account.prepaid, account.arrears())), served, "{no} is what its facts say");
    }
}

/// Balances, accounts and cases, as text.
type BooksAsText = (Vec<String>, Vec<(String, String, String)>, Vec<String>);

/// Balances, accounts, and what is open, by kind.
fn books(center: &TestCenter) -> BooksAsText {
    let stand = |no: &str| {
        let account = center.account(&no.parse().unwrap()).unwrap().map(|view| view.account);
        account.map(|account| (no.to_owned(), account.prepaid.to_string(), account.arrears().to_string()))
    };
    let query = center::CaseQuery { limit: 1_000, ..Default::default() };
    let cases = center.worklist(&query).unwrap().cases;
    let waiting = cases.iter().filter(|case| case.status.is_waiting());
    let mut kinds: Vec<String> = waiting.map(|case| case.conflict.kind().name().to_owned()).collect();
    kinds.sort();
    (center.ledger(), CUSTOMERS.iter().filter_map(|no| stand(no)).collect(), kinds)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn decisions_and_undoings_in_any_order_keep_the_books_and_undoing_all_gives_the_start(
        steps in prop::collection::vec(step(), 1..12)
    ) {
        let (center, mut desks) = crowded();
        let mut standing: Vec<ProposalId> = Vec::new();
        let mut paid: Vec<Step> = Vec::new();
        for step in &steps {
            match step {
                Step::Pay { .. } => {
                    pay(&center, &mut desks, step);
                    paid.push(step.clone());
                }
                Step::Decide { .. } => standing.extend(decide(&center, &desks, step)),
                Step::Undo { decision } if !standing.is_empty() => {
                    let place = decision % standing.len();
                    if undo(&center, standing[place]) {
                        standing.remove(place);
                    }
                }
                Step::Undo { .. } => {}
            }
            check(&center);
        }
        for decision in standing.drain(..).rev() {
            prop_assert!(undo(&center, decision), "the last decision can always be undone");
            check(&center);
        }
        let (plain, mut others) = crowded();
        paid.iter().for_each(|step| pay(&plain, &mut others, step));
        prop_assert_eq!(books(&center), books(&plain), "as if nobody had decided anything");
        prop_assert_eq!(center.verify_acts().unwrap().broken_at, None);
    }
}
