//! 待办办理结果: the desk says what it did, or why it could not. The answer is an entry; the first one counts.

use domain::{Permission, TaskAnswer, TaskId, TaskKind, TaskOutcome, TaskState};
use journal::EntryBody;
use store::{Answered, StoreError, TaskRow};
use thiserror::Error;

use crate::desk::append;
use crate::{Denied, Outlet, Step};

#[derive(Clone, Debug)]
pub struct AnsweredTask {
    pub row: TaskRow,
    /// The same was answered before.
    pub already_answered: bool,
}

#[derive(Debug, Error)]
pub enum AnswerTaskError {
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error("this desk has no task {task}")]
    UnknownTask { task: TaskId },
    #[error("the center took the task back; nothing is to be done")]
    Withdrawn,
    #[error("the task was answered before")]
    AlreadyAnswered,
    #[error("a refund is done by paying it out")]
    PayItOut,
    #[error("write why it was not done")]
    NoReason,
    #[error("write what was found")]
    NothingSaid,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Outlet {
    /// Answers a task. The same answer once more changes nothing; another one is refused.
    pub fn answer_task(&mut self, answer: &TaskAnswer) -> Result<AnsweredTask, AnswerTaskError> {
        let operator = self.permitted(Permission::AnswerTasks)?.id;
        let row = self.known_task(answer.task)?;
        let answer = checked(&row, answer)?;
        match (&row.answered, row.task.state) {
            (Some(Answered::Said { answer: earlier, .. }), _) if *earlier == answer => {
                return Ok(AnsweredTask { row, already_answered: true });
            }
            (None, TaskState::Open) => {}
            (None, TaskState::Withdrawn) => return Err(AnswerTaskError::Withdrawn),
            (Some(_), _) | (None, TaskState::Done | TaskState::NotDone) => {
                return Err(AnswerTaskError::AlreadyAnswered);
            }
        }
        let now = self.now();
        self.witness.reached(Step::BeforeAppend);
        let mut write = self.store.write()?;
        append(&mut write, now, operator, EntryBody::TaskAnswered(answer.clone()))?;
        self.witness.reached(Step::Appended);
        write.commit()?;
        self.witness.reached(Step::Committed);
        Ok(AnsweredTask { row: self.known_task(answer.task)?, already_answered: false })
    }

    fn known_task(&self, task: TaskId) -> Result<TaskRow, AnswerTaskError> {
        let read = self.read();
        let device = read.device()?.map(|device| device.stream.device);
        let row = read.task(task)?.filter(|row| Some(row.task.device) == device);
        row.ok_or(AnswerTaskError::UnknownTask { task })
    }
}

fn checked(row: &TaskRow, answer: &TaskAnswer) -> Result<TaskAnswer, AnswerTaskError> {
    let answer = TaskAnswer { note: answer.note.trim().to_owned(), ..answer.clone() };
    match (answer.outcome, &row.task.kind) {
        (TaskOutcome::Done, TaskKind::PayRefund { .. }) => Err(AnswerTaskError::PayItOut),
        (TaskOutcome::NotDone, _) if answer.note.is_empty() => Err(AnswerTaskError::NoReason),
        (TaskOutcome::Done, TaskKind::Explain | TaskKind::CallCustomer) if answer.note.is_empty() => {
            Err(AnswerTaskError::NothingSaid)
        }
        (TaskOutcome::Done | TaskOutcome::NotDone, _) => Ok(answer),
    }
}
