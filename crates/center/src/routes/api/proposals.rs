//! Proposals: previewed, made, answered, undone.

use axum::Json;
use axum::extract::State;
use domain::{ConflictKind, FileHash, Matter, OperatorId, Permission, ProposalAnswer, ProposalId, ProposalState};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::case_views::PersonView;
use super::decision_failure::DecisionRefusal;
use super::extract::{Body, Path, Query};
use super::failure::{Failure, Refusal};
use super::who::Actor;
use super::{at_the_books, time};
use crate::ledger::{LedgerError, ProposalFilter, ProposalRow};
use crate::routes::Center;
use crate::{NewProposal, Prefecture, Preview};

const PAGE: u32 = 50;

/// What is to be looked at before it is proposed.
#[derive(Deserialize, ToSchema)]
pub struct MatterToPreview {
    matter: Matter,
}

/// A proposal as it is made.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProposalToMake {
    /// Born on the screen, so that a repeated click is the same proposal.
    id: ProposalId,
    matter: Matter,
    /// Why
    note: String,
    /// Of the preview that was looked at.
    preview_hash: FileHash,
}

#[derive(Deserialize, ToSchema)]
pub struct AnswerToProposal {
    answer: ProposalAnswer,
    #[serde(default)]
    note: String,
}

#[derive(Deserialize, ToSchema)]
pub struct UndoToMake {
    /// Of the new proposal that undoes it.
    id: ProposalId,
    /// Why
    note: String,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WhichProposals {
    state: Option<ProposalState>,
    /// Who proposed it
    by: Option<u32>,
    /// `cases`, `undo`, `price`, `billing`, `collection` or `operator`
    matter: Option<String>,
    limit: Option<u32>,
    offset: Option<u32>,
}

#[derive(Serialize, ToSchema)]
pub struct ProposalList {
    total: u64,
    items: Vec<ProposalView>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProposalView {
    id: ProposalId,
    /// The number of its act in the audit trail.
    seq: u64,
    matter: Matter,
    note: String,
    state: ProposalState,
    /// One person was enough.
    alone: bool,
    proposed_by: PersonView,
    #[schema(format = DateTime)]
    proposed_at: String,
    answered_by: Option<PersonView>,
    #[schema(format = DateTime)]
    answered_at: Option<String>,
    answer_note: String,
    /// As it was looked at.
    preview: Preview,
    undone_by: Option<ProposalId>,
    cases: Vec<u64>,
}

/// What a matter needs of who proposes it, beyond the route: each kind has its own permission.
fn may_propose(prefecture: &Prefecture, actor: &Actor, matter: &Matter) -> Result<(), Failure> {
    match matter {
        Matter::Cases { .. } | Matter::Undo { .. } if is_about_archives(prefecture, matter)? => {
            actor.needs(&[Permission::ProposeDecisions, Permission::DecideArchiveChanges])
        }
        Matter::Cases { .. } | Matter::Undo { .. } => actor.needs(&[Permission::ProposeDecisions]),
        Matter::Price { .. } | Matter::Billing { .. } | Matter::Collection { .. } => {
            actor.needs(&[Permission::ReleaseTariffs])
        }
        Matter::Operator { .. } => actor.needs(&[Permission::ManageOperators]),
    }
}

/// Taking back is for who may propose; the rest is for who may approve.
fn may_answer(prefecture: &Prefecture, actor: &Actor, matter: &Matter, answer: ProposalAnswer) -> Result<(), Failure> {
    match matter {
        _ if answer == ProposalAnswer::Withdrawn => may_propose(prefecture, actor, matter),
        Matter::Cases { .. } | Matter::Undo { .. } => actor.needs(&[Permission::ApproveDecisions]),
        Matter::Price { .. } | Matter::Billing { .. } | Matter::Collection { .. } => {
            actor.needs(&[Permission::ReleaseTariffs])
        }
        Matter::Operator { .. } => actor.needs(&[Permission::ManageOperators]),
    }
}

/// Whether all its cases are corrections of the archive.
fn is_about_archives(prefecture: &Prefecture, matter: &Matter) -> Result<bool, Failure> {
    let cases = match matter {
        Matter::Undo { decision } => prefecture.proposal(*decision)?.map(|row| row.cases()).unwrap_or_default(),
        Matter::Cases { decisions } => decisions.iter().map(|decision| decision.case).collect(),
        Matter::Price { .. } | Matter::Billing { .. } | Matter::Collection { .. } | Matter::Operator { .. } => {
            Vec::new()
        }
    };
    for case in &cases {
        let kind = prefecture.case(*case)?.map(|case| case.conflict.kind());
        if !matches!(kind, Some(ConflictKind::ArchiveChangeRequested | ConflictKind::ArchiveEditedTwice)) {
            return Ok(false);
        }
    }
    Ok(!cases.is_empty())
}

/// A verifier is never shown.
fn without_secrets(mut matter: Matter) -> Matter {
    if let Matter::Operator { operator } = &mut matter {
        operator.verifier.clear();
    }
    matter
}

pub fn view(prefecture: &Prefecture, row: ProposalRow) -> Result<ProposalView, Failure> {
    let mentioned = [Some(row.proposed_by), row.answered.as_ref().map(|answered| answered.by)];
    let names = prefecture.names_of(mentioned.into_iter().flatten())?;
    let person = |id: OperatorId| PersonView::of(id, &names);
    let preview =
        serde_json::from_str(&row.preview).map_err(|_| LedgerError::Damaged("the preview of a proposal".to_owned()))?;
    let cases = row.cases().into_iter().map(|case| case.0).collect();
    let answered = row.answered;
    Ok(ProposalView {
        id: row.id,
        seq: row.seq.0,
        matter: without_secrets(row.matter),
        note: row.note,
        state: row.state,
        alone: row.alone,
        proposed_by: person(row.proposed_by),
        proposed_at: time(row.proposed_ms),
        answered_by: answered.as_ref().map(|answered| person(answered.by)),
        answered_at: answered.as_ref().map(|answered| time(answered.at_ms)),
        answer_note: answered.map_or_else(String::new, |answered| answered.note),
        preview,
        undone_by: row.undone_by,
        cases,
    })
}

/// What a matter would do, without doing it
#[utoipa::path(post, path = "/api/v1/proposals/preview", operation_id = "preview_proposal", request_body = MatterToPreview,
    responses(
        (status = 200, description = "Before and after", body = Preview),
        (status = 404, description = "`not-found`: a case or decision that there is not", body = Refusal),
        (status = 409, description = "`already-proposed`: somebody was first; `not-open`", body = DecisionRefusal),
        (status = 422, description = "`not-offered`, `amount`, `too-many` and so on: it cannot be decided like this", body = DecisionRefusal),
    ))]
