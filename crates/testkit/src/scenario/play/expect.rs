//! What a story says is true, compared with what the desk and the center say.

use std::collections::BTreeMap;

use center::ledger::CaseFilter;
use domain::{Account, BillId, CollectionRules, CustomerNo, Money, TenderKind};
use outlet::EntryLife;
use sync::Center;

use crate::machines::tables_of;
use crate::scenario::command::{Expectation, Interrupted, Life, Side, Sum, Which};
use crate::scenario::meter_command::MeterExpectation;
use crate::scenario::play::{Otherwise, Played, Player};

/// Compares, and says both when they differ.
pub(crate) fn same<T: PartialEq + std::fmt::Display>(what: &str, expected: T, actual: T) -> Played {
    if expected == actual {
        return Ok(());
    }
    Err(Otherwise::new(format!("{what} {expected}"), format!("{what} {actual}")))
}

impl Player {
    pub(crate) fn expect(&mut self, expectation: &Expectation, side: &Side) -> Played {
        let before = self.current.clone();
        if let Side::Outlet(name) = side {
            self.turn_to(name)?;
        }
        let at_center = *side == Side::Center;
        let found = match expectation {
            Expectation::Meter(expectation) => self.expect_meters(expectation, at_center),
            Expectation::Center(expectation) => {
                self.wake().and_then(|()| self.expect_of_center(expectation, at_center))
            }
            _ => self.wake().and_then(|()| self.compare(expectation, at_center, *side == Side::Here)),
        };
        self.current = before;
        found
    }

    fn expect_meters(&mut self, expectation: &MeterExpectation, at_center: bool) -> Played {
        if self.has_begun {
            self.wake()?;
        }
        self.expect_of_bills(expectation, at_center)
    }

