//! 待办: what the center asks of this desk, and what was answered.

use domain::{Customer, PointNo, RoundId, TaskId, TaskKind, TaskState};
use store::{Read, StoreError, TaskRow};

use crate::Outlet;

/// Settled tasks that the page still shows.
const SETTLED_SHOWN: usize = 30;

/// A task with what somebody needs to do it.
#[derive(Clone, Debug)]
pub struct TaskCard {
    pub row: TaskRow,
    pub state: TaskState,
    /// `None` where the task names nobody, or the customer is not known here.
    pub customer: Option<Customer>,
    /// 归属单位 in words.
    pub owner_name: Option<String>,
    /// Of `ReadMeterAgain`: where the reading can be entered, if the round was prepared here.
    pub to_read: Option<(RoundId, PointNo)>,
}

impl Outlet {
    /// Open ones first, the oldest first; then the newest of those that are settled.
    pub fn tasks(&self) -> Result<Vec<TaskCard>, StoreError> {
        let read = self.read();
        let rows = self.own_tasks(&read)?;
        let (mut open, settled): (Vec<TaskRow>, Vec<TaskRow>) =
            rows.into_iter().partition(|row| row.state() == TaskState::Open);
        open.reverse();
        let shown = open.into_iter().chain(settled.into_iter().take(SETTLED_SHOWN));
        shown.map(|row| task_card(&read, row)).collect()
    }

    pub fn task(&self, id: TaskId) -> Result<Option<TaskCard>, StoreError> {
        let read = self.read();
        read.task(id)?.map(|row| task_card(&read, row)).transpose()
    }

    /// One device is asked; what another one was asked is none of this desk's business.
    fn own_tasks(&self, read: &Read<'_>) -> Result<Vec<TaskRow>, StoreError> {
        let device = read.device()?.map(|device| device.stream.device);
        Ok(read.tasks()?.into_iter().filter(|row| Some(row.task.device) == device).collect())
    }
}

fn task_card(read: &Read<'_>, row: TaskRow) -> Result<TaskCard, StoreError> {
    let customer = match &row.task.customer {
        Some(no) => read.customer(no)?,
        None => None,
    };
    let units = read.units()?;
    let owner_name =
        row.task.owner.as_ref().map(|code| units.get(code).map_or_else(|| code.to_string(), |unit| unit.name.clone()));
    let to_read = match &row.task.kind {
        TaskKind::ReadMeterAgain { meter, period } => read.round_of_meter(meter, *period)?,
        TaskKind::PayRefund { .. } | TaskKind::CallCustomer | TaskKind::Explain => None,
    };
    Ok(TaskCard { state: row.state(), customer, owner_name, to_read, row })
}
