//! PostgreSQL answers as SQLite does, statement by statement, and its schema is the reviewed one.

mod common;

use center::ledger::LedgerError;
use center::ledger::db::{Db, Driver, Param, Sql};
use center::ledger::postgres::{Postgres, PostgresUrl};
use center::ledger::sqlite::Sqlite;
use common::books::{new_database, server};

const TABLE: Sql = Sql {
    sqlite: "CREATE TABLE scratch (no INTEGER PRIMARY KEY, name TEXT, content BLOB, amount INTEGER)",
    postgres: "CREATE TABLE scratch (no BIGINT PRIMARY KEY, name TEXT COLLATE \"C\", content BYTEA, amount BIGINT)",
};
const PUT: Sql = Sql::of(
    "INSERT INTO scratch (no, name, content, amount) VALUES (?1, ?2, ?3, ?4)
     ON CONFLICT (no) DO UPDATE SET name = excluded.name, amount = scratch.amount + excluded.amount",
);
const ADD: Sql = Sql::of("INSERT INTO scratch (no, name, content, amount) VALUES (?1, ?2, ?3, ?4)");
const SET: Sql = Sql::of("UPDATE scratch SET name = ?2 WHERE no = ?1");
const DROP: Sql = Sql::of("DELETE FROM scratch WHERE no = ?1 AND amount >= ?2");
const ALL: Sql = Sql::of("SELECT * FROM scratch ORDER BY no");
const BY_NAME: Sql = Sql::of("SELECT no, amount FROM scratch WHERE name = ?1 AND no > ?2 ORDER BY no DESC");
const SUMS: Sql = Sql::of(
    "SELECT sum(amount) AS total, count(*) AS rows_found, max(name) AS last, EXISTS (SELECT 1 FROM scratch) AS some
     FROM scratch WHERE name = ?1 OR ?1 IS NULL",
);

fn postgres() -> Postgres {
    let url: PostgresUrl = new_database().parse().unwrap();
    Postgres::open(&url, None).unwrap()
}

fn row(no: i64, name: Option<&'static str>, content: &'static [u8], amount: i64) -> Vec<Param<'static>> {
    vec![no.into(), name.into(), content.into(), amount.into()]
}

/// What a database says to a statement, as text.
fn told(rows: Vec<center::ledger::db::Row>) -> String {
    let lines = rows.iter().map(|row| format!("{:?} {:?}", row.columns, row.values));
    lines.collect::<Vec<_>>().join("\n")
}

/// The same statements on any database, and all that it answers.
fn conversation(db: &mut dyn Db) -> Result<Vec<String>, LedgerError> {
    let mut answers = Vec::new();
    db.run(TABLE, &[])?;
    answers.push(db.run(PUT, &row(1, Some("田大贵"), b"\0\x01", -5))?.to_string());
    db.run_each(PUT, &[row(1, Some("田大贵"), b"", 12), row(2, None, b"x", i64::MAX), row(9, Some("b"), b"", 0)])?;
    db.run_each(ADD, &(20..60).map(|no| row(no, Some("many"), b"y", no * 100)).collect::<Vec<_>>())?;
    db.run_each(ADD, &[])?;
    answers.push(told(db.rows(ALL, &[])?));
    db.run_each(SET, &[vec![9.into(), "B".into()], vec![20.into(), Param::Null], vec![77.into(), "nobody".into()]])?;
    db.run_each(DROP, &[vec![21.into(), 0.into()], vec![22.into(), 9_999.into()]])?;
    answers.push(told(db.rows(ALL, &[])?));
    let keys = [vec!["many".into(), 55.into()], vec!["nobody".into(), 0.into()], vec!["B".into(), 0.into()]];
    for answer in db.rows_each(BY_NAME, &keys)? {
        answers.push(told(answer));
    }
    assert!(db.rows_each(BY_NAME, &[])?.is_empty());
    answers.push(told(db.rows(SUMS, &["many".into()])?));
    answers.push(told(db.rows(SUMS, &["nobody".into()])?));
    answers.push(db.run(SET, &[1.into(), "x".into()])?.to_string());
    Ok(answers)
}

fn held(driver: &dyn Driver) -> Vec<String> {
    let mut answers = Vec::new();
    driver
        .write(&mut |db| {
            answers = conversation(db)?;
            Ok(())
        })
        .unwrap();
    driver
        .read(&mut |db| {
            answers.push(told(db.rows(ALL, &[])?));
            Ok(())
        })
        .unwrap();
    answers
}

