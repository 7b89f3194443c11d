//! 采用更正: the archive gets the value that an outlet asked for, and every outlet of the station hears the new customer. What is
//! loaded later meets the correction in `app::archive_change`.

use domain::{ArchiveChangeId, ArchiveField, Conflict, CustomerNo, ProposalId};

use super::{DecisionError, RecordRefusal};
use crate::app::batch::Batch;
use crate::ledger::{ArchiveDecision, ArchiveFacts, CaseRow};

impl Batch<'_> {
    pub(in crate::app) fn accept_change(&mut self, case: &CaseRow, proposal: ProposalId) -> Result<(), DecisionError> {
        match &case.conflict {
            Conflict::ArchiveChangeRequested { change, customer, .. }
            | Conflict::ArchiveEditedTwice { change, customer, .. } => {
                self.correct_archive(customer, *change, proposal)
            }
            Conflict::ReadingChangeRequested { customer, reading, .. } => {
                self.correct_reading(customer, *reading, proposal)
            }
            _ => Err(RecordRefusal::OtherMatter.into()),
        }
    }

    pub(in crate::app) fn unaccept_change(
        &mut self,
        case: &CaseRow,
        proposal: ProposalId,
    ) -> Result<(), DecisionError> {
        match &case.conflict {
            Conflict::ArchiveChangeRequested { change, customer, .. }
            | Conflict::ArchiveEditedTwice { change, customer, .. } => {
                self.uncorrect_archive(customer, *change, proposal)
            }
            Conflict::ReadingChangeRequested { customer, reading, .. } => {
                self.uncorrect_reading(customer, *reading, proposal)
            }
            _ => Err(RecordRefusal::OtherMatter.into()),
        }
    }

    fn correct_archive(
        &mut self,
        customer: &CustomerNo,
        change: ArchiveChangeId,
        proposal: ProposalId,
    ) -> Result<(), DecisionError> {
        let facts = self.archives.entry(customer.clone()).or_default();
        let row = facts.changes.iter_mut().find(|row| row.change.id == change && row.decision.is_none());
        let (Some(row), Some(values)) = (row, &facts.values) else { return Err(RecordRefusal::ChangeGone.into()) };
        let former = Some(values.get(row.change.field).to_owned());
        row.decision = Some(ArchiveDecision { proposal, former });
        let (field, wanted) = (row.change.field, row.change.wanted.clone());
        self.effects.records.changes.push(row.clone());
        self.set_field(customer, field, &wanted);
        Ok(())
    }

    /// Puts the former value back, if nobody changed the field since.
    fn uncorrect_archive(
        &mut self,
        customer: &CustomerNo,
        change: ArchiveChangeId,
        proposal: ProposalId,
    ) -> Result<(), DecisionError> {
        let facts = self.archives.entry(customer.clone()).or_default();
        self.asked.insert(customer.clone());
        let is_it = |decision: &ArchiveDecision| decision.proposal == proposal;
        let row = facts.changes.iter_mut().find(|row| row.change.id == change);
        let Some(row) = row.filter(|row| row.decision.as_ref().is_some_and(is_it)) else { return Ok(()) };
        let former = row.decision.take().and_then(|decision| decision.former);
        let (field, wanted) = (row.change.field, row.change.wanted.clone());
        self.effects.records.changes.push(row.clone());
        let Some(former) = former else { return Ok(()) };
        if facts.values.as_ref().is_some_and(|values| values.get(field) == wanted) {
            self.set_field(customer, field, &former);
        } else {
            let later = build_on(facts, field, &wanted, &former);
            self.effects.records.changes.extend(later);
        }
        Ok(())
    }

    fn set_field(&mut self, customer: &CustomerNo, field: ArchiveField, value: &str) {
        let facts = self.archives.entry(customer.clone()).or_default();
        let Some(values) = &mut facts.values else { return };
        values.set(field, value);
        let values = values.clone();
        self.effects.records.values.retain(|(known, _)| known != customer);
        self.effects.records.values.push((customer.clone(), values));
        self.effects.records.edits.push((customer.clone(), field, self.now_ms));
        self.asked.insert(customer.clone());
        self.dirty.insert(customer.clone());
        self.rebilled.insert(customer.clone());
    }
}

/// Later decisions that replaced the value which is taken back now stand on the one before it.
fn build_on(
    facts: &mut ArchiveFacts,
    field: ArchiveField,
    taken_back: &str,
    former: &str,
) -> Vec<crate::ledger::ArchiveChangeRow> {
    let mut later = Vec::new();
    for row in facts.changes.iter_mut().filter(|row| row.change.field == field) {
        if let Some(decision) = row.decision.as_mut().filter(|it| it.former.as_deref() == Some(taken_back)) {
            decision.former = Some(former.to_owned());
            later.push(row.clone());
        }
    }
    later
}
