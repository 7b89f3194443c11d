//! 待办, refunds and corrections as the page asks for them.

use domain::{CaseId, Task, TaskId, TaskKind, TaskState};
use outlet::Access;
use serde_json::json;

use super::Page;
use crate::desk::Desk;

const TASK: &str = "0199a000-0000-7000-8000-000000000001";
const REFUND: &str = "0199a000-0000-7000-8000-000000000002";
const CHANGE: &str = "0199a000-0000-7000-8000-000000000003";

/// The center asks this desk to pay 86.40 out to somebody.
fn asked() -> (Page, String) {
    let page = Page::at_the_counter();
    let customer = page.debtor().as_str().unwrap().to_owned();
    let desk = tauri::Manager::state::<Desk>(&page.webview);
    desk.outlet().unwrap().with(|outlet| {
        let task = Task {
            id: TASK.parse::<TaskId>().unwrap(),
            case: CaseId(12),
            device: outlet.read().device().unwrap().unwrap().stream.device,
            customer: Some(customer.parse().unwrap()),
            owner: None,
            kind: TaskKind::PayRefund { amount: "86.40".parse().unwrap() },
            note: "两处缴费".to_owned(),
            given_ms: 1_795_392_700_000,
            state: TaskState::Open,
        };
        let mut write = outlet.store_mut().write().unwrap();
        write.put_task(&task).unwrap();
        write.commit().unwrap();
    });
    (page, customer)
}

#[test]
fn a_refund_goes_from_the_list_to_the_slip() {
    let (page, customer) = asked();
    let tasks = page.call("tasks", json!({})).unwrap();
    assert_eq!((&tasks[0]["state"], &tasks[0]["amount"]), (&json!("open"), &json!("86.40")));
    assert_eq!(page.call("status", json!({})).unwrap()["openTasks"], 1);

    page.call("open_refund_draft", json!({ "refundId": REFUND, "taskId": TASK })).unwrap();
    let interrupted = page.call("desk", json!({})).unwrap()["interruptedRefund"].clone();
    assert_eq!((&interrupted["amount"], &interrupted["paid"]), (&json!("86.40"), &json!(null)));
    let request = |paid_to: &str| json!({ "request": { "refundId": REFUND, "taskId": TASK, "paidTo": paid_to } });
    assert_eq!(page.refusal("pay_refund", request(" ")), "no-payee");
    let paid = page.call("pay_refund", request("田翠英")).unwrap();
    assert_eq!((&paid["customerNo"], &paid["alreadyPaid"]), (&json!(customer), &json!(false)));
    assert_eq!(page.call("pay_refund", request("田翠英")).unwrap()["alreadyPaid"], true);
    assert_eq!(page.refusal("pay_refund", request("别人")), "refund-id-reused");
    page.call("close_refund_draft", json!({ "refundId": REFUND })).unwrap();

    let shift = page.call("current_shift", json!({})).unwrap();
    assert_eq!((&shift["drawer"], &shift["collected"]), (&json!("413.60"), &json!("0.00")));
    let day = page.call("day_payments", json!({ "businessDate": null })).unwrap();
    assert_eq!((&day["refunded"], &day["refunds"][0]["paidTo"]), (&json!("86.40"), &json!("田翠英")));
    for form in ["slip80", "half241"] {
        let paper = json!({ "kind": "refund-slip", "refundId": REFUND, "again": false });
        let shown = page.call("preview_paper", json!({ "paper": paper, "form": form })).unwrap();
        assert_eq!((&shown["form"], shown["pagesSvg"].as_array().unwrap().len()), (&json!(form), 1));
    }
}

#[test]
fn a_correction_stands_on_the_card_until_it_is_decided() {
    let (page, customer) = asked();
    let request = |wanted: &str| {
        let reason = "客户来电";
        json!({ "request": { "changeId": CHANGE, "customerNo": customer, "field": "phone", "wanted": wanted, "reason": reason } })
    };
    assert_eq!(page.refusal("request_archive_change", request("12x")), "phone-malformed");
    page.call("request_archive_change", request("13986840017")).unwrap();
    let card = page.call("open_customer", json!({ "customerNo": customer })).unwrap();
    assert_eq!(
        (&card["changes"][0]["state"], &card["changes"][0]["wanted"]),
        (&json!("waiting"), &json!("13986840017"))
    );
    assert_eq!(page.call("archive_changes", json!({ "customerNo": null })).unwrap().as_array().unwrap().len(), 1);
}

#[test]
fn a_code_without_a_wait_is_not_spent() {
    let page = Page::enrolled();
    let typed = json!({ "login": "1001", "code": "123456789012" });
    assert_eq!(page.refusal("release_sign_in", typed.clone()), "nothing-to-release");
    for _ in 0..5 {
        page.call("sign_in", json!({ "login": "1001", "password": "guess" })).unwrap_err();
    }
    assert_eq!(page.refusal("release_sign_in", typed), "no-release-key");
}
