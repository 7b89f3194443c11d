//! How much room the laptop has: only the shell may ask the system.

use std::path::{Path, PathBuf};

use outlet::Disk;
use sync::StorageReport;

const MIB: u64 = 1 << 20;

/// The disk on which the replica lies.
pub struct ReplicaDisk {
    replica: PathBuf,
}

impl ReplicaDisk {
    pub fn of(replica: &Path) -> ReplicaDisk {
        ReplicaDisk { replica: replica.to_owned() }
    }
}

impl Disk for ReplicaDisk {
    fn report(&self) -> Option<StorageReport> {
        let folder = self.replica.parent()?;
        let free_mib = fs4::available_space(folder).ok()? / MIB;
        Some(StorageReport { free_mib, replica_mib: written(&self.replica).div_ceil(MIB) })
    }
}

/// The replica with its write-ahead log.
fn written(replica: &Path) -> u64 {
    let log = replica.with_extension("db-wal");
    [replica, &log].into_iter().filter_map(|file| std::fs::metadata(file).ok()).map(|file| file.len()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_says_how_much_room_it_has() {
        let replica = std::env::temp_dir().join(format!("disk-{}.db", std::process::id()));
        std::fs::write(&replica, vec![0; 3 << 20]).unwrap();
        let report = ReplicaDisk::of(&replica).report().unwrap();
        std::fs::remove_file(&replica).unwrap();
        assert_eq!(report.replica_mib, 3);
        assert!(report.free_mib > 0);
    }
}
