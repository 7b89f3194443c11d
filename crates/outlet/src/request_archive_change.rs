//! 档案更正申请: the outlet sees that the archive is wrong, says what it should be and why. The center decides.

use domain::{ArchiveChange, ArchiveChangeId, ArchiveField, ArchiveValueRefusal, CustomerNo, Permission};
use journal::EntryBody;
use store::{ArchiveChangeRow, ChangeOutcome, StoreError};
use thiserror::Error;

use crate::desk::append;
use crate::{Denied, Outlet, Step};

/// Requests of this desk that its list shows.
const CHANGES_SHOWN: usize = 50;

/// What somebody at the desk asks; what the archive said before is added here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestArchiveChange {
    /// Born when the dialog opened.
    pub id: ArchiveChangeId,
    pub customer: CustomerNo,
    pub field: ArchiveField,
    pub wanted: String,
    pub reason: String,
}

#[derive(Clone, Debug)]
pub struct RequestedArchiveChange {
    pub row: ArchiveChangeRow,
    /// The same was asked for before.
    pub already_requested: bool,
}

#[derive(Debug, Error)]
pub enum RequestArchiveChangeError {
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error("customer {customer} is not known here")]
    UnknownCustomer { customer: CustomerNo },
    #[error(transparent)]
    Refused(#[from] ArchiveValueRefusal),
    #[error("the archive says so already")]
    NothingToChange,
    #[error("a change is asked for with a reason")]
    NoReason,
    #[error("this desk asked for {wanted} before, and the center has not decided yet")]
    StillWaiting { wanted: String },
    #[error("request {change} was made before with other content")]
    ChangeIdReused { change: ArchiveChangeId },
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Outlet {
    /// Asks for a correction. A repeat with the same content changes nothing; with other content it is refused.
    pub fn request_archive_change(
        &mut self,
        command: &RequestArchiveChange,
    ) -> Result<RequestedArchiveChange, RequestArchiveChangeError> {
        let operator = self.permitted(Permission::RequestArchiveChange)?.id;
        let wanted = command.field.checked(&command.wanted)?;
        if let Some(row) = self.read().archive_change(command.id)? {
            return answer_repeat(command, &wanted, row);
        }
        let change = self.change_of(command, wanted)?;
        let (now, id) = (self.now(), change.id);
        self.witness.reached(Step::BeforeAppend);
        let mut write = self.store.write()?;
        append(&mut write, now, operator, EntryBody::ArchiveChangeRequested(change))?;
        self.witness.reached(Step::Appended);
        write.commit()?;
        self.witness.reached(Step::Committed);
        let row = self.read().archive_change(id)?;
        let row = row.ok_or_else(|| StoreError::missing("the archive change that was just asked for"))?;
        Ok(RequestedArchiveChange { row, already_requested: false })
    }

    /// The requests of this desk, newest first; of one customer or of all.
    pub fn archive_changes(&self, customer: Option<&CustomerNo>) -> Result<Vec<ArchiveChangeRow>, StoreError> {
        self.read().archive_changes(customer, CHANGES_SHOWN)
    }

    fn change_of(
        &self,
        command: &RequestArchiveChange,
        wanted: String,
    ) -> Result<ArchiveChange, RequestArchiveChangeError> {
        let unknown = || RequestArchiveChangeError::UnknownCustomer { customer: command.customer.clone() };
        let customer = self.read().customer(&command.customer)?.ok_or_else(unknown)?;
        let seen = command.field.of(&customer).to_owned();
        if seen == wanted {
            return Err(RequestArchiveChangeError::NothingToChange);
        }
        let reason = command.reason.trim().to_owned();
        if reason.is_empty() {
            return Err(RequestArchiveChangeError::NoReason);
        }
        let earlier = self.archive_changes(Some(&command.customer))?.into_iter();
        let mut waiting =
            earlier.filter(|row| row.change.field == command.field && row.outcome == ChangeOutcome::Waiting);
        if let Some(row) = waiting.next() {
            return Err(RequestArchiveChangeError::StillWaiting { wanted: row.change.wanted });
        }
        let (id, field) = (command.id, command.field);
        Ok(ArchiveChange { id, customer: command.customer.clone(), field, seen, wanted, reason })
    }
}

fn answer_repeat(
    command: &RequestArchiveChange,
    wanted: &str,
    row: ArchiveChangeRow,
) -> Result<RequestedArchiveChange, RequestArchiveChangeError> {
    let earlier = &row.change;
    let same = earlier.customer == command.customer && earlier.field == command.field && earlier.wanted == wanted;
    if same && earlier.reason == command.reason.trim() {
        Ok(RequestedArchiveChange { row, already_requested: true })
    } else {
        Err(RequestArchiveChangeError::ChangeIdReused { change: earlier.id })
    }
}
