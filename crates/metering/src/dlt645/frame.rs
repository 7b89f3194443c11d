//! A frame, to bytes and back.

use super::MeterAddress;

const START: u8 = 0x68;
const END: u8 = 0x16;
/// Sent before a frame to wake the receiver; may also come before an answer.
const WAKE_UP: [u8; 4] = [0xFE; 4];
/// What is added to every byte of data on the wire.
const DATA_SHIFT: u8 = 0x33;
/// The longest data that the standard allows in a reading answer.
pub const DATA_MAX: usize = 200;
/// Start, address, start, control, length; then data, checksum, end.
const HEAD: usize = 10;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    pub address: MeterAddress,
    pub control: u8,
    /// As meant, without the shift of the wire.
    pub data: Vec<u8>,
}

impl Frame {
    /// From the first start byte to the end byte.
    pub fn encode(&self) -> Vec<u8> {
        debug_assert!(self.data.len() <= DATA_MAX, "data of a frame is bounded");
        let mut bytes = vec![START];
        bytes.extend(self.address.wire());
        bytes.extend([START, self.control, self.data.len() as u8]);
        bytes.extend(self.data.iter().map(|byte| byte.wrapping_add(DATA_SHIFT)));
        bytes.push(checksum(&bytes));
        bytes.push(END);
        bytes
    }

    /// With wake-up bytes, as it is sent.
    pub fn encode_waking(&self) -> Vec<u8> {
        [&WAKE_UP[..], &self.encode()].concat()
    }

    /// Whether a meter sent it; our own question may come back as an echo of the infrared head.
    pub fn is_answer(&self) -> bool {
        self.control & 0x80 != 0
    }
}

fn checksum(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0, |sum, byte| sum.wrapping_add(*byte))
}

/// What lies in the bytes that came so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scan {
    /// No frame, or not the whole of it yet.
    Incomplete,
    /// A whole frame, and how many bytes it and everything before it take.
    Whole { frame: Frame, used: usize },
    /// A frame in its full length whose sum is wrong.
    Damaged,
}

/// Looks for the first frame. Bytes before it are skipped: wake-up bytes, and noise while the line settles.
pub fn scan(bytes: &[u8]) -> Scan {
    let starts = bytes.iter().enumerate().filter(|(_, byte)| **byte == START);
    for (at, _) in starts {
        match frame_at(&bytes[at..]) {
            Found::None => {}
            Found::Unfinished => return Scan::Incomplete,
            Found::Damaged => return Scan::Damaged,
            Found::Whole(frame, length) => return Scan::Whole { frame, used: at + length },
        }
    }
    Scan::Incomplete
}

enum Found {
    /// The start byte is none: the shape of a frame does not fit.
    None,
    Unfinished,
    Damaged,
    Whole(Frame, usize),
}

fn frame_at(bytes: &[u8]) -> Found {
    if bytes.get(7).is_some_and(|byte| *byte != START) {
        return Found::None;
    }
    let Some(head) = bytes.first_chunk::<HEAD>() else { return Found::Unfinished };
    let [_, a, b, c, d, e, f, _, control, length] = *head;
    let length = usize::from(length);
    if length > DATA_MAX {
        return Found::None;
    }
    let Some([body @ .., end]) = bytes.get(..HEAD + length + 2) else { return Found::Unfinished };
    let [summed @ .., sum] = body else { return Found::None };
    match (*end == END, checksum(summed) == *sum) {
        (false, _) => Found::None,
        (true, false) => Found::Damaged,
        (true, true) => {
            let data = summed[HEAD..].iter().map(|byte| byte.wrapping_sub(DATA_SHIFT)).collect();
            let address = MeterAddress::from_wire([a, b, c, d, e, f]);
            Found::Whole(Frame { address, control, data }, HEAD + length + 2)
        }
    }
}
