//! The stage of the end-to-end tests: a real center process, a real home folder, the real window under WebDriver.
//!
//! ```text
//! Stage    a prefecture of one township on disk, and its center on a loopback port
//! Driver   WebKitWebDriver, which starts the window
//! Window   the page under the driver: what it shows, what is typed; counts keystrokes
//! Counter  a cashier's verbs: sign in, open a shift, find, pay, reprint, reverse
//! Reader   a meter reader's verbs: prepare a round, jump, read, estimate
//! ```

mod counter;
pub mod day_of_52;
mod driver;
mod programs;
mod reader;
mod stage;
mod window;

pub use counter::{Counter, Paid};
pub use driver::Driver;
pub use reader::{Meter, Reader};
pub use stage::{BILLER, CASHIER, FINANCE, READER, Stage};
pub use window::{Key, Window};

/// Any error ends a test; its text says where.
pub type Outcome<T = ()> = Result<T, Box<dyn std::error::Error>>;
