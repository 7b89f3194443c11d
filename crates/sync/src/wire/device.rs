//! The devices of an outlet, and the cases about their entries.

use domain::{CaseId, CaseNotice, DeviceId, Seq};
use journal::{KnownDevice, PublicKey};
use minicbor::bytes::ByteArray;
use minicbor::{Decode, Encode};

use super::place::StreamBytes;
use super::{Malformed, id};

#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct DeviceBytes {
    #[n(1)]
    device: u32,
    #[n(2)]
    terminal: String,
    #[n(3)]
    unit: String,
    #[n(4)]
    key: ByteArray<32>,
    #[n(5)]
    suspended: Option<bool>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct CaseBytes {
    #[n(1)]
    id: u64,
    #[n(2)]
    kind: String,
    #[n(3)]
    stream: Option<StreamBytes>,
    #[n(4)]
    seq: Option<u64>,
    #[n(5)]
    open: bool,
}

impl From<&KnownDevice> for DeviceBytes {
    fn from(device: &KnownDevice) -> DeviceBytes {
        DeviceBytes {
            device: device.device.0,
            terminal: device.terminal.to_string(),
            unit: device.unit.to_string(),
            key: device.key.0.into(),
            suspended: device.suspended.then_some(true),
        }
    }
}

impl TryFrom<DeviceBytes> for KnownDevice {
    type Error = Malformed;
    fn try_from(bytes: DeviceBytes) -> Result<KnownDevice, Malformed> {
        Ok(KnownDevice {
            device: DeviceId(bytes.device),
            terminal: id(bytes.terminal)?,
            unit: id(bytes.unit)?,
            key: PublicKey(*bytes.key),
            suspended: bytes.suspended == Some(true),
        })
    }
}

impl From<&CaseNotice> for CaseBytes {
    fn from(case: &CaseNotice) -> CaseBytes {
        CaseBytes {
            id: case.id.0,
            kind: case.kind.clone(),
            stream: case.entry.map(|(stream, _)| stream.into()),
            seq: case.entry.map(|(_, seq)| seq.0),
            open: case.open,
        }
    }
}

impl From<CaseBytes> for CaseNotice {
    fn from(bytes: CaseBytes) -> CaseNotice {
        let entry = bytes.stream.zip(bytes.seq).map(|(stream, seq)| (stream.into(), Seq(seq)));
        CaseNotice { id: CaseId(bytes.id), kind: bytes.kind, entry, open: bytes.open }
    }
}
