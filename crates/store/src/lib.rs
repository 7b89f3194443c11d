//! The outlet's SQLite replica: append and project in one transaction, rebuild, search.
//!
//! Three kinds of rows lie in it (`schema/outlet`):
//!
//! ```text
//! journal    entry, seen_bill, round_snapshot, …  written once, by this device alone; never changed
//! center     customer, bill, supply, …            the newest state that the center sent; replaced, never computed
//! projected  payment, reading, posting, …         follows from the journal; `rebuild` computes it again, byte for byte
//! ```
//!
//! A use case is one `Write`: `append` stores the entry, `project` lets the tables follow, the ledger is posted and its
//! trial balance checked, and `commit` makes all of it durable with one fsync. A customer's account is never stored as a
//! sum of both worlds; `account` computes it from the center's rows and this device's own bills and payments.

mod account;
mod append;
mod archive_changes;
mod attachments;
mod bills;
mod cases;
mod column;
mod customers;
mod desk;
mod device;
mod entries;
mod error;
mod exchange;
mod fates;
mod history;
mod imports;
mod keep_readings;
mod ledger;
mod migrate;
mod notices;
mod open;
mod payments;
mod project;
mod read;
mod reading_marks;
mod readings;
mod rebuild;
mod refunds;
mod release_codes;
mod restores;
mod rounds;
mod rules;
mod search;
mod segments;
mod shifts;
mod staff;
mod streams;
mod supplies;
mod tasks;
mod units;

pub use append::Appended;
pub use archive_changes::{ArchiveChangeRow, ChangeOutcome};
pub use attachments::{AttachmentKind, AttachmentRow, UnsentAttachments};
pub use bills::IssuedBillRow;
pub use desk::{Attempts, Draft};
pub use device::DeviceRow;
pub use entries::StoredEntry;
pub use error::StoreError;
pub use exchange::{CenterSighting, LastSync};
pub use fates::EntryFate;
pub use history::HistoryRow;
pub use imports::{ImportRecord, ImportRowRecord};
pub use notices::NoticeRow;
pub use open::{Reader, ReplicaKey, Store};
pub use payments::{PaymentRow, ReversalRow};
pub use read::{Read, Write};
pub use reading_marks::ReadingMark;
pub use readings::ReadingRow;
pub use refunds::{RefundDraft, RefundRow};
pub use restores::RestoreRow;
pub use rounds::{RoundPointRow, RoundRow};
pub use search::{MatchedField, SearchHit, SearchResult};
pub use shifts::{ShiftRow, ShiftSums};
pub use streams::{StreamRow, Unsent};
pub use tasks::{Answered, TaskRow};
