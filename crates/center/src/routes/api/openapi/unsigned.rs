//! Counts and numbers are unsigned, and use the whole width of their type; OpenAPI's `int32` and `int64` are signed.

use serde_json::{Map, Value, json};
use utoipa::Modify;
use utoipa::openapi::OpenApi;

pub struct UnsignedNumbers;

impl Modify for UnsignedNumbers {
    fn modify(&self, openapi: &mut OpenApi) {
        let mut document = serde_json::to_value(&*openapi).expect("a description is JSON");
        widen(&mut document);
        *openapi = serde_json::from_value(document).expect("widths change no shape");
    }
}

fn widen(part: &mut Value) {
    match part {
        Value::Array(items) => items.iter_mut().for_each(widen),
        Value::Object(fields) => {
            widen_schema(fields);
            fields.values_mut().for_each(widen);
        }
        _ => {}
    }
}

fn widen_schema(schema: &mut Map<String, Value>) {
    if schema.get("minimum").and_then(Value::as_f64) != Some(0.0) {
        return;
    }
    let (format, width) = match schema.get("format").and_then(Value::as_str) {
        Some("int32") => ("uint32", u64::from(u32::MAX)),
        Some("int64") => ("uint64", u64::MAX),
        _ => return,
    };
    schema.insert("format".to_owned(), json!(format));
    schema.entry("maximum").or_insert(json!(width));
}
