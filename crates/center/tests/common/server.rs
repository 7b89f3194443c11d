//! The real program on a port of its own, with its real files.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use center::{Opening, Prefecture, SystemClock, SystemRandomness};
use journal::DeviceKey;
use sync::{EnrolRequest, HttpCenter, HttpOptions};

pub struct Server {
    pub url: String,
    pub child: Child,
    /// Kept open, or the program could not log any more.
    _log: BufReader<ChildStderr>,
}

/// A test that fails leaves no server behind.
impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// Starts `qingjiang-center serve` and waits until it says where it listens.
    pub fn start(dir: &Path) -> Server {
        let mut child = Command::new(env!("CARGO_BIN_EXE_qingjiang-center"))
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(super::books::words_in(dir))
            .env("NO_COLOR", "1")
            .env("RUST_LOG", "info")
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        while !line.contains("serves http") {
            line.clear();
            assert!(log.read_line(&mut line).unwrap() > 0, "the center did not start");
        }
        let url = line[line.find("http://").unwrap()..].trim().to_owned();
        Server { url, child, _log: log }
    }

    /// As when the power goes: no signal that it could handle.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    pub fn stop(mut self) -> std::process::ExitStatus {
        let told = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(told.success());
        self.child.wait().unwrap()
    }

    pub fn client(&self, key: DeviceKey) -> HttpCenter {
        HttpCenter::new(&self.url, key, None, None, options()).unwrap()
    }

    /// The client of a desk that is enrolled.
    pub fn client_of(&self, desk: &super::Desk, center_key: journal::PublicKey) -> HttpCenter {
        HttpCenter::new(&self.url, desk.key.clone(), Some(desk.stream), Some(center_key), options()).unwrap()
    }

    pub fn get(&self, path: &str, token: Option<&str>) -> (u16, String) {
        let mut request = plain_client().get(format!("{}{path}", self.url));
        if let Some(token) = token {
            request = request.header("Authorization", format!("Bearer {token}"));
        }
        let response = request.send().unwrap();
        (response.status().as_u16(), response.text().unwrap())
    }

    pub fn post(&self, path: &str, token: &str, body: &str) -> (u16, String) {
        let request =
            plain_client().post(format!("{}{path}", self.url)).header("Authorization", format!("Bearer {token}"));
        let response = request.header("Content-Type", "application/json").body(body.to_owned()).send().unwrap();
        (response.status().as_u16(), response.text().unwrap())
    }
}

/// A client of the API. It wants a provider of cryptography even where it speaks plain HTTP, and whichever test comes first
/// installs it.
fn plain_client() -> reqwest::blocking::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::blocking::Client::builder().no_proxy().tls_certs_only([]).build().unwrap()
}

fn options() -> HttpOptions {
    HttpOptions { answer_timeout: Duration::from_secs(60), ..HttpOptions::default() }
}

/// Makes the books before the server starts: units, accounts, and a code for each terminal.
pub fn prepare(dir: &Path, accounts: Vec<center::NewAccount>, terminals: &[(&str, &str)]) -> Vec<String> {
    let key_file = dir.join("center.key");
    std::fs::write(key_file, "09".repeat(32)).unwrap();
    let prefecture = Prefecture::open(Opening {
        database: super::books::database_in(dir),
        key: DeviceKey::from_seed([9; 32]),
        clock: Arc::new(SystemClock),
        randomness: Arc::new(SystemRandomness),
    })
    .unwrap();
    prefecture.import_units(&super::units()).unwrap();
    prefecture.import_accounts(accounts).unwrap();
    let code = |(unit, terminal): &(&str, &str)| {
        prefecture.enrolment_code(&unit.parse().unwrap(), &terminal.parse().unwrap()).unwrap().text
    };
    terminals.iter().map(code).collect()
}

pub fn enrol_request(code: &str, key: &DeviceKey) -> EnrolRequest {
    EnrolRequest { code: code.to_owned(), key: key.public_key(), version: "0.1.0".to_owned() }
}
