//! Writes the sample files beside the import profiles. They are kept in the repository; this shows how they came to be.
//!
//! `cargo run -p metering --features samples --example write_samples -- schema/import-profiles/samples`

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use chrono::NaiveDate;
use metering::samples::{SheetCell, SheetRow, collection_system, energy_sheet, master_station, substation};
use rust_decimal::Decimal;

const COLLECTION_SYSTEM: &str = "\
4213010000000000045001,000000045001,4280145001,0421,1,2026-10-31,2026-11-01 01:12:07,1234.56,,,,,1
4213010000000000045002,000000045002,4280145002,0421,2,2026-10-31,2026-11-01 01:12:09,88.00,,,,,1
4213010000000000045003,000000045003,4280145003,0421,3,2026-10-31,2026-11-01 01:12:11,,,,,,1
4213010000000000045004,000000045004,4280145004,0421,4,2026-10-31,,,,,,,0
4213010000000000045009,000000045009,4280145009,0421,9,2026-10-31,2026-11-01 01:12:20,5000.00,250.00,1750.00,2000.00,1000.00,1
4213010000000000049999,000000049999,4280149999,0421,10,2026-10-31,2026-11-01 01:12:31,12.00,,,,,1
";

const MASTER_STATION: &str = "\
45005,4280145005,清江0421,42280001,5,20261101,2345.6700,-1,-1,-1,-1,20261101013000,成功
45006,4280145006,清江0421,42280001,6,20261101,310.1299,-1,-1,-1,-1,20261101013001,成功
45007,4280145007,清江0421,42280001,7,20261101,-1,-1,-1,-1,-1,20261101013002,成功
45008,4280145008,清江0421,42280001,8,20261101,77.0000,-1,-1,-1,-1,20261101013003,失败
45010,4280145010,清江0421,42280001,10,20261101,8000.0000,2800.0000,3200.0000,1600.0000,400.0000,20261101013004,成功
4.5E+04,4280145001,清江0421,42280001,1,20261101,1234.5600,-1,-1,-1,-1,20261101013005,成功
合计,,,,,,10732.7999,,,,,,
";

const SUBSTATION: &str = "\
1,龙 凤 变,10kV 龙舞线,4213010000000000045012,主,2026-10-31 24:00,1234567.80,0.00,234567.00,100.00,0
2,龙 凤 变,10kV 龙舞线,4213010000000000045012,副,2026-10-31 24:00,1234567.10,0.00,234566.00,100.00,0
3,龙 凤 变,10kV 龙舞线,4213010000000000045012,主,2026-10-31 23:45,1234400.00,0.00,234500.00,100.00,0
4,龙 凤 变,10kV 龙坪线,4213010000000000045013,主,2026-10-31 24:00,700000.00,0.00,90000.00,NULL,0
5,龙 凤 变,10kV 龙坝线,4213010000000000045014,主,2026-10-31 24:00,500000.00,0.00,80000.00,0.00,4
";

/// Meter numbers as numbers, one date as a date and one as a text, a hidden row and a sum.
const ENERGY_SHEET: &str = "\
利民砂石厂,45011,1 Nov,2.8,3.2,1.6,0.4,8.0,1.2
龙凤水厂,45015,2026/11/01,0.02,0.02,0.02,0.02,0.08002,0
旧表,45016,1 Nov,1,1,1,1,4,0
屯堡水泥厂,4.21301E+11,1 Nov,1,1,1,1,4,0
白果茶厂,45017,1 Nov,--,--,--,--,--,--
合计,,,,,,,16.08002,
";
const HIDDEN: usize = 2;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name the folder to write to")?);
    fs::write(folder.join("jizhong-a.csv"), collection_system(&rows(COLLECTION_SYSTEM)))?;
    fs::write(folder.join("jizhong-b.csv"), master_station(&rows(MASTER_STATION)))?;
    fs::write(folder.join("bianzhan-d.cime"), substation(day(2026, 10, 31)?, "龙 凤 变", &rows(SUBSTATION)))?;
    fs::write(folder.join("nengliang-c.xlsx"), energy_sheet(&sheet_rows()?)?)?;
    Ok(())
}

fn rows<const N: usize>(lines: &'static str) -> Vec<[&'static str; N]> {
    let fields = |line: &'static str| line.split(',').collect::<Vec<_>>().try_into();
    lines.lines().map(|line| fields(line).expect("as many fields as headings")).collect()
}

fn sheet_rows() -> Result<Vec<SheetRow>, Box<dyn Error>> {
    let first = day(2026, 11, 1)?;
    let has_exponent = |text: &str| text.contains('E');
    let cell = |text: &str| match (text, text.parse::<Decimal>()) {
        ("", _) => SheetCell::Empty,
        ("1 Nov", _) => SheetCell::Day(first),
        (_, Ok(number)) if !has_exponent(text) => SheetCell::Number(number),
        _ => SheetCell::Text(text.to_owned()),
    };
    let rows = rows::<9>(ENERGY_SHEET).into_iter().enumerate();
    Ok(rows.map(|(index, fields)| SheetRow { cells: fields.map(cell), is_hidden: index == HIDDEN }).collect())
}

fn day(year: i32, month: u32, day: u32) -> Result<NaiveDate, Box<dyn Error>> {
    Ok(NaiveDate::from_ymd_opt(year, month, day).ok_or("no day")?)
}
