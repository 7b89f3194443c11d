//! Search finds any field by any fragment, the best match first, and no text disturbs it.

mod common;

use std::sync::OnceLock;

use common::{Desk, Place, bill, customer, no, state};
use domain::Customer;
use proptest::prelude::*;
use store::{MatchedField, SearchHit, Store};

/// The customers that the table below speaks of.
fn people() -> Vec<Customer> {
    let person = |number: &str, name: &str, address: &str, meter: &str, phone: &str, old: Option<&str>| Customer {
        address: address.to_owned(),
        meter_no: meter.to_owned(),
        phone: phone.to_owned(),
        old_no: old.map(str::to_owned),
        ..customer(number, name)
    };
    vec![
        person("4280011234", "田翠英", "恩施市白杨坪镇石桥村3组", "4230000007654321", "15907171234", Some("00412345")),
        person("4280011235", "田翠", "恩施市白杨坪镇熊家岩村1组", "4230000007650001", "15907170001 07188401234", None),
        person("4280011236", "谭翠云", "恩施市龙凤镇三河村12号", "4230000007650002", "", None),
        person("4280011237", "覃玉兰", "恩施市龙凤镇三河村13号", "4230000007650003", "15800000003", None),
        person("4280011238", "英田商店", "恩施市白杨坪镇集镇", "4230000007650004", "15800000004", None),
        person("4280011239", "欧阳䶮", "恩施市白杨坪镇集镇", "AB30000007650005", "15800000005", None),
        person("4280011240", "吕𬭎", "恩施市白杨坪镇集镇", "4230000007650006", "15800000006", None),
        person("4280011241", "白杨超市ABC", "恩施市龙凤镇正街", "4230000007650007", "15800000007", None),
        person("0042800112", "单于华", "恩施市龙凤镇正街", "4230000007650008", "15800000008", None),
    ]
}

/// A small town of everybody else: 20,000 people whose names and numbers keep out of the way.
fn others() -> impl Iterator<Item = Customer> {
    const SURNAMES: [&str; 8] = ["向", "彭", "冉", "杨", "黄", "王", "李", "刘"];
    const GIVEN: [&str; 9] = ["大", "正", "光", "明", "世", "永", "国", "家", "文"];
    (0..20_000_usize).map(|index| {
        let given = |at: usize| GIVEN[at % GIVEN.len()];
        let name = format!("{}{}{}", SURNAMES[index % SURNAMES.len()], given(index / 8), given(index / 72));
        Customer {
            address: format!("宣恩县沙道沟镇两河口村{}组", index % 17),
            meter_no: format!("4290{index:012}"),
            phone: format!("1860000{:04}", index % 5_000),
            ..customer(&format!("42900{index:05}"), &name)
        }
    })
}

fn town() -> &'static std::sync::Mutex<Store> {
    static TOWN: OnceLock<std::sync::Mutex<Store>> = OnceLock::new();
    TOWN.get_or_init(|| {
        // The directory may go at once: the open file stays until the tests end.
        let place = Place::new("town");
        let mut store = Store::open(&place.file(), None).unwrap();
        let mut write = store.write().unwrap();
        for customer in people().into_iter().chain(others()) {
            write.put_customer(&state(customer, vec![]), &[], 0).unwrap();
        }
        write.commit().unwrap();
        std::sync::Mutex::new(store)
    })
}

fn find(text: &str) -> Vec<SearchHit> {
    town().lock().unwrap().read().search(text, 20).unwrap().hits
}

fn names(text: &str) -> Vec<String> {
    find(text).into_iter().map(|hit| hit.customer.name).collect()
}

/// What is highlighted of the best hit.
fn lit(text: &str) -> (MatchedField, Vec<String>) {
    let hit = find(text).into_iter().next().unwrap_or_else(|| panic!("{text} finds nobody"));
    let field = match hit.field {
        MatchedField::CustomerNo => hit.customer.no.as_str(),
        MatchedField::OldNo => hit.customer.old_no.as_deref().unwrap(),
        MatchedField::MeterNo => &hit.customer.meter_no,
        MatchedField::Phone => &hit.customer.phone,
        MatchedField::Name | MatchedField::Pinyin => &hit.customer.name,
        MatchedField::Address => &hit.customer.address,
    };
    (hit.field, hit.span.iter().map(|range| field[range.clone()].to_owned()).collect())
}

