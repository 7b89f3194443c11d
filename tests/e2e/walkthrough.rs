//! The walk-through that shows the whole: a day without the link, its receipts, a reversal, a crash, and the center's books.

use std::fmt::Write as _;
use std::path::PathBuf;

use serde_json::{Value, json};
use tests::day_of_52::{BY_TENDER, COLLECTED, DayPayment, PAYMENTS, day_of_52};
use tests::{Counter, Driver, Key, Outcome, Paid, Stage, Window};

/// Paid by hand in the window; the rest is called from the window's own page.
const BY_HAND: usize = 4;

#[tokio::test]
#[ignore = "needs a screen"]
async fn a_day_of_52_payments_is_equal_to_the_fen_on_both_sides() -> Outcome {
    let stage = stage()?;
    let mut day = Day { payments: day_of_52(), said: Vec::new(), customers: Vec::new(), date: String::new() };
    let (driver, mut window) = Driver::open(&stage.home(), stage.folder()).await?;
    let mut counter = Counter { window: &mut window };
    day.begins(&mut counter).await?;
    day.is_paid_by_hand(&mut counter).await?;
    day.is_paid_by_script(&mut counter).await?;
    day.has_one_reversal(&mut counter).await?;
    day.is_interrupted(&mut counter, &driver).await?;
    drop(driver);

    let (_driver, mut window) = Driver::open(&stage.home(), stage.folder()).await?;
    let mut counter = Counter { window: &mut window };
    day.goes_on(&mut counter).await?;
    day.reaches_the_center(&mut counter).await?;
    let books = stage.ask_center(&format!("/api/v1/day?date={}", day.date))?;
    day.is_told(&stage, &window, &books).await?;
    window.close().await
}

/// The folder that `cargo xtask run` names, or one of this test's own.
fn stage() -> Outcome<Stage> {
    match std::env::var_os("QINGJIANG_WALKTHROUGH_DIR") {
        Some(folder) => Stage::set_in(PathBuf::from(folder)),
        None => Stage::set("walkthrough"),
    }
}

/// The day as it goes: what is still to be paid, and what is told of it in the end.
struct Day {
    payments: Vec<DayPayment>,
    said: Vec<String>,
    customers: Vec<(String, i64)>,
    date: String,
}

impl Day {
    async fn begins(&mut self, counter: &mut Counter<'_>) -> Outcome {
        counter.window.keep_picture("01-sign-in").await?;
        counter.sign_in().await?;
        counter.window.keep_picture("02-open-shift").await?;
        counter.open_shift("500.00").await?;
        counter.switch_link("switched-off").await?;
        self.date = text(&counter.window.invoke("current_shift", json!({})).await?["businessDate"]);
        self.customers = customers(counter.window).await?;
        let (initials, _) = counter.debtor_by_initials().await?;
        counter.search(&initials).await?;
        counter.window.keep_picture("03-search-by-initials").await?;
        self.say(format!("The link was cut; customers were found by pinyin initials (`{initials}`)."));
        Ok(())
    }

    async fn is_paid_by_hand(&mut self, counter: &mut Counter<'_>) -> Outcome {
        for payment in self.payments.drain(..BY_HAND).collect::<Vec<_>>() {
            let paid = self.pay_by_hand(counter, payment).await?;
            self.say(format!(
                "{} yuan by hand, receipt {}, change {}.",
                payment.amount(),
                paid.receipt_no,
                paid.change
            ));
        }
        Ok(())
    }

