//! What an outlet and the center say to each other. One pair of messages, repeated until both are at rest.

use domain::{
    BillStatement, BillingRules, CaseId, CaseNotice, CollectionRules, CustomerNo, CustomerState, FileHash, Incarnation,
    KnownReading, Money, Operator, PriceVersion, ReleaseKey, RestoreRequest, Segment, Seq, ShiftNo, Stream,
    SupplyState, Task, TerminalCode, Unit, UnitCode,
};
use journal::{Head, KnownDevice, PublicKey, Signature};

/// The version of messages and packing that this program speaks.
pub const PROTOCOL: u16 = 1;

/// The most entries in one push.
pub const PUSH_ENTRIES_MAX: usize = 2_000;

/// The most bytes that one reply carries in changes, before compression.
pub const PULL_BYTES_MAX: u32 = 4 << 20;

/// The most urgent requests in one exchange.
pub const URGENT_MAX: usize = 50;

/// How far the outlet has read the center's changes. Zero asks for everything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor(pub u64);

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExchangeRequest {
    pub stream: Stream,
    /// Program version, `0.1.0`.
    pub version: String,
    pub push: Option<Push>,
    pub cursor: Cursor,
    pub pull_bytes_max: u32,
    /// 复电申请 that the center is not known to hold. They overtake the journal: someone sits in the dark.
    pub urgent: Vec<RestoreRequest>,
    /// Sent when the outlet believes both sides are at rest.
    pub digest: Option<Vec<ShiftDigest>>,
    pub report: OutletReport,
}

/// How the outlet stands, for the fleet page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OutletReport {
    /// The laptop's clock when it sent this, ms since 1970.
    pub wall_ms: i64,
    /// Entries beyond this push.
    pub unsent: u64,
    /// Wall clock of the oldest entry that is not yet known to be held.
    pub oldest_unsent_ms: Option<i64>,
    /// With the first exchange after the start and then once a day.
    pub storage: Option<StorageReport>,
    /// 解锁码 cannot be read here yet: the device was enrolled before there were any.
    pub lacks_release_key: bool,
}

/// How much room the desk has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StorageReport {
    /// Free on the disk of the replica.
    pub free_mib: u64,
    pub replica_mib: u64,
}

/// Entries that follow `after`, sealed at `head`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Push {
    pub after: Seq,
    /// The canonical bytes of each entry, in order.
    pub entries: Vec<Vec<u8>>,
    pub head: Head,
    pub seal: Signature,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExchangeReply {
    /// What the center holds of this journal now. All of it is contained in the account rows of this reply.
    pub held: Head,
    /// Entries of this push that did not simply become `Accepted`.
    pub outcomes: Vec<(Seq, Outcome)>,
    pub refusal: Option<Refusal>,
    pub changes: Vec<Change>,
    /// Changes of kinds that this program does not know. Only a reader says so; the center sends none.
    pub skipped: u32,
    pub cursor: Cursor,
    /// More changes wait.
    pub more: bool,
    /// The center's own sums, where the request carried some.
    pub digest: Option<Vec<ShiftDigest>>,
    /// To a device that lacks it. The reply is signed, and the link keeps it from others.
    pub release_key: Option<ReleaseKey>,
    /// ms since 1970
    pub center_time_ms: i64,
}

/// What became of an entry at the center. None of these loses it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Verified, projected and posted.
    Accepted,
    /// It was there before.
    AlreadyHeld,
    /// Of a kind that the center does not know yet: kept, and projected after its update.
    Parked,
    /// Posted, and a person will look.
    Conflicted(CaseId),
}

/// Why a push was not taken in. A refusal never deletes, hides or blocks anything at the outlet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Entries are missing before this push; go on from `expected`.
    Gap {
        expected: Seq,
    },
    /// The center knows another history from `at` on. This one was posted as well; go on in `incarnation`.
    Forked {
        at: Seq,
        incarnation: Incarnation,
    },
    /// The seal does not fit; `at` is the first entry of the push. Send less at once to find the entry.
    BadSignature {
        at: Seq,
    },
    /// The device was suspended. What it wrote before stays money; the push was posted and opened a case.
    DeviceSuspended,
    ClientTooOld {
        minimum: u16,
    },
}

/// The newest state of something an outlet needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    Unit(Unit),
    Operator(Operator),
    Rules(CollectionRules),
    Price(PriceVersion),
    /// Archive and account of a customer in one: whoever pays needs both.
    Customer(Box<CustomerState>),
    /// A customer that left the outlet's units. The replica keeps what was collected here.
    CustomerLeft(CustomerNo),
    Device(KnownDevice),
    Case(CaseNotice),
    Billing(Box<BillingRules>),
    Segment(Segment),
    /// How a customer is supplied, metered and priced, and where its meters stood.
    Supply(Box<SupplyState>),
    /// A reading of the station's customers that another device entered, or the newest state of one of this device.
    Reading(Box<KnownReading>),
    /// The derivation of a bill that the center issued.
    Statement(Box<BillStatement>),
    /// 待办 for this device, or the newest state of one.
    Task(Box<Task>),
}

/// The sums of a shift, computed by both sides from what each holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShiftDigest {
    pub stream: Stream,
    pub shift: ShiftNo,
    /// Entries of the shift, its opening included.
    pub entries: u64,
    /// Payments less reversals.
    pub payments: u64,
    /// Collected less returned.
    pub amount: Money,
}

/// Asks the center for one customer of any unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookUpRequest {
    pub stream: Stream,
    pub customer: CustomerNo,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookUpReply {
    /// What the center holds of this journal, so that the account row can be merged with newer entries.
    pub held: Head,
    pub found: Option<CustomerState>,
    pub center_time_ms: i64,
}

/// A laptop asks to become a device, with the code that an administrator read to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnrolRequest {
    pub code: String,
    pub key: PublicKey,
    pub version: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enrolment {
    pub stream: Stream,
    pub terminal: TerminalCode,
    /// The outlet where the desk stands.
    pub unit: UnitCode,
    /// Signs every reply from now on.
    pub center_key: PublicKey,
    /// Proves 解锁码 of the center; absent from a center that gives out none.
    pub release_key: Option<ReleaseKey>,
    pub center_time_ms: i64,
}

/// The most bytes of an attachment in one request.
pub const ATTACH_BYTES_MAX: usize = 64 << 10;

/// A piece of a photo or an imported file. Attachments travel after everything else, and go on from what the center holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttachRequest {
    pub stream: Stream,
    /// SHA-256 of the whole.
    pub file: FileHash,
    /// Bytes of the whole.
    pub length: u64,
    pub offset: u64,
    pub bytes: Vec<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AttachReply {
    /// Bytes that the center holds of the file from its beginning; the length once it is whole.
    pub held: u64,
    pub center_time_ms: i64,
}
