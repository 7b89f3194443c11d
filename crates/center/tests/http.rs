//! The real program over real HTTP with the outlets' own client.

mod common;

use common::metered::{SEGMENT, load_metered, point_of, reading};
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
fn two_centers_never_serve_the_same_file() {
    if books::is_postgres() {
        return; // Any number of them may; see postgres_processes.rs.
    }
    let dir = tempfile::tempdir().unwrap();
    let (server, ..) = started(dir.path());
    let second = std::process::Command::new(env!("CARGO_BIN_EXE_qingjiang-center"))
        .args(["serve", "--listen", "127.0.0.1:0"])
        .args(books::words_in(dir.path()))
        .output()
        .unwrap();
    assert!(!second.status.success());
    assert!(String::from_utf8_lossy(&second.stderr).contains("serves"), "{second:?}");
    server.kill();
}

#[test]
fn a_month_is_billed_and_read_over_the_api() {
    let dir = tempfile::tempdir().unwrap();
    prepare(dir.path(), Vec::new(), &[]);
    let books = open(dir.path(), std::sync::Arc::new(SetClock(NOON.into())));
    load_metered(&books, &[WHO], domain::OnTheSpot::No);
    books.import_readings([reading(WHO, 1100)]).unwrap();
    drop(books);
    let server = Server::start(dir.path());
    let token = std::fs::read_to_string(dir.path().join("center.admin-token")).unwrap().trim().to_owned();
    let ask = |(status, body): (u16, String)| -> (u16, Value) { (status, serde_json::from_str(&body).unwrap()) };
    let get = |path: &str| ask(server.get(path, Some(&token)));
    let post = |path: &str, body: &str| ask(server.post(path, &token, body));
    let (status, started) = post("/api/v1/bill-runs", r#"{"period":"2026-11","issuedOn":"2026-11-23","issue":true}"#);
    assert_eq!(status, 201, "{started}");
    let run = loop {
        let (_, run) = get(&format!("/api/v1/bill-runs/{}", started["id"]));
        if !run["finishedAt"].is_null() {
            break run;
        }
    };
    assert_eq!((run["run"].as_str(), run["donePercent"].as_u64()), (Some("issue"), Some(100)));
    assert_eq!((run["summary"]["bills"].as_u64(), run["summary"]["amount"].as_str()), (Some(1), Some("55.80")));
    assert_eq!(get("/api/v1/bill-runs").1["runs"].as_array().unwrap().len(), 1);
    assert_eq!(get(&format!("/api/v1/bill-runs/{}/unbilled", started["id"])).1["unbilled"], serde_json::json!([]));
    let (_, bill) = get(&format!("/api/v1/statements/{WHO}/2026-11"));
    assert_eq!((bill["total"].as_str(), bill["lines"][0]["price"].as_str()), (Some("55.80"), Some("0.558")));
    let (_, readings) = get(&format!("/api/v1/readings?period=2026-11&segment={SEGMENT}"));
    assert_eq!(readings["readings"][0]["reviewState"], "billed");
    assert_eq!(readings["readings"][0]["registers"]["active-total"], "1100");
    assert_eq!(get(&format!("/api/v1/supplies/{WHO}")).1["year"]["kwh"], 1000);
    assert_eq!(get("/api/v1/segments").1["segments"][0]["no"], SEGMENT);
    for (path, list) in [
        ("/api/v1/restore-requests".to_owned(), "requests"),
        ("/api/v1/rounds?period=2026-11".to_owned(), "rounds"),
        ("/api/v1/reading-imports".to_owned(), "imports"),
        (format!("/api/v1/notices/{WHO}"), "notices"),
    ] {
        assert_eq!(get(&path).1[list], serde_json::json!([]), "{path}");
    }
    let correction = serde_json::json!({
        "customer": WHO,
        "correction": {"point": point_of(WHO), "document": "D-1", "basis": {"kind": "agreed", "kwh": 10}},
        "settle": {"when": "now", "period": "2026-11"},
    });
    assert_eq!(post("/api/v1/corrections", &correction.to_string()).1["new"], true);
    assert_eq!(get(&format!("/api/v1/statements/{WHO}/2026-11%232")).1["total"], "5.58");
    let nobody = correction.to_string().replace(WHO, "4289999999");
    assert_eq!(post("/api/v1/corrections", &nobody).1["code"], "not-corrected");
    assert_eq!(get(&format!("/api/v1/attachments/{}", "0".repeat(64))).0, 404);
    assert_eq!(get("/api/v1/readings?period=soon").1["code"], "bad-request");
    assert!(server.get("/metrics", None).1.contains("qingjiang_bills_total 2\n"));
    server.kill();
}
