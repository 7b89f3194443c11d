//! Afterwards: the books of the center are held against the journals, fen by fen.
//!
//! What should be there is computed from the journals' bytes and by the rules, never by asking the center twice.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Mutex;

use center::Prefecture;
use center::app::{DayView, TenderSum};
use center::ledger::{CaseFilter, LedgerError};
use chrono::NaiveDate;
use domain::{BillId, Conflict, CustomerNo, LedgerAccount, Money, Payment, PaymentId, TenderKind};
use journal::{EntryBody, ReadEntry};

use super::fortnight::{Fortnight, Standing};
use super::journals::Journal;

/// Accounts that are looked at one by one; the sums of the books cover the others.
const ACCOUNTS_SEEN: usize = 5_000;
/// Differences that are named.
const NAMED_MAX: usize = 20;

/// Where money is that was taken in; the float is what the drawers began with.
const TILLS: [LedgerAccount; 7] = [
    LedgerAccount::Drawer,
    LedgerAccount::Float,
    LedgerAccount::SlipsInTransit,
    LedgerAccount::ListVouchers,
    LedgerAccount::Cheques,
    LedgerAccount::PosInTransit,
    LedgerAccount::TransfersInTransit,
];

/// What was looked at, and what differs.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    pub entries: u64,
    pub payments: u64,
    pub collected: Money,
    pub accounts: usize,
    pub cases: usize,
    pub differences: Vec<String>,
}

impl Findings {
    fn differs(&mut self, what: String) {
        if self.differences.len() < NAMED_MAX {
            self.differences.push(what);
        }
    }

    fn compare<T: PartialEq + std::fmt::Debug>(&mut self, what: &str, journals: &T, books: &T) {
        if journals != books {
            self.differs(format!("{what}: by the journals {journals:?}, in the books {books:?}"));
        }
    }
}

pub fn audit(center: &Prefecture, fortnight: &Fortnight) -> Result<Findings, LedgerError> {
    let mut findings = Findings::default();
    let takings: Vec<Takings> = fortnight.journals.iter().map(Takings::of).collect();
    check_journals(center, fortnight, &mut findings)?;
    check_days(center, fortnight, &takings, &mut findings)?;
    check_ledger(center, fortnight, &takings, &mut findings)?;
    check_accounts(center, &fortnight.standings, &mut findings)?;
    check_cases(center, &fortnight.paid_twice, &mut findings)?;
    Ok(findings)
}

/// Every entry of every journal is held once, and every chain proves itself.
fn check_journals(center: &Prefecture, fortnight: &Fortnight, findings: &mut Findings) -> Result<(), LedgerError> {
    let held = center.verify_journals()?;
    for journal in &fortnight.journals {
        let of_this: Vec<_> = held.iter().filter(|view| view.stream == journal.stream).collect();
        match of_this.as_slice() {
            [view] => {
                findings.entries += view.held.seq.0;
                findings.compare(&format!("{} head", journal.terminal), &journal.head(), &view.held);
                if !view.is_whole {
                    findings.differs(format!("{}: the chain does not prove itself", journal.terminal));
                }
            }
            views => findings.differs(format!("{}: the center has {} histories of it", journal.terminal, views.len())),
        }
    }
    if held.len() != fortnight.journals.len() {
        findings.differs(format!("there are {} journals, the center has {}", fortnight.journals.len(), held.len()));
    }
    Ok(())
}

/// What a journal took in, by day.
struct Takings {
    days: BTreeMap<NaiveDate, Taken>,
    /// 长短款 of all shifts.
    over: Money,
}

#[derive(Clone, Default)]
struct Taken {
    payments: i64,
    collected: Money,
    reversals: u64,
    returned: Money,
    tenders: BTreeMap<TenderKind, (i64, Money)>,
}

impl Takings {
    fn of(journal: &Journal) -> Takings {
        let mut takings = Takings { days: BTreeMap::new(), over: Money::ZERO };
        let mut payments: HashMap<PaymentId, Payment> = HashMap::new();
        for bytes in &journal.entries {
            let Ok(ReadEntry::Known(entry)) = ReadEntry::of(bytes) else { continue };
            match entry.body {
                EntryBody::PaymentTaken(payment) => {
                    takings.days.entry(payment.business_date).or_default().add(&payment, 1);
                    payments.insert(payment.id, payment);
                }
                EntryBody::PaymentReversed(reversal) => {
                    let day = takings.days.entry(reversal.business_date).or_default();
                    day.add(&payments[&reversal.payment], -1);
                }
                EntryBody::ShiftClosed(closed) => takings.over += closed.over(),
                _ => {}
            }
        }
        takings
    }
}

impl Taken {
    fn add(&mut self, payment: &Payment, sign: i64) {
        let signed = |amount: Money| if sign < 0 { -amount } else { amount };
        self.payments += sign;
        self.collected += signed(payment.collected());
        if sign < 0 {
            self.reversals += 1;
            self.returned += payment.collected();
        }
        let used: BTreeSet<TenderKind> = payment.tenders.iter().map(|tender| tender.kind()).collect();
        for kind in used {
            let (count, amount) = self.tenders.entry(kind).or_default();
            *count += sign;
            *amount += signed(payment.collected_by(kind));
        }
    }

    fn and(mut self, other: &Taken) -> Taken {
        self.payments += other.payments;
        self.collected += other.collected;
        self.reversals += other.reversals;
        self.returned += other.returned;
        for (kind, (more, sum)) in &other.tenders {
            let (count, amount) = self.tenders.entry(*kind).or_default();
            *count += more;
            *amount += *sum;
        }
        self
    }

