//! 电能量管理: a workbook of primary values in MWh, whose number cells never had leading zeros.

use chrono::NaiveDate;
use domain::Register;
use metering::samples::{SheetCell, SheetError, SheetRow};
use rust_decimal::Decimal;

use super::trouble::{Line, Trouble};

/// Where somebody hid a row.
const HIDDEN: usize = 5;

pub fn energy_sheet(lines: &[Line], as_of: NaiveDate) -> Result<Vec<u8>, SheetError> {
    let mut rows: Vec<SheetRow> = lines.iter().enumerate().map(|(index, line)| row(index, line, as_of)).collect();
    let mut sum = [const { SheetCell::Empty }; 9];
    sum[0] = SheetCell::Text("合计".to_owned());
    rows.push(SheetRow { cells: sum, is_hidden: false });
    metering::samples::energy_sheet(&rows)
}

fn row(index: usize, line: &Line, as_of: NaiveDate) -> SheetRow {
    use Register::*;
    let order = [ActivePeak, ActiveFlat, ActiveValley, ActiveSharp, ActiveTotal, Reactive];
    let multiplier = line.due.multiplier();
    let write = |value: Decimal| {
        let primary = if value.is_sign_negative() { value } else { value * multiplier / Decimal::ONE_THOUSAND };
        primary.normalize().to_string()
    };
    let [peak, flat, valley, sharp, total, reactive] = line.fields(order, "--", write).map(cell);
    // Some dates were typed.
    let day = if index % 4 == 3 { text(as_of.format("%Y/%m/%d").to_string()) } else { SheetCell::Day(as_of) };
    let name = text(line.due.name.clone());
    let cells = [name, cell(address(line)), day, peak, flat, valley, sharp, total, reactive];
    SheetRow { cells, is_hidden: index == HIDDEN }
}

/// The number of the meter, which a column that is too narrow shows with an exponent.
fn address(line: &Line) -> String {
    let digits = line.due.meter.address.trim_start_matches('0');
    match line.trouble {
        Trouble::LostZero => format!("{}.{}E+{:02}", &digits[..1], &digits[1..6], digits.len() - 1),
        _ => digits.to_owned(),
    }
}

fn cell(text: String) -> SheetCell {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit() || b"-.".contains(&byte));
    match text.parse() {
        Ok(number) if is_plain => SheetCell::Number(number),
        _ => SheetCell::Text(text),
    }
}

fn text(text: String) -> SheetCell {
    SheetCell::Text(text)
}
