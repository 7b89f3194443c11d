use std::fs;

use serde_json::{Value, json};
use tests::{CASHIER, Counter, Key, Outcome, Stage, Window};

/// 居民一户一表 as the demo has it, dearer from the first of the month on.
const NEWER_PRICE: &str = r#"{"id":9001,"code":"RES-LV","class":"居民一户一表 不满1千伏","document":"DEMO 调整居民电价","effective_from":"{from}","effective_to":null,"energy":{"by":"steps","tiers":[{"upToKwh":2160,"yuanPerKwh":"0.568"},{"upToKwh":4800,"yuanPerKwh":"0.618"},{"upToKwh":null,"yuanPerKwh":"0.868"}]},"basic":null,"funds":[{"name":"农网还贷资金","yuanPerKwh":"0.02"},{"name":"大中型水库移民后期扶持资金","yuanPerKwh":"0.0062"},{"name":"可再生能源电价附加","yuanPerKwh":"0.001"}]}"#;

pub async fn warns(window: &mut Window) -> Outcome {
    window.click("go-notices").await?;
    window.see("arrears-row").await?;
    window.keep_picture("18-notices").await?;
    // With few bills the dates of the notice are on the screen without scrolling.
    let is_short =
        |debt: &Value| debt["mayDisconnect"] == true && debt["bills"].as_u64().is_some_and(|bills| bills < 3);
    let place = debts(window).await?.iter().position(is_short);
    for _ in 0..place.ok_or("nobody with few bills is overdue long enough")? {
        window.press(Key::Down).await?;
    }
    window.see_css("[data-test=\"arrears-row\"][data-may-disconnect=\"true\"][aria-selected=\"true\"]").await?;
    window.press(Key::F8).await?;
    window.see("paper-page").await?;
    super::settles(window).await?;
    window.keep_picture("19-disconnection").await?;
    window.press(Key::Escape).await?;
    window.see_gone("paper").await
}

/// Whoever is overdue, as the page lists them.
async fn debts(window: &Window) -> Outcome<Vec<Value>> {
    let listed = window.invoke("arrears", json!({ "filter": { "segment": null, "daysFrom": 1 } })).await?;
    Ok(listed["rows"].as_array().cloned().unwrap_or_default())
}

pub async fn restores_supply(window: &mut Window) -> Outcome {
    window.sign_in(CASHIER).await?;
    let mut counter = Counter { window };
    counter.open_shift("500.00").await?;
    let owing = debts(counter.window).await?;
    let cut_off = owing.iter().find(|debt| debt["power"] == "off").ok_or("nobody is cut off")?;
    counter.open_customer(cut_off["customerNo"].as_str().unwrap_or_default()).await?;
    let due = counter.window.attribute("total-due", "data-amount").await?;
    counter.pay_cash(&due).await?;
    counter.window.see("restore-raised").await?;
    counter.window.see("receipt-page").await?;
    counter.window.keep_picture("20-paid-restore").await?;
    counter.next_customer().await?;
    counter.window.click("go-notices").await?;
    counter.window.see("arrears-row").await?;
    counter.window.press(Key::F4).await?;
    counter.window.see("restore-row").await?;
    counter.window.keep_picture("21-restore").await?;
    counter.window.press(Key::F3).await?;
    counter.window.see_value("desk", "data-screen", "counter").await
}

pub async fn explains_a_bill(window: &mut Window, customer_no: &str) -> Outcome {
    let mut counter = Counter { window };
    counter.open_customer(customer_no).await?;
    shows_the_latest_statement(counter.window, "13-counter-bill").await
}

/// A price came to the center that is dated before the bill which the desk made without it.
pub async fn explains_a_difference(window: &mut Window, stage: &mut Stage, customer_no: &str) -> Outcome {
    let listed = window.invoke("rounds", json!({ "period": null })).await?;
    let period = listed["period"].as_str().ok_or("there is no month")?;
    window.see_value("unsent", "data-count", "0").await?;
    stage.stop_center();
    let file = stage.folder().join("data/newer-price.ndjson");
    fs::write(&file, NEWER_PRICE.replace("{from}", &format!("{period}-01")))?;
    stage.load_prices(&file)?;
    stage.start_center()?;
    let asked = json!({ "customerNo": customer_no });
    let second = format!("{period}#2");
    for _ in 0..40 {
        window.press(Key::F5).await?;
        let customer = window.invoke("open_customer", asked.clone()).await?;
        let bills = customer["bills"].as_array().ok_or("a customer has bills")?;
        if bills.iter().any(|bill| bill["id"] == *second) {
            break;
        }
        window.until_soon("return false").await?;
    }
    let mut counter = Counter { window };
    counter.window.press(Key::Escape).await?;
    counter.open_customer(customer_no).await?;
    shows_the_latest_statement(counter.window, "22-difference").await
}

async fn shows_the_latest_statement(window: &mut Window, picture: &str) -> Outcome {
    window.press(Key::Alt('b')).await?;
    window.see("statement").await?;
    super::settles(window).await?;
    window.keep_picture(picture).await?;
    window.press(Key::Escape).await?;
    window.see_gone("bill").await
}
