use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use fantoccini::ClientBuilder;
use fantoccini::wd::Capabilities;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

use crate::Outcome;
use crate::programs::{end, free_port, pause, program};
use crate::window::Window;

/// WebKitWebDriver with the window that it started.
pub struct Driver {
    process: Child,
}

impl Driver {
    /// Opens the window on the desk in `home`.
    pub async fn open(home: &Path, pictures: &Path) -> Outcome<(Driver, Window)> {
        let (driver, port) = Driver::start(home, pictures)?;
        let app = program("qingjiang");
        let options = json!({ "webkitgtk:browserOptions": { "binary": app, "args": [] } });
        let capabilities: Capabilities = serde_json::from_value(options)?;
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await?;
        Ok((driver, Window::new(client, pictures)))
    }

    /// The window inherits the driver's environment, so there is one driver a window.
    fn start(home: &Path, pictures: &Path) -> Outcome<(Driver, u16)> {
        let port = free_port()?;
        let log = fs::File::options().create(true).append(true).open(pictures.join("desk.log"))?;
        let process = Command::new("WebKitWebDriver")
            .args([&format!("--port={port}"), "--host=127.0.0.1"])
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("QINGJIANG_HOME", home)
            .env("QINGJIANG_DEMO", "1")
            .env("QINGJIANG_OPEN", "none")
            .env("TZ", "Asia/Shanghai")
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()?;
        let driver = Driver { process };
        for _ in 0..400 {
            if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Ok((driver, port));
            }
            pause();
        }
        Err("WebKitWebDriver did not start; is webkit2gtk-driver installed?".into())
    }

    /// Kills the desk like a power cut would: no warning, nothing flushed.
    pub fn kill_desk(&self) -> Outcome {
        let desk = child_of(self.process.id()).ok_or("the desk does not run")?;
        let killed = Command::new("kill").args(["-KILL", &desk.to_string()]).status()?;
        assert!(killed.success(), "the desk could not be killed");
        for _ in 0..400 {
            if !Path::new(&format!("/proc/{desk}")).exists() || is_zombie(desk) {
                return Ok(());
            }
            pause();
        }
        Err("the desk survived".into())
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // A driver that is killed instead orphans the window and keeps its port.
        end(&mut self.process);
    }
}

/// The desk among the driver's children.
fn child_of(parent: u32) -> Option<u32> {
    let processes = fs::read_dir("/proc").ok()?;
    processes.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok()).find(|process: &u32| {
        let (parent_of, name) = stat(*process).unwrap_or_default();
        parent_of == parent && name == "qingjiang"
    })
}

fn is_zombie(process: u32) -> bool {
    fs::read_to_string(format!("/proc/{process}/stat")).is_ok_and(|stat| stat.contains(") Z "))
}

/// Parent and name of a process.
fn stat(process: u32) -> Option<(u32, String)> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let (before, after) = stat.rsplit_once(") ")?;
    let name = before.split_once('(')?.1.to_owned();
    Some((after.split_whitespace().nth(1)?.parse().ok()?, name))
}
