//! What a power cut may take: the writes of each file since its last sync.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::seed::Rng;

#[derive(Default)]
pub(crate) struct Unsynced {
    remembers: bool,
    files: BTreeMap<PathBuf, Vec<Change>>,
}

struct Change {
    offset: u64,
    /// What lay there before, as far as the file reached.
    old: Vec<u8>,
    old_length: u64,
    new: Vec<u8>,
}

impl Unsynced {
    pub(crate) fn remember(&mut self, remembers: bool) {
        self.remembers = remembers;
        if !remembers {
            self.files.clear();
        }
    }

    /// Notes a write that is about to happen.
    pub(crate) fn note(&mut self, path: &Path, offset: u64, new: &[u8]) {
        if !self.remembers {
            return;
        }
        let Ok((old, old_length)) = bytes_at(path, offset, new.len()) else { return };
        self.files.entry(path.to_owned()).or_default().push(Change { offset, old, old_length, new: new.to_vec() });
    }

    /// A sync, or anything else that makes earlier writes of the file last.
    pub(crate) fn settle(&mut self, path: &Path) {
        self.files.remove(path);
    }

    /// The power is gone: each write since the last sync is kept, lost or torn.
    pub(crate) fn lose(&mut self, seed: u64) -> io::Result<()> {
        let mut rng = Rng::new(seed);
        for (path, changes) in std::mem::take(&mut self.files) {
            let Ok(mut file) = File::options().read(true).write(true).open(&path) else { continue };
            for change in changes.iter().rev() {
                write_at(&mut file, change.offset, &change.old)?;
                file.set_len(change.old_length)?;
            }
            for change in &changes {
                let length = change.new.len();
                let kept = match rng.below(4) {
                    0 => 0,
                    1 => rng.below(length as u64) as usize,
                    _ => length,
                };
                write_at(&mut file, change.offset, &change.new[..kept])?;
            }
        }
        Ok(())
    }
}

fn bytes_at(path: &Path, offset: u64, count: usize) -> io::Result<(Vec<u8>, u64)> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(offset))?;
    let mut old = Vec::new();
    file.take(count as u64).read_to_end(&mut old)?;
    Ok((old, length))
}

fn write_at(file: &mut File, offset: u64, bytes: &[u8]) -> io::Result<()> {
    if bytes.is_empty() {
        return Ok(());
    }
    file.seek(SeekFrom::Start(offset))?;
    file.write_all(bytes)
}
