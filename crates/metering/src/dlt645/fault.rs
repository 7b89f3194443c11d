//! Why there is no reading. Each has its own sentence, and none of them comes with a value.

use std::io;

use domain::Register;
use thiserror::Error;

use super::{Item, MeterAddress};

#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum MeterFault {
    /// No byte came. The head sits wrongly, the address is another one, or the meter is dead.
    #[error("the meter does not answer")]
    Silence,
    /// Bytes came that are no frame, or half of one. Sunlight, a wrong speed, two meters at once.
    #[error("what came is no answer of a meter")]
    Garbage,
    #[error("the answer was damaged on the way (checksum)")]
    Checksum,
    #[error("meter {answered} answered, and {asked} was asked")]
    WrongAddress { asked: MeterAddress, answered: MeterAddress },
    /// The meter understood and declined; bit 1 of the code is "no such data".
    #[error("the meter refuses item {item} (code {code:02X})")]
    MeterRefused { item: Item, code: u8 },
    #[error("the meter answered something else than item {item}")]
    OtherItem { item: Item },
    /// A value with digits that are none, of a wrong length, or below zero.
    #[error("item {item} has no valid value")]
    BadValue { item: Item },
    #[error("the meter has no such register")]
    NoRegister { register: Register },
    #[error("the reading head was unplugged")]
    Disconnected,
    #[error("port {port} is in use by another program")]
    PortBusy { port: String },
    #[error("there is no port {port}")]
    NoPort { port: String },
    #[error("this user may not open port {port}")]
    PortForbidden { port: String },
    #[error("port {port}: {detail}")]
    Port { port: String, detail: String },
}

impl MeterFault {
    /// The stable name of the fault; the sentences belong to the screens.
    pub fn code(&self) -> &'static str {
        match self {
            MeterFault::Silence => "silence",
            MeterFault::Garbage => "garbage",
            MeterFault::Checksum => "checksum",
            MeterFault::WrongAddress { .. } => "wrong-address",
            MeterFault::MeterRefused { .. } => "meter-refused",
            MeterFault::OtherItem { .. } => "other-item",
            MeterFault::BadValue { .. } => "bad-value",
            MeterFault::NoRegister { .. } => "no-register",
            MeterFault::Disconnected => "disconnected",
            MeterFault::PortBusy { .. } => "port-busy",
            MeterFault::NoPort { .. } => "no-port",
            MeterFault::PortForbidden { .. } => "port-forbidden",
            MeterFault::Port { .. } => "port",
        }
    }

    pub(super) fn of_open(port: &str, error: &serialport::Error) -> MeterFault {
        let port = port.to_owned();
        match error.kind() {
            serialport::ErrorKind::Io(io::ErrorKind::NotFound) => MeterFault::NoPort { port },
            serialport::ErrorKind::Io(io::ErrorKind::PermissionDenied) => MeterFault::PortForbidden { port },
            // A name that is no device at all is also reported as `NoDevice` where ports have plain names (Windows).
            serialport::ErrorKind::NoDevice if is_listed(&port) => MeterFault::PortBusy { port },
            serialport::ErrorKind::NoDevice => MeterFault::NoPort { port },
            _ => MeterFault::Port { port, detail: error.to_string() },
        }
    }
}

fn is_listed(port: &str) -> bool {
    std::path::Path::new(port).exists() || super::list_ports().iter().any(|listed| listed == port)
}
