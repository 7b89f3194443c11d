//! What travels for a payment: the real client and the real server, every byte of TCP's payload counted.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use domain::{AmountChoice, Money, Tender, Tendered};
use outlet::{Access, sync_now};
use sync::{HttpCenter, HttpOptions};

use crate::bench::Scale;
use crate::bench::payment::tendered;
use crate::bench::server::serve;
use crate::bench::table::{Row, hundredths, say, times};
use crate::shaper::{Carried, Line, Shaper};
use crate::workbench::{Desk, today};

pub fn bytes(scale: &Scale) -> Vec<Row> {
    let desk = Desk::with_customers(1_200);
    desk.open_shift();
    let shaper = Shaper::before(serve(desk.center.clone()), Line::FAST, 1).expect("a proxy starts");
    let center = client(&desk, shaper.address);
    sync_now(&desk.laptop, &center, |_| {}).expect("the line works");
    let mut number = 0;
    let mut rows = Vec::new();
    let batches: &[(usize, u64)] = if scale.quick { &[(52, 64), (1, 600)] } else { &[(500, 24), (52, 64), (1, 600)] };
    for (count, budget) in batches {
        let json = take(&desk, &mut number, *count);
        let before = shaper.carried();
        sync_now(&desk.laptop, &center, |_| {}).expect("the line works");
        let after = shaper.carried();
        let carried = Carried { up: after.up - before.up, down: after.down - before.down };
        let each = |bytes: u64| hundredths(u128::from(bytes) * 100 / *count as u128);
        let all = carried.up + carried.down;
        rows.push(
            Row::new(
                "wire",
                format!("bytes for a payment, {count} at once"),
                format!("{} B (up {}, down {})", each(all), each(carried.up), each(carried.down)),
            )
            .beside(format!("JSON lines + zstd {} B, up only", each(json)), times(u128::from(all), u128::from(json)))
            .within(format!("{budget} B, headers included"), all <= budget * *count as u64),
        );
    }
    rows
}

/// Takes payments, and answers how large they are as compressed JSON lines.
fn take(desk: &Desk, number: &mut usize, count: usize) -> u64 {
    let mut json = Vec::new();
    for _ in 0..count {
        *number += 1;
        desk.world.advance(45_000);
        let customer = &desk.customers[*number % desk.customers.len()];
        let taken = desk.take(customer, in_notes(desk, customer, tendered(uuid_like(*number))));
        serde_json::to_writer(&mut json, &taken.row.payment).expect("a payment is JSON");
        json.push(b'\n');
    }
    zstd::bulk::compress(&json, 3).expect("it can be compressed").len() as u64
}

/// What is due, in notes of ten yuan; some prepayment where nothing is.
fn in_notes(desk: &Desk, customer: &domain::CustomerNo, tendered: Tendered) -> Tendered {
    let card = desk.laptop.with(|outlet| outlet.open_customer(customer, today())).expect("the card opens");
    let due: Money = card.bills.iter().map(|bill| bill.due.total()).sum();
    let received = due.round_up_to(Money::from_yuan(10)).max(Money::from_yuan(50));
    Tendered { amount: AmountChoice::Due, tenders: vec![Tender::Cash { received }], ..tendered }
}

/// Ids of screens carry their time and chance; a counter would compress too well.
fn uuid_like(number: usize) -> u128 {
    let mut rng = crate::seed::Rng::new(number as u64);
    u128::from(rng.next_u64() >> 2) | (u128::from(rng.next_u64() & 0xfff) << 64)
}

fn client(desk: &Desk, address: SocketAddr) -> HttpCenter {
    let device = desk.laptop.with(|outlet| outlet.read().device()).expect("it can be read").expect("it is enrolled");
    HttpCenter::new(
        &format!("http://{address}"),
        desk.laptop.key(),
        Some(device.stream),
        Some(device.center_key),
        HttpOptions::default(),
    )
    .expect("the client starts")
}

struct SlowLink {
    what: &'static str,
    payments: usize,
    bits_per_second: u64,
    round_trip_ms: u64,
    loss_percent: u64,
    budget: Duration,
}

const SLOW_LINKS: &[SlowLink] = &[
    SlowLink {
        what: "500 payments at 64 kbit/s, 600 ms, 5 % loss",
        payments: 500,
        bits_per_second: 64_000,
        round_trip_ms: 600,
        loss_percent: 5,
        budget: Duration::from_millis(2_500),
    },
    SlowLink {
        what: "a day of 52 payments at 9.6 kbit/s, 800 ms, 10 % loss",
        payments: 52,
        bits_per_second: 9_600,
        round_trip_ms: 800,
        loss_percent: 10,
        budget: Duration::from_secs(10),
    },
];

pub fn slow_links(scale: &Scale) -> Vec<Row> {
    SLOW_LINKS.iter().map(|link| over(link, if scale.quick { 1 } else { 5 })).collect()
}

/// The median of several rounds, since loss is chance; the connection is made anew each time, as after an hour offline.
fn over(link: &SlowLink, rounds: usize) -> Row {
    let desk = Desk::with_customers(1_200);
    desk.open_shift();
    let server = serve(desk.center.clone());
    let line = Line::new(link.bits_per_second, link.round_trip_ms, link.loss_percent);
    let mut number = 0;
    let mut measured: Vec<(Duration, Carried)> = (0..rounds)
        .map(|round| {
            take(&desk, &mut number, link.payments);
            let shaper = Shaper::before(server, line, round as u64).expect("a proxy starts");
            let center = client(&desk, shaper.address);
            let started = Instant::now();
            sync_now(&desk.laptop, &center, |_| {}).expect("the line works");
            (started.elapsed(), shaper.carried())
        })
        .collect();
    measured.sort_by_key(|(time, _)| *time);
    let (time, carried) = measured[measured.len() / 2];
    let floor =
        line.round_trip + Duration::from_nanos((carried.up + carried.down) * 8_000_000_000 / link.bits_per_second);
    Row::new("slow-link", link.what, format!("{} ({} B)", say(time), carried.up + carried.down))
        .beside(format!("the line itself {}", say(floor)), times(time.as_nanos(), floor.as_nanos()))
        .within(say(link.budget), time <= link.budget)
}
