//! In an answer a field without a value is written as `null` and is always there; in a request it may be left out.

use std::collections::BTreeSet;

use serde::Serialize;
use utoipa::Modify;
use utoipa::openapi::schema::{ArrayItems, Object, SchemaType, Type};
use utoipa::openapi::{OpenApi, RefOr, Schema};

pub struct NullIsSaid;

impl Modify for NullIsSaid {
    fn modify(&self, openapi: &mut OpenApi) {
        let asked = names_in_requests(openapi);
        let components = openapi.components.get_or_insert_default();
        for (_, schema) in components.schemas.iter_mut().filter(|(name, _)| !asked.contains(*name)) {
            require_nullable_fields(schema);
        }
    }
}

/// Every schema that a request may hold, also deep inside.
fn names_in_requests(openapi: &mut OpenApi) -> BTreeSet<String> {
    let bodies = openapi.paths.paths.values_mut().flat_map(super::operations).map(|operation| &operation.request_body);
    let mut waiting: Vec<String> = bodies.flat_map(names_in).collect();
    let mut found = BTreeSet::new();
    while let Some(name) = waiting.pop() {
        let schema = openapi.components.as_ref().and_then(|components| components.schemas.get(&name));
        if found.insert(name.clone()) {
            waiting.extend(schema.iter().flat_map(names_in));
        }
    }
    found
}

fn names_in(part: &impl Serialize) -> Vec<String> {
    let text = serde_json::to_string(part).expect("a description is JSON");
    let names = text.split("#/components/schemas/").skip(1).filter_map(|rest| rest.split('"').next());
    names.map(str::to_owned).collect()
}

fn require_nullable_fields(schema: &mut RefOr<Schema>) {
    let RefOr::T(schema) = schema else { return };
    match schema {
        Schema::Object(object) => require_in(object),
        Schema::Array(array) => {
            if let ArrayItems::RefOrSchema(items) = &mut array.items {
                require_nullable_fields(items);
            }
        }
        Schema::OneOf(any) => any.items.iter_mut().for_each(require_nullable_fields),
        Schema::AllOf(all) => all.items.iter_mut().for_each(require_nullable_fields),
        Schema::AnyOf(any) => any.items.iter_mut().for_each(require_nullable_fields),
        _ => {}
    }
}

fn require_in(object: &mut Object) {
    for (name, field) in &mut object.properties {
        if may_be_null(field) && !object.required.contains(name) {
            object.required.push(name.clone());
        }
        require_nullable_fields(field);
    }
}

fn may_be_null(field: &RefOr<Schema>) -> bool {
    let allows_null = |kind: &SchemaType| match kind {
        SchemaType::Type(kind) => *kind == Type::Null,
        SchemaType::Array(kinds) => kinds.contains(&Type::Null),
        SchemaType::AnyValue => false,
    };
    match field {
        RefOr::T(Schema::Object(object)) => allows_null(&object.schema_type),
        RefOr::T(Schema::Array(array)) => allows_null(&array.schema_type),
        RefOr::T(Schema::OneOf(one)) => one.items.iter().any(may_be_null),
        _ => false,
    }
}
