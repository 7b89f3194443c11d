//! Every request is signed by its device and every reply by the center, so nothing between them has to be trusted.
//!
//! ```text
//! request = [ protocol, device, payload, signature ]
//! reply   = [ protocol, payload, signature ]
//! payload = kind ‖ form ‖ body
//! ```
//!
//! The signature of a reply covers the hash of the request's payload, so it answers that request and no other. A laptop
//! without a number yet says device 0 and signs with the key that it asks to enrol.

use domain::{DeviceId, Incarnation, Stream};
use journal::{DeviceKey, Head, PublicKey, Signature};
use minicbor::bytes::{ByteArray, ByteVec};
use minicbor::{Decode, Encode};
use sha2::{Digest, Sha256};

use crate::compress::{compress, decompress};
use crate::pack::{read_varint, write_varint};
use crate::wire::{Encoded, Malformed, cbor, decode_reply, decode_request, encode_reply, encode_request, item};
use crate::{
    AttachReply, AttachRequest, EnrolRequest, Enrolment, ExchangeReply, ExchangeRequest, LinkError, LookUpReply,
    LookUpRequest, PROTOCOL, RefusedRequest, ShiftDigest,
};

/// The most bytes that a request may have, before and after it is unfolded.
pub const REQUEST_BYTES_MAX: usize = 4 << 20;

/// The most bytes that a reply may have, before and after it is unfolded.
pub const REPLY_BYTES_MAX: usize = 32 << 20;

/// The device that a laptop names before it has a number.
pub const NOT_ENROLLED: DeviceId = DeviceId(0);

#[expect(clippy::large_enum_variant, reason = "a request lives for a moment, and one at a time")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    Exchange(ExchangeRequest),
    LookUp(LookUpRequest),
    Attach(AttachRequest),
    Enrol(EnrolRequest),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    Exchange(ExchangeReply),
    LookUp(LookUpReply),
    Attached(AttachReply),
    Enrolled(Enrolment),
}

/// How the body of a payload lies in bytes. The center answers in the form in which it was asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// One CBOR item, entries and changes as they are: for a client that is written in an afternoon.
    Plain,
    /// Entries and customers in columns, and all of it compressed.
    #[default]
    Packed,
}

/// What both ends keep of a request: to sign the reply and to check it, and to leave out of it what the request said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// SHA-256 of the request's payload.
    pub payload_hash: [u8; 32],
    pub form: Form,
    /// The journal that an exchange is about.
    pub stream: Stream,
    /// Where the push ends.
    pub head: Option<Head>,
    pub digest: Option<Vec<ShiftDigest>>,
}

impl Asked {
    fn of(payload: &[u8], form: Form, request: &Request) -> Asked {
        let exchange = match request {
            Request::Exchange(exchange) => Some(exchange),
            Request::LookUp(_) | Request::Attach(_) | Request::Enrol(_) => None,
        };
        let nobody = Stream { device: NOT_ENROLLED, incarnation: Incarnation(0) };
        Asked {
            payload_hash: Sha256::digest(payload).into(),
            form,
            stream: exchange.map_or(nobody, |exchange| exchange.stream),
            head: exchange.and_then(|exchange| exchange.push.as_ref()).map(|push| push.head),
            digest: exchange.and_then(|exchange| exchange.digest.clone()),
        }
    }
}

/// A request with the device that signed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedRequest {
    pub device: DeviceId,
    pub request: Request,
    pub asked: Asked,
}

#[derive(Encode, Decode)]
#[cbor(array)]
struct RequestEnvelope {
    #[n(0)]
    protocol: u16,
    #[n(1)]
    device: u32,
    #[n(2)]
    payload: ByteVec,
    #[n(3)]
    signature: ByteArray<64>,
}

#[derive(Encode, Decode)]
#[cbor(array)]
struct ReplyEnvelope {
    #[n(0)]
    protocol: u16,
    #[n(1)]
    payload: ByteVec,
    #[n(2)]
    signature: ByteArray<64>,
}

/// Signs a request. `nonce` is a number that the device did not use before, so that no older reply fits: a look-up may
/// ask the same again, while an exchange differs by its time.
pub fn seal_request(key: &DeviceKey, device: DeviceId, form: Form, nonce: u64, request: &Request) -> (Vec<u8>, Asked) {
    let payload = payload(request.kind(), form, encode_request(request, form, nonce));
    let signature = key.sign(&request_message(device, &payload)).0.into();
    let asked = Asked::of(&payload, form, request);
    let envelope = RequestEnvelope { protocol: PROTOCOL, device: device.0, payload: payload.into(), signature };
    (cbor(&envelope), asked)
}

/// Checks who signed a request and reads it. `key_of` knows the keys of all devices, suspended ones included.
pub fn open_request(
    bytes: &[u8],
    key_of: impl FnOnce(DeviceId) -> Option<PublicKey>,
) -> Result<OpenedRequest, RefusedRequest> {
    if bytes.len() > REQUEST_BYTES_MAX {
        return Err(RefusedRequest::Malformed);
    }
    let envelope: RequestEnvelope = item(bytes).map_err(|_| RefusedRequest::Malformed)?;
    if envelope.protocol != PROTOCOL {
        return Err(RefusedRequest::ClientTooOld);
    }
    let device = DeviceId(envelope.device);
    let signature = Signature(*envelope.signature);
    if device != NOT_ENROLLED {
        let key = key_of(device).ok_or(RefusedRequest::UnknownDevice)?;
        check_request(&key, device, &envelope.payload, &signature)?;
    }
    let (form, request) = read_request(&envelope.payload).map_err(|_| RefusedRequest::Malformed)?;
    match &request {
        Request::Enrol(enrol) => check_request(&enrol.key, device, &envelope.payload, &signature)?,
        Request::Exchange(exchange) => check_device(device, exchange.stream.device)?,
        Request::LookUp(look_up) => check_device(device, look_up.stream.device)?,
        Request::Attach(attach) => check_device(device, attach.stream.device)?,
    }
    let asked = Asked::of(&envelope.payload, form, &request);
    Ok(OpenedRequest { device, request, asked })
}