#[test]
fn any_field_is_found_by_any_fragment() {
    use MatchedField::*;
    let table: [(&str, &str, MatchedField, &[&str]); 29] = [
        ("4280011234", "田翠英", CustomerNo, &["4280011234"]),
        ("４２８００１１２３４", "田翠英", CustomerNo, &["4280011234"]),
        (" 4280 0112 34 ", "田翠英", CustomerNo, &["4280011234"]),
        ("428001123", "田翠", CustomerNo, &["428001123"]),
        ("800112", "单于华", CustomerNo, &["800112"]),
        ("00428", "单于华", CustomerNo, &["00428"]),
        ("11236", "谭翠云", CustomerNo, &["11236"]),
        ("0412345", "田翠英", OldNo, &["0412345"]),
        ("00412", "田翠英", OldNo, &["00412"]),
        ("4230000007654321", "田翠英", MeterNo, &["4230000007654321"]),
        ("654321", "田翠英", MeterNo, &["654321"]),
        ("765432", "田翠英", MeterNo, &["765432"]),
        ("ab3000", "欧阳䶮", MeterNo, &["AB3000"]),
        ("15907171234", "田翠英", Phone, &["15907171234"]),
        ("159-0717-1234", "田翠英", Phone, &["15907171234"]),
        ("8401234", "田翠", Phone, &["8401234"]),
        ("田翠英", "田翠英", Name, &["田翠英"]),
        ("翠英", "田翠英", Name, &["翠英"]),
        ("䶮", "欧阳䶮", Name, &["䶮"]),
        ("𬭎", "吕𬭎", Name, &["𬭎"]),
        ("超市abc", "白杨超市ABC", Name, &["超市ABC"]),
        ("tcy", "田翠英", Pinyin, &["田翠英"]),
        ("TianCui", "田翠", Pinyin, &["田翠"]),
        ("cuiyun", "谭翠云", Pinyin, &["翠云"]),
        ("qyl", "覃玉兰", Pinyin, &["覃玉兰"]),
        ("tanyulan", "覃玉兰", Pinyin, &["覃玉兰"]),
        ("danyu", "单于华", Pinyin, &["单于"]),
        ("三河村12号", "谭翠云", Address, &["三河村12号"]),
        ("熊家岩", "田翠", Address, &["熊家岩"]),
    ];
    for (text, name, field, highlighted) in table {
        assert_eq!(names(text).first().map(String::as_str), Some(name), "{text}");
        assert_eq!(lit(text), (field, highlighted.iter().map(|part| (*part).to_owned()).collect()), "{text}");
    }
}

#[test]
fn the_best_match_comes_first() {
    let table: [(&str, &[&str]); 7] = [
        ("田翠", &["田翠", "田翠英"]),
        ("田", &["田翠", "田翠英", "英田商店"]),
        ("英田", &["英田商店"]),
        ("tc", &["田翠", "田翠英", "谭翠云"]),
        ("白杨", &["白杨超市ABC", "田翠", "吕𬭎", "田翠英", "欧阳䶮", "英田商店"]),
        ("1234", &["田翠", "田翠英"]),
        ("三河村", &["谭翠云", "覃玉兰"]),
    ];
    for (text, first) in table {
        assert_eq!(names(text)[..first.len()], *first, "{text}");
    }
}

#[test]
fn several_words_all_have_to_match() {
    let table: [(&str, &[&str]); 8] = [
        ("白杨坪 田翠", &["田翠", "田翠英"]),
        ("tcy 白杨坪", &["田翠英"]),
        ("田 1234", &["田翠", "田翠英"]),
        ("tcy 654321", &["田翠英"]),
        ("龙凤镇 tcy", &["谭翠云"]),
        ("石桥 3组 田", &["田翠英"]),
        ("tian cui ying", &["田翠英"]),
        ("田翠 龙凤", &[]),
    ];
    for (text, expected) in table {
        assert_eq!(names(text), expected, "{text}");
    }
    assert_eq!(lit("田 翠"), (MatchedField::Name, vec!["田".to_owned(), "翠".to_owned()]));
}

