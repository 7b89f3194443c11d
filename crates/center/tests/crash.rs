//! The server dies in the middle of the work, again and again; what it acknowledged is there, and the rest comes again.

mod common;

use common::server::{Server, prepare};
use common::*;
use domain::Seq;
use sync::Center;

const DESKS: usize = 4;
const PAYMENTS: usize = 150;
const DEATHS: usize = 4;

#[test]
fn a_server_killed_mid_batch_loses_nothing_that_it_acknowledged() {
    let dir = tempfile::tempdir().unwrap();
    let accounts = (0..50).map(|no| account(&format!("42800{no:05}"), &[("2026-10", "5000.00")])).collect();
    let terminals: Vec<String> = (0..DESKS).map(|desk| format!("BYP-{desk:02}")).collect();
    let places: Vec<(&str, &str)> = terminals.iter().map(|terminal| ("42128010301", terminal.as_str())).collect();
    let codes = prepare(dir.path(), accounts, &places);
    let center_key = journal::DeviceKey::from_seed([9; 32]).public_key();
    let mut server = Server::start(dir.path());
    let mut desks: Vec<Desk> = codes
        .iter()
        .zip(&terminals)
        .map(|(code, terminal)| Desk::enrolled(&server.client(key_of(terminal)), code, key_of(terminal)))
        .collect();
    for desk in &mut desks {
        desk.open_shift(1);
        for number in 0..PAYMENTS {
            desk.pay(&format!("42800{:05}", number % 50), "2026-10", "1.00");
        }
    }
    for death in 0..DEATHS {
        let (acknowledged, answers) = std::sync::mpsc::channel();
        std::thread::scope(|scope| {
            for desk in &mut desks {
                let client = server.client_of(desk, center_key);
                let acknowledged = acknowledged.clone();
                scope.spawn(move || {
                    while desk.held < desk.head().seq {
                        let reply = client.exchange(&desk.request(desk.push(desk.held, 7)));
                        let Ok(reply) = reply else { break };
                        assert!(reply.held.seq >= desk.held, "what was acknowledged is held");
                        desk.held = reply.held.seq;
                        let _ = acknowledged.send(());
                    }
                });
            }
            drop(acknowledged);
            // All desks are in the middle of their journals then, each with a push under way.
            let until = 3 + 5 * death;
            assert_eq!(answers.iter().take(until).count(), until, "the desks were done before the server died");
            server.child.kill().unwrap();
        });
        server.child.wait().unwrap();
        server = Server::start(dir.path());
    }
    for desk in &mut desks {
        let client = server.client_of(desk, center_key);
        let held = client.exchange(&desk.request(None)).unwrap().held;
        assert!(held.seq >= desk.held, "acknowledged {} and holds {}", desk.held, held.seq);
        assert_eq!(held, desk.heads[held.seq.0 as usize]);
        let reply = client.exchange(&desk.request(desk.push(Seq::ZERO, 2_000))).unwrap();
        assert_eq!((reply.held, reply.refusal), (desk.head(), None));
    }
    server.kill();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_qingjiang-center"))
        .args(["day", "--date", "2026-11-23"])
        .args(books::words_in(dir.path()))
        .output()
        .unwrap();
    let day = String::from_utf8(output.stdout).unwrap();
    assert!(day.contains(&(DESKS * PAYMENTS).to_string()) && day.contains("600.00"), "{day}");
    let verified = std::process::Command::new(env!("CARGO_BIN_EXE_qingjiang-center"))
        .arg("verify")
        .args(books::words_in(dir.path()))
        .output()
        .unwrap();
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
}
