//! 处理办法: how a case can be settled, which choices each kind of disagreement has, and who may decide.

use serde::{Deserialize, Serialize};

use crate::{ConflictKind, CustomerNo, DeviceId, Money, PaymentId, ReadingId, TaskKind};

/// A choice with all that it needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "resolution", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Resolution {
    /// 维持现状: the books stay as they are, and somebody has said so.
    KeepAsBooked,
    /// 冲抵欠费: what became prepayment goes on the customer's open bills, oldest first.
    ApplyToBills { amount: Money },
    /// 退款: what became prepayment, or waits in clarification, is paid out by a desk.
    Refund { amount: Money, device: DeviceId },
    /// 转入户号: the payment belongs to another customer and is placed there.
    MoveToCustomer { payment: PaymentId, customer: CustomerNo },
    /// 核销: the company bears an overdrawn prepayment, or a refund that was paid twice.
    WriteOff { amount: Money },
    /// 补发差额: the bill stays, and what it should have been is issued as a difference.
    IssueDifference,
    /// 采用示数: this reading counts for its meter and month.
    UseReading { reading: ReadingId },
    /// 采用更正: the value that the outlet asked for is right.
    AcceptChange,
    /// 停用终端: the device writes no further entries that nobody looks at.
    SuspendDevice { device: DeviceId },
    /// 退回网点: a desk is asked to do or to say something; the case waits for its answer.
    ReturnToOutlet { device: DeviceId, task: TaskKind, note: String },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ResolutionKind {
    KeepAsBooked,
    ApplyToBills,
    Refund,
    MoveToCustomer,
    WriteOff,
    IssueDifference,
    UseReading,
    AcceptChange,
    SuspendDevice,
    ReturnToOutlet,
}

impl ResolutionKind {
    pub const ALL: [ResolutionKind; 10] = [
        ResolutionKind::KeepAsBooked,
        ResolutionKind::ApplyToBills,
        ResolutionKind::Refund,
        ResolutionKind::MoveToCustomer,
        ResolutionKind::WriteOff,
        ResolutionKind::IssueDifference,
        ResolutionKind::UseReading,
        ResolutionKind::AcceptChange,
        ResolutionKind::SuspendDevice,
        ResolutionKind::ReturnToOutlet,
    ];

    /// The name in addresses, storage and scenarios.
    pub fn name(self) -> &'static str {
        match self {
            ResolutionKind::KeepAsBooked => "keep-as-booked",
            ResolutionKind::ApplyToBills => "apply-to-bills",
            ResolutionKind::Refund => "refund",
            ResolutionKind::MoveToCustomer => "move-to-customer",
            ResolutionKind::WriteOff => "write-off",
            ResolutionKind::IssueDifference => "issue-difference",
            ResolutionKind::UseReading => "use-reading",
            ResolutionKind::AcceptChange => "accept-change",
            ResolutionKind::SuspendDevice => "suspend-device",
            ResolutionKind::ReturnToOutlet => "return-to-outlet",
        }
    }
}

/// How many people a decision takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Persons {
    /// It moves no money: who proposes it has decided it.
    One,
    /// One proposes, another approves.
    Two,
}

/// Whether a kind of disagreement can be settled in a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Choice {
    Offered(Persons),
    NotOffered,
}

impl Resolution {
    pub fn kind(&self) -> ResolutionKind {
        match self {
            Resolution::KeepAsBooked => ResolutionKind::KeepAsBooked,
            Resolution::ApplyToBills { .. } => ResolutionKind::ApplyToBills,
            Resolution::Refund { .. } => ResolutionKind::Refund,
            Resolution::MoveToCustomer { .. } => ResolutionKind::MoveToCustomer,
            Resolution::WriteOff { .. } => ResolutionKind::WriteOff,
            Resolution::IssueDifference => ResolutionKind::IssueDifference,
            Resolution::UseReading { .. } => ResolutionKind::UseReading,
            Resolution::AcceptChange => ResolutionKind::AcceptChange,
            Resolution::SuspendDevice { .. } => ResolutionKind::SuspendDevice,
            Resolution::ReturnToOutlet { .. } => ResolutionKind::ReturnToOutlet,
        }
    }
}

