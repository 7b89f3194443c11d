//! The reader's and the biller's commands, as the page calls them.

use domain::{CustomerState, OnTheSpot, PowerState};
use outlet::Access;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::Page;
use crate::desk::Desk;

const PERIOD: &str = "2026-11";
const ON: &str = "2026-11-23";

/// A reader in the first round of the station, which bills on the spot or does not.
struct Walk {
    page: Page,
    round: Value,
    /// Metering points with one register, in the order of walking.
    points: Vec<Value>,
}

impl Walk {
    fn of_a_round(billing: OnTheSpot) -> Walk {
        let page = Page::enrolled();
        page.set_billing(billing);
        page.sign_in("2001");
        let rounds = page.call("rounds", json!({ "period": PERIOD })).unwrap();
        let round = rounds["rounds"][0]["round"].clone();
        assert_eq!(rounds["rounds"][0]["mine"], json!(true));
        let prepared = page.call("prepare_round", json!({ "round": round })).unwrap();
        let ready = &prepared["round"];
        assert_eq!((&ready["prepared"], &ready["progress"]["read"]), (&json!(true), &json!(0)));
        assert_eq!(prepared["leftOut"], json!([]));
        let view = page.call("round_points", json!({ "round": round })).unwrap();
        let points: Vec<Value> = view["points"].as_array().unwrap().clone();
        let mut walk = Walk { page, round, points };
        let simple: Vec<Value> = walk.points.iter().filter(|point| walk.is_a_home(point)).cloned().collect();
        assert!(!Vec::is_empty(&simple), "{}", walk.card(&walk.points[0]));
        walk.points = simple;
        walk
    }

    /// Homes with one register, a history and nothing strange about them.
    fn is_a_home(&self, point: &Value) -> bool {
        let card = self.card(point);
        let is_simple = card["registers"].as_array().unwrap().len() == 1 && card["registers"][0]["last"].is_string();
        let digits: domain::Digits = card["digits"].as_str().unwrap().parse().unwrap();
        is_simple
            && [json!(201), json!(202)].contains(&card["elecType"])
            && card["multiplier"] == json!("1")
            && card["band"].is_object()
            && card["bill"].is_null()
            && self.last(&card) * Decimal::from(2) < digits.range()
    }

    fn card(&self, point: &Value) -> Value {
        self.page.call("reading_card", json!({ "round": self.round, "pointNo": point["pointNo"] })).unwrap()
    }

    fn last(&self, card: &Value) -> Decimal {
        card["registers"][0]["last"].as_str().unwrap().parse().unwrap()
    }

    /// The last reading and some kWh more.
    fn request(&self, place: usize, more_kwh: i64) -> Value {
        let card = self.card(&self.points[place]);
        let shows = (self.last(&card).floor() + Decimal::from(more_kwh)).to_string();
        self.request_of(place, json!({ "active-total": shows }))
    }

    /// What last month used is never unusual.
    fn usual(&self, place: usize) -> Value {
        let card = self.card(&self.points[place]);
        self.request(place, card["months"][0]["kwh"].as_i64().unwrap())
    }

    fn request_of(&self, place: usize, registers: Value) -> Value {
        json!({ "request": {
            "readingId": uuid::Uuid::now_v7().to_string(), "round": self.round, "pointNo": self.points[place]["pointNo"],
            "on": ON, "registers": registers, "estimated": false, "anomaly": "none", "remark": "", "photo": null,
            "fromMeter": false, "replaces": null, "confirmed": false,
        } })
    }

    fn confirmed(mut request: Value) -> Value {
        request["request"]["confirmed"] = json!(true);
        request
    }
}

impl Page {
    fn sign_in(&self, login: &str) {
        self.call("sign_in", json!({ "login": login, "password": format!("demo{login}") })).unwrap();
    }

    fn with_outlet<T>(&self, work: impl FnOnce(&mut outlet::Outlet) -> T) -> T {
        tauri::Manager::state::<Desk>(&self.webview).outlet().unwrap().with(work)
    }

    fn set_billing(&self, billing: OnTheSpot) {
        self.with_outlet(|outlet| {
            let segments = outlet.read().segments().unwrap();
            let mut write = outlet.store_mut().write().unwrap();
            for segment in segments {
                write.put_segment(&domain::Segment { billing, ..segment }).unwrap();
            }
            write.commit().unwrap();
        });
    }