/// Signs the answer to exactly one request.
pub fn seal_reply(center_key: &DeviceKey, asked: &Asked, reply: &Reply) -> Vec<u8> {
    let payload = payload(reply.kind(), asked.form, encode_reply(reply, asked));
    let signature = center_key.sign(&reply_message(asked, &payload)).0.into();
    cbor(&ReplyEnvelope { protocol: PROTOCOL, payload: payload.into(), signature })
}

/// Checks that the center signed this reply to this request, and reads it. Without a key, only an enrolment is
/// believed, by the key that it brings.
pub fn open_reply(bytes: &[u8], asked: &Asked, center_key: Option<&PublicKey>) -> Result<Reply, LinkError> {
    let unreadable = |error: Malformed| LinkError::Unreadable(error.to_string());
    if bytes.len() > REPLY_BYTES_MAX {
        return Err(LinkError::Unreadable("the answer is larger than an answer may be".to_owned()));
    }
    let envelope: ReplyEnvelope = item(bytes).map_err(unreadable)?;
    let signature = Signature(*envelope.signature);
    let check = |key: &PublicKey| {
        key.verify(&reply_message(asked, &envelope.payload), &signature).map_err(|_| LinkError::NotTheCenter)
    };
    if let Some(key) = center_key {
        check(key)?;
    }
    let reply = read_reply(&envelope.payload, asked).map_err(unreadable)?;
    match (&reply, center_key) {
        (_, Some(_)) => {}
        (Reply::Enrolled(enrolment), None) => check(&enrolment.center_key)?,
        (_, None) => return Err(LinkError::NotTheCenter),
    }
    Ok(reply)
}

impl Request {
    fn kind(&self) -> u8 {
        match self {
            Request::Exchange(_) => 1,
            Request::LookUp(_) => 2,
            Request::Enrol(_) => 3,
            Request::Attach(_) => 4,
        }
    }
}

impl Reply {
    fn kind(&self) -> u8 {
        match self {
            Reply::Exchange(_) => 1,
            Reply::LookUp(_) => 2,
            Reply::Enrolled(_) => 3,
            Reply::Attached(_) => 4,
        }
    }
}

fn request_message(device: DeviceId, payload: &[u8]) -> Vec<u8> {
    [b"qingjiang request".as_slice(), &PROTOCOL.to_be_bytes(), &device.0.to_be_bytes(), payload].concat()
}

fn reply_message(asked: &Asked, payload: &[u8]) -> Vec<u8> {
    [b"qingjiang reply".as_slice(), &PROTOCOL.to_be_bytes(), &asked.payload_hash, payload].concat()
}

fn check_request(
    key: &PublicKey,
    device: DeviceId,
    payload: &[u8],
    signature: &Signature,
) -> Result<(), RefusedRequest> {
    key.verify(&request_message(device, payload), signature).map_err(|_| RefusedRequest::BadSignature)
}

/// A device speaks for its own journals only.
fn check_device(signer: DeviceId, named: DeviceId) -> Result<(), RefusedRequest> {
    match signer == named && signer != NOT_ENROLLED {
        true => Ok(()),
        false => Err(RefusedRequest::BadSignature),
    }
}

fn payload(kind: u8, form: Form, encoded: Encoded) -> Vec<u8> {
    let mut payload = vec![kind, form as u8];
    match form {
        Form::Plain => payload.extend(encoded.cbor),
        Form::Packed => {
            let frame = compress(&encoded.cbor);
            write_varint(&mut payload, frame.len() as u64);
            payload.extend(frame);
            payload.extend(encoded.loose);
        }
    }
    payload
}

fn read_request(payload: &[u8]) -> Result<(Form, Request), Malformed> {
    let (kind, form, encoded) = read_payload(payload, REQUEST_BYTES_MAX)?;
    Ok((form, decode_request(kind, &encoded)?))
}

fn read_reply(payload: &[u8], asked: &Asked) -> Result<Reply, Malformed> {
    let (kind, _, encoded) = read_payload(payload, REPLY_BYTES_MAX)?;
    decode_reply(kind, &encoded, asked)
}

fn read_payload(payload: &[u8], bytes_max: usize) -> Result<(u8, Form, Encoded), Malformed> {
    let ([kind, form], body) = payload.split_first_chunk::<2>().ok_or_else(cut_short)?;
    match form {
        0 => Ok((*kind, Form::Plain, Encoded { cbor: body.to_vec(), loose: Vec::new() })),
        1 => {
            let mut rest = body;
            let length = usize::try_from(read_varint(&mut rest)?).map_err(|_| cut_short())?;
            let (frame, loose) = rest.split_at_checked(length).ok_or_else(cut_short)?;
            let encoded = Encoded { cbor: decompress(frame, bytes_max)?, loose: loose.to_vec() };
            Ok((*kind, Form::Packed, encoded))
        }
        _ => Err(Malformed::because("an unknown form of payload")),
    }
}

fn cut_short() -> Malformed {
    Malformed::because("the payload is cut short")
}
