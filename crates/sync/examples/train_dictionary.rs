//! Trains the dictionary of a protocol version and writes it. It is run once a version, because a dictionary that was
//! released never changes:
//!
//! ```text
//! cargo run -p sync --example train_dictionary -- schema/wire/dictionary-1.zdict
//! ```

#![expect(clippy::print_stdout, reason = "it says what it wrote")]

#[path = "../tests/sample/mod.rs"]
mod sample;

use domain::{CustomerNo, Seq, ShiftNo, UnitCode};
use sample::{AS_OF, Counter, center_key, customers, exchange_reply, exchange_request, key, stream};
use sync::{
    Change, DICTIONARY, Form, LookUpReply, LookUpRequest, PROTOCOL, Push, Reply, Request, ShiftDigest, seal_reply,
    seal_request,
};
use testkit::demo::{prices, rules, shares, units};
use testkit::seed::Rng;

const BYTES_MAX: usize = 60 << 10;

/// Numbers up to 32,767 are reserved by the format for a register of dictionaries.
const FIRST_ID: u32 = 40_000;

fn main() {
    let path = std::env::args().nth(1).expect("the file to write");
    let mut samples = Vec::new();
    for (round, (station, _)) in shares(1_000_000).into_iter().enumerate() {
        samples.extend(of_a_counter(round as u64, &station));
        samples.extend(of_customers(round as u64, &station));
    }
    let bytes: usize = samples.iter().map(Vec::len).sum();
    let mut dictionary = zstd::dict::from_samples(&samples, BYTES_MAX).expect("the samples are many enough");
    dictionary[4..8].copy_from_slice(&(FIRST_ID + u32::from(PROTOCOL)).to_le_bytes());
    std::fs::write(&path, &dictionary).expect("the dictionary can be written");
    println!("{} samples of {bytes} B gave {} B in {path}, as of {AS_OF}", samples.len(), dictionary.len());
}

/// Days of every length, and payments that were sent one by one.
fn of_a_counter(round: u64, station: &UnitCode) -> Vec<Vec<u8>> {
    let mut rng = Rng::new(round);
    let mut counter = Counter::new(round + 1_000, station);
    let mut samples = Vec::new();
    for _ in 0..4 {
        let before = Seq(counter.entries().len() as u64);
        counter.day(rng.between(8, 70) as usize);
        samples.extend(message(counter.push(before), &mut rng));
    }
    for _ in 0..24 {
        let before = Seq(counter.entries().len() as u64);
        if before.0.is_multiple_of(3) {
            counter.start();
        }
        counter.pay();
        samples.extend(message(counter.push(before), &mut rng));
    }
    samples
}

/// A request with its reply, which says little.
fn message(push: Push, rng: &mut Rng) -> [Vec<u8>; 2] {
    let digest = ShiftDigest {
        stream: stream(),
        shift: ShiftNo(rng.below(90) as u32),
        entries: push.entries.len() as u64,
        payments: push.entries.len() as u64,
        amount: domain::Money::from_fen(rng.between(100, 900_000)),
    };
    let sent_ms = 1_795_400_000_000 + rng.between(0, 900_000_000);
    let request = exchange_request(Some(push), vec![digest], sent_ms);
    let reply = exchange_reply(&request, Vec::new());
    pair(Request::Exchange(request), Reply::Exchange(reply))
}

fn pair(request: Request, reply: Reply) -> [Vec<u8>; 2] {
    let (up, asked) = seal_request(&key(), stream().device, Form::Packed, 7, &request);
    [unfolded(&up), unfolded(&seal_reply(&center_key(), &asked, &reply))]
}

/// Customers one by one, as a day changes them and as they are looked up, and by the dozen.
fn of_customers(round: u64, station: &UnitCode) -> Vec<Vec<u8>> {
    let mut states = customers(round + 5_000, station, 400, 3).into_iter();
    let mut samples = Vec::new();
    for size in [1, 1, 1, 1, 2, 3, 8, 52, 120] {
        let changes: Vec<Change> = states.by_ref().take(size).map(Box::new).map(Change::Customer).collect();
        let request = exchange_request(None, Vec::new(), 1_795_400_000_000);
        let reply = Reply::Exchange(exchange_reply(&request, changes));
        samples.push(pair(Request::Exchange(request), reply)[1].clone());
    }
    for state in states.take(4) {
        let customer: CustomerNo = state.customer.no.clone();
        let request = Request::LookUp(LookUpRequest { stream: stream(), customer });
        let held = exchange_reply(&exchange_request(None, Vec::new(), 0), Vec::new()).held;
        let reply = LookUpReply { held, found: Some(state), center_time_ms: 1_795_400_000_000 };
        samples.extend(pair(request, Reply::LookUp(reply)));
    }
    if round.is_multiple_of(10) {
        samples.push(settings());
    }
    samples
}

/// What every outlet works by.
fn settings() -> Vec<u8> {
    let mut changes: Vec<Change> = units().into_iter().map(Change::Unit).collect();
    changes.extend(prices().into_iter().map(Change::Price));
    changes.push(Change::Rules(rules()));
    let request = exchange_request(None, Vec::new(), 1_795_400_000_000);
    let reply = Reply::Exchange(exchange_reply(&request, changes));
    pair(Request::Exchange(request), reply)[1].clone()
}

/// What the compressor was given: out of the envelope, and unfolded again.
fn unfolded(message: &[u8]) -> Vec<u8> {
    let mut envelope = minicbor::Decoder::new(message);
    let fields = envelope.array().unwrap().expect("an envelope is an array of a stated size");
    // A request names its device before the payload.
    for _ in 0..fields - 2 {
        envelope.u32().unwrap();
    }
    unfolded_payload(envelope.bytes().unwrap())
}

fn unfolded_payload(payload: &[u8]) -> Vec<u8> {
    let mut rest = &payload[2..];
    let (mut length, mut shift) = (0, 0);
    while let Some((byte, after)) = rest.split_first() {
        length |= usize::from(byte & 0x7f) << shift;
        shift += 7;
        rest = after;
        if byte & 0x80 == 0 {
            break;
        }
    }
    let frame = [&[0x28, 0xb5, 0x2f, 0xfd], &rest[..length]].concat();
    let mut zstd = zstd::bulk::Decompressor::with_dictionary(DICTIONARY).unwrap();
    zstd.decompress(&frame, 8 << 20).unwrap()
}
