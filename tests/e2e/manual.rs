//! The pictures of the manual (docs/manual), made of the real window in both languages: every screen that it shows.
//!
//! The pictures of a language lie in `target/e2e/manual/<language>`, under the names by which the manual refers to them.

mod figures;

use serde_json::json;
use tests::{BILLER, Counter, Driver, Outcome, READER, Stage, Window};

#[tokio::test]
#[ignore = "needs a screen; only when the pictures of the manual are made again"]
async fn the_manual_shows_the_window_in_chinese() -> Outcome {
    shows("zh-CN").await
}

#[tokio::test]
#[ignore = "needs a screen; only when the pictures of the manual are made again"]
async fn the_manual_shows_the_window_in_english() -> Outcome {
    shows("en").await
}

async fn shows(language: &str) -> Outcome {
    let mut stage = Stage::set(&format!("manual/{language}"))?;
    let (_driver, mut window) = Driver::open(&stage.home(), stage.folder()).await?;
    speaks(&mut window, language).await?;
    window.sign_in(READER).await?;
    Counter { window: &mut window }.switch_link("switched-off").await?;
    let walked = figures::round::walks(&mut window).await?;
    figures::round::prints_the_sheet(&mut window).await?;
    let file = figures::import::file_of(&mut window, &walked).await?;
    window.sign_out().await?;
    window.sign_in(BILLER).await?;
    Counter { window: &mut window }.switch_link("up").await?;
    figures::review::reviews(&mut window).await?;
    figures::import::tries(&mut window, &file).await?;
    figures::money::warns(&mut window).await?;
    window.sign_out().await?;
    figures::money::restores_supply(&mut window).await?;
    figures::money::explains_a_bill(&mut window, &walked.billed).await?;
    figures::money::explains_a_difference(&mut window, &mut stage, &walked.billed).await?;
    window.close().await
}

/// The practice meter stands in for a meter on a wall.
async fn speaks(window: &mut Window, language: &str) -> Outcome {
    window.see("login").await?;
    let preferences = json!({ "locale": language, "meterHead": "simulated", "billForm": "slip80", "noticeForm": "a4" });
    window.invoke("set_preferences", json!({ "preferences": preferences })).await?;
    window.reload().await?;
    window.see("login").await?;
    Ok(())
}
