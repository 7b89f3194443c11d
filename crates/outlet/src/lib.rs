//! The use cases of the desk: each a file, each one transaction.
//!
//! A use case loads what it needs, asks a rule of `domain`, appends the rule's answer to the journal and commits. It works
//! on the outlet's own replica, whatever the link does; `sync_now` only makes the replica fresher.

mod clock;
mod close_shift;
mod day;
mod desk;
mod enrol;
mod exchange;
mod look_up;
mod open_customer;
mod open_shift;
mod payment_draft;
mod preview_payment;
mod receipt_facts;
mod reprint_receipt;
mod reverse_payment;
mod sign_in;
mod status;
mod sync_now;
mod take_payment;

pub use clock::{Clock, ClockReading};
pub use close_shift::CloseShiftError;
pub use day::{Day, DayPayment, EntryLife, TenderSum};
pub use desk::{Denied, NoWitness, Outlet, Step, Witness};
pub use enrol::EnrolError;
pub use look_up::{LookUpError, look_up};
pub use open_customer::{BillCard, CustomerCard, OpenCustomerError};
pub use open_shift::OpenShiftError;
pub use payment_draft::{DraftError, InterruptedPayment};
pub use preview_payment::{Preview, PreviewError, PreviewOutcome};
pub use receipt_facts::ReceiptError;
pub use reprint_receipt::ReprintError;
pub use reverse_payment::{ReversePaymentError, ReversedPayment};
pub use sign_in::SignInError;
pub use status::Status;
pub use sync_now::{Access, SyncError, SyncProgress, SyncSession, SyncStage, SyncSummary, sync_now};
pub use take_payment::{TakePayment, TakePaymentError, TakenPayment};
