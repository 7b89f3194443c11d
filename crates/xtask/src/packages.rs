//! System packages: what building, showing and testing the desk needs from the machine.

use std::{fs, os::unix::fs::MetadataExt, path::Path, process::Command};

use crate::{
    failure::{Failure, Outcome},
    process,
    workspace::Workspace,
};

/// Debian packages, grouped by the reason they are here.
const DEBIAN: &[(&str, &[&str])] = &[
    ("compiling C and finding libraries", &["build-essential", "pkg-config"]),
    ("the window, with GTK and its other libraries", &["libwebkit2gtk-4.1-dev", "fonts-noto-cjk"]),
    ("the encrypted replica", &["libssl-dev"]),
    ("printing receipts, and looking at them in tests", &["cups-client", "poppler-utils"]),
    ("driving the real window without a screen", &["webkit2gtk-driver", "xvfb", "xauth", "dbus"]),
    ("looking at the console in a real browser", &["chromium"]),
    ("checking the journal in another language", &["python3"]),
    ("a PostgreSQL for the center's tests; the cluster that comes with the package is not used", &["postgresql"]),
    ("asking the center's API thousands of questions", &["python3-venv"]),
];

/// The same needs in the words of pkg-config, for a Linux that is not Debian.
const LIBRARIES: &[&str] = &["webkit2gtk-4.1", "gtk+-3.0", "libsoup-3.0", "openssl"];

pub fn ensure(workspace: &Workspace) -> Outcome {
    if process::is_installed("dpkg-query") && process::is_installed("apt-get") {
        return install(workspace, &missing_packages());
    }
    let missing: Vec<&str> = LIBRARIES.iter().copied().filter(|library| !has_library(library)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(Failure::new(format!(
        "this is not a Debian system, so please install these libraries with their headers yourself: {}.\n\
         On Debian it would be: {}",
        missing.join(", "),
        install_line(&all_packages()),
    )))
}

fn install(workspace: &Workspace, missing: &[&str]) -> Outcome {
    if missing.is_empty() {
        return Ok(());
    }
    println!("Missing on this machine: {}", missing.join(" "));
    let administrator = Administrator::find(missing)?;
    if !has_package_index(Path::new("/var/lib/apt/lists")) {
        administrator.update(workspace)?;
    }
    // An index of last month may name files that are gone; one fresh look settles it.
    administrator.install(workspace, missing).or_else(|_| {
        administrator.update(workspace)?;
        administrator.install(workspace, missing)
    })
}

fn all_packages() -> Vec<&'static str> {
    DEBIAN.iter().flat_map(|(_, packages)| packages.iter().copied()).collect()
}

fn missing_packages() -> Vec<&'static str> {
    // dpkg-query fails when it does not know a name, and still prints the others: what it prints is what counts.
    let listed = Command::new("dpkg-query")
        .args(["--show", "--showformat=${Package} ${db:Status-Status}\n"])
        .args(all_packages())
        .output()
        .map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
        .unwrap_or_default();
    not_listed_as_installed(&all_packages(), &listed)
}

fn not_listed_as_installed<'a>(wanted: &[&'a str], listed: &str) -> Vec<&'a str> {
    wanted.iter().copied().filter(|name| !listed.lines().any(|line| line == format!("{name} installed"))).collect()
}

fn has_library(name: &str) -> bool {
    process::answer(Command::new("pkg-config").args(["--exists", name])).is_ok()
}

fn has_package_index(lists: &Path) -> bool {
    let Ok(entries) = fs::read_dir(lists) else { return false };
    entries.flatten().any(|entry| entry.file_name().to_string_lossy().contains("_Packages"))
}

fn install_line(packages: &[&str]) -> String {
    format!("apt-get install --no-install-recommends {}", packages.join(" "))
}

/// Who may install packages here: root itself, or somebody in the sudoers.
enum Administrator {
    Root,
    Sudo,
}

impl Administrator {
    fn find(missing: &[&str]) -> Result<Self, Failure> {
        if fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0) {
            return Ok(Self::Root);
        }
        if process::is_installed("sudo") && may_use_sudo() {
            return Ok(Self::Sudo);
        }
        let line = install_line(missing);
        Err(Failure::new(format!("installing packages needs root or sudo. Please run this as root:\n\n    {line}")))
    }

    fn update(&self, workspace: &Workspace) -> Outcome {
        process::quietly(workspace, "apt-update", "refreshing the package index", self.apt().arg("update"))
    }

    fn install(&self, workspace: &Workspace, packages: &[&str]) -> Outcome {
        let doing = format!("installing {} packages", packages.len());
        let mut apt = self.apt();
        apt.args(["install", "--yes", "--no-install-recommends"]).args(packages);
        process::quietly(workspace, "apt-install", &doing, &mut apt)
    }

    fn apt(&self) -> Command {
        let mut apt = match self {
            Self::Root => Command::new("env"),
            Self::Sudo => {
                let mut sudo = Command::new("sudo");
                sudo.args(["--non-interactive", "env"]);
                sudo
            }
        };
        apt.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "--option", "DPkg::Lock::Timeout=300"]);
        apt
    }
}

/// Asks for the password once, on the terminal; where there is none, sudo must do without.
fn may_use_sudo() -> bool {
    println!("Packages are installed through sudo; it may ask for your password.");
    Command::new("sudo").arg("--validate").status().is_ok_and(|status| status.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_fully_installed_packages_count() {
        let listed = "perl installed\nxvfb config-files\n";
        assert_eq!(not_listed_as_installed(&["perl", "xvfb", "xauth"], listed), ["xvfb", "xauth"]);
    }

    #[test]
    fn no_package_is_listed_twice() {
        let mut packages = all_packages();
        packages.sort_unstable();
        packages.dedup();
        assert_eq!(packages.len(), all_packages().len());
    }

    #[test]
    fn a_folder_without_index_files_needs_an_update() {
        assert!(!has_package_index(Path::new("/nonexistent")));
    }
}
