//! The real program over real HTTP with the outlets' own client.

mod common;

use common::server::{Server, prepare};
use common::*;
use serde_json::Value;
use sync::{Center, LinkError, RefusedRequest};

const WHO: &str = "4280011234";

fn started(dir: &std::path::Path) -> (Server, Desk, sync::HttpCenter, String) {
    let codes =
        prepare(dir, vec![account(WHO, &[("2026-09", "86.40"), ("2026-10", "91.00")])], &[("42128010301", "BYP-01")]);
    let server = Server::start(dir);
    let key = key_of("BYP-01");
    let enrolled = server.client(key.clone()).enrol(&server::enrol_request(&codes[0], &key)).unwrap();
    let desk = Desk::enrolled(&server.client(key.clone()), &codes[0], key);
    assert_eq!(desk.stream, enrolled.stream, "the same code and key answer the same again");
    let client = server.client_of(&desk, enrolled.center_key);
    let token = std::fs::read_to_string(dir.join("center.admin-token")).unwrap().trim().to_owned();
    (server, desk, client, token)
}

#[test]
fn a_day_travels_over_http_and_the_api_tells_it_to_the_fen() {
    let dir = tempfile::tempdir().unwrap();
    let (server, mut desk, client, token) = started(dir.path());
    desk.open_shift(1);
    desk.pay(WHO, "2026-09", "86.40");
    let reply = desk.sync(&client);
    assert_eq!((reply.held, reply.refusal), (desk.head(), None));
    let get = |path: &str| -> Value {
        let (status, body) = server.get(path, Some(&token));
        assert_eq!(status, 200, "{path}: {body}");
        serde_json::from_str(&body).unwrap()
    };
    let day = get("/api/v1/day?date=2026-11-23&unit=421280103");
    assert_eq!((day["payments"].as_u64(), day["collected"].as_str()), (Some(1), Some("86.40")));
    assert_eq!(day["tenders"][0], serde_json::json!({"tender": "cash", "payments": 1, "amount": "86.40"}));
    assert_eq!(get("/api/v1/day?date=2026-11-23&terminal=LFG-01")["payments"], 0);
    let account = get(&format!("/api/v1/accounts/{WHO}"));
    assert_eq!(
        (account["arrears"].as_str(), account["payments"][0]["collected"].as_str()),
        (Some("91.00"), Some("86.40"))
    );
    assert_eq!(get(&format!("/api/v1/customers/{WHO}"))["openBills"].as_array().unwrap().len(), 1);
    assert_eq!(get("/api/v1/trial-balance")["balanced"], true);
    assert_eq!(get("/api/v1/devices")["devices"][0]["journals"][0]["heldSeq"], 2);
    assert_eq!(get("/api/v1/cases?status=open")["total"], 0);
    assert!(server.stop().success(), "it stops in order when told");
}

#[test]
fn the_api_answers_only_administrators_and_says_what_is_wrong() {
    let dir = tempfile::tempdir().unwrap();
    let (server, _, _, token) = started(dir.path());
    for path in ["/api/v1/cases", "/api/v1/nothing"] {
        assert_eq!(server.get(path, None).0, 401);
        assert_eq!(server.get(path, Some("wrong")).0, 401);
    }
    let code = |(status, body): (u16, String)| {
        (status, serde_json::from_str::<Value>(&body).unwrap()["code"].as_str().unwrap().to_owned())
    };
    assert_eq!(code(server.get("/api/v1/nothing", Some(&token))), (404, "not-found".to_owned()));
    assert_eq!(code(server.get("/api/v1/day?date=yesterday", Some(&token))), (400, "bad-request".to_owned()));
    assert_eq!(code(server.get("/api/v1/accounts/4289999999", Some(&token))), (404, "not-found".to_owned()));
    let taken = server.post("/api/v1/enrolment-codes", &token, r#"{"unit":"42128010301","terminal":"BYP-01"}"#);
    assert_eq!(code(taken), (409, "terminal-taken".to_owned()));
    let (status, body) =
        server.post("/api/v1/enrolment-codes", &token, r#"{"unit":"42128010301","terminal":"BYP-02"}"#);
    assert_eq!(status, 201, "{body}");
    assert_eq!(serde_json::from_str::<Value>(&body).unwrap()["code"].as_str().unwrap().len(), 10);
    assert_eq!(server.get("/healthz", None), (200, "ok\n".to_owned()));
    let metrics = server.get("/metrics", None).1;
    assert!(metrics.contains("qingjiang_devices 1\n"), "{metrics}");
    server.kill();
}

#[test]
fn a_request_that_the_device_did_not_sign_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let (server, mut desk, _, _) = started(dir.path());
    let center_key = journal::DeviceKey::from_seed([9; 32]).public_key();
    desk.key = key_of("OTHER");
    let refused = server.client_of(&desk, center_key).exchange(&desk.request(None));
    assert!(matches!(refused, Err(LinkError::Refused(RefusedRequest::BadSignature))), "{refused:?}");
    let wrong = server.client(key_of("NEW")).enrol(&server::enrol_request("WRONGCODE2", &key_of("NEW")));
    assert!(matches!(wrong, Err(LinkError::Refused(RefusedRequest::EnrolmentCode))), "{wrong:?}");
    server.kill();
}

#[test]
fn two_centers_never_serve_the_same_books() {
    let dir = tempfile::tempdir().unwrap();
    let (server, ..) = started(dir.path());
    let second = std::process::Command::new(env!("CARGO_BIN_EXE_qingjiang-center"))
        .args(["serve", "--listen", "127.0.0.1:0", "--database"])
        .arg(format!("sqlite:{}", dir.path().join("center.db").display()))
        .output()
        .unwrap();
    assert!(!second.status.success());
    assert!(String::from_utf8_lossy(&second.stderr).contains("serves"), "{second:?}");
    server.kill();
}
