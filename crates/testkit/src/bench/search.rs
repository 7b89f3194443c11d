//! The search box, by kind of query, beside a scan with LIKE over the same replica.

use std::path::Path;
use std::time::{Duration, Instant};

use domain::{Account, CustomerState};
use rusqlite::Connection;
use store::Store;

use crate::bench::Scale;
use crate::bench::table::{Row, fastest_of_three, percentile, say, times};
use crate::demo;
use crate::seed::Rng;
use crate::workbench::today;

struct Size {
    customers: usize,
    budget: Duration,
}

/// A kind of query: its name, and how it is taken from a customer.
type Kind = (&'static str, fn(&domain::Customer, &mut Rng) -> String);

const KINDS: &[Kind] = &[
    ("account number, last 6", |customer, _| tail(customer.no.as_str(), 6)),
    ("account number, middle 5", |customer, rng| fragment(customer.no.as_str(), 5, rng)),
    ("meter, last 6", |customer, _| tail(&customer.meter_no, 6)),
    ("phone, middle 4", |customer, rng| fragment(&customer.phone, 4, rng)),
    ("name", |customer, _| customer.name.clone()),
    ("name, 2 characters", |customer, rng| fragment(&customer.name, 2, rng)),
    ("name, 1 character", |customer, rng| fragment(&customer.name, 1, rng)),
    ("pinyin initials", |customer, _| initials(&customer.name)),
    ("address, 3 characters", |customer, rng| fragment(&customer.address, 3, rng)),
    ("nothing found", |_, rng| format!("鑫{}焱", rng.below(1_000_000))),
];

pub fn run(scale: &Scale) -> Vec<Row> {
    let mut sizes = vec![Size { customers: 20_000, budget: Duration::from_millis(2) }];
    if !scale.quick {
        sizes.push(Size { customers: 200_000, budget: Duration::from_millis(5) });
    }
    if scale.whole {
        sizes.push(Size { customers: 1_100_000, budget: Duration::from_millis(15) });
    }
    sizes.iter().flat_map(|size| measure(size, if scale.quick { 40 } else { 300 })).collect()
}

fn measure(size: &Size, queries: usize) -> Vec<Row> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("replica.db");
    let (store, sample) = filled(&path, size.customers);
    let reader = store.reader().expect("a reader opens");
    let scan = scan_time(&path, &sample);
    let mut all = Vec::new();
    let mut rows: Vec<Row> = Vec::new();
    for (name, query_of) in KINDS {
        let mut rng = Rng::new(11);
        let queries = sample.iter().cycle().take(queries).map(|customer| query_of(customer, &mut rng));
        let queries: Vec<String> = queries.filter(|query| !query.is_empty()).collect();
        let mut times_of_kind: Vec<Duration> = queries
            .iter()
            .map(|query| {
                fastest_of_three(|| {
                    reader.read().search(query, 20).expect("the search works");
                })
            })
            .collect();
        all.extend(times_of_kind.iter().copied());
        let (p50, p99) = (percentile(&mut times_of_kind, 50), percentile(&mut times_of_kind, 99));
        let what = format!("search {}: {name}", size.customers);
        rows.push(
            Row::new("search", what, format!("p50 {}, p99 {}", say(p50), say(p99)))
                .beside(format!("LIKE scan {}", say(scan)), times(p99.as_nanos(), scan.as_nanos()))
                .within(format!("p99 {}", say(size.budget)), p99 <= size.budget),
        );
    }
    let (p50, p99) = (percentile(&mut all, 50), percentile(&mut all, 99));
    rows.push(
        Row::new(
            "search",
            format!("search {}: all kinds", size.customers),
            format!("p50 {}, p99 {}", say(p50), say(p99)),
        )
        .within(format!("p99 {}", say(size.budget)), p99 <= size.budget),
    );
    rows
}

fn filled(path: &Path, count: usize) -> (Store, Vec<domain::Customer>) {
    let mut store = Store::open(path, None).expect("the replica opens");
    let people = demo::Prefecture::new(1, today()).with_bills_of_months(1);
    let mut sample = Vec::new();
    let mut write = store.write().expect("a transaction begins");
    for (index, made) in people.whole(count).enumerate() {
        if index % (count / 500).max(1) == 0 {
            sample.push(made.customer.clone());
        }
        let account = Account { bills: Vec::new(), ..Account::unknown(made.customer.no.clone()) };
        let state = CustomerState { customer: made.customer, account, last_payments: Vec::new() };
        write.put_customer(&state, &[], 0).expect("a customer is kept");
    }
    write.commit().expect("the customers are kept");
    store.checkpoint().expect("the log is emptied");
    (store, sample)
}

/// What a query costs without an index: the median of a few.
fn scan_time(path: &Path, sample: &[domain::Customer]) -> Duration {
    let db = Connection::open(path).expect("the replica opens");
    let mut statement = db.prepare("SELECT no FROM customer WHERE name LIKE ? LIMIT 20").expect("it can be asked");
    let mut scans: Vec<Duration> = sample
        .iter()
        .take(15)
        .map(|customer| {
            let nobody = format!("%{}鑫焱%", customer.name);
            let started = Instant::now();
            let found = statement.query_map([nobody], |row| row.get::<_, String>(0)).expect("it answers");
            assert_eq!(found.count(), 0);
            started.elapsed()
        })
        .collect();
    percentile(&mut scans, 50)
}

fn tail(text: &str, count: usize) -> String {
    text.get(text.len().saturating_sub(count)..).unwrap_or(text).to_owned()
}

fn fragment(text: &str, count: usize, rng: &mut Rng) -> String {
    let letters: Vec<char> = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    if letters.len() <= count {
        return letters.into_iter().collect();
    }
    let at = rng.below((letters.len() - count) as u64 + 1) as usize;
    letters[at..at + count].iter().collect()
}

/// Initials of the commonest surnames of the demo; other letters do as well, they only find nobody.
fn initials(name: &str) -> String {
    const SOUNDS: &[(&str, char)] = &[
        ("田天谭覃唐", 't'),
        ("向谢徐秀显香学", 'x'),
        ("彭平", 'p'),
        ("冉", 'r'),
        ("杨姚银英远玉元永友义", 'y'),
        ("张周珍正志忠", 'z'),
        ("黄红华光国桂贵", 'g'),
        ("王吴万文", 'w'),
        ("李刘罗廖龙兰莲林", 'l'),
        ("陈成昌春翠", 'c'),
        ("邓大德东冬", 'd'),
        ("牟麻明梅美", 'm'),
    ];
    let of =
        |letter: char| SOUNDS.iter().find(|(letters, _)| letters.contains(letter)).map_or('j', |(_, sound)| *sound);
    name.chars().map(of).collect()
}
