//! The kinds of entries. Kinds and fields are only ever added; a number that was used once stays taken.

use domain::{
    ArchiveChange, BusinessDate, ClosedShift, Incarnation, IssuedBill, Money, Notice, PaidRefund, Payment, PaymentId,
    PreparedRound, Reading, ReadingId, ReadingImport, ReadingRequest, RestoreRequest, Reversal, Review, Seq, ShiftNo,
    TaskAnswer,
};

use crate::{CaseNoted, ChainHash, ProposalAnswered, Proposed};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryBody {
    /// 1 开班. The cashier is the entry's author.
    ShiftOpened { shift: ShiftNo, business_date: BusinessDate, opening_cash: Money },
    /// 2 收费
    PaymentTaken(Payment),
    /// 3 冲正
    PaymentReversed(Reversal),
    /// 4 补打: copy `copy` of a payment's receipt, or of a refund's slip under the refund's id; the original is copy 0 and is
    /// no entry.
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
    /// 16 待办办理结果
    TaskAnswered(TaskAnswer),
    /// 17 退款支付
    RefundPaid(PaidRefund),
    /// 18 档案更正申请
    ArchiveChangeRequested(ArchiveChange),
    /// 19 提议, only in the center's journal, as are the kinds after it.
    Proposed(Proposed),
    /// 20 批准, 驳回, 撤回
    ProposalAnswered(ProposalAnswered),
    /// 21 认领与备注
    CaseNoted(CaseNoted),
    /// 22 其他管理操作: a device suspended, a code given out and so on; `act` is `CenterAct` as JSON.
    ActRecorded { act: String },
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
            EntryBody::TaskAnswered(_) => 16,
            EntryBody::RefundPaid(_) => 17,
            EntryBody::ArchiveChangeRequested(_) => 18,
            EntryBody::Proposed(_) => 19,
            EntryBody::ProposalAnswered(_) => 20,
            EntryBody::CaseNoted(_) => 21,
            EntryBody::ActRecorded { .. } => 22,
        }
    }

    /// Whether the entry moves money; money travels first.
    pub fn moves_money(&self) -> bool {
        match self {
            EntryBody::ShiftOpened { .. }
            | EntryBody::PaymentTaken(_)
            | EntryBody::PaymentReversed(_)
            | EntryBody::ShiftClosed(_)
            | EntryBody::BillIssued(_)
            | EntryBody::RefundPaid(_) => true,
            EntryBody::ReceiptReprinted { .. }
            | EntryBody::StreamForked(_)
            | EntryBody::RoundPrepared(_)
            | EntryBody::ReadingEntered(_)
            | EntryBody::ReadingWithdrawn { .. }
            | EntryBody::ReadingsReviewed(_)
            | EntryBody::ReadingRequested(_)
            | EntryBody::RestoreRequested(_)
            | EntryBody::ReadingsImported(_)
            | EntryBody::NoticePrinted(_)
            | EntryBody::TaskAnswered(_)
            | EntryBody::ArchiveChangeRequested(_)
            | EntryBody::Proposed(_)
            | EntryBody::ProposalAnswered(_)
            | EntryBody::CaseNoted(_)
            | EntryBody::ActRecorded { .. } => false,
        }
    }
}
