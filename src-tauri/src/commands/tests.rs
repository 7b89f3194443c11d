//! The commands as the page calls them: real replica, real outlet, no screen.

use std::path::PathBuf;

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, phc::PasswordHash};
use domain::{CustomerState, DeviceId, Incarnation, Stream};
use journal::root;
use outlet::Access;
use serde_json::{Value, json};
use store::{DeviceRow, StoreError};
use tauri::WebviewWindow;
use tauri::ipc::{CallbackFn, InvokeBody};
use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder, mock_context, noop_assets};
use tauri::webview::InvokeRequest;
use testkit::demo;

use crate::desk::Desk;
use crate::sync_worker::waker;
use crate::window::with_commands;

mod reading;
mod tasks;

const CUSTOMERS: usize = 60;

/// A desk in a folder of its own, with a township's customers, and a page to call it from.
struct Page {
    folder: PathBuf,
    webview: WebviewWindow<MockRuntime>,
}

impl Page {
    fn of_a_new_desk() -> Page {
        Page::open(new_folder(), true)
    }

    fn open(folder: PathBuf, demo: bool) -> Page {
        let (waker, _) = waker();
        let app = with_commands(mock_builder()).build(mock_context(noop_assets())).unwrap();
        tauri::Manager::manage(&app, Desk::open(&folder, demo, waker));
        let webview = tauri::WebviewWindowBuilder::new(&app, "desk", tauri::WebviewUrl::default()).build().unwrap();
        Page { folder, webview }
    }

    fn enrolled() -> Page {
        let page = Page::of_a_new_desk();
        let desk = tauri::Manager::state::<Desk>(&page.webview);
        desk.outlet().unwrap().with(fill).unwrap();
        page
    }

    fn at_the_counter() -> Page {
        let page = Page::enrolled();
        page.call("sign_in", json!({ "login": "1001", "password": "demo1001" })).unwrap();
        let request = json!({ "businessDate": "2026-11-23", "openingCash": "500.00" });
        page.call("open_shift", json!({ "request": request })).unwrap();
        page
    }

    /// Another desk on a copy of the disk, as a power cut leaves it: the first one wrote nothing more.
    fn after_a_power_cut(self) -> Page {
        let folder = new_folder();
        std::fs::create_dir_all(&folder).unwrap();
        for file in std::fs::read_dir(&self.folder).unwrap().flatten() {
            std::fs::copy(file.path(), folder.join(file.file_name())).unwrap();
        }
        Page::open(folder, true)
    }

    fn call(&self, command: &str, arguments: Value) -> Result<Value, Value> {
        let request = InvokeRequest {
            cmd: command.to_owned(),
            callback: CallbackFn(0),
            error: CallbackFn(1),
            url: if cfg!(windows) { "http://tauri.localhost" } else { "tauri://localhost" }.parse().unwrap(),
            body: InvokeBody::Json(arguments),
            headers: Default::default(),
            invoke_key: INVOKE_KEY.to_owned(),
        };
        get_ipc_response(&self.webview, request).map(|body| body.deserialize().unwrap())
    }

    fn refusal(&self, command: &str, arguments: Value) -> String {
        self.call(command, arguments).unwrap_err()["code"].as_str().unwrap().to_owned()
    }

    /// The number of a customer who owes something.
    fn debtor(&self) -> Value {
        let found = self.call("search_customers", json!({ "query": "428", "limit": 50 })).unwrap();
        let owes = |hit: &&Value| hit["arrears"] != "0.00" && hit["openBills"] == 1;
        found["hits"].as_array().unwrap().iter().find(owes).expect("somebody owes")["customerNo"].clone()
    }

    fn cash(&self, payment: &str, customer: &Value, received: &str) -> Value {
        json!({ "request": {
            "paymentId": payment, "customerNo": customer, "bills": null, "amount": null, "usePrepaid": false,
            "tenders": [{ "kind": "cash", "received": received }],
        } })
    }
}

fn new_folder() -> PathBuf {
    std::env::temp_dir().join(format!("qingjiang-desk-{}", uuid::Uuid::now_v7()))
}

impl Drop for Page {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.folder).ok();
    }
}

