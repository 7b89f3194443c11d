//! The messages in `schema/wire/vectors.json`: what a client in another language can check itself against.
//! `UPDATE_GOLDEN=1` writes them again; a change to a plain one is a change to a format that is in use. Another version of
//! the compressor may pack in other bytes, so of the packed ones only the meaning is compared.

mod sample;

use std::path::PathBuf;

use domain::{Seq, ShiftNo};
use journal::Head;
use sample::{center_key, key, stream};
use serde_json::{Value, json};
use sync::{
    Asked, Change, Cursor, DICTIONARY, EnrolRequest, Enrolment, ExchangeReply, ExchangeRequest, Form, LookUpReply,
    LookUpRequest, NOT_ENROLLED, OutletReport, PROTOCOL, PULL_BYTES_MAX, Push, Reply, Request, ShiftDigest, open_reply,
    open_request, seal_reply, seal_request,
};
use testkit::demo::{demo_outlet, demo_station};

const SENT_MS: i64 = 1_795_392_800_000;

fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../schema/wire/vectors.json")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &Value) -> Vec<u8> {
    let digits = text.as_str().expect("hex is a text").as_bytes().chunks_exact(2);
    digits.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

/// Each message with its answer.
fn conversations() -> Vec<(&'static str, Request, Reply)> {
    let mut counter = sample::Counter::new(5, &demo_station());
    counter.start();
    counter.pay();
    let push = counter.push(Seq::ZERO);
    let customer = sample::customers(5, &demo_station(), 1, 1).pop().expect("one customer was asked for");
    vec![
        ("enrolment", enrol(), enrolled()),
        ("a shift and a payment", exchange(Some(push.clone())), taken(&push)),
        ("nothing new", exchange(None), brought(&push.head, vec![Change::Customer(Box::new(customer.clone()))])),
        (
            "a customer of another unit",
            Request::LookUp(LookUpRequest { stream: stream(), customer: customer.customer.no.clone() }),
            Reply::LookUp(LookUpReply { held: push.head, found: Some(customer), center_time_ms: SENT_MS + 321 }),
        ),
    ]
}

fn enrol() -> Request {
    Request::Enrol(EnrolRequest { code: "4417-9031".into(), key: key().public_key(), version: "0.1.0".into() })
}

fn enrolled() -> Reply {
    Reply::Enrolled(Enrolment {
        stream: stream(),
        terminal: "BYP-01".parse().expect("a terminal code"),
        unit: demo_outlet(),
        center_key: center_key().public_key(),
        center_time_ms: SENT_MS + 321,
    })
}

fn exchange(push: Option<Push>) -> Request {
    let amount = domain::Money::from_fen(8_640);
    let sums = ShiftDigest { stream: stream(), shift: ShiftNo(1), entries: 2, payments: 1, amount };
    Request::Exchange(ExchangeRequest {
        stream: stream(),
        version: "0.1.0".into(),
        push,
        cursor: Cursor(41),
        pull_bytes_max: PULL_BYTES_MAX,
        digest: Some(vec![sums]),
        report: OutletReport { wall_ms: SENT_MS, unsent: 0, oldest_unsent_ms: None },
    })
}

fn taken(push: &Push) -> Reply {
    brought(&push.head, Vec::new())
}

fn brought(held: &Head, changes: Vec<Change>) -> Reply {
    let Request::Exchange(request) = exchange(None) else { unreachable!("an exchange was made") };
    Reply::Exchange(ExchangeReply {
        held: *held,
        outcomes: Vec::new(),
        refusal: None,
        changes,
        cursor: Cursor(42),
        more: false,
        digest: request.digest,
        center_time_ms: SENT_MS + 321,
    })
}

fn sent(request: &Request, form: Form) -> (Vec<u8>, Asked) {
    let device = if matches!(request, Request::Enrol(_)) { NOT_ENROLLED } else { stream().device };
    seal_request(&key(), device, form, 0x0102_0304_0506_0708, request)
}

fn row(name: &str, form: Form, request: &Request, reply: &Reply) -> Value {
    let (bytes, asked) = sent(request, form);
    json!({
        "name": name,
        "form": if form == Form::Plain { "plain" } else { "packed" },
        "request": hex(&bytes),
        "requestPayloadHash": hex(&asked.payload_hash),
        "reply": hex(&seal_reply(&center_key(), &asked, reply)),
    })
}

fn vectors() -> Value {
    let rows = conversations()
        .into_iter()
        .flat_map(|(name, request, reply)| [Form::Plain, Form::Packed].map(|form| row(name, form, &request, &reply)));
    json!({
        "protocol": PROTOCOL,
        "deviceSeed": hex(&[7; 32]),
        "deviceKey": key().public_key().to_string(),
        "centerSeed": hex(&[9; 32]),
        "centerKey": center_key().public_key().to_string(),
        "messages": rows.collect::<Vec<_>>(),
    })
}

fn kept() -> Value {
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(path(), serde_json::to_string_pretty(&vectors()).unwrap() + "\n").unwrap();
    }
    serde_json::from_str(&std::fs::read_to_string(path()).unwrap()).unwrap()
}

#[test]
fn the_vectors_say_what_this_program_says() {
    let kept = kept();
    let now = vectors();
    let messages = |vectors: &Value| vectors["messages"].as_array().unwrap().clone();
    assert_eq!(messages(&kept).len(), messages(&now).len());
    for (kept, now) in messages(&kept).iter().zip(&messages(&now)) {
        if kept["form"] == "plain" {
            assert_eq!(kept, now, "schema/wire/vectors.json differs; UPDATE_GOLDEN=1 writes it again");
        }
    }
    let expected = conversations().into_iter().flat_map(|conversation| [conversation.clone(), conversation]);
    for (row, (name, request, reply)) in messages(&kept).iter().zip(expected) {
        let opened = open_request(&unhex(&row["request"]), |_| Some(key().public_key())).unwrap();
        assert_eq!(opened.request, request, "{name}");
        let found = open_reply(&unhex(&row["reply"]), &opened.asked, Some(&center_key().public_key())).unwrap();
        assert_eq!(found, reply, "{name}");
    }
}

/// Every client of this version unfolds with this dictionary.
#[test]
fn the_dictionary_of_a_version_does_not_change() {
    use sha2::Digest;
    assert!(DICTIONARY.len() <= 64 << 10);
    assert_eq!(DICTIONARY[..4], [0x37, 0xa4, 0x30, 0xec]);
    assert_eq!(DICTIONARY[4..8], (40_000 + u32::from(PROTOCOL)).to_le_bytes());
    assert_eq!(
        hex(&sha2::Sha256::digest(DICTIONARY)),
        "29c3bd02fb54692db84836443e5b4e355c06cfd4c5660783e303305bab645f61"
    );
}
