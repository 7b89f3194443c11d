//! The two kinds of 集抄 files: of the collection system, and of a maker's master station.

use chrono::NaiveDate;
use domain::Register;
use rust_decimal::Decimal;

use super::trouble::{Line, Trouble};

/// 24:00 of the day before.
pub fn collection_system(lines: &[Line], as_of: NaiveDate) -> Vec<u8> {
    let day = as_of.pred_opt().unwrap_or(as_of);
    let row = |(number, line): (usize, &Line)| {
        use Register::*;
        let order = [ActiveTotal, ActiveSharp, ActivePeak, ActiveFlat, ActiveValley];
        let [r, r1, r2, r3, r4] = line.fields(order, "", |value| format!("{value:.2}"));
        let due = &line.due;
        let address = if line.trouble == Trouble::LostZero { without_zeros(due) } else { due.meter.address.clone() };
        let flag = if line.trouble == Trouble::NotRead { "0" } else { "1" };
        let (number, at) = (number.to_string(), format!("{as_of} 01:{:02}:{:02}", number / 60 % 60, number % 60));
        [
            due.meter.no.to_string(),
            address,
            due.customer.clone(),
            "0421".to_owned(),
            number,
            day.to_string(),
            at,
            r,
            r1,
            r2,
            r3,
            r4,
            flag.to_owned(),
        ]
    };
    metering::samples::collection_system(&(1..).zip(lines).map(row).collect::<Vec<_>>())
}

/// 00:00 of the day. Excel took every leading zero, and the freeze has more decimals than the meters.
pub fn master_station(lines: &[Line], as_of: NaiveDate) -> Vec<u8> {
    let day = as_of.format("%Y%m%d").to_string();
    let row = |(number, line): (usize, &Line)| {
        use Register::*;
        let order = [ActiveTotal, ActivePeak, ActiveFlat, ActiveValley, ActiveSharp];
        let more = if number % 5 == 0 { Decimal::new(47, 4) } else { Decimal::ZERO };
        let write =
            |value: Decimal| if value.is_sign_negative() { "-1".into() } else { format!("{:.4}", value + more) };
        let [total, peak, flat, valley, sharp] = line.fields(order, "-1", write);
        let flag = if line.trouble == Trouble::NotRead { "失败" } else { "成功" };
        [
            without_zeros(&line.due),
            line.due.customer.clone(),
            "清江0421".to_owned(),
            "42280001".to_owned(),
            number.to_string(),
            day.clone(),
            total,
            peak,
            flat,
            valley,
            sharp,
            format!("{day}0130{:02}", number % 60),
            flag.to_owned(),
        ]
    };
    let mut rows: Vec<[String; 13]> = (1..).zip(lines).map(row).collect();
    let mut sum: [String; 13] = Default::default();
    sum[0] = "合计".to_owned();
    rows.push(sum);
    metering::samples::master_station(&rows)
}

fn without_zeros(due: &super::DueMeter) -> String {
    due.meter.address.trim_start_matches('0').to_owned()
}