/// What enrolment and the first sync bring down.
fn fill(outlet: &mut outlet::Outlet) -> Result<(), StoreError> {
    let key = outlet.key().public_key();
    let stream = Stream { device: DeviceId(1), incarnation: Incarnation(1) };
    let device = DeviceRow {
        stream,
        terminal: "BYP-01".parse().unwrap(),
        unit: demo::demo_outlet(),
        key,
        center_key: key,
        center_url: "http://127.0.0.1:9".to_owned(),
    };
    let mut write = outlet.store_mut().write()?;
    write.set_device(&device)?;
    write.begin_incarnation(stream.incarnation, root(stream, &key))?;
    demo::units().iter().try_for_each(|unit| write.put_unit(unit))?;
    write.put_rules(&demo::rules())?;
    demo::prices().iter().try_for_each(|price| write.put_price(price))?;
    demo::billing_rules().iter().try_for_each(|rules| write.put_billing_rules(rules))?;
    for cashier in demo::operators() {
        let operator = domain::Operator { verifier: verifier(cashier.password), ..cashier.operator };
        write.put_operator(&operator)?;
    }
    let prefecture = demo::Prefecture::new(1, "2026-11-20".parse().unwrap());
    let segments = prefecture.segments(&demo::demo_station(), CUSTOMERS);
    segments.iter().try_for_each(|segment| write.put_segment(segment))?;
    for made in prefecture.township(&demo::demo_station(), CUSTOMERS) {
        let (customer, account) = (made.customer.clone(), made.account());
        write.put_customer(&CustomerState { customer, account, last_payments: Vec::new() }, &[], 0)?;
        made.supply.iter().try_for_each(|supply| write.put_supply(supply))?;
    }
    write.commit()
}

/// As cheap as Argon2 allows: what is tested is not the password.
fn verifier(password: &str) -> String {
    let params = argon2::Params::new(8, 1, 1, None).unwrap();
    let argon2 = Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params);
    let hash: PasswordHash = argon2.hash_password_with_salt(password.as_bytes(), b"qingjiang salt!!").unwrap();
    hash.to_string()
}

const PAYMENT: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

#[test]
fn a_new_desk_asks_for_its_enrolment() {
    let page = Page::of_a_new_desk();
    assert_eq!(page.call("desk", json!({})).unwrap()["device"], Value::Null);
    assert_eq!(page.refusal("search_customers", json!({ "query": "428", "limit": 5 })), "not-signed-in");
    assert_eq!(page.call("preferences", json!({})).unwrap()["locale"], "zh-CN");
}

#[test]
fn a_payment_goes_from_the_panel_to_the_days_list() {
    let page = Page::at_the_counter();
    let customer = page.debtor();
    let card = page.call("open_customer", json!({ "customerNo": customer })).unwrap();
    page.call("open_payment_draft", json!({ "paymentId": PAYMENT, "customerNo": customer })).unwrap();
    let preview = page.call("preview_payment", page.cash(PAYMENT, &customer, "9999.00")).unwrap();
    assert_eq!(preview["due"], card["totalDue"]);
    let taken = page.call("take_payment", page.cash(PAYMENT, &customer, "9999.00")).unwrap();
    assert_eq!(taken["collected"], preview["outcome"]["collected"]);
    assert_eq!(taken["receiptNo"], "BYP-01-1-000001");
    let day = page.call("day_payments", json!({ "businessDate": null })).unwrap();
    assert_eq!((&day["count"], &day["collected"]), (&json!(1), &taken["collected"]));
    assert_eq!(day["payments"][0]["life"], "recorded");
    let receipt = page.call("preview_receipt", json!({ "paymentId": PAYMENT, "form": "slip80" })).unwrap();
    assert_eq!(receipt["receiptNo"], taken["receiptNo"]);
}

#[test]
fn the_same_click_twice_is_one_payment() {
    let page = Page::at_the_counter();
    let customer = page.debtor();
    let first = page.call("take_payment", page.cash(PAYMENT, &customer, "9999.00")).unwrap();
    let second = page.call("take_payment", page.cash(PAYMENT, &customer, "9999.00")).unwrap();
    assert_eq!((&second["alreadyTaken"], &second["receiptNo"]), (&json!(true), &first["receiptNo"]));
    assert_eq!(page.refusal("take_payment", page.cash(PAYMENT, &customer, "8888.00")), "payment-id-reused");
}

