//! Where the profile's columns lie in a file.

use domain::Register;

use super::profile::{ColumnName, ImportProfile};
use super::table::FileRefusal;

/// Indexes of columns, from 0.
pub struct Layout {
    pub meter: Option<usize>,
    pub address: Option<usize>,
    pub customer: Option<usize>,
    pub point: Option<usize>,
    pub date: usize,
    pub time: Option<usize>,
    pub registers: Vec<(Register, usize)>,
    /// One register a row: its code and its value.
    pub by_code: Option<(usize, usize)>,
    pub success: Option<usize>,
    /// One for each `skip` of the profile.
    pub skip: Vec<Option<usize>>,
}

impl Layout {
    pub fn find(profile: &ImportProfile, headings: &[String]) -> Result<Layout, FileRefusal> {
        let find = |column: &ColumnName| find(column, headings);
        let maybe = |column: &Option<ColumnName>| column.as_ref().map(find).transpose();
        let columns = &profile.columns;
        let registers = profile.register_columns().into_iter();
        Ok(Layout {
            meter: maybe(&columns.meter)?,
            address: maybe(&columns.address)?,
            customer: maybe(&columns.customer)?,
            point: maybe(&columns.point)?,
            date: find(&columns.date)?,
            time: maybe(&columns.time)?,
            registers: registers.map(|(register, column)| Ok((register, find(column)?))).collect::<Result<_, _>>()?,
            by_code: maybe(&columns.register_code)?.zip(maybe(&columns.value)?),
            success: profile.success.as_ref().map(|flag| find(&flag.column)).transpose()?,
            skip: profile.skip.iter().map(|skip| maybe(&skip.column)).collect::<Result<_, _>>()?,
        })
    }
}

/// Blanks and line breaks in headings come and go; everything else must be as declared, and there only once.
fn find(column: &ColumnName, headings: &[String]) -> Result<usize, FileRefusal> {
    let heading = match column {
        ColumnName::Position(position) => return Ok(*position as usize - 1),
        ColumnName::Heading(heading) => heading,
    };
    let mut places = headings.iter().enumerate().filter(|(_, found)| without_blanks(found) == without_blanks(heading));
    match (places.next(), places.next()) {
        (Some((index, _)), None) => Ok(index),
        (Some(_), Some(_)) => Err(FileRefusal::ColumnTwice { column: heading.clone() }),
        (None, _) => Err(FileRefusal::NoColumn { column: heading.clone(), found: headings.join(", ") }),
    }
}

fn without_blanks(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).collect()
}
