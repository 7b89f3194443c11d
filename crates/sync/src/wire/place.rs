//! Where in which journal: parts of many messages.

use domain::{DeviceId, Incarnation, Seq, Stream};
use journal::{ChainHash, Head};
use minicbor::bytes::ByteArray;
use minicbor::{Decode, Encode};

#[derive(Clone, Copy, Encode, Decode)]
#[cbor(array)]
pub(super) struct StreamBytes {
    #[n(0)]
    device: u32,
    #[n(1)]
    incarnation: u16,
}

impl From<Stream> for StreamBytes {
    fn from(stream: Stream) -> StreamBytes {
        StreamBytes { device: stream.device.0, incarnation: stream.incarnation.0 }
    }
}

impl From<StreamBytes> for Stream {
    fn from(bytes: StreamBytes) -> Stream {
        Stream { device: DeviceId(bytes.device), incarnation: Incarnation(bytes.incarnation) }
    }
}

#[derive(Encode, Decode)]
#[cbor(array)]
pub(super) struct HeadBytes {
    #[n(0)]
    seq: u64,
    #[n(1)]
    hash: ByteArray<32>,
}

impl From<Head> for HeadBytes {
    fn from(head: Head) -> HeadBytes {
        HeadBytes { seq: head.seq.0, hash: head.hash.0.into() }
    }
}

impl From<HeadBytes> for Head {
    fn from(bytes: HeadBytes) -> Head {
        Head { seq: Seq(bytes.seq), hash: ChainHash(*bytes.hash) }
    }
}
