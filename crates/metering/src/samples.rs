//! Files as the four sources of the shipped profiles write them: for the samples beside the profiles, and for the demo.
//!
//! Every field is given as the source would have written it, because what goes wrong in such files goes wrong in the
//! writing. A writer adds what surrounds the rows: headings, encoding, line ends, the tags of an entity.

mod energy_sheet;

use chrono::NaiveDate;
use encoding_rs::GB18030;

pub use energy_sheet::{SheetCell, SheetError, SheetRow, energy_sheet};

/// The rows of `jizhong-a`: UTF-8, a heading, a comma between fields.
pub const COLLECTION_HEADINGS: [&str; 13] = [
    "资产编号",
    "通信地址",
    "户号",
    "台区编号",
    "测量点号",
    "数据日期",
    "采集时间",
    "r",
    "r1",
    "r2",
    "r3",
    "r4",
    "状态",
];

/// The rows of `jizhong-b`.
pub const MASTER_STATION_HEADINGS: [&str; 13] = [
    "表号",
    "用户编号",
    "台区编号",
    "集中器地址",
    "测量点号",
    "冻结日期",
    "正向有功总",
    "峰",
    "平",
    "谷",
    "尖",
    "采集时间",
    "成功标志",
];

/// The rows of `bianzhan-d`.
pub const SUBSTATION_COLUMNS: [&str; 11] = [
    "序号",
    "厂站",
    "计量点名称",
    "表计编号",
    "主副表",
    "时标",
    "正向有功",
    "反向有功",
    "正向无功",
    "反向无功",
    "质量码",
];

/// 采集系统日冻结, the source of `jizhong-a`.
pub fn collection_system<T: AsRef<str>>(rows: &[[T; 13]]) -> Vec<u8> {
    comma_separated(&COLLECTION_HEADINGS, rows, "\n").into_bytes()
}

/// 厂家主站, the source of `jizhong-b`: GB18030, with the line ends of Windows.
pub fn master_station<T: AsRef<str>>(rows: &[[T; 13]]) -> Vec<u8> {
    gb18030(&comma_separated(&MASTER_STATION_HEADINGS, rows, "\r\n"))
}

/// 变电站电能量, the source of `bianzhan-d`: CIM/E text of one day's end, with an entity before it that no profile reads.
pub fn substation<T: AsRef<str>>(day: NaiveDate, station: &str, rows: &[[T; 11]]) -> Vec<u8> {
    let (written, station) = (day.succ_opt().unwrap_or(day).format("%Y%m%d"), quoted(station));
    let mut text = format!(
        "<! Entity=恩施 type=TMR dataTime='{written}_000000' !>\n<厂站::恩施>\n@ 序号 名称 电压等级\n# 1 {station} 35kV\n\
         </厂站::恩施>\n<表计底码::恩施 date='{day}'>\n@ {}\n// primary side, the multiplier is in the values\n",
        SUBSTATION_COLUMNS.join(" ")
    );
    for row in rows {
        let fields: Vec<String> = row.iter().map(|field| quoted(field.as_ref())).collect();
        text += &format!("# {}\n", fields.join(" "));
    }
    gb18030(&(text + "</表计底码::恩施>\n"))
}

fn comma_separated<T: AsRef<str>>(headings: &[&str], rows: &[[T; 13]], line_end: &str) -> String {
    let line = |row: &[T; 13]| row.each_ref().map(T::as_ref).join(",") + line_end;
    headings.join(",") + line_end + &rows.iter().map(line).collect::<String>()
}

/// A field with blanks stands in quotes.
fn quoted(field: &str) -> String {
    if field.contains(' ') { format!("'{field}'") } else { field.to_owned() }
}

fn gb18030(text: &str) -> Vec<u8> {
    GB18030.encode(text).0.into_owned()
}
