//! 附件: a photo at a meter, a file of readings. Kept with the journal under their SHA-256; sent when all else is.

use chrono::DateTime;
use domain::{FileHash, Permission};
use store::{AttachmentKind, StoreError, Write};
use sync::{AttachReply, AttachRequest, PieceSummary};
use thiserror::Error;

use crate::{Denied, Outlet};

/// The most bytes of an imported file.
pub const IMPORT_FILE_BYTES_MAX: usize = 20 << 20;

/// Why a photo or file is not kept.
#[derive(Debug, Error)]
pub enum AttachError {
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error("the file is empty; choose another")]
    Empty,
    #[error("this is no picture; take a photo in JPEG, PNG or WebP")]
    NotAPicture,
    #[error(
        "the file has {bytes} bytes and at most {bytes_max} may be kept; take it in a lower resolution or in parts"
    )]
    TooLarge { bytes: usize, bytes_max: usize },
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Outlet {
    /// Keeps a photo for a reading; the reading then names it by the hash.
    pub fn attach_photo(&mut self, bytes: &[u8]) -> Result<FileHash, AttachError> {
        self.permitted(Permission::EnterReading)?;
        check_size(bytes, self.photo_bytes_max()?)?;
        if !is_picture(bytes) {
            return Err(AttachError::NotAPicture);
        }
        let mut write = self.store.write()?;
        let hash = write.put_attachment(AttachmentKind::Photo, bytes)?;
        write.commit()?;
        Ok(hash)
    }

    /// By the settings in force today. The day is that of Greenwich: a limit that begins some hours late harms nobody.
    fn photo_bytes_max(&self) -> Result<usize, StoreError> {
        let read = self.read();
        let best_ms = self.now().evidence(read.center_seen()?).best_ms();
        let today = DateTime::from_timestamp_millis(best_ms).unwrap_or_default().date_naive();
        let bytes_max = read.tariff()?.rules_on(today).reading.photo_bytes_max;
        Ok(usize::try_from(bytes_max).unwrap_or(usize::MAX))
    }

    /// A photo or file that this desk kept.
    pub fn photo(&self, hash: FileHash) -> Result<Option<Vec<u8>>, StoreError> {
        self.read().attachment_bytes(hash)
    }

    /// The next piece for the center, if one waits.
    pub(crate) fn attach_request(&self, bytes_max: usize) -> Result<Option<AttachRequest>, StoreError> {
        let read = self.read();
        let device = read.device()?.ok_or(StoreError::NotEnrolled)?;
        let Some(next) = read.next_attachment()? else { return Ok(None) };
        let offset = next.sent.unwrap_or(0);
        let bytes = read.attachment_part(next.hash, offset, bytes_max as u64)?;
        Ok(Some(AttachRequest { stream: device.stream, file: next.hash, length: next.length, offset, bytes }))
    }

    /// Keeps what the center holds of a file. Where it says that the file has to start again, our own bytes are looked at.
    pub(crate) fn keep_attached(
        &mut self,
        request: &AttachRequest,
        reply: &AttachReply,
    ) -> Result<PieceSummary, StoreError> {
        let mut write = self.store.write()?;
        write.set_attachment_sent(request.file, reply.held)?;
        if reply.held < request.offset || reply.held == 0 {
            write.set_aside_if_damaged(request.file)?;
        }
        let waits = write.next_attachment()?.is_some();
        write.commit()?;
        let unsent = self.read().unsent()?.count;
        Ok(PieceSummary { moved: reply.held > request.offset, waits, unsent })
    }
}

/// Keeps an imported file, in the transaction of its entry.
pub(crate) fn keep_import_file(write: &mut Write<'_>, bytes: &[u8]) -> Result<FileHash, AttachError> {
    check_size(bytes, IMPORT_FILE_BYTES_MAX)?;
    Ok(write.put_attachment(AttachmentKind::ImportFile, bytes)?)
}

/// Before anything is made of it.
pub(crate) fn check_import_file(bytes: &[u8]) -> Result<(), AttachError> {
    check_size(bytes, IMPORT_FILE_BYTES_MAX)
}

fn check_size(bytes: &[u8], bytes_max: usize) -> Result<(), AttachError> {
    match bytes.len() {
        0 => Err(AttachError::Empty),
        length if length > bytes_max => Err(AttachError::TooLarge { bytes: length, bytes_max }),
        _ => Ok(()),
    }
}

/// By the first bytes of the format, whatever the file is called.
fn is_picture(bytes: &[u8]) -> bool {
    let is_webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP".as_slice());
    bytes.starts_with(&[0xff, 0xd8, 0xff]) || bytes.starts_with(b"\x89PNG\r\n\x1a\n") || is_webp
}
