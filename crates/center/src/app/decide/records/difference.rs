//! 补发差额: the bill stays, and what it should have been is issued as a difference.

use domain::{BillId, Conflict, CustomerNo, ProposalId, StatementReason, difference};

use super::{DecisionError, RecordRefusal};
use crate::app::batch::Batch;
use crate::app::outlet_bill::subject_of_rival;
use crate::app::recompute::Decided;
use crate::ledger::{CaseRow, ChosenReading, RivalBill};

impl Batch<'_> {
    pub(in crate::app) fn issue_decided_difference(
        &mut self,
        case: &CaseRow,
        proposal: ProposalId,
    ) -> Result<(), DecisionError> {
        match &case.conflict {
            Conflict::BillDiffers { difference: None, .. } => Err(RecordRefusal::NothingToIssue.into()),
            Conflict::BillDiffers { customer, bill, .. } => {
                self.because.insert(customer.clone(), proposal);
                self.decided.insert((customer.clone(), bill.period), Decided::Case);
                self.touch_billing(customer, bill.period);
                Ok(())
            }
            Conflict::BilledTwice { customer, bill, .. } => {
                self.issue_what_the_other_says(case, customer, *bill, proposal)
            }
            _ => Err(RecordRefusal::OtherMatter.into()),
        }
    }

    /// Undone: the difference is voided, and readings that came with it are chosen no more.
    pub(in crate::app) fn void_decided_difference(
        &mut self,
        case: &CaseRow,
        proposal: ProposalId,
    ) -> Result<(), DecisionError> {
        let (Conflict::BillDiffers { customer, bill, .. } | Conflict::BilledTwice { customer, bill, .. }) =
            &case.conflict
        else {
            return Err(RecordRefusal::OtherMatter.into());
        };
        self.void_bills_of(customer, proposal);
        self.choose_no_more(customer, proposal);
        self.touch_billing(customer, bill.period);
        Ok(())
    }

    /// The difference between the bill of the month and its rival; what the rival was computed from counts from now on.
    fn issue_what_the_other_says(
        &mut self,
        case: &CaseRow,
        customer: &CustomerNo,
        bill: BillId,
        proposal: ProposalId,
    ) -> Result<(), DecisionError> {
        let mut facts = self.billing.remove(customer).unwrap_or_default();
        let made: Result<_, DecisionError> = (|| {
            let is_it = |rival: &&RivalBill| subject_of_rival(rival) == case.subject;
            let rival = facts.rivals.iter().find(is_it).cloned().ok_or(RecordRefusal::ChangeGone)?;
            let place = facts.statements.iter().position(|row| row.statement.id == bill && !row.voided);
            let place = place.ok_or(RecordRefusal::NoDerivation)?;
            let counted = facts.statements.iter().filter(|row| !row.voided && row.statement.id.period == bill.period);
            let issued: Vec<_> = counted.map(|row| &row.statement).collect();
            let next = self.next_issue(customer, &facts, bill.period).ok_or(RecordRefusal::NoFurtherIssue)?;
            let reason = StatementReason::Correction { of: bill };
            let difference =
                difference(&issued, &rival.bill.statement, next, reason).ok_or(RecordRefusal::NoDifference)?;
            Ok((rival, place, difference))
        })();
        let done = made.map(|(rival, place, difference)| {
            self.because.insert(customer.clone(), proposal);
            self.issue_difference(customer, &mut facts, place, difference);
            for reading in rival.bill.readings {
                let (customer, period) = (customer.clone(), bill.period);
                let chosen = ChosenReading { proposal, reading, customer, period, undone: false };
                facts.chosen.push(chosen.clone());
                self.effects.records.chosen.push(chosen);
            }
        });
        self.billing.insert(customer.clone(), facts);
        self.touch_billing(customer, bill.period);
        done
    }
}
