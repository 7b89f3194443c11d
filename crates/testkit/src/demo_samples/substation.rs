//! 变电站电能量: CIM/E text with the second meter and the quarters of an hour that no bill is made from.

use chrono::NaiveDate;
use domain::Register;
use rust_decimal::Decimal;

use super::trouble::{Line, Trouble};

const STATION: &str = "白 杨 变";

pub fn substation(lines: &[Line], as_of: NaiveDate) -> Vec<u8> {
    let day = as_of.pred_opt().unwrap_or(as_of);
    let mut rows: Vec<[String; 11]> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        rows.push(row(rows.len() + 1, line, "主", format!("{day} 24:00")));
        if index == 0 {
            rows.push(row(rows.len() + 1, line, "副", format!("{day} 24:00")));
            rows.push(row(rows.len() + 1, line, "主", format!("{day} 23:45")));
        }
    }
    metering::samples::substation(day, STATION, &rows)
}

fn row(number: usize, line: &Line, which: &str, at: String) -> [String; 11] {
    let write = |value: Decimal| match value.is_sign_negative() {
        true => value.to_string(),
        false => format!("{:.2}", value * line.due.multiplier()),
    };
    let [active] = line.fields([Register::ActiveTotal], "NULL", write);
    let meter = match line.trouble {
        Trouble::LostZero => "4.23001E+21".to_owned(),
        _ => line.due.meter.no.to_string(),
    };
    let quality = if line.trouble == Trouble::NotRead { "4" } else { "0" };
    let other = || if active == "NULL" { active.clone() } else { "0.00".to_owned() };
    let line_name = format!("0.4kV 白杨坪{number:03}线");
    [
        number.to_string(),
        STATION.to_owned(),
        line_name,
        meter,
        which.to_owned(),
        at,
        active.clone(),
        other(),
        other(),
        other(),
        quality.to_owned(),
    ]
}
