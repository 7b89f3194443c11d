//! schemathesis asks the whole API of a real center thousands of questions, good ones and bad ones; see
//! `tests/schemathesis`. The center works on demo data that are made for this and thrown away.

use std::{
    fs,
    net::{Ipv4Addr, TcpListener},
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    center::RunningCenter,
    failure::{Failure, Outcome},
    openapi, process, products,
    workspace::Workspace,
};

const SETTINGS: &str = "tests/schemathesis/schemathesis.toml";
const REQUIREMENTS: &str = "tests/schemathesis/requirements.txt";
/// The settings name some of them.
const CUSTOMERS: &str = "300";

pub fn test(workspace: &Workspace) -> Outcome {
    let schemathesis = ensure_installed(workspace)?;
    let folder = workspace.notes("api");
    let port = free_port()?;
    make_data(workspace, &folder, port)?;
    let log = folder.join("center.log");
    let center = RunningCenter::start_quietly(&serve(workspace, &folder, port), port, &log)?;
    let asked = ask(workspace, &schemathesis, &folder, port);
    drop(center);
    asked?;
    require_calm(&log)
}

fn make_data(workspace: &Workspace, folder: &Path, port: u16) -> Outcome {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(Failure::at(folder))?;
    }
    fs::create_dir_all(folder).map_err(Failure::at(folder))?;
    let mut demo = workspace.start(products::DEMO_DATA);
    demo.arg("prepare").arg("--dir").arg(folder).args(["--customers", CUSTOMERS, "--port", &port.to_string()]);
    process::quietly(workspace, "api-data", "making demo data for the API", &mut demo)
}

fn serve(workspace: &Workspace, folder: &Path, port: u16) -> Command {
    let mut center = workspace.start(products::CENTER);
    let database = format!("sqlite:{}", folder.join("center/center.db").display());
    center.args(["serve", "--database", &database, "--listen", &format!("127.0.0.1:{port}")]);
    center.env("RUST_LOG", "warn");
    center
}

fn ask(workspace: &Workspace, schemathesis: &Path, folder: &Path, port: u16) -> Outcome {
    let token = folder.join("center/center.admin-token");
    let token = fs::read_to_string(&token).map_err(Failure::at(&token))?;
    let mut asking = Command::new(schemathesis);
    asking.arg("--config-file").arg(workspace.path(SETTINGS)).arg("run").arg(workspace.path(openapi::DESCRIPTION));
    asking.args(["--url", &format!("http://127.0.0.1:{port}"), "--no-color"]);
    // What it remembers between runs stays beside the data and goes with them.
    asking.current_dir(folder).env("QINGJIANG_ADMIN_TOKEN", token.trim());
    asking.env("PYTHONPATH", workspace.path("tests/schemathesis")).env("PYTHONDONTWRITEBYTECODE", "1");
    process::show(&mut asking)
}

/// A thread that panicked beside the requests answers nobody; only the log tells.
fn require_calm(log: &Path) -> Outcome {
    let text = fs::read_to_string(log).map_err(Failure::at(log))?;
    match text.lines().find(|line| line.contains("panicked at")) {
        None => Ok(()),
        Some(line) => Err(Failure::new(format!("the center panicked: {line}\nAll of it: {}", log.display()))),
    }
}

/// A Python of its own with the pinned packages; made again when the pins change.
fn ensure_installed(workspace: &Workspace) -> Result<PathBuf, Failure> {
    let venv = workspace.notes("schemathesis");
    let requirements = workspace.path(REQUIREMENTS);
    let wanted = fs::read(&requirements).map_err(Failure::at(&requirements))?;
    // Kept inside, so that it vanishes together with what it vouches for.
    let installed = venv.join("installed-requirements.txt");
    let programs = venv.join(if cfg!(windows) { "Scripts" } else { "bin" });
    if fs::read(&installed).is_ok_and(|present| present == wanted) {
        return Ok(programs.join("schemathesis"));
    }
    let python = if cfg!(windows) { "python" } else { "python3" };
    let mut make = Command::new(python);
    process::quietly(
        workspace,
        "venv",
        "making a Python for schemathesis",
        make.args(["-m", "venv", "--clear"]).arg(&venv),
    )?;
    let mut install = Command::new(programs.join("python"));
    install
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"])
        .arg(&requirements);
    process::quietly(workspace, "pip", "installing schemathesis", &mut install)?;
    fs::write(&installed, wanted).map_err(Failure::at(&installed))?;
    Ok(programs.join("schemathesis"))
}

/// Given back at once; nobody else on this machine asks for ports in that moment.
fn free_port() -> Result<u16, Failure> {
    let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr());
    free.map(|address| address.port()).map_err(|error| Failure::new(format!("no port is free: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_in_the_log_is_told() {
        let log = std::env::temp_dir().join(format!("xtask-calm-{}", std::process::id()));
        fs::write(&log, "WARN slow\n").unwrap();
        assert!(require_calm(&log).is_ok());
        fs::write(&log, "thread '<unnamed>' panicked at chunk.rs:57:\n").unwrap();
        let told = require_calm(&log).unwrap_err().to_string();
        fs::remove_file(&log).unwrap();
        assert!(told.contains("chunk.rs:57"), "{told}");
    }
}