    /// The customer's supply is cut.
    fn cut_off(&self, customer: &Value) {
        self.with_outlet(|outlet| {
            let no = customer.as_str().unwrap().parse().unwrap();
            let (known, account) = (outlet.read().customer(&no).unwrap().unwrap(), outlet.read().account(&no).unwrap());
            let customer = domain::Customer { power: PowerState::Off, ..known };
            let mut write = outlet.store_mut().write().unwrap();
            write.put_customer(&CustomerState { customer, account, last_payments: Vec::new() }, &[], 1).unwrap();
            write.commit().unwrap();
        });
    }

    fn pages_of(&self, paper: &Value, form: &str) -> usize {
        let view = self.call("preview_paper", json!({ "paper": paper, "form": form })).unwrap();
        assert_eq!(view["form"], form, "{paper}");
        let pages = view["pagesSvg"].as_array().unwrap();
        assert!(pages.iter().all(|page| page.as_str().unwrap().starts_with("<svg")));
        pages.len()
    }
}

#[test]
fn a_usual_reading_is_entered_and_the_round_moves_on() {
    let walk = Walk::of_a_round(OnTheSpot::No);
    let request = walk.usual(0);
    let judged = walk.page.call("judge_reading", request.clone()).unwrap();
    let entered = walk.page.call("enter_reading", request).unwrap();
    assert_eq!(entered["reading"]["energyKwh"], judged["energyKwh"]);
    assert_eq!((&entered["progress"]["read"], &entered["bill"]), (&json!(1), &Value::Null));
    assert_eq!(entered["notBilled"], Value::Null);
    assert_eq!(walk.card(&walk.points[0])["current"]["readingId"], entered["reading"]["readingId"]);
}

#[test]
fn the_same_enter_twice_is_one_reading() {
    let walk = Walk::of_a_round(OnTheSpot::No);
    let mut request = walk.usual(0);
    walk.page.call("enter_reading", request.clone()).unwrap();
    let again = walk.page.call("enter_reading", request.clone()).unwrap();
    assert_eq!((&again["alreadyEntered"], &again["progress"]["read"]), (&json!(true), &json!(1)));
    request["request"]["remark"] = json!("改了");
    assert_eq!(walk.page.refusal("enter_reading", request), "reading-id-reused");
    assert_eq!(walk.page.refusal("enter_reading", walk.usual(0)), "already-read");
}

#[test]
fn what_is_unusual_is_asked_and_what_cannot_be_is_stopped() {
    let walk = Walk::of_a_round(OnTheSpot::No);
    let jump = walk.request(0, 900);
    let judged = walk.page.call("judge_reading", jump.clone()).unwrap();
    assert_eq!((&judged["findings"][0]["severity"], &judged["findings"][0]["kind"]), (&json!("ask"), &json!("jump")));
    assert!(judged["findings"][0]["params"]["share"].is_string());
    assert_eq!(walk.page.refusal("enter_reading", jump.clone()), "reading-unconfirmed");
    assert_eq!(walk.page.call("enter_reading", Walk::confirmed(jump)).unwrap()["point"]["mark"], "flagged");
    assert_eq!(walk.page.refusal("enter_reading", Walk::confirmed(walk.request(1, 900_000_000))), "reading-stopped");
    assert_eq!(
        walk.page.refusal("judge_reading", walk.request_of(1, json!({ "active-total": "12x" }))),
        "reading-malformed"
    );
    assert_eq!(walk.page.refusal("judge_reading", walk.request_of(1, json!({}))), "reading-empty");
}

#[test]
fn undo_and_correction_are_entries_and_after_the_review_a_request() {
    let walk = Walk::of_a_round(OnTheSpot::No);
    let entered = walk.page.call("enter_reading", walk.usual(0)).unwrap();
    let undo = |reading: &Value| json!({ "round": walk.round, "readingId": reading, "reason": "抄错" });
    let withdrawn = walk.page.call("withdraw_reading", undo(&entered["reading"]["readingId"])).unwrap();
    assert_eq!((&withdrawn["progress"]["read"], &withdrawn["point"]["mark"]), (&json!(0), &json!("left")));

    let entered = walk.page.call("enter_reading", walk.usual(0)).unwrap()["reading"]["readingId"].clone();
    let mut correction = walk.request(0, 60);
    correction["request"]["replaces"] = entered;
    let corrected = walk.page.call("enter_reading", Walk::confirmed(correction)).unwrap();
    assert_eq!(corrected["progress"]["read"], json!(1));

    walk.page.sign_in("4001");
    let reading = corrected["reading"]["readingId"].clone();
    let approve = json!({ "request": { "readings": [reading], "verdict": "approved", "note": "" } });
    assert_eq!(walk.page.call("review_readings", approve).unwrap()["count"], json!(1));
    walk.page.sign_in("2001");
    assert_eq!(walk.page.refusal("withdraw_reading", undo(&reading)), "reading-reviewed");
    let change =
        json!({ "request": { "readingId": reading, "registers": { "active-total": "100" }, "reason": "看错位" } });
    walk.page.call("request_reading_change", change).unwrap();
}

