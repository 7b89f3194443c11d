//! The end of the day: everything arrives, and the books are held against the receipts.

use std::collections::{BTreeMap, BTreeSet};

use center::ledger::{CaseFilter, CaseRow, CaseStatus};
use domain::{Account, BillId, BillLock, ConflictKind, CustomerNo, LedgerAccount, Money, PaymentId};
use outlet::sync_now;
use sync::Center;

use crate::machines::Weather;
use crate::simulator::Kept;
use crate::simulator::world::{World, broken};

/// More rounds than this, and something goes in circles.
const ROUNDS_MAX: usize = 30;

impl World {
    pub(crate) fn come_to_rest(&mut self) -> Kept {
        for at in 0..self.desks.len() {
            self.desks[at].laptop.disk.live();
            for _ in 0..3 {
                let desk = &self.desks[at];
                if !desk.laptop.is_on() || desk.paying.is_some() || desk.entering.is_some() || desk.paying_out.is_some()
                {
                    self.desks[at].laptop.die();
                    self.step_at(at)?;
                }
            }
            self.desks[at].link.set_weather(|weather| *weather = Weather::default());
        }
        self.release_devices()?;
        self.sync_until_nothing_moves()?;
        for desk in &self.desks {
            desk.link.let_late_ones_arrive();
        }
        self.sync_until_nothing_moves()?;
        self.check_center()?;
        self.check_readings_and_bills()?;
        self.check_decisions()?;
        for at in 0..self.desks.len() {
            self.check_desk(at)?;
            self.check_replica(at)?;
            self.check_meters_at(at)?;
            self.desks[at].rebuild()?;
        }
        Ok(())
    }

    /// Whom somebody suspended hears nothing more until they are released.
    fn release_devices(&self) -> Kept {
        for view in self.center.devices() {
            self.center.suspend_device(view.device.known.device, false).map_err(broken)?;
        }
        Ok(())
    }

    fn sync_until_nothing_moves(&mut self) -> Kept {
        for _ in 0..ROUNDS_MAX {
            let mut moved = 0;
            for (at, desk) in self.desks.iter().enumerate() {
                let summary =
                    sync_now(&desk.laptop, &desk.link, |_| {}).map_err(|error| format!("desk {at}: {error}"))?;
                if summary.digest_differs {
                    self.check_replica(at)?;
                    return Err(format!("desk {at}: the sums of both sides differed"));
                }
                moved += summary.sent + summary.received;
            }
            if moved == 0 {
                return Ok(());
            }
        }
        Err(format!("after {ROUNDS_MAX} rounds there is still something to sync"))
    }

    /// What holds at a desk at any time.
    pub(crate) fn check_desk(&self, at: usize) -> Kept {
        let balances = self.desks[at].ask(|outlet| outlet.read().trial_balance())?;
        match balances.into_iter().find(|(_, sum)| !sum.is_zero()) {
            None => Ok(()),
            Some((unit, sum)) => Err(format!("desk {at}: the books of {unit} are off by {sum}")),
        }
    }

    fn check_center(&mut self) -> Kept {
        let balances = self.center.trial_balance().map_err(broken)?;
        if let Some((unit, sum)) = balances.into_iter().find(|(_, sum)| !sum.is_zero()) {
            return Err(format!("the center's books of {unit} are off by {sum}"));
        }
        for journal in self.center.verify_journals().map_err(broken)? {
            if !journal.is_whole {
                return Err(format!("history {} of journal {} does not prove itself", journal.history, journal.stream));
            }
        }
        self.check_money()?;
        let surpluses = self.check_payments()?;
        self.check_cases(&surpluses)
    }

    /// Every fen that a receipt speaks of is in the books, once.
    fn check_money(&self) -> Kept {
        let (count, collected) = self.receipts.standing();
        let mut found = (0, Money::ZERO);
        for day in self.receipts.days() {
            let day = self.center.day(day, None, None).map_err(broken)?;
            found.0 += day.payments;
            found.1 += day.collected;
        }
        if found != (count, collected) {
            return Err(format!(
                "customers hold {count} receipts for {collected}; the center's days have {} payments, {}",
                found.0, found.1
            ));
        }
        let tills = [
            LedgerAccount::Drawer,
            LedgerAccount::Float,
            LedgerAccount::SlipsInTransit,
            LedgerAccount::ListVouchers,
            LedgerAccount::Cheques,
            LedgerAccount::PosInTransit,
            LedgerAccount::TransfersInTransit,
        ];
        let balances = self.center.balances().map_err(broken)?;
        let booked: Money =
            balances.iter().filter(|(_, account, _)| tills.contains(account)).map(|(_, _, amount)| *amount).sum();
        let paid_out = self.receipts.paid_out();
        if booked != collected - paid_out {
            return Err(format!(
                "customers hold receipts for {collected} and got {paid_out} back, the ledger has {booked}"
            ));
        }
        Ok(())
    }

