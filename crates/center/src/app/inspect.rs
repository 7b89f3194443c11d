//! What people ask the center: a day, an account, the fleet, the trial balance.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::{
    Account, CaseId, CustomerNo, CustomerState, DeviceId, Money, Placement, Seq, Stream, TenderKind, TerminalCode,
    UnitCode,
};
use journal::{Head, PublicKey, root};

use super::Prefecture;
use super::settle_account::{replayed, sort_by_order};
use crate::ledger::{
    AdjustmentFact, CaseFilter, CaseRow, DayFilter, DeviceRow, History, LedgerError, PaymentFact, Sighting,
};

/// A business date by tender.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DayView {
    /// Payments that were not reversed the same day, and what they brought in.
    pub payments: u64,
    pub collected: Money,
    pub reversals: u64,
    pub returned: Money,
    pub tenders: Vec<TenderSum>,
}

/// `payments` counts payments that used the tender, so one with two tenders counts in both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TenderSum {
    pub tender: TenderKind,
    pub payments: u64,
    pub amount: Money,
}

/// An account with what became of each payment.
#[derive(Clone, Debug)]
pub struct AccountView {
    pub account: Account,
    pub placements: Vec<(PaymentFact, Option<Placement>)>,
    /// What decisions moved on it, and what became of that.
    pub adjustments: Vec<(AdjustmentFact, Option<Placement>)>,
}

#[derive(Clone, Debug)]
pub struct DeviceView {
    pub device: DeviceRow,
    pub seen: Option<Sighting>,
    pub histories: Vec<History>,
}

/// Whether a history that the center holds still proves itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalView {
    pub stream: Stream,
    pub history: u32,
    pub held: Head,
    pub is_whole: bool,
}

impl Prefecture {
    /// The cases that the filter lets through, newest first.
    pub fn cases(&self, filter: &CaseFilter) -> Result<Vec<CaseRow>, LedgerError> {
        let books = self.books_to_read()?;
        let right = |case: &&CaseRow| {
            filter.kind.as_ref().is_none_or(|kind| case.conflict.kind().name() == kind)
                && filter.status.is_none_or(|status| case.status == status)
                && filter.customer.as_ref().is_none_or(|customer| case.customer.as_ref() == Some(customer))
        };
        let mut cases: Vec<CaseRow> = books.cases.values().filter(right).cloned().collect();
        cases.sort_by_key(|case| std::cmp::Reverse(case.id));
        Ok(cases)
    }

    pub fn case(&self, id: CaseId) -> Result<Option<CaseRow>, LedgerError> {
        Ok(self.books_to_read()?.case(id).cloned())
    }

    /// What was collected on a business date, by the devices of `unit` and below, by one terminal, or everywhere.
    pub fn day(
        &self,
        date: NaiveDate,
        unit: Option<&UnitCode>,
        terminal: Option<&TerminalCode>,
    ) -> Result<DayView, LedgerError> {
        let roster = self.roster();
        let counts = |device: &&DeviceRow| {
            unit.is_none_or(|unit| roster.units.is_within(&device.known.unit, unit) || device.known.unit == *unit)
                && terminal.is_none_or(|terminal| device.known.terminal == *terminal)
        };
        let is_filtered = unit.is_some() || terminal.is_some();
        let terminals = roster.devices.values().filter(counts).map(|device| device.known.terminal.clone());
        let terminals = is_filtered.then(|| terminals.collect());
        let (payments, reversals) = self.0.ledger.day(&DayFilter { date, terminals })?;
        let mut day = DayView::default();
        let mut sums: BTreeMap<TenderKind, (i64, Money)> = BTreeMap::new();
        let taken = payments.iter().map(|taken| (&taken.payment, 1));
        let undone = reversals.iter().map(|undone| (&undone.payment, -1));
        let mut count: i64 = 0;
        for (payment, sign) in taken.chain(undone) {
            count += sign;
            let signed = |amount: Money| if sign < 0 { -amount } else { amount };
            day.collected += signed(payment.collected());
            for kind in TenderKind::ALL.into_iter().filter(|kind| payment.tenders.iter().any(|t| t.kind() == *kind)) {
                let (payments, amount) = sums.entry(kind).or_default();
                *payments += sign;
                *amount += signed(payment.collected_by(kind));
            }
        }
        day.payments = u64::try_from(count).unwrap_or(0);
        day.reversals = reversals.len() as u64;
        day.returned = reversals.iter().map(|undone| undone.payment.collected()).sum();
        let sum =
            |(tender, (payments, amount))| TenderSum { tender, payments: u64::try_from(payments).unwrap_or(0), amount };
        day.tenders = sums.into_iter().map(sum).collect();
        Ok(day)
    }

