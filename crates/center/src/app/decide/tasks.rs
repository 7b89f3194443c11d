//! 待办: given to one desk by a decision, answered by an entry of its journal.

use domain::{CaseId, DeviceId, Task, TaskAnswer, TaskKind, TaskOutcome, TaskState, UnitCode};

use super::apply::task_id;
use super::{DecisionError, Draft};
use crate::app::batch::Batch;
use crate::app::cases::Hand;
use crate::ledger::{CaseEventKind, CaseRow, Deed, Noted, TaskReply, TaskRow};

impl Batch<'_> {
    /// Asks one device. `owner` owes the refund, where the task is one.
    pub(super) fn give_task(
        &mut self,
        draft: &Draft<'_>,
        case: &CaseRow,
        device: DeviceId,
        owner: Option<UnitCode>,
        kind: TaskKind,
        note: &str,
    ) -> Result<(), DecisionError> {
        let known = self.roster.devices.get(&device).filter(|known| known.suspended_ms.is_none());
        known.ok_or(DecisionError::Device(device))?;
        let id = task_id(draft, self.effects.decisions.deeds.len() as u32);
        let owner = owner.or_else(|| {
            let facts = case.customer.as_ref().and_then(|customer| self.accounts.get(customer));
            facts.and_then(|facts| facts.row.as_ref()).map(|row| row.unit.clone())
        });
        let (customer, given_ms, state) = (case.customer.clone(), self.now_ms, TaskState::Open);
        let note = note.trim().to_owned();
        let task = Task { id, case: case.id, device, customer, owner, kind, note, given_ms, state };
        self.tasks.insert(id, TaskRow { task, proposal: draft.id, answered: None, version: 0 });
        self.changed_tasks.insert(id);
        self.did(draft, |_| Deed::TaskGiven { task: id });
        Ok(())
    }

    /// 办理结果. A refund is answered by paying it out, or by saying why not; any other answer to it is only noted.
    pub(in crate::app) fn take_task_answer(&mut self, noted: &Noted, answer: &TaskAnswer) {
        let Some(row) = self.tasks.get_mut(&answer.task) else {
            tracing::warn!(entry = %noted.place, "an answer names a task that nobody gave");
            return;
        };
        let is_refund = matches!(row.task.kind, TaskKind::PayRefund { .. });
        let closes = row.task.state == TaskState::Open && !(is_refund && answer.outcome == TaskOutcome::Done);
        if closes {
            let reply = TaskReply { by: noted.operator, at_ms: noted.at_ms, note: answer.note.clone() };
            row.answer(answer.outcome, reply);
            self.changed_tasks.insert(answer.task);
        }
        let (case, proposal) = (row.task.case, row.proposal);
        self.note_answer(case, CaseEventKind::Answered, closes, noted, proposal, &answer.note);
    }

    pub(super) fn note_answer(
        &mut self,
        case: CaseId,
        what: CaseEventKind,
        opens: bool,
        noted: &Noted,
        proposal: domain::ProposalId,
        note: &str,
    ) {
        let hand = Hand { by: noted.operator, proposal: Some(proposal), note };
        self.cases.answered(case, what, opens, &hand);
    }

    /// What outlets have to hear of the tasks that changed.
    pub(in crate::app) fn keep_tasks(&mut self) {
        for id in std::mem::take(&mut self.changed_tasks) {
            let version = self.next_version();
            if let Some(row) = self.tasks.get_mut(&id) {
                row.version = version;
                self.effects.decisions.tasks.push(row.clone());
            }
        }
    }
}
