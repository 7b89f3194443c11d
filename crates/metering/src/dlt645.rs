//! DL/T 645-2007: what a meter in front of the reader says, over an infrared head or RS-485.
//!
//! ```text
//! FE FE FE FE  68 A0..A5 68 C L DATA CS 16     address: 6 bytes BCD, low byte first
//!                                              data: every byte + 33H    CS: sum of all bytes before it
//! C = 11 read · 91 answer · B1 answer, more follows · 12 go on · 92 / B2 further part · D1 refused
//! ```
//!
//! A reading comes only out of a frame that is whole, right and from the meter that was asked. Everything else is one
//! fault with a sentence of its own, and never half a reading.

mod address;
mod fault;
mod frame;
mod item;
mod port;
#[cfg(unix)]
mod pty;
mod read_meter;
mod simulated;

pub use address::{AddressError, MeterAddress};
pub use fault::MeterFault;
pub use frame::{Frame, Scan, scan};
pub use item::Item;
pub use port::{list_ports, open_port, read_from_port};
#[cfg(unix)]
pub use pty::RunningMeter;
pub use read_meter::{DailyFreeze, Deadline, MeterAnswer, Wanted, Within, read_meter};
pub use simulated::{Mischief, SimulatedLine, SimulatedMeter};