/// The table of choices, total over kind × resolution; `tests/golden/resolutions.txt` is its picture.
pub fn choice(conflict: ConflictKind, resolution: ResolutionKind) -> Choice {
    use Choice::{NotOffered, Offered};
    use Persons::{One, Two};
    use ResolutionKind::*;
    match conflict {
        ConflictKind::DoublePayment | ConflictKind::PaidBillGone => match resolution {
            KeepAsBooked | ReturnToOutlet => Offered(One),
            ApplyToBills | Refund | MoveToCustomer => Offered(Two),
            WriteOff | IssueDifference | UseReading | AcceptChange | SuspendDevice => NotOffered,
        },
        ConflictKind::UnknownCustomer => match resolution {
            ReturnToOutlet => Offered(One),
            Refund | MoveToCustomer => Offered(Two),
            KeepAsBooked | ApplyToBills | WriteOff | IssueDifference | UseReading | AcceptChange | SuspendDevice => {
                NotOffered
            }
        },
        ConflictKind::PrepaidOverdrawn => match resolution {
            KeepAsBooked | ReturnToOutlet => Offered(One),
            WriteOff => Offered(Two),
            ApplyToBills | Refund | MoveToCustomer | IssueDifference | UseReading | AcceptChange | SuspendDevice => {
                NotOffered
            }
        },
        ConflictKind::CustomerMoved => match resolution {
            KeepAsBooked | ReturnToOutlet => Offered(One),
            MoveToCustomer => Offered(Two),
            ApplyToBills | Refund | WriteOff | IssueDifference | UseReading | AcceptChange | SuspendDevice => {
                NotOffered
            }
        },
        ConflictKind::RefundPaidTwice => match resolution {
            ReturnToOutlet => Offered(One),
            WriteOff => Offered(Two),
            KeepAsBooked | ApplyToBills | Refund | MoveToCustomer | IssueDifference | UseReading | AcceptChange
            | SuspendDevice => NotOffered,
        },
        ConflictKind::ForkedDevice | ConflictKind::SuspendedAuthor | ConflictKind::EntryUnreadable => {
            match resolution {
                KeepAsBooked | SuspendDevice | ReturnToOutlet => Offered(One),
                ApplyToBills | Refund | MoveToCustomer | WriteOff | IssueDifference | UseReading | AcceptChange => {
                    NotOffered
                }
            }
        }
        ConflictKind::DigestMismatch | ConflictKind::ClockSuspect => match resolution {
            KeepAsBooked | ReturnToOutlet => Offered(One),
            ApplyToBills | Refund | MoveToCustomer | WriteOff | IssueDifference | UseReading | AcceptChange
            | SuspendDevice => NotOffered,
        },
        ConflictKind::ReadingsDisagree => match resolution {
            KeepAsBooked | ReturnToOutlet => Offered(One),
            UseReading => Offered(Two),
            ApplyToBills | Refund | MoveToCustomer | WriteOff | IssueDifference | AcceptChange | SuspendDevice => {
                NotOffered
            }
        },
        ConflictKind::BillDiffers | ConflictKind::BilledTwice => match resolution {
            KeepAsBooked | ReturnToOutlet => Offered(One),
            IssueDifference => Offered(Two),
            ApplyToBills | Refund | MoveToCustomer | WriteOff | UseReading | AcceptChange | SuspendDevice => NotOffered,
        },
        ConflictKind::ArchiveChangeRequested | ConflictKind::ArchiveEditedTwice => match resolution {
            KeepAsBooked | AcceptChange | ReturnToOutlet => Offered(One),
            ApplyToBills | Refund | MoveToCustomer | WriteOff | IssueDifference | UseReading | SuspendDevice => {
                NotOffered
            }
        },
        ConflictKind::ReadingChangeRequested => match resolution {
            KeepAsBooked | ReturnToOutlet => Offered(One),
            AcceptChange => Offered(Two),
            ApplyToBills | Refund | MoveToCustomer | WriteOff | IssueDifference | UseReading | SuspendDevice => {
                NotOffered
            }
        },
    }
}
