//! What people decide at the center: previewed, proposed, approved, undone, on a real file with really signed journals.

mod adversary;
#[path = "../common/mod.rs"]
mod common;
mod fixtures;
mod lifecycle;
mod matrix;
mod previews;
mod random;
mod release;
mod snapshot;
mod trail;
