//! What an outlet sends in an exchange: its push, how far it has read, and how it stands.

use domain::{RestoreRequest, Seq, Stream};
use journal::Signature;
use minicbor::bytes::{ByteArray, ByteVec};
use minicbor::{Decode, Encode};

use super::digest::{DigestBytes, digest_bytes, digest_of};
use super::place::{HeadBytes, StreamBytes};
use super::urgent::RestoreBytes;
use super::{Malformed, PackedEntries, all, filled};
use crate::{Cursor, ExchangeRequest, Form, OutletReport, PULL_BYTES_MAX, Push, StorageReport};

#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct ExchangeRequestBytes {
    #[n(1)]
    stream: StreamBytes,
    #[n(2)]
    version: String,
    #[n(3)]
    push: Option<PushBytes>,
    #[n(4)]
    cursor: u64,
    /// Left out where it is `PULL_BYTES_MAX`.
    #[n(5)]
    pull_bytes_max: Option<u32>,
    #[n(6)]
    digest: Option<Vec<DigestBytes>>,
    #[n(7)]
    wall_ms: i64,
    #[n(8)]
    unsent: Option<u64>,
    #[n(9)]
    oldest_unsent_ms: Option<i64>,
    /// 复电申请 that overtake the journal.
    #[n(10)]
    urgent: Option<Vec<RestoreBytes>>,
    #[n(11)]
    storage: Option<StorageBytes>,
    #[n(12)]
    lacks_release_key: Option<bool>,
}

#[derive(Encode, Decode)]
struct StorageBytes {
    #[n(0)]
    free_mib: u64,
    #[n(1)]
    replica_mib: u64,
}

/// The entries are in one of the fields 2 and 3.
#[derive(Encode, Decode)]
#[cbor(map)]
struct PushBytes {
    #[n(1)]
    after: u64,
    #[n(2)]
    plain: Option<Vec<ByteVec>>,
    #[n(3)]
    packed: Option<ByteVec>,
    /// Another history under the same numbers shows here, and not as a wrong key.
    #[n(4)]
    head: HeadBytes,
    #[n(5)]
    seal: ByteArray<64>,
}

impl ExchangeRequestBytes {
    pub(super) fn of(request: &ExchangeRequest, form: Form) -> (ExchangeRequestBytes, Vec<u8>) {
        let (push, loose) =
            request.push.as_ref().map(|push| PushBytes::of(push, request.stream, request.report.wall_ms, form)).unzip();
        let bytes = ExchangeRequestBytes {
            stream: request.stream.into(),
            version: request.version.clone(),
            push,
            cursor: request.cursor.0,
            pull_bytes_max: (request.pull_bytes_max != PULL_BYTES_MAX).then_some(request.pull_bytes_max),
            digest: request.digest.as_ref().map(|digest| digest_bytes(digest, request.stream)),
            wall_ms: request.report.wall_ms,
            unsent: (request.report.unsent > 0).then_some(request.report.unsent),
            oldest_unsent_ms: request.report.oldest_unsent_ms,
            urgent: filled(request.urgent.iter().map(RestoreBytes::from).collect()),
            storage: request.report.storage.map(StorageBytes::from),
            lacks_release_key: request.report.lacks_release_key.then_some(true),
        };
        (bytes, loose.unwrap_or_default())
    }

    pub(super) fn into_request(self, loose: &[u8]) -> Result<ExchangeRequest, Malformed> {
        let stream = self.stream.into();
        Ok(ExchangeRequest {
            stream,
            version: self.version,
            push: self.push.map(|push| push.into_push(stream, self.wall_ms, loose)).transpose()?,
            cursor: Cursor(self.cursor),
            pull_bytes_max: self.pull_bytes_max.unwrap_or(PULL_BYTES_MAX),
            urgent: all(self.urgent.unwrap_or_default(), RestoreRequest::try_from)?,
            digest: self.digest.map(|digest| digest_of(digest, stream)),
            report: OutletReport {
                wall_ms: self.wall_ms,
                unsent: self.unsent.unwrap_or(0),
                oldest_unsent_ms: self.oldest_unsent_ms,
                storage: self.storage.map(StorageReport::from),
                lacks_release_key: self.lacks_release_key == Some(true),
            },
        })
    }
}

impl From<StorageReport> for StorageBytes {
    fn from(report: StorageReport) -> StorageBytes {
        StorageBytes { free_mib: report.free_mib, replica_mib: report.replica_mib }
    }
}

impl From<StorageBytes> for StorageReport {
    fn from(bytes: StorageBytes) -> StorageReport {
        StorageReport { free_mib: bytes.free_mib, replica_mib: bytes.replica_mib }
    }
}

impl PushBytes {
    fn of(push: &Push, stream: Stream, wall_ms: i64, form: Form) -> (PushBytes, Vec<u8>) {
        let (plain, packed, loose) = match form {
            Form::Plain => (Some(push.entries.iter().cloned().map(ByteVec::from).collect()), None, Vec::new()),
            Form::Packed => {
                let packed = PackedEntries::of(stream, push.after, wall_ms, &push.entries);
                (None, Some(packed.columns.into()), packed.loose)
            }
        };
        let (head, seal) = (push.head.into(), push.seal.0.into());
        (PushBytes { after: push.after.0, plain, packed, head, seal }, loose)
    }

    fn into_push(self, stream: Stream, wall_ms: i64, loose: &[u8]) -> Result<Push, Malformed> {
        let after = Seq(self.after);
        let entries = match (self.plain, self.packed) {
            (Some(plain), None) => plain.into_iter().map(Vec::from).collect(),
            (None, Some(packed)) => PackedEntries::unpack(stream, after, wall_ms, &packed, loose)?,
            _ => return Err(Malformed::because("a push has its entries once, plain or packed")),
        };
        Ok(Push { after, entries, head: self.head.into(), seal: Signature(*self.seal) })
    }
}
