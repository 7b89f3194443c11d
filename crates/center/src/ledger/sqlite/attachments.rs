//! Attachments, piece by piece.

use domain::FileHash;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::sql;
use crate::ledger::{AttachmentRow, LedgerError};

pub fn one(connection: &Connection, file: FileHash) -> Result<Option<AttachmentRow>, LedgerError> {
    let mut statement = connection.prepare_cached(sql!("attachment"))?;
    let row = |row: &rusqlite::Row<'_>| {
        let (length, held): (i64, i64) = (row.get("length")?, row.get("held")?);
        Ok(AttachmentRow { file, length: length as u64, held: held as u64 })
    };
    Ok(statement.query_row([file.0], row).optional()?)
}

pub fn pieces(connection: &Connection, file: FileHash) -> Result<Vec<Vec<u8>>, LedgerError> {
    let mut statement = connection.prepare_cached(sql!("pieces"))?;
    let rows = statement.query_map([file.0], |row| row.get("bytes"))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub fn add_piece(
    connection: &mut Connection,
    file: &AttachmentRow,
    offset: u64,
    bytes: &[u8],
) -> Result<(), LedgerError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let row = params![file.file.0, file.length as i64, file.held as i64];
    transaction.prepare_cached(sql!("attachment_put"))?.execute(row)?;
    transaction.prepare_cached(sql!("piece_put"))?.execute(params![file.file.0, offset as i64, bytes])?;
    transaction.commit()?;
    Ok(())
}

pub fn drop(connection: &mut Connection, file: FileHash) -> Result<(), LedgerError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.prepare_cached(sql!("pieces_drop"))?.execute([file.0])?;
    transaction.prepare_cached(sql!("attachment_drop"))?.execute([file.0])?;
    transaction.commit()?;
    Ok(())
}
