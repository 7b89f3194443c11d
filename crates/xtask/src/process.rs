//! Running other programs: in the open, quietly with a log, or for their answer. Nobody is ever asked for input.

use std::{
    fs::{self, File},
    io::{self, IsTerminal, Write},
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use crate::{
    failure::{Failure, Outcome},
    workspace::Workspace,
};

/// How much of a log is shown when its program fails.
const TAIL_LINES: usize = 40;
/// On a terminal the clock ticks every second; in a log file a sign of life now and then is enough.
const TICK_TERMINAL: Duration = Duration::from_secs(1);
const TICK_LOG: Duration = Duration::from_secs(30);

/// Runs in the open: what the program prints is seen at once.
pub fn show(command: &mut Command) -> Outcome {
    let status = command.stdin(Stdio::null()).status().map_err(|error| cannot_start(command, &error))?;
    if status.success() {
        return Ok(());
    }
    Err(Failure::new(format!("`{}` {}.", words(command), ended(status))))
}

/// Runs with its output kept in `target/xtask/logs/<name>.log`; a line tells what is going on and for how long.
pub fn quietly(workspace: &Workspace, name: &str, doing: &str, command: &mut Command) -> Outcome {
    let logs = workspace.notes("logs");
    fs::create_dir_all(&logs).map_err(Failure::at(&logs))?;
    let path = logs.join(format!("{name}.log"));
    let log = File::create(&path).map_err(Failure::at(&path))?;
    let errors = log.try_clone().map_err(Failure::at(&path))?;
    command.stdin(Stdio::null()).stdout(log).stderr(errors);

    let child = command.spawn().map_err(|error| cannot_start(command, &error))?;
    let status = wait_aloud(child, doing)?;
    if status.success() {
        return Ok(());
    }
    let shown = tail(&fs::read_to_string(&path).unwrap_or_default(), TAIL_LINES);
    Err(Failure::new(format!("{shown}\n\n`{}` {}; all of it: {}", words(command), ended(status), path.display())))
}

/// Runs for what it prints.
pub fn answer(command: &mut Command) -> Result<String, Failure> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| cannot_start(command, &error))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(Failure::new(format!("`{}` {}: {}", words(command), ended(output.status), said.trim())))
}

pub fn is_installed(program: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|paths| std::env::split_paths(&paths).any(|folder| folder.join(program).is_file()))
}

/// The command as a person would type it.
pub fn words(command: &Command) -> String {
    let program = command.get_program().to_string_lossy();
    let name = program.rsplit(['/', '\\']).next().unwrap_or(&program).to_owned();
    command.get_args().fold(name, |line, argument| line + " " + &argument.to_string_lossy())
}

/// `42 s`, `3 min 05 s`.
pub fn spent(time: Duration) -> String {
    let seconds = time.as_secs();
    match seconds {
        0 => format!("{} ms", time.as_millis()),
        1..60 => format!("{seconds} s"),
        _ => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

fn wait_aloud(mut child: Child, doing: &str) -> Result<ExitStatus, Failure> {
    let started = Instant::now();
    let on_terminal = io::stdout().is_terminal();
    let tick = if on_terminal { TICK_TERMINAL } else { TICK_LOG };
    say_progress(on_terminal, &format!("  {doing} …"));
    let (done, finished) = mpsc::channel();
    thread::spawn(move || done.send(child.wait()));
    loop {
        match finished.recv_timeout(tick) {
            Ok(status) => {
                let clear = if on_terminal { "\r\x1b[K" } else { "" };
                println!("{clear}  {doing}: {}", spent(started.elapsed()));
                return status.map_err(|error| Failure::new(format!("{doing}: {error}")));
            }
            Err(mpsc::RecvTimeoutError::Timeout) => {
                say_progress(on_terminal, &format!("  {doing} … {}", spent(started.elapsed())));
            }
            Err(mpsc::RecvTimeoutError::Disconnected) => {
                return Err(Failure::new(format!("{doing}: lost sight of the program.")));
            }
        }
    }
}

fn say_progress(on_terminal: bool, line: &str) {
    if on_terminal {
        print!("\r\x1b[K{line}");
    } else {
        println!("{line}");
    }
    // Progress that cannot be shown is no reason to stop.
    let _ = io::stdout().flush();
}

fn tail(text: &str, lines: usize) -> String {
    let all: Vec<&str> = text.lines().collect();
    all[all.len().saturating_sub(lines)..].join("\n")
}

fn ended(status: ExitStatus) -> String {
    status.code().map_or_else(|| "was stopped by a signal".to_owned(), |code| format!("ended with code {code}"))
}

fn cannot_start(command: &Command, error: &io::Error) -> Failure {
    Failure::new(format!("`{}` could not be started: {error}", words(command)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_told_in_the_unit_that_reads_best() {
        assert_eq!(spent(Duration::from_millis(420)), "420 ms");
        assert_eq!(spent(Duration::from_secs(42)), "42 s");
        assert_eq!(spent(Duration::from_secs(185)), "3 min 05 s");
    }

    #[test]
    fn the_tail_is_the_last_lines() {
        assert_eq!(tail("a\nb\nc", 2), "b\nc");
        assert_eq!(tail("a", 2), "a");
    }

    #[test]
    fn a_command_reads_as_it_would_be_typed() {
        let mut command = Command::new("/usr/bin/cargo");
        command.args(["fmt", "--all"]);
        assert_eq!(words(&command), "cargo fmt --all");
    }

    #[test]
    fn a_failing_program_is_named_with_its_code() {
        let failure = answer(Command::new("cargo").arg("--no-such-flag")).unwrap_err();
        assert!(failure.to_string().starts_with("`cargo --no-such-flag` ended with code"));
    }
}
