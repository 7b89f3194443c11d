//! The UI's packages: `npm ci` when the lock file is not the one last installed.

use std::{fs, process::Command};

use crate::{
    failure::{Failure, Outcome},
    process,
    workspace::Workspace,
};

const NODE_MAJOR_MIN: u64 = 20;

pub fn ensure(workspace: &Workspace) -> Outcome {
    let lock = workspace.path("ui/package-lock.json");
    // Kept inside node_modules, so that it vanishes together with what it vouches for.
    let installed = workspace.path("ui/node_modules/.installed-package-lock.json");
    let wanted = fs::read(&lock).map_err(Failure::at(&lock))?;
    if fs::read(&installed).is_ok_and(|present| present == wanted) {
        return Ok(());
    }
    require_node()?;
    process::quietly(
        workspace,
        "npm-ci",
        "installing the UI's packages",
        &mut workspace.npm(["ci", "--no-audit", "--no-fund"]),
    )?;
    fs::write(&installed, wanted).map_err(Failure::at(&installed))
}

fn require_node() -> Outcome {
    let advice = format!("Please install Node {NODE_MAJOR_MIN} or newer with npm (https://nodejs.org).");
    let version = process::answer(Command::new("node").arg("--version"))
        .map_err(|_| Failure::new(format!("Node is not installed. {advice}")))?;
    match major(&version) {
        Some(major) if major >= NODE_MAJOR_MIN => Ok(()),
        _ => Err(Failure::new(format!("Node {} is too old. {advice}", version.trim()))),
    }
}

fn major(version: &str) -> Option<u64> {
    version.trim().trim_start_matches('v').split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read_from_what_node_prints() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("nonsense"), None);
    }
}
