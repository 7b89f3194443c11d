//! One kind of row, read by version and one ahead, so that several kinds can be read side by side.

use rusqlite::{Row, Rows};
use sync::Change;

use super::{Weighed, values};
use crate::ledger::LedgerError;

type Read<'a> = Box<dyn Fn(&Row<'_>, u64) -> Result<Weighed, LedgerError> + 'a>;

pub struct Lane<'a> {
    rows: Rows<'a>,
    read: Read<'a>,
    /// The row that comes next, with its version.
    head: Option<(u64, Weighed)>,
}

impl<'a> Lane<'a> {
    pub fn of(
        rows: Rows<'a>,
        read: impl Fn(&Row<'_>, u64) -> Result<Weighed, LedgerError> + 'a,
    ) -> Result<Lane<'a>, LedgerError> {
        let mut lane = Lane { rows, read: Box::new(read), head: None };
        lane.advance()?;
        Ok(lane)
    }

    /// Of the row that comes next; `None` at the end.
    pub fn version(&self) -> Option<u64> {
        self.head.as_ref().map(|(version, _)| *version)
    }

    /// Takes the next row; `None` where the outlet need not hear of it.
    pub fn next(&mut self) -> Result<Option<(usize, Change)>, LedgerError> {
        let taken = self.head.take().and_then(|(_, sized)| sized);
        self.advance()?;
        Ok(taken)
    }

    fn advance(&mut self) -> Result<(), LedgerError> {
        self.head = match self.rows.next()? {
            Some(row) => {
                let version = values::number(row, "version")?;
                Some((version, (self.read)(row, version)?))
            }
            None => None,
        };
        Ok(())
    }
}