pub async fn preview(
    State(center): State<Center>,
    actor: Actor,
    Body(asked): Body<MatterToPreview>,
) -> Result<Json<Preview>, Failure> {
    at_the_books(center, move |prefecture| {
        may_propose(prefecture, &actor, &asked.matter)?;
        Ok(Json(prefecture.preview(actor.id, &asked.matter)?))
    })
    .await
}

/// Propose a matter
///
/// Where one person is enough it is in force at once; else it waits for somebody else.
#[utoipa::path(post, path = "/api/v1/proposals", operation_id = "propose", request_body = ProposalToMake,
    responses(
        (status = 200, description = "The proposal", body = ProposalView),
        (status = 404, description = "`not-found`: a case or decision that there is not", body = Refusal),
        (status = 409, description = "`already-proposed`, `preview-moved` with the new preview, `not-open`, `id-reused`", body = DecisionRefusal),
        (status = 422, description = "It cannot be decided like this", body = DecisionRefusal),
    ))]
pub async fn propose(
    State(center): State<Center>,
    actor: Actor,
    Body(made): Body<ProposalToMake>,
) -> Result<Json<ProposalView>, Failure> {
    let ProposalToMake { id, matter, note, preview_hash } = made;
    let new = NewProposal { id, matter, note, preview: preview_hash };
    at_the_books(center, move |prefecture| {
        may_propose(prefecture, &actor, &new.matter)?;
        Ok(Json(view(prefecture, prefecture.propose(actor.id, &new)?)?))
    })
    .await
}

