//! Running the system's programs with a limit on the wait.

use std::io::{self, Read, Write};
use std::process::{self, Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::PrintError;

/// What is to be run. Values go as arguments or environment, never through a shell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Command {
    pub program: String,
    pub arguments: Vec<String>,
    pub environment: Vec<(String, String)>,
    pub input: Vec<u8>,
    pub wait: Wait,
}

/// How long a program may take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wait {
    /// Until it is done, for this long at most.
    AtMost(Duration),
    /// Not at all: a viewer stays open as long as its reader wants.
    #[default]
    Detached,
}

/// A program that ended by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Finished {
    pub success: bool,
    pub output: String,
    pub message: String,
}

/// Whoever runs programs: the system, or a test that only listens.
pub trait RunCommand {
    fn run(&self, command: &Command) -> Result<Finished, PrintError>;
}

/// Runs programs found on the PATH.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemCommands;

impl RunCommand for SystemCommands {
    fn run(&self, command: &Command) -> Result<Finished, PrintError> {
        let mut child = start(command)?;
        match command.wait {
            Wait::Detached => {
                // Somebody has to ask for the end of a program, or it stays in the process table.
                thread::spawn(move || child.wait());
                Ok(Finished { success: true, ..Finished::default() })
            }
            Wait::AtMost(limit) => finish(command, child, limit),
        }
    }
}

fn start(command: &Command) -> Result<Child, PrintError> {
    let piped = |is_piped| if is_piped { Stdio::piped() } else { Stdio::null() };
    let waits = command.wait != Wait::Detached;
    process::Command::new(&command.program)
        .args(&command.arguments)
        .envs(command.environment.iter().map(|(name, value)| (name, value)))
        .stdin(piped(waits))
        .stdout(piped(waits))
        .stderr(piped(waits))
        .spawn()
        .map_err(|source| not_run(command, source))
}

fn not_run(command: &Command, source: io::Error) -> PrintError {
    let program = command.program.clone();
    match source.kind() {
        io::ErrorKind::NotFound => PrintError::NoSuchProgram { program },
        _ => PrintError::Failed { program, source },
    }
}

fn finish(command: &Command, mut child: Child, limit: Duration) -> Result<Finished, PrintError> {
    // Pipes hold little: input and both outputs move at the same time, or program and caller wait for each other.
    let mut stdin = child.stdin.take();
    let input = command.input.clone();
    let writing = thread::spawn(move || {
        // A program that ends without reading its input is judged by how it ended.
        stdin.take().map(|mut stdin| stdin.write_all(&input));
    });
    let output = child.stdout.take().map(read_to_end);
    let message = child.stderr.take().map(read_to_end);
    let Some(status) = wait(&mut child, limit).map_err(|source| not_run(command, source))? else {
        child.kill().ok();
        child.wait().ok();
        return Err(PrintError::NoAnswer { program: command.program.clone(), waited: limit });
    };
    writing.join().expect("writing to a pipe does not panic");
    let text = |reading: Option<thread::JoinHandle<String>>| {
        reading.map_or_else(String::new, |reading| reading.join().expect("reading from a pipe does not panic"))
    };
    Ok(Finished { success: status.success(), output: text(output), message: text(message).trim().to_owned() })
}

fn read_to_end(mut pipe: impl Read + Send + 'static) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        pipe.read_to_end(&mut bytes).ok();
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

#[expect(clippy::disallowed_methods, reason = "a program that is still running is asked again after a moment")]
fn wait(child: &mut Child, limit: Duration) -> io::Result<Option<process::ExitStatus>> {
    const POLL: Duration = Duration::from_millis(10);
    let until = Instant::now() + limit;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if Instant::now() >= until {
            return Ok(None);
        }
        thread::sleep(POLL);
    }
}