    fn compare(&self, expectation: &Expectation, at_center: bool, anywhere: bool) -> Played {
        let account = |customer: &CustomerNo| self.account(customer, at_center);
        match expectation {
            Expectation::Due { customer, bill, amount } => {
                same("due", *amount, self.dues(customer, *bill, at_center, |due| due.total())?)
            }
            Expectation::Penalty { customer, bill, amount } => {
                same("penalty", *amount, self.dues(customer, *bill, at_center, |due| due.penalty)?)
            }
            Expectation::Arrears { customer, amount } => same("arrears", *amount, account(customer)?.0.arrears()),
            Expectation::Prepaid { customer, amount } => same("prepaid", *amount, account(customer)?.0.prepaid),
            Expectation::Tail { customer, amount } => same("tail", *amount, account(customer)?.0.tail),
            Expectation::Drawer(amount) => {
                let status = self.at_desk(|outlet| outlet.status())?.map_err(Otherwise::broken)?;
                let drawer =
                    status.drawer.ok_or_else(|| Otherwise::new(format!("drawer {amount}"), "no shift is open"))?;
                same("drawer", *amount, drawer)
            }
            Expectation::Unsent(count) => {
                let status = self.at_desk(|outlet| outlet.status())?.map_err(Otherwise::broken)?;
                same("unsent", *count, status.unsent)
            }
            Expectation::Shift { open } => {
                let is_open = self.at_desk(|outlet| outlet.read().open_shift())?.map_err(Otherwise::broken)?.is_some();
                let say = |open| if open { "open" } else { "closed" };
                same("shift", say(*open), say(is_open))
            }
            Expectation::Receipt { receipt, number } => same("receipt", number.clone(), self.receipt_number(receipt)?),
            Expectation::Settled { receipt, bill, principal, penalty, left } => {
                self.settled(receipt, *bill, [*principal, *penalty, *left])
            }
            Expectation::Life { receipt, life } => same("life", say_life(*life), say_life(self.life_of(receipt)?)),
            Expectation::Day { date, all, parts } => {
                let date = date.unwrap_or_else(|| self.today());
                let (whole, by_tender) = if at_center { self.center_day(date)? } else { self.outlet_day(date)? };
                compare_day(*all, parts, whole, &by_tender)
            }
            Expectation::Cases { count, kinds } => {
                if at_center || anywhere {
                    self.center_cases(*count, kinds)
                } else {
                    self.outlet_cases(*count)
                }
            }
            Expectation::TrialBalance => {
                let mut balances = Vec::new();
                if at_center || anywhere {
                    balances.extend(self.knowledge.center.trial_balance().map_err(Otherwise::broken)?);
                }
                if !at_center {
                    balances.extend(self.at_desk(|outlet| outlet.read().trial_balance())?.map_err(Otherwise::broken)?);
                }
                match balances.into_iter().find(|(_, sum)| !sum.is_zero()) {
                    None => Ok(()),
                    Some((unit, sum)) => {
                        Err(Otherwise::new("a trial balance of zero", format!("{unit} is off by {sum}")))
                    }
                }
            }
            Expectation::BooksEqual => self.books_equal(),
            Expectation::Rebuild => self.rebuild(),
            Expectation::Ledger { unit, account, amount } => {
                let balance = if at_center {
                    let all = self.knowledge.center.balances().map_err(Otherwise::broken)?;
                    let found = all.into_iter().find(|(code, kind, _)| code == unit && kind == account);
                    found.map_or(Money::ZERO, |(_, _, amount)| amount)
                } else {
                    self.at_desk(|outlet| outlet.read().balance(unit, *account))?.map_err(Otherwise::broken)?
                };
                same("balance", *amount, balance)
            }
            Expectation::Interrupted(end) => {
                let found = self.at_desk(|outlet| outlet.interrupted_payment())?.map_err(Otherwise::broken)?;
                let actual = match found {
                    None => Interrupted::None,
                    Some(payment) if payment.taken.is_some() => Interrupted::Taken,
                    Some(_) => Interrupted::NotTaken,
                };
                same("interrupted payment", say_interrupted(*end), say_interrupted(actual))
            }
            Expectation::ClockOff(off) => {
                let status = self.at_desk(|outlet| outlet.status())?.map_err(Otherwise::broken)?;
                let say = |off| if off { "off" } else { "right" };
                same("clock", say(*off), say(status.clock_off_by_ms.is_some()))
            }
            Expectation::Meter(_) | Expectation::Center(_) => unreachable!("told apart above"),
        }
    }

    /// An account with the rules that the same side goes by.
    pub(crate) fn account(&self, customer: &CustomerNo, at_center: bool) -> Played<(Account, CollectionRules)> {
        if at_center {
            let view = self.knowledge.center.account(customer).map_err(Otherwise::broken)?;
            let account = view.map_or_else(|| Account::unknown(customer.clone()), |view| view.account);
            return Ok((account, self.knowledge.rules.clone()));
        }
        let read = self.at_desk(|outlet| {
            let read = outlet.read();
            Ok::<_, store::StoreError>((read.account(customer)?, read.rules()?))
        })?;
        read.map_err(Otherwise::broken)
    }

    fn dues(
        &self,
        customer: &CustomerNo,
        bill: Option<BillId>,
        at_center: bool,
        part: impl Fn(&domain::BillDue) -> Money,
    ) -> Played<Money> {
        let (account, rules) = self.account(customer, at_center)?;
        let shift = self.at_desk(|outlet| outlet.read().open_shift())?.map_err(Otherwise::broken)?;
        let day = shift.map_or_else(|| self.today(), |row| row.shift.business_date);
        let dues = account.dues(&rules, day);
        Ok(dues.iter().filter(|due| bill.is_none_or(|bill| due.bill == bill)).map(part).sum())
    }

    fn row_of(&self, which: &Which) -> Played<outlet::DayPayment> {
        let remembered = self.remembered(which)?;
        let post = &self.posts[&remembered.outlet];
        let found = post.laptop.attempt(|outlet| match outlet.read().payment(remembered.payment)? {
            Some(row) => outlet.day_payment(row).map(Some),
            None => Ok(None),
        });
        let found = found.map_err(|_| Otherwise::broken("the laptop died"))?.map_err(Otherwise::broken)?;
        found.ok_or_else(|| Otherwise::new("the payment is in the journal", "it is not there"))
    }

