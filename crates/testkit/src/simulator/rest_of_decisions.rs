//! At rest: what people decided. The center's own journal is read again from its bytes, and what follows from it is compared
//! with the books, the cases, the tasks and the refunds that were paid out.

use std::collections::{BTreeMap, BTreeSet};

use center::ledger::{CaseFilter, CaseRow, CaseStatus, ProposalFilter, TaskFilter};
use domain::{
    AdjustmentKind, CaseId, Conflict, ConflictKind, CustomerNo, LedgerAccount, Matter, Money, PaymentId,
    ProposalAnswer, ProposalId, ProposalState, Resolution, Seq, Task, TaskId, TaskKind, TaskState,
};
use journal::{Entry, EntryBody, ReadEntry};

use crate::simulator::Kept;
use crate::simulator::world::{World, broken};

/// What the center's journal says was proposed and what became of it.
#[derive(Default)]
struct Minutes {
    proposals: BTreeMap<ProposalId, (Matter, ProposalState)>,
}

impl Minutes {
    fn read(&mut self, entry: &Entry) -> Kept {
        match &entry.body {
            EntryBody::Proposed(proposed) => {
                let matter: Matter = serde_json::from_str(&proposed.matter).map_err(broken)?;
                self.proposals.insert(proposed.proposal, (matter, ProposalState::Waiting));
                if proposed.alone {
                    self.put_in_force(proposed.proposal)?;
                }
            }
            EntryBody::ProposalAnswered(answered) => match answered.answer {
                ProposalAnswer::Approved => self.put_in_force(answered.proposal)?,
                ProposalAnswer::Refused => self.stand(answered.proposal, ProposalState::Refused)?,
                ProposalAnswer::Withdrawn => self.stand(answered.proposal, ProposalState::Withdrawn)?,
            },
            _ => {}
        }
        Ok(())
    }

    fn put_in_force(&mut self, id: ProposalId) -> Kept {
        self.stand(id, ProposalState::InForce)?;
        match self.proposals[&id].0 {
            Matter::Undo { decision } => self.stand(decision, ProposalState::Undone),
            _ => Ok(()),
        }
    }

    fn stand(&mut self, id: ProposalId, state: ProposalState) -> Kept {
        let known =
            self.proposals.get_mut(&id).ok_or_else(|| format!("proposal {id} is answered and was never made"))?;
        known.1 = state;
        Ok(())
    }

    /// Every choice that counts, with its case.
    fn in_force(&self) -> impl Iterator<Item = (ProposalId, CaseId, &Resolution)> {
        let counts = self.proposals.iter().filter(|(_, (_, state))| *state == ProposalState::InForce);
        counts.flat_map(|(id, (matter, _))| {
            let decisions = match matter {
                Matter::Cases { decisions } => decisions.as_slice(),
                _ => &[],
            };
            decisions.iter().map(|part| (*id, part.case, &part.resolution))
        })
    }
}

impl World {
    pub(crate) fn check_decisions(&self) -> Kept {
        let verified = self.center.verify_acts().map_err(broken)?;
        if let Some(at) = verified.broken_at {
            return Err(format!("the journal of the center breaks at entry {at}"));
        }
        let minutes = self.minutes()?;
        let cases = self.center.cases(&CaseFilter::default()).map_err(broken)?;
        self.check_proposals(&minutes, &cases)?;
        self.check_adjustments(&minutes, &cases)?;
        self.check_where_payments_stand(&minutes)?;
        self.check_refunds(&cases)?;
        (0..self.desks.len()).try_for_each(|at| self.check_tasks_at(at))
    }

    fn minutes(&self) -> Kept<Minutes> {
        let mut minutes = Minutes::default();
        let mut after = Seq(0);
        loop {
            let acts = self.center.acts_after(after, 500).map_err(broken)?;
            let Some(last) = acts.last() else { return Ok(minutes) };
            after = last.seq;
            for act in &acts {
                match ReadEntry::of(&act.bytes).map_err(broken)? {
                    ReadEntry::Known(entry) => minutes.read(&entry)?,
                    ReadEntry::Parked { kind, .. } => return Err(format!("an act of kind {kind} cannot be read")),
                }
            }
        }
    }

