//! Papers of reading and billing: what the desk knows becomes the facts of a paper, and those become its pages.

mod bill;
mod notice;
mod reading;
mod refund;

use domain::{CustomerNo, OperatorId};
use outlet::Outlet;
use receipt::{BillForm, NoticeForm, Page, PaidFor, Staff};
use store::{Read, StoreError};

use crate::clock::{beijing, today};
use crate::paper::Sheet;
use crate::request::{bill_id, customer_no, notice_id, reading_id, refund_id, restore_id, round_id};
use crate::view::{CommandErrorView, PaperForm, PaperRequest, PreferencesView};

type Made = Result<Sheet, CommandErrorView>;

/// The forms that a paper exists in; the first is its own where nobody prefers another.
pub fn forms(paper: &PaperRequest) -> Vec<PaperForm> {
    match paper {
        PaperRequest::ReadingSheet { .. } => vec![PaperForm::A4],
        PaperRequest::Bill { .. } => vec![PaperForm::Slip80, PaperForm::Half241, PaperForm::A4],
        PaperRequest::Notice { .. } => vec![PaperForm::Half241, PaperForm::A4],
        PaperRequest::RefundSlip { .. } => vec![PaperForm::Slip80, PaperForm::Half241],
        PaperRequest::ReadingSlip { .. } | PaperRequest::RestoreSlip { .. } => vec![PaperForm::Slip80],
    }
}

/// The form that was asked for, else the one that the settings prefer, if the paper exists in it.
pub fn form_of(paper: &PaperRequest, asked: Option<PaperForm>, preferences: &PreferencesView) -> PaperForm {
    let preferred = match paper {
        PaperRequest::Bill { .. } => Some(preferences.bill_form),
        PaperRequest::Notice { .. } => Some(preferences.notice_form),
        PaperRequest::RefundSlip { .. } => Some(preferences.form),
        _ => None,
    };
    let forms = forms(paper);
    let exists = |form: &PaperForm| forms.contains(form);
    asked.filter(exists).or(preferred.filter(exists)).unwrap_or(forms[0])
}

/// Lays a paper out as it would be printed now. `practice` marks it as invalid.
pub fn sheet(outlet: &Outlet, paper: &PaperRequest, form: PaperForm, practice: bool) -> Made {
    let desk = At { outlet, practice };
    match paper {
        PaperRequest::ReadingSheet { round } => reading::reading_sheet(&desk, &round_id(round)?),
        PaperRequest::Bill { customer_no: no, bill } => bill::bill(&desk, &customer_no(no)?, bill_id(bill)?, form),
        PaperRequest::ReadingSlip { reading_id: id } => reading::reading_slip(&desk, reading_id(id)?),
        PaperRequest::Notice { notice } => {
            let request = outlet::NoticeRequest {
                id: notice_id(&notice.notice_id)?,
                kind: notice.kind,
                customer: customer_no(&notice.customer_no)?,
                on: today(outlet.now()),
            };
            notice::notice(&desk, &request, form)
        }
        PaperRequest::RestoreSlip { restore_id: id } => notice::restore_slip(&desk, restore_id(id)?),
        PaperRequest::RefundSlip { refund_id: id, .. } => refund::refund_slip(&desk, refund_id(id)?, form),
    }
}

/// What is recorded before a paper is printed: a notice is an entry, and its paper can be shown in court.
pub fn record(outlet: &mut Outlet, paper: &PaperRequest) -> Result<(), CommandErrorView> {
    use crate::said::Said;
    let PaperRequest::Notice { notice } = paper else { return Ok(()) };
    let request = outlet::NoticeRequest {
        id: notice_id(&notice.notice_id)?,
        kind: notice.kind,
        customer: customer_no(&notice.customer_no)?,
        on: today(outlet.now()),
    };
    outlet.print_notice(&request).map_err(|error| error.said(outlet))?;
    Ok(())
}

/// What is counted before a paper is printed once more.
pub fn count_copy(outlet: &mut Outlet, paper: &PaperRequest) -> Result<(), CommandErrorView> {
    match paper {
        PaperRequest::RefundSlip { refund_id: id, again: true } => refund::count_copy(outlet, refund_id(id)?),
        _ => Ok(()),
    }
}

/// Where and when a paper is made.
struct At<'a> {
    outlet: &'a Outlet,
    practice: bool,
}

impl At<'_> {
    fn read(&self) -> Read<'_> {
        self.outlet.read()
    }

    fn now(&self) -> chrono::NaiveDateTime {
        beijing(self.outlet.now().wall_ms)
    }

    /// 营业网点
    fn place(&self) -> Result<String, StoreError> {
        let device = self.read().device()?.ok_or(StoreError::NotEnrolled)?;
        self.unit(&device.unit)
    }

    fn unit(&self, code: &domain::UnitCode) -> Result<String, StoreError> {
        Ok(self.read().units()?.get(code).map_or_else(|| code.to_string(), |unit| unit.name.clone()))
    }

    fn staff(&self, operator: OperatorId) -> Result<Staff, StoreError> {
        Ok(match self.read().operator(operator)? {
            Some(operator) => Staff { no: operator.login, name: operator.name },
            None => Staff { no: operator.to_string(), name: String::new() },
        })
    }

    /// Who is signed in.
    fn myself(&self) -> Staff {
        let operator = self.outlet.operator();
        operator.map_or_else(
            || Staff { no: String::new(), name: String::new() },
            |operator| Staff { no: operator.login.clone(), name: operator.name.clone() },
        )
    }

    fn customer(&self, no: &CustomerNo) -> Result<PaidFor, StoreError> {
        let Some(customer) = self.read().customer(no)? else {
            return Ok(PaidFor { no: no.clone(), name: String::new(), address: String::new(), unit: String::new() });
        };
        let unit = self.unit(&customer.unit)?;
        Ok(PaidFor { no: no.clone(), name: customer.name, address: customer.address, unit })
    }
}

fn bill_form(form: PaperForm) -> BillForm {
    match form {
        PaperForm::Slip80 => BillForm::Slip80,
        PaperForm::Half241 | PaperForm::Third241 => BillForm::Half241,
        PaperForm::A4 => BillForm::A4,
    }
}

fn notice_form(form: PaperForm) -> NoticeForm {
    match form {
        PaperForm::A4 => NoticeForm::A4,
        PaperForm::Slip80 | PaperForm::Half241 | PaperForm::Third241 => NoticeForm::Half241,
    }
}

/// A paper with no form for a slip printer's raw bytes.
fn pages_only(name: String, pages: Vec<Page>) -> Sheet {
    Sheet { name, pages, raw: None }
}
