//! Documents by shape: JSON as the same tree in CBOR, whose rows are then written like any others.

use serde_json::{Map, Value};

use super::shapes::{self, Room, Shaped};
use crate::compress::compress;
use crate::wire::Malformed;

const DEPTH_MAX: usize = 16;

/// Texts up to this are tried both ways.
const FEW_BYTES: usize = 64 << 10;

/// Documents of a message that left their place in it empty.
pub(crate) struct PackedDocuments {
    pub section: Vec<u8>,
    /// The last loose bits of the message.
    pub loose: Vec<u8>,
}

impl PackedDocuments {
    /// Takes what can be written by shape out of the message: a document that was taken leaves an empty text.
    pub fn take_from<'d>(documents: impl Iterator<Item = &'d mut String>) -> Option<PackedDocuments> {
        let mut room = Room::default();
        let mut taken: Vec<(&mut String, Shaped)> = Vec::new();
        for document in documents {
            let tree = serde_json::from_str(document).ok().and_then(|value| cbor_of(&value));
            let shaped = tree.and_then(|tree| room.for_row(&tree));
            taken.extend(shaped.map(|shaped| (document, shaped)));
        }
        let shaped: Vec<&Shaped> = taken.iter().map(|(_, shaped)| shaped).collect();
        let (section, loose) = shapes::write(&shaped);
        let texts: Vec<&str> = taken.iter().map(|(text, _)| text.as_str()).collect();
        if !is_worth_it(&texts, &section, &loose) {
            return None;
        }
        taken.into_iter().for_each(|(document, _)| document.clear());
        Some(PackedDocuments { section, loose })
    }

    /// Puts the documents back where the empty texts are.
    pub fn put_back<'d>(
        section: &[u8],
        loose: &[u8],
        documents: impl Iterator<Item = &'d mut String>,
    ) -> Result<(), Malformed> {
        let mut rows = shapes::read(section, loose)?.into_iter();
        for document in documents.filter(|document| document.is_empty()) {
            let row = rows.next().ok_or(Malformed::because("fewer documents than places for them"))?;
            *document = value_of(&mut minicbor::Decoder::new(&row), 0)?.to_string();
        }
        match rows.next() {
            None => Ok(()),
            Some(_) => Err(Malformed::because("more documents than places for them")),
        }
    }
}

/// Shapes have to be said before they save anything; many documents always do.
fn is_worth_it(texts: &[&str], section: &[u8], loose: &[u8]) -> bool {
    let text = texts.concat();
    text.len() > FEW_BYTES || compress(section).len() + loose.len() < compress(text.as_bytes()).len()
}

/// `None` for a number that is no integer.
fn cbor_of(value: &Value) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    write(value, &mut minicbor::Encoder::new(&mut bytes))?;
    Some(bytes)
}

fn write(value: &Value, e: &mut minicbor::Encoder<&mut Vec<u8>>) -> Option<()> {
    match value {
        Value::Null => drop(e.null().ok()?),
        Value::Bool(value) => drop(e.bool(*value).ok()?),
        Value::Number(number) => drop(e.i64(number.as_i64()?).ok()?),
        Value::String(text) => drop(e.str(text).ok()?),
        Value::Array(items) => {
            e.array(items.len() as u64).ok()?;
            items.iter().try_for_each(|item| write(item, e))?;
        }
        Value::Object(fields) => {
            e.map(fields.len() as u64).ok()?;
            for (name, field) in fields {
                e.str(name).ok()?;
                write(field, e)?;
            }
        }
    }
    Some(())
}

fn value_of(d: &mut minicbor::Decoder<'_>, depth: usize) -> Result<Value, Malformed> {
    use minicbor::data::Type;
    if depth > DEPTH_MAX {
        return Err(Malformed::because("a document is too deep"));
    }
    let without_end = Malformed::because("a document without an end");
    Ok(match d.datatype()? {
        Type::Null => {
            d.null()?;
            Value::Null
        }
        Type::Bool => Value::Bool(d.bool()?),
        Type::String => Value::String(d.str()?.to_owned()),
        Type::Array => {
            let count = d.array()?.ok_or(without_end)?;
            Value::Array((0..count).map(|_| value_of(d, depth + 1)).collect::<Result<_, _>>()?)
        }
        Type::Map => {
            let count = d.map()?.ok_or(without_end)?;
            let field = |_| Ok((d.str()?.to_owned(), value_of(d, depth + 1)?));
            Value::Object((0..count).map(field).collect::<Result<Map<_, _>, Malformed>>()?)
        }
        _ => Value::Number(d.i64()?.into()),
    })
}
