//! The moving parts of a prefecture for tests: clocks that are set by hand, laptops whose disk can die, a center, and the
//! link between them. Outlets, center and databases are the real ones.

mod clock;
mod laptop;
mod link;
mod tables;
mod town_hall;

pub use clock::{LaptopClock, WorldTime, china_time};
pub use laptop::{Killed, Laptop};
pub use link::{FlakyLink, Weather, serve};
pub use tables::tables_of;
pub use town_hall::{SeededRandomness, TownHall};
