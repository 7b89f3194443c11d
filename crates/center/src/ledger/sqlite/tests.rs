use std::fs::File;

use super::*;
use crate::ledger::Ledger;
use crate::ledger::db::{Sql, Value, params};

const ADD: Sql = Sql::of("INSERT INTO departures (no, station, version) VALUES (?1, ?2, ?3)");
const ONE: Sql = Sql::of("SELECT no, version FROM departures WHERE no = ?1");

fn sqlite(dir: &tempfile::TempDir) -> Sqlite {
    Sqlite::open(&dir.path().join("center.db")).unwrap()
}

#[test]
fn an_error_undoes_all_that_was_written_before_it() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = Ledger::new(Box::new(sqlite(&dir)));
    let failed = ledger.write(|db| {
        db.run(ADD, &params!["4280000001", "421280103", 1_u64])?;
        db.run(ADD, &params!["4280000001", "421280103", 2_u64])
    });
    assert!(matches!(failed, Err(LedgerError::Database(_))), "the same key twice: {failed:?}");
    assert!(ledger.read(|db| db.rows(ONE, &params!["4280000001"])).unwrap().is_empty());
}

#[test]
fn a_question_for_many_keys_answers_each_in_their_order() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = Ledger::new(Box::new(sqlite(&dir)));
    let rows = [params!["4280000001", "421280103", 1_u64], params!["4280000003", "421280103", 3_u64]];
    ledger.write(|db| db.run_each(ADD, &rows)).unwrap();
    let keys = [params!["4280000003"], params!["4280000002"], params!["4280000001"]];
    let found = ledger.read(|db| db.rows_each(ONE, &keys)).unwrap();
    let versions = |rows: &Vec<crate::ledger::db::Row>| rows.iter().map(|row| row.int("version").unwrap()).collect();
    let versions: Vec<Vec<i64>> = found.iter().map(versions).collect();
    assert_eq!(versions, [vec![3], vec![], vec![1]]);
    assert_eq!(found[0][0].values, [Value::Text("4280000003".to_owned()), Value::Int(3)]);
}

#[test]
fn a_column_that_is_not_as_it_should_be_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = Ledger::new(Box::new(sqlite(&dir)));
    let row = ledger.read(|db| db.rows(Sql::of("SELECT 'x' AS amount, NULL AS no"), &[])).unwrap().pop().unwrap();
    for (failed, column) in [
        (row.money("amount").unwrap_err(), "amount"),
        (row.string("no").unwrap_err(), "no"),
        (row.int("version").unwrap_err(), "version"),
    ] {
        assert!(matches!(&failed, LedgerError::Damaged(what) if what == column), "{failed}");
    }
}

#[test]
fn the_pen_is_held_by_one_process_and_given_back() {
    let dir = tempfile::tempdir().unwrap();
    let sqlite = sqlite(&dir);
    let of_another_process = File::options().append(true).open(pen_path(&sqlite.path)).unwrap();
    let pen = sqlite.pen().unwrap();
    assert!(of_another_process.try_lock().is_err(), "it is held here");
    drop(pen);
    of_another_process.try_lock().unwrap();
    of_another_process.unlock().unwrap();
    assert!(sqlite.pen().is_ok());
}
