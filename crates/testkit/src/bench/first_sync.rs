//! A new desk fetches its township over real HTTP on a fast line.

use std::time::{Duration, Instant};

use center::NewAccount;
use outlet::{Access, sync_now};
use store::ReplicaKey;
use sync::{HttpCenter, HttpOptions};

use crate::bench::Scale;
use crate::bench::server::serve;
use crate::bench::table::{Row, hundredths, say, times};
use crate::demo;
use crate::machines::{Laptop, WorldTime};
use crate::shaper::{Line, Shaper};
use crate::workbench::{self, today};

const BUDGET: Duration = Duration::from_millis(1_200);
const BYTES_EACH_MAX: u64 = 45;

pub fn run(scale: &Scale) -> Vec<Row> {
    let customers = if scale.quick { 5_000 } else { 50_000 };
    let folder = tempfile::tempdir().expect("a folder");
    let world = WorldTime::at(today().and_hms_opt(9, 0, 0).expect("nine is a time"));
    let accounts = with_a_bill_each(customers);
    let csv = csv_of(&accounts);
    let center = workbench::town_hall(folder.path(), &world, accounts.into_iter());
    let home = folder.path().join("desk");
    std::fs::create_dir(&home).expect("the folder is new");
    let laptop = Laptop::new(&home, world, [5; 32], Some(ReplicaKey([6; 32])));
    laptop.start().expect("the desk starts");
    drop(workbench::enrol(&laptop, &center, demo::demo_outlet(), "BYP-09"));
    let shaper = Shaper::before(serve(center), Line::FAST, 1).expect("a proxy starts");
    let device = laptop.with(|outlet| outlet.read().device()).expect("it can be read").expect("it is enrolled");
    let url = format!("http://{}", shaper.address);
    let (stream, key) = (Some(device.stream), Some(device.center_key));
    let http = HttpCenter::new(&url, laptop.key(), stream, key, HttpOptions::default()).expect("the client starts");
    let started = Instant::now();
    sync_now(&laptop, &http, |_| {}).expect("the line works");
    let time = started.elapsed();
    let have = laptop.with(|outlet| outlet.read().customer_count()).expect("they can be counted");
    assert_eq!(have, customers as u64, "every customer arrived");
    let carried = shaper.carried();
    let bytes = carried.up + carried.down;
    let started = Instant::now();
    let packed = zstd::bulk::compress(csv.as_bytes(), 3).expect("it can be compressed").len();
    let packing = started.elapsed();
    let each = |bytes: u64| hundredths(u128::from(bytes) * 100 / customers as u128);
    vec![
        Row::new("first-sync", format!("first sync of {customers} customers with a bill each"), say(time))
            .beside(format!("zstd over their CSV {}", say(packing)), times(time.as_nanos(), packing.as_nanos()))
            .within(say(BUDGET), time <= BUDGET),
        Row::new("first-sync", "first sync: bytes a customer", format!("{} B", each(bytes)))
            .beside(format!("CSV + zstd {} B", each(packed as u64)), times(u128::from(bytes), packed as u128))
            .within(format!("{BYTES_EACH_MAX} B"), bytes <= BYTES_EACH_MAX * customers as u64),
    ]
}

/// The demo's people, as many as wished, all of them served by one station.
fn with_a_bill_each(count: usize) -> Vec<NewAccount> {
    let people = demo::Prefecture::new(2, today()).with_bills_of_months(1);
    let station = demo::demo_station();
    let accounts = people.whole(count).map(NewAccount::from).map(|mut account| {
        account.customer.unit = station.clone();
        for bill in &mut account.bills {
            bill.settlements.clear();
        }
        account
    });
    accounts.collect()
}

fn csv_of(accounts: &[NewAccount]) -> String {
    let line = |account: &NewAccount| {
        let customer = &account.customer;
        let bills = account
            .bills
            .iter()
            .map(|bill| format!("{},{},{},{}", bill.id, bill.energy_kwh, bill.amount, bill.penalty_start));
        format!(
            "{},{},{},{},{},{},{},{},{},{}\n",
            customer.no,
            customer.old_no.as_deref().unwrap_or_default(),
            customer.name,
            customer.address,
            customer.elec_type.0,
            customer.meter_no,
            customer.transformer_area,
            customer.phone,
            account.prepaid,
            bills.collect::<Vec<_>>().join(",")
        )
    };
    accounts.iter().map(line).collect()
}