#[test]
fn an_estimate_needs_no_number_and_says_what_it_comes_to() {
    let walk = Walk::of_a_round(OnTheSpot::No);
    let mut request = walk.request_of(0, json!({}));
    request["request"]["estimated"] = json!(true);
    let judged = walk.page.call("judge_reading", request.clone()).unwrap();
    assert!(judged["registers"]["active-total"].is_string());
    let entered = walk.page.call("enter_reading", Walk::confirmed(request)).unwrap();
    assert_eq!((&entered["reading"]["estimated"], &entered["point"]["mark"]), (&json!(true), &json!("estimated")));
}

#[test]
fn a_bill_on_the_spot_explains_itself_and_can_be_collected() {
    let walk = Walk::of_a_round(OnTheSpot::Yes);
    let entered = walk.page.call("enter_reading", walk.usual(0)).unwrap();
    let (bill, customer) = (&entered["bill"], &entered["point"]["customerNo"]);
    assert_eq!((&bill["bill"], &bill["energyKwh"]), (&json!(PERIOD), &entered["reading"]["energyKwh"]), "{entered}");
    assert_eq!(entered["point"]["mark"], "billed");
    let again = json!({ "customerNo": customer, "bill": PERIOD });
    assert_eq!(walk.page.call("bill_statement", again).unwrap()["lines"], bill["lines"]);
    let undo = json!({ "round": walk.round, "readingId": entered["reading"]["readingId"], "reason": "抄错" });
    assert_eq!(walk.page.refusal("withdraw_reading", undo), "reading-billed");

    walk.page.sign_in("1001");
    let card = walk.page.call("open_customer", json!({ "customerNo": customer })).unwrap();
    let bills = card["bills"].as_array().unwrap();
    assert_eq!(bills.last().unwrap()["amount"], bill["total"]);
}

#[test]
fn every_paper_of_a_round_can_be_looked_at_in_every_form() {
    let walk = Walk::of_a_round(OnTheSpot::Yes);
    let entered = walk.page.call("enter_reading", walk.usual(0)).unwrap();
    let bill = json!({ "kind": "bill", "customerNo": entered["point"]["customerNo"], "bill": PERIOD });
    for form in ["slip80", "half241", "a4"] {
        assert!(walk.page.pages_of(&bill, form) > 0);
    }
    let slip = json!({ "kind": "reading-slip", "readingId": entered["reading"]["readingId"] });
    assert_eq!(walk.page.pages_of(&slip, "slip80"), 1);
    let sheet = json!({ "kind": "reading-sheet", "round": walk.round });
    assert!(walk.page.pages_of(&sheet, "a4") > 0);
    let path = walk.page.call("save_paper", json!({ "paper": bill, "form": "a4" })).unwrap();
    assert!(std::fs::read(path.as_str().unwrap()).unwrap().starts_with(b"%PDF"));
}

#[test]
fn a_biller_sees_findings_in_the_list_and_sends_back_with_a_reason() {
    let walk = Walk::of_a_round(OnTheSpot::No);
    walk.page.call("enter_reading", walk.usual(0)).unwrap();
    walk.page.call("enter_reading", Walk::confirmed(walk.request(1, 900))).unwrap();
    let filter = |show: &str| json!({ "filter": { "period": PERIOD, "segment": null, "show": show } });
    assert_eq!(walk.page.call("review_list", filter("waiting")).unwrap()["rows"].as_array().unwrap().len(), 2);
    walk.page.sign_in("4001");
    let flagged = walk.page.call("review_list", filter("flagged")).unwrap();
    let row = &flagged["rows"][0];
    assert_eq!((&row["findings"][0]["kind"], &row["own"]), (&json!("jump"), &json!(false)));
    assert!(row["volatility"].as_str().unwrap().ends_with(" %"));
    let verdict =
        |note: &str| json!({ "request": { "readings": [row["readingId"]], "verdict": "sent-back", "note": note } });
    assert_eq!(walk.page.refusal("review_readings", verdict("")), "no-reason");
    walk.page.call("review_readings", verdict("重抄")).unwrap();
    assert_eq!(walk.page.call("review_list", filter("sent-back")).unwrap()["rows"][0]["note"], "重抄");
}

