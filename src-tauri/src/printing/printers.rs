//! Which printers the system has.

use std::time::Duration;

use super::PrintError;
use super::command::{Command, Finished, RunCommand, Wait};

/// Whose spooler is spoken to. A value rather than a build flag, so both ways are tested everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Platform {
    /// CUPS: `lp` and `lpstat`.
    Unix,
    /// The Windows spooler, through PowerShell.
    Windows,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printer {
    pub name: String,
    pub is_default: bool,
}

/// A spooler that has not answered by then is down; the cashier has a customer waiting.
const LISTING: Duration = Duration::from_secs(5);

impl Platform {
    pub fn current() -> Platform {
        if cfg!(windows) { Platform::Windows } else { Platform::Unix }
    }
}

/// All printers, in the system's order. None, or no spooler at all, is an empty list.
pub(super) fn list(platform: Platform, commands: &impl RunCommand) -> Result<Vec<Printer>, PrintError> {
    match platform {
        Platform::Unix => list_of_cups(commands),
        Platform::Windows => list_of_windows(commands),
    }
}

fn list_of_cups(commands: &impl RunCommand) -> Result<Vec<Printer>, PrintError> {
    let names = or_none(commands.run(&lpstat("-e")))?;
    if names.trim().is_empty() {
        return Ok(Vec::new());
    }
    let default = or_none(commands.run(&lpstat("-d")))?;
    let default = default.rsplit_once(": ").map_or("", |(_, name)| name.trim());
    let printer = |name: &str| Printer { name: name.to_owned(), is_default: name == default };
    Ok(names.lines().map(str::trim).filter(|name| !name.is_empty()).map(printer).collect())
}

fn lpstat(question: &str) -> Command {
    Command {
        program: "lpstat".to_owned(),
        arguments: vec![question.to_owned()],
        // The answer is read by this program, so it comes in the language of programs.
        environment: vec![("LC_ALL".to_owned(), "C".to_owned())],
        input: Vec::new(),
        wait: Wait::AtMost(LISTING),
    }
}

/// `lpstat` ends with an error when there is no printer, and is missing where printing was never installed.
fn or_none(answer: Result<Finished, PrintError>) -> Result<String, PrintError> {
    match answer {
        Ok(finished) if finished.success => Ok(finished.output),
        Ok(_) | Err(PrintError::NoSuchProgram { .. }) => Ok(String::new()),
        Err(error) => Err(error),
    }
}

fn list_of_windows(commands: &impl RunCommand) -> Result<Vec<Printer>, PrintError> {
    let script = "[Console]::OutputEncoding = [Text.Encoding]::UTF8; \
                  Get-CimInstance Win32_Printer | ForEach-Object { \"$($_.Default)`t$($_.Name)\" }";
    let answer = or_none(commands.run(&powershell(script, Vec::new(), LISTING)))?;
    let printer = |line: &str| {
        let (default, name) = line.trim_end().split_once('\t')?;
        Some(Printer { name: name.to_owned(), is_default: default == "True" })
    };
    Ok(answer.lines().filter_map(printer).collect())
}

/// A script with its values in the environment, where no character of theirs can become part of the script.
pub(super) fn powershell(script: &str, environment: Vec<(String, String)>, limit: Duration) -> Command {
    let arguments = ["-NoProfile", "-NonInteractive", "-Command", script];
    Command {
        program: "powershell".to_owned(),
        arguments: arguments.map(str::to_owned).to_vec(),
        environment,
        input: Vec::new(),
        wait: Wait::AtMost(limit),
    }
}
