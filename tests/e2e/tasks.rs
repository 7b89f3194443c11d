//! 待办 in the real window: the center decides a refund, the cashier pays it out by keyboard, and the center hears of it.

use serde_json::{Value, json};
use tests::{Counter, Driver, FINANCE, Key, Outcome, Stage, Window};
use uuid::Uuid;

/// An account number that no book knows: its money waits at the center until somebody decides.
const NOBODY: &str = "4289999999";
const PAID: &str = "86.40";

#[tokio::test]
#[ignore = "needs a screen"]
async fn a_refund_that_the_center_decided_is_paid_by_keyboard_and_reported() -> Outcome {
    let stage = Stage::set("tasks")?;
    let (_driver, mut window) = Driver::open(&stage.home(), stage.folder()).await?;
    let mut counter = Counter { window: &mut window };
    counter.sign_in().await?;
    counter.open_shift("500.00").await?;
    takes_money_for_nobody(&mut counter).await?;
    the_center_orders_the_refund(&stage)?;
    pays_it_out(counter.window).await?;
    the_center_hears_of_it(&stage, counter.window).await?;
    window.close().await
}

/// The wrong account number, typed while the link is down: prepaid by number, which is all that the counter knows.
async fn takes_money_for_nobody(counter: &mut Counter<'_>) -> Outcome {
    counter.switch_link("switched-off").await?;
    counter.window.press(Key::F3).await?;
    counter.window.fill("search", NOBODY).await?;
    counter.window.see("prepay-by-number").await?;
    counter.window.press(Key::Alt('p')).await?;
    counter.window.see("received").await?;
    counter.window.write(PAID).await?;
    counter.window.press(Key::Enter).await?;
    counter.read_receipt().await?;
    counter.next_customer().await?;
    counter.switch_link("up").await?;
    counter.window.see_value("unsent", "data-count", "0").await
}

/// One proposes, another approves.
fn the_center_orders_the_refund(stage: &Stage) -> Outcome {
    let cases = stage.ask_center("/api/v1/cases?kind=unknown-customer")?;
    let case = cases["items"][0]["id"].as_u64().ok_or("the center opened no case")?;
    let device = stage.ask_center(&format!("/api/v1/cases/{case}"))?["sides"][0]["device"].clone();
    let resolution = json!({ "resolution": "refund", "amount": PAID, "device": device });
    let matter = json!({ "matter": "cases", "decisions": [{ "case": case, "resolution": resolution }] });
    let preview = stage.tell_center("/api/v1/proposals/preview", &json!({ "matter": matter }))?;
    let id = Uuid::now_v7();
    let note = "户号填错，退还现金";
    let proposal = json!({ "id": id, "matter": matter, "note": note, "previewHash": preview["hash"] });
    stage.tell_center("/api/v1/proposals", &proposal)?;
    let answer = json!({ "answer": "approved", "note": "" });
    stage.tell_center_as(FINANCE, &format!("/api/v1/proposals/{id}/answer"), &answer)?;
    Ok(())
}

async fn pays_it_out(window: &mut Window) -> Outcome {
    window.press(Key::F5).await?;
    window.see_text("todo", "1").await?;
    window.press(Key::Ctrl('b')).await?;
    window.see_value("task-detail", "data-kind", "pay-refund").await?;
    window.keep_picture("01-tasks").await?;
    window.press(Key::Enter).await?;
    window.see_value("refund-amount", "data-amount", PAID).await?;
    window.fill("payee", "田翠英").await?;
    window.keep_picture("02-refund").await?;
    window.press(Key::Enter).await?;
    window.see("paper-page").await?;
    window.keep_picture("03-slip").await?;
    window.press(Key::Enter).await?;
    window.see("paper-printed").await?;
    window.press(Key::Enter).await?;
    window.see_gone("paper").await?;
    window.see_value("drawer", "data-amount", "500.00").await?;
    window.keep_picture("04-paid").await?;
    window.press(Key::F6).await?;
    window.see_value("day-refunds", "data-amount", PAID).await?;
    window.keep_picture("05-today").await
}

async fn the_center_hears_of_it(stage: &Stage, window: &Window) -> Outcome {
    window.see_value("unsent", "data-count", "0").await?;
    let tasks = stage.ask_center("/api/v1/tasks")?;
    assert_eq!(tasks["items"][0]["state"], "done", "{tasks}");
    let settled = window.invoke("tasks", json!({})).await?;
    let answer: &Value = &settled[0]["answer"]["refund"];
    assert_eq!((&answer["paidTo"], &answer["amount"]), (&json!("田翠英"), &json!(PAID)));
    Ok(())
}