    /// Somebody who owes no more than the amount: the rest becomes prepayment.
    async fn pay_by_hand(&mut self, counter: &mut Counter<'_>, payment: DayPayment) -> Outcome<Paid> {
        let fits = |(_, due): &(String, i64)| *due > 0 && *due <= fen(&payment.amount());
        let place = self.customers.iter().position(fits).ok_or("nobody owes so little")?;
        let (no, _) = self.customers.remove(place);
        counter.open_customer(&no).await?;
        let first = !counter.window.folder_has("04-customer");
        if first {
            counter.window.keep_picture("04-customer").await?;
        }
        counter.window.keystrokes();
        counter.open_panel().await?;
        counter.window.write(payment.received().trim_end_matches(".00")).await?;
        counter.window.fill("amount", &payment.amount()).await?;
        counter.window.see_css("[data-test=\"allocation\"]").await?;
        if first {
            let shown = "return document.querySelector('[data-test=\"change\"]').dataset.amount !== '0.00'";
            counter.window.until(shown, "no change is shown").await?;
            counter.window.keep_picture("05-payment").await?;
        }
        counter.window.press(Key::Enter).await?;
        let paid = counter.read_receipt().await?;
        if first {
            counter.window.see("receipt-page").await?;
            counter.window.keep_picture("06-receipt").await?;
        }
        counter.window.invoke("save_receipt", receipt(&paid.payment_id, "slip80")).await?;
        counter.next_customer().await?;
        Ok(paid)
    }

    async fn is_paid_by_script(&mut self, counter: &mut Counter<'_>) -> Outcome {
        let (last, most) = self.payments.split_last().ok_or("nothing is left to pay")?;
        for payment in most {
            let (no, _) = self.customers.pop().ok_or("there are too few customers")?;
            let request = payment.request(&uuid::Uuid::now_v7().to_string(), &no, &self.date);
            let taken = counter.window.invoke("take_payment", request).await?;
            if payment.kind != "cash" {
                let asked = receipt(&text(&taken["paymentId"]), "half241");
                counter.window.invoke("save_receipt", asked).await?;
            }
        }
        let paid = most.len();
        self.payments = vec![*last];
        self.say(format!("{paid} more payments were called from the window's page, one is kept for later."));
        Ok(())
    }

    async fn has_one_reversal(&mut self, counter: &mut Counter<'_>) -> Outcome {
        let (no, _) = self.customers.pop().ok_or("there are too few customers")?;
        let mistaken = day_of_52()[1];
        let request = mistaken.request(&uuid::Uuid::now_v7().to_string(), &no, &self.date);
        counter.window.invoke("take_payment", request).await?;
        counter.window.press(Key::F6).await?;
        counter.window.see_css("[data-life=\"recorded\"]").await?;
        counter.window.keep_picture("07-day").await?;
        counter.window.press(Key::F8).await?;
        counter.window.fill("reason", "户号收错，当面退回").await?;
        counter.window.keep_picture("08-reversal").await?;
        counter.window.click("confirm-reverse").await?;
        counter.window.until_day(|day| day["reversedCount"] == 1, "the payment is not reversed").await?;
        counter.window.press(Key::F6).await?;
        self.say("One payment of 38.90 to a wrong account was reversed with a reason.".to_owned());
        Ok(())
    }

    /// The power fails while the panel of the last payment is open.
    async fn is_interrupted(&mut self, counter: &mut Counter<'_>, driver: &Driver) -> Outcome {
        let (no, _) = self.customers.last().ok_or("there are too few customers")?;
        counter.open_customer(no).await?;
        counter.open_panel().await?;
        counter.window.write("1").await?;
        driver.kill_desk()
    }

    async fn goes_on(&mut self, counter: &mut Counter<'_>) -> Outcome {
        counter.sign_in().await?;
        counter.window.see_value("interrupted", "data-taken", "false").await?;
        counter.window.keep_picture("09-after-the-crash").await?;
        counter.window.click("interrupted-later").await?;
        counter.window.see_gone("interrupted").await?;
        self.say(
            "The desk was killed with its panel open; after the restart it said that nothing was taken.".to_owned(),
        );
        // A link that is down stays down over a restart.
        counter.window.see_value("link", "data-link", "switched-off").await?;
        let (no, _) = self.customers.pop().ok_or("there are too few customers")?;
        let last = self.payments.pop().ok_or("nothing is left to pay")?;
        let request = last.request(&uuid::Uuid::now_v7().to_string(), &no, &self.date);
        counter.window.invoke("take_payment", request).await?;
        Ok(())
    }

