//! The kinds of entries. Kinds and fields are only ever added; a number that was used once stays taken.

use domain::{BusinessDate, ClosedShift, Incarnation, Money, Payment, PaymentId, Reversal, Seq, ShiftNo};

use crate::ChainHash;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryBody {
    /// 1 开班. The cashier is the entry's author.
    ShiftOpened { shift: ShiftNo, business_date: BusinessDate, opening_cash: Money },
    /// 2 收费
    PaymentTaken(Payment),
    /// 3 冲正
    PaymentReversed(Reversal),
    /// 4 补打: copy `copy` of a payment's receipt; the original is copy 0 and is no entry.
    ReceiptReprinted { payment: PaymentId, copy: u32 },
    /// 5 交班
    ShiftClosed(ClosedShift),
    /// 6 分叉后续写: the first entry after the center found a second history of this device.
    StreamForked(ForkedFrom),
}

/// Where the journal stood when it went on in a new incarnation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForkedFrom {
    pub incarnation: Incarnation,
    pub seq: Seq,
    pub hash: ChainHash,
}

impl EntryBody {
    pub fn kind(&self) -> u32 {
        match self {
            EntryBody::ShiftOpened { .. } => 1,
            EntryBody::PaymentTaken(_) => 2,
            EntryBody::PaymentReversed(_) => 3,
            EntryBody::ReceiptReprinted { .. } => 4,
            EntryBody::ShiftClosed(_) => 5,
            EntryBody::StreamForked(_) => 6,
        }
    }

    /// Whether the entry moves money; money travels first.
    pub fn moves_money(&self) -> bool {
        !matches!(self, EntryBody::ReceiptReprinted { .. } | EntryBody::StreamForked(_))
    }
}
