//! The folder in which a desk lives: replica, keys and receipts. One process at a time works in it.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

pub struct Home {
    folder: PathBuf,
    /// Held as long as the desk runs; two processes never write one replica.
    _lock: File,
}

#[derive(Debug, Error)]
pub enum HomeError {
    #[error("another window of this desk is open")]
    AlreadyOpen,
    #[error("the folder {folder} cannot be used: {source}")]
    Unusable { folder: PathBuf, source: io::Error },
}

impl Home {
    pub fn open(folder: &Path) -> Result<Home, HomeError> {
        let unusable = |source| HomeError::Unusable { folder: folder.to_owned(), source };
        fs::create_dir_all(folder).map_err(unusable)?;
        let lock = File::create(folder.join("desk.lock")).map_err(unusable)?;
        match lock.try_lock() {
            Ok(()) => Ok(Home { folder: folder.to_owned(), _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(HomeError::AlreadyOpen),
            Err(TryLockError::Error(source)) => Err(unusable(source)),
        }
    }

    pub fn replica(&self) -> PathBuf {
        self.folder.join("replica.db")
    }

    pub fn keys(&self) -> PathBuf {
        self.folder.join("device.key")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_home_has_room_for_one_desk() {
        let folder = std::env::temp_dir().join(format!("qingjiang-home-{}", uuid::Uuid::now_v7()));
        let first = Home::open(&folder).unwrap();
        assert!(matches!(Home::open(&folder), Err(HomeError::AlreadyOpen)));
        drop(first);
        assert!(Home::open(&folder).is_ok());
        fs::remove_dir_all(&folder).unwrap();
    }
}
