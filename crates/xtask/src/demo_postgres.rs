//! The demo's books in a PostgreSQL of its own, in the demo's folder: `cargo xtask run --postgres`.

use std::fs;
use std::path::Path;
use std::process::Command;

#[path = "../../testkit/src/postgres_server.rs"]
#[allow(
    dead_code,
    reason = "the tests ask more of it than the demo does; without dependencies, the file itself is shared"
)]
mod postgres_server;

use crate::{failure::Failure, process, products, workspace::Workspace};
use postgres_server::{Afterwards, PostgresServer};

const DATABASE: &str = "qingjiang";

pub struct DemoServer {
    /// Stops when the demo ends.
    _server: PostgresServer,
    pub url: String,
}

/// Whether the demo's books have moved to PostgreSQL. From then on they stay there: the file holds what was before.
pub fn is_in_use(demo: &Path) -> bool {
    note(demo).is_file()
}

/// Starts the server; the first time, moves the books to it.
pub fn start(workspace: &Workspace, demo: &Path) -> Result<DemoServer, Failure> {
    let failed = |error: std::io::Error| Failure::new(format!("PostgreSQL: {error}"));
    let server = PostgresServer::start(&demo.join("postgres"), Afterwards::Stays, &[]).map_err(failed)?;
    if !server.has_database(DATABASE).map_err(failed)? {
        server.create_database(DATABASE).map_err(failed)?;
    }
    let url = server.url(DATABASE);
    if !is_in_use(demo) {
        let doing = "moving the demo's books to PostgreSQL";
        process::quietly(workspace, "demo-postgres", doing, &mut moving(workspace, demo, &url))?;
        fs::write(note(demo), "").map_err(Failure::at(&note(demo)))?;
    }
    Ok(DemoServer { _server: server, url })
}

fn moving(workspace: &Workspace, demo: &Path, url: &str) -> Command {
    let mut center = workspace.start(products::CENTER);
    let file = format!("sqlite:{}", demo.join("center/center.db").display());
    center.args(["migrate", "--from", &file, "--to", url, "--secrets"]).arg(demo.join("center"));
    center
}

fn note(demo: &Path) -> std::path::PathBuf {
    demo.join("in-postgres")
}