    /// The center knows exactly the payments that were receipted, each once, wherever a decision put it. Answers whose bills
    /// were paid twice.
    fn check_payments(&self) -> Kept<BTreeSet<CustomerNo>> {
        let mut surpluses = BTreeSet::new();
        let mut known: BTreeMap<PaymentId, bool> = BTreeMap::new();
        let mut held: BTreeMap<PaymentId, bool> = BTreeMap::new();
        let receipted = self.receipts.customers();
        held.extend(receipted.iter().flat_map(|customer| self.receipts.of(customer)));
        let customers: BTreeSet<CustomerNo> = self.accounts.keys().cloned().chain(receipted).collect();
        for customer in customers {
            let Some(view) = self.center.account(&customer).map_err(broken)? else { continue };
            for (fact, placement) in &view.placements {
                if known.insert(fact.payment.id, fact.reversed).is_some() {
                    return Err(format!("payment {} counts twice", fact.payment.id));
                }
                if placement.as_ref().is_some_and(|placement| !placement.surplus.is_empty()) {
                    surpluses.insert(customer.clone());
                }
            }
        }
        if known != held {
            return Err(format!("receipts are {held:?}, the center has {known:?}"));
        }
        Ok(surpluses)
    }

    /// A case for every disagreement, and none for anything else.
    fn check_cases(&mut self, surpluses: &BTreeSet<CustomerNo>) -> Kept {
        let mut cases = self.center.cases(&CaseFilter::default()).map_err(broken)?;
        cases.retain(|case| case.status != CaseStatus::Withdrawn);
        self.events.cases += cases.iter().filter(|case| case.status.is_waiting()).count() as u64;
        let is_surplus =
            |case: &CaseRow| matches!(case.conflict.kind(), ConflictKind::DoublePayment | ConflictKind::PaidBillGone);
        // A decision that is still in force, such as a refund that no desk could pay, waits for a person whatever the facts say.
        let waits = |case: &CaseRow| case.status.is_waiting() && case.decision.is_none();
        let of_surplus = |counts: &dyn Fn(&CaseRow) -> bool| -> BTreeSet<CustomerNo> {
            let found = cases.iter().filter(|case| is_surplus(case) && counts(case));
            found.filter_map(|case| case.customer.clone()).collect()
        };
        let (any, waiting) = (of_surplus(&|_| true), of_surplus(&waits));
        // What was decided may have taken the surplus away, and stays decided.
        if let Some(customer) = surpluses.difference(&any).next() {
            return Err(format!("a bill of {customer} was paid twice, and there is no case"));
        }
        if let Some(customer) = waiting.difference(surpluses).next() {
            let of_it = |case: &&CaseRow| case.customer.as_ref() == Some(customer) && is_surplus(case) && waits(case);
            let open = cases.iter().find(of_it);
            let events = open.map(|case| self.center.case_events(case.id)).transpose().map_err(broken)?;
            let what: Vec<&str> = events.iter().flatten().map(|event| event.what.name()).collect();
            return Err(format!("no bill of {customer} is paid twice, and a case waits: {open:?}, {what:?}"));
        }
        if let Some(case) = cases.iter().find(|case| case.conflict.kind().name() == "digest-mismatch") {
            return Err(format!("sums differed: {:?}", case.conflict));
        }
        let branches: u64 = self
            .center
            .devices()
            .iter()
            .map(|view| view.histories.iter().filter(|h| h.number > 0).count() as u64)
            .sum();
        let forks = cases.iter().filter(|case| case.conflict.kind().name() == "forked-device").count() as u64;
        if (branches > 0) != (forks > 0) {
            return Err(format!("there are {branches} second histories and {forks} cases about them"));
        }
        Ok(())
    }

    /// A replica at rest shows every account of its station as the center has it.
    pub(crate) fn check_replica(&self, at: usize) -> Kept {
        let desk = &self.desks[at];
        let request = desk.ask(|outlet| outlet.exchange_request(0))?;
        let reply = self.center.exchange(&request).map_err(broken)?;
        if request.digest.is_none() || request.digest != reply.digest {
            return Err(format!("desk {at}: sums by shift are {:?}, at the center {:?}", request.digest, reply.digest));
        }
        for (customer, account) in &self.accounts {
            if !desk.unit.as_str().starts_with(account.customer.unit.as_str()) {
                continue;
            }
            let here = standing(&desk.ask(|outlet| outlet.read().account(customer))?);
            let there = self.center.account(customer).map_err(broken)?.map(|view| standing(&view.account));
            if Some(&here) != there.as_ref() {
                return Err(format!("desk {at} shows {customer} as {here:?}, the center has {there:?}"));
            }
        }
        Ok(())
    }
}

/// What both sides have to agree on of an account.
#[derive(Debug, PartialEq, Eq)]
struct Standing {
    open: Vec<OpenBill>,
    prepaid: Money,
    tail: Money,
}

#[derive(Debug, PartialEq, Eq)]
struct OpenBill {
    bill: BillId,
    principal_due: Money,
    penalty_paid: Money,
    lock: Option<BillLock>,
}

fn standing(account: &Account) -> Standing {
    let open = account.bills.iter().filter(|bill| bill.principal_due().is_positive()).map(|bill| OpenBill {
        bill: bill.id,
        principal_due: bill.principal_due(),
        penalty_paid: bill.penalty_paid(),
        lock: bill.lock,
    });
    Standing { open: open.collect(), prepaid: account.prepaid, tail: account.tail }
}
