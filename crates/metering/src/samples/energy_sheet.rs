//! The workbook of `nengliang-c`: headings of two levels, numbers and dates as cells, and rows that somebody hid.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use thiserror::Error;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SheetCell {
    Empty,
    Text(String),
    Number(Decimal),
    Day(NaiveDate),
}

/// 计量点名称, 表计编号, 数据日期, 正向有功 峰 平 谷 尖 总, 正向无功
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetRow {
    pub cells: [SheetCell; 9],
    pub is_hidden: bool,
}

#[derive(Debug, Error)]
pub enum SheetError {
    #[error("the workbook could not be written: {0}")]
    Workbook(#[from] XlsxError),
    #[error("{0} is no number of a cell")]
    Number(Decimal),
}

/// 电能量管理, the source of `nengliang-c`.
pub fn energy_sheet(rows: &[SheetRow]) -> Result<Vec<u8>, SheetError> {
    let mut workbook = Workbook::new();
    // The same rows are the same bytes, whenever they are written.
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2026, 1, 1)?));
    let sheet = workbook.add_worksheet().set_name("日冻结")?;
    write_headings(sheet)?;
    for (row, line) in (2..).zip(rows) {
        for (column, cell) in (0..).zip(&line.cells) {
            write_cell(sheet, row, column, cell)?;
        }
        if line.is_hidden {
            sheet.set_row_hidden(row)?;
        }
    }
    Ok(workbook.save_to_buffer()?)
}

fn write_headings(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let plain = Format::new();
    for (column, heading) in [(0, "计量点名称"), (1, "表计编号"), (2, "数据日期"), (8, "正向无功")] {
        sheet.merge_range(0, column, 1, column, heading, &plain)?;
    }
    sheet.merge_range(0, 3, 0, 7, "正向有功", &plain)?;
    for (column, heading) in (3..).zip(["峰", "平", "谷", "尖", "总"]) {
        sheet.write_string(1, column, heading)?;
    }
    Ok(())
}

fn write_cell(sheet: &mut Worksheet, row: u32, column: u16, cell: &SheetCell) -> Result<(), SheetError> {
    match cell {
        SheetCell::Empty => {}
        SheetCell::Text(text) => drop(sheet.write_string(row, column, text)?),
        SheetCell::Number(number) => {
            // A workbook keeps numbers as floats; the text of the decimal is the nearest of them.
            let number: f64 = number.to_string().parse().map_err(|_| SheetError::Number(*number))?;
            sheet.write_number(row, column, number)?;
        }
        SheetCell::Day(day) => {
            let shown = Format::new().set_num_format("yyyy/m/d");
            let date = ExcelDateTime::from_ymd(day.year() as u16, day.month() as u8, day.day() as u8)?;
            sheet.write_datetime_with_format(row, column, &date, &shown)?;
        }
    }
    Ok(())
}
