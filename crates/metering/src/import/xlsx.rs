//! XLSX through `calamine`, with Excel's traps in sight: numbers that were account numbers, dates that are serials,
//! headings over several columns, hidden rows.

mod hidden;

use std::io::Cursor;

use calamine::{Data, ExcelDateTime, Reader, Xlsx};
use chrono::{NaiveDate, NaiveDateTime};
use rust_decimal::Decimal;

use super::cell::Cell;
use super::table::{FileRefusal, RawRow, RawTable, check_room, join_headings};

pub fn read(bytes: &[u8], sheet: Option<&str>, header_rows: usize) -> Result<RawTable, FileRefusal> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| no_workbook(&error))?;
    let sheet = pick_sheet(&workbook.sheet_names(), sheet)?;
    let range = workbook.worksheet_range(&sheet).map_err(|error| no_workbook(&error))?;
    let hidden = hidden::rows(bytes, &sheet).map_err(|detail| FileRefusal::NoWorkbook { detail })?;
    let (first_row, first_column) = range.start().unwrap_or_default();
    let mut headings = Vec::new();
    let mut rows = Vec::new();
    for (index, line) in range.rows().enumerate() {
        let row = first_row + index as u32 + 1;
        let mut cells = vec![Cell::Text(String::new()); first_column as usize];
        cells.extend(line.iter().map(cell));
        if headings.len() < header_rows {
            headings.push(cells.iter().map(|cell| cell.text().unwrap_or_default()).collect());
            continue;
        }
        check_room(&rows)?;
        let raw = RawRow { row, text: line_text(&cells), cells, is_hidden: hidden.contains(&row) };
        if !raw.is_blank() {
            rows.push(raw);
        }
    }
    Ok(RawTable { headings: join_headings(&headings), rows })
}

fn no_workbook(error: &impl std::fmt::Display) -> FileRefusal {
    FileRefusal::NoWorkbook { detail: error.to_string() }
}

fn pick_sheet(found: &[String], wanted: Option<&str>) -> Result<String, FileRefusal> {
    let sheet = match wanted {
        None => found.first(),
        Some(wanted) => found.iter().find(|name| name.as_str() == wanted),
    };
    sheet
        .cloned()
        .ok_or_else(|| FileRefusal::NoSheet { sheet: wanted.unwrap_or_default().to_owned(), found: found.join(", ") })
}

fn line_text(cells: &[Cell]) -> String {
    let texts: Vec<String> = cells.iter().map(|cell| cell.text().unwrap_or_default()).collect();
    texts.join("\t").trim_end().to_owned()
}

fn cell(data: &Data) -> Cell {
    match data {
        Data::Empty => Cell::Text(String::new()),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => Cell::Text(text.trim().to_owned()),
        Data::Int(number) => Cell::Number(number.to_string()),
        Data::Float(number) => Cell::Number(number_text(*number)),
        Data::Bool(value) => Cell::Text(value.to_string()),
        Data::DateTime(at) => date(at).map_or_else(|| Cell::Number(number_text(at.as_f64())), Cell::Date),
        Data::Error(error) => Cell::Text(error.to_string()),
    }
}

/// The 15 significant digits that Excel keeps. A whole number with more digits is left with its exponent: its last digits
/// are lost, and whoever reads it must see that.
fn number_text(number: f64) -> String {
    let digits = format!("{number:.14e}");
    match Decimal::from_scientific(&digits) {
        Ok(exact) if number.abs() < 1e15 => exact.normalize().to_string(),
        _ => digits,
    }
}

fn date(at: &ExcelDateTime) -> Option<NaiveDateTime> {
    if !at.is_datetime() {
        return None;
    }
    let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
    let day = NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day))?;
    day.and_hms_opt(u32::from(hour), u32::from(minute), u32::from(second))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_the_digits_that_excel_shows_and_no_more() {
        assert_eq!(number_text(12345.670000000002), "12345.67");
        assert_eq!(number_text(42800123.0), "42800123");
        assert_eq!(number_text(0.1), "0.1");
        assert_eq!(number_text(4.213010000000001e21), "4.21301000000000e21");
    }

    #[test]
    fn what_is_no_workbook_is_refused() {
        assert!(matches!(read(b"PK\x03\x04 not really", None, 1), Err(FileRefusal::NoWorkbook { .. })));
    }
}
