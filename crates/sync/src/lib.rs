//! The exchange between an outlet and the center.
//!
//! One message pair, repeated until both are at rest; the same bytes over HTTP, a stick or in a test. Whatever breaks, the
//! next request resumes from what the center holds. `docs/PROTOCOL.md` tells the same for a client in another language.

mod center;
mod compress;
mod envelope;
mod http;
mod message;
mod pack;
mod refused;
mod session;
mod wire;

pub use center::{Center, LinkError, RefusedRequest};
pub use compress::DICTIONARY;
pub use envelope::{
    Asked, Form, NOT_ENROLLED, OpenedRequest, REPLY_BYTES_MAX, REQUEST_BYTES_MAX, Reply, Request, open_reply,
    open_request, seal_reply, seal_request,
};
pub use http::{
    ATTACH_PATH, CONTENT, ENROL_PATH, EXCHANGE_PATH, HttpCenter, HttpOptions, HttpSetupError, LOOK_UP_PATH, LastBytes,
};
pub use message::{
    ATTACH_BYTES_MAX, AttachReply, AttachRequest, Change, Cursor, EnrolRequest, Enrolment, ExchangeReply,
    ExchangeRequest, LookUpReply, LookUpRequest, Outcome, OutletReport, PROTOCOL, PULL_BYTES_MAX, PUSH_ENTRIES_MAX,
    Push, Refusal, ShiftDigest, StorageReport, URGENT_MAX,
};
pub use refused::{body_of_refusal, refusal_of_body};
pub use session::{
    BACK_OFF_MAX_MS, Effects, Event, Notice, PULL_EVERY_MS, Pace, PieceSummary, ReplySummary, STANDSTILL_MAX, Send,
    Stage, step,
};
