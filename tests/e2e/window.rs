//! The desk in its real window, against a real center: what a cashier relies on every day.

use serde_json::{Value, json};
use tests::{Counter, Driver, Key, Outcome, Stage, Window};

/// The keys that the issue allows from the account number to the receipt.
const KEYSTROKES_MAX: u32 = 9;

/// The other outlet of the demo's township.
const SECOND_OUTLET: &str = "42128010902";

#[tokio::test]
#[ignore = "needs a screen"]
async fn a_cashier_works_a_day_without_the_link_and_then_with_it() -> Outcome {
    let stage = Stage::set("day")?;
    let (_driver, mut window) = Driver::open(&stage.home(), stage.folder()).await?;
    refuses_a_wrong_password(&mut window).await?;
    let mut counter = Counter { window: &mut window };
    counter.sign_in().await?;
    counter.window.keep_picture("02-open-shift").await?;
    counter.open_shift("500.00").await?;
    counter.switch_link("switched-off").await?;
    let receipt_no = pays_by_keyboard(&mut counter).await?;
    the_day_shows_it(&mut counter, &receipt_no).await?;
    reverses_with_a_reason(&mut counter).await?;
    the_center_gets_everything(&mut counter).await?;
    speaks_english_too(&mut window).await?;
    window.close().await
}

async fn refuses_a_wrong_password(window: &mut Window) -> Outcome {
    window.fill("login", "1001").await?;
    window.fill("password", "wrong").await?;
    window.press(Key::Enter).await?;
    window.see_css("[data-code=\"wrong-password\"]").await?;
    window.keep_picture("01-wrong-password").await
}

/// Found by pinyin initials, paid without touching the mouse.
async fn pays_by_keyboard(counter: &mut Counter<'_>) -> Outcome<String> {
    let (initials, no) = counter.debtor_by_initials().await?;
    counter.search(&initials).await?;
    counter.window.keep_picture("03-search-by-initials").await?;
    counter.open_customer(&no).await?;
    counter.window.keep_picture("04-customer").await?;
    let paid = counter.pay_cash("400").await?;
    assert!(paid.keystrokes <= KEYSTROKES_MAX, "{} keystrokes for a cash payment", paid.keystrokes);
    counter.window.see("receipt-page").await?;
    counter.window.keep_picture("06-receipt").await?;
    assert!(paid.receipt_no.ends_with("-1-000001"), "{}", paid.receipt_no);
    counter.next_customer().await?;
    Ok(paid.receipt_no)
}

async fn the_day_shows_it(counter: &mut Counter<'_>, receipt_no: &str) -> Outcome {
    counter.window.press(Key::F6).await?;
    let day = counter.window.invoke("day_payments", json!({ "businessDate": null })).await?;
    assert_eq!(day["payments"][0]["receiptNo"], receipt_no);
    assert_eq!(day["payments"][0]["life"], "recorded");
    counter.window.see_css("[data-life=\"recorded\"]").await?;
    counter.window.keep_picture("07-day-recorded").await?;
    counter.window.press(Key::F9).await?;
    counter.window.until_day(|day| day["payments"][0]["reprints"] == 1, "the reprint is not counted").await?;
    counter.window.keep_picture("08-reprinted").await
}

async fn reverses_with_a_reason(counter: &mut Counter<'_>) -> Outcome {
    counter.window.press(Key::F8).await?;
    counter.window.fill("reason", "户号收错").await?;
    counter.window.keep_picture("09-reversal").await?;
    counter.window.click("confirm-reverse").await?;
    counter.window.until_day(|day| day["reversedCount"] == 1, "the payment is not reversed").await?;
    counter.window.keep_picture("10-reversed").await?;
    counter.window.see_value("drawer", "data-amount", "500.00").await
}

async fn the_center_gets_everything(counter: &mut Counter<'_>) -> Outcome {
    assert_ne!(counter.window.attribute("unsent", "data-count").await?, "0");
    counter.switch_link("up").await?;
    counter.window.see_value("unsent", "data-count", "0").await?;
    counter.window.until_day(|day| day["payments"][0]["life"] == "posted", "the center did not post it").await?;
    counter.window.see_css("[data-life=\"posted\"]").await?;
    counter.window.keep_picture("11-posted").await
}

