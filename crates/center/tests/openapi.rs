//! `schema/center/openapi.json` describes every address of the API and no other, as the code of today has it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use center::routes::{API_ROUTES, description};
use serde_json::Value;

const SOURCES: [&str; 2] =
    [concat!(env!("CARGO_MANIFEST_DIR"), "/src"), concat!(env!("CARGO_MANIFEST_DIR"), "/../domain/src")];
const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../schema/center/openapi.json");

fn described() -> Value {
    serde_json::from_str(&description()).unwrap()
}

/// Every operation with its address and method.
fn operations(description: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    let paths = description["paths"].as_object().unwrap();
    paths.iter().flat_map(|(path, item)| {
        let operations = item.as_object().unwrap().iter();
        operations.map(move |(method, operation)| (method.as_str(), path.as_str(), operation))
    })
}

/// `cargo xtask codegen` names a folder to write to; otherwise the committed file must say the same.
#[test]
fn the_committed_description_is_that_of_the_code() {
    if let Some(folder) = std::env::var_os("OPENAPI_EXPORT_DIR") {
        fs::write(PathBuf::from(folder).join("openapi.json"), description()).unwrap();
        return;
    }
    let committed = fs::read_to_string(Path::new(COMMITTED)).unwrap();
    assert!(committed == description(), "schema/center/openapi.json is behind the code; run `cargo xtask codegen`");
}

#[test]
fn every_route_is_described() {
    let description = described();
    let found: BTreeSet<(&str, &str)> = operations(&description).map(|(method, path, _)| (method, path)).collect();
    assert_eq!(found, API_ROUTES.iter().map(|route| (route.method, route.path)).collect());
}

#[test]
fn every_operation_has_its_own_name_and_says_what_it_does() {
    let description = described();
    let mut names = BTreeSet::new();
    for (method, path, operation) in operations(&description) {
        let name = operation["operationId"].as_str().unwrap();
        assert!(names.insert(name.to_owned()), "{method} {path}: another operation is called {name}");
        assert!(operation["summary"].is_string(), "{method} {path} has no summary");
    }
}

#[test]
fn every_schema_that_is_referred_to_is_there() {
    let text = description();
    let description = described();
    let schemas = description["components"]["schemas"].as_object().unwrap();
    for name in text.split("#/components/schemas/").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(schemas.contains_key(name), "{name} is nowhere described");
    }
}

fn source_below(folder: &Path, found: &mut Vec<String>) {
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            source_below(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(fs::read_to_string(&path).unwrap());
        }
    }
}

/// The attributes of each described type, with the line that names it.
fn described_types() -> Vec<(String, String)> {
    let mut sources = Vec::new();
    SOURCES.iter().for_each(|folder| source_below(Path::new(folder), &mut sources));
    let mut found = Vec::new();
    for lines in sources.iter().map(|source| source.lines().map(str::trim).collect::<Vec<_>>()) {
        for (at, _) in
            lines.iter().enumerate().filter(|(_, line)| line.contains("derive(") && line.contains("ToSchema"))
        {
            let attributes: Vec<&str> = lines[at..].iter().copied().take_while(|line| line.starts_with("#[")).collect();
            found.push((attributes.join(" "), lines[at + attributes.len()].to_owned()));
        }
    }
    found
}

fn name_of((attributes, line): &(String, String)) -> String {
    let named = attributes.split_once("schema(as = ").map(|(_, rest)| rest.to_owned());
    let declared = line.rsplit_once("struct ").or_else(|| line.rsplit_once("enum ")).map(|(_, rest)| rest.to_owned());
    let text = named.or(declared).unwrap_or_else(|| panic!("{line} declares no type"));
    text.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '$').collect()
}

/// Of two types with one name the description would silently keep one.
#[test]
fn no_two_types_are_described_under_one_name() {
    let mut names = BTreeSet::new();
    for name in described_types().iter().map(name_of).filter(|name| !name.starts_with('$')) {
        assert!(names.insert(name.clone()), "two types are called {name}; write #[schema(as = …)] above one of them");
    }
    assert!(names.len() > 100, "the types were found");
}

/// The description takes it for granted, see `openapi/variant_fields.rs`.
#[test]
fn the_fields_of_tagged_enums_are_camel_case() {
    for (attributes, line) in described_types().iter().filter(|(attributes, _)| attributes.contains("tag = ")) {
        assert!(attributes.contains("rename_all_fields = \"camelCase\""), "{line} says no rename_all_fields");
    }
}
