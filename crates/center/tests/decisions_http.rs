//! Decisions over the real program's API: what the console shows and sends.

mod common;

use common::server::{Server, prepare};
use common::*;
use serde_json::{Value, json};

const WHO: &str = "4280011234";

struct Api {
    server: Server,
    token: String,
}

impl Api {
    fn get(&self, path: &str) -> Value {
        let (status, body) = self.server.get(path, Some(&self.token));
        assert_eq!(status, 200, "{path}: {body}");
        serde_json::from_str(&body).unwrap_or(Value::String(body))
    }

    fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        let (status, body) = self.server.post(path, &self.token, &body.to_string());
        (status, serde_json::from_str(&body).unwrap_or(Value::Null))
    }
}

/// The same bill paid at two outlets.
fn paid_twice(dir: &std::path::Path) -> Api {
    let books = vec![account(WHO, &[("2026-08", "30.00"), ("2026-09", "86.40")])];
    let codes = prepare(dir, books, &[("42128010301", "BYP-01"), ("42128010302", "XJY-01")]);
    let server = Server::start(dir);
    for (code, terminal) in codes.iter().zip(["BYP-01", "XJY-01"]) {
        let key = key_of(terminal);
        let enrolled = server.client(key.clone());
        let enrolment = sync::Center::enrol(&enrolled, &server::enrol_request(code, &key)).unwrap();
        let mut desk = Desk::enrolled(&enrolled, code, key);
        let client = server.client_of(&desk, enrolment.center_key);
        desk.open_shift(1);
        desk.pay(WHO, "2026-09", "86.40");
        desk.sync(&client);
    }
    let token = std::fs::read_to_string(dir.join("center.admin-token")).unwrap().trim().to_owned();
    Api { server, token }
}

fn id(number: u128) -> String {
    uuid::Uuid::from_u128(number).to_string()
}

#[test]
fn a_case_is_listed_shown_previewed_and_proposed_and_a_token_never_approves_itself() {
    let dir = tempfile::tempdir().unwrap();
    let api = paid_twice(dir.path());
    let list =
        api.get("/api/v1/cases?status=open&kind=double-payment&sort=severity&unit=421280103&q=BYP&minAmount=80.00");
    assert_eq!((list["total"].as_u64(), list["counts"]["atStake"].as_str()), (Some(1), Some("86.40")));
    assert_eq!(list["items"][0]["terminals"], json!(["BYP-01", "XJY-01"]));
    assert_eq!(list["counts"]["bySeverity"]["money"], 1);
    let case = api.get("/api/v1/cases/1");
    assert_eq!(case["sides"].as_array().unwrap().len(), 2);
    assert!(case["sides"].as_array().unwrap().iter().all(|side| side["signatureValid"] == true), "{case}");
    let refund = case["choices"].as_array().unwrap().iter().find(|choice| choice["resolution"] == "refund").unwrap();
    assert_eq!((refund["persons"].as_str(), refund["parameters"]["amountMax"].as_str()), (Some("two"), Some("86.40")));
    let device = refund["parameters"]["devices"][0]["device"].clone();
    let decision = json!({"case": 1, "resolution": {"resolution": "refund", "amount": "86.40", "device": device}});
    let matter = json!({"matter": "cases", "decisions": [decision]});
    let (status, preview) = api.post("/api/v1/proposals/preview", &json!({"matter": matter}));
    assert_eq!((status, preview["movesMoney"].as_bool()), (200, Some(true)), "{preview}");
    let stale = json!({"id": id(1), "matter": matter, "note": "退款", "previewHash": "00".repeat(32)});
    let (status, moved) = api.post("/api/v1/proposals", &stale);
    assert_eq!((status, moved["code"].as_str()), (409, Some("preview-moved")));
    assert_eq!(moved["preview"]["hash"], preview["hash"], "the new preview comes along");
    let proposal = json!({"id": id(1), "matter": matter, "note": "退款", "previewHash": preview["hash"]});
    let (status, proposed) = api.post("/api/v1/proposals", &proposal);
    assert_eq!((status, proposed["state"].as_str()), (200, Some("waiting")), "{proposed}");
    let (status, second) = api.post("/api/v1/proposals/preview", &json!({"matter": matter}));
    assert_eq!((status, second["code"].as_str()), (409, Some("already-proposed")));
    assert_eq!((second["by"].as_u64(), second["proposal"].as_str()), (Some(0), Some(id(1).as_str())));
    let answer = json!({"answer": "approved", "note": "同意"});
    let (status, own) = api.post(&format!("/api/v1/proposals/{}/answer", id(1)), &answer);
    assert_eq!((status, own["code"].as_str()), (403, Some("own-proposal")));
    let taken_back = json!({"answer": "withdrawn"});
    let (status, row) = api.post(&format!("/api/v1/proposals/{}/answer", id(1)), &taken_back);
    assert_eq!((status, row["state"].as_str()), (200, Some("withdrawn")));
    assert_eq!(api.get("/api/v1/cases?status=open")["total"], 1);
}

