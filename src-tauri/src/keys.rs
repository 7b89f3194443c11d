//! The desk's two secrets: the key it signs with, and the key its replica is encrypted with.
//!
//! They lie in `device.key` beside the replica, readable by the desk's own user only:
//!
//! ```text
//! device  <64 hex>     seed of the Ed25519 key
//! replica <64 hex>     raw key of the encrypted replica
//! ```

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use journal::DeviceKey;
use store::ReplicaKey;
use thiserror::Error;

pub struct Keys {
    device: [u8; 32],
    replica: [u8; 32],
}

#[derive(Debug, Error)]
pub enum KeyFileError {
    #[error("the key file could not be read or written: {0}")]
    Io(#[from] io::Error),
    #[error("the key file is not one")]
    Malformed,
}

impl Keys {
    /// The keys of this home; made at its first start and never again.
    pub fn load_or_make(path: &Path) -> Result<Keys, KeyFileError> {
        match fs::read_to_string(path) {
            Ok(text) => Keys::parse(&text).ok_or(KeyFileError::Malformed),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let keys = Keys::random();
                keys.write(path)?;
                Ok(keys)
            }
            Err(error) => Err(error.into()),
        }
    }

    pub fn device(&self) -> DeviceKey {
        DeviceKey::from_seed(self.device)
    }

    pub fn replica(&self) -> ReplicaKey {
        ReplicaKey(self.replica)
    }

    fn random() -> Keys {
        let mut keys = Keys { device: [0; 32], replica: [0; 32] };
        getrandom::fill(&mut keys.device).expect("the system has random numbers");
        getrandom::fill(&mut keys.replica).expect("the system has random numbers");
        keys
    }

    fn parse(text: &str) -> Option<Keys> {
        let line =
            |name: &str| text.lines().find_map(|line| line.strip_prefix(name)).and_then(|rest| unhex(rest.trim()));
        Some(Keys { device: line("device ")?, replica: line("replica ")? })
    }

    /// Written beside and renamed, so that a power cut leaves the whole file or none.
    fn write(&self, path: &Path) -> io::Result<()> {
        let beside = path.with_extension("key.new");
        let mut file = private_file(&beside)?;
        writeln!(file, "device {}\nreplica {}", hex(&self.device), hex(&self.replica))?;
        file.sync_all()?;
        fs::rename(&beside, path)
    }
}

#[cfg(unix)]
fn private_file(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    File::options().write(true).create(true).truncate(true).mode(0o600).open(path)
}

/// On Windows the folder of the user's own application data is private already.
#[cfg(not(unix))]
fn private_file(path: &Path) -> io::Result<File> {
    File::create(path)
}

fn hex(bytes: &[u8; 32]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    let mut bytes = [0; 32];
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[index * 2..index * 2 + 2], 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_made_once_and_read_ever_after() {
        let folder = std::env::temp_dir().join(format!("qingjiang-keys-{}", uuid::Uuid::now_v7()));
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join("device.key");
        let made = Keys::load_or_make(&path).unwrap();
        let read = Keys::load_or_make(&path).unwrap();
        assert_eq!(made.device, read.device);
        assert_eq!(made.replica, read.replica);
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_broken_key_file_is_refused_and_never_replaced() {
        assert!(Keys::parse("device 12\nreplica 34").is_none());
        assert!(Keys::parse("").is_none());
    }
}
