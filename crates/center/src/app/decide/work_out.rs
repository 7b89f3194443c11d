//! Runs a matter on the books without writing anything: what would happen, and what would be written.

use domain::{CaseDecision, CaseId, Choice, Matter, Money, OperatorId, Persons, ProposalId, Seq, choice};

use super::preview::{self, Preview};
use super::{DecisionError, release};
use crate::app::Prefecture;
use crate::app::batch::Batch;
use crate::app::books::{Books, Roster};
use crate::ledger::{CaseRow, CaseStatus, DeedRow, Effects, ProposalRow, Wanted};

/// A matter on its way into the books: whose it is, and the place that it has among the payments of an account.
pub struct Draft<'a> {
    pub id: ProposalId,
    /// Who puts it in force.
    pub by: OperatorId,
    /// Why it was proposed; a desk that is asked to pay reads it.
    pub reason: &'a str,
    /// What who puts it in force says.
    pub note: &'a str,
    /// When it was proposed: what it moves counts from then, whenever it is approved.
    pub at_ms: i64,
    /// Of the act that proposed it.
    pub seq: Seq,
}

/// What a matter comes to.
pub struct WorkedOut {
    pub preview: Preview,
    pub effects: Effects,
    pub persons: Persons,
}

/// A decision that is to be undone.
pub struct Undoing {
    pub decision: ProposalRow,
    pub deeds: Vec<DeedRow>,
}

impl Prefecture {
    pub(super) fn work_out(
        &self,
        books: &Books,
        draft: &Draft<'_>,
        matter: &Matter,
    ) -> Result<WorkedOut, DecisionError> {
        match matter {
            Matter::Cases { decisions } => self.work_out_cases(books, draft, decisions),
            Matter::Undo { decision } => self.work_out_undo(books, draft, *decision),
            Matter::Price { .. } | Matter::Billing { .. } | Matter::Collection { .. } | Matter::Operator { .. } => {
                self.work_out_release(books, draft, matter)
            }
        }
    }

    fn work_out_cases(
        &self,
        books: &Books,
        draft: &Draft<'_>,
        decisions: &[CaseDecision],
    ) -> Result<WorkedOut, DecisionError> {
        let cases = self.check_decisions(books, draft, decisions)?;
        let persons = persons_of(&cases);
        let mut wanted = Wanted::default();
        for (case, decision) in &cases {
            super::apply::want(case, &decision.resolution, &mut wanted);
        }
        self.with_batch(books, draft, &wanted, persons, |batch| {
            for (case, decision) in &cases {
                batch.apply_decision(draft, case, &decision.resolution)?;
            }
            Ok(preview::cases_of(batch, &cases))
        })
    }

    fn work_out_undo(
        &self,
        books: &Books,
        draft: &Draft<'_>,
        decision: ProposalId,
    ) -> Result<WorkedOut, DecisionError> {
        let undoing = self.undoing(decision)?;
        let mut wanted = Wanted::default();
        let of_case = |id| books.case(id).ok_or(DecisionError::UnknownCase(id));
        let cases = undoing.decision.cases().into_iter().map(of_case).collect::<Result<Vec<_>, _>>()?;
        for case in &cases {
            if let Some(other) = case.proposal.filter(|other| *other != draft.id) {
                return Err(self.already_proposed(case.id, other)?);
            }
            super::apply::want_facts(case, &mut wanted);
        }
        undoing.deeds.iter().for_each(|row| super::undo::want(&row.deed, &mut wanted));
        let persons = if undoing.decision.alone { Persons::One } else { Persons::Two };
        self.with_batch(books, draft, &wanted, persons, |batch| {
            batch.undo_decision(draft, &undoing)?;
            let decisions = decisions_of(&undoing.decision);
            let cases: Vec<_> = cases.iter().map(|case| (*case).clone()).zip(decisions).collect();
            Ok(preview::cases_of(batch, &cases))
        })
    }

    fn work_out_release(&self, books: &Books, draft: &Draft<'_>, matter: &Matter) -> Result<WorkedOut, DecisionError> {
        let (effects, notes) = self.release(books, matter)?;
        let as_of = crate::app::day_at(draft.at_ms);
        Ok(WorkedOut { preview: release::preview(as_of, notes), effects, persons: Persons::Two })
    }

