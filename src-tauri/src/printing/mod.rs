//! 打印: paper from files and bytes, through the system's printers.
//!
//! ```text
//! a PDF file ──▶ a printer of the system   lp (CUPS), or the Windows spooler through the PDF viewer's own verb
//!            └─▶ the viewer                where there is no printer: that is an answer, not an error
//! raw bytes ───▶ a raw queue               lp -o raw
//!            └─▶ a device on the network   TCP, port 9100
//! ```
//!
//! Printing comes after the payment is safe: an error here is a sentence to the cashier (已收款，收据未打印) and undoes nothing.
//! Everything waits at most as long as it says; call it away from the window's thread.

mod command;
mod network;
mod printers;
mod spool;

#[cfg(test)]
mod tests;

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use thiserror::Error;

pub use command::{Command, Finished, RunCommand, SystemCommands, Wait};
pub use network::print_over_network;
pub use printers::{Platform, Printer};
pub use spool::{PaperSize, Printed, Printing};

/// Why nothing came out; each is a sentence to the cashier.
#[derive(Debug, Error)]
pub enum PrintError {
    #[error("there is no file {0} to print")]
    NoSuchFile(PathBuf),
    #[error("this system has no {program}")]
    NoSuchProgram { program: String },
    #[error("{program} did not answer within {} seconds", waited.as_secs())]
    NoAnswer { program: String, waited: Duration },
    #[error("{program} refused: {message}")]
    Refused { program: String, message: String },
    #[error("the printer at {address} cannot be reached")]
    Unreachable {
        address: String,
        #[source]
        source: io::Error,
    },
    #[error("the printer at {address} stopped taking data")]
    Interrupted {
        address: String,
        #[source]
        source: io::Error,
    },
    #[error("raw data reaches a Windows printer over the network only; set its address and port")]
    RawNeedsNetwork,
    #[error("{program} could not be run")]
    Failed {
        program: String,
        #[source]
        source: io::Error,
    },
}
