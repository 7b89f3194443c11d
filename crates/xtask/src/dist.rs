//! Release packages into `target/dist`: the desk's installer, and the center as a tarball with its systemd unit.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    codegen,
    failure::{Failure, Outcome},
    options::Options,
    process, products, setup,
    workspace::Workspace,
};

/// What lies beside the program in the center's tarball.
const CENTER_FILES: &[&str] = &[
    "LICENSE",
    "CHANGELOG.md",
    "installers/center/README.md",
    "installers/center/install.sh",
    "installers/center/backup.sh",
    "installers/center/qingjiang-center.service",
    "installers/center/center.env",
];

pub fn run(workspace: &Workspace, arguments: &[String]) -> Outcome {
    Options::new(arguments).finish(&[])?;
    setup::ensure(workspace)?;
    codegen::check(workspace)?;
    products::build_ui(workspace)?;
    let folder = workspace.target("dist");
    fs::create_dir_all(&folder).map_err(Failure::at(&folder))?;
    let mut packages = desk(workspace, &folder)?;
    if cfg!(target_os = "linux") {
        packages.push(center(workspace, &folder)?);
    }
    println!("\nPackages:");
    packages.iter().for_each(|package| println!("  {}", package.display()));
    Ok(())
}

fn desk(workspace: &Workspace, folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let (bundle, settings) =
        if cfg!(windows) { ("nsis", "installers/windows/tauri.json") } else { ("deb", "installers/linux/tauri.json") };
    let tauri = workspace.path("ui/node_modules/.bin").join(if cfg!(windows) { "tauri.cmd" } else { "tauri" });
    let mut build = Command::new(tauri);
    build.args(["build", "--bundles", bundle, "--config"]).arg(workspace.path(settings)).current_dir(workspace.root());
    process::show(&mut build)?;

    let made = files_in(&workspace.target("release/bundle").join(bundle))?;
    let packages = made.into_iter().filter(|file| file.extension().is_some_and(|end| end == "deb" || end == "exe"));
    packages.map(|package| copy_into(&package, folder)).collect()
}

fn center(workspace: &Workspace, folder: &Path) -> Result<PathBuf, Failure> {
    process::show(&mut workspace.cargo(["build", "--release", "--package", "center", "--bin", products::CENTER]))?;
    let name = format!("{}-{}-linux-{}", products::CENTER, env!("CARGO_PKG_VERSION"), env::consts::ARCH);
    let staged = folder.join(&name);
    if staged.exists() {
        fs::remove_dir_all(&staged).map_err(Failure::at(&staged))?;
    }
    fs::create_dir_all(&staged).map_err(Failure::at(&staged))?;
    copy_into(&workspace.target("release").join(products::CENTER), &staged)?;
    for file in CENTER_FILES {
        copy_into(&workspace.path(file), &staged)?;
    }
    let tarball = folder.join(format!("{name}.tar.gz"));
    let mut tar = Command::new("tar");
    tar.args(["--create", "--gzip", "--owner=root", "--group=root", "--file"]).arg(&tarball).arg(&name);
    process::show(tar.current_dir(folder))?;
    fs::remove_dir_all(&staged).map_err(Failure::at(&staged))?;
    Ok(tarball)
}

fn files_in(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = fs::read_dir(folder).map_err(Failure::at(folder))?;
    Ok(entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file()).collect())
}

fn copy_into(file: &Path, folder: &Path) -> Result<PathBuf, Failure> {
    let copy = folder.join(file.file_name().unwrap_or_default());
    fs::copy(file, &copy).map_err(Failure::at(file))?;
    Ok(copy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_goes_into_the_tarball_is_in_the_repository() {
        let workspace = Workspace::locate();
        for file in CENTER_FILES {
            assert!(workspace.path(file).is_file(), "{file} is missing");
        }
    }
}
