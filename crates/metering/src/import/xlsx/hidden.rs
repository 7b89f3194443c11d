//! Rows that somebody hid in the sheet. Whoever looks at the workbook does not see them, so they must not count unseen.

use std::collections::HashSet;
use std::io::{Cursor, Read};

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

type Parts<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// The numbers of the hidden rows of a sheet, from 1.
pub fn rows(workbook: &[u8], sheet: &str) -> Result<HashSet<u32>, String> {
    let mut parts = ZipArchive::new(Cursor::new(workbook)).map_err(|error| error.to_string())?;
    let path = path_of(&mut parts, sheet)?;
    let mut hidden = HashSet::new();
    let mut row = 0;
    each_element(&part(&mut parts, &path)?, "row", |element| {
        row = attribute(element, "r").and_then(|number| number.parse().ok()).unwrap_or(row + 1);
        if matches!(attribute(element, "hidden").as_deref(), Some("1" | "true")) {
            hidden.insert(row);
        }
    })?;
    Ok(hidden)
}

/// The part that holds a sheet: its name leads to a relation, and the relation to the part.
fn path_of(parts: &mut Parts<'_>, sheet: &str) -> Result<String, String> {
    let mut relation = None;
    each_element(&part(parts, "xl/workbook.xml")?, "sheet", |element| {
        if attribute(element, "name").as_deref() == Some(sheet) {
            relation = attribute(element, "id");
        }
    })?;
    let mut target = None;
    each_element(&part(parts, "xl/_rels/workbook.xml.rels")?, "Relationship", |element| {
        if attribute(element, "Id") == relation {
            target = attribute(element, "Target");
        }
    })?;
    let target = target.ok_or_else(|| format!("the part of sheet {sheet} is missing"))?;
    Ok(target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned))
}

fn part(parts: &mut Parts<'_>, path: &str) -> Result<String, String> {
    let mut text = String::new();
    let mut file = parts.by_name(path).map_err(|error| error.to_string())?;
    file.read_to_string(&mut text).map_err(|error| error.to_string())?;
    Ok(text)
}

fn each_element(xml: &str, name: &str, mut seen: impl FnMut(&BytesStart<'_>)) -> Result<(), String> {
    let mut reader = quick_xml::Reader::from_str(xml);
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(element) | Event::Empty(element) if element.local_name().as_ref() == name => seen(&element),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(|value| value.into_owned())
}