    /// In the words of the center's daily report.
    fn view(&self) -> DayView {
        let count = |count: i64| u64::try_from(count).unwrap_or(0);
        let tender = |(tender, (payments, amount)): (&TenderKind, &(i64, Money))| TenderSum {
            tender: *tender,
            payments: count(*payments),
            amount: *amount,
        };
        DayView {
            payments: count(self.payments),
            collected: self.collected,
            reversals: self.reversals,
            returned: self.returned,
            tenders: self.tenders.iter().map(tender).collect(),
        }
    }
}

/// Every day of the prefecture, and one day of each outlet, by tender.
fn check_days(
    center: &Prefecture,
    fortnight: &Fortnight,
    takings: &[Takings],
    findings: &mut Findings,
) -> Result<(), LedgerError> {
    for date in &fortnight.days {
        let of_all = takings.iter().filter_map(|takings| takings.days.get(date));
        let journals = of_all.fold(Taken::default(), Taken::and);
        findings.payments += u64::try_from(journals.payments).unwrap_or(0);
        findings.collected += journals.collected;
        findings.compare(&date.to_string(), &journals.view(), &center.day(*date, None, None)?);
    }
    for (number, (journal, takings)) in fortnight.journals.iter().zip(takings).enumerate() {
        let date = fortnight.days[number % fortnight.days.len()];
        let journals = takings.days.get(&date).map(Taken::view).unwrap_or_default();
        let books = center.day(date, None, Some(&journal.terminal))?;
        findings.compare(&format!("{date} at {}", journal.terminal), &journals, &books);
    }
    Ok(())
}

/// The trial balance of every unit is zero, and the ledger's sums are those of the journals and of all accounts.
fn check_ledger(
    center: &Prefecture,
    fortnight: &Fortnight,
    takings: &[Takings],
    findings: &mut Findings,
) -> Result<(), LedgerError> {
    for (unit, sum) in center.trial_balance()? {
        findings.compare(&format!("trial balance of {unit}"), &Money::ZERO, &sum);
    }
    let balances = center.balances()?;
    let booked = |accounts: &[LedgerAccount]| -> Money {
        let counted = balances.iter().filter(|(_, account, _)| accounts.contains(account));
        counted.map(|(_, _, amount)| *amount).sum()
    };
    let kept: Money = takings.iter().flat_map(|takings| takings.days.values()).map(|day| day.collected).sum();
    let over: Money = takings.iter().map(|takings| takings.over).sum();
    findings.compare("money at the counters", &(kept + over), &booked(&TILLS));
    let sum = |part: fn(&Standing) -> Money| -> Money { fortnight.standings.iter().map(part).sum() };
    let of_accounts = [sum(|it| it.arrears), sum(|it| -it.prepaid), sum(|it| -it.tail)];
    let in_ledger = [LedgerAccount::Receivable, LedgerAccount::Prepaid, LedgerAccount::Tail];
    findings.compare("arrears, prepayments and tails", &of_accounts, &in_ledger.map(|account| booked(&[account])));
    Ok(())
}

/// Evenly over all accounts: the one computed from its facts, and the row that outlets are sent.
fn check_accounts(center: &Prefecture, standings: &[Standing], findings: &mut Findings) -> Result<(), LedgerError> {
    let seen: Vec<&Standing> = standings.iter().step_by(standings.len().div_ceil(ACCOUNTS_SEEN).max(1)).collect();
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let found: Mutex<Result<Vec<String>, LedgerError>> = Mutex::new(Ok(Vec::new()));
    std::thread::scope(|scope| {
        for part in seen.chunks(seen.len().div_ceil(threads).max(1)) {
            scope.spawn(|| {
                let differing = part.iter().map(|standing| check_account(center, standing));
                let differing = differing.collect::<Result<Vec<_>, _>>();
                let mut found = found.lock().expect("nobody panics while holding it");
                match (differing, found.as_mut()) {
                    (Ok(more), Ok(found)) => found.extend(more.into_iter().flatten()),
                    (Err(error), _) => *found = Err(error),
                    (Ok(_), Err(_)) => {}
                }
            });
        }
    });
    let found = found.into_inner().expect("nobody panicked while holding it")?;
    findings.accounts = seen.len();
    found.into_iter().for_each(|what| findings.differs(what));
    Ok(())
}

fn check_account(center: &Prefecture, expected: &Standing) -> Result<Option<String>, LedgerError> {
    let computed = center.account(&expected.customer)?.map(|view| Standing::of(&view.account));
    let served = center.customer(&expected.customer)?.map(|state| Standing::of(&state.account));
    let differs = [computed, served].into_iter().find(|standing| standing.as_ref() != Some(expected));
    Ok(differs.map(|found| format!("by the rule {expected:?}, in the books {found:?}")))
}

/// A case for every bill that was paid at two outlets, and none for anything else.
fn check_cases(
    center: &Prefecture,
    paid_twice: &BTreeSet<(CustomerNo, BillId)>,
    findings: &mut Findings,
) -> Result<(), LedgerError> {
    let mut found = BTreeSet::new();
    for case in center.cases(&CaseFilter::default())? {
        match case.conflict {
            Conflict::DoublePayment { customer, bill, .. } => {
                if !found.insert((customer.clone(), bill)) {
                    findings.differs(format!("{customer} {bill}: two cases of the same"));
                }
            }
            other => findings.differs(format!("a case that nobody expected: {other:?}")),
        }
    }
    findings.cases = found.len();
    findings.compare("bills that were paid twice", paid_twice, &found);
    Ok(())
}
