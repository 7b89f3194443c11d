//! 示数更正申请: after its review a reading is not touched any more; the reader says what it should have been, and why.

use domain::{Permission, ReadingId, ReadingRequest, Registers, ReviewState};
use journal::EntryBody;
use store::{ReadingRow, StoreError};
use thiserror::Error;

use crate::desk::append;
use crate::{Denied, Outlet, Step};

#[derive(Clone, Debug)]
pub struct RequestedChange {
    pub row: ReadingRow,
    /// The same was asked for before.
    pub already_requested: bool,
}

#[derive(Debug, Error)]
pub enum RequestChangeError {
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error("no reading {reading} is known here")]
    UnknownReading { reading: ReadingId },
    #[error("reading {reading} was not reviewed yet; correct it by a further reading")]
    NotReviewed { reading: ReadingId },
    #[error("reading {reading} was withdrawn")]
    Withdrawn { reading: ReadingId },
    #[error("no register was given")]
    NoRegisters,
    #[error("a change is asked for with a reason")]
    NoReason,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Outlet {
    /// Asks for a change of a reviewed reading. Asking for the same once more changes nothing.
    pub fn request_reading_change(&mut self, request: &ReadingRequest) -> Result<RequestedChange, RequestChangeError> {
        let operator = self.permitted(Permission::EnterReading)?.id;
        let row = self.reviewed(request.reading)?;
        let request = checked(request)?;
        if row.request.as_ref() == Some(&request) {
            return Ok(RequestedChange { row, already_requested: true });
        }
        let now = self.now();
        self.witness.reached(Step::BeforeAppend);
        let mut write = self.store.write()?;
        append(&mut write, now, operator, EntryBody::ReadingRequested(request.clone()))?;
        self.witness.reached(Step::Appended);
        write.commit()?;
        self.witness.reached(Step::Committed);
        Ok(RequestedChange { row: self.reviewed(request.reading)?, already_requested: false })
    }

    fn reviewed(&self, reading: ReadingId) -> Result<ReadingRow, RequestChangeError> {
        let row = self.read().reading(reading)?.ok_or(RequestChangeError::UnknownReading { reading })?;
        match row.known.state {
            ReviewState::Approved | ReviewState::Billed => Ok(row),
            ReviewState::Waiting | ReviewState::SentBack => Err(RequestChangeError::NotReviewed { reading }),
            ReviewState::Withdrawn => Err(RequestChangeError::Withdrawn { reading }),
        }
    }
}

fn checked(request: &ReadingRequest) -> Result<ReadingRequest, RequestChangeError> {
    let reason = request.reason.trim().to_owned();
    if request.registers == Registers::default() {
        return Err(RequestChangeError::NoRegisters);
    }
    if reason.is_empty() {
        return Err(RequestChangeError::NoReason);
    }
    Ok(ReadingRequest { reason, ..request.clone() })
}
