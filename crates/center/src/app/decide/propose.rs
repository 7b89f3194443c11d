//! 提议: what somebody wants decided, with the preview that they looked at. One person is enough where no money moves.

use domain::{CaseId, FileHash, Matter, OperatorId, Persons, ProposalId, ProposalState};
use journal::{EntryBody, Proposed};

use super::acts::{document_of, subjects_of};
use super::{DecisionError, Draft, Preview};
use crate::app::Prefecture;
use crate::app::batch::Batch;
use crate::app::books::Books;
use crate::app::cases::Hand;
use crate::ledger::{CaseRow, Effects, Loaded, ProposalRow};

/// A proposal as it is made.
#[derive(Clone, Debug)]
pub struct NewProposal {
    /// Born on the screen, so that a repeated click is the same proposal.
    pub id: ProposalId,
    pub matter: Matter,
    /// Why.
    pub note: String,
    /// Of the preview that was looked at.
    pub preview: FileHash,
}

impl Prefecture {
    /// What a matter would do, without doing it.
    pub fn preview(&self, by: OperatorId, matter: &Matter) -> Result<Preview, DecisionError> {
        let books = self.books()?;
        let id = ProposalId(uuid::Uuid::nil());
        let draft = Draft { id, by, reason: "", note: "", at_ms: self.now_ms(), seq: self.next_act(&books) };
        Ok(self.work_out(&books, &draft, matter)?.preview)
    }

    /// Proposes a matter. The same proposal again is answered with what it became.
    pub fn propose(&self, by: OperatorId, new: &NewProposal) -> Result<ProposalRow, DecisionError> {
        self.check_acts()?;
        let mut books = self.books()?;
        if let Some(known) = self.0.ledger.proposal(new.id)? {
            let is_same = known.matter == new.matter && known.proposed_by == by;
            return if is_same { Ok(known) } else { Err(DecisionError::IdReused(new.id)) };
        }
        let note = new.note.trim();
        if note.is_empty() {
            return Err(DecisionError::NoteMissing);
        }
        let at_ms = self.now_ms();
        let draft = Draft { id: new.id, by, reason: note, note, at_ms, seq: self.next_act(&books) };
        let worked = self.work_out(&books, &draft, &new.matter)?;
        if worked.preview.hash != new.preview {
            return Err(DecisionError::PreviewMoved(Box::new(worked.preview)));
        }
        let alone = worked.persons == Persons::One;
        let row = ProposalRow {
            id: new.id,
            seq: draft.seq,
            matter: new.matter.clone(),
            note: note.to_owned(),
            state: if alone { ProposalState::InForce } else { ProposalState::Waiting },
            alone,
            proposed_by: by,
            proposed_ms: at_ms,
            answered: None,
            preview: serde_json::to_string(&worked.preview).expect("a preview can be written as JSON"),
            undone_by: None,
        };
        let mut effects = if alone { worked.effects } else { self.waiting(&books, &draft, &new.matter)? };
        self.write_proposed(&books, &mut effects, &row, &worked.preview);
        if alone {
            self.note_undone(&mut effects, &row)?;
        }
        self.write_decision(&mut books, effects, &row)?;
        Ok(row)
    }

    pub(super) fn write_decision(
        &self,
        books: &mut Books,
        effects: Effects,
        row: &ProposalRow,
    ) -> Result<(), DecisionError> {
        self.commit(books, effects)?;
        tracing::info!(matter = row.matter.name(), state = ?row.state, "a proposal was written");
        Ok(())
    }

    /// The cases of a proposal wait for somebody else; nothing else changes.
    fn waiting(&self, books: &Books, draft: &Draft<'_>, matter: &Matter) -> Result<Effects, DecisionError> {
        let roster = self.roster();
        let mut batch = Batch::new(books, &roster, Loaded::default(), self.now_ms());
        let hand = Hand { by: draft.by, proposal: Some(draft.id), note: draft.note };
        let undone = match matter {
            Matter::Undo { decision } => Some(*decision),
            Matter::Cases { .. }
            | Matter::Price { .. }
            | Matter::Billing { .. }
            | Matter::Collection { .. }
            | Matter::Operator { .. } => None,
        };
        for case in self.cases_of(matter)? {
            if books.case(case).is_some_and(|case| undone.is_none() || case.decision == undone) {
                batch.cases.propose(case, &hand);
            }
        }
        Ok(batch.finish())
    }

    /// The cases that a matter is about.
    pub(super) fn cases_of(&self, matter: &Matter) -> Result<Vec<CaseId>, DecisionError> {
        Ok(match matter {
            Matter::Cases { decisions } => decisions.iter().map(|decision| decision.case).collect(),
            Matter::Undo { decision } => self.0.ledger.proposal(*decision)?.map(|row| row.cases()).unwrap_or_default(),
            Matter::Price { .. } | Matter::Billing { .. } | Matter::Collection { .. } | Matter::Operator { .. } => {
                Vec::new()
            }
        })
    }

    fn write_proposed(&self, books: &Books, effects: &mut Effects, row: &ProposalRow, preview: &Preview) {
        let body = EntryBody::Proposed(Proposed {
            proposal: row.id,
            matter: document_of(&row.matter),
            note: row.note.clone(),
            alone: row.alone,
            preview: preview.hash,
        });
        let subjects = self.subjects(books, row);
        let name = if row.alone { "decided" } else { "proposed" };
        self.append_act(books, effects, row.proposed_by, body, name, subjects);
        effects.decisions.proposals.push(row.clone());
    }

    /// What a proposal is about, for whoever searches.
    pub(super) fn subjects(&self, books: &Books, row: &ProposalRow) -> Vec<String> {
        let ids = self.cases_of(&row.matter).unwrap_or_default();
        let cases: Vec<&CaseRow> = ids.into_iter().filter_map(|id| books.case(id)).collect();
        let mut subjects = subjects_of(&row.matter, cases.into_iter());
        subjects.push(format!("proposal:{}", row.id));
        subjects
    }

    /// What an undoing that is in force takes back counts no more.
    pub(super) fn note_undone(&self, effects: &mut Effects, row: &ProposalRow) -> Result<(), DecisionError> {
        let Matter::Undo { decision } = &row.matter else { return Ok(()) };
        let undone = self.0.ledger.proposal(*decision)?.ok_or(DecisionError::UnknownProposal(*decision))?;
        let state = ProposalState::Undone;
        effects.decisions.proposals.push(ProposalRow { state, undone_by: Some(row.id), ..undone });
        Ok(())
    }
}
