//! Every message comes back from its bytes, in both forms; whatever is not signed by the right key is refused.

mod sample;

use std::sync::LazyLock;

use domain::{
    BillingPeriod, CaseId, CaseNotice, CustomerNo, DeviceId, FileHash, Incarnation, Money, Operator, OperatorId,
    PastPayment, PaymentId, ReleaseKey, RestoreId, RestoreRequest, Role, Seq, ShiftNo, Stream, Task, TaskId, TaskKind,
    TaskState,
};
use journal::{ChainHash, DeviceKey, Entry, EntryBody, Head, KnownDevice, ReadEntry, Signature, encode, root};
use proptest::prelude::*;
use sample::{Counter, center_key, customers, exchange_reply, exchange_request, key, on_arrival, stream};
use sync::{
    ATTACH_BYTES_MAX, Asked, AttachReply, AttachRequest, Change, Cursor, EnrolRequest, Enrolment, ExchangeReply, Form,
    LinkError, LookUpReply, LookUpRequest, NOT_ENROLLED, Outcome, Push, Refusal, RefusedRequest, Reply, Request,
    ShiftDigest, StorageReport, open_reply, open_request, seal_reply, seal_request,
};
use testkit::demo::{demo_outlet, demo_station, prices, rules, units};
use uuid::Uuid;

const FORMS: [Form; 2] = [Form::Plain, Form::Packed];

fn sent(request: &Request, form: Form) -> (Vec<u8>, Asked) {
    let device = if matches!(request, Request::Enrol(_)) { NOT_ENROLLED } else { stream().device };
    seal_request(&key(), device, form, 1, request)
}

fn arrives(request: Request) {
    for form in FORMS {
        let (bytes, asked) = sent(&request, form);
        let opened = open_request(&bytes, |_| Some(key().public_key())).unwrap();
        assert_eq!(opened.request, request);
        assert_eq!(opened.asked, asked);
    }
}

fn is_answered(request: &Request, reply: Reply) {
    for form in FORMS {
        let (_, asked) = sent(request, form);
        let bytes = seal_reply(&center_key(), &asked, &reply);
        assert_eq!(open_reply(&bytes, &asked, Some(&center_key().public_key())).unwrap(), reply);
    }
}

fn push_of(entries: Vec<Vec<u8>>) -> Push {
    let head = Head { seq: Seq(7 + entries.len() as u64), hash: ChainHash([5; 32]) };
    Push { after: Seq(7), entries, head, seal: Signature([6; 64]) }
}

fn exchange(push: Option<Push>) -> Request {
    Request::Exchange(exchange_request(push, Vec::new(), 1_795_400_000_000))
}

fn look_up() -> Request {
    Request::LookUp(LookUpRequest { stream: stream(), customer: "0042800112".parse().unwrap() })
}

fn enrol() -> Request {
    Request::Enrol(EnrolRequest { code: "4417-9031".into(), key: key().public_key(), version: "0.1.0".into() })
}

fn enrolled() -> Reply {
    Reply::Enrolled(Enrolment {
        stream: stream(),
        terminal: "BYP-01".parse().unwrap(),
        unit: demo_outlet(),
        center_key: center_key().public_key(),
        release_key: Some(ReleaseKey([5; 32])),
        center_time_ms: 1_795_400_000_000,
    })
}

#[test]
fn every_request_arrives() {
    let mut counter = Counter::new(3, &demo_station());
    counter.day(20);
    arrives(exchange(None));
    arrives(exchange(Some(counter.push(Seq(4)))));
    arrives(exchange(Some(push_of(Vec::new()))));
    let mut full = exchange_request(Some(counter.push(Seq::ZERO)), digests(), -5);
    full.report.unsent = 40_000;
    full.report.oldest_unsent_ms = Some(1_790_000_000_000);
    full.pull_bytes_max = 100;
    full.urgent = vec![restore(1), restore(2)];
    full.report.storage = Some(StorageReport { free_mib: 0, replica_mib: 312 });
    full.report.lacks_release_key = true;
    arrives(Request::Exchange(full));
    arrives(look_up());
    arrives(enrol());
    arrives(attach(b"a part of a photo".to_vec(), 90_000));
    arrives(attach(Vec::new(), 0));
}

