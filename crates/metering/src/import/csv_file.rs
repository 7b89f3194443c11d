//! CSV, split as bytes and decoded field by field, so that one bad field spoils no other.
//!
//! This is sound for GB18030: comma, semicolon, tab, quote and line ends never occur inside its characters.

use csv::{ByteRecord, ReaderBuilder, Trim};

use super::cell::{Cell, decode_for_eyes};
use super::profile::{Delimiter, Encoding};
use super::table::{FileRefusal, RawRow, RawTable, check_room, join_headings};

const UTF8_BOM: &[u8] = &[0xEF, 0xBB, 0xBF];

pub fn read(
    bytes: &[u8],
    encoding: Encoding,
    delimiter: Delimiter,
    header_rows: usize,
) -> Result<RawTable, FileRefusal> {
    let bytes = if encoding == Encoding::Utf8 { bytes.strip_prefix(UTF8_BOM).unwrap_or(bytes) } else { bytes };
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(Trim::All)
        .delimiter(delimiter.byte())
        .from_reader(bytes);
    let mut headings = Vec::new();
    let mut rows = Vec::new();
    let mut record = ByteRecord::new();
    while next(&mut reader, &mut record)? {
        let cells: Vec<Cell> = record.iter().map(|field| Cell::decode(field, encoding)).collect();
        if headings.len() < header_rows {
            headings.push(cells.iter().map(Cell::text).collect::<Option<Vec<_>>>().ok_or(FileRefusal::Encoding)?);
            continue;
        }
        check_room(&rows)?;
        let (row, line) = place(bytes, &record, reader.position().byte());
        let raw = RawRow { row, text: decode_for_eyes(line, encoding), cells, is_hidden: false };
        if !raw.is_blank() {
            rows.push(raw);
        }
    }
    Ok(RawTable { headings: join_headings(&headings), rows })
}

fn next(reader: &mut csv::Reader<&[u8]>, record: &mut ByteRecord) -> Result<bool, FileRefusal> {
    let row = reader.position().line() as u32;
    reader.read_byte_record(record).map_err(|error| FileRefusal::Broken { row, detail: error.to_string() })
}

/// The line in which the record begins, and the record as it stands there. The reader's position lies where the record
/// before ended, so line ends and blank lines come first.
fn place<'a>(bytes: &'a [u8], record: &ByteRecord, end: u64) -> (u32, &'a [u8]) {
    let (start, line) = record.position().map_or((0, 1), |position| (position.byte() as usize, position.line()));
    let found = bytes.get(start..end as usize).unwrap_or_default();
    let blank = found.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    let (before, record) = found.split_at(blank);
    let skipped = before.iter().filter(|byte| **byte == b'\n').count();
    (line as u32 + skipped as u32, record.trim_ascii_end())
}

impl Delimiter {
    fn byte(self) -> u8 {
        match self {
            Delimiter::Comma => b',',
            Delimiter::Semicolon => b';',
            Delimiter::Tab => b'\t',
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_counted_as_an_editor_shows_them() {
        let text = "表号,总\r\n\r\n1,\"2\"\r\n,\r\n3,4\r\n";
        let table = read(text.as_bytes(), Encoding::Utf8, Delimiter::Comma, 1).unwrap();
        let seen: Vec<(u32, &str)> = table.rows.iter().map(|row| (row.row, row.text.as_str())).collect();
        assert_eq!(seen, [(3, "1,\"2\""), (5, "3,4")]);
    }

    #[test]
    fn a_bad_field_keeps_its_bytes_and_spoils_no_other() {
        let bytes = b"a,b\n\xC7\xE5,1\n\xC7,2\n";
        let table = read(bytes, Encoding::Gb18030, Delimiter::Comma, 1).unwrap();
        assert_eq!(table.rows[0].cells[0], Cell::Text("清".to_owned()));
        assert_eq!(table.rows[1].bad_fields()[0].hex, "C7");
        assert_eq!(table.rows[1].cells[1], Cell::Text("2".to_owned()));
    }

    #[test]
    fn a_character_that_an_earlier_system_lost_is_not_taken_for_text() {
        let table = read("表号,总\n1\u{FFFD}3,2\n".as_bytes(), Encoding::Utf8, Delimiter::Comma, 1).unwrap();
        assert_eq!(table.rows[0].bad_fields()[0].hex, "31EFBFBD33");
    }

    #[test]
    fn headings_in_another_encoding_are_refused_as_a_whole() {
        let bytes = "表号,总\n1,2\n".as_bytes();
        let (gbk, _, _) = encoding_rs::GB18030.encode("表号,总\n1,2\n");
        assert_eq!(read(&gbk, Encoding::Utf8, Delimiter::Comma, 1), Err(FileRefusal::Encoding));
        assert!(read(bytes, Encoding::Utf8, Delimiter::Comma, 1).is_ok());
    }
}
