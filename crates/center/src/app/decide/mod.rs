//! What people at the center decide.
//!
//! ```text
//! preview ─▶ propose ─▶ (somebody else) answer ─▶ in force ─▶ undo
//! ```
//!
//! A decision never edits a fact. Its effects are rows that carry the proposal's id: adjustments among the payments, a payment
//! that stands on another account, a task. The touched accounts are settled again by the same functions as always, so
//! applying and undoing leave the books as they were. A preview runs the very same batch and is not committed.

mod acts;
mod answer;
mod apply;
mod error;
mod labels;
mod look;
mod money;
mod note;
mod preview;
mod preview_lines;
mod preview_receipts;
mod propose;
mod records;
mod refunds;
mod release;
mod rule_changes;
mod settings;
mod sides;
mod tasks;
mod undo;
mod work_out;
mod worklist;

pub(super) use acts::verify as verify_acts;
pub use acts::{ActsView, CenterAct, THE_CENTER, VerifiedActs};
pub use error::DecisionError;
pub use look::{CaseDetail, ChoiceDetail, ChoiceParameters, DeviceChoice};
pub use note::NewOwner;
pub use preview::{
    Label, Preview, PreviewLedger, PreviewLine, PreviewNote, PreviewReceipt, PreviewTask, PreviewedCase, ReceiptBooks,
    ReceiptSays, ReceiptStays,
};
pub use propose::NewProposal;
pub use sides::{Proof, SideDetail};
pub(super) use work_out::Draft;
pub use worklist::{CaseOwner, CaseQuery, CaseSort, Worklist};
