//! The seal on a receipt: what it claims, signed by the device, small enough for a QR code, checkable with only the public
//! key list.
//!
//! The text is `QJ1:` and the base45 (RFC 9285) of `claim ‖ signature`, where `claim` is a CBOR array and the signature
//! covers `"qingjiang receipt" ‖ format ‖ claim`.

use domain::{BusinessDate, CustomerNo, DeviceId, Incarnation, Money, Seq, Stream};
use minicbor::{Decoder, Encoder};
use thiserror::Error;

use crate::layout::{date_of_days, days_of_date};
use crate::{ChainHash, DeviceKey, FORMAT, PublicKey, Signature};

const PREFIX: &str = "QJ1:";

/// What a receipt says and its device vouches for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptClaim {
    pub stream: Stream,
    /// The entry that the receipt is made of.
    pub seq: Seq,
    /// The first eight bytes of that entry's chain hash.
    pub chain: [u8; 8],
    /// The running number on the receipt.
    pub number: u32,
    pub customer: CustomerNo,
    pub business_date: BusinessDate,
    pub collected: Money,
}

#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ReceiptSealError {
    #[error("this is not a receipt code of Qingjiang")]
    NotAReceiptCode,
    #[error("the code names device {device}, whose key is not in the list")]
    UnknownDevice { device: DeviceId },
    #[error("the code was not made by the device that it names, or was changed")]
    Forged,
}

impl ReceiptClaim {
    pub fn new(stream: Stream, seq: Seq, hash: ChainHash, payment: &domain::Payment) -> ReceiptClaim {
        let mut chain = [0; 8];
        chain.copy_from_slice(&hash.0[..8]);
        ReceiptClaim {
            stream,
            seq,
            chain,
            number: payment.receipt,
            customer: payment.customer.clone(),
            business_date: payment.business_date,
            collected: payment.collected(),
        }
    }

    fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.write(&mut Encoder::new(&mut bytes)).expect("encoding into memory does not fail");
        bytes
    }

    fn write(&self, out: &mut Encoder<&mut Vec<u8>>) -> Result<(), minicbor::encode::Error<std::convert::Infallible>> {
        out.array(8)?.u32(self.stream.device.0)?.u16(self.stream.incarnation.0)?.u64(self.seq.0)?.bytes(&self.chain)?;
        out.u32(self.number)?.str(self.customer.as_str())?;
        out.u32(days_of_date(self.business_date))?.i64(self.collected.fen())?;
        Ok(())
    }

    fn read(input: &mut Decoder<'_>) -> Option<ReceiptClaim> {
        if input.array().ok()? != Some(8) {
            return None;
        }
        Some(ReceiptClaim {
            stream: Stream { device: DeviceId(input.u32().ok()?), incarnation: Incarnation(input.u16().ok()?) },
            seq: Seq(input.u64().ok()?),
            chain: input.bytes().ok()?.try_into().ok()?,
            number: input.u32().ok()?,
            customer: input.str().ok()?.parse().ok()?,
            business_date: date_of_days(input.u32().ok()?)?,
            collected: Money::from_fen(input.i64().ok()?),
        })
    }
}

fn message(claim: &[u8]) -> Vec<u8> {
    [b"qingjiang receipt".as_slice(), &[FORMAT], claim].concat()
}

/// The text of the QR code, 220 characters at most.
pub fn seal_receipt(key: &DeviceKey, claim: &ReceiptClaim) -> String {
    let claim = claim.bytes();
    let signature = key.sign(&message(&claim));
    format!("{PREFIX}{}", base45::encode([claim.as_slice(), &signature.0].concat()))
}

/// 电子签名校验码: twelve hex digits of the entry's chain hash, for reading aloud.
pub fn check_code(hash: ChainHash) -> String {
    let digits = hash.to_string().to_uppercase();
    format!("{}-{}-{}", &digits[0..4], &digits[4..8], &digits[8..12])
}

/// Reads a QR text and checks it with the key list.
pub fn open_receipt(
    text: &str,
    key_of: impl Fn(Stream) -> Option<PublicKey>,
) -> Result<ReceiptClaim, ReceiptSealError> {
    let not_a_code = ReceiptSealError::NotAReceiptCode;
    let bytes =
        text.trim().strip_prefix(PREFIX).and_then(|code| base45::decode(code).ok()).ok_or(not_a_code.clone())?;
    let (claim, signature) = bytes.split_at_checked(bytes.len().saturating_sub(64)).ok_or(not_a_code.clone())?;
    let signature = Signature::from_slice(signature).ok_or(not_a_code.clone())?;
    let mut input = Decoder::new(claim);
    let read = ReceiptClaim::read(&mut input).filter(|_| input.position() == claim.len()).ok_or(not_a_code)?;
    let key = key_of(read.stream).ok_or(ReceiptSealError::UnknownDevice { device: read.stream.device })?;
    key.verify(&message(claim), &signature).map_err(|_| ReceiptSealError::Forged)?;
    Ok(read)
}
