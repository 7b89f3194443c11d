//! The demo's center: started on loopback, asked until it answers, and ended with the desk.

use std::{
    fs::File,
    io::{Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::failure::{Failure, Outcome};

const PATIENCE: Duration = Duration::from_secs(20);
const ASK_EVERY: Duration = Duration::from_millis(25);
const ANSWER_WITHIN: Duration = Duration::from_millis(500);

/// Ends its process when it goes out of scope, whichever way `run` ends.
pub struct RunningCenter {
    process: Child,
}

impl RunningCenter {
    /// `command` must serve on `port` of loopback. Returns once `/healthz` says that it does.
    pub fn start(command: &Command, port: u16) -> Result<Self, Failure> {
        Self::spawn(&mut outlived_by_nobody(command), port)
    }

    /// What it says goes to a file.
    pub fn start_quietly(command: &Command, port: u16, log: &Path) -> Result<Self, Failure> {
        let file = File::create(log).map_err(Failure::at(log))?;
        let errors = file.try_clone().map_err(Failure::at(log))?;
        Self::spawn(outlived_by_nobody(command).stdout(file).stderr(errors), port)
    }

    fn spawn(guarded: &mut Command, port: u16) -> Result<Self, Failure> {
        require_free(port)?;
        let at = on_loopback(port);
        let process = guarded
            .stdin(Stdio::null())
            .spawn()
            .map_err(|error| Failure::new(format!("the center could not be started: {error}")))?;
        let mut center = Self { process };
        center.wait_until_healthy(at)?;
        Ok(center)
    }

    fn wait_until_healthy(&mut self, at: SocketAddr) -> Outcome {
        let started = Instant::now();
        while started.elapsed() < PATIENCE {
            if is_healthy(at) {
                return Ok(());
            }
            if let Ok(Some(status)) = self.process.try_wait() {
                return Err(Failure::new(format!(
                    "the center ended while starting ({status}); its lines are above. If the demo data is damaged or \
                     of another version, `cargo xtask run --fresh` makes it anew."
                )));
            }
            pause(ASK_EVERY);
        }
        Err(Failure::new(format!("the center did not answer at http://{at}/healthz within {} s.", PATIENCE.as_secs())))
    }
}

impl Drop for RunningCenter {
    fn drop(&mut self) {
        if ask_to_end(&self.process) {
            let started = Instant::now();
            while started.elapsed() < PATIENCE {
                if matches!(self.process.try_wait(), Ok(Some(_)) | Err(_)) {
                    return;
                }
                pause(ASK_EVERY);
            }
        }
        // Nothing better can be done when even this fails: the system ends it with the session.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn on_loopback(port: u16) -> SocketAddr {
    SocketAddr::from((Ipv4Addr::LOCALHOST, port))
}

/// Whether a center is at work there.
pub fn answers(port: u16) -> bool {
    is_healthy(on_loopback(port))
}

pub fn require_free(port: u16) -> Outcome {
    if TcpStream::connect_timeout(&on_loopback(port), ANSWER_WITHIN).is_err() {
        return Ok(());
    }
    Err(Failure::new(format!("port {port} is taken by another program. Choose another one with --port.")))
}

/// On Linux the kernel ends the center should xtask itself be killed; it would otherwise keep the port.
fn outlived_by_nobody(command: &Command) -> Command {
    let mut guarded = if crate::process::is_installed("setpriv") {
        let mut setpriv = Command::new("setpriv");
        setpriv.args(["--pdeathsig", "TERM", "--"]).arg(command.get_program());
        setpriv
    } else {
        Command::new(command.get_program())
    };
    guarded.args(command.get_args());
    for (name, value) in command.get_envs() {
        if let Some(value) = value {
            guarded.env(name, value);
        }
    }
    if let Some(folder) = command.get_current_dir() {
        guarded.current_dir(folder);
    }
    guarded
}

/// SIGTERM, so that it finishes what it is writing. The standard library only knows how to kill.
fn ask_to_end(process: &Child) -> bool {
    cfg!(unix)
        && Command::new("sh")
            .args(["-c", "kill -TERM \"$1\"", "sh", &process.id().to_string()])
            .status()
            .is_ok_and(|status| status.success())
}

fn is_healthy(at: SocketAddr) -> bool {
    ask(at).is_some_and(|reply| says_ok(&reply))
}

fn ask(at: SocketAddr) -> Option<String> {
    let mut stream = TcpStream::connect_timeout(&at, ANSWER_WITHIN).ok()?;
    stream.set_read_timeout(Some(ANSWER_WITHIN)).ok()?;
    write!(stream, "GET /healthz HTTP/1.1\r\nHost: {at}\r\nConnection: close\r\n\r\n").ok()?;
    let mut reply = String::new();
    stream.read_to_string(&mut reply).ok()?;
    Some(reply)
}

fn says_ok(reply: &str) -> bool {
    reply.lines().next().is_some_and(|line| line.starts_with("HTTP/1.") && line.contains(" 200 "))
}

#[expect(clippy::disallowed_methods, reason = "a program that is starting or ending is asked again after a moment")]
fn pause(time: Duration) {
    thread::sleep(time);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_200_is_healthy() {
        assert!(says_ok("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"));
        assert!(!says_ok("HTTP/1.1 503 Service Unavailable\r\n\r\n"));
        assert!(!says_ok("200"));
    }

    #[test]
    fn a_taken_port_is_named_before_anything_is_started() {
        let taken = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        let refusal = RunningCenter::start(&Command::new("nothing"), port).err().unwrap();
        assert!(refusal.to_string().contains(&port.to_string()));
    }

    #[test]
    fn a_center_that_ends_at_once_is_not_waited_for() {
        let free = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
        let mut command = Command::new("cargo");
        command.arg("--version");
        let refusal = RunningCenter::start(&command, free).err().unwrap();
        assert!(refusal.to_string().contains("ended while starting"));
    }
}
