//! The rows of a file as they stand in it, before anything is made of them.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::cell::{BadField, Cell};
use super::profile::{FileForm, ImportProfile};
use super::{cime, csv_file, xlsx};

/// Rows that one file may have; a county's month fits several times.
pub const ROWS_MAX: usize = 500_000;

/// A file as a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawTable {
    /// Empty for a file without headings.
    pub headings: Vec<String>,
    pub rows: Vec<RawRow>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawRow {
    /// Where an editor or Excel shows it: from 1, header lines counted.
    pub row: u32,
    /// The line as it stood; cells of a workbook are joined by tabs.
    pub text: String,
    pub cells: Vec<Cell>,
    /// Hidden in the workbook.
    pub is_hidden: bool,
}

/// Why a whole file cannot be read by a profile.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum FileRefusal {
    #[error("the file has no rows")]
    Empty,
    #[error("the file has more than {rows_max} rows")]
    TooManyRows { rows_max: u32 },
    #[error("the headings are not in the encoding that the profile declares")]
    Encoding,
    #[error("the file has no column {column}; it has: {found}")]
    NoColumn { column: String, found: String },
    #[error("the file has column {column} more than once")]
    ColumnTwice { column: String },
    #[error("the file is no workbook: {detail}")]
    NoWorkbook { detail: String },
    #[error("the workbook has no sheet {sheet}; it has: {found}")]
    NoSheet { sheet: String, found: String },
    #[error("the file has no entity {entity}; it has: {found}")]
    NoEntity { entity: String, found: String },
    #[error("line {row}: {detail}")]
    Broken { row: u32, detail: String },
}

impl FileRefusal {
    /// The stable name of the reason; the sentences belong to the screens.
    pub fn code(&self) -> &'static str {
        match self {
            FileRefusal::Empty => "empty",
            FileRefusal::TooManyRows { .. } => "too-many-rows",
            FileRefusal::Encoding => "encoding",
            FileRefusal::NoColumn { .. } => "no-column",
            FileRefusal::ColumnTwice { .. } => "column-twice",
            FileRefusal::NoWorkbook { .. } => "no-workbook",
            FileRefusal::NoSheet { .. } => "no-sheet",
            FileRefusal::NoEntity { .. } => "no-entity",
            FileRefusal::Broken { .. } => "broken",
        }
    }
}

pub(super) fn read(profile: &ImportProfile, bytes: &[u8]) -> Result<RawTable, FileRefusal> {
    let table = match &profile.file {
        FileForm::Csv { encoding, delimiter, header_rows } => {
            csv_file::read(bytes, *encoding, *delimiter, usize::from(*header_rows))?
        }
        FileForm::Xlsx { sheet, header_rows } => xlsx::read(bytes, sheet.as_deref(), usize::from(*header_rows))?,
        FileForm::CimE { encoding, entity } => cime::read(bytes, *encoding, entity)?,
    };
    if table.rows.is_empty() {
        return Err(FileRefusal::Empty);
    }
    Ok(table)
}

/// Refuses the row that would be one too many.
pub(super) fn check_room(rows: &[RawRow]) -> Result<(), FileRefusal> {
    if rows.len() < ROWS_MAX { Ok(()) } else { Err(FileRefusal::TooManyRows { rows_max: ROWS_MAX as u32 }) }
}

impl RawRow {
    pub fn bad_fields(&self) -> Vec<BadField> {
        let bad = |(index, cell): (usize, &Cell)| match cell {
            Cell::Undecodable { bytes } => Some(BadField { column: index as u32 + 1, hex: Cell::hex(bytes) }),
            _ => None,
        };
        self.cells.iter().enumerate().filter_map(bad).collect()
    }

    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(Cell::is_empty)
    }
}

/// Headings of one or more lines as one text a column: `正向有功/峰`. A heading that spans columns stands only in the
/// first of them, so a column with a heading below takes the one above from its left.
pub(super) fn join_headings(lines: &[Vec<String>]) -> Vec<String> {
    let Some((lowest, above)) = lines.split_last() else { return Vec::new() };
    let width = lines.iter().map(Vec::len).max().unwrap_or(0);
    let at = |line: &[String], column: usize| line.get(column).cloned().unwrap_or_default();
    let spanning = |line: &Vec<String>, column: usize| {
        let own = at(line, column);
        if !own.is_empty() || at(lowest, column).is_empty() {
            return own;
        }
        (0..column).rev().map(|left| at(line, left)).find(|text| !text.is_empty()).unwrap_or_default()
    };
    (0..width)
        .map(|column| {
            let mut levels: Vec<String> = above.iter().map(|line| spanning(line, column)).collect();
            levels.push(at(lowest, column));
            levels.retain(|level| !level.is_empty());
            levels.dedup();
            levels.join("/")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|cell| cell.to_string()).collect()
    }

    #[test]
    fn a_heading_over_several_columns_belongs_to_each_of_them() {
        let lines = [line(&["表号", "正向有功", "", "", "备注"]), line(&["", "总", "峰", "谷", ""])];
        assert_eq!(join_headings(&lines), ["表号", "正向有功/总", "正向有功/峰", "正向有功/谷", "备注"]);
    }

    #[test]
    fn one_line_of_headings_stays_as_it_is() {
        assert_eq!(join_headings(&[line(&["表号", "总"])]), ["表号", "总"]);
    }
}
