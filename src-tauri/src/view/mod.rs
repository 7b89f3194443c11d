//! What crosses to the screen: requests, views and nothing else.
//!
//! Money is a string of yuan (`"86.40"`), dates are `YYYY-MM-DD`, times are milliseconds since 1970. TypeScript types are
//! generated from these files.

mod customer;
mod day;
mod desk;
mod error;
mod payment;
mod preferences;
mod receipt;
mod search;
mod shift;
mod status;

pub use customer::{BillView, CustomerView, PastPaymentView};
pub use day::{DayPaymentView, DayView, EntryLife, ReversePaymentRequest, ReversedView, TenderSumView};
pub use desk::{DeskView, DeviceView, EnrolRequest, OperatorView};
pub use error::CommandErrorView;
pub use payment::{
    AllocationView, InterruptedPaymentView, PaymentOutcomeView, PaymentPreviewView, TakePaymentRequest,
    TakenPaymentView,
};
pub use preferences::PreferencesView;
pub use receipt::{PaperForm, PrintReceiptRequest, PrintedView, PrinterView, ReceiptPreviewView};
pub use search::{FragmentView, SearchHitView, SearchView};
pub use shift::{OpenShiftRequest, ShiftClosedView, ShiftView};
pub use status::{LinkState, StatusView, SyncProgressView};
