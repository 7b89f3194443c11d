//! Writes proposals with what they did, tasks, and the center's own journal.

use domain::ProposalId;

use super::LedgerError;
use super::db::{Db, Param, params, sql};
use super::decision_rows::{kind_code, state_code, task_state_code};
use super::decisions::{AdjustmentFact, DecisionEffects, ProposalRow, RecordedAct, RefundRow, SealRow, TaskRow};
use super::packed::{day_number, pack_placement};
use super::values::to_json;

pub fn write(db: &mut dyn Db, effects: &DecisionEffects) -> Result<(), LedgerError> {
    acts(db, &effects.acts)?;
    let proposals: Vec<_> = effects.proposals.iter().map(proposal_row).collect();
    db.run_each(sql!("proposal_put"), &proposals)?;
    let deeds = effects
        .deeds
        .iter()
        .map(|row| params![row.proposal.0.as_bytes(), row.part, row.deed.row_key(), to_json(&row.deed), row.undone]);
    db.run_each(sql!("deed_put"), &deeds.collect::<Vec<_>>())?;
    let adjustments: Vec<_> = effects.adjustments.iter().map(adjustment_row).collect();
    db.run_each(sql!("adjustment_put"), &adjustments)?;
    let tasks: Vec<_> = effects.tasks.iter().map(task_row).collect();
    db.run_each(sql!("task_put"), &tasks)?;
    let refunds: Vec<_> = effects.refunds.iter().map(refund_row).collect();
    db.run_each(sql!("refund_add"), &refunds)?;
    let events = effects.events.iter().map(|event| {
        let (operator, proposal) = (event.by.map(|by| by.0), event.proposal.map(id_bytes));
        params![event.case.0, event.version, event.at_ms, operator, event.what.name(), &event.note, proposal]
    });
    db.run_each(sql!("case_event_add"), &events.collect::<Vec<_>>())?;
    let seals = effects.seals.iter().map(|row| {
        let SealRow { stream, history, head, seal } = row;
        params![stream.device.0, stream.incarnation.0, *history, head.seq.0, &head.hash.0, seal.0.to_vec()]
    });
    db.run_each(sql!("seal_add"), &seals.collect::<Vec<_>>())?;
    let settings = effects.settings.iter();
    let settings = settings.map(|row| params![&row.name, day_number(row.effective_from), &row.content]);
    db.run_each(sql!("setting_put"), &settings.collect::<Vec<_>>())
}

fn id_bytes(id: ProposalId) -> Vec<u8> {
    id.0.as_bytes().to_vec()
}

fn acts(db: &mut dyn Db, acts: &[RecordedAct]) -> Result<(), LedgerError> {
    let rows = acts.iter().map(|act| {
        params![act.seq.0, act.at_ms, act.by.0, act.kind, &act.name, &act.hash.0, act.seal.0.to_vec(), &act.bytes]
    });
    db.run_each(sql!("act_add"), &rows.collect::<Vec<_>>())?;
    let subjects = acts.iter().flat_map(|act| act.subjects.iter().map(move |subject| params![subject, act.seq.0]));
    db.run_each(sql!("act_subject_add"), &subjects.collect::<Vec<_>>())
}

fn proposal_row(row: &ProposalRow) -> Vec<Param<'_>> {
    let answered = row.answered.as_ref();
    params![
        row.id.0.as_bytes(),
        row.seq.0,
        row.matter.name(),
        to_json(&row.matter),
        &row.note,
        state_code(row.state),
        row.alone,
        row.proposed_by.0,
        row.proposed_ms,
        answered.map(|answered| answered.by.0),
        answered.map(|answered| answered.at_ms),
        answered.map_or("", |answered| answered.note.as_str()),
        &row.preview,
        row.undone_by.map(id_bytes),
    ]
}

fn adjustment_row(fact: &AdjustmentFact) -> Vec<Param<'_>> {
    let adjustment = &fact.adjustment;
    let booked = fact.booked.as_ref();
    params![
        adjustment.customer.as_str(),
        adjustment.id.proposal.0.as_bytes(),
        adjustment.id.part,
        fact.case.0,
        kind_code(adjustment.kind),
        adjustment.amount.fen(),
        adjustment.desk.as_str(),
        day_number(fact.order.business_date),
        fact.order.at_ms,
        fact.order.seq.0,
        fact.of_fact,
        fact.undone,
        booked.and_then(|booked| booked.owner.as_ref()).map(|owner| owner.as_str()),
        booked.map(|booked| pack_placement(&booked.placement)),
    ]
}

fn task_row(row: &TaskRow) -> Vec<Param<'_>> {
    let answered = row.answered.as_ref();
    params![
        row.task.id.0.as_bytes(),
        row.proposal.0.as_bytes(),
        row.task.case.0,
        row.task.device.0,
        task_state_code(row.task.state),
        to_json(&row.task),
        answered.map(|reply| reply.by.0),
        answered.map(|reply| reply.at_ms),
        answered.map_or("", |reply| reply.note.as_str()),
        row.version,
    ]
}

fn refund_row(row: &RefundRow) -> Vec<Param<'_>> {
    params![
        row.refund.id.0.as_bytes(),
        row.refund.task.0.as_bytes(),
        row.place.stream.device.0,
        row.place.stream.incarnation.0,
        row.place.history,
        row.place.seq.0,
        row.terminal.as_str(),
        row.by.0,
        row.at_ms,
        row.desk.as_str(),
        to_json(&row.refund),
    ]
}