#[test]
fn a_refusal_carries_its_code_and_what_the_sentence_needs() {
    let page = Page::at_the_counter();
    let customer = page.debtor();
    let request = json!({ "reversalId": PAYMENT, "paymentId": PAYMENT, "reason": "重复" });
    assert_eq!(page.refusal("reverse_payment", json!({ "request": request })), "unknown-payment");
    let slip = json!({ "kind": "bank-slip", "slipNo": "", "bank": "农行", "account": "1", "date": "2026-11-23", "amount": "10.00" });
    let mut asked = page.cash(PAYMENT, &customer, "1.00");
    asked["request"]["tenders"] = json!([slip]);
    let refusal = page.call("take_payment", asked).unwrap_err();
    let expected = json!({ "code": "tender-incomplete", "params": { "tender": "bank-slip", "field": "slip-no" } });
    assert_eq!(refusal, expected);
}

#[test]
fn a_reversal_gives_the_cash_back_and_voids_the_payment() {
    let page = Page::at_the_counter();
    let customer = page.debtor();
    page.call("take_payment", page.cash(PAYMENT, &customer, "9999.00")).unwrap();
    let request =
        json!({ "reversalId": "01890a5d-ac96-774b-bcce-b302099a8058", "paymentId": PAYMENT, "reason": "收错户" });
    let reversed = page.call("reverse_payment", json!({ "request": request })).unwrap();
    assert_eq!(reversed["reversed"]["reason"], "收错户");
    assert_eq!(page.call("status", json!({})).unwrap()["drawer"], "500.00");
    assert_eq!(page.call("status", json!({})).unwrap()["unsent"], 3);
}

#[test]
fn after_a_restart_the_desk_knows_what_became_of_the_open_panel() {
    let page = Page::at_the_counter();
    let customer = page.debtor();
    page.call("open_payment_draft", json!({ "paymentId": PAYMENT, "customerNo": customer })).unwrap();
    let page = page.after_a_power_cut();
    let interrupted = page.call("desk", json!({})).unwrap()["interrupted"].clone();
    assert_eq!((&interrupted["paymentId"], &interrupted["taken"]), (&json!(PAYMENT), &Value::Null));

    page.call("sign_in", json!({ "login": "1001", "password": "demo1001" })).unwrap();
    let taken = page.call("take_payment", page.cash(PAYMENT, &customer, "9999.00")).unwrap();
    let page = page.after_a_power_cut();
    let interrupted = page.call("desk", json!({})).unwrap()["interrupted"].clone();
    assert_eq!(interrupted["taken"]["receiptNo"], taken["receiptNo"]);
}

#[test]
fn a_wrong_password_says_how_many_tries_are_left() {
    let page = Page::enrolled();
    let refusal = page.call("sign_in", json!({ "login": "1001", "password": "wrong" })).unwrap_err();
    assert_eq!(refusal, json!({ "code": "wrong-password", "params": { "attemptsLeft": "4" } }));
}

#[test]
fn a_second_window_on_the_same_desk_says_so() {
    let page = Page::enrolled();
    let second = Page::open(page.folder.clone(), true);
    assert_eq!(second.refusal("desk", json!({})), "already-open");
}

#[test]
fn a_saved_receipt_is_a_pdf_with_its_number() {
    let page = Page::at_the_counter();
    let customer = page.debtor();
    page.call("take_payment", page.cash(PAYMENT, &customer, "9999.00")).unwrap();
    let asked = json!({ "paymentId": PAYMENT, "form": "half241", "path": null });
    let path = PathBuf::from(page.call("save_receipt", asked).unwrap().as_str().unwrap());
    assert!(path.ends_with("receipts/BYP-01-1-000001.pdf"));
    assert!(std::fs::read(&path).unwrap().starts_with(b"%PDF"));
}

#[test]
fn only_the_demo_has_a_switch_in_its_link() {
    let page = Page::of_a_new_desk();
    assert_eq!(page.call("set_link", json!({ "up": false })).unwrap()["link"], "switched-off");
    assert_eq!(Page::open(new_folder(), false).refusal("set_link", json!({ "up": false })), "not-permitted");
}