fn restore(number: u128) -> RestoreRequest {
    RestoreRequest {
        id: RestoreId(Uuid::from_u128(number)),
        customer: "4280900001".parse().unwrap(),
        payment: PaymentId(Uuid::from_u128(number << 64)),
        asked_at_ms: 1_795_400_000_000,
        due_at_ms: 1_795_486_400_000,
    }
}

fn attach(bytes: Vec<u8>, offset: u64) -> Request {
    let length = offset + bytes.len() as u64;
    Request::Attach(AttachRequest { length, offset, bytes, ..piece() })
}

fn piece() -> AttachRequest {
    AttachRequest { stream: stream(), file: FileHash([0x2f; 32]), length: 9, offset: 0, bytes: b"a picture".to_vec() }
}

#[test]
fn a_piece_that_is_no_part_of_its_file_is_refused() {
    let too_long = AttachRequest { length: 8, ..piece() };
    let beyond = AttachRequest { offset: u64::MAX, ..piece() };
    let bytes = vec![0; ATTACH_BYTES_MAX + 1];
    let too_much = AttachRequest { length: bytes.len() as u64, bytes, ..piece() };
    for request in [too_long, beyond, too_much] {
        let (bytes, _) = sent(&Request::Attach(request), Form::Packed);
        assert_eq!(open_request(&bytes, |_| Some(key().public_key())), Err(RefusedRequest::Malformed));
    }
}

fn digests() -> Vec<ShiftDigest> {
    let elsewhere = Stream { device: DeviceId(17), incarnation: Incarnation(2) };
    let digest = |stream, shift| ShiftDigest {
        stream,
        shift: ShiftNo(shift),
        entries: 54,
        payments: 52,
        amount: Money::from_fen(958_254),
    };
    vec![digest(stream(), 1), digest(elsewhere, 2)]
}

#[test]
fn every_reply_comes_back() {
    let plain = exchange_reply(&exchange_request(None, Vec::new(), 0), Vec::new());
    let question = exchange(None);
    is_answered(&question, Reply::Exchange(plain.clone()));
    for refusal in [
        Refusal::Gap { expected: Seq(9) },
        Refusal::Forked { at: Seq(9), incarnation: Incarnation(2) },
        Refusal::BadSignature { at: Seq(9) },
        Refusal::DeviceSuspended,
        Refusal::ClientTooOld { minimum: 4 },
    ] {
        is_answered(&question, Reply::Exchange(ExchangeReply { refusal: Some(refusal), ..plain.clone() }));
    }
    let outcomes = vec![
        (Seq(1), Outcome::Accepted),
        (Seq(2), Outcome::AlreadyHeld),
        (Seq(3), Outcome::Parked),
        (Seq(4), Outcome::Conflicted(CaseId(12))),
    ];
    let full = ExchangeReply {
        outcomes,
        changes: every_change(),
        more: true,
        digest: Some(digests()),
        release_key: Some(ReleaseKey([5; 32])),
        ..plain.clone()
    };
    is_answered(&question, Reply::Exchange(full));
    let found = customers(8, &demo_station(), 1, 4).pop();
    for found in [found, None] {
        let reply = LookUpReply { held: plain.held, found, center_time_ms: 5 };
        is_answered(&look_up(), Reply::LookUp(reply));
    }
    is_answered(&enrol(), enrolled());
    let held = AttachReply { held: 65_536, center_time_ms: 5 };
    is_answered(&attach(b"x".to_vec(), 65_535), Reply::Attached(held));
}

/// What the request said already is left out of the reply, and comes back all the same.
#[test]
fn sums_and_heads_that_are_known_do_not_travel_twice() {
    let request = exchange_request(Some(push_of(vec![b"x".to_vec()])), digests(), 0);
    let same = exchange_reply(&request, Vec::new());
    let hash = root(stream(), &key().public_key());
    let other = ExchangeReply { held: Head { seq: Seq(3), hash }, digest: None, ..same.clone() };
    let request = Request::Exchange(request);
    is_answered(&request, Reply::Exchange(same.clone()));
    is_answered(&request, Reply::Exchange(other.clone()));
    let (_, asked) = sent(&request, Form::Packed);
    let size = |reply| seal_reply(&center_key(), &asked, &Reply::Exchange(reply)).len();
    assert!(size(same) + 30 < size(other));
}

