//! Where the books of a test are: in a file of its folder, or, with `QINGJIANG_TEST_DATABASE=postgres`, in a database of its own
//! on a PostgreSQL that the test binary starts once and that ends with it.

use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use center::Database;
use testkit::postgres_server::{Afterwards, PostgresServer};

/// The switch.
const SWITCH: &str = "QINGJIANG_TEST_DATABASE";

/// Fast rather than safe from power cuts: no test cuts the power of the machine.
const SETTINGS: [&str; 5] =
    ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200", "shared_buffers=64MB"];

pub fn is_postgres() -> bool {
    match std::env::var(SWITCH).as_deref() {
        Ok("postgres") => true,
        Ok("sqlite") | Err(_) => false,
        Ok(other) => panic!("{SWITCH} is sqlite or postgres, not {other}"),
    }
}

/// The server of this test binary.
pub fn server() -> &'static PostgresServer {
    static SERVER: OnceLock<PostgresServer> = OnceLock::new();
    SERVER.get_or_init(|| new_server(&SETTINGS))
}

/// A server of a test's own.
pub fn new_server(settings: &[&str]) -> PostgresServer {
    static STARTED: AtomicU32 = AtomicU32::new(0);
    let number = STARTED.fetch_add(1, Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("qingjiang-center-test-{}-{number}", std::process::id()));
    PostgresServer::start(&folder, Afterwards::Goes, settings).expect("a PostgreSQL of one's own")
}

/// The address of an empty database on the server of this test binary.
pub fn new_database() -> String {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let name = format!("books_{}", MADE.fetch_add(1, Ordering::Relaxed));
    server().create_database(&name).expect("an empty database")
}

/// The name of the books of a folder; the same folder has the same books.
pub fn name_in(dir: &Path) -> String {
    if !is_postgres() {
        return format!("sqlite:{}", dir.join("center.db").display());
    }
    let note = dir.join("database");
    std::fs::read_to_string(&note).unwrap_or_else(|_| {
        let name = new_database();
        std::fs::write(&note, &name).unwrap();
        name
    })
}

pub fn database_in(dir: &Path) -> Database {
    name_in(dir).parse().unwrap()
}

/// What a program of the center is told about the books of a folder. Its secrets lie there too.
pub fn words_in(dir: &Path) -> Vec<String> {
    ["--database", &name_in(dir), "--secrets", &dir.display().to_string()].map(str::to_owned).to_vec()
}
