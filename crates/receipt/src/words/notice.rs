//! Notices in words. What the law asks for is in every one: the debt, the dates, the right to ask and to complain.

use chrono::{Datelike, NaiveDate};
use domain::NoticeKind;

use crate::NoticeFacts;

pub(crate) fn title(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::Arrears => "催费通知单",
        NoticeKind::Disconnection => "停电通知单",
    }
}

pub(crate) fn number(facts: &NoticeFacts) -> String {
    super::short_id(facts.notice.id.0.as_u128())
}

pub(crate) fn greeting(facts: &NoticeFacts) -> String {
    let name = facts.customer.name.trim();
    if name.is_empty() { "尊敬的电力客户：".to_owned() } else { format!("{name} 客户：") }
}

pub(crate) fn debt(facts: &NoticeFacts) -> String {
    let customer = &facts.customer;
    let address = if customer.address.trim().is_empty() {
        String::new()
    } else {
        format!("，用电地址 {}", customer.address)
    };
    let on = full_date(facts.notice.on);
    let who = format!("您的用电户（户号 {}{address}）", customer.no);
    match facts.notice.kind {
        NoticeKind::Arrears => format!("截至 {on}，{who}尚有下列电费未缴："),
        NoticeKind::Disconnection => {
            let days = facts.rules.overdue_days;
            format!("截至 {on}，{who}逾期超过 {days} 日，经催交仍有下列电费未缴：")
        }
    }
}

/// What will happen, and what the customer can do. The first is what must not be overlooked.
pub(crate) fn demand(facts: &NoticeFacts) -> Vec<String> {
    match facts.notice.kind {
        NoticeKind::Arrears => arrears(facts),
        NoticeKind::Disconnection => disconnection(facts),
    }
}

fn arrears(facts: &NoticeFacts) -> Vec<String> {
    let pay_by = full_date(facts.notice.pay_by);
    vec![
        format!("请于 {pay_by}（含当日）前缴清上列款项。"),
        format!(
            "违约金自逾期之日起按日计收，表中算至本通知开具之日，实际以缴费当日为准。逾期超过 {} 日仍未缴清的，\
             供电企业可以按国家规定的程序停止供电。",
            facts.rules.overdue_days
        ),
        WHERE_TO_PAY.to_owned(),
    ]
}

fn disconnection(facts: &NoticeFacts) -> Vec<String> {
    let cut_from = facts.notice.cut_from.map_or_else(|| "＿＿年＿＿月＿＿日".to_owned(), full_date);
    let minutes = facts.rules.repeat_minutes(facts.elec_type);
    vec![
        format!(
            "根据《电力供应与使用条例》第三十九条，如在 {}（含当日）前仍未缴清，本单位定于 {cut_from} 起对该户停止供电。",
            full_date(facts.notice.pay_by)
        ),
        format!(
            "停电前 {minutes} 分钟再次通知您。法定节假日及其前一日不停电。停电期间请妥善安排生产生活，并注意用电设备安全；\
             户内有依靠电力维持生命的设备，请立即告知本单位。"
        ),
        format!(
            "缴清全部电费和违约金后，{} 小时内恢复供电。违约金算至本通知之日，实际以缴费当日为准。",
            facts.rules.restore_hours
        ),
        WHERE_TO_PAY.to_owned(),
    ]
}

const WHERE_TO_PAY: &str = "凭户号可在全州任一供电营业网点缴费。如已缴费，请出示凭证核对；对欠费有异议，请向开具单位或拨打 95598 查询，\
     也可拨打能源监管热线 12398 投诉。";

fn full_date(date: NaiveDate) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

pub(crate) fn signed_on(facts: &NoticeFacts) -> String {
    full_date(facts.notice.on)
}