    pub fn customer(&self, no: &CustomerNo) -> Result<Option<CustomerState>, LedgerError> {
        Ok(self.0.ledger.look_up(None, no)?.1)
    }

    /// The account computed from its facts, or `None` where there is neither a customer nor a payment.
    pub fn account(&self, no: &CustomerNo) -> Result<Option<AccountView>, LedgerError> {
        let mut facts = self.0.ledger.whole_account(no)?;
        if facts.row.is_none() && facts.payments.is_empty() {
            return Ok(None);
        }
        sort_by_order(&mut facts.payments);
        let replayed = replayed(no, &facts, &self.roster().rules);
        let adjustments = facts.adjustments.into_iter().zip(replayed.adjustments).collect();
        let placements = facts.payments.into_iter().zip(replayed.payments).collect();
        Ok(Some(AccountView { account: replayed.account, placements, adjustments }))
    }

    pub fn devices(&self) -> Vec<DeviceView> {
        let roster = self.roster();
        let sightings = super::lock(&self.0.sightings);
        let histories_of = |device: DeviceId| {
            let mut histories: Vec<History> = roster
                .histories
                .values()
                .flatten()
                .filter(|history| history.stream.device == device)
                .cloned()
                .collect();
            histories.sort_by_key(|history| (history.stream, history.number));
            histories
        };
        let view = |device: &DeviceRow| DeviceView {
            device: device.clone(),
            seen: sightings.get(&device.known.device).map(|(seen, _)| seen.clone()),
            histories: histories_of(device.known.device),
        };
        roster.devices.values().map(view).collect()
    }

    /// The sum of each unit's books; every one is zero.
    pub fn trial_balance(&self) -> Result<BTreeMap<UnitCode, Money>, LedgerError> {
        Ok(self.books_to_read()?.trial_balance())
    }

    /// Every balance, by unit and account.
    pub fn balances(&self) -> Result<Vec<(UnitCode, domain::LedgerAccount, Money)>, LedgerError> {
        let books = self.books_to_read()?;
        Ok(books.balances.iter().map(|((unit, account), amount)| (unit.clone(), *account, *amount)).collect())
    }

    pub fn open_cases_by_kind(&self) -> Result<BTreeMap<&'static str, u64>, LedgerError> {
        let mut counts = BTreeMap::new();
        for case in self.cases(&CaseFilter::default())?.iter().filter(|case| case.status.is_waiting()) {
            *counts.entry(case.conflict.kind().name()).or_default() += 1;
        }
        Ok(counts)
    }

    /// Walks the chain of every history from its beginning and compares it with what is held.
    pub fn verify_journals(&self) -> Result<Vec<JournalView>, LedgerError> {
        let roster = self.roster();
        let mut views = Vec::new();
        for histories in roster.histories.values() {
            for history in histories {
                let key = roster.devices[&history.stream.device].known.key;
                let is_whole = self.chain_holds(histories, history, &key)?;
                views.push(JournalView {
                    stream: history.stream,
                    history: history.number,
                    held: history.held,
                    is_whole,
                });
            }
        }
        views.sort_by_key(|view| (view.stream, view.history));
        Ok(views)
    }

    fn chain_holds(&self, histories: &[History], history: &History, key: &PublicKey) -> Result<bool, LedgerError> {
        let before = if history.number == 0 {
            Head { seq: Seq::ZERO, hash: root(history.stream, key) }
        } else {
            let parent = histories.iter().find(|other| other.number == history.parent);
            let at = history.forked_after;
            match parent {
                Some(_) if at == Seq::ZERO => Head { seq: at, hash: root(history.stream, key) },
                Some(parent) => match self.lineage_hashes(histories, parent, at, at)?.first() {
                    Some((seq, hash)) => Head { seq: *seq, hash: *hash },
                    None => return Ok(false),
                },
                None => return Ok(false),
            }
        };
        let entries =
            self.0.ledger.entries(history.stream, history.number, history.forked_after.next(), history.held.seq)?;
        let mut head = before;
        for bytes in &entries {
            head = head.after(bytes);
        }
        Ok(head == history.held)
    }
}
