//! 催费与停电通知: who owes how long, and the papers with their legal dates. A notice that was printed is an entry.

use chrono::NaiveDate;
use domain::{
    Account, Bill, BillingRules, Customer, CustomerNo, DisconnectionDates, Money, Notice, NoticeId, NoticeKind,
    NoticeRefusal, NoticeTo, Permission, SegmentNo, arrears_pay_by, disconnection_dates,
};
use journal::EntryBody;
use store::{NoticeRow, Read, StoreError};
use thiserror::Error;

use crate::desk::append;
use crate::open_customer::{BillCard, bill_card};
use crate::{Denied, Outlet, Step};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArrearsFilter {
    /// `None`: all segments.
    pub segment: Option<SegmentNo>,
    /// The oldest bill is overdue for at least so many days; 0 lists every open bill.
    pub days_from: i64,
    /// The day to count to.
    pub on: NaiveDate,
}

#[derive(Clone, Debug)]
pub struct ArrearsRow {
    pub customer: Customer,
    /// 抄表段 of the first metering point, where the archive is known here.
    pub segment: Option<SegmentNo>,
    pub bills: u32,
    pub principal: Money,
    pub penalty: Money,
    /// Of the oldest open bill.
    pub days_overdue: i64,
    pub last_notice: Option<NoticeRow>,
    /// Why no disconnection notice may be printed on that day.
    pub disconnection: Result<DisconnectionDates, NoticeRefusal>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeRequest {
    /// Born on the screen when the paper is first shown.
    pub id: NoticeId,
    pub kind: NoticeKind,
    pub customer: CustomerNo,
    pub on: NaiveDate,
}

/// What a notice says.
#[derive(Clone, Debug)]
pub struct NoticeFacts {
    pub notice: Notice,
    pub customer: Customer,
    /// The open bills, oldest first.
    pub bills: Vec<BillCard>,
    /// On a disconnection notice.
    pub disconnection: Option<DisconnectionDates>,
    pub rules: BillingRules,
}

#[derive(Clone, Debug)]
pub struct PrintedNotice {
    pub facts: NoticeFacts,
    /// The same notice was printed before; it is the same paper.
    pub already_printed: bool,
}

#[derive(Debug, Error)]
pub enum NoticeError {
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error("customer {customer} is not known here")]
    UnknownCustomer { customer: CustomerNo },
    #[error("notice {notice} was printed before for another customer, kind or day")]
    NoticeIdReused { notice: NoticeId },
    #[error(transparent)]
    Refused(#[from] NoticeRefusal),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Outlet {
    /// 欠费清单, the longest overdue first.
    pub fn arrears(&self, filter: &ArrearsFilter) -> Result<Vec<ArrearsRow>, StoreError> {
        let read = self.read();
        let rules = read.tariff()?.rules_on(filter.on).clone();
        let mut rows = Vec::new();
        for customer in read.customers_in_debt(filter.segment.as_ref())? {
            let row = arrears_row(&read, &rules, customer, filter.on)?;
            rows.extend(row.filter(|row| row.days_overdue >= filter.days_from));
        }
        rows.sort_by(|a, b| {
            (b.days_overdue, b.principal, &a.customer.no).cmp(&(a.days_overdue, a.principal, &b.customer.no))
        });
        Ok(rows)
    }

    /// What the notice would say today, or what it said if it was printed before.
    pub fn notice_facts(&self, request: &NoticeRequest) -> Result<NoticeFacts, NoticeError> {
        let read = self.read();
        if let Some(earlier) = read.notice(request.id)? {
            return self.printed_before(request, earlier);
        }
        let customer = known_customer(&read, &request.customer)?;
        let rules = read.tariff()?.rules_on(request.on).clone();
        let account = read.account(&customer.no)?;
        let dues = account.dues(&read.rules()?, request.on);
        let to = notice_to(&customer, &account);
        let (pay_by, disconnection) = match request.kind {
            NoticeKind::Arrears => (arrears_pay_by(to, request.on, &rules.disconnection)?, None),
            NoticeKind::Disconnection => {
                let dates = disconnection_dates(to, request.on, &rules.disconnection)?;
                (dates.pay_by, Some(dates))
            }
        };
        let notice = Notice {
            id: request.id,
            kind: request.kind,
            customer: request.customer.clone(),
            on: request.on,
            principal: dues.iter().map(|due| due.principal).sum(),
            penalty: dues.iter().map(|due| due.penalty).sum(),
            pay_by,
            cut_from: disconnection.map(|dates| dates.cut_from),
        };
        let bills = dues.into_iter().filter_map(|due| bill_card(&account, due, request.on)).collect();
        Ok(NoticeFacts { notice, customer, bills, disconnection, rules })
    }

    /// Records that the notice is printed, and answers what it says. The same id is the same notice.
    pub fn print_notice(&mut self, request: &NoticeRequest) -> Result<PrintedNotice, NoticeError> {
        let operator = self.permitted(Permission::PrintNotices)?.id;
        let facts = self.notice_facts(request)?;
        if self.read().notice(request.id)?.is_some() {
            return Ok(PrintedNotice { facts, already_printed: true });
        }
        let now = self.now();
        self.witness.reached(Step::BeforeAppend);
        let mut write = self.store.write()?;
        append(&mut write, now, operator, EntryBody::NoticePrinted(facts.notice.clone()))?;
        self.witness.reached(Step::Appended);
        write.commit()?;
        self.witness.reached(Step::Committed);
        Ok(PrintedNotice { facts, already_printed: false })
    }

    /// A notice that was printed says the same sums and dates for ever; bills that were paid since are not listed any more.
    fn printed_before(&self, request: &NoticeRequest, earlier: NoticeRow) -> Result<NoticeFacts, NoticeError> {
        let notice = earlier.notice;
        let is_same = notice.kind == request.kind && notice.customer == request.customer && notice.on == request.on;
        if !is_same {
            return Err(NoticeError::NoticeIdReused { notice: request.id });
        }
        let read = self.read();
        let customer = known_customer(&read, &notice.customer)?;
        let rules = read.tariff()?.rules_on(notice.on).clone();
        let account = read.account(&customer.no)?;
        let dues = account.dues(&read.rules()?, notice.on).into_iter();
        let dates = notice.cut_from.map(|cut_from| DisconnectionDates {
            overdue_days: overdue_days(&account, notice.on).try_into().unwrap_or(0),
            pay_by: notice.pay_by,
            cut_from,
            repeat_minutes: rules.disconnection.repeat_minutes(customer.elec_type),
        });
        let bills = dues.filter_map(|due| bill_card(&account, due, notice.on)).collect();
        Ok(NoticeFacts { notice, customer, bills, disconnection: dates, rules })
    }
}

fn known_customer(read: &Read<'_>, no: &CustomerNo) -> Result<Customer, NoticeError> {
    read.customer(no)?.ok_or_else(|| NoticeError::UnknownCustomer { customer: no.clone() })
}

fn open_bills(account: &Account) -> impl Iterator<Item = &Bill> {
    account.bills.iter().filter(|bill| bill.principal_due().is_positive())
}

fn notice_to(customer: &Customer, account: &Account) -> NoticeTo {
    NoticeTo {
        elec_type: customer.elec_type,
        power: customer.power,
        overdue_from: open_bills(account).map(|bill| bill.penalty_start).min(),
    }
}

fn overdue_days(account: &Account, on: NaiveDate) -> i64 {
    open_bills(account).map(|bill| bill.days_overdue(on)).max().unwrap_or(0)
}

fn arrears_row(
    read: &Read<'_>,
    rules: &BillingRules,
    customer: Customer,
    on: NaiveDate,
) -> Result<Option<ArrearsRow>, StoreError> {
    let account = read.account(&customer.no)?;
    let dues = account.dues(&read.rules()?, on);
    let principal: Money = dues.iter().map(|due| due.principal).sum();
    if !principal.is_positive() {
        return Ok(None);
    }
    Ok(Some(ArrearsRow {
        segment: read.segment_of(&customer.no)?,
        bills: open_bills(&account).count() as u32,
        principal,
        penalty: dues.iter().map(|due| due.penalty).sum(),
        days_overdue: overdue_days(&account, on),
        last_notice: read.notices_of(&customer.no)?.into_iter().next(),
        disconnection: disconnection_dates(notice_to(&customer, &account), on, &rules.disconnection),
        customer,
    }))
}
