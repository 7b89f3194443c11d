//! The outlet's SQLite replica: append and project in one transaction, rebuild, search.
//!
//! Three kinds of rows lie in it (`schema/outlet`):
//!
//! ```text
//! journal    entry, seen_bill             written once, by this device alone; never changed
//! center     customer, bill, operator, …  the newest state that the center sent; replaced, never computed
//! projected  payment, shift, posting, …   follows from the journal; `rebuild` computes it again, byte for byte
//! ```
//!
//! A use case is one `Write`: `append` stores the entry, `project` lets the tables follow, the ledger is posted and its
//! trial balance checked, and `commit` makes all of it durable with one fsync. A customer's account is never stored as a
//! sum of both worlds; `account` computes it from the center's rows and this device's own payments.

mod account;
mod append;
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
mod ledger;
mod migrate;
mod open;
mod payments;
mod project;
mod read;
mod rebuild;
mod rules;
mod search;
mod shifts;
mod staff;
mod streams;
mod units;

pub use append::Appended;
pub use desk::{Attempts, Draft};
pub use device::DeviceRow;
pub use entries::StoredEntry;
pub use error::StoreError;
pub use exchange::{CenterSighting, LastSync};
pub use fates::EntryFate;
pub use history::HistoryRow;
pub use open::{Reader, ReplicaKey, Store};
pub use payments::{PaymentRow, ReversalRow};
pub use read::{Read, Write};
pub use search::{MatchedField, SearchHit, SearchResult};
pub use shifts::{ShiftRow, ShiftSums};
pub use streams::{StreamRow, Unsent};
