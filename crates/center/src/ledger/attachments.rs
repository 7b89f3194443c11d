//! Attachments, piece by piece.

use domain::FileHash;

use super::db::{params, sql};
use super::{AttachmentRow, Ledger, LedgerError};

impl Ledger {
    pub fn attachment(&self, file: FileHash) -> Result<Option<AttachmentRow>, LedgerError> {
        self.read(|db| {
            let rows = db.rows(sql!("attachment"), &params![&file.0])?;
            let Some(row) = rows.first() else { return Ok(None) };
            Ok(Some(AttachmentRow { file, length: row.number("length")?, held: row.number("held")? }))
        })
    }

    pub fn pieces(&self, file: FileHash) -> Result<Vec<Vec<u8>>, LedgerError> {
        self.read(|db| {
            let rows = db.rows(sql!("pieces"), &params![&file.0])?;
            rows.iter().map(|row| Ok(row.blob("bytes")?.to_owned())).collect()
        })
    }

    /// Keeps a piece; `file` says how much is held with it.
    pub fn add_piece(&self, file: &AttachmentRow, offset: u64, bytes: &[u8]) -> Result<(), LedgerError> {
        self.write(|db| {
            db.run(sql!("attachment_put"), &params![&file.file.0, file.length, file.held])?;
            db.run(sql!("piece_put"), &params![&file.file.0, offset, bytes])?;
            Ok(())
        })
    }

    pub fn drop_attachment(&self, file: FileHash) -> Result<(), LedgerError> {
        self.write(|db| {
            db.run(sql!("pieces_drop"), &params![&file.0])?;
            db.run(sql!("attachment_drop"), &params![&file.0])?;
            Ok(())
        })
    }
}
