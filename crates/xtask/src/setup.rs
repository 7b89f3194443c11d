//! What must be on the machine before anything else: system packages and the UI's packages. Silent when nothing is missing.

#[cfg(target_os = "linux")]
use crate::packages;
use crate::{failure::Outcome, npm, options::Options, workspace::Workspace};

pub fn run(workspace: &Workspace, arguments: &[String]) -> Outcome {
    Options::new(arguments).finish(&[])?;
    ensure(workspace)?;
    println!("Everything is installed.");
    Ok(())
}

pub fn ensure(workspace: &Workspace) -> Outcome {
    #[cfg(target_os = "linux")]
    packages::ensure(workspace)?;
    npm::ensure(workspace)
}
