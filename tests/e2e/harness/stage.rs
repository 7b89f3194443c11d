use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use crate::Outcome;
use crate::programs::{end, free_port, pause, program, target};

/// The demo's cashier: login and password.
pub const CASHIER: (&str, &str) = ("1001", "demo1001");

/// The demo's meter reader.
pub const READER: (&str, &str) = ("2001", "demo2001");

/// The demo's biller, who reviews what the reader read.
pub const BILLER: (&str, &str) = ("4001", "demo4001");

/// The demo's accountant, who approves what somebody else proposed.
pub const FINANCE: (&str, &str) = ("9101", "demo9101");

/// Shown to the center's API; it guards nothing but the data of a test.
const ADMIN_TOKEN: &str = "for the tests only";

/// Few customers make the tests quick; the first are the same as in the whole demo.
const CUSTOMERS: &str = "400";

/// A prefecture of one township on disk, and its center.
pub struct Stage {
    folder: PathBuf,
    port: u16,
    center: Option<Child>,
}

impl Stage {
    /// Fresh data in `target/e2e/<name>`, one enrolled outlet, and the center running.
    pub fn set(name: &str) -> Outcome<Stage> {
        Stage::set_in(target().join("e2e").join(name))
    }

    pub fn set_in(folder: PathBuf) -> Outcome<Stage> {
        forget_pictures(&folder)?;
        let data = folder.join("data");
        if data.exists() {
            fs::remove_dir_all(&data)?;
        }
        fs::create_dir_all(&data)?;
        let port = free_port()?;
        let mut demo = Command::new(program("qingjiang-demo"));
        demo.arg("prepare").arg("--dir").arg(&data).args(["--customers", CUSTOMERS, "--port", &port.to_string()]);
        let made = demo.output()?;
        if !made.status.success() {
            return Err(format!("no demo data: {}", String::from_utf8_lossy(&made.stderr)).into());
        }
        let mut stage = Stage { folder, port, center: None };
        stage.start_center()?;
        Ok(stage)
    }

    /// Where this test leaves its pictures.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The desk's own folder.
    pub fn home(&self) -> PathBuf {
        self.folder.join("data/outlet")
    }

    /// A desk's folder that no desk has used yet.
    pub fn empty_home(&self) -> Outcome<PathBuf> {
        let home = self.folder.join("data/new-outlet");
        fs::create_dir_all(&home)?;
        Ok(home)
    }

    pub fn center_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub fn start_center(&mut self) -> Outcome {
        let log = fs::File::create(self.folder.join("center.log"))?;
        let mut center = Command::new(program("qingjiang-center"));
        let (database, listen) = (self.center_folder().join("center.db"), format!("127.0.0.1:{}", self.port));
        center.args(["serve", "--database", &format!("sqlite:{}", database.display()), "--listen", &listen]);
        center.env("QINGJIANG_ADMIN_TOKEN", ADMIN_TOKEN).stdin(Stdio::null());
        self.center = Some(center.stdout(log.try_clone()?).stderr(log).spawn()?);
        for _ in 0..800 {
            if TcpStream::connect(("127.0.0.1", self.port)).is_ok() {
                return Ok(());
            }
            pause();
        }
        Err("the center did not start; see center.log".into())
    }

    pub fn stop_center(&mut self) {
        if let Some(mut center) = self.center.take() {
            end(&mut center);
        }
    }

    /// Loads price versions into the books of a center that is stopped, as its administrator does.
    pub fn load_prices(&self, file: &Path) -> Outcome {
        let database = format!("sqlite:{}", self.center_folder().join("center.db").display());
        let mut load = Command::new(program("qingjiang-center"));
        load.args(["load", "--database", &database])
            .arg("--prices")
            .arg(file)
            .env("QINGJIANG_ADMIN_TOKEN", ADMIN_TOKEN);
        let loaded = load.output()?;
        if loaded.status.success() {
            Ok(())
        } else {
            Err(format!("no prices: {}", String::from_utf8_lossy(&loaded.stderr)).into())
        }
    }

    pub fn center_folder(&self) -> PathBuf {
        self.folder.join("data/center")
    }

    /// Asks the center's JSON API, as an administrator.
    pub fn ask_center(&self, path: &str) -> Outcome<Value> {
        self.say_to_center(&format!("GET {path}"), "")
    }

    /// A one-time code for a new laptop at the demo's second outlet.
    pub fn enrolment_code(&self, unit: &str, terminal: &str) -> Outcome<String> {
        let body = json!({ "unit": unit, "terminal": terminal }).to_string();
        let answer = self.say_to_center("POST /api/v1/enrolment-codes", &body)?;
        Ok(answer["code"].as_str().ok_or("the center gave no code")?.to_owned())
    }

    /// Posts to the center's JSON API, as an administrator's tool.
    pub fn tell_center(&self, path: &str, body: &Value) -> Outcome<Value> {
        self.say_to_center(&format!("POST {path}"), &body.to_string())
    }

    /// Posts to the center's JSON API as somebody who signs in to the console for it.
    pub fn tell_center_as(&self, (login, password): (&str, &str), path: &str, body: &Value) -> Outcome<Value> {
        let typed = json!({ "login": login, "password": password }).to_string();
        let (head, _) = self.converse("POST /api/v1/session", "X-Qingjiang-Console: 1", &typed)?;
        let set = head.lines().find_map(|line| line.split_once(": ").filter(|(name, _)| is_cookie(name)));
        let (_, cookie) = set.ok_or("the center opened no session")?;
        let cookie = cookie.split(';').next().unwrap_or_default();
        let who = format!("X-Qingjiang-Console: 1\r\nCookie: {cookie}");
        let (_, answer) = self.converse(&format!("POST {path}"), &who, &body.to_string())?;
        Ok(serde_json::from_str(&answer)?)
    }

    fn say_to_center(&self, what: &str, body: &str) -> Outcome<Value> {
        let (_, answer) = self.converse(what, &format!("Authorization: Bearer {ADMIN_TOKEN}"), body)?;
        Ok(serde_json::from_str(&answer)?)
    }

    /// One request; the head of the answer and its body.
    fn converse(&self, what: &str, who: &str, body: &str) -> Outcome<(String, String)> {
        let mut line = TcpStream::connect(("127.0.0.1", self.port))?;
        let length = body.len();
        write!(
            line,
            "{what} HTTP/1.0\r\nHost: center\r\n{who}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
        )?;
        let mut answer = String::new();
        line.read_to_string(&mut answer)?;
        let (head, body) = answer.split_once("\r\n\r\n").ok_or("the center's answer has no end of its head")?;
        if head.lines().next().is_some_and(|line| line.contains(" 20")) {
            Ok((head.to_owned(), body.to_owned()))
        } else {
            Err(format!("the center answered {answer}").into())
        }
    }

    /// Puts the receipts beside the pictures.
    pub fn keep_receipts(&self) -> Outcome {
        let receipts = self.folder.join("receipts");
        fs::create_dir_all(&receipts)?;
        for file in fs::read_dir(self.home().join("receipts"))? {
            let file = file?;
            fs::copy(file.path(), receipts.join(file.file_name()))?;
        }
        Ok(())
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.stop_center();
    }
}

fn is_cookie(header: &str) -> bool {
    header.eq_ignore_ascii_case("set-cookie")
}

/// Pictures of an earlier run would pass for those of this one.
fn forget_pictures(folder: &Path) -> Outcome {
    fs::create_dir_all(folder)?;
    for file in fs::read_dir(folder)? {
        let path = file?.path();
        if path.extension().is_some_and(|extension| extension == "png") {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}
