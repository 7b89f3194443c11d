//! Errors as the screen gets them: one closed list of codes, each with the params that its sentence needs.
//!
//! The sentence, its severity and the next step stand in one table of the screen (`ui/shared/src/errors.ts`).

use serde::Serialize;
use ts_rs::TS;

/// Every reason that a command can give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum Code {
    // signing in
    NotSignedIn,
    /// params: `attemptsLeft`
    WrongPassword,
    OperatorSuspended,
    /// params: `seconds`
    TooManyAttempts,
    NotPermitted,
    // the desk
    NotEnrolled,
    AlreadyEnrolled,
    /// Another window works on this desk's data.
    AlreadyOpen,
    EnrolmentCodeRefused,
    /// params: `cashier`, `businessDate`
    ShiftAlreadyOpen,
    NoOpenShift,
    /// params: `cashier`
    ShiftOfOther,
    BusinessDateRefused,
    // customers
    UnknownCustomer,
    CustomerNoMalformed,
    // amounts and fields
    /// params: `field`
    AmountMalformed,
    DateMalformed,
    // payments
    /// params: `bill`
    BillAlreadyPaid,
    /// params: `bill`
    NoSuchBill,
    /// params: `bill`, `lock`
    BillLocked,
    /// params: `bill`
    OlderBillFirst,
    /// params: `due`, `offered`
    AmountBelowBills,
    /// params: `amount`, `received`
    ReceivedBelowAmount,
    /// params: `amount`, `nonCash`
    NonCashAboveAmount,
    /// params: `tender`, `field`
    TenderIncomplete,
    CashTwice,
    NothingOffered,
    /// The id was used for a payment with other content. params: `receiptNo`
    PaymentIdReused,
    UnknownPayment,
    // reversal
    AlreadyReversed,
    AlreadyRemitted,
    /// params: `cashier`
    OtherCashier,
    /// params: `businessDate`
    OtherDay,
    NoReason,
    /// params: `used`
    PrepaymentUsed,
    /// params: `drawer`, `needed`
    DrawerTooLow,
    // rounds
    /// params: `segment`
    UnknownSegment,
    /// params: `segment`, `period`
    SegmentRests,
    /// params: `segment`
    NoPointsHere,
    /// params: `count`
    RoundWalked,
    /// params: `customer`, `period`
    BrokenHistory,
    RoundNotPrepared,
    /// params: `point`
    PointNotInRound,
    // readings
    /// Nothing stands in the field.
    ReadingEmpty,
    /// params: `register`
    ReadingMalformed,
    ReadingIdReused,
    ReadingStopped,
    ReadingUnconfirmed,
    AlreadyRead,
    /// Reviewed: it changes by request only.
    ReadingReviewed,
    /// Billed: it changes by request only.
    ReadingBilled,
    ReadingNotReviewed,
    ReadingWithdrawn,
    UnknownReading,
    NothingToCorrect,
    NeverRead,
    NoHistory,
    MultiplierUnknown,
    // photos
    PhotoUnreadable,
    /// params: `max`
    PhotoTooLarge,
    // the meter head
    NoMeterHead,
    /// params: `port`
    MeterPort,
    NoMeterAddress,
    MeterSilent,
    MeterGarbled,
    MeterChecksum,
    /// params: `address`
    MeterOther,
    MeterRefused,
    // review
    NothingChosen,
    /// params: `max`
    BatchTooLarge,
    OwnReading,
    NotWaiting,
    NotHarmless,
    // bills
    /// params: `why`
    NotBillable,
    BilledByCenter,
    SeveralSegments,
    BilledAlready,
    /// params: `count`
    PointsLeft,
    /// params: `period`
    EarlierUnbilled,
    WaitsForReview,
    /// params: `bill`
    NoStatement,
    // imports
    /// params: `profile`
    UnknownProfile,
    /// params: `path`
    FileUnreadable,
    /// params: `fault`, `name`
    FileNotOfProfile,
    /// params: `max`
    FileTooLarge,
    /// params: `count`
    NothingToTake,
    // notices
    NothingOwed,
    /// params: `days`
    NotOverdueEnough,
    AlreadyOff,
    NoDayToCut,
    NoticeIdReused,
    UnknownRestore,
    // tasks
    UnknownTask,
    TaskWithdrawn,
    TaskAnswered,
    TaskNoReason,
    NothingSaid,
    /// A refund is done by paying it out.
    PayItOut,
    NoPayee,
    /// params: `paidTo`
    RefundPaid,
    RefundIdReused,
    /// params: `drawer`, `needed`
    RefundDrawerTooLow,
    // archive corrections
    ArchiveValueEmpty,
    /// params: `max`
    ArchiveValueTooLong,
    PhoneMalformed,
    MeterNoMalformed,
    NothingToChange,
    ChangeNoReason,
    /// params: `wanted`
    ChangeStillWaiting,
    ChangeIdReused,
    // release codes
    NothingToRelease,
    NoReleaseKey,
    /// params: `seconds`
    TooManyGuesses,
    ReleaseNotTwelveDigits,
    ReleaseMisheard,
    ReleaseOtherDevice,
    ReleaseOtherPurpose,
    /// params: `until`
    ReleaseExpired,
    ReleaseUsed,
    ReleaseWrong,
    // paper
    /// params: `printer`
    PrinterFailed,
    FileNotWritten,
    // link
    LinkDown,
    LinkSwitchedOff,
    CenterRefused,
    DeviceSuspended,
    /// params: `minimum`
    ClientTooOld,
    // trouble
    DiskFull,
    ReplicaDamaged,
    ReplicaLocked,
    /// A newer program wrote the replica; this one has to be updated.
    ReplicaTooNew,
    Internal,
}
