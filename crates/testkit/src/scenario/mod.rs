//! Plain-text stories, played with real outlets and a real center. `docs/SCENARIOS.md` is the guide for their writers.
//!
//! ```text
//! text ─ words ─ command ─▶ player ─▶ desks (SQLite files on a disk that can die) ─ link ─▶ center (SQLite)
//! ```

pub mod center_command;
pub mod command;
pub mod meter_command;
#[cfg(feature = "prefecture")]
mod play;
mod read_bill;
mod read_bill_expect;
mod read_center;
mod read_center_expect;
mod read_center_outcome;
mod read_counter;
mod read_expect;
mod read_machine;
mod read_meter;
mod read_outcome;
mod read_reading;
mod read_set_up;
mod read_supply;
mod read_tariff;
mod spelling;
pub mod story;
mod values;
mod vocabulary;
mod words;

#[cfg(feature = "prefecture")]
pub use play::{StoryFailure, Told, play};
pub use read_counter::filled_in;
pub use story::{Story, StoryError};
