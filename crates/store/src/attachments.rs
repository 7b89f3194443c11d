//! 附件: photos and imported files, kept under their SHA-256 until the center holds them, and after.

use domain::FileHash;
use rusqlite::params;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::column::{RowExt, integer, word};
use crate::{Read, StoreError, Write};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AttachmentKind {
    Photo,
    /// A file of readings as it came from another system.
    ImportFile,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AttachmentRow {
    pub hash: FileHash,
    pub length: u64,
    pub kind: AttachmentKind,
    /// Bytes that the center is known to hold; `None` where the bytes here are damaged.
    pub sent: Option<u64>,
}

/// What of all attachments is still to be sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UnsentAttachments {
    pub count: u64,
    pub bytes: u64,
}

const SELECT: &str = "SELECT hash, length, kind, sent FROM attachment ";

/// The length of a stored piece.
const PIECE_BYTES: usize = 16 << 10;

fn row(row: &rusqlite::Row<'_>) -> rusqlite::Result<AttachmentRow> {
    Ok(AttachmentRow {
        hash: row.take(0)?,
        length: row.get::<_, i64>(1)?.unsigned_abs(),
        kind: row.take_word(2)?,
        sent: row.get::<_, Option<i64>>(3)?.map(i64::unsigned_abs),
    })
}

impl Read<'_> {
    pub fn attachment(&self, hash: FileHash) -> Result<Option<AttachmentRow>, StoreError> {
        self.one(&format!("{SELECT} WHERE hash = ?"), [hash.0], row)
    }

    /// The whole of a photo or file.
    pub fn attachment_bytes(&self, hash: FileHash) -> Result<Option<Vec<u8>>, StoreError> {
        match self.attachment(hash)? {
            Some(found) => Ok(Some(self.attachment_part(hash, 0, found.length)?)),
            None => Ok(None),
        }
    }

    /// So many bytes from `offset` on, or as many as there are.
    pub fn attachment_part(&self, hash: FileHash, offset: u64, bytes_max: u64) -> Result<Vec<u8>, StoreError> {
        let (first, last) = (offset / PIECE_BYTES as u64, offset.saturating_add(bytes_max) / PIECE_BYTES as u64);
        let sql = "SELECT bytes FROM attachment_piece WHERE hash = ? AND number BETWEEN ? AND ? ORDER BY number";
        let pieces: Vec<Vec<u8>> = self.all(sql, params![hash.0, integer(first), integer(last)], |row| row.get(0))?;
        let skip = usize::try_from(offset % PIECE_BYTES as u64).unwrap_or(0);
        let take = usize::try_from(bytes_max).unwrap_or(usize::MAX);
        Ok(pieces.concat().into_iter().skip(skip).take(take).collect())
    }

    /// The oldest photo or file that the center does not hold yet. Photos go before files, which are long.
    pub fn next_attachment(&self) -> Result<Option<AttachmentRow>, StoreError> {
        let next = "WHERE sent < length ORDER BY kind = 'photo' DESC, number LIMIT 1";
        self.one(&format!("{SELECT} {next}"), [], row)
    }

    pub fn unsent_attachments(&self) -> Result<UnsentAttachments, StoreError> {
        let sql = "SELECT count(*), coalesce(sum(length - sent), 0) FROM attachment WHERE sent < length";
        let found = self.one(sql, [], |row| {
            let (count, bytes): (i64, i64) = (row.get(0)?, row.get(1)?);
            Ok(UnsentAttachments { count: count.unsigned_abs(), bytes: bytes.unsigned_abs() })
        })?;
        Ok(found.unwrap_or_default())
    }
}

impl Write<'_> {
    /// Keeps a photo or file under its hash. The same bytes are kept once.
    pub fn put_attachment(&mut self, kind: AttachmentKind, bytes: &[u8]) -> Result<FileHash, StoreError> {
        let hash = FileHash(Sha256::digest(bytes).into());
        if self.attachment(hash)?.is_some() {
            return Ok(hash);
        }
        self.run(
            "INSERT INTO attachment SELECT ?, coalesce(max(number), 0) + 1, ?, ?, 0 FROM attachment",
            params![hash.0, integer(bytes.len() as u64), word(&kind)],
        )?;
        for (number, piece) in bytes.chunks(PIECE_BYTES).enumerate() {
            let row = params![hash.0, integer(number as u64), piece];
            self.run("INSERT INTO attachment_piece VALUES (?, ?, ?)", row)?;
        }
        Ok(hash)
    }

    /// What the center said that it holds.
    pub fn set_attachment_sent(&mut self, hash: FileHash, held: u64) -> Result<(), StoreError> {
        let held = i64::try_from(held).unwrap_or(i64::MAX);
        self.run("UPDATE attachment SET sent = min(?, length) WHERE hash = ?", params![held, hash.0])?;
        Ok(())
    }

    /// Gives up sending bytes that are no longer what their name says; answers whether they are.
    pub fn set_aside_if_damaged(&mut self, hash: FileHash) -> Result<bool, StoreError> {
        let Some(bytes) = self.attachment_bytes(hash)? else { return Ok(false) };
        let is_damaged = FileHash(Sha256::digest(&bytes).into()) != hash;
        if is_damaged {
            self.run("UPDATE attachment SET sent = NULL WHERE hash = ?", [hash.0])?;
        }
        Ok(is_damaged)
    }
}