/// Proposals, newest first
#[utoipa::path(get, path = "/api/v1/proposals", operation_id = "proposals", params(WhichProposals),
    responses((status = 200, description = "The proposals", body = ProposalList)))]
pub async fn list(
    State(center): State<Center>,
    Query(which): Query<WhichProposals>,
) -> Result<Json<ProposalList>, Failure> {
    let filter = ProposalFilter {
        state: which.state,
        by: which.by.map(OperatorId),
        matter: which.matter,
        limit: which.limit.unwrap_or(PAGE),
        offset: which.offset.unwrap_or(0),
    };
    at_the_books(center, move |prefecture| {
        let (total, rows) = prefecture.proposals(&filter)?;
        let items = rows.into_iter().map(|row| view(prefecture, row)).collect::<Result<_, _>>()?;
        Ok(Json(ProposalList { total, items }))
    })
    .await
}

/// One proposal
#[utoipa::path(get, path = "/api/v1/proposals/{id}", operation_id = "proposal",
    params(("id" = ProposalId, Path, description = "The proposal")),
    responses((status = 200, description = "The proposal", body = ProposalView)))]
pub async fn one(State(center): State<Center>, Path(id): Path<ProposalId>) -> Result<Json<ProposalView>, Failure> {
    at_the_books(center, move |prefecture| {
        let row = prefecture.proposal(id)?.ok_or(Failure::NotFound)?;
        Ok(Json(view(prefecture, row)?))
    })
    .await
}

/// Approve, refuse or take back a proposal
#[utoipa::path(post, path = "/api/v1/proposals/{id}/answer", operation_id = "answer_proposal",
    params(("id" = ProposalId, Path, description = "The proposal")), request_body = AnswerToProposal,
    responses(
        (status = 200, description = "The proposal", body = ProposalView),
        (status = 403, description = "`own-proposal`: somebody else has to; `not-yours`: only the proposer takes back; `not-permitted`, `cross-site`", body = Refusal),
        (status = 409, description = "`preview-moved` with the new preview, `already-answered`", body = DecisionRefusal),
        (status = 422, description = "It cannot be decided like this any more", body = DecisionRefusal),
    ))]
pub async fn answer(
    State(center): State<Center>,
    actor: Actor,
    Path(id): Path<ProposalId>,
    Body(said): Body<AnswerToProposal>,
) -> Result<Json<ProposalView>, Failure> {
    at_the_books(center, move |prefecture| {
        let row = prefecture.proposal(id)?.ok_or(Failure::NotFound)?;
        may_answer(prefecture, &actor, &row.matter, said.answer)?;
        let row = prefecture.answer(actor.id, id, said.answer, &said.note)?;
        Ok(Json(view(prefecture, row)?))
    })
    .await
}

/// Propose that a decision is undone
///
/// It takes as many people as the decision did.
#[utoipa::path(post, path = "/api/v1/proposals/{id}/undo", operation_id = "undo_proposal",
    params(("id" = ProposalId, Path, description = "The decision")), request_body = UndoToMake,
    responses(
        (status = 200, description = "The new proposal", body = ProposalView),
        (status = 409, description = "`refund-paid`, `task-answered`, `later-decision`, `not-in-force`, `already-proposed`", body = DecisionRefusal),
        (status = 422, description = "`not-undoable`, `note-missing`", body = DecisionRefusal),
    ))]
pub async fn undo(
    State(center): State<Center>,
    actor: Actor,
    Path(id): Path<ProposalId>,
    Body(made): Body<UndoToMake>,
) -> Result<Json<ProposalView>, Failure> {
    at_the_books(center, move |prefecture| {
        may_propose(prefecture, &actor, &Matter::Undo { decision: id })?;
        let row = prefecture.undo(actor.id, made.id, id, &made.note)?;
        Ok(Json(view(prefecture, row)?))
    })
    .await
}
