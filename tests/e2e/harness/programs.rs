//! The programs under test, as cargo built them, and how a process is asked to end.

use std::io;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command};
use std::time::Duration;

/// `target/debug` or wherever this very test was built.
fn folder() -> PathBuf {
    let test = std::env::current_exe().expect("a running test has a file");
    let mut folder = test.parent().expect("a file lies in a folder").to_owned();
    if folder.ends_with("deps") {
        folder.pop();
    }
    folder
}

pub fn program(name: &str) -> PathBuf {
    let path = folder().join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    assert!(
        path.is_file(),
        "{name} is not built; run these tests by `cargo xtask test window`, or build first: \
         cargo build --workspace --bins --features qingjiang/custom-protocol"
    );
    path
}

/// `target`, for what a test leaves behind.
pub fn target() -> PathBuf {
    folder().parent().expect("a profile's folder lies in target").to_owned()
}

/// A port that nobody uses now. Nothing keeps it free, but nobody else on this machine asks for ports this way.
pub fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

/// SIGTERM: the center finishes what it writes, and WebKitWebDriver gives its port back.
pub fn end(process: &mut Child) {
    let asked = Command::new("kill").args(["-TERM", &process.id().to_string()]).status();
    let asked = asked.is_ok_and(|status| status.success());
    for _ in 0..400 {
        if !asked || !matches!(process.try_wait(), Ok(None)) {
            break;
        }
        pause();
    }
    // Whoever does not listen is ended the hard way, so that a failed test leaves nothing behind.
    let _ = process.kill();
    let _ = process.wait();
}

#[expect(clippy::disallowed_methods, reason = "a process that is starting or ending is asked again after a moment")]
pub fn pause() {
    std::thread::sleep(Duration::from_millis(25));
}
