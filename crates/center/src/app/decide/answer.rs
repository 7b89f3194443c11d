//! 批准, 驳回, 撤回: what somebody else says to a proposal, or who made it takes back.

use domain::{CaseId, OperatorId, ProposalAnswer, ProposalId, ProposalState};
use journal::{EntryBody, ProposalAnswered};

use super::acts::{THE_CENTER, answer_name};
use super::{DecisionError, Draft, NewProposal, Preview};
use crate::app::Prefecture;
use crate::app::batch::Batch;
use crate::app::bill_run::BillRunId;
use crate::app::books::Books;
use crate::app::cases::Hand;
use crate::ledger::{Answered, CaseEventKind, Effects, LedgerError, Loaded, ProposalRow};

impl Prefecture {
    /// Answers a proposal. An approval works it out again, and nothing happens if the books moved since it was looked at.
    pub fn answer(
        &self,
        by: OperatorId,
        id: ProposalId,
        answer: ProposalAnswer,
        note: &str,
    ) -> Result<ProposalRow, DecisionError> {
        self.check_acts()?;
        let mut books = self.books()?;
        let row = self.0.ledger.proposal(id)?.ok_or(DecisionError::UnknownProposal(id))?;
        may_answer(&row, by, answer)?;
        let note = note.trim();
        let state = match answer {
            ProposalAnswer::Approved => ProposalState::InForce,
            ProposalAnswer::Refused => ProposalState::Refused,
            ProposalAnswer::Withdrawn => ProposalState::Withdrawn,
        };
        let answered = Answered { by, at_ms: self.now_ms(), note: note.to_owned() };
        let answered_row = ProposalRow { state, answered: Some(answered), ..row };
        let mut effects = match answer {
            ProposalAnswer::Approved => self.approved(&books, by, note, &answered_row)?,
            ProposalAnswer::Refused => self.rested(&books, by, note, &answered_row, CaseEventKind::Refused)?,
            ProposalAnswer::Withdrawn => self.rested(&books, by, note, &answered_row, CaseEventKind::TakenBack)?,
        };
        let body = EntryBody::ProposalAnswered(ProposalAnswered { proposal: id, answer, note: note.to_owned() });
        let subjects = self.subjects(&books, &answered_row);
        self.append_act(&books, &mut effects, by, body, answer_name(answer), subjects);
        effects.decisions.proposals.push(answered_row.clone());
        let recomputation = effects.billing.runs.first().map(|run| BillRunId(run.id));
        self.write_decision(&mut books, effects, &answered_row)?;
        drop(books);
        if let Some(run) = recomputation {
            self.resume_run(run)?;
        }
        Ok(answered_row)
    }

    /// 撤销: proposes that a decision is undone; it takes as many people as the decision did.
    pub fn undo(
        &self,
        by: OperatorId,
        id: ProposalId,
        decision: ProposalId,
        note: &str,
    ) -> Result<ProposalRow, DecisionError> {
        let matter = domain::Matter::Undo { decision };
        if let Some(known) = self.0.ledger.proposal(id)? {
            let is_same = known.matter == matter && known.proposed_by == by;
            return if is_same { Ok(known) } else { Err(DecisionError::IdReused(id)) };
        }
        let preview = self.preview(by, &matter)?.hash;
        self.propose(by, &NewProposal { id, matter, note: note.to_owned(), preview })
    }

    fn approved(&self, books: &Books, by: OperatorId, note: &str, row: &ProposalRow) -> Result<Effects, DecisionError> {
        let draft = Draft { id: row.id, by, reason: &row.note, note, at_ms: row.proposed_ms, seq: row.seq };
        let worked = self.work_out(books, &draft, &row.matter)?;
        if worked.preview.hash != previewed(row)?.hash {
            return Err(DecisionError::PreviewMoved(Box::new(worked.preview)));
        }
        let mut effects = worked.effects;
        self.note_undone(&mut effects, row)?;
        Ok(effects)
    }

    /// The cases stand as they did before they were proposed.
    fn rested(
        &self,
        books: &Books,
        by: OperatorId,
        note: &str,
        row: &ProposalRow,
        what: CaseEventKind,
    ) -> Result<Effects, DecisionError> {
        let roster = self.roster();
        let mut batch = Batch::new(books, &roster, Loaded::default(), self.now_ms());
        let hand = Hand { by, proposal: Some(row.id), note };
        let ids: Vec<CaseId> = self.cases_of(&row.matter)?;
        for id in ids {
            if books.case(id).is_some_and(|case| case.proposal == Some(row.id)) {
                batch.cases.rest(id, what, &hand);
            }
        }
        Ok(batch.finish())
    }
}

/// Who may answer what: an approval or refusal is somebody else's, taking back is the proposer's.
fn may_answer(row: &ProposalRow, by: OperatorId, answer: ProposalAnswer) -> Result<(), DecisionError> {
    if row.state != ProposalState::Waiting {
        let (by, at_ms) = match &row.answered {
            Some(answered) => (answered.by, answered.at_ms),
            None => (row.proposed_by, row.proposed_ms),
        };
        return Err(DecisionError::AlreadyAnswered { by, at_ms });
    }
    let is_own = row.proposed_by == by;
    match answer {
        ProposalAnswer::Approved | ProposalAnswer::Refused if is_own => Err(DecisionError::OwnProposal),
        ProposalAnswer::Withdrawn if !is_own => Err(DecisionError::NotYours { by: row.proposed_by }),
        // Whoever has the token may be the proposer.
        ProposalAnswer::Approved if by == THE_CENTER => Err(DecisionError::NeedsPerson),
        ProposalAnswer::Approved | ProposalAnswer::Refused | ProposalAnswer::Withdrawn => Ok(()),
    }
}

/// The preview that was looked at.
pub fn previewed(row: &ProposalRow) -> Result<Preview, LedgerError> {
    serde_json::from_str(&row.preview).map_err(|_| LedgerError::Damaged("the preview of a proposal".to_owned()))
}
