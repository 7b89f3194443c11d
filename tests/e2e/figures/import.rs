//! A file as the collection system writes it (profile `jizhong-a`), with a row of every outcome that the manual names.

use chrono::NaiveDate;
use serde_json::{Value, json};
use tests::{Meter, Outcome, Window};
use uuid::Uuid;

use super::round::Walked;

const HEADINGS: &str = "资产编号,通信地址,户号,台区编号,测量点号,数据日期,采集时间,r,r1,r2,r3,r4,状态";
const UNKNOWN_METER: &str = "4230009999990000000001";

pub struct File {
    text: String,
    period: String,
}

/// The meters of another round, which is read remotely, and one that somebody read on site.
pub async fn file_of(window: &mut Window, walked: &Walked) -> Outcome<File> {
    let listed = window.invoke("rounds", json!({ "period": null })).await?;
    let rounds = listed["rounds"].as_array().ok_or("there are no rounds")?;
    let other = rounds.iter().find(|round| round["prepared"] == false).ok_or("every round is prepared")?;
    window.invoke("prepare_round", json!({ "round": other["round"] })).await?;
    let points = window.invoke("round_points", json!({ "round": other["round"] })).await?;
    let mut meters = Vec::new();
    for point in points["points"].as_array().into_iter().flatten().take(50) {
        let card =
            window.invoke("reading_card", json!({ "round": other["round"], "pointNo": point["pointNo"] })).await?;
        meters.push(Meter::of(&card));
    }
    meters.retain(|meter| meter.has_one_register() && meter.last_kwh > 10 && !meter.is_about_to_turn_over());
    for meter in meters.split_off(8).into_iter().take(6) {
        reads_by_hand(window, &other["round"], &meter, &listed["today"]).await?;
    }
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let (today, period): (NaiveDate, String) = (text(&listed["today"]).parse()?, text(&listed["period"]));
    let yesterday = today.pred_opt().ok_or("there was no yesterday")?.to_string();
    Ok(File { text: rows(&meters, &walked.read[0], &yesterday).join("\n") + "\n", period })
}

/// Readings as usual in a round that the center bills: they wait for the review together.
async fn reads_by_hand(window: &Window, round: &Value, meter: &Meter, on: &Value) -> Outcome {
    let reading = json!({
        "readingId": Uuid::now_v7().to_string(), "round": round, "pointNo": meter.point_no, "on": on,
        "registers": { "active-total": meter.after(meter.last_kwh)[0] }, "estimated": false, "anomaly": "none",
        "remark": "", "photo": null, "fromMeter": false, "replaces": null, "confirmed": false,
    });
    window.invoke("enter_reading", json!({ "request": reading })).await?;
    Ok(())
}

fn rows(remote: &[Meter], on_site: &Meter, day: &str) -> Vec<String> {
    let row = |meter_no: &str, customer: &str, shows: &str, state: u8| {
        format!("{meter_no},,{customer},0421,1,{day},,{shows},,,,,{state}")
    };
    let usual = |meter: &Meter| meter.after(meter.last_kwh)[0].clone();
    let mut rows = vec![HEADINGS.to_owned()];
    rows.extend(remote.iter().take(5).map(|meter| row(&meter.meter_no, &meter.customer_no, &usual(meter), 1)));
    let wide: String = remote[5].customer_no.chars().map(full_width).collect();
    rows.push(row(&remote[5].meter_no, &wide, &usual(&remote[5]), 1));
    rows.push(row(&remote[6].meter_no, &remote[6].customer_no, "", 1));
    rows.push(row(&remote[7].meter_no, &remote[7].customer_no, "0.00", 0));
    rows.push(row(UNKNOWN_METER, "", "88.00", 1));
    rows.push(row(&on_site.meter_no, &on_site.customer_no, &usual(on_site), 1));
    rows
}

fn full_width(digit: char) -> char {
    digit.to_digit(10).and_then(|digit| char::from_u32('０' as u32 + digit)).unwrap_or(digit)
}

/// The file is handed over by its chooser, so that no folder of this machine is in the picture.
pub async fn tries(window: &mut Window, file: &File) -> Outcome {
    window.click("go-imports").await?;
    window.see("import-path").await?;
    window.see_css("[data-test=\"import-profile\"] option[value=\"jizhong-a\"]").await?;
    window.choose_file("import-file", &format!("jizhong-{}.csv", file.period), &file.text).await?;
    window.see("import-report").await?;
    window.keep_picture("17-import").await
}
