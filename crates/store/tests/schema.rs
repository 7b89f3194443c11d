//! The migrations sum up to the schema that was reviewed.

mod common;

use std::fs;
use std::path::Path;

use common::Place;
use store::Store;

#[test]
fn the_migrations_sum_up_to_the_reviewed_schema() {
    let place = Place::new("schema");
    drop(Store::open(&place.file(), None).unwrap());
    let summed = schema_of(&place.file());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schema/outlet/snapshot.sql");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, &summed).unwrap();
    }
    let reviewed = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(summed, reviewed, "run with UPDATE_GOLDEN=1 and review the difference");
}

#[test]
fn opening_twice_changes_nothing() {
    let place = Place::new("opened-twice");
    drop(Store::open(&place.file(), None).unwrap());
    let before = common::dump(&place.file());
    drop(Store::open(&place.file(), None).unwrap());
    assert_eq!(common::dump(&place.file()), before);
}

fn schema_of(file: &Path) -> String {
    let db = rusqlite::Connection::open(file).unwrap();
    let version: u32 = db.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    let sql = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'search\\_%\\_%' ESCAPE '\\' \
               ORDER BY type, name";
    let mut statement = db.prepare(sql).unwrap();
    let parts: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
    let comment = "-- All migrations summed up; written by the test `the_migrations_sum_up_to_the_reviewed_schema`.";
    format!(
        "{comment}\n-- user_version {version}\n\n{}\n",
        parts.iter().map(|part| format!("{part};\n")).collect::<Vec<_>>().join("\n")
    )
}
