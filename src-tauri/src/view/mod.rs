//! What crosses to the screen: requests, views and nothing else.
//!
//! Money is a string of yuan (`"86.40"`), dates are `YYYY-MM-DD`, times are milliseconds since 1970. TypeScript types are
//! generated from these files.

mod customer;
mod day;
mod desk;
mod error;
mod import;
mod meter_head;
mod notice;
mod paper;
mod payment;
mod preferences;
mod reading;
mod receipt;
mod review;
mod round;
mod search;
mod shift;
mod statement;
mod status;
mod task;

pub use customer::{BillView, CustomerView, PastPaymentView};
pub use day::{DayPaymentView, DayView, EntryLife, ReversePaymentRequest, ReversedView, TenderSumView};
pub use desk::{DeskView, DeviceView, EnrolRequest, OperatorView};
pub use error::CommandErrorView;
pub use import::{
    FaultyProfileView, ImportDifferenceView, ImportFile, ImportLineView, ImportProfileView, ImportProfilesView,
    ImportReasonView, ImportReportView, ImportRequest,
};
pub use meter_head::{MeterAnswerView, MeterPortView};
pub use notice::{ArrearsFilter, ArrearsRowView, ArrearsView, NoticeRequest, RestoreView};
pub use paper::{PaperRequest, PaperView};
pub use payment::{
    AllocationView, InterruptedPaymentView, PaymentOutcomeView, PaymentPreviewView, TakePaymentRequest,
    TakenPaymentView,
};
pub use preferences::PreferencesView;
pub use reading::{
    BandView, CardRegisterView, ChangeRequest, EnteredReadingView, FindingView, JudgementView, MonthUseView,
    ReadingCardView, ReadingEnteredView, ReadingRequest, ReadingWithdrawnView, RegisterTexts,
};
pub use receipt::{PaperForm, PrintReceiptRequest, PrintedView, PrinterView, ReceiptPreviewView};
pub use review::{
    ReviewFilter, ReviewRegisterView, ReviewRequest, ReviewRowView, ReviewShow, ReviewView, ReviewedView,
    SegmentOptionView,
};
pub use round::{
    PreparedRoundView, ProgressView, RoundPointView, RoundPointsView, RoundRef, RoundView, RoundsView, RowMark,
};
pub use search::{FragmentView, SearchHitView, SearchView};
pub use shift::{OpenShiftRequest, ShiftClosedView, ShiftView};
pub use statement::{
    AdjustmentView, FundView, MeterQuantityView, PowerFactorView, StatementLineView, StatementPointView, StatementView,
    TierView,
};
pub use status::{LinkState, StatusView, SyncProgressView};
pub use task::{
    AnswerTaskRequest, ArchiveChangeRequest, ArchiveChangeView, ChangeState, InterruptedRefundView, PayRefundRequest,
    RefundView, TaskAnswerView, TaskView,
};