    /// Loads what is wanted, has a batch changed, and settles everything that it touches.
    fn with_batch(
        &self,
        books: &Books,
        draft: &Draft<'_>,
        wanted: &Wanted,
        persons: Persons,
        change: impl FnOnce(&mut Batch<'_>) -> Result<Vec<preview::PreviewedCase>, DecisionError>,
    ) -> Result<WorkedOut, DecisionError> {
        let loaded = self.load(wanted)?;
        let before = preview::Before::of(&loaded);
        let roster = self.roster();
        let roster: &Roster = &roster;
        let mut batch = Batch::new(books, roster, loaded, self.now_ms());
        let cases = change(&mut batch)?;
        batch.settle();
        let preview = preview::of(&batch, &before, cases, persons, crate::app::day_at(draft.at_ms));
        Ok(WorkedOut { preview, effects: batch.finish(), persons })
    }

    /// Whether these decisions can be taken now, each by its kind and all of them together.
    fn check_decisions(
        &self,
        books: &Books,
        draft: &Draft<'_>,
        decisions: &[CaseDecision],
    ) -> Result<Vec<(CaseRow, CaseDecision)>, DecisionError> {
        let mut cases = Vec::with_capacity(decisions.len());
        for decision in decisions {
            let case = books.case(decision.case).ok_or(DecisionError::UnknownCase(decision.case))?;
            self.check_case(case, draft)?;
            let (conflict, resolution) = (case.conflict.kind(), decision.resolution.kind());
            if choice(conflict, resolution) == Choice::NotOffered {
                return Err(DecisionError::NotOffered { conflict, resolution });
            }
            cases.push((case.clone(), decision.clone()));
        }
        self.check_bulk(books, &cases)?;
        Ok(cases)
    }

    /// A case is open, or the proposal that it waits for is this one.
    fn check_case(&self, case: &CaseRow, draft: &Draft<'_>) -> Result<(), DecisionError> {
        match case.proposal {
            Some(proposal) if proposal == draft.id && case.status == CaseStatus::Proposed => Ok(()),
            Some(proposal) if case.status == CaseStatus::Proposed => Err(self.already_proposed(case.id, proposal)?),
            _ if case.status == CaseStatus::Open => Ok(()),
            _ => Err(DecisionError::NotOpen { case: case.id, status: case.status }),
        }
    }

    pub(super) fn already_proposed(&self, case: CaseId, proposal: ProposalId) -> Result<DecisionError, DecisionError> {
        let row = self.0.ledger.proposal(proposal)?.ok_or(DecisionError::UnknownProposal(proposal))?;
        Ok(DecisionError::AlreadyProposed { case, proposal, by: row.proposed_by, at_ms: row.proposed_ms })
    }

    /// 批量处理: one kind, one way, and not too much at once.
    fn check_bulk(&self, books: &Books, cases: &[(CaseRow, CaseDecision)]) -> Result<(), DecisionError> {
        let Some((first, decision)) = cases.first() else { return Err(DecisionError::NoCases) };
        let (conflict, resolution) = (first.conflict.kind(), decision.resolution.kind());
        let is_alike = |(case, decision): &(CaseRow, CaseDecision)| {
            case.conflict.kind() == conflict && decision.resolution.kind() == resolution
        };
        let mut ids: Vec<CaseId> = cases.iter().map(|(case, _)| case.id).collect();
        ids.sort_unstable();
        ids.dedup();
        if !cases.iter().all(is_alike) || ids.len() < cases.len() {
            return Err(DecisionError::Mixed);
        }
        let rules = domain::DecisionRules::on(&books.decision_rules, self.today());
        let sum: Money = cases.iter().map(|(case, _)| case.conflict.at_stake()).sum();
        let is_much = cases.len() > rules.bulk_cases_max as usize || sum > rules.bulk_sum_max;
        if cases.len() > 1 && is_much {
            return Err(DecisionError::TooMany { cases_max: rules.bulk_cases_max, sum_max: rules.bulk_sum_max });
        }
        Ok(())
    }
}

/// All decisions of a proposal are of one kind and one way, so the first tells how many people it takes.
fn persons_of(cases: &[(CaseRow, CaseDecision)]) -> Persons {
    let takes_two = |(case, decision): &(CaseRow, CaseDecision)| {
        choice(case.conflict.kind(), decision.resolution.kind()) == Choice::Offered(Persons::Two)
    };
    if cases.iter().any(takes_two) { Persons::Two } else { Persons::One }
}

fn decisions_of(row: &ProposalRow) -> Vec<CaseDecision> {
    match &row.matter {
        Matter::Cases { decisions } => decisions.clone(),
        Matter::Undo { .. }
        | Matter::Price { .. }
        | Matter::Billing { .. }
        | Matter::Collection { .. }
        | Matter::Operator { .. } => Vec::new(),
    }
}
