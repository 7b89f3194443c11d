//! A meter reader's round in the real window, with the link down: read, billed, reviewed and paid.

use serde_json::{Value, json};
use tests::{BILLER, CASHIER, Counter, Driver, Key, Outcome, READER, Reader, Stage, Window};

/// Readings of the story: 27 that are as expected, one that turned over, one jump, one locked door.
const READINGS: usize = 30;

/// Beside the digits that the meter shows, an ordinary reading is one Enter, and one more where its bill came up.
const KEYSTROKES_BESIDE_DIGITS_MAX: usize = 2;

#[tokio::test]
#[ignore = "needs a screen"]
async fn thirty_meters_are_read_billed_reviewed_and_paid_by_keyboard_with_the_link_down() -> Outcome {
    let stage = Stage::set("round")?;
    let (_driver, mut window) = Driver::open(&stage.home(), stage.folder()).await?;
    window.sign_in(READER).await?;
    Counter { window: &mut window }.switch_link("switched-off").await?;
    window.see("round-row").await?;
    window.keep_picture("01-rounds").await?;
    let unusual = reads_thirty(&mut window).await?;
    window.sign_out().await?;
    reviews_the_rest(&mut window, &unusual).await?;
    window.sign_out().await?;
    pays_what_was_billed(&mut window, &unusual[0]).await?;
    the_center_agrees(&stage, &mut window, &unusual).await?;
    window.close().await
}

/// Answers the customers whose readings somebody has to look at: rollover, jump, estimate.
async fn reads_thirty(window: &mut Window) -> Outcome<Vec<String>> {
    let mut reader = Reader::open_round(window).await?;
    reader.meter().await?;
    reader.window.keep_picture("02-entry").await?;
    let mut unusual = vec![reads_a_rollover(&mut reader).await?];
    unusual.push(reads_a_jump(&mut reader).await?);
    unusual.push(estimates_behind_a_locked_door(&mut reader).await?);
    for count in 3..READINGS {
        reads_as_expected(&mut reader, count).await?;
    }
    reader.window.keep_picture("08-thirty-read").await?;
    Ok(unusual)
}

async fn reads_a_rollover(reader: &mut Reader<'_>) -> Outcome<String> {
    for point in reader.walk().await? {
        let meter = reader.card(&point).await?;
        if !meter.is_about_to_turn_over() {
            continue;
        }
        reader.jump(&meter).await?;
        let kwh = (meter.last_kwh).max(60);
        reader.read(&meter.after(kwh)).await?;
        reader.window.see("reading-asked").await?;
        reader.window.keep_picture("03-rollover-asked").await?;
        confirms(reader).await?;
        reader.has_read(1).await?;
        reader.next().await?;
        return Ok(meter.customer_no);
    }
    Err("no meter of the round is about to turn over".into())
}

async fn reads_a_jump(reader: &mut Reader<'_>) -> Outcome<String> {
    let meter = to_a_plain_meter(reader).await?;
    reader.read(&meter.after(meter.last_kwh * 3 + 200)).await?;
    reader.window.see("reading-asked").await?;
    reader.window.keep_picture("04-jump-asked").await?;
    confirms(reader).await?;
    reader.has_read(2).await?;
    reader.next().await?;
    Ok(meter.customer_no)
}

async fn estimates_behind_a_locked_door(reader: &mut Reader<'_>) -> Outcome<String> {
    let meter = to_a_plain_meter(reader).await?;
    reader.window.press(Key::F4).await?;
    reader.window.keep_picture("05-estimate").await?;
    reader.window.press(Key::Enter).await?;
    reader.has_read(3).await?;
    reader.next().await?;
    Ok(meter.customer_no)
}

/// Moves on to the next meter with one register and a use worth a jump.
async fn to_a_plain_meter(reader: &mut Reader<'_>) -> Outcome<tests::Meter> {
    for _ in 0..50 {
        let meter = reader.meter().await?;
        if meter.has_one_register() && meter.last_kwh > 20 {
            return Ok(meter);
        }
        reader.window.press(Key::Down).await?;
    }
    Err("no plain meter on this round".into())
}

async fn reads_as_expected(reader: &mut Reader<'_>, count: usize) -> Outcome {
    let meter = reader.meter().await?;
    let shows = meter.after(meter.last_kwh.max(1));
    reader.window.keystrokes();
    reader.read(&shows).await?;
    reader.has_read(count + 1).await?;
    if count == 3 {
        reader.window.keep_picture("06-billed-on-the-spot").await?;
    }
    reader.next().await?;
    let digits: usize = shows.iter().map(String::len).sum();
    let beside = reader.window.keystrokes() as usize - digits;
    let registers = shows.len();
    assert!(beside < registers + KEYSTROKES_BESIDE_DIGITS_MAX, "{beside} keystrokes beside {digits} digits");
    Ok(())
}

/// The Enter that asked is not the one that confirms, so the reader has to have read the question.
async fn confirms(reader: &mut Reader<'_>) -> Outcome {
    reader.window.see("reading-confirm").await?;
    let asked = "return document.querySelector('[data-test=\"entry\"]')?.dataset.standing !== 'asked'";
    for _ in 0..20 {
        reader.window.press(Key::Enter).await?;
        if reader.window.until_soon(asked).await? {
            return Ok(());
        }
    }
    Err("the question does not go away".into())
}

async fn reviews_the_rest(window: &mut Window, unusual: &[String]) -> Outcome {
    window.sign_in(BILLER).await?;
    window.see("review-row").await?;
    window.keep_picture("09-review").await?;
    for left in (0..unusual.len()).rev() {
        window.press(Key::Enter).await?;
        let waiting = json!({ "filter": { "period": null, "segment": null, "show": "waiting" } });
        let expected = |list: &Value| list["waiting"] == left as u64;
        window.until_answer("review_list", &waiting, expected, "a reading still waits for its review").await?;
        window.until_count("[data-test=\"review-row\"]", left).await?;
    }
    window.keep_picture("10-reviewed").await
}

async fn pays_what_was_billed(window: &mut Window, customer_no: &str) -> Outcome {
    window.sign_in(CASHIER).await?;
    let mut counter = Counter { window };
    counter.open_shift("500.00").await?;
    counter.open_customer(customer_no).await?;
    counter.window.see("bill-2026-11").await?;
    counter.window.keep_picture("11-billed-customer").await?;
    let paid = counter.pay_cash("100").await?;
    assert!(paid.receipt_no.ends_with("-1-000001"), "{}", paid.receipt_no);
    counter.window.keep_picture("12-paid").await?;
    counter.next_customer().await
}

async fn the_center_agrees(stage: &Stage, window: &mut Window, customers: &[String]) -> Outcome {
    Counter { window }.switch_link("up").await?;
    window.see_value("unsent", "data-count", "0").await?;
    for customer in customers {
        let statement = stage.ask_center(&format!("/api/v1/statements/{customer}/2026-11"))?;
        let here = window.invoke("bill_statement", json!({ "customerNo": customer, "bill": "2026-11" })).await?;
        assert_eq!(statement["total"], here["total"], "the bill of {customer}");
    }
    let cases = stage.ask_center("/api/v1/cases")?;
    let open = cases["items"].as_array().map_or(0, Vec::len);
    assert_eq!(open, 0, "{cases}");
    Ok(())
}
