//! utoipa does not know `rename_all_fields`, which every tagged enum of this project says: fields are camelCase.

use utoipa::Modify;
use utoipa::openapi::schema::Object;
use utoipa::openapi::{OpenApi, RefOr, Schema};

pub struct CamelCaseInVariants;

impl Modify for CamelCaseInVariants {
    fn modify(&self, openapi: &mut OpenApi) {
        let components = openapi.components.get_or_insert_default();
        for schema in components.schemas.values_mut() {
            if let RefOr::T(Schema::OneOf(one)) = schema {
                one.items.iter_mut().for_each(rename_fields);
            }
        }
    }
}

fn rename_fields(variant: &mut RefOr<Schema>) {
    let RefOr::T(Schema::Object(object)) = variant else { return };
    let Object { properties, required, .. } = object;
    *properties = std::mem::take(properties).into_iter().map(|(name, field)| (camel_case(&name), field)).collect();
    required.iter_mut().for_each(|name| *name = camel_case(name));
}

/// `energy_kwh` as `energyKwh`
fn camel_case(name: &str) -> String {
    let mut parts = name.split('_');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |name, part| name + &part[..1].to_uppercase() + &part[1..])
}
