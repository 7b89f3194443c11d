//! Handing work to the system: files to a printer or to the viewer, bytes to a raw queue.

use std::path::Path;
use std::time::Duration;

use super::command::{Command, RunCommand, SystemCommands, Wait};
use super::printers::{self, powershell};
use super::{Platform, PrintError, Printer};

/// The system's printing, as one value.
#[derive(Clone, Copy, Debug)]
pub struct Printing<C = SystemCommands> {
    platform: Platform,
    commands: C,
}

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Printed {
    /// The spooler has it.
    Spooled { printer: String },
    /// There is no printer: it is open in the system's viewer instead.
    Opened,
}

/// The paper in hundredths of a millimetre, as the receipt's page says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaperSize {
    pub width: i32,
    pub height: i32,
}

/// A spooler takes a file of 40 KB at once, or something is wrong with it.
const SPOOLING: Duration = Duration::from_secs(15);

impl<C: RunCommand> Printing<C> {
    pub fn new(platform: Platform, commands: C) -> Printing<C> {
        Printing { platform, commands }
    }

    pub fn printers(&self) -> Result<Vec<Printer>, PrintError> {
        printers::list(self.platform, &self.commands)
    }

    /// Prints a PDF file on the wanted printer, on the default one, or on the only one. Without any, opens the file.
    pub fn print_file(&self, file: &Path, wanted: Option<&str>, paper: PaperSize) -> Result<Printed, PrintError> {
        if !file.is_file() {
            return Err(PrintError::NoSuchFile(file.to_owned()));
        }
        let Some(printer) = self.chosen(wanted)? else {
            return self.open_file(file).map(|()| Printed::Opened);
        };
        let command = match self.platform {
            Platform::Unix => lp_file(file, &printer, paper),
            Platform::Windows => print_to(file, &printer),
        };
        self.spool(&command)?;
        Ok(Printed::Spooled { printer })
    }

    /// Sends bytes to a queue as they are. Windows has no program for that: there, use the printer's network address.
    pub fn print_raw(&self, bytes: &[u8], printer: &str) -> Result<(), PrintError> {
        match self.platform {
            Platform::Unix => self.spool(&lp_raw(bytes, printer)),
            Platform::Windows => Err(PrintError::RawNeedsNetwork),
        }
    }

    /// Opens a file in the program that the person at the desk is used to.
    pub fn open_file(&self, file: &Path) -> Result<(), PrintError> {
        let file = file.to_string_lossy().into_owned();
        let command = match self.platform {
            Platform::Unix if cfg!(target_os = "macos") => viewer("open", vec![file]),
            Platform::Unix => viewer("xdg-open", vec![file]),
            Platform::Windows => viewer("explorer", vec![file]),
        };
        self.commands.run(&command).map(|_| ())
    }

    fn chosen(&self, wanted: Option<&str>) -> Result<Option<String>, PrintError> {
        if let Some(wanted) = wanted {
            return Ok(Some(wanted.to_owned()));
        }
        let printers = self.printers()?;
        let default = printers.iter().find(|printer| printer.is_default);
        let only = if printers.len() == 1 { printers.first() } else { None };
        Ok(default.or(only).map(|printer| printer.name.clone()))
    }

    fn spool(&self, command: &Command) -> Result<(), PrintError> {
        let finished = self.commands.run(command)?;
        let refused = PrintError::Refused { program: command.program.clone(), message: finished.message };
        if finished.success { Ok(()) } else { Err(refused) }
    }
}

impl PaperSize {
    /// How CUPS names paper that is in no catalogue: `Custom.241x139.7mm`.
    fn media(self) -> String {
        format!("Custom.{}x{}mm", millimetres(self.width), millimetres(self.height))
    }
}

fn millimetres(hundredths: i32) -> String {
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The page already has the size of the paper: the driver must not scale it.
fn lp_file(file: &Path, printer: &str, paper: PaperSize) -> Command {
    let media = format!("media={}", paper.media());
    let file = file.to_string_lossy();
    lp(&["-d", printer, "-o", &media, "-o", "print-scaling=none", "--", &file], Vec::new())
}

fn lp_raw(bytes: &[u8], printer: &str) -> Command {
    lp(&["-d", printer, "-o", "raw", "--", "-"], bytes.to_vec())
}

fn lp(arguments: &[&str], input: Vec<u8>) -> Command {
    Command {
        program: "lp".to_owned(),
        arguments: arguments.iter().map(|argument| (*argument).to_owned()).collect(),
        environment: Vec::new(),
        input,
        wait: Wait::AtMost(SPOOLING),
    }
}

/// Windows prints a PDF through the program that reads it; that program decides about paper and scaling.
fn print_to(file: &Path, printer: &str) -> Command {
    let script = "Start-Process -FilePath $env:RECEIPT_FILE -Verb PrintTo \
                  -ArgumentList ('\"' + $env:RECEIPT_PRINTER + '\"') -WindowStyle Hidden -ErrorAction Stop";
    let environment = vec![
        ("RECEIPT_FILE".to_owned(), file.to_string_lossy().into_owned()),
        ("RECEIPT_PRINTER".to_owned(), printer.to_owned()),
    ];
    powershell(script, environment, SPOOLING)
}

fn viewer(program: &str, arguments: Vec<String>) -> Command {
    Command { program: program.to_owned(), arguments, wait: Wait::Detached, ..Command::default() }
}
