//! What tests, simulations and the demo build on. Everything here comes from a seed, so it comes out the same each time.
//!
//! `demo` makes people and bills. With the feature `prefecture` (on by default) there are real outlets and a real center
//! around them: `scenario` plays plain-text stories, `simulator` plays a prefecture under bad luck, `storm` lets
//! all outlets come back at once, `bench` measures.

#[cfg(feature = "prefecture")]
pub mod bench;
#[cfg(feature = "prefecture")]
pub mod console_day;
pub mod demo;
#[cfg(feature = "prefecture")]
pub mod demo_day;
#[cfg(feature = "prefecture")]
pub mod demo_samples;
pub mod household;
pub mod postgres_server;
pub mod seed;

#[cfg(feature = "prefecture")]
pub mod dying_desk;
#[cfg(feature = "prefecture")]
pub mod machines;
pub mod scenario;
#[cfg(feature = "prefecture")]
pub mod shaper;
#[cfg(feature = "prefecture")]
pub mod simulator;
#[cfg(feature = "prefecture")]
pub mod storm;
#[cfg(feature = "prefecture")]
pub mod vfs;
#[cfg(feature = "prefecture")]
pub mod workbench;
