//! The database server dies in the middle of the work, again and again, while the center goes on running.

mod common;

use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use center::{Opening, Prefecture, SystemRandomness};
use common::books::new_server;
use common::*;
use domain::Seq;
use journal::DeviceKey;
use sync::{Center, LinkError};

const DESKS: usize = 4;
const PAYMENTS: usize = 200;
const DEATHS: usize = 4;

#[test]
fn a_database_killed_mid_batch_keeps_all_that_was_acknowledged_and_nothing_twice() {
    // As safe as in the prefecture: what is acknowledged is on disk.
    let mut server = new_server(&[]);
    let center = Prefecture::open(Opening {
        database: server.create_database("books").unwrap().parse().unwrap(),
        key: DeviceKey::from_seed([9; 32]),
        clock: Arc::new(SetClock(AtomicI64::new(NOON))),
        randomness: Arc::new(SystemRandomness),
    })
    .unwrap();
    center.import_units(&units()).unwrap();
    center.import_accounts((0..50).map(|no| account(&format!("42800{no:05}"), &[("2026-10", "5000.00")]))).unwrap();
    let mut desks: Vec<Desk> = (0..DESKS)
        .map(|number| {
            let terminal = format!("BYP-{number:02}");
            let code = center.enrolment_code(&"42128010301".parse().unwrap(), &terminal.parse().unwrap()).unwrap();
            let mut desk = Desk::enrolled(&center, &code.text, key_of(&terminal));
            desk.open_shift(1);
            (0..PAYMENTS).for_each(|number| {
                desk.pay(&format!("42800{:05}", number % 50), "2026-10", "1.00");
            });
            desk
        })
        .collect();
    for death in 0..DEATHS {
        let (acknowledged, answers) = std::sync::mpsc::channel();
        std::thread::scope(|scope| {
            for desk in &mut desks {
                let (center, acknowledged) = (&center, acknowledged.clone());
                scope.spawn(move || {
                    while desk.held < desk.head().seq {
                        match center.exchange(&desk.request(desk.push(desk.held, 7))) {
                            Ok(reply) => {
                                assert!(reply.held.seq >= desk.held, "what was acknowledged is held");
                                desk.held = reply.held.seq;
                                let _ = acknowledged.send(());
                            }
                            Err(error) => {
                                assert!(
                                    matches!(error, LinkError::Unavailable(503)),
                                    "a calm try again later: {error:?}"
                                );
                                break;
                            }
                        }
                    }
                });
            }
            drop(acknowledged);
            // Every desk is in the middle of its journal then, with a push under way.
            let until = 3 + 5 * death;
            assert_eq!(answers.iter().take(until).count(), until, "the desks were done before the server died");
            server.kill().unwrap();
        });
        server.restart().unwrap();
    }
    for desk in &mut desks {
        let held = center.exchange(&desk.request(None)).unwrap().held;
        assert!(held.seq >= desk.held, "acknowledged {} and holds {}", desk.held, held.seq);
        assert_eq!(held, desk.heads[held.seq.0 as usize]);
        let reply = center.exchange(&desk.request(desk.push(Seq::ZERO, 2_000))).unwrap();
        assert_eq!((reply.held, reply.refusal), (desk.head(), None));
    }
    let day = center.day(day("2026-11-23"), None, None).unwrap();
    assert_eq!((day.payments, day.collected.to_string()), ((DESKS * PAYMENTS) as u64, "800.00".to_owned()));
    assert!(center.trial_balance().unwrap().values().all(|sum| sum.is_zero()));
    assert!(center.verify_journals().unwrap().iter().all(|journal| journal.is_whole));
    let twice = "SELECT count(*) FROM (SELECT id FROM payments GROUP BY id HAVING count(*) > 1) AS twice";
    assert_eq!(server.sql("books", twice).unwrap(), "0");
}