    pub(crate) fn receipt_number(&self, which: &Which) -> Played<String> {
        Ok(self.row_of(which)?.receipt_no.to_string())
    }

    fn life_of(&self, which: &Which) -> Played<Life> {
        let row = self.row_of(which)?;
        if row.row.state == domain::PaymentState::Reversed {
            return Ok(Life::Reversed);
        }
        Ok(match row.life {
            EntryLife::Recorded => Life::Recorded,
            EntryLife::Sent => Life::Sent,
            EntryLife::Posted => Life::Posted,
            EntryLife::Conflicted(_) => Life::Conflicted,
        })
    }

    fn settled(&self, which: &Which, bill: BillId, wanted: [Option<Money>; 3]) -> Played {
        let payment = self.row_of(which)?.row.payment;
        let Some(at) = payment.allocations.iter().position(|part| part.bill == bill) else {
            return Err(Otherwise::new(format!("money on bill {bill}"), "the payment put none there"));
        };
        let (part, seen) = (payment.allocations[at], payment.seen[at]);
        let found = [part.principal, part.penalty, seen.left];
        for ((what, wanted), found) in ["principal", "penalty", "left"].into_iter().zip(wanted).zip(found) {
            if let Some(wanted) = wanted {
                same(what, wanted, found)?;
            }
        }
        Ok(())
    }

    fn outlet_day(&self, date: chrono::NaiveDate) -> Played<DaySums> {
        let day = self.at_desk(|outlet| outlet.day(date))?.map_err(Otherwise::broken)?;
        let by_tender = day.by_tender.iter().map(|sum| (sum.kind, (u64::from(sum.count), sum.amount))).collect();
        Ok(((day.standing().count() as u64, day.collected()), by_tender))
    }

    fn center_day(&self, date: chrono::NaiveDate) -> Played<DaySums> {
        let day = self.knowledge.center.day(date, None, None).map_err(Otherwise::broken)?;
        let by_tender = day.tenders.iter().map(|sum| (sum.tender, (sum.payments, sum.amount))).collect();
        Ok(((day.payments, day.collected), by_tender))
    }

    fn center_cases(&self, count: usize, kinds: &[String]) -> Played {
        let cases = self.knowledge.center.cases(&CaseFilter::default()).map_err(Otherwise::broken)?;
        let waiting = cases.iter().filter(|case| case.status.is_waiting());
        let mut found: Vec<String> = waiting.map(|case| case.conflict.kind().name().to_owned()).collect();
        found.sort();
        let mut wanted = kinds.to_vec();
        if let [kind] = kinds {
            wanted = vec![kind.clone(); count];
        }
        wanted.sort();
        let fits = found.len() == count && (kinds.is_empty() || wanted == found);
        let list = |kinds: &[String]| if kinds.is_empty() { String::new() } else { format!(": {}", kinds.join(", ")) };
        if fits {
            return Ok(());
        }
        Err(Otherwise::new(format!("{count} cases{}", list(&wanted)), format!("{} cases{}", found.len(), list(&found))))
    }

    fn outlet_cases(&self, count: usize) -> Played {
        let status = self.at_desk(|outlet| outlet.status())?.map_err(Otherwise::broken)?;
        same("cases", count, status.open_cases as usize)
    }