#[test]
fn both_databases_answer_alike() {
    let dir = tempfile::tempdir().unwrap();
    let sqlite = Sqlite::open(&dir.path().join("books.db")).unwrap();
    assert_eq!(held(&postgres()), held(&sqlite));
}

#[test]
fn an_error_undoes_all_of_a_transaction_even_when_nobody_minds_it() {
    let postgres = postgres();
    let put = |db: &mut dyn Db| db.run(ADD, &row(1, None, b"", 1));
    postgres.write(&mut |db| db.run(TABLE, &[]).map(|_| ())).unwrap();
    postgres.write(&mut |db| put(db).and_then(|_| put(db)).map(|_| ())).unwrap_err();
    postgres.write(&mut |db| put(db).and(put(db)).map_or(Ok(()), |_| Ok(()))).unwrap_err();
    postgres
        .read(&mut |db| {
            assert!(db.rows(ALL, &[])?.is_empty());
            Ok(())
        })
        .unwrap();
    postgres.write(&mut |db| put(db).map(|_| ())).expect("the session is good for the next one");
}

#[test]
fn a_snapshot_does_not_move_while_it_is_read() {
    let postgres = postgres();
    postgres.write(&mut |db| db.run(TABLE, &[]).map(|_| ())).unwrap();
    postgres
        .read(&mut |db| {
            assert!(db.rows(ALL, &[])?.is_empty());
            postgres.write(&mut |db| db.run(ADD, &row(1, None, b"", 1)).map(|_| ()))?;
            assert!(db.rows(ALL, &[])?.is_empty(), "what came later is not in the snapshot");
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_wrong_password_or_a_missing_server_is_said_without_the_password() {
    let url: PostgresUrl = new_database().parse().unwrap();
    let said = |url: &str| Postgres::open(&url.parse().unwrap(), None).err().expect("no way in").to_string();
    let wrong = said(&format!("postgres://postgres:geheim@127.0.0.1:{}/postgres", server().port()));
    assert!(wrong.contains("password") && !wrong.contains("geheim"), "{wrong}");
    let nobody = said("postgres://postgres:geheim@127.0.0.1:1/postgres");
    assert!(nobody.contains("cannot be reached") && !nobody.contains("geheim"), "{nobody}");
    assert!(
        !format!("{url:?}").contains(&url.config().get_password().map(String::from_utf8_lossy).unwrap().to_string())
    );
}

/// The tables with their columns, how they are divided, and their keys and indexes. Parts of a table are only counted.
const SCHEMA: &str = "
SELECT line FROM (
    SELECT relname, 0 AS turn, 0 AS place, '' AS name, relname || coalesce(' by ' || pg_get_partkeydef(pg_class.oid), '')
        || coalesce(' in ' || nullif((SELECT count(*) FROM pg_inherits WHERE inhparent = pg_class.oid), 0) || ' parts', '')
        || coalesce(' with ' || array_to_string(reloptions, ', '), '') AS line
    FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = 'public'::regnamespace
    UNION ALL
    SELECT relname, 1, attnum, '', '    ' || attname || ' ' || format_type(atttypid, atttypmod)
        || CASE WHEN collname = 'C' THEN ' COLLATE \"C\"' ELSE '' END || CASE WHEN attnotnull THEN ' NOT NULL' ELSE '' END
        || coalesce(' DEFAULT ' || pg_get_expr(adbin, adrelid), '')
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid LEFT JOIN pg_collation ON pg_collation.oid = attcollation
        LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = 'public'::regnamespace AND attnum > 0
        AND NOT attisdropped
    UNION ALL
    SELECT relname, 2, 0, conname, '    ' || pg_get_constraintdef(pg_constraint.oid)
    FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
    WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = 'public'::regnamespace
    UNION ALL
    SELECT relname, 3, 0, indexrelid::regclass::text, '    ' || pg_get_indexdef(indexrelid)
    FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
    WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = 'public'::regnamespace
        AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)
) AS lines
ORDER BY relname COLLATE \"C\", turn, place, name COLLATE \"C\"";

/// The sum of all migrations, reviewed as one text in the same change as a migration.
#[test]
fn the_summed_schema_is_the_reviewed_one() {
    let url = new_database();
    drop(Postgres::open(&url.parse().unwrap(), None).unwrap());
    drop(Postgres::open(&url.parse().unwrap(), None).unwrap());
    let database = url.rsplit('/').next().unwrap();
    let schema = server().sql(database, SCHEMA).unwrap() + "\n";
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../schema/center/postgres/schema.snapshot.txt");
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(path, &schema).unwrap();
    }
    let reviewed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(reviewed == schema, "the schema changed; review it and run again with UPDATE_SNAPSHOTS=1");
}
