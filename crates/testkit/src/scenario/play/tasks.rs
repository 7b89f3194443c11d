//! At the desk: refunds that the center ordered, its other tasks, and corrections that the desk asks for.

use domain::{
    ArchiveChangeId, ArchiveField, CustomerNo, RefundId, Role, TaskAnswer, TaskId, TaskKind, TaskOutcome, TaskState,
};
use outlet::{PayRefund, RequestArchiveChange, TaskCard};

use crate::scenario::center_command::CenterOutcome;
use crate::scenario::command::Outcome;
use crate::scenario::play::{Happened, Otherwise, Played, Player, refusal};

impl Player {
    /// Pays the refund of a customer, or the first that waits.
    pub(crate) fn pay_refund(&mut self, customer: Option<&CustomerNo>, to: &str) -> Played<Happened> {
        self.make_ready()?;
        let task = self.task_for(Some("pay-refund"), customer)?;
        let command = PayRefund { id: RefundId(self.new_uuid()), task, paid_to: to.to_owned() };
        self.post_mut().last_refund = Some(command.clone());
        self.count_out(&command)
    }

    /// The cashier tries again with the id that was saved.
    pub(crate) fn pay_refund_again(&mut self) -> Played<Happened> {
        let Some(command) = self.post().last_refund.clone() else {
            return Err(Otherwise::new("a refund before, at this outlet", "there was none"));
        };
        self.make_ready()?;
        self.count_out(&command)
    }

    fn count_out(&mut self, command: &PayRefund) -> Played<Happened> {
        self.at_desk(|outlet| outlet.open_refund_draft(command.id, command.task))?.map_err(Otherwise::broken)?;
        self.spring_ambush();
        let paid = self.post().laptop.attempt(|outlet| outlet.pay_refund(command));
        self.post().laptop.ambush(None);
        match paid {
            Err(_) => Ok(Happened::killed()),
            Ok(Ok(paid)) => {
                self.at_desk(|outlet| outlet.close_refund_draft(command.id))?.map_err(Otherwise::broken)?;
                let mut facts = vec![Outcome::Center(CenterOutcome::Refunded(paid.row.refund.amount))];
                facts.extend(paid.already_paid.then_some(Outcome::Center(CenterOutcome::SameRefund)));
                Ok(Happened::of(facts))
            }
            Ok(Err(error)) => {
                self.at_desk(|outlet| outlet.close_refund_draft(command.id))?.map_err(Otherwise::broken)?;
                refusal::of_refund(error)
            }
        }
    }

    pub(crate) fn answer_task(
        &mut self,
        kind: Option<&'static str>,
        customer: Option<&CustomerNo>,
        outcome: TaskOutcome,
        note: &str,
    ) -> Played<Happened> {
        self.make_ready_as(Role::Cashier)?;
        let task = self.task_for(kind, customer)?;
        let answer = TaskAnswer { task, outcome, note: note.to_owned() };
        match self.at_desk(|outlet| outlet.answer_task(&answer))? {
            Ok(_) => Ok(Happened::nothing()),
            Err(error) => refusal::of_answer(error),
        }
    }

    pub(crate) fn cards(&self) -> Played<Vec<TaskCard>> {
        self.at_desk(|outlet| outlet.tasks())?.map_err(Otherwise::broken)
    }

    /// The first open task that fits; where none is open, the latest that is settled.
    fn task_for(&self, kind: Option<&'static str>, customer: Option<&CustomerNo>) -> Played<TaskId> {
        let fits = |card: &&TaskCard| is_it(&card.row.task, kind, customer);
        let found = self.cards()?.iter().find(fits).map(|card| card.row.task.id);
        found.ok_or_else(|| Otherwise::new("a task like that at this outlet", "there is none"))
    }

    pub(crate) fn request_archive(
        &mut self,
        customer: &CustomerNo,
        field: ArchiveField,
        wanted: &str,
        reason: &str,
    ) -> Played<Happened> {
        self.make_ready_as(Role::Cashier)?;
        let id = ArchiveChangeId(self.new_uuid());
        let (wanted, reason) = (wanted.to_owned(), reason.to_owned());
        let command = RequestArchiveChange { id, customer: customer.clone(), field, wanted, reason };
        match self.at_desk(|outlet| outlet.request_archive_change(&command))? {
            Ok(_) => Ok(Happened::nothing()),
            Err(error) => refusal::of_archive(error),
        }
    }
}

pub(crate) fn is_it(task: &domain::Task, kind: Option<&'static str>, customer: Option<&CustomerNo>) -> bool {
    kind.is_none_or(|kind| task.kind.name() == kind)
        && customer.is_none_or(|customer| task.customer.as_ref() == Some(customer))
}

pub(crate) fn amount_of(kind: &TaskKind) -> Option<domain::Money> {
    match kind {
        TaskKind::PayRefund { amount } => Some(*amount),
        TaskKind::ReadMeterAgain { .. } | TaskKind::CallCustomer | TaskKind::Explain => None,
    }
}

pub(crate) fn say_state(state: TaskState) -> &'static str {
    match state {
        TaskState::Open => "open",
        TaskState::Done => "done",
        TaskState::NotDone => "not-done",
        TaskState::Withdrawn => "withdrawn",
    }
}