fn every_change() -> Vec<Change> {
    let mut states = customers(8, &demo_station(), 30, 24);
    states[3].account.owner = None;
    states[4].account.owner = Some("42128".parse().unwrap());
    states[5].customer.no = "0042800112".parse().unwrap();
    states[5].account.customer = states[5].customer.no.clone();
    states[6].last_payments = vec![past(1), past(2)];
    let mut changes: Vec<Change> = units().into_iter().map(Change::Unit).collect();
    changes.extend(prices().into_iter().map(Change::Price));
    changes.push(Change::Rules(rules()));
    changes.extend(states.into_iter().map(Box::new).map(Change::Customer));
    changes.extend(sample::round::changes());
    changes.push(Change::CustomerLeft("4280900001".parse().unwrap()));
    changes.push(Change::Operator(operator()));
    changes.extend(customers(9, &demo_station(), 3, 1).into_iter().map(Box::new).map(Change::Customer));
    changes.push(Change::Device(KnownDevice {
        device: DeviceId(5),
        terminal: "BYP-02".parse().unwrap(),
        unit: demo_outlet(),
        key: key().public_key(),
        suspended: true,
    }));
    for entry in [None, Some((stream(), Seq(9)))] {
        changes.push(Change::Case(CaseNotice { id: CaseId(3), kind: "double-payment".into(), entry, open: true }));
    }
    changes.extend(every_task().into_iter().map(Box::new).map(Change::Task));
    changes
}

/// A task of every kind and in every state.
fn every_task() -> Vec<Task> {
    let period = BillingPeriod::new(2026, 10).unwrap();
    let kinds = [
        TaskKind::PayRefund { amount: Money::from_fen(8_640) },
        TaskKind::ReadMeterAgain { meter: "4230001000128834107".parse().unwrap(), period },
        TaskKind::CallCustomer,
        TaskKind::Explain,
    ];
    let states = [TaskState::Open, TaskState::Done, TaskState::NotDone, TaskState::Withdrawn];
    let task = |(number, (kind, state)): (u128, _)| Task {
        id: TaskId(Uuid::from_u128(number)),
        case: CaseId(3),
        device: stream().device,
        customer: (number > 1).then(|| "4280900001".parse().unwrap()),
        owner: (number > 2).then(demo_station),
        kind,
        note: "两处缴费,客户要求退现金".into(),
        given_ms: 1_795_400_000_000,
        state,
    };
    (0..).zip(kinds.into_iter().zip(states)).map(task).collect()
}

fn past(number: u128) -> PastPayment {
    let id = if number == 1 { Uuid::from_u128(number) } else { Uuid::from_u128(0x019a_9d2f_4e12_7abc_8def << 48) };
    PastPayment {
        payment: PaymentId(id),
        on: sample::AS_OF,
        amount: Money::from_fen(8_640),
        terminal: "BYP-01".parse().unwrap(),
    }
}

fn operator() -> Operator {
    Operator {
        id: OperatorId(31),
        login: "byp01".into(),
        name: "田秀英".into(),
        unit: demo_outlet(),
        roles: Role::ALL.to_vec(),
        verifier: "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA".into(),
        suspended: true,
    }
}

#[test]
fn a_request_of_another_key_or_device_is_refused() {
    let (bytes, _) = sent(&exchange(None), Form::Packed);
    let other = DeviceKey::from_seed([1; 32]).public_key();
    assert_eq!(open_request(&bytes, |_| Some(other)), Err(RefusedRequest::BadSignature));
    assert_eq!(open_request(&bytes, |_| None), Err(RefusedRequest::UnknownDevice));
    // Signed by the device itself, for the journal of another one.
    let (foreign, _) = seal_request(&key(), DeviceId(18), Form::Packed, 1, &exchange(None));
    assert_eq!(open_request(&foreign, |_| Some(key().public_key())), Err(RefusedRequest::BadSignature));
    let (nobody, _) = seal_request(&key(), NOT_ENROLLED, Form::Packed, 1, &exchange(None));
    assert_eq!(open_request(&nobody, |_| Some(key().public_key())), Err(RefusedRequest::BadSignature));
    let file = AttachRequest { stream: Stream { device: DeviceId(18), ..stream() }, ..piece() };
    let (other, _) = seal_request(&key(), stream().device, Form::Packed, 1, &Request::Attach(file));
    assert_eq!(open_request(&other, |_| Some(key().public_key())), Err(RefusedRequest::BadSignature));
    // A laptop signs with the key that it asks to enrol.
    let (stolen, _) = seal_request(&center_key(), NOT_ENROLLED, Form::Packed, 1, &enrol());
    assert_eq!(open_request(&stolen, |_| None), Err(RefusedRequest::BadSignature));
}

