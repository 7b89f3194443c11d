//! What an import is about, and rows that are no readings at all.

use chrono::NaiveDate;

use super::cell::Cell;
use super::layout::Layout;
use super::profile::ImportProfile;
use super::table::RawRow;

/// Which readings an import takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportScope {
    /// Only readings of this day; the newest of each meter in the file, if none is named.
    pub on: Option<NaiveDate>,
    /// The last day that a reading may be of.
    pub not_after: NaiveDate,
}

/// 总计, 合计 and the like.
pub(super) fn is_summary(profile: &ImportProfile, layout: &Layout, row: &RawRow) -> bool {
    profile.skip.iter().zip(&layout.skip).any(|(skip, column)| {
        let says_so =
            |cell: &Cell| cell.text().is_some_and(|text| skip.contains.iter().any(|word| text.contains(word)));
        match column {
            Some(column) => row.cells.get(*column).is_some_and(says_so),
            None => row.cells.iter().any(says_so),
        }
    })
}
