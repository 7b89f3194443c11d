//! Where things are: the root of the repository, its target directory and what xtask keeps there.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

pub struct Workspace {
    root: PathBuf,
    target: PathBuf,
}

impl Workspace {
    pub fn locate() -> Self {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = manifest.ancestors().nth(2).unwrap_or(manifest).to_path_buf();
        let target = target_of_this_program().unwrap_or_else(|| root.join("target"));
        Self { root, target }
    }

    pub fn path(&self, inside: &str) -> PathBuf {
        self.root.join(inside)
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn target(&self, inside: &str) -> PathBuf {
        self.target.join(inside)
    }

    /// A file or folder that xtask itself keeps between runs.
    pub fn notes(&self, inside: &str) -> PathBuf {
        self.target.join("xtask").join(inside)
    }

    /// A program as `cargo build` leaves it. It starts where the person at the terminal stands, so that files on the
    /// command line are found.
    pub fn start(&self, program: &str) -> Command {
        Command::new(self.built("debug", program))
    }

    pub fn start_optimised(&self, program: &str) -> Command {
        Command::new(self.built("release", program))
    }

    fn built(&self, profile: &str, program: &str) -> PathBuf {
        self.target.join(profile).join(format!("{program}{}", env::consts::EXE_SUFFIX))
    }

    /// The same cargo that started xtask, so that the pinned toolchain is kept.
    pub fn cargo<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Command {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.args(arguments).current_dir(&self.root);
        // What cargo tells xtask about itself; some build scripts look there, and would run again after a plain `cargo`.
        for (name, _) in env::vars_os().filter(|(name, _)| speaks_of_xtask(&name.to_string_lossy())) {
            command.env_remove(name);
        }
        command
    }

    pub fn npm<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Command {
        let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
        command.args(arguments).current_dir(self.path("ui"));
        command
    }
}

fn speaks_of_xtask(variable: &str) -> bool {
    variable.starts_with("CARGO_PKG_") || variable.starts_with("CARGO_MANIFEST_")
}

/// Cargo marks its target directory with `CACHEDIR.TAG`; xtask was built into it, wherever the settings put it.
fn target_of_this_program() -> Option<PathBuf> {
    let program = env::current_exe().ok()?;
    program.ancestors().find(|folder| folder.join("CACHEDIR.TAG").is_file()).map(Path::to_path_buf)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_hears_nothing_of_xtask_itself() {
        let cargo = Workspace::locate().cargo(["check"]);
        assert!(cargo.get_envs().any(|(name, value)| name == "CARGO_MANIFEST_DIR" && value.is_none()));
    }

    #[test]
    fn the_root_is_where_the_workspace_manifest_lies() {
        assert!(Workspace::locate().path("crates/xtask/Cargo.toml").is_file());
        assert!(Workspace::locate().path("Cargo.toml").is_file());
    }
}