    /// Proposals stand as the journal says, and each waiting one holds its cases, and no case waits for anything else.
    fn check_proposals(&self, minutes: &Minutes, cases: &[CaseRow]) -> Kept {
        let filter = ProposalFilter { limit: u32::MAX, ..ProposalFilter::default() };
        let (_, rows) = self.center.proposals(&filter).map_err(broken)?;
        let found: BTreeMap<ProposalId, ProposalState> = rows.iter().map(|row| (row.id, row.state)).collect();
        let said: BTreeMap<ProposalId, ProposalState> =
            minutes.proposals.iter().map(|(id, (_, state))| (*id, *state)).collect();
        if found != said {
            return Err(format!("proposals stand as {found:?}, and by the journal as {said:?}"));
        }
        for case in cases {
            let waits_for = case.proposal.and_then(|id| found.get(&id));
            // Later facts may take a case away while a proposal about it waits.
            let fits = match case.status {
                CaseStatus::Proposed => waits_for == Some(&ProposalState::Waiting),
                CaseStatus::Withdrawn => matches!(waits_for, None | Some(ProposalState::Waiting)),
                CaseStatus::Open | CaseStatus::Returned | CaseStatus::Decided => case.proposal.is_none(),
            };
            if !fits {
                return Err(format!("case {} is {} and its proposal {waits_for:?}", case.id.0, case.status.name()));
            }
        }
        Ok(())
    }

    /// The adjustments on accounts, and the two accounts that only decisions and refunds move, follow from the journal.
    fn check_adjustments(&self, minutes: &Minutes, cases: &[CaseRow]) -> Kept {
        let mut expected: Vec<(ProposalId, AdjustmentKind, Money)> = Vec::new();
        let kind_of: BTreeMap<CaseId, ConflictKind> =
            cases.iter().map(|case| (case.id, case.conflict.kind())).collect();
        for (id, case, resolution) in minutes.in_force() {
            let is_refund = kind_of.get(&case) == Some(&ConflictKind::RefundPaidTwice);
            expected.extend(match resolution {
                Resolution::ApplyToBills { amount } => Some((id, AdjustmentKind::ApplyToBills, *amount)),
                Resolution::Refund { amount, .. } => Some((id, AdjustmentKind::Refund, *amount)),
                Resolution::WriteOff { amount } if is_refund => Some((id, AdjustmentKind::WriteOffRefund, *amount)),
                Resolution::WriteOff { amount } => Some((id, AdjustmentKind::WriteOff, *amount)),
                _ => None,
            });
        }
        let mut found = Vec::new();
        for customer in self.everybody(cases) {
            let Some(view) = self.center.account(&customer).map_err(broken)? else { continue };
            let counting = view.adjustments.iter().filter(|(fact, _)| !fact.undone).map(|(fact, _)| &fact.adjustment);
            found.extend(counting.map(|adjustment| (adjustment.id.proposal, adjustment.kind, adjustment.amount)));
        }
        expected.sort();
        found.sort();
        if expected != found {
            return Err(format!("decisions in force adjust {expected:?}, the accounts hold {found:?}"));
        }
        let sum = |kinds: &[AdjustmentKind]| -> Money {
            expected.iter().filter(|(_, kind, _)| kinds.contains(kind)).map(|(_, _, amount)| *amount).sum()
        };
        let written_off = sum(&[AdjustmentKind::WriteOff, AdjustmentKind::WriteOffRefund]);
        self.check_ledger(LedgerAccount::WriteOffs, written_off)?;
        let owed = sum(&[AdjustmentKind::Refund]) + sum(&[AdjustmentKind::WriteOffRefund]);
        self.check_ledger(LedgerAccount::RefundsPayable, self.receipts.paid_out() - owed)
    }

    fn everybody(&self, cases: &[CaseRow]) -> BTreeSet<CustomerNo> {
        let of_cases = cases.iter().filter_map(|case| case.customer.clone());
        self.accounts.keys().cloned().chain(self.receipts.customers()).chain(of_cases).collect()
    }

