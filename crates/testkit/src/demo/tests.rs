//! What the demo promises as a whole.

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;
use domain::{Bill, CustomerStatus, PowerState, SettleState, UnitTree};

use super::places::CUSTOMERS_PER_AREA;
use super::*;

const SEED: u64 = 42;

fn as_of() -> NaiveDate {
    "2026-11-23".parse().unwrap()
}

fn enshi() -> Prefecture {
    Prefecture::new(SEED, as_of())
}

fn baiyangping(count: usize) -> Vec<DemoAccount> {
    enshi().township(&demo_station(), count).collect()
}

/// What is seen of an account, in a line.
fn line(account: &DemoAccount) -> String {
    let DemoAccount { customer: c, bills, prepaid, supply, .. } = account;
    let metered = |state: &domain::SupplyState| {
        let shown = state.last[0].registers.get(domain::Register::ActiveTotal).unwrap_or_default();
        format!("{} {} {shown} {}", state.supply.points[0].price, state.supply.points[0].sequence, state.year.kwh)
    };
    let bill = |bill: &Bill| format!("{} {} {} {}", bill.id, bill.energy_kwh, bill.amount, bill.principal_due());
    let bills: Vec<String> = bills.iter().map(bill).collect();
    let who = [c.no.as_str(), &c.name, &c.address, &c.meter_no, &c.transformer_area, &c.phone].join("|");
    let supply = supply.as_ref().map(metered).unwrap_or_default();
    format!("{who}|{prepaid}|{}|{supply}\n", bills.join(","))
}

fn fingerprint(accounts: &[DemoAccount]) -> String {
    let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    let hash = accounts.iter().flat_map(|account| line(account).into_bytes()).fold(0xcbf2_9ce4_8422_2325, mix);
    format!("{hash:016x}")
}

#[test]
fn the_same_seed_makes_the_same_people_and_another_seed_others() {
    let accounts = baiyangping(500);
    assert_eq!(fingerprint(&accounts), fingerprint(&baiyangping(500)));
    let others: Vec<_> = Prefecture::new(43, as_of()).township(&demo_station(), 500).collect();
    assert_ne!(fingerprint(&accounts), fingerprint(&others));
}

/// On every machine and after every change. When people of the demo change on purpose, this changes with them.
#[test]
fn the_first_people_of_baiyangping_are_known() {
    let accounts = baiyangping(1_000);
    assert_eq!(accounts[0].customer.no.as_str(), "4280900001");
    assert_eq!(fingerprint(&accounts), "5e7efb415f941847");
}

#[test]
fn a_township_is_the_same_alone_and_within_the_whole() {
    let total = 20_000;
    let (_, count) = shares(total).into_iter().find(|(station, _)| *station == demo_station()).unwrap();
    let prefecture = enshi();
    let within: Vec<_> = prefecture.whole(total).filter(|account| account.customer.unit == demo_station()).collect();
    assert_eq!(within, baiyangping(count));
    assert_eq!(within[..100], baiyangping(100), "and the first of it do not depend on how many follow");
}

#[test]
fn fewer_months_are_the_last_of_the_many() {
    let latest: Vec<_> = enshi().with_bills_of_months(3).township(&demo_station(), 300).collect();
    for (few, many) in latest.iter().zip(baiyangping(300)) {
        assert_eq!(few.customer, many.customer);
        assert!(many.bills.ends_with(&few.bills) && few.bills.len() <= 3);
    }
}

#[test]
fn the_shares_of_the_whole_prefecture_add_up() {
    for total in [1, 94, 12_200, 200_000, PREFECTURE_CUSTOMERS] {
        assert_eq!(shares(total).iter().map(|(_, count)| count).sum::<usize>(), total);
    }
    let shares = shares(PREFECTURE_CUSTOMERS);
    for county in &towns::COUNTIES {
        let company = company_code(county);
        let of_county = shares.iter().filter(|(station, _)| station.as_str().starts_with(company.as_str()));
        assert_eq!(of_county.map(|(_, count)| count).sum::<usize>(), county.customers, "{}", county.name);
    }
    let largest = shares.iter().map(|(_, count)| *count).max().unwrap();
    assert!(shares.iter().all(|(_, count)| *count > 1_000) && largest < 35_000, "{largest}");
}

