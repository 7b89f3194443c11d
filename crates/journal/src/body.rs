//! The kinds of entries. Kinds and fields are only ever added; a number that was used once stays taken.

use domain::{
    BusinessDate, ClosedShift, Incarnation, IssuedBill, Money, Notice, Payment, PaymentId, PreparedRound, Reading,
    ReadingId, ReadingImport, ReadingRequest, RestoreRequest, Reversal, Review, Seq, ShiftNo,
};

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
    /// 7 抄表数据准备
    RoundPrepared(PreparedRound),
    /// 8 抄表
    ReadingEntered(Reading),
    /// 9 撤销示数, before its review.
    ReadingWithdrawn { reading: ReadingId, reason: String },
    /// 10 复核
    ReadingsReviewed(Review),
    /// 11 示数更正申请, after its review.
    ReadingRequested(ReadingRequest),
    /// 12 现场出账
    BillIssued(IssuedBill),
    /// 13 复电申请
    RestoreRequested(RestoreRequest),
    /// 14 示数导入: the rows follow as readings.
    ReadingsImported(ReadingImport),
    /// 15 通知单
    NoticePrinted(Notice),
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
            EntryBody::RoundPrepared(_) => 7,
            EntryBody::ReadingEntered(_) => 8,
            EntryBody::ReadingWithdrawn { .. } => 9,
            EntryBody::ReadingsReviewed(_) => 10,
            EntryBody::ReadingRequested(_) => 11,
            EntryBody::BillIssued(_) => 12,
            EntryBody::RestoreRequested(_) => 13,
            EntryBody::ReadingsImported(_) => 14,
            EntryBody::NoticePrinted(_) => 15,
        }
    }

    /// Whether the entry moves money; money travels first.
    pub fn moves_money(&self) -> bool {
        match self {
            EntryBody::ShiftOpened { .. }
            | EntryBody::PaymentTaken(_)
            | EntryBody::PaymentReversed(_)
            | EntryBody::ShiftClosed(_)
            | EntryBody::BillIssued(_) => true,
            EntryBody::ReceiptReprinted { .. }
            | EntryBody::StreamForked(_)
            | EntryBody::RoundPrepared(_)
            | EntryBody::ReadingEntered(_)
            | EntryBody::ReadingWithdrawn { .. }
            | EntryBody::ReadingsReviewed(_)
            | EntryBody::ReadingRequested(_)
            | EntryBody::RestoreRequested(_)
            | EntryBody::ReadingsImported(_)
            | EntryBody::NoticePrinted(_) => false,
        }
    }
}
