//! Readings from elsewhere: files of collection systems (集抄), and meters over DL/T 645 in front of the reader.
//!
//! Both halves are pure at heart. An import is a function of a profile, the bytes of a file and the archive; a frame is a
//! function of bytes. Only `dlt645::port` and the simulated meter touch a device.
//!
//! ```text
//! bytes ─▶ RawTable (rows as evidence) ─▶ one outcome a row: accepted | corrected | rejected, with its reason
//! port  ─▶ frames ─▶ a reading, or the one fault that says why there is none
//! ```

pub mod dlt645;
pub mod import;
#[cfg(feature = "samples")]
pub mod samples;
