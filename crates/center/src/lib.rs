//! The prefecture center: it takes in journals, keeps the books and serves the newest state.
//!
//! ```text
//! routes (HTTP, thin) ─▶ app (rules, conflicts; pure between loading and committing) ─▶ ledger (SQLite)
//! ```
//!
//! - An entry is a fact that happened at a counter. It is accepted even when it disagrees; the disagreement is a case.
//! - An account is a function of its facts: bills as issued and payments in their order, whatever came first.
//! - Nobody but the pen holder writes, one commit at a time, and every commit leaves every unit's books balanced.

pub mod app;
mod clock;
pub mod ledger;
pub mod routes;

pub use app::{
    ActsView, CaseDetail, CaseOwner, CaseQuery, CaseSort, CenterAct, ChoiceDetail, ChoiceParameters, DecisionError,
    DeviceChoice, Label, NewOwner, NewProposal, Preview, PreviewLedger, PreviewLine, PreviewNote, PreviewReceipt,
    PreviewTask, PreviewedCase, Proof, ReceiptBooks, ReceiptSays, ReceiptStays, SideDetail, VerifiedActs, Worklist,
};
pub use app::{
    BillRunId, CorrectionError, Database, EnrolmentCode, EnrolmentCodeError, LoadedReadings, LoadedSupplies,
    NewAccount, NewCorrection, NewOperator, Opening, PasswordCost, Prefecture, SettleCorrection,
};
pub use app::{
    Credentials, Feed, Marks, ResetSecondFactorError, SecondFactorOffer, Secret, SignInError, SignInStep, SignedIn,
    Topic,
};
pub use app::{GivenReleaseCode, ReleaseCodeError};
pub use clock::{Clock, Randomness, SystemClock, SystemRandomness};
pub use ledger::{BillRunSummary, BillRunWish, RunRow, RunWish};
