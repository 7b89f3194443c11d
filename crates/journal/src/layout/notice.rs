//! Notices in bytes, and the request to restore a supply.

use domain::{Notice, NoticeId, NoticeKind, RestoreId, RestoreRequest};

use super::{BodyBytes, BodyError, date_of_days, days_of_date, fen, malformed, money, uuid_bytes};

impl From<&Notice> for BodyBytes {
    fn from(notice: &Notice) -> BodyBytes {
        BodyBytes {
            id: Some(uuid_bytes(notice.id.0)),
            notice: Some(code_of_kind(notice.kind)),
            customer: Some(notice.customer.to_string()),
            on: Some(days_of_date(notice.on)),
            principal: fen(notice.principal),
            penalty: fen(notice.penalty),
            pay_by: Some(days_of_date(notice.pay_by)),
            cut_from: notice.cut_from.map(days_of_date),
            ..BodyBytes::default()
        }
    }
}

impl From<&RestoreRequest> for BodyBytes {
    fn from(request: &RestoreRequest) -> BodyBytes {
        BodyBytes {
            id: Some(uuid_bytes(request.id.0)),
            customer: Some(request.customer.to_string()),
            payment: Some(uuid_bytes(request.payment.0)),
            asked_at_ms: Some(request.asked_at_ms),
            due_at_ms: Some(request.due_at_ms),
            ..BodyBytes::default()
        }
    }
}

fn code_of_kind(kind: NoticeKind) -> u8 {
    match kind {
        NoticeKind::Arrears => 1,
        NoticeKind::Disconnection => 2,
    }
}

fn kind_of_code(code: u8) -> Option<NoticeKind> {
    match code {
        1 => Some(NoticeKind::Arrears),
        2 => Some(NoticeKind::Disconnection),
        _ => None,
    }
}

impl BodyBytes {
    pub(super) fn into_notice(self) -> Result<Notice, BodyError> {
        let kind = self.notice.and_then(kind_of_code).ok_or(BodyError::NewerKind)?;
        let cut_from =
            self.cut_from.map(|days| date_of_days(days).ok_or(malformed("no day of the cut"))).transpose()?;
        if cut_from.is_some() && kind != NoticeKind::Disconnection {
            return Err(malformed("only a disconnection notice names a day of the cut"));
        }
        Ok(Notice {
            id: NoticeId(self.uuid()?),
            kind,
            customer: self.customer()?,
            on: self.on()?,
            principal: money(self.principal),
            penalty: money(self.penalty),
            pay_by: self.pay_by.and_then(date_of_days).ok_or(malformed("no day to pay by"))?,
            cut_from,
        })
    }

    pub(super) fn into_restore_request(self) -> Result<RestoreRequest, BodyError> {
        Ok(RestoreRequest {
            id: RestoreId(self.uuid()?),
            customer: self.customer()?,
            payment: self.payment()?,
            asked_at_ms: self.asked_at_ms.ok_or(malformed("no time of asking"))?,
            due_at_ms: self.due_at_ms.ok_or(malformed("no time by which it is due"))?,
        })
    }
}
