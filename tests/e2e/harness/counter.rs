use serde_json::{Value, json};

use crate::window::{Key, Window};
use crate::{CASHIER, Outcome};

/// A cashier at the window.
pub struct Counter<'a> {
    pub window: &'a mut Window,
}

/// What the screen said after a payment.
#[derive(Clone, Debug)]
pub struct Paid {
    pub payment_id: String,
    pub receipt_no: String,
    pub change: String,
    /// Keystrokes from the customer's card to the receipt.
    pub keystrokes: u32,
}

impl Counter<'_> {
    pub async fn sign_in(&mut self) -> Outcome {
        self.window.sign_in(CASHIER).await
    }

    pub async fn open_shift(&mut self, opening_cash: &str) -> Outcome {
        self.window.fill("opening-cash", opening_cash).await?;
        self.window.press(Key::Enter).await?;
        self.window.see_value("desk", "data-screen", "counter").await
    }

    /// Pinyin initials that find somebody with exactly one open bill, and that customer's number.
    pub async fn debtor_by_initials(&self) -> Outcome<(String, String)> {
        for surname in "xtqpyhldmrz".chars() {
            for given in "gcmdxyl".chars() {
                let initials = format!("{surname}{given}");
                let found = self.window.invoke("search_customers", json!({ "query": initials, "limit": 50 })).await?;
                let owes = |hit: &&Value| hit["matched"] == "pinyin" && hit["openBills"] == 1;
                let debtor = found["hits"].as_array().and_then(|hits| hits.iter().find(owes));
                if let Some(no) = debtor.and_then(|hit| hit["customerNo"].as_str()) {
                    return Ok((initials, no.to_owned()));
                }
            }
        }
        Err("nobody owes anything".into())
    }

    /// Puts something into the search box, and waits until the part that it matched is marked.
    pub async fn search(&mut self, query: &str) -> Outcome {
        self.window.press(Key::F3).await?;
        self.window.fill("search", query).await?;
        self.window.see_css("[data-test=\"hits\"] mark").await?;
        Ok(())
    }

    /// Types an account number and opens its card.
    pub async fn open_customer(&mut self, no: &str) -> Outcome {
        self.window.press(Key::F3).await?;
        self.window.fill("search", no).await?;
        self.window.press(Key::Enter).await?;
        self.window.see_value("customer", "data-no", no).await
    }

    pub async fn open_panel(&mut self) -> Outcome {
        self.window.press(Key::Enter).await?;
        self.window.see("received").await?;
        Ok(())
    }

    /// From the card: the panel, the cash, the receipt.
    pub async fn pay_cash(&mut self, received: &str) -> Outcome<Paid> {
        self.window.keystrokes();
        self.open_panel().await?;
        self.window.write(received).await?;
        self.window.press(Key::Enter).await?;
        self.read_receipt().await
    }

    pub async fn read_receipt(&mut self) -> Outcome<Paid> {
        self.window.see("receipt").await?;
        let keystrokes = self.window.keystrokes();
        Ok(Paid {
            payment_id: self.window.attribute("receipt", "data-payment-id").await?,
            receipt_no: self.window.text("receipt-no").await?,
            change: self.window.attribute("receipt-change", "data-amount").await?,
            keystrokes,
        })
    }

    /// Leaves the receipt for the next customer.
    pub async fn next_customer(&mut self) -> Outcome {
        self.window.see_value("receipt", "data-armed", "true").await?;
        self.window.press(Key::Escape).await?;
        self.window.see_gone("receipt").await
    }

    /// The demo's switch in the status line; `state` is what the link has to become.
    pub async fn switch_link(&mut self, state: &str) -> Outcome {
        self.window.click("link-switch").await?;
        self.window.see_value("link", "data-link", state).await
    }
}
