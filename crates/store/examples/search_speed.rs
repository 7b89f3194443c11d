//! How fast the replica fills and answers: `cargo run --release -p store --example search_speed -- 200000 [fill]`.
#![allow(clippy::print_stdout, reason = "it is made to print")]

use std::time::{Duration, Instant};

use domain::{
    Account, Bill, BillId, BillingPeriod, Customer, CustomerState, CustomerStatus, ElecType, Money, PowerState,
};
use store::{ReplicaKey, Store};

const SURNAMES: [&str; 20] = [
    "田", "向", "彭", "覃", "谭", "冉", "杨", "张", "黄", "王", "李", "刘", "陈", "周", "吴", "罗", "谢", "邓", "曾",
    "瞿",
];
const GIVEN: [&str; 24] = [
    "大", "正", "光", "明", "世", "永", "国", "家", "文", "德", "昌", "翠", "秀", "玉", "春", "桂", "英", "芳", "梅",
    "兰", "贵", "云", "平", "华",
];
const VILLAGES: [&str; 12] =
    ["石桥", "熊家岩", "三河", "两河口", "白果树", "响水", "大坪", "麻山", "洞下", "高峰", "朝阳", "青树"];
const CHUNK: usize = 2_000;

/// A small generator of its own; the same number gives the same people.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }

    fn pick(&mut self, words: &[&'static str]) -> &'static str {
        words[self.below(words.len())]
    }
}

fn customer(index: usize, chance: &mut Chance) -> Customer {
    let town = index / 12_200;
    let county = ["恩施市", "利川市", "建始县", "巴东县", "宣恩县", "咸丰县", "来凤县", "鹤峰县"][town % 8];
    let given = if chance.below(8) == 0 { "" } else { chance.pick(&GIVEN) };
    Customer {
        no: format!("4280{:02}{:05}", town, index % 12_200).parse().expect("a number"),
        old_no: (chance.below(5) < 3).then(|| format!("{:02}{:06}", town, index * 3 % 1_000_000)),
        name: format!("{}{}{given}", chance.pick(&SURNAMES), chance.pick(&GIVEN)),
        address: format!(
            "{county}{}镇{}村{}组{}号",
            chance.pick(&VILLAGES),
            chance.pick(&VILLAGES),
            chance.below(14) + 1,
            index % 90
        ),
        unit: "421280103".parse().expect("a code"),
        elec_type: ElecType::RURAL_RESIDENTIAL,
        meter_no: format!("42301{:07}{:010}", chance.below(90), chance.below(10_000_000) * 7 + index),
        transformer_area: "2号台区".to_owned(),
        phone: format!("159{:08}", chance.below(100_000_000)),
        status: CustomerStatus::Normal,
        power: PowerState::On,
    }
}

fn state(customer: Customer) -> CustomerState {
    let bill = Bill {
        id: BillId::first_of(BillingPeriod::new(2026, 10).expect("a month")),
        elec_type: customer.elec_type,
        energy_kwh: 120,
        amount: Money::from_fen(8_640),
        penalty_start: BillingPeriod::new(2026, 12).expect("a month").first_day(),
        lock: None,
        settlements: Vec::new(),
    };
    let account = Account {
        customer: customer.no.clone(),
        owner: Some(customer.unit.clone()),
        prepaid: Money::ZERO,
        tail: Money::ZERO,
        bills: vec![bill],
    };
    CustomerState { customer, account, last_payments: Vec::new() }
}

fn fill(store: &mut Store, count: usize) -> Vec<Customer> {
    let mut chance = Chance(7);
    let states: Vec<CustomerState> = (0..count).map(|index| state(customer(index, &mut chance))).collect();
    let begun = Instant::now();
    for chunk in states.chunks(CHUNK) {
        let mut write = store.write().expect("a transaction");
        for state in chunk {
            write.put_customer(state, &[], 0).expect("a customer");
        }
        write.commit().expect("a commit");
    }
    let took = begun.elapsed();
    println!("filled {count} customers in {took:?}: {:?} each", took / count as u32);
    let begun = Instant::now();
    store.checkpoint().expect("a checkpoint");
    println!("checkpoint in {:?}", begun.elapsed());
    states.into_iter().map(|state| state.customer).collect()
}

fn piece(text: &str, from: usize, length: usize) -> String {
    text.chars().skip(from).take(length).collect()
}

/// The kinds of questions, each made from a customer of the replica.
type Kind = (&'static str, fn(&Customer, &mut Chance) -> String);

const KINDS: [Kind; 18] = [
    ("whole account number", |customer, _| customer.no.to_string()),
    ("last 5 of account number", |customer, _| customer.no.as_str()[6..].to_owned()),
    ("4 digits anywhere", |customer, chance| piece(customer.no.as_str(), chance.below(7), 4)),
    ("3 digits anywhere", |customer, chance| piece(&customer.meter_no, chance.below(19), 3)),
    ("2 digits", |customer, chance| piece(&customer.meter_no, chance.below(20), 2)),
    ("last 6 of meter", |customer, _| customer.meter_no[16..].to_owned()),
    ("7 digits inside the meter", |customer, chance| piece(&customer.meter_no, chance.below(14), 7)),
    ("whole meter", |customer, _| customer.meter_no.clone()),
    ("whole phone", |customer, _| customer.phone.clone()),
    ("whole name", |customer, _| customer.name.clone()),
    ("surname", |customer, _| piece(&customer.name, 0, 1)),
    ("given name", |customer, _| piece(&customer.name, 1, 2)),
    ("initials", |_, chance| ["tcy", "wdg", "zxl", "qyl", "lm", "cg"][chance.below(6)].to_owned()),
    ("one letter", |_, chance| ["t", "w", "z", "l"][chance.below(4)].to_owned()),
    ("full pinyin", |_, chance| ["zhang", "zhangda", "tiancuiying", "wang", "chenxiu"][chance.below(5)].to_owned()),
    ("address", |customer, chance| piece(&customer.address, chance.below(6), 4)),
    ("county, as everybody has it", |customer, _| piece(&customer.address, 0, 3)),
    ("village and name", |customer, _| format!("{} {}", piece(&customer.address, 3, 3), piece(&customer.name, 0, 2))),
];

fn measure(store: &Store, customers: &[Customer]) {
    let read = store.read();
    let mut chance = Chance(11);
    for (kind, question) in KINDS {
        let mut took: Vec<(Duration, String)> = Vec::new();
        let mut hits = 0;
        for _ in 0..300 {
            let text = question(&customers[chance.below(customers.len())], &mut chance);
            let begun = Instant::now();
            hits += read.search(&text, 20).expect("an answer").hits.len();
            took.push((begun.elapsed(), text));
        }
        took.sort();
        let (p50, p99) = (&took[149], &took[296]);
        println!("{kind:>28}: p50 {:>9.1?}  p99 {:>9.1?} ({})  {} hits", p50.0, p99.0, p99.1, hits / 300);
    }
}

fn main() {
    let count = std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(20_000);
    let directory = std::env::temp_dir().join(format!("search-speed-{}", std::process::id()));
    std::fs::create_dir_all(&directory).expect("a directory");
    let path = directory.join("replica.db");
    let mut store = Store::open(&path, Some(&ReplicaKey([3; 32]))).expect("a store");
    let customers = fill(&mut store, count);
    println!("{} MB on disk", std::fs::metadata(&path).map_or(0, |file| file.len() >> 20));
    if std::env::args().nth(2).is_none() {
        measure(&store, &customers);
    }
    drop(store);
    std::fs::remove_dir_all(&directory).expect("the directory goes");
}
