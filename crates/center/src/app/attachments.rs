//! 附件: photos and imported files, piece by piece under their SHA-256. They travel last and go on from what is held.

use domain::FileHash;
use sha2::{Digest, Sha256};
use sync::{ATTACH_BYTES_MAX, AttachReply, AttachRequest, LinkError, RefusedRequest};

use super::Prefecture;
use super::exchange::unavailable;
use crate::ledger::{AttachmentRow, LedgerError};

/// The most bytes of one attachment that the center takes in.
const ATTACHMENT_BYTES_MAX: u64 = 64 << 20;

impl Prefecture {
    /// Keeps the piece if it goes on where the file stands; says in any case where that is.
    pub(super) fn take_piece(&self, request: &AttachRequest) -> Result<AttachReply, LinkError> {
        self.known_device(request.stream.device)?;
        if request.bytes.len() > ATTACH_BYTES_MAX || request.length > ATTACHMENT_BYTES_MAX {
            return Err(LinkError::Refused(RefusedRequest::Malformed));
        }
        let held = self.keep_piece(request).map_err(unavailable)?;
        Ok(AttachReply { held, center_time_ms: self.now_ms() })
    }

    /// The bytes of an attachment that is whole.
    pub fn attachment(&self, file: FileHash) -> Result<Option<Vec<u8>>, LedgerError> {
        match self.0.ledger.attachment(file)? {
            Some(row) if row.is_whole() => Ok(Some(self.0.ledger.pieces(file)?.concat())),
            _ => Ok(None),
        }
    }

    fn keep_piece(&self, request: &AttachRequest) -> Result<u64, LedgerError> {
        let _one_at_a_time = super::lock(&self.0.attaching);
        let new = AttachmentRow { file: request.file, length: request.length, held: 0 };
        let known = self.0.ledger.attachment(request.file)?.unwrap_or(new);
        let end = request.offset.saturating_add(request.bytes.len() as u64);
        let goes_on = request.offset == known.held && request.length == known.length && end <= known.length;
        if known.is_whole() && known.held > 0 || !goes_on {
            return Ok(known.held);
        }
        let grown = AttachmentRow { held: end, ..known };
        if grown.is_whole() && !self.fits(&grown, &request.bytes)? {
            tracing::warn!(file = %request.file, "an attachment came with other bytes than its name says; it starts again");
            self.0.ledger.drop_attachment(request.file)?;
            return Ok(0);
        }
        self.0.ledger.add_piece(&grown, request.offset, &request.bytes)?;
        self.meters().attached(request.bytes.len());
        Ok(grown.held)
    }

    /// Whether the pieces with the last one are what the name says.
    fn fits(&self, file: &AttachmentRow, last: &[u8]) -> Result<bool, LedgerError> {
        let mut hash = Sha256::new();
        for piece in self.0.ledger.pieces(file.file)? {
            hash.update(piece);
        }
        hash.update(last);
        Ok(<[u8; 32]>::from(hash.finalize()) == file.file.0)
    }
}