#[test]
fn no_number_is_given_twice_and_every_customer_has_a_station() {
    let tree = UnitTree::new(units());
    let prefecture = enshi().with_bills_of_months(0);
    let (mut customers, mut meters, mut stations) = (HashSet::new(), HashSet::new(), HashSet::new());
    for account in prefecture.whole(200_000) {
        let customer = account.customer;
        assert_eq!((customer.no.as_str().len(), customer.meter_no.len()), (10, 22));
        assert!(tree.get(&customer.unit).is_some());
        assert!(customer.phone.split(' ').all(|phone| phone.len() <= 12 && !phone.starts_with("13")));
        stations.insert(customer.unit);
        assert!(customers.insert(customer.no), "a customer number twice");
        assert!(meters.insert(customer.meter_no), "a meter twice");
    }
    assert_eq!((customers.len(), stations.len()), (200_000, 94));
}

/// Per mille of the accounts for which something holds.
fn per_mille(accounts: &[DemoAccount], holds: impl Fn(&DemoAccount) -> bool) -> usize {
    accounts.iter().filter(|account| holds(account)).count() * 1000 / accounts.len()
}

#[test]
fn the_mix_of_customers_is_that_of_the_prefecture() {
    let accounts: Vec<_> = enshi().with_bills_of_months(0).whole(50_000).collect();
    let of_class = |hundred: u16| per_mille(&accounts, |account| account.customer.elec_type.0 / 100 == hundred);
    assert!((925..=935).contains(&of_class(2)), "homes {}", of_class(2));
    assert!((45..=55).contains(&of_class(4)), "business {}", of_class(4));
    assert!((12..=18).contains(&of_class(3)), "farming {}", of_class(3));
    assert!((2..=6).contains(&of_class(1)), "from 100 kVA {}", of_class(1));
    let closed = per_mille(&accounts, |account| account.customer.status == CustomerStatus::Closed);
    let off = per_mille(&accounts, |account| account.customer.power == PowerState::Off);
    let prepaid = per_mille(&accounts, |account| account.prepaid.is_positive());
    assert!((3..=7).contains(&closed) && (3..=7).contains(&off), "{closed} {off}");
    assert!((90..=110).contains(&prepaid), "{prepaid}");
}

#[test]
fn most_pay_in_time_and_a_few_owe_for_long() {
    let accounts = baiyangping(TOWNSHIP_CUSTOMERS);
    let overdue = |account: &DemoAccount| {
        account.bills.iter().filter(|bill| bill.principal_due().is_positive() && bill.penalty_start <= as_of()).count()
    };
    assert!((870..=900).contains(&per_mille(&accounts, |account| overdue(account) == 0)));
    assert!((60..=90).contains(&per_mille(&accounts, |account| overdue(account) == 1)));
    assert!((3..=15).contains(&per_mille(&accounts, |account| overdue(account) > 4)));
    let with_latest =
        accounts.iter().filter_map(|account| account.bills.last()).filter(|bill| bill.id.period.yyyymm() == 202610);
    let open: Vec<bool> = with_latest.map(|bill| bill.principal_due().is_positive()).collect();
    let open_share = open.iter().filter(|open| **open).count() * 100 / open.len();
    assert!((58..=70).contains(&open_share), "{open_share} per cent of the latest bills are open");
    let bills = || accounts.iter().flat_map(|account| &account.bills);
    assert!(bills().any(|bill| bill.settle_state() == SettleState::PartlyPaid));
    assert!(bills().any(|bill| bill.lock.is_some() && bill.principal_due().is_positive()));
}

#[test]
fn every_bill_is_of_real_use_and_was_paid_before_today_and_not_beyond_its_amount() {
    for account in enshi().whole(5_000) {
        assert!(account.bills.is_sorted_by(|one, next| one.id < next.id), "oldest first, no month twice");
        for bill in &account.bills {
            assert!(bill.energy_kwh > 0 && bill.amount.is_positive());
            assert!(!bill.principal_due().is_negative());
            assert!(bill.lock.is_none() || bill.settlements.is_empty());
            assert!(bill.settlements.iter().all(|paid| paid.on < as_of() && paid.on > bill.id.period.last_day()));
        }
    }
}

/// The step tariff counts from January, and the first billed month is a November: only whole years can be added up here.
#[test]
fn the_bills_of_a_year_add_up_to_its_tiers() {
    let is_plain = |account: &DemoAccount| {
        let supply = account.supply.as_ref().map(|state| &state.supply);
        supply.is_some_and(|supply| {
            supply.points[0].price.as_str() == RESIDENTIAL && supply.households.is_empty() && supply.free.is_empty()
        })
    };
    for account in enshi().whole(5_000).filter(is_plain) {
        let bills = || account.bills.iter().filter(|bill| bill.id.period.year() == 2025);
        let kwh: i64 = bills().map(|bill| bill.energy_kwh).sum();
        let tiers = [(kwh.min(2160), 558), ((kwh - 2160).clamp(0, 2640), 608), ((kwh - 4800).max(0), 858)];
        let year: i64 = tiers.iter().map(|(kwh, price)| kwh * price).sum::<i64>() / 10;
        let billed: i64 = bills().map(|bill| bill.amount.fen()).sum();
        assert!((year - billed).abs() <= 8, "rounding each month moves a year by a few fen at most");
    }
}

