//! What the center answers to an exchange: what it holds, what is new, and its own sums.

use domain::ReleaseKey;
use journal::Head;
use minicbor::bytes::{ByteArray, ByteVec};
use minicbor::{Decode, Encode};

use super::change::ChangeBytes;
use super::digest::{DigestBytes, digest_bytes, digest_of};
use super::outcome::{OutcomeBytes, RefusalBytes};
use super::place::HeadBytes;
use super::{Malformed, PackedChanges, PackedDocuments, all, filled};
use crate::{Asked, Cursor, ExchangeReply, Form, Refusal};

#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct ExchangeReplyBytes {
    /// Left out where it is the head of the request's push.
    #[n(1)]
    held: Option<HeadBytes>,
    #[n(2)]
    outcomes: Option<Vec<OutcomeBytes>>,
    #[n(3)]
    refusal: Option<RefusalBytes>,
    #[n(4)]
    plain: Option<Vec<ChangeBytes>>,
    #[n(5)]
    packed: Option<ByteVec>,
    #[n(6)]
    cursor: u64,
    #[n(7)]
    more: Option<bool>,
    #[n(8)]
    digest: Option<Vec<DigestBytes>>,
    #[n(9)]
    center_time_ms: i64,
    /// How many plain changes, how many packed ones, how many plain ones …, where not all plain ones come first.
    #[n(10)]
    order: Option<Vec<u32>>,
    /// The center's sums are those of the request.
    #[n(11)]
    digest_is_equal: Option<bool>,
    /// The documents of plain changes whose text is empty.
    #[n(12)]
    documents: Option<ByteVec>,
    #[n(13)]
    release_key: Option<ByteArray<32>>,
}

impl ExchangeReplyBytes {
    pub(super) fn of(reply: &ExchangeReply, asked: &Asked) -> (ExchangeReplyBytes, Vec<u8>) {
        let (others, packed) = match asked.form {
            Form::Plain => (reply.changes.iter().collect(), None),
            Form::Packed => PackedChanges::of(&reply.changes),
        };
        let (columns, order, mut loose) = packed
            .map(|packed| (packed.columns.into(), packed.order, packed.loose))
            .map_or_else(|| (None, None, Vec::new()), |(columns, order, loose)| (Some(columns), order, loose));
        let mut plain: Vec<ChangeBytes> = others.into_iter().map(ChangeBytes::from).collect();
        let documents = match asked.form {
            Form::Plain => None,
            Form::Packed => PackedDocuments::take_from(plain.iter_mut().filter_map(ChangeBytes::document)),
        };
        let documents = documents.map(|packed| {
            loose.extend(packed.loose);
            packed.section.into()
        });
        let equal = reply.digest.is_some() && reply.digest == asked.digest;
        let digest = reply.digest.as_ref().filter(|_| !equal);
        let bytes = ExchangeReplyBytes {
            held: (asked.head != Some(reply.held)).then(|| reply.held.into()),
            outcomes: filled(reply.outcomes.iter().map(OutcomeBytes::from).collect()),
            refusal: reply.refusal.map(RefusalBytes::from),
            plain: filled(plain),
            packed: columns,
            order,
            cursor: reply.cursor.0,
            more: reply.more.then_some(true),
            digest: digest.map(|digest| digest_bytes(digest, asked.stream)),
            digest_is_equal: equal.then_some(true),
            documents,
            release_key: reply.release_key.map(|key| key.0.into()),
            center_time_ms: reply.center_time_ms,
        };
        (bytes, loose)
    }

    pub(super) fn into_reply(self, loose: &[u8], asked: &Asked) -> Result<ExchangeReply, Malformed> {
        let mut plain = self.plain.unwrap_or_default();
        if let Some(section) = self.documents {
            PackedDocuments::put_back(&section, loose, plain.iter_mut().filter_map(ChangeBytes::document))?;
        }
        let plain = all(plain, ChangeBytes::into_change)?;
        let changes = match self.packed {
            Some(columns) => PackedChanges::unpack(&columns, loose, plain, self.order)?,
            None => plain,
        };
        let skipped = changes.iter().filter(|change| change.is_none()).count() as u32;
        let held = self.held.map(Head::from).or(asked.head).ok_or(Malformed::because("nothing says what is held"))?;
        let digest = match self.digest {
            Some(digest) => Some(digest_of(digest, asked.stream)),
            None => asked.digest.clone().filter(|_| self.digest_is_equal == Some(true)),
        };
        Ok(ExchangeReply {
            held,
            outcomes: all(self.outcomes.unwrap_or_default(), OutcomeBytes::into_outcome)?,
            refusal: self.refusal.map(Refusal::try_from).transpose()?,
            changes: changes.into_iter().flatten().collect(),
            skipped,
            cursor: Cursor(self.cursor),
            more: self.more == Some(true),
            digest,
            release_key: self.release_key.map(|key| ReleaseKey(*key)),
            center_time_ms: self.center_time_ms,
        })
    }
}

#[cfg(test)]
mod tests {
    use domain::{DeviceId, Incarnation, Seq, Stream};
    use journal::ChainHash;

    use super::*;
    use crate::Change;
    use crate::wire::item;

    /// A reply of a newer center: between two changes stands one with the number 99.
    fn of_a_newer_center() -> Vec<u8> {
        let mut e = minicbor::Encoder::new(Vec::new());
        e.map(3).unwrap().u8(4).unwrap().array(3).unwrap();
        e.map(1).unwrap().u8(6).unwrap().str("000001").unwrap();
        e.map(1).unwrap().u8(99).unwrap().array(2).unwrap().u8(7).unwrap().str("new").unwrap();
        e.map(1).unwrap().u8(6).unwrap().str("000002").unwrap();
        e.u8(6).unwrap().u8(43).unwrap().u8(9).unwrap().i64(5).unwrap();
        e.into_writer()
    }

    #[test]
    fn a_change_of_a_later_kind_is_skipped_and_counted_and_the_others_are_read() {
        let asked = Asked {
            payload_hash: [0; 32],
            form: Form::Plain,
            stream: Stream { device: DeviceId(1), incarnation: Incarnation(1) },
            head: Some(Head { seq: Seq(1), hash: ChainHash([1; 32]) }),
            digest: None,
        };
        let bytes: ExchangeReplyBytes = item(&of_a_newer_center()).unwrap();
        let reply = bytes.into_reply(&[], &asked).unwrap();
        let left = |no: &str| Change::CustomerLeft(no.parse().unwrap());
        assert_eq!((reply.changes, reply.skipped), (vec![left("000001"), left("000002")], 1));
        assert_eq!(reply.cursor, Cursor(43), "it goes on behind what was skipped");
    }
}