#[test]
fn only_readers_walk_and_only_billers_review() {
    let page = Page::enrolled();
    page.sign_in("1001");
    let rounds = page.call("rounds", json!({ "period": PERIOD })).unwrap();
    let round = &rounds["rounds"][0]["round"];
    assert_eq!(page.refusal("prepare_round", json!({ "round": round })), "not-permitted");
    let review = json!({ "request": { "readings": ["01890a5d-ac96-774b-bcce-b302099a8057"], "verdict": "approved", "note": "" } });
    assert_eq!(page.refusal("review_readings", review), "not-permitted");
    assert_eq!(
        page.refusal("round_points", json!({ "round": { "segment": "无", "period": PERIOD } })),
        "unknown-segment"
    );
}

#[test]
fn a_photo_is_kept_by_its_hash_and_a_text_is_no_photo() {
    let walk = Walk::of_a_round(OnTheSpot::No);
    let jpeg = "/9j/4AAQSkZJRgABAQEAYABgAAD/2Q==";
    let hash = walk.page.call("attach_photo", json!({ "base64": jpeg })).unwrap();
    let shown = walk.page.call("photo", json!({ "hash": hash })).unwrap();
    assert_eq!(shown, json!(format!("data:image/jpeg;base64,{jpeg}")));
    assert_eq!(walk.page.refusal("attach_photo", json!({ "base64": "aGFsbG8=" })), "photo-unreadable");
}

#[test]
fn the_practice_meter_answers_only_where_data_are_practice() {
    let walk = Walk::of_a_round(OnTheSpot::No);
    let ask = json!({ "round": walk.round, "pointNo": walk.points[0]["pointNo"] });
    assert_eq!(walk.page.refusal("read_meter_head", ask.clone()), "no-meter-head");
    let mut preferences = walk.page.call("preferences", json!({})).unwrap();
    preferences["meterHead"] = json!("simulated");
    walk.page.call("set_preferences", json!({ "preferences": preferences })).unwrap();
    let answer = walk.page.call("read_meter_head", ask).unwrap();
    assert_eq!(answer["simulated"], json!(true));
    let request = walk.request_of(0, answer["registers"].clone());
    let entered = walk.page.call("enter_reading", Walk::confirmed(request)).unwrap();
    assert_eq!(entered["progress"]["read"], json!(1));
    let ports = walk.page.call("meter_ports", json!({})).unwrap();
    assert!(ports.as_array().unwrap().iter().any(|port| port["port"] == "simulated"));
    let real = Page::open(super::new_folder(), false);
    let ports = real.call("meter_ports", json!({})).unwrap();
    assert!(ports.as_array().unwrap().iter().all(|port| port["simulated"] == json!(false)));
}

#[test]
fn paying_everything_asks_for_supply_and_prints_a_slip() {
    let page = Page::at_the_counter();
    let customer = page.debtor();
    page.cut_off(&customer);
    let taken = page.call("take_payment", page.cash(super::PAYMENT, &customer, "9999.00")).unwrap();
    let restore = &taken["restore"];
    assert_eq!((&restore["customerNo"], &restore["told"]), (&customer, &json!(false)), "{taken}");
    let listed = page.call("restore_requests", json!({})).unwrap();
    assert_eq!(listed[0]["restoreId"], restore["restoreId"]);
    let slip = json!({ "kind": "restore-slip", "restoreId": restore["restoreId"] });
    assert_eq!(page.pages_of(&slip, "slip80"), 1);
}

#[test]
fn a_notice_is_recorded_when_it_is_printed_and_not_when_it_is_looked_at() {
    let page = Page::enrolled();
    page.sign_in("4001");
    let list = |page: &Page| page.call("arrears", json!({ "filter": { "segment": null, "daysFrom": 1 } })).unwrap();
    let owed = list(&page);
    let customer = owed["rows"][0]["customerNo"].clone();
    let notice = json!({ "noticeId": super::PAYMENT, "kind": "arrears", "customerNo": customer });
    let paper = json!({ "kind": "notice", "notice": notice });
    assert!(page.pages_of(&paper, "half241") > 0 && page.pages_of(&paper, "a4") > 0);
    assert_eq!(list(&page)["rows"][0]["lastNotice"], Value::Null);
    page.call("save_paper", json!({ "paper": paper, "form": null })).unwrap();
    assert_eq!(list(&page)["rows"][0]["lastNotice"], "arrears");
}