    async fn reaches_the_center(&mut self, counter: &mut Counter<'_>) -> Outcome {
        counter.window.see_css("[data-test=\"unsent\"]:not([data-count=\"0\"])").await?;
        counter.window.press(Key::F6).await?;
        counter.window.keep_picture("10-before-the-link").await?;
        let unsent = counter.window.attribute("unsent", "data-count").await?;
        counter.switch_link("up").await?;
        counter.window.see_value("unsent", "data-count", "0").await?;
        let all_posted = |day: &Value| every_payment(day).all(|payment| payment["life"] == "posted");
        counter.window.until_day(all_posted, "the center did not post everything").await?;
        counter.window.see_css("[data-life=\"posted\"]").await?;
        counter.window.keep_picture("11-posted").await?;
        self.say(format!("{unsent} unsent entries fell to zero when the link came back."));
        Ok(())
    }

    /// Compares both sides to the fen and writes the summary.
    async fn is_told(&self, stage: &Stage, window: &Window, books: &Value) -> Outcome {
        let desk = window.invoke("day_payments", json!({ "businessDate": self.date })).await?;
        let mut table = String::new();
        for (kind, payments, amount) in BY_TENDER {
            let here = find(&desk["byTender"], kind)?;
            let there = find(&books["tenders"], kind)?;
            assert_eq!((&here["count"], &here["amount"]), (&json!(payments), &json!(amount)), "{kind} at the desk");
            assert_eq!(
                (&there["payments"], &there["amount"]),
                (&json!(payments), &json!(amount)),
                "{kind} at the center"
            );
            writeln!(table, "| {kind} | {payments} | {amount} | {payments} | {amount} |")?;
        }
        assert_eq!((&desk["count"], &desk["collected"]), (&json!(PAYMENTS), &json!(COLLECTED)));
        assert_eq!((&books["payments"], &books["collected"]), (&json!(PAYMENTS), &json!(COLLECTED)));
        writeln!(table, "| together | {PAYMENTS} | {COLLECTED} | {PAYMENTS} | {COLLECTED} |")?;
        let steps: String = self.said.iter().map(|line| format!("- {line}\n")).collect();
        let heading = "| tender | payments at the desk | yuan at the desk | payments at the center | yuan at the center |\n\
                       |---|---:|---:|---:|---:|\n";
        let summary = format!("# The walk-through of {}\n\n{steps}\n{heading}{table}", self.date);
        std::fs::write(stage.folder().join("summary.md"), &summary)?;
        stage.keep_receipts()
    }

    fn say(&mut self, line: String) {
        self.said.push(line);
    }
}

/// Customers with what they owe in fen, nobody with a bill that is held elsewhere.
async fn customers(window: &Window) -> Outcome<Vec<(String, i64)>> {
    let found = window.invoke("search_customers", json!({ "query": "428", "limit": 120 })).await?;
    let mut customers = Vec::new();
    for hit in found["hits"].as_array().ok_or("no customer was found")? {
        let card = window.invoke("open_customer", json!({ "customerNo": hit["customerNo"] })).await?;
        let is_free = card["bills"].as_array().is_some_and(|bills| bills.iter().all(|bill| bill["lock"].is_null()));
        if is_free {
            customers.push((text(&card["customerNo"]), fen(&text(&card["totalDue"]))));
        }
    }
    Ok(customers)
}

fn every_payment(day: &Value) -> impl Iterator<Item = &Value> {
    day["payments"].as_array().into_iter().flatten()
}

fn find<'a>(sums: &'a Value, kind: &str) -> Outcome<&'a Value> {
    let sums = sums.as_array().ok_or("there are no sums by tender")?;
    sums.iter().find(|sum| sum["tender"] == kind).ok_or_else(|| format!("no {kind} in {sums:?}").into())
}

fn receipt(payment_id: &str, form: &str) -> Value {
    json!({ "paymentId": payment_id, "form": form, "path": null })
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn fen(yuan: &str) -> i64 {
    yuan.replace('.', "").parse().unwrap_or(0)
}