#[test]
fn the_year_so_far_is_what_the_bills_of_the_year_charged() {
    for account in baiyangping(2_000) {
        let Some(state) = account.supply.filter(|state| state.supply.points[0].price.as_str() == RESIDENTIAL) else {
            continue;
        };
        let of_year = account.bills.iter().filter(|bill| bill.id.period.year() == 2026);
        let charged: i64 = of_year.map(|bill| bill.energy_kwh).sum();
        let counted = if state.year.year == 2026 { state.year.kwh } else { 0 };
        assert!(state.year.kwh == counted && charged <= counted, "{}: {charged} of {counted}", account.customer.no);
        assert_eq!(state.months[0].period.yyyymm(), 202610);
    }
}

#[test]
fn every_way_of_metering_is_among_the_people() {
    let states: Vec<_> = baiyangping(TOWNSHIP_CUSTOMERS).into_iter().filter_map(|account| account.supply).collect();
    let count = |holds: &dyn Fn(&domain::SupplyState) -> bool| states.iter().filter(|state| holds(state)).count();
    assert!(count(&|state| !state.supply.households.is_empty()) > 50);
    assert!(count(&|state| !state.supply.free.is_empty()) > 100);
    assert!(count(&|state| state.supply.opened_on.is_some()) > 20);
    assert!(count(&|state| state.supply.points.len() > 1) > 2, "a dormitory behind a main meter");
    assert!(count(&|state| state.supply.points[0].meters.len() > 1) > 20, "a meter that was changed");
    assert!(count(&|state| state.supply.basic != domain::BasicCharge::None) > 5, "two-part");
    assert!(count(&|state| state.supply.points[0].measuring == domain::Measuring::HighLow) > 10);
    let near_its_end = |state: &domain::SupplyState| {
        state.last[0].registers.get(domain::Register::ActiveTotal).unwrap() > rust_decimal::Decimal::from(999_900)
    };
    assert!(count(&near_its_end) > 25, "about to turn over");
}

#[test]
fn routes_cover_everyone_in_the_order_of_walking() {
    let segments = enshi().segments(&demo_station(), 2_000);
    let accounts = baiyangping(2_000);
    assert_eq!(segments.len(), 7);
    assert!(segments.iter().any(|segment| segment.billing == domain::OnTheSpot::Yes));
    assert!(segments.iter().any(|segment| segment.is_remote));
    let mut last = (String::new(), 0);
    for point in accounts.iter().filter_map(|account| account.supply.as_ref()).map(|state| &state.supply.points[0]) {
        assert!(segments.iter().any(|segment| segment.no == point.segment));
        let here = (point.segment.to_string(), point.sequence);
        assert!(here > last, "{here:?} after {last:?}");
        last = here;
    }
}

#[test]
fn areas_of_a_township_have_different_names_and_at_most_110_customers() {
    let mut per_area: BTreeMap<String, usize> = BTreeMap::new();
    for account in enshi().with_bills_of_months(0).township(&demo_station(), 30_000) {
        assert!(account.customer.address.starts_with("恩施市白杨坪镇"));
        *per_area.entry(account.customer.transformer_area).or_default() += 1;
    }
    assert!(per_area.values().all(|count| *count <= CUSTOMERS_PER_AREA));
    assert_eq!(per_area.len(), 30_000_usize.div_ceil(CUSTOMERS_PER_AREA));
}

#[test]
fn rare_characters_and_many_namesakes_are_among_the_people() {
    let accounts = baiyangping(TOWNSHIP_CUSTOMERS);
    assert!(accounts.iter().any(|account| account.customer.name.contains(['䶮', '㛃', '喆', '堃', '𬭎'])));
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    for account in &accounts {
        *names.entry(&account.customer.name).or_default() += 1;
    }
    assert!(names.len() > 3_000 && names.values().any(|count| *count > 3), "{} names", names.len());
}

#[test]
fn operators_have_their_own_logins_and_units_of_the_tree() {
    let tree = UnitTree::new(units());
    let operators = operators();
    let logins: HashSet<_> = operators.iter().map(|demo| &demo.operator.login).collect();
    assert_eq!(logins.len(), operators.len());
    assert!(operators.iter().all(|demo| tree.get(&demo.operator.unit).is_some() && demo.operator.verifier.is_empty()));
}
