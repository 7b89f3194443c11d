//! What gets built: the UI and the programs, each skipped quickly when nothing has changed.

use crate::{failure::Outcome, fingerprint::Fingerprint, process, walkthrough, workspace::Workspace};

pub const CENTER: &str = "qingjiang-center";
pub const DESK: &str = "qingjiang";
pub const DEMO_DATA: &str = "qingjiang-demo";
pub const STORM: &str = "qingjiang-storm";

/// Without this feature the desk looks for a development server instead of its own pages. It is used for every build,
/// so that cargo never keeps two versions of the window's libraries.
pub const DESK_FEATURES: [&str; 2] = ["--features", "qingjiang/custom-protocol"];

/// The pages of the desk, into `ui/dist`, and those of the console, into `ui/console/dist`.
pub fn build_ui(workspace: &Workspace) -> Outcome {
    let note = workspace.notes("ui");
    let sources = || Fingerprint::of(&[workspace.path("ui")], |_| true);
    if is_built(workspace) && sources().is_kept_in(&note) {
        return Ok(());
    }
    process::quietly(
        workspace,
        "ui-build",
        "building the pages of the desk and the console",
        &mut workspace.npm(["run", "build"]),
    )?;
    sources().keep_in(&note)
}

fn is_built(workspace: &Workspace) -> bool {
    ["ui/dist/index.html", "ui/console/dist/index.html"].iter().all(|page| workspace.path(page).is_file())
}

/// The desk, the center and the programs of the testkit. In the open, because the first time takes minutes.
///
/// One test is named with them on purpose: cargo then settles the features of shared libraries as it does for
/// `build_everything`, and whoever runs and tests in turn does not compile the whole window twice.
pub fn build_programs(workspace: &Workspace) -> Outcome {
    let mut cargo = workspace.cargo(["build", "--workspace", "--bins", "--test", walkthrough::TEST]);
    process::show(cargo.args(DESK_FEATURES))
}

/// The programs and every test.
pub fn build_everything(workspace: &Workspace) -> Outcome {
    process::show(workspace.cargo(["build", "--workspace", "--bins", "--tests"]).args(DESK_FEATURES))
}
