//! The messages in `schema/wire/vectors.json`: what a client in another language can check itself against.
//! `UPDATE_GOLDEN=1` writes them again; a change to a plain one is a change to a format that is in use. Another version of
//! the compressor may pack in other bytes, so of the packed ones only the meaning is compared.

mod sample;

use std::path::PathBuf;

use chrono::NaiveDate;
use domain::{
    Account, Bill, BillId, BillingPeriod, Customer, CustomerNo, CustomerState, CustomerStatus, ElecType, FileHash,
    PaymentId, PowerState, ReleaseKey, RestoreId, RestoreRequest, Seq, Settlement, ShiftNo, UnitCode,
};
use journal::{Head, root, seal_head};
use sample::{center_key, key, stream};
use serde_json::{Value, json};
use sync::{
    Asked, AttachReply, AttachRequest, Change, Cursor, DICTIONARY, EnrolRequest, Enrolment, ExchangeReply,
    ExchangeRequest, Form, LookUpReply, LookUpRequest, NOT_ENROLLED, OutletReport, PROTOCOL, PULL_BYTES_MAX, Push,
    Reply, Request, ShiftDigest, StorageReport, open_reply, open_request, seal_reply, seal_request,
};
use testkit::demo::demo_outlet;

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
    let push = push();
    let customer = school();
    vec![
        ("enrolment", enrol(), enrolled()),
        ("a shift and a payment", exchange(Some(push.clone())), taken(&push)),
        ("nothing new", exchange(None), brought(&push.head, vec![Change::Customer(Box::new(customer.clone()))])),
        (
            "a customer of another unit",
            Request::LookUp(LookUpRequest { stream: stream(), customer: customer.customer.no.clone() }),
            Reply::LookUp(LookUpReply { held: push.head, found: Some(customer), center_time_ms: SENT_MS + 321 }),
        ),
        ("someone sits in the dark, and a supply comes down", in_the_dark(), brought(&push.head, supply())),
        ("the first exchange of the day, and a refund is to be paid", first_of_the_day(), refund_to_pay(&push.head)),
        (
            "a piece of a photo",
            Request::Attach(piece()),
            Reply::Attached(AttachReply { held: 65_553, center_time_ms: SENT_MS + 321 }),
        ),
    ]
}

/// The opening of a shift and a payment of four bills, as `docs/PROTOCOL.md` shows them.
fn push() -> Push {
    let entries: Vec<Vec<u8>> = ENTRIES.iter().map(|entry| unhex(&json!(entry))).collect();
    let start = Head { seq: Seq::ZERO, hash: root(stream(), &key().public_key()) };
    let head = entries.iter().fold(start, |head, bytes| head.after(bytes));
    Push { after: Seq::ZERO, entries, head, seal: seal_head(&key(), stream(), &head) }
}

const ENTRIES: [&str; 2] = [
    "a701110201030104a5011b000001a205bcca90024860fee017253bfb92031a0002b566041b000001a205bc10ee0519bb5105181f060107a302\
     010319512c0f194e20",
    "a701110201030204a5011b000001a205bebd4d024860fee017253bfb92031a0004a823041b000001a205bc10ee051a0002ae0e05181f060207\
     a8015001a205bea2b674c6bb27c79f84bbc66302010319512c046a34323830393032363936056934323132383031303907\
     84871a0003176f011a0001086c1916361903de1a0001086c00871a00031770011a0001542f19125f1903f71a0001542f00871a000317\
     710119cc721904b419026219cc7200871a000317720119b5a80019021e19b5a8000881a20101021a00040bfe0e190fa1",
];

/// A school with one bill, which somebody paid.
fn school() -> CustomerState {
    let no: CustomerNo = "4280900001".parse().expect("a customer number");
    let unit: UnitCode = "421280109".parse().expect("a unit code");
    let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).expect("a real date");
    let amount = domain::Money::from_fen(170_114);
    let paid = Settlement { on: day(11, 7), principal: amount, penalty: domain::Money::ZERO };
    let bill = Bill {
        id: BillId::first_of(BillingPeriod::new(2026, 10).expect("a real month")),
        elec_type: ElecType(203),
        energy_kwh: 2_933,
        amount,
        penalty_start: day(12, 1),
        lock: None,
        settlements: vec![paid],
    };
    let customer = Customer {
        no: no.clone(),
        old_no: None,
        name: "正街中心小学".into(),
        address: "恩施市白杨坪镇正街1号".into(),
        unit: unit.clone(),
        elec_type: ElecType(203),
        meter_no: "4230000115020000904711".into(),
        transformer_area: "10kV白杨线正街台区01".into(),
        phone: "12852257227".into(),
        status: CustomerStatus::Normal,
        power: PowerState::On,
    };
    let zero = domain::Money::ZERO;
    let account = Account { customer: no, owner: Some(unit), prepaid: zero, tail: zero, bills: vec![bill] };
    CustomerState { customer, account, last_payments: Vec::new() }
}

fn in_the_dark() -> Request {
    let Request::Exchange(request) = exchange(None) else { unreachable!("an exchange was made") };
    let urgent = vec![RestoreRequest {
        id: RestoreId(uuid::Uuid::from_u128(0x01a2_05c0_0000_7000_8000_0000_0000_0001)),
        customer: "4280900001".parse().expect("a customer number"),
        payment: PaymentId(uuid::Uuid::from_u128(0x01a2_05be_a2b6_74c6_bb27_c79f_84bb_c663)),
        asked_at_ms: SENT_MS - 9_000,
        due_at_ms: SENT_MS - 9_000 + 24 * 3_600_000,
    }];
    Request::Exchange(ExchangeRequest { urgent, ..request })
}

/// A desk that was enrolled before there were release codes, and says how much room it has.
fn first_of_the_day() -> Request {
    let Request::Exchange(mut request) = exchange(None) else { unreachable!("an exchange was made") };
    request.report.storage = Some(StorageReport { free_mib: 48_120, replica_mib: 312 });
    request.report.lacks_release_key = true;
    Request::Exchange(request)
}

fn refund_to_pay(held: &Head) -> Reply {
    let task = serde_json::from_str(TASK).expect("the document is a task");
    let Reply::Exchange(reply) = brought(held, vec![Change::Task(Box::new(task))]) else {
        unreachable!("a reply was made")
    };
    let release_key = Some(ReleaseKey(std::array::from_fn(|place| place as u8)));
    Reply::Exchange(ExchangeReply { release_key, ..reply })
}

const TASK: &str = include_str!("sample/task.json");

/// A household, as its document says it.
fn supply() -> Vec<Change> {
    let state = serde_json::from_str(SUPPLY).expect("the document is a supply");
    vec![Change::Supply(Box::new(state))]
}

const SUPPLY: &str = include_str!("sample/supply.json");

fn piece() -> AttachRequest {
    let file = FileHash(std::array::from_fn(|place| place as u8));
    AttachRequest { stream: stream(), file, length: 90_000, offset: 65_536, bytes: b"a part of a photo".to_vec() }
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
        release_key: None,
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
        urgent: Vec::new(),
        digest: Some(vec![sums]),
        report: OutletReport { wall_ms: SENT_MS, ..OutletReport::default() },
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
        skipped: 0,
        cursor: Cursor(42),
        more: false,
        digest: request.digest,
        release_key: None,
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
