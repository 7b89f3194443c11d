//! The center as it runs in the prefecture: a process of its own, with its own memory, on a port of its own.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use super::StormError;
use super::books::Books;

const PATIENCE: Duration = Duration::from_secs(60);
/// The newest lines of its log, for when something goes wrong.
const LINES_KEPT: usize = 20;

pub struct ServingCenter {
    process: Child,
    address: std::net::SocketAddr,
    log: Log,
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<VecDeque<String>>>);

impl ServingCenter {
    /// Starts `qingjiang-center serve` on a free port, and returns when it says where it serves.
    pub fn start(program: &Path, books: &Books) -> Result<ServingCenter, StormError> {
        let mut process = Command::new(program)
            .args(["serve", "--listen", "127.0.0.1:0", "--secrets"])
            .arg(&books.secrets)
            // Not among the words: they are seen by everybody on the machine, and the address may hold a password.
            .env("QINGJIANG_DATABASE", &books.name)
            .env("NO_COLOR", "1")
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| StormError::Program { path: program.to_owned(), error })?;
        let (found, address) = channel();
        let log = Log::default();
        let errors = process.stderr.take().expect("it was piped");
        log.clone().follow(errors, found);
        let address = match first_address(&address, &mut process) {
            Some(address) => address,
            None => {
                let _ = process.kill();
                let _ = process.wait();
                return Err(StormError::NotServing { log: log.text() });
            }
        };
        Ok(ServingCenter { process, address, log })
    }

    pub fn address(&self) -> std::net::SocketAddr {
        self.address
    }

    /// The most memory that it ever had, in KiB; `None` where the system does not say.
    pub fn peak_memory_kib(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
        line.split_whitespace().nth(1)?.parse().ok()
    }

    /// Ends it in good order: what is being answered is answered first.
    pub fn stop(mut self) -> Result<(), StormError> {
        ask_to_end(&self.process);
        let asked = Instant::now();
        loop {
            match self.process.try_wait() {
                Ok(Some(status)) if status.success() => return Ok(()),
                Ok(None) if asked.elapsed() < PATIENCE => pause(),
                _ => return Err(StormError::EndedBadly { log: self.log.text() }),
            }
        }
    }
}

impl Drop for ServingCenter {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Log {
    /// Reads until the process ends, so that it never waits for a reader.
    fn follow(self, errors: ChildStderr, found: Sender<std::net::SocketAddr>) {
        std::thread::spawn(move || {
            for line in BufReader::new(errors).lines().map_while(Result::ok) {
                if let Some(address) = address_in(&line) {
                    let _ = found.send(address);
                }
                let mut lines = self.0.lock().expect("nobody panics while holding it");
                if lines.len() == LINES_KEPT {
                    lines.pop_front();
                }
                lines.push_back(line);
            }
        });
    }

    fn text(&self) -> String {
        let lines = self.0.lock().expect("nobody panics while holding it");
        lines.iter().map(|line| format!("  {line}\n")).collect()
    }
}

fn first_address(found: &Receiver<std::net::SocketAddr>, process: &mut Child) -> Option<std::net::SocketAddr> {
    let started = Instant::now();
    while started.elapsed() < PATIENCE {
        if let Ok(address) = found.recv_timeout(Duration::from_millis(100)) {
            return Some(address);
        }
        if !matches!(process.try_wait(), Ok(None)) {
            return None;
        }
    }
    None
}

/// In `the center serves http://127.0.0.1:40123`.
fn address_in(line: &str) -> Option<std::net::SocketAddr> {
    let (_, rest) = line.split_once("the center serves http://")?;
    rest.split_whitespace().next()?.parse().ok()
}

/// SIGTERM; the standard library only knows how to kill.
fn ask_to_end(process: &Child) {
    let asked = cfg!(unix)
        && Command::new("sh")
            .args(["-c", "kill -TERM \"$1\"", "sh", &process.id().to_string()])
            .status()
            .is_ok_and(|status| status.success());
    debug_assert!(asked || !cfg!(unix), "a process of ours can be asked to end");
}

#[expect(clippy::disallowed_methods, reason = "a program that is ending is asked again after a moment")]
fn pause() {
    std::thread::sleep(Duration::from_millis(20));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_that_says_where_it_serves_is_recognised() {
        let line = "2026-11-24T02:00:00Z  INFO qingjiang_center: the center serves http://127.0.0.1:40123";
        assert_eq!(address_in(line), Some("127.0.0.1:40123".parse().unwrap()));
        assert_eq!(address_in("INFO exchanged device=3"), None);
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let books = Books::begin(folder.path(), &crate::storm::tests::small()).unwrap();
        let refusal = ServingCenter::start(Path::new("/nowhere/qingjiang-center"), &books).err().unwrap();
        assert!(refusal.to_string().contains("/nowhere/qingjiang-center"));
    }
}