#[test]
fn own_import_profiles_are_taken_from_the_desk_s_folder_and_a_bad_one_stops_no_other() {
    let page = Page::enrolled();
    page.sign_in("4001");
    let folder = page.folder.join("import-profiles");
    std::fs::create_dir(&folder).unwrap();
    let shipped = include_str!("../../../../schema/import-profiles/jizhong-a.toml");
    std::fs::write(folder.join("a.toml"), shipped.replace("version = 1", "version = 2")).unwrap();
    std::fs::write(folder.join("bad.toml"), shipped.replace("decimals = 2", "decimals = two")).unwrap();
    std::fs::create_dir(folder.join("folder.toml")).unwrap();
    std::fs::write(folder.join("notes.txt"), "not a profile").unwrap();
    let profiles = page.call("import_profiles", json!({})).unwrap();
    let first = &profiles["profiles"][0];
    assert_eq!((&first["name"], &first["version"], &first["isOwn"]), (&json!("jizhong-a"), &json!(2), &json!(true)));
    assert_eq!(profiles["profiles"].as_array().unwrap().len(), 4);
    let faulty = profiles["faulty"].as_array().unwrap();
    let told: Vec<_> = faulty.iter().map(|faulty| (&faulty["file"], &faulty["line"], &faulty["kind"])).collect();
    let line = shipped.lines().position(|line| line.starts_with("decimals")).unwrap() + 1;
    let expected = [("bad.toml", line, "unreadable"), ("folder.toml", 0, "not-opened")];
    let expected = expected.map(|(file, line, kind)| (json!(file), json!(line), json!(kind)));
    assert_eq!(told, expected.iter().map(|(file, line, kind)| (file, line, kind)).collect::<Vec<_>>());
}

#[test]
fn a_rejected_row_names_the_customer_and_totals_keep_the_meter_s_zeros() {
    let walk = Walk::of_a_round(OnTheSpot::No);
    let cards = [walk.card(&walk.points[0]), walk.card(&walk.points[1])];
    let total = format!("{}.50", walk.last(&cards[0]).floor() + Decimal::from(40));
    let text = |card: &Value, name: &str| card[name].as_str().unwrap().to_owned();
    let rows = [
        format!("{},,,2026-11-22,,,,,{total},1", text(&cards[0], "meterNo")),
        format!("{},,,2026-11-22,,,,,-1,1", text(&cards[1], "meterNo")),
    ];
    let csv = format!("资产编号,通信地址,户号,数据日期,r1,r2,r3,r4,r,状态\n{}\n", rows.join("\n"));
    let path = walk.page.folder.join("day.csv");
    std::fs::write(&path, csv).unwrap();
    walk.page.sign_in("4001");
    let file = json!({ "from": "path", "path": path });
    let request = json!({ "request": { "file": file, "profile": "jizhong-a", "period": PERIOD } });
    let report = walk.page.call("preview_import", request).unwrap();
    let (rejected, taken) = (&report["lines"][0], &report["lines"][1]);
    assert_eq!((&rejected["outcome"], &rejected["name"]), (&json!("rejected"), &cards[1]["name"]), "{report}");
    assert_eq!(taken["total"], json!(total), "{report}");
}

#[test]
fn a_file_that_is_none_is_told_before_anything_is_read() {
    let page = Page::enrolled();
    page.sign_in("4001");
    let profiles = page.call("import_profiles", json!({})).unwrap();
    let profile = &profiles["profiles"][0]["name"];
    let file = |file: Value| json!({ "request": { "file": file, "profile": profile, "period": PERIOD } });
    let missing = json!({ "from": "path", "path": "/nowhere/a.csv" });
    assert_eq!(page.refusal("preview_import", file(missing)), "file-unreadable");
    let wrong = json!({ "from": "bytes", "name": "a.csv", "base64": "YSxiCjEsMgo=" });
    let refused = page.call("preview_import", file(wrong)).unwrap_err();
    assert_eq!(refused["code"], "file-not-of-profile", "{refused}");
}
