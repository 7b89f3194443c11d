//! 认领与备注: who looks after a case, and what they noted; and what was proposed, asked and done before.

use domain::{CaseId, OperatorId, ProposalId, TaskId};
use journal::{CaseNoted, EntryBody};

use super::DecisionError;
use crate::app::Prefecture;
use crate::app::batch::Batch;
use crate::app::cases::Hand;
use crate::ledger::{CaseEvent, CaseRow, LedgerError, Loaded, ProposalFilter, ProposalRow, TaskFilter, TaskRow};

/// Who looks after a case from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewOwner {
    /// Whoever did before.
    Same,
    Nobody,
    Is(OperatorId),
}

impl Prefecture {
    /// Notes something about a case, or takes it over.
    pub fn note_case(&self, by: OperatorId, id: CaseId, owner: NewOwner, note: &str) -> Result<CaseRow, DecisionError> {
        self.check_acts()?;
        let mut books = self.books()?;
        let case = books.case(id).cloned().ok_or(DecisionError::UnknownCase(id))?;
        let owner = match owner {
            NewOwner::Same => case.owner,
            NewOwner::Nobody => None,
            NewOwner::Is(owner) => Some(owner),
        };
        let note = note.trim();
        if note.is_empty() && owner == case.owner {
            return Err(DecisionError::NoteMissing);
        }
        let roster = self.roster();
        let mut batch = Batch::new(&books, &roster, Loaded::default(), self.now_ms());
        batch.cases.note(id, owner, &Hand { by, proposal: None, note });
        let mut effects = batch.finish();
        let body = EntryBody::CaseNoted(CaseNoted { case: id, owner, note: note.to_owned() });
        let mut subjects = vec![format!("case:{}", id.0)];
        subjects.extend(case.customer.iter().map(|customer| format!("customer:{customer}")));
        self.append_act(&books, &mut effects, by, body, "case-noted", subjects);
        self.commit(&mut books, effects)?;
        books.case(id).cloned().ok_or(DecisionError::UnknownCase(id))
    }

    pub fn case_events(&self, case: CaseId) -> Result<Vec<CaseEvent>, LedgerError> {
        self.0.ledger.case_events(case)
    }

    pub fn proposal(&self, id: ProposalId) -> Result<Option<ProposalRow>, LedgerError> {
        self.0.ledger.proposal(id)
    }

    /// How many there are, and one page of them, newest first.
    pub fn proposals(&self, filter: &ProposalFilter) -> Result<(u64, Vec<ProposalRow>), LedgerError> {
        self.0.ledger.proposals(filter)
    }

    pub fn task(&self, id: TaskId) -> Result<Option<TaskRow>, LedgerError> {
        self.0.ledger.task(id)
    }

    /// Newest change first.
    pub fn tasks(&self, filter: &TaskFilter) -> Result<Vec<TaskRow>, LedgerError> {
        self.0.ledger.tasks(filter)
    }
}
