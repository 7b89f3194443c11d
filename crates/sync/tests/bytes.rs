//! How many bytes travel. Every number is printed; the budgets are those of the design.

#![expect(clippy::print_stdout, reason = "the measured bytes are for reading")]

mod sample;

use domain::{Money, Seq, ShiftNo, SupplyState};
use journal::EntryBody;
use sample::round::{is_plain, supplies};
use sample::{AS_OF, Counter, center_key, customers, exchange_reply, exchange_request, key, stream};
use sync::{
    Change, ExchangeRequest, Form, Push, Reply, Request, ShiftDigest, open_reply, open_request, seal_reply,
    seal_request,
};
use testkit::demo::{demo_station, shares};

/// What the HTTP client and the center write around a body on a kept connection; `http.rs` checks it.
const HEADERS: usize = 119 + 108;

fn request(push: Option<Push>, sent_ms: i64) -> ExchangeRequest {
    let sums = ShiftDigest {
        stream: stream(),
        shift: ShiftNo(3),
        entries: 54,
        payments: 52,
        amount: Money::from_fen(958_254),
    };
    exchange_request(push, vec![sums], sent_ms)
}

/// Sends a request and its reply through the envelope and gives the sizes of both bodies.
fn round_trip(request: ExchangeRequest, changes: Vec<Change>, form: Form) -> (usize, usize) {
    let asked_for = Request::Exchange(request.clone());
    let (up, asked) = seal_request(&key(), stream().device, form, 0x1234_5678_9abc_def0, &asked_for);
    let opened = open_request(&up, |_| Some(key().public_key())).unwrap();
    assert_eq!(opened.request, asked_for);
    assert_eq!(opened.asked, asked);
    let answer = Reply::Exchange(exchange_reply(&request, changes));
    let down = seal_reply(&center_key(), &opened.asked, &answer);
    assert_eq!(open_reply(&down, &asked, Some(&center_key().public_key())).unwrap(), answer);
    (up.len(), down.len())
}

/// With one decimal, rounded up.
fn each(all: usize, count: usize) -> String {
    let tenths = (all * 10).div_ceil(count);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// Prints a row and gives the bytes of each payment or reading, all in.
fn row(name: &str, payments: usize, push: Push, sent_ms: i64) -> usize {
    let plain_entries: usize = push.entries.iter().map(Vec::len).sum();
    let count = push.entries.len();
    let (plain, _) = round_trip(request(Some(push.clone()), sent_ms), vec![], Form::Plain);
    let (up, down) = round_trip(request(Some(push), sent_ms), vec![], Form::Packed);
    let all = up + down + HEADERS;
    println!(
        "{name}: {count} entries of {plain_entries} B; request {up} B (plain {plain} B), reply {down} B, \
         headers {HEADERS} B; all in {} B each",
        each(all, payments)
    );
    all.div_ceil(payments)
}

#[test]
fn a_payment_in_a_batch_of_500_takes_at_most_24_bytes() {
    let mut counter = Counter::new(4_242, &demo_station());
    while counter.payments() < 500 {
        counter.day((500 - counter.payments()).min(52));
    }
    let payments = counter.payments();
    assert!(row("500 payments of ten days", payments, counter.push(Seq::ZERO), counter.now_ms()) <= 24);
}

#[test]
fn a_payment_in_a_day_of_52_takes_at_most_64_bytes() {
    let mut counter = Counter::new(99, &demo_station());
    counter.day(52);
    assert!(row("a day of 52 payments", 52, counter.push(Seq::ZERO), counter.now_ms()) <= 64);
}

#[test]
fn a_single_payment_takes_at_most_600_bytes_on_a_kept_connection() {
    let mut counter = Counter::new(5, &demo_station());
    counter.day(3);
    counter.start();
    let mut all = Vec::new();
    for _ in 0..25 {
        counter.pay();
        let before = Seq(counter.entries().len() as u64 - 1);
        let request = request(Some(counter.push(before)), counter.now_ms());
        let (up, down) = round_trip(request, vec![], Form::Packed);
        all.push(up + down + HEADERS);
    }
    all.sort_unstable();
    println!("a single payment: {all:?} B all in, of which headers {HEADERS} B");
    assert!(all[all.len() / 2] <= 600);
}

/// Households along the road, in the order of their houses, as a reader meets them.
fn households(seed: u64, count: usize) -> Vec<SupplyState> {
    let all = supplies(seed, &demo_station(), count * 2);
    all.into_iter().filter(is_plain).take(count).collect()
}

#[test]
fn a_reading_with_its_bill_takes_at_most_44_bytes_in_a_round_of_300() {
    let mut counter = Counter::new(31, &demo_station());
    counter.walk(&households(31, 300));
    let bills = counter.entries().iter().filter(|entry| matches!(entry.body, EntryBody::BillIssued(_))).count();
    assert!(bills >= 290, "{bills} bills");
    let all = row("a round of 300, read and billed", bills, counter.push(Seq::ZERO), counter.now_ms());
    assert!(all <= 44);
}

#[test]
fn a_reading_alone_takes_at_most_32_bytes_in_a_round_of_300() {
    let mut counter = Counter::new(32, &demo_station());
    counter.start();
    for state in households(32, 300) {
        counter.read(&state);
    }
    assert!(row("a round of 300, read only", 300, counter.push(Seq::ZERO), counter.now_ms()) <= 32);
}

#[test]
fn a_station_with_every_kind_of_customer_is_read_and_billed() {
    let mut counter = Counter::new(33, &demo_station());
    counter.walk(&supplies(33, &demo_station(), 300));
    let entries = counter.entries().len();
    row("300 customers of every kind", entries, counter.push(Seq::ZERO), counter.now_ms());
}

#[test]
fn a_supply_takes_at_most_40_bytes_in_a_first_sync() {
    let states = supplies(77, &demo_station(), 12_000);
    let count = states.len();
    let json: usize = states.iter().map(|state| serde_json::to_string(state).unwrap().len()).sum();
    let (mut up, mut down, mut trips) = (0, 0, 0);
    for part in states.chunks(3_000) {
        let changes = part.iter().cloned().map(Box::new).map(Change::Supply).collect();
        let (request, reply) = round_trip(request(None, 1_795_480_000_000), changes, Form::Packed);
        (up, down, trips) = (up + request, down + reply, trips + 1);
    }
    let all = up + down + trips * HEADERS;
    println!("first sync of {count} supplies of {json} B of JSON: {down} B; all in {} B a supply", each(all, count));
    assert!(all <= 40 * count);
}

#[test]
fn a_customer_with_a_bill_takes_at_most_45_bytes_in_a_first_sync() {
    let wanted: usize = 50_000;
    let mut states = Vec::new();
    for (station, _) in shares(1_100_000).into_iter().skip(3) {
        states.extend(customers(77, &station, 12_200.min(wanted - states.len()), 1));
    }
    let bills: usize = states.iter().map(|state| state.account.bills.len()).sum();
    let (mut up, mut down, mut trips) = (0, 0, 0);
    for part in states.chunks(20_000) {
        let changes = part.iter().cloned().map(Box::new).map(Change::Customer).collect();
        let (request, reply) = round_trip(request(None, 1_795_480_000_000), changes, Form::Packed);
        (up, down, trips) = (up + request, down + reply, trips + 1);
    }
    let all = up + down + trips * HEADERS;
    println!(
        "first sync of {wanted} customers with {bills} bills on {AS_OF}: {trips} replies, {down} B; all in {} B a customer",
        each(all, wanted)
    );
    assert!(all <= 45 * wanted);
}
