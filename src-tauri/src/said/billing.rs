//! Refusals around bills, notices, photos, imported files and the meter head.

use domain::{BillingRefusal, NoticeRefusal};
use metering::dlt645::MeterFault;
use metering::import::FileRefusal;
use outlet::{AttachError, ImportReadingsError, NotBilled, NoticeError, Outlet};

use super::Said;
use crate::error::Code;
use crate::view::CommandErrorView;

/// Why no bill was made on the spot. `None` where nobody expects one, or where it comes with the next meter.
pub fn not_billed(reason: &NotBilled) -> Option<CommandErrorView> {
    match reason {
        NotBilled::ByTheCenter | NotBilled::SeveralSegments | NotBilled::PointsLeft { .. } => None,
        NotBilled::NotPrepared => Some(Code::RoundNotPrepared.into()),
        NotBilled::AlreadyBilled { bill: _ } => Some(Code::BilledAlready.into()),
        NotBilled::EarlierUnbilled { period } => Some(Code::EarlierUnbilled.with("period", period)),
        NotBilled::WaitsForReview => Some(Code::WaitsForReview.into()),
        NotBilled::Refused(refusal) => Some(Code::NotBillable.with("why", why(refusal))),
    }
}

/// The reason as a word of the screen's list.
fn why(refusal: &BillingRefusal) -> &'static str {
    match refusal {
        BillingRefusal::NoPoint => "no-point",
        BillingRefusal::NoReading { .. } => "no-reading",
        BillingRefusal::UnknownMeter { .. } => "unknown-meter",
        BillingRefusal::MultiplierUnknown { .. } => "multiplier-unknown",
        BillingRefusal::MissingRegister { .. } => "missing-register",
        BillingRefusal::Reversal { .. } => "reversal",
        BillingRefusal::BeforeLast { .. } => "before-last",
        BillingRefusal::NoPrice { .. } => "no-price",
        BillingRefusal::NoTimeOfUse { .. } => "no-time-of-use",
        BillingRefusal::NoBasicPrice { .. } => "no-basic-price",
        BillingRefusal::BrokenNesting { .. } => "broken-nesting",
        BillingRefusal::SubAboveMain { .. } => "sub-above-main",
        BillingRefusal::UnknownTransformer { .. } => "unknown-transformer",
        BillingRefusal::ReactiveOnly => "reactive-only",
        BillingRefusal::NoPowerFactorTable { .. } => "no-power-factor-table",
        BillingRefusal::TooLarge => "too-large",
    }
}

impl Said for NoticeRefusal {
    fn said(self, _: &Outlet) -> CommandErrorView {
        match self {
            NoticeRefusal::NothingOwed => Code::NothingOwed.into(),
            NoticeRefusal::NotOverdueEnough { days_left } => Code::NotOverdueEnough.with("days", days_left),
            NoticeRefusal::AlreadyOff => Code::AlreadyOff.into(),
            NoticeRefusal::NoDayToCut => Code::NoDayToCut.into(),
        }
    }
}

impl Said for NoticeError {
    fn said(self, outlet: &Outlet) -> CommandErrorView {
        match self {
            NoticeError::Denied(denied) => denied.said(outlet),
            NoticeError::UnknownCustomer { customer: _ } => Code::UnknownCustomer.into(),
            NoticeError::NoticeIdReused { notice: _ } => Code::NoticeIdReused.into(),
            NoticeError::Refused(refusal) => refusal.said(outlet),
            NoticeError::Store(error) => error.said(outlet),
        }
    }
}

impl Said for AttachError {
    fn said(self, outlet: &Outlet) -> CommandErrorView {
        match self {
            AttachError::Denied(denied) => denied.said(outlet),
            AttachError::Empty | AttachError::NotAPicture => Code::PhotoUnreadable.into(),
            AttachError::TooLarge { bytes: _, bytes_max } => {
                Code::PhotoTooLarge.with("max", format!("{} KB", bytes_max / 1024))
            }
            AttachError::Store(error) => error.said(outlet),
        }
    }
}

/// Why the meter told nothing. The log has what the sentence leaves out.
pub fn meter_fault(fault: &MeterFault) -> CommandErrorView {
    tracing::warn!(fault = %fault, "the meter head gave no reading");
    match fault {
        MeterFault::Silence => Code::MeterSilent.into(),
        MeterFault::Garbage | MeterFault::OtherItem { .. } | MeterFault::BadValue { .. } => Code::MeterGarbled.into(),
        MeterFault::Checksum => Code::MeterChecksum.into(),
        MeterFault::WrongAddress { asked: _, answered } => Code::MeterOther.with("address", answered),
        MeterFault::MeterRefused { .. } | MeterFault::NoRegister { .. } => Code::MeterRefused.into(),
        MeterFault::Disconnected => Code::MeterPort.with("port", "—"),
        MeterFault::PortBusy { port }
        | MeterFault::NoPort { port }
        | MeterFault::PortForbidden { port }
        | MeterFault::Port { port, detail: _ } => Code::MeterPort.with("port", port),
    }
}

impl Said for ImportReadingsError {
    fn said(self, outlet: &Outlet) -> CommandErrorView {
        match self {
            ImportReadingsError::Denied(denied) => denied.said(outlet),
            ImportReadingsError::UnknownProfile { profile } => Code::UnknownProfile.with("profile", profile),
            ImportReadingsError::File(refusal) => file_refusal(&refusal),
            ImportReadingsError::Kept(AttachError::TooLarge { bytes: _, bytes_max }) => {
                Code::FileTooLarge.with("max", format!("{} MB", bytes_max >> 20))
            }
            ImportReadingsError::Kept(AttachError::Empty | AttachError::NotAPicture) => {
                Code::FileNotOfProfile.with("fault", "empty").and("name", "")
            }
            ImportReadingsError::Kept(error) => error.said(outlet),
            ImportReadingsError::NothingToTake { rejected } => Code::NothingToTake.with("count", rejected),
            ImportReadingsError::Store(error) => error.said(outlet),
        }
    }
}

/// The fault is a word of the screen's list; the name is the column, sheet or line that it is about.
fn file_refusal(refusal: &FileRefusal) -> CommandErrorView {
    tracing::info!(refusal = %refusal, "a file does not fit its profile");
    let name = match refusal {
        FileRefusal::Empty | FileRefusal::Encoding | FileRefusal::NoWorkbook { .. } => String::new(),
        FileRefusal::TooManyRows { rows_max } => rows_max.to_string(),
        FileRefusal::NoColumn { column, .. } | FileRefusal::ColumnTwice { column } => column.clone(),
        FileRefusal::NoSheet { sheet, .. } => sheet.clone(),
        FileRefusal::NoEntity { entity, .. } => entity.clone(),
        FileRefusal::Broken { row, .. } => row.to_string(),
    };
    Code::FileNotOfProfile.with("fault", refusal.code()).and("name", name)
}