#[test]
fn a_request_with_one_bit_turned_is_refused() {
    let (bytes, _) = sent(&exchange(Some(push_of(vec![b"an entry".to_vec()]))), Form::Packed);
    for place in 0..bytes.len() {
        let mut turned = bytes.clone();
        turned[place] ^= 1;
        assert!(open_request(&turned, |_| Some(key().public_key())).is_err(), "byte {place}");
    }
}

#[test]
fn a_reply_fits_exactly_one_request() {
    let request = |wall_ms| Request::Exchange(exchange_request(None, Vec::new(), wall_ms));
    let (_, first) = sent(&request(1), Form::Packed);
    let (_, second) = sent(&request(2), Form::Packed);
    let reply = exchange_reply(&exchange_request(None, Vec::new(), 0), Vec::new());
    let bytes = seal_reply(&center_key(), &first, &Reply::Exchange(reply));
    let center = center_key().public_key();
    assert!(open_reply(&bytes, &first, Some(&center)).is_ok());
    assert!(matches!(open_reply(&bytes, &second, Some(&center)), Err(LinkError::NotTheCenter)));
    let forger = DeviceKey::from_seed([1; 32]).public_key();
    assert!(matches!(open_reply(&bytes, &first, Some(&forger)), Err(LinkError::NotTheCenter)));
    // Before the enrolment there is no key to believe such a reply by.
    assert!(matches!(open_reply(&bytes, &first, None), Err(LinkError::NotTheCenter)));
    let nonces = [1, 2].map(|nonce| seal_request(&key(), stream().device, Form::Packed, nonce, &look_up()).1);
    assert_ne!(nonces[0].payload_hash, nonces[1].payload_hash);
}

#[test]
fn an_enrolment_is_believed_by_the_key_that_it_brings() {
    let (_, asked) = sent(&enrol(), Form::Packed);
    let bytes = seal_reply(&center_key(), &asked, &enrolled());
    assert_eq!(open_reply(&bytes, &asked, None).unwrap(), enrolled());
    let forged = seal_reply(&key(), &asked, &enrolled());
    assert!(matches!(open_reply(&forged, &asked, None), Err(LinkError::NotTheCenter)));
    // A laptop that was told the center's key beforehand asks for that one.
    let other = DeviceKey::from_seed([1; 32]).public_key();
    assert!(matches!(open_reply(&bytes, &asked, Some(&other)), Err(LinkError::NotTheCenter)));
}

#[test]
fn a_client_of_another_version_hears_so() {
    let (mut bytes, _) = sent(&exchange(None), Form::Packed);
    assert_eq!(bytes[..2], [0x84, 0x01]);
    bytes[1] = 2;
    assert_eq!(open_request(&bytes, |_| Some(key().public_key())), Err(RefusedRequest::ClientTooOld));
}

fn comes_back(entries: Vec<Vec<u8>>) {
    let request = exchange(Some(push_of(entries)));
    let (bytes, _) = sent(&request, Form::Packed);
    assert_eq!(open_request(&bytes, |_| Some(key().public_key())).unwrap().request, request);
}

#[test]
fn entries_of_other_journals_and_newer_kinds_travel_as_they_are() {
    let mut counter = Counter::new(11, &demo_station());
    counter.day(6);
    // They say seq 1 and more, and here they stand after 7.
    let mut entries = counter.bytes();
    entries.push(b"no entry at all".to_vec());
    entries.push(Vec::new());
    let mut newer = entries[0].clone();
    newer[0] += 1;
    newer.extend([0x08, 0xf5]);
    assert!(matches!(ReadEntry::of(&newer), Ok(ReadEntry::Parked { .. })));
    entries.push(newer);
    comes_back(entries);
}

