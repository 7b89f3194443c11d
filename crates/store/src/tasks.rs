//! 待办 of this device: what the center asked, and what this desk answered.

use domain::{PaidRefund, Task, TaskAnswer, TaskId, TaskState};
use journal::{Entry, EntryBody};
use rusqlite::{Row, params};

use crate::column::{RowExt, integer, json, word};
use crate::{EntryFate, Read, RefundRow, StoreError, Write};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskRow {
    /// As the center sent it last.
    pub task: Task,
    pub answered: Option<Answered>,
}

/// What this desk answered first. It stands, whatever the center has said since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answered {
    Said {
        answer: TaskAnswer,
        /// Wall clock of the entry.
        at_ms: i64,
        fate: EntryFate,
    },
    Paid(Box<RefundRow>),
}

impl TaskRow {
    /// How the task stands here: what was answered stays answered, also where the center withdrew it meanwhile.
    pub fn state(&self) -> TaskState {
        match &self.answered {
            None => self.task.state,
            Some(Answered::Paid(_)) => TaskState::Done,
            Some(Answered::Said { answer, .. }) => match answer.outcome {
                domain::TaskOutcome::Done => TaskState::Done,
                domain::TaskOutcome::NotDone => TaskState::NotDone,
            },
        }
    }
}

impl Read<'_> {
    pub fn task(&self, id: TaskId) -> Result<Option<TaskRow>, StoreError> {
        let found = self.one("SELECT task FROM task WHERE id = ?", [id.0.as_bytes()], task)?;
        found.map(|task| self.task_row(task)).transpose()
    }

    /// Newest first.
    pub fn tasks(&self) -> Result<Vec<TaskRow>, StoreError> {
        let found = self.all("SELECT task FROM task ORDER BY given_ms DESC, id DESC", [], task)?;
        found.into_iter().map(|task| self.task_row(task)).collect()
    }

    /// Tasks that wait for this desk's answer.
    pub fn open_tasks(&self) -> Result<u32, StoreError> {
        Ok(self.one(include_str!("tasks/open.sql"), [], |row| row.get(0))?.unwrap_or(0))
    }

    fn task_row(&self, task: Task) -> Result<TaskRow, StoreError> {
        Ok(TaskRow { answered: self.answered(task.id)?, task })
    }

    fn answered(&self, task: TaskId) -> Result<Option<Answered>, StoreError> {
        if let Some(refund) = self.refund_of_task(task)? {
            return Ok(Some(Answered::Paid(Box::new(refund))));
        }
        let sql = "SELECT device, incarnation, seq FROM task_answer WHERE task = ?";
        let Some((stream, seq)) = self.one(sql, [task.0.as_bytes()], |row| row.place(0))? else { return Ok(None) };
        let (entry, _) = self.known_entry(stream, seq)?;
        let fate = self.posted(stream, seq)?;
        match entry.body {
            EntryBody::TaskAnswered(answer) => Ok(Some(Answered::Said { answer, at_ms: entry.time.wall_ms, fate })),
            _ => Err(StoreError::missing("the entry of a task's answer")),
        }
    }
}

fn task(row: &Row<'_>) -> rusqlite::Result<Task> {
    row.take_json(0)
}

impl Write<'_> {
    pub fn put_task(&mut self, task: &Task) -> Result<(), StoreError> {
        self.run(
            "INSERT OR REPLACE INTO task VALUES (?, ?, ?, ?)",
            params![task.id.0.as_bytes(), word(&task.state), task.given_ms, json(task)],
        )?;
        Ok(())
    }

    /// The first answer stays.
    pub(crate) fn insert_task_answer(&self, entry: &Entry, answer: &TaskAnswer) -> Result<(), StoreError> {
        self.run(
            "INSERT OR IGNORE INTO task_answer VALUES (?, ?, ?, ?)",
            params![answer.task.0.as_bytes(), entry.stream.device.0, entry.stream.incarnation.0, integer(entry.seq.0),],
        )?;
        Ok(())
    }

    pub(crate) fn insert_refund(&self, entry: &Entry, refund: &PaidRefund) -> Result<(), StoreError> {
        self.run(
            "INSERT INTO refund VALUES (?, ?, ?, ?, ?, ?, 0)",
            params![
                refund.id.0.as_bytes(),
                refund.task.0.as_bytes(),
                entry.stream.device.0,
                entry.stream.incarnation.0,
                integer(entry.seq.0),
                refund.business_date.to_string(),
            ],
        )?;
        Ok(())
    }
}
