//! The console's tests: Playwright drives a real Chromium against real centers on demo data.

use crate::{failure::Outcome, process, products, workspace::Workspace};

pub fn test(workspace: &Workspace) -> Outcome {
    if !cfg!(target_os = "linux") {
        println!("Skipped: the browser of these tests is Debian's.");
        return Ok(());
    }
    products::build_ui(workspace)?;
    products::build_everything(workspace)?;
    let mut tests = workspace.npm(["run", "test:console"]);
    tests.env("QINGJIANG_BIN", workspace.target("debug")).env("QINGJIANG_PICTURES", workspace.target("console"));
    process::show(&mut tests)
}