#[test]
fn odd_payments_come_back_too() {
    let mut counter = Counter::new(12, &demo_station());
    counter.day(12);
    counter.reverse();
    counter.reprint();
    let mut entries = counter.entries().to_vec();
    for (place, entry) in entries.iter_mut().enumerate() {
        entry.seq = Seq(8 + place as u64);
        if let EntryBody::PaymentTaken(payment) = &mut entry.body {
            match place % 3 {
                0 => *payment = on_arrival(payment.clone()),
                1 => payment.id = PaymentId(Uuid::from_u128(place as u128)),
                _ => payment.customer = "0000000042800112".parse::<CustomerNo>().unwrap(),
            }
        }
        entry.time.center = entry.time.center.filter(|_| place % 4 != 0);
    }
    comes_back(entries.iter().map(encode).collect());
}

/// Days at a counter, made once.
static DAYS: LazyLock<Vec<Vec<Entry>>> = LazyLock::new(|| {
    let day = |seed| {
        let mut counter = Counter::new(seed, &demo_station());
        counter.day(16);
        counter.entries().to_vec()
    };
    (0..5).map(day).collect()
});

/// A reply with every change, made once.
static FULL_REPLY: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let (_, asked) = sent(&exchange(None), Form::Packed);
    let plain = exchange_reply(&exchange_request(None, Vec::new(), 0), every_change());
    seal_reply(&center_key(), &asked, &Reply::Exchange(ExchangeReply { cursor: Cursor(5), ..plain }))
});

proptest! {
    #[test]
    fn any_bytes_travel_as_entries(entries in proptest::collection::vec(any::<Vec<u8>>(), 0..12)) {
        comes_back(entries);
    }

    /// Entries with any times, authors and amounts: the bytes that arrive are the bytes that were sent.
    #[test]
    fn any_entries_come_back_byte_for_byte(
        seed: u64,
        fields in proptest::collection::vec((any::<i64>(), any::<u64>(), any::<u32>(), any::<Option<(i64, u64)>>(), -9_999_999_i64..9_999_999), 40),
    ) {
        let mut entries = DAYS[seed as usize % DAYS.len()].clone();
        for (place, (entry, (wall, monotonic, by, seen, amount))) in entries.iter_mut().zip(fields).enumerate() {
            entry.seq = Seq(8 + place as u64);
            if place as u64 % 3 == seed % 3 {
                entry.time.wall_ms = wall;
                entry.time.monotonic_ms = monotonic;
                entry.time.center = seen.map(|(time_ms, age_ms)| journal::CenterSeen { time_ms, age_ms });
                entry.by.0 = by;
            }
            if let EntryBody::PaymentTaken(payment) = &mut entry.body {
                payment.prepaid_used = Money::from_fen(amount);
                payment.prepaid_added += payment.prepaid_used;
                payment.receipt = by;
            }
        }
        comes_back(entries.iter().map(encode).collect());
    }

    /// Bytes from anybody are read or refused, and nothing else happens.
    #[test]
    fn a_signed_payload_of_garbage_is_refused(kind in 0_u8..5, form in 0_u8..3, body: Vec<u8>) {
        let payload = [&[kind, form], body.as_slice()].concat();
        let message = [b"qingjiang request".as_slice(), &[0, 1], &17_u32.to_be_bytes(), &payload].concat();
        let mut bytes = Vec::new();
        let mut cbor = minicbor::Encoder::new(&mut bytes);
        cbor.array(4).unwrap().u16(1).unwrap().u32(17).unwrap().bytes(&payload).unwrap();
        cbor.bytes(&key().sign(&message).0).unwrap();
        prop_assert!(open_request(&bytes, |_| Some(key().public_key())).is_err());
    }

    #[test]
    fn a_reply_with_any_byte_changed_is_not_believed(place: usize, byte: u8) {
        let (_, asked) = sent(&exchange(None), Form::Packed);
        let mut bytes = FULL_REPLY.clone();
        let place = place % bytes.len();
        prop_assume!(bytes[place] != byte);
        bytes[place] = byte;
        prop_assert!(open_reply(&bytes, &asked, Some(&center_key().public_key())).is_err());
    }
}