async fn speaks_english_too(window: &mut Window) -> Outcome {
    let preferences = window.invoke("preferences", json!({})).await?;
    let changed = |locale: &str| {
        let mut changed = preferences.clone();
        changed["locale"] = Value::from(locale);
        json!({ "preferences": changed })
    };
    window.invoke("set_preferences", changed("en")).await?;
    window.reload().await?;
    window.until("return document.documentElement.lang === 'en'", "the page does not speak English").await?;
    window.keep_picture("12-english").await
}

#[tokio::test]
#[ignore = "needs a screen"]
async fn a_new_laptop_is_enrolled_in_the_window_and_gets_its_customers() -> Outcome {
    let stage = Stage::set("enrolment")?;
    let (_driver, mut window) = Driver::open(&stage.empty_home()?, stage.folder()).await?;
    window.fill("center-url", &stage.center_url()).await?;
    window.fill("enrol-code", "WRONG-CODE").await?;
    window.press(Key::Enter).await?;
    window.see_css("[data-code=\"enrolment-code-refused\"]").await?;
    window.keep_picture("01-wrong-code").await?;
    window.fill("enrol-code", &stage.enrolment_code(SECOND_OUTLET, "BYP-02")?).await?;
    window.press(Key::Enter).await?;
    window.see("login").await?;
    window.keep_picture("02-enrolled").await?;
    let desk = window.invoke("desk", json!({})).await?;
    assert_eq!(desk["device"]["terminal"], "BYP-02");
    assert_ne!(desk["device"]["customers"], 0);
    window.close().await
}

#[tokio::test]
#[ignore = "needs a screen"]
async fn a_second_window_on_the_same_desk_says_that_one_is_open() -> Outcome {
    let stage = Stage::set("second-window")?;
    let (_first_driver, first) = Driver::open(&stage.home(), stage.folder()).await?;
    first.see("login").await?;
    let (_second_driver, second) = Driver::open(&stage.home(), stage.folder()).await?;
    second.see_css("[data-code=\"already-open\"]").await?;
    second.keep_picture("01-already-open").await?;
    second.close().await?;
    first.close().await
}

#[tokio::test]
#[ignore = "needs a screen"]
async fn a_desk_killed_with_its_panel_open_says_that_nothing_was_taken() -> Outcome {
    let stage = Stage::set("killed-before")?;
    let (driver, mut window) = Driver::open(&stage.home(), stage.folder()).await?;
    let mut counter = Counter { window: &mut window };
    counter.sign_in().await?;
    counter.open_shift("0.00").await?;
    let (_, no) = counter.debtor_by_initials().await?;
    counter.open_customer(&no).await?;
    counter.open_panel().await?;
    counter.window.write("500").await?;
    counter.window.keep_picture("01-before").await?;
    driver.kill_desk()?;
    drop(driver);

    let (_driver, mut window) = Driver::open(&stage.home(), stage.folder()).await?;
    let mut counter = Counter { window: &mut window };
    counter.sign_in().await?;
    counter.window.see_value("interrupted", "data-taken", "false").await?;
    counter.window.keep_picture("02-after").await?;
    let day = counter.window.invoke("day_payments", json!({ "businessDate": null })).await?;
    assert_eq!(day["count"], 0);
    window.close().await
}

#[tokio::test]
#[ignore = "needs a screen"]
async fn a_desk_killed_right_after_the_money_was_taken_says_so_with_the_receipt() -> Outcome {
    let stage = Stage::set("killed-after")?;
    let (driver, mut window) = Driver::open(&stage.home(), stage.folder()).await?;
    let mut counter = Counter { window: &mut window };
    counter.sign_in().await?;
    counter.open_shift("0.00").await?;
    let (_, no) = counter.debtor_by_initials().await?;
    counter.open_customer(&no).await?;
    let paid = counter.pay_cash("400").await?;
    driver.kill_desk()?;
    drop(driver);

    let (_driver, mut window) = Driver::open(&stage.home(), stage.folder()).await?;
    let mut counter = Counter { window: &mut window };
    counter.sign_in().await?;
    counter.window.see_value("interrupted", "data-taken", "true").await?;
    counter.window.see_text("interrupted", &paid.receipt_no).await?;
    counter.window.keep_picture("01-after").await?;
    let day = counter.window.invoke("day_payments", json!({ "businessDate": null })).await?;
    assert_eq!((&day["count"], &day["payments"][0]["paymentId"]), (&json!(1), &json!(paid.payment_id)));
    window.close().await
}
