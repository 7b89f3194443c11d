//! CIM/E text (GB/T 30149): `<类::实例>`, `@` with the columns, a `#` line a row, `</类::实例>`; `//` begins a comment.
//!
//! Fields are parted by blanks; a field with blanks stands in quotes. Blanks and quotes never occur inside characters of
//! GB18030, so a line is split as bytes and decoded field by field.

use super::cell::{Cell, decode_for_eyes};
use super::profile::Encoding;
use super::table::{FileRefusal, RawRow, RawTable, check_room};

const UTF8_BOM: &[u8] = &[0xEF, 0xBB, 0xBF];

/// What has been read so far.
struct Reading<'a> {
    entity: &'a str,
    encoding: Encoding,
    /// The instance that a line lies in: whether it is one of the entity's.
    inside: Option<bool>,
    headings: Vec<String>,
    rows: Vec<RawRow>,
    /// Classes that the file has, for the refusal.
    classes: Vec<String>,
}

pub fn read(bytes: &[u8], encoding: Encoding, entity: &str) -> Result<RawTable, FileRefusal> {
    let bytes = bytes.strip_prefix(UTF8_BOM).unwrap_or(bytes);
    let mut reading =
        Reading { entity, encoding, inside: None, headings: Vec::new(), rows: Vec::new(), classes: Vec::new() };
    let mut last = 0;
    for (index, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        last = index as u32 + 1;
        reading.take(last, line.trim_ascii())?;
    }
    if reading.inside.is_some() {
        return Err(broken(last, "the file ends inside an entity"));
    }
    if !reading.classes.iter().any(|class| class == entity) {
        return Err(FileRefusal::NoEntity { entity: entity.to_owned(), found: reading.classes.join(" ") });
    }
    Ok(RawTable { headings: reading.headings, rows: reading.rows })
}

impl Reading<'_> {
    fn take(&mut self, row: u32, line: &[u8]) -> Result<(), FileRefusal> {
        match (line, self.inside) {
            ([] | [b'/', b'/', ..] | [b'<', b'!', ..], _) => Ok(()),
            ([b'<', b'/', ..], Some(_)) => {
                self.inside = None;
                Ok(())
            }
            ([b'<', tag @ .., b'>'], None) => self.open(row, tag),
            (_, Some(false)) => Ok(()),
            ([b'@', b'@' | b'#', ..], _) => Err(broken(row, "only tables with a line a row are read")),
            ([b'@', columns @ ..], Some(true)) => self.name_columns(row, columns),
            ([b'#', fields @ ..], Some(true)) => self.add_row(row, line, fields),
            _ => Err(broken(row, "neither an entity, columns, a row nor a comment")),
        }
    }

    /// `类::实例 attributes`
    fn open(&mut self, row: u32, tag: &[u8]) -> Result<(), FileRefusal> {
        let tag = Cell::decode(tag, self.encoding).text().ok_or(FileRefusal::Encoding)?;
        let (class, _) = tag.split_once("::").ok_or_else(|| broken(row, "an entity is written <类::实例>"))?;
        self.inside = Some(class.trim() == self.entity);
        self.classes.push(class.trim().to_owned());
        Ok(())
    }

    fn name_columns(&mut self, row: u32, columns: &[u8]) -> Result<(), FileRefusal> {
        let names: Option<Vec<String>> = self.cells(row, columns)?.iter().map(Cell::text).collect();
        let names = names.ok_or(FileRefusal::Encoding)?;
        if !self.headings.is_empty() && self.headings != names {
            return Err(broken(row, "the instances of the entity have different columns"));
        }
        self.headings = names;
        Ok(())
    }

    fn add_row(&mut self, row: u32, line: &[u8], fields: &[u8]) -> Result<(), FileRefusal> {
        if self.headings.is_empty() {
            return Err(broken(row, "a row stands before the line of columns"));
        }
        check_room(&self.rows)?;
        let cells = self.cells(row, fields)?;
        self.rows.push(RawRow { row, text: decode_for_eyes(line, self.encoding), cells, is_hidden: false });
        Ok(())
    }

    fn cells(&self, row: u32, line: &[u8]) -> Result<Vec<Cell>, FileRefusal> {
        let fields = split(line).ok_or_else(|| broken(row, "a quote is not closed"))?;
        Ok(fields.into_iter().map(|field| Cell::decode(field, self.encoding)).collect())
    }
}

fn broken(row: u32, detail: &str) -> FileRefusal {
    FileRefusal::Broken { row, detail: detail.to_owned() }
}

/// The fields of a line; `None` if a quote stays open.
fn split(line: &[u8]) -> Option<Vec<&[u8]>> {
    let mut fields = Vec::new();
    let mut rest = line.trim_ascii();
    while let Some(first) = rest.first() {
        let (field, after) = match first {
            b'\'' | b'"' => {
                let end = rest[1..].iter().position(|byte| byte == first)?;
                (&rest[1..=end], &rest[end + 2..])
            }
            _ => rest.split_at(rest.iter().position(u8::is_ascii_whitespace).unwrap_or(rest.len())),
        };
        fields.push(field);
        rest = after.trim_ascii_start();
    }
    Some(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "<! Entity=EN type=TMR !>\n<厂站::恩施 date='2010-12-21'>\n@ 名称\n# 甲\n</厂站::恩施>\n\
        <表计底码::恩施>\n@ 序号 名称 底码\n// a comment\n# 1 '龙 凤 变' 12.5\n#2\t\"乙\" NULL\n</表计底码::恩施>\n";

    #[test]
    fn the_named_entity_is_read_with_quotes_and_comments() {
        let table = read(FILE.as_bytes(), Encoding::Utf8, "表计底码").unwrap();
        assert_eq!(table.headings, ["序号", "名称", "底码"]);
        let rows: Vec<(u32, Vec<String>)> =
            table.rows.iter().map(|row| (row.row, row.cells.iter().filter_map(Cell::text).collect())).collect();
        assert_eq!(rows[0], (9, vec!["1".into(), "龙 凤 变".into(), "12.5".into()]));
        assert_eq!(rows[1].1[2], "NULL");
    }

    #[test]
    fn what_is_not_there_or_not_whole_is_refused_by_name() {
        let missing = read(FILE.as_bytes(), Encoding::Utf8, "电量").unwrap_err();
        assert_eq!(missing, FileRefusal::NoEntity { entity: "电量".into(), found: "厂站 表计底码".into() });
        let cut = FILE.split("</表计").next().unwrap();
        assert!(matches!(read(cut.as_bytes(), Encoding::Utf8, "表计底码"), Err(FileRefusal::Broken { .. })));
        let open = FILE.replace("凤 变'", "凤 变");
        assert!(matches!(read(open.as_bytes(), Encoding::Utf8, "表计底码"), Err(FileRefusal::Broken { row: 9, .. })));
    }
}