    /// Every outlet's sums by shift, and every account in its replica, are what the center has.
    fn books_equal(&self) -> Played {
        for (name, post) in &self.posts {
            post.laptop.start().map_err(Otherwise::broken)?;
            let request = post.laptop.attempt(|outlet| outlet.exchange_request(0));
            let request = request.map_err(|_| Otherwise::broken("the laptop died"))?.map_err(Otherwise::broken)?;
            let unsent =
                post.laptop.attempt(|outlet| outlet.status()).map_err(|_| Otherwise::broken("the laptop died"))?;
            let unsent = unsent.map_err(Otherwise::broken)?.unsent;
            if unsent > 0 {
                return Err(Otherwise::new("equal books", format!("{unsent} entries of {name} were not sent yet")));
            }
            let reply = self.knowledge.center.exchange(&request).map_err(Otherwise::broken)?;
            if request.digest != reply.digest {
                return Err(Otherwise::new(format!("{:?}", request.digest), format!("{:?}", reply.digest)));
            }
            for customer in self.customers_of(post) {
                let ours = post.laptop.attempt(|outlet| outlet.read().account(&customer));
                let ours = ours.map_err(|_| Otherwise::broken("the laptop died"))?.map_err(Otherwise::broken)?;
                let theirs = self.account(&customer, true)?.0;
                let (ours, theirs) = (standing_of(&ours), standing_of(&theirs));
                if ours != theirs {
                    return Err(Otherwise::new(
                        format!("at the center, {customer}: {theirs}"),
                        format!("at {name}: {ours}; if another outlet took money since, `at {name}: sync` first"),
                    ));
                }
            }
        }
        Ok(())
    }

    fn rebuild(&self) -> Played {
        let post = self.post();
        let tables = || tables_of(&post.laptop.replica(), None, post.laptop.disk.name()).map_err(Otherwise::broken);
        let before = tables()?;
        self.at_desk(|outlet| outlet.store_mut().rebuild())?.map_err(Otherwise::broken)?;
        let after = tables()?;
        match before.iter().find(|(table, rows)| after.get(*table) != Some(*rows)) {
            None => Ok(()),
            Some((table, _)) => Err(Otherwise::new("the same tables after a rebuild", format!("{table} differs"))),
        }
    }
}

type DaySums = ((u64, Money), BTreeMap<TenderKind, (u64, Money)>);

fn compare_day(
    all: Sum,
    parts: &[(TenderKind, Sum)],
    whole: (u64, Money),
    by_tender: &BTreeMap<TenderKind, (u64, Money)>,
) -> Played {
    let nothing = (0, Money::ZERO);
    let fits =
        |sum: Sum, found: (u64, Money)| sum.count == found.0 && sum.amount.is_none_or(|amount| amount == found.1);
    let parts_fit = parts.iter().all(|(kind, sum)| fits(*sum, *by_tender.get(kind).unwrap_or(&nothing)));
    if fits(all, whole) && parts_fit {
        return Ok(());
    }
    let amount = |sum: &Sum| sum.amount.map_or(String::new(), |amount| format!(" {amount}"));
    let wanted = parts.iter().fold(format!("{} payments{}", all.count, amount(&all)), |text, (kind, sum)| {
        format!("{text}, {} {}{}", kind.zh(), sum.count, amount(sum))
    });
    let found = by_tender.iter().fold(format!("{} payments {}", whole.0, whole.1), |text, (kind, (count, amount))| {
        format!("{text}, {} {count} {amount}", kind.zh())
    });
    Err(Otherwise::new(wanted, found))
}

/// What both sides have to agree on of an account.
fn standing_of(account: &Account) -> String {
    let open = account.bills.iter().filter(|bill| bill.principal_due().is_positive());
    let bills: Vec<String> = open.map(|bill| format!("{} open {}", bill.id, bill.principal_due())).collect();
    format!("{} prepaid {}, tail {}", bills.join(", "), account.prepaid, account.tail)
}

fn say_life(life: Life) -> &'static str {
    match life {
        Life::Recorded => "recorded",
        Life::Sent => "sent",
        Life::Posted => "posted",
        Life::Conflicted => "conflicted",
        Life::Reversed => "reversed",
    }
}

fn say_interrupted(end: Interrupted) -> &'static str {
    match end {
        Interrupted::None => "none",
        Interrupted::NotTaken => "not taken",
        Interrupted::Taken => "taken",
    }
}