#[test]
fn one_person_decides_what_moves_no_money_and_the_trail_tells_it() {
    let dir = tempfile::tempdir().unwrap();
    let api = paid_twice(dir.path());
    let task = json!({"task": "call-customer"});
    let resolution = json!({"resolution": "return-to-outlet", "device": 1, "task": task, "note": "请联系客户"});
    let matter = json!({"matter": "cases", "decisions": [{"case": 1, "resolution": resolution}]});
    let (_, preview) = api.post("/api/v1/proposals/preview", &json!({"matter": matter}));
    let proposal = json!({"id": id(7), "matter": matter, "note": "核实", "previewHash": preview["hash"]});
    let (status, decided) = api.post("/api/v1/proposals", &proposal);
    assert_eq!((status, decided["state"].as_str(), decided["alone"].as_bool()), (200, Some("in-force"), Some(true)));
    assert_eq!(api.get("/api/v1/tasks?state=open")["items"][0]["terminal"], "BYP-01");
    assert_eq!(api.get("/api/v1/cases/1")["status"], "returned");
    let (status, noted) = api.post("/api/v1/cases/1/notes", &json!({"note": "等回复", "owner": "me"}));
    assert_eq!((status, noted["owner"]["id"].as_u64()), (200, Some(0)), "{noted}");
    let (status, nobody) = api.post("/api/v1/cases/1/notes", &json!({"owner": null}));
    assert_eq!((status, nobody["owner"].is_null()), (200, true));
    let (status, undone) =
        api.post(&format!("/api/v1/proposals/{}/undo", id(7)), &json!({"id": id(8), "note": "不必"}));
    assert_eq!((status, undone["state"].as_str()), (200, Some("in-force")), "{undone}");
    assert_eq!(api.get("/api/v1/proposals?state=undone")["items"][0]["undoneBy"], id(8));
    let acts = api.get("/api/v1/acts?subject=case:1");
    let names: Vec<&str> = acts["items"].as_array().unwrap().iter().map(|act| act["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["decided", "case-noted", "case-noted", "decided"]);
    assert_eq!(acts["chain"]["holds"], true);
    let (status, export) = api.server.get("/api/v1/acts/export?after=2", Some(&api.token));
    let first: Value = serde_json::from_str(export.lines().next().unwrap()).unwrap();
    assert_eq!((status, first["seq"].as_u64(), first["seal"].as_str().map(str::len)), (200, Some(3), Some(128)));
    assert_eq!(api.server.get("/api/v1/acts?from=yesterday", Some(&api.token)).0, 400);
    assert_eq!(api.post("/api/v1/proposals/preview", &json!({"matter": {"matter": "cases", "decisions": []}})).0, 422);
    let unknown = json!({"matter": {"matter": "undo", "decision": id(99)}});
    assert_eq!(api.post("/api/v1/proposals/preview", &unknown).0, 404);
}
