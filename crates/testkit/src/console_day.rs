//! The center's books as its console finds them on a busy day: the demo, and outlets that came back with more to tell than agrees.
//!
//! Every case is there because real laptops wrote real signed entries without a link and brought them home. Tests of the
//! console and its screenshots begin here.

mod counter;

use std::path::Path;
use std::sync::atomic::Ordering;

use center::{NewAccount, Prefecture};
use domain::{ArchiveField, BillingPeriod, CustomerNo, Money, Register, RoundId};
use outlet::{Access, RoundOrder, sync_now};

use crate::demo;
use crate::demo_day::{self, Preparation, PreparationError};
use crate::machines::china_time;
use counter::{Counter, now_ms};

/// Customers whom both counters take money from.
const PAID_TWICE: usize = 8;
/// Customers whom only the first counter takes money from.
const PAID_ONCE: usize = 4;
/// So many days ahead ran the clock of the laptop that nobody looked after.
const CLOCK_AHEAD_DAYS: i64 = 40;
/// An account number that is in nobody's books.
const NOBODY: &str = "4280099991";

/// Makes the demo and the day in a folder; the books are in `center/center.db`.
pub fn prepare(wish: &Preparation) -> Result<(), PreparationError> {
    demo_day::prepare(wish)?;
    let center = demo_day::open_center(&wish.folder)?;
    let mut people = customers(wish).into_iter();
    let first = Counter::open(&wish.folder, &center, demo::demo_outlet(), "BYP-03", 0)?;
    let second = Counter::open(&wish.folder, &center, demo::demo_second_outlet(), "BYP-04", 2)?;
    let paid = first.serves(&mut people, PAID_TWICE + PAID_ONCE);
    for customer in paid.iter().take(PAID_TWICE) {
        second.takes_all(customer, 2);
    }
    first.takes(&NOBODY.parse().expect("ten digits"), 1, Money::from_yuan(50));
    let gone = first.serves(&mut people, 1);
    lose_the_bills_of(&gone[0], wish, &center)?;
    ask_for_corrections(&first, &second, &paid);
    read_differently(wish, &first, &second);
    first.comes_back()?;
    second.comes_back()?;
    run_ahead(&wish.folder, &center, &mut people)?;
    copy_a_disk(&wish.folder, &center, &mut people)
}

fn customers(wish: &Preparation) -> Vec<CustomerNo> {
    let people = demo_day::people(as_of(wish));
    people.township(&demo::demo_station(), wish.customers).map(|account| account.customer.no).collect()
}

fn as_of(wish: &Preparation) -> chrono::NaiveDate {
    wish.as_of.unwrap_or_else(|| china_time(now_ms()).date())
}

/// 无此应收: the archive takes a customer's bills back while an outlet was paid for them.
fn lose_the_bills_of(customer: &CustomerNo, wish: &Preparation, center: &Prefecture) -> Result<(), PreparationError> {
    let people = demo_day::people(as_of(wish));
    let mut township = people.township(&demo::demo_station(), wish.customers);
    let found = township.find(|account| account.customer.no == *customer).expect("somebody of the township");
    center.import_accounts([NewAccount { bills: Vec::new(), ..NewAccount::from(found) }])?;
    Ok(())
}

/// 档案更正: a phone that changed, and a name that two counters heard differently.
fn ask_for_corrections(first: &Counter, second: &Counter, paid: &[CustomerNo]) {
    first.asks(&paid[0], ArchiveField::Phone, "13872200118", "客户换了手机号");
    first.asks(&paid[1], ArchiveField::Name, "谭世桂", "身份证上是“桂”");
    second.asks(&paid[1], ArchiveField::Name, "谭世贵", "客户本人说的");
}

/// 示数不一致: two readers on one round, without a link.
fn read_differently(wish: &Preparation, first: &Counter, second: &Counter) {
    const READER: usize = 3;
    let segment = demo_day::people(as_of(wish)).segments(&demo::demo_station(), wish.customers).remove(0);
    let round = RoundId { segment: segment.no, period: BillingPeriod::of(as_of(wish)) };
    for counter in [first, second] {
        counter.signs_in(READER);
        counter.laptop.with(|outlet| outlet.prepare_round(&round)).expect("the round is prepared");
    }
    let points =
        first.laptop.with(|outlet| outlet.round_points(&round, RoundOrder::Sequence)).expect("the round is there");
    let simple =
        |point: &&outlet::RoundPoint| matches!(*first.shown(&round, &point.point), [(Register::ActiveTotal, Some(_))]);
    for point in points.iter().filter(simple).take(2) {
        first.reads(&round, &point.point, 118);
        second.reads(&round, &point.point, 131);
    }
}

/// 时钟异常: a laptop whose clock had run far ahead.
fn run_ahead(
    folder: &Path,
    center: &Prefecture,
    people: &mut impl Iterator<Item = CustomerNo>,
) -> Result<(), PreparationError> {
    let counter = Counter::enrolled(folder, center, demo::demo_outlet(), "BYP-05", 1)?;
    counter.laptop.ahead_ms.store(CLOCK_AHEAD_DAYS * 86_400_000, Ordering::SeqCst);
    counter.opens_its_shift(1);
    counter.serves(people, 1);
    counter.comes_back()
}

/// 终端分叉: a disk was copied, and both laptops took money.
fn copy_a_disk(
    folder: &Path,
    center: &Prefecture,
    people: &mut impl Iterator<Item = CustomerNo>,
) -> Result<(), PreparationError> {
    let counter = Counter::open(folder, center, demo::demo_second_outlet(), "BYP-06", 2)?;
    counter.serves(people, 1);
    counter.comes_back()?;
    let copy = counter.copied(&folder.join("BYP-06-copy"))?;
    copy.signs_in(2);
    counter.serves(people, 1);
    copy.serves(people, 2);
    counter.comes_back()?;
    sync_now(&copy.laptop, &counter.link, |_| {})?;
    Ok(())
}