    fn check_ledger(&self, account: LedgerAccount, expected: Money) -> Kept {
        let balances = self.center.balances().map_err(broken)?;
        let found: Money = balances.iter().filter(|(_, of, _)| *of == account).map(|(_, _, amount)| *amount).sum();
        if found == expected { Ok(()) } else { Err(format!("{account:?} is {found}, and should be {expected}")) }
    }

    /// A payment stands where its receipt says, or where the last decision put it.
    fn check_where_payments_stand(&self, minutes: &Minutes) -> Kept {
        let mut moved: BTreeMap<PaymentId, BTreeSet<CustomerNo>> = BTreeMap::new();
        for (_, _, resolution) in minutes.in_force() {
            if let Resolution::MoveToCustomer { payment, customer } = resolution {
                moved.entry(*payment).or_default().insert(customer.clone());
            }
        }
        for customer in self.receipts.customers() {
            for (payment, _) in self.receipts.of(&customer) {
                let allowed = moved.get(&payment);
                let places = self.places_of(payment, &customer, allowed)?;
                if places.len() != 1 {
                    return Err(format!("payment {payment} of {customer} stands on {places:?}, moved to {allowed:?}"));
                }
            }
        }
        Ok(())
    }

    fn places_of(
        &self,
        payment: PaymentId,
        customer: &CustomerNo,
        moved: Option<&BTreeSet<CustomerNo>>,
    ) -> Kept<Vec<CustomerNo>> {
        let candidates: Vec<CustomerNo> = match moved {
            None => vec![customer.clone()],
            Some(moved) => moved.iter().cloned().collect(),
        };
        let mut places = Vec::new();
        for candidate in candidates {
            let Some(view) = self.center.account(&candidate).map_err(broken)? else { continue };
            if view.placements.iter().any(|(fact, _)| fact.payment.id == payment) {
                places.push(candidate);
            }
        }
        Ok(places)
    }

    /// Cash that left a drawer is on an order, once; whatever is more has a case that says how much.
    fn check_refunds(&self, cases: &[CaseRow]) -> Kept {
        let filter = TaskFilter { limit: u32::MAX, ..TaskFilter::default() };
        let tasks = self.center.tasks(&filter).map_err(broken)?;
        let orders: BTreeMap<TaskId, &Task> = tasks.iter().map(|row| (row.task.id, &row.task)).collect();
        for (task, paid) in self.receipts.refunds_by_task() {
            let ordered = match orders.get(&task) {
                Some(Task { kind: TaskKind::PayRefund { amount }, state, .. }) if *state != TaskState::Withdrawn => {
                    *amount
                }
                _ => Money::ZERO,
            };
            let excess = (paid - ordered).max(Money::ZERO);
            let said = cases.iter().find_map(|case| match &case.conflict {
                Conflict::RefundPaidTwice { task: of, too_much, .. } if *of == task => Some((*too_much, case.status)),
                _ => None,
            });
            let fits = match said {
                None => excess.is_zero(),
                Some((_, CaseStatus::Withdrawn)) => excess.is_zero(),
                Some((too_much, _)) => too_much == excess,
            };
            if !fits {
                return Err(format!("of task {task} {paid} was paid and {ordered} ordered; the case says {said:?}"));
            }
        }
        Ok(())
    }

    /// A desk at rest has every task of its device as the center has it.
    fn check_tasks_at(&self, at: usize) -> Kept {
        let desk = &self.desks[at];
        let device = desk.ask(|outlet| outlet.read().device())?.ok_or("a desk is not enrolled")?.stream.device;
        let filter = TaskFilter { device: Some(device), limit: u32::MAX, ..TaskFilter::default() };
        let there: BTreeMap<TaskId, Task> =
            self.center.tasks(&filter).map_err(broken)?.into_iter().map(|row| (row.task.id, row.task)).collect();
        let rows = desk.ask(|outlet| outlet.read().tasks())?;
        let own = rows.into_iter().filter(|row| row.task.device == device);
        let here: BTreeMap<TaskId, Task> = own.map(|row| (row.task.id, row.task)).collect();
        if here != there {
            return Err(format!("desk {at} has the tasks {here:?}, the center {there:?}"));
        }
        Ok(())
    }
}
