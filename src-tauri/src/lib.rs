//! The desktop shell and nothing else: the window, its commands, and what only a shell may touch (the wall clock, the
//! home folder, threads, printers).
//!
//! ```text
//! page ──invoke──▶ commands ──▶ OutletHandle::run ──▶ a use case of `outlet`, on a blocking thread
//!   ▲                                   │ something new
//!   └────── event `status` ◀── the sync worker, a thread of its own
//! ```

mod clock;
mod commands;
mod desk;
mod disk;
mod error;
mod home;
mod import_profiles;
mod keys;
mod link;
mod meter_head;
mod outlet_handle;
mod paper;
mod papers;
mod preferences;
mod printing;
mod request;
mod said;
mod show;
mod sync_worker;
mod view;
mod window;

pub use window::run;
