//! 撤销示数: a reader takes a reading back before anybody reviewed it. The entry stays; the point is to be read again.

use domain::{Permission, ReadingId, ReviewState};
use journal::EntryBody;
use store::{ReadingRow, StoreError};
use thiserror::Error;

use crate::desk::append;
use crate::{Denied, Outlet, Step};

#[derive(Clone, Debug)]
pub struct WithdrawnReading {
    pub row: ReadingRow,
    /// It was withdrawn before.
    pub already_withdrawn: bool,
}

#[derive(Debug, Error)]
pub enum WithdrawReadingError {
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error("this desk entered no reading {reading}")]
    UnknownReading { reading: ReadingId },
    #[error("reading {reading} was reviewed; ask for a change")]
    Reviewed { reading: ReadingId },
    #[error("a reading is withdrawn with a reason")]
    NoReason,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Outlet {
    /// Withdraws a reading of this desk. Withdrawing it again changes nothing.
    pub fn withdraw_reading(
        &mut self,
        reading: ReadingId,
        reason: &str,
    ) -> Result<WithdrawnReading, WithdrawReadingError> {
        let operator = self.permitted(Permission::EnterReading)?.id;
        let row = self.entered_here(reading)?;
        if !row.stands() {
            return Ok(WithdrawnReading { row, already_withdrawn: true });
        }
        if !ReviewState::OPEN.contains(&row.known.state) {
            return Err(WithdrawReadingError::Reviewed { reading });
        }
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(WithdrawReadingError::NoReason);
        }
        let now = self.now();
        self.witness.reached(Step::BeforeAppend);
        let mut write = self.store.write()?;
        append(&mut write, now, operator, EntryBody::ReadingWithdrawn { reading, reason: reason.to_owned() })?;
        self.witness.reached(Step::Appended);
        write.commit()?;
        self.witness.reached(Step::Committed);
        Ok(WithdrawnReading { row: self.entered_here(reading)?, already_withdrawn: false })
    }

    fn entered_here(&self, reading: ReadingId) -> Result<ReadingRow, WithdrawReadingError> {
        let row = self.read().reading(reading)?.filter(ReadingRow::is_here);
        row.ok_or(WithdrawReadingError::UnknownReading { reading })
    }
}