#[test]
fn common_fragments_are_bounded_and_say_that_there_is_more() {
    for text in ["4", "42", "429", "4290", "宣恩县", "王", "w", "wd", "wang", "组", "宣恩 沙道沟", "186"] {
        let result = town().lock().unwrap().read().search(text, 20).unwrap();
        assert_eq!((result.hits.len(), result.more), (20, true), "{text}");
    }
    assert_eq!(names("没有这个人"), Vec::<String>::new());
    assert_eq!(names("99999999"), Vec::<String>::new());
}

#[test]
fn the_account_of_a_hit_is_as_the_counter_sees_it() {
    let place = Place::new("hit");
    let mut desk = Desk::open(&place.file());
    desk.put(&state(customer("4280011234", "田翠英"), vec![bill("2026-09", "50.00"), bill("2026-10", "36.40")]), 0);
    let sums = |desk: &Desk| {
        let hit = desk.store.read().search("tcy", 5).unwrap().hits.remove(0);
        (hit.arrears, hit.open_bills)
    };
    assert_eq!(sums(&desk), (common::yuan("86.40"), 2));
    desk.pay("4280011234", "60.00");
    assert_eq!(sums(&desk), (common::yuan("26.40"), 1));
}

#[test]
fn the_index_follows_the_customer() {
    let place = Place::new("follows");
    let mut desk = Desk::open(&place.file());
    let before = customer("4280011234", "田翠英");
    let mut now = Customer { name: "谭玉兰".to_owned(), phone: "15911112222".to_owned(), ..before.clone() };
    desk.put(&state(before, vec![]), 0);
    desk.put(&state(now.clone(), vec![]), 0);
    let found = |desk: &Desk, text: &str| desk.store.read().search(text, 5).unwrap().hits.len();
    for (text, hits) in [("田翠英", 0), ("tcy", 0), ("1234", 1), ("谭玉", 1), ("tyl", 1), ("2222", 1), ("石桥", 1)]
    {
        assert_eq!(found(&desk, text), hits, "{text}");
    }
    now.address = "恩施市龙凤镇".to_owned();
    desk.put(&state(now, vec![]), 0);
    assert_eq!((found(&desk, "石桥"), found(&desk, "龙凤 谭")), (0, 1));
    let mut write = desk.store.write().unwrap();
    write.customer_left(&no("4280011234")).unwrap();
    write.commit().unwrap();
    for text in ["4280011234", "谭玉兰", "tyl", "2222", "龙凤"] {
        assert_eq!(found(&desk, text), 0, "{text}");
    }
}

proptest! {
    /// Whatever is typed, search answers; each highlight lies inside its field and each hit is there once.
    #[test]
    fn no_text_is_an_error(text in "\\PC{0,12}|[\"'*()^:{}+\\-\0 \t田翠ab42AND OR NOT NEAR,🙂]{0,24}") {
        let hits = find(&text);
        let mut numbers: Vec<_> = hits.iter().map(|hit| hit.customer.no.clone()).collect();
        numbers.sort();
        numbers.dedup();
        prop_assert_eq!(numbers.len(), hits.len());
        for hit in hits {
            let field = match hit.field {
                MatchedField::CustomerNo => hit.customer.no.as_str(),
                MatchedField::OldNo => hit.customer.old_no.as_deref().unwrap_or(""),
                MatchedField::MeterNo => &hit.customer.meter_no,
                MatchedField::Phone => &hit.customer.phone,
                MatchedField::Name | MatchedField::Pinyin => &hit.customer.name,
                MatchedField::Address => &hit.customer.address,
            };
            for range in hit.span {
                prop_assert!(!range.is_empty() && field.get(range).is_some());
            }
        }
    }

    /// A piece of any field of a customer finds a customer.
    #[test]
    fn a_piece_of_any_field_finds_somebody(person in 0..9_usize, field in 0..5_usize, from in 0..20_usize, length in 3..9_usize) {
        let person = &people()[person];
        let fields = [person.no.as_str(), &person.name, &person.address, &person.meter_no, &person.phone];
        let piece: String = fields[field].chars().skip(from).take(length).collect();
        if piece.chars().count() >= 3 && !piece.contains(' ') {
            prop_assert!(!find(&piece).is_empty(), "{}", piece);
        }
    }
}
