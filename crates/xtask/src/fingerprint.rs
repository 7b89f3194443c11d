//! Whether the inputs of a long step are still those of its last success: names, sizes and times of files in one number.
//!
//! A changed, added, removed or restored older file all change the number, which comparing only the newest time would miss.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
};

use crate::failure::{Failure, Outcome};

/// Folders that hold results rather than sources.
const RESULTS: &[&str] = &["node_modules", "dist", "target", "gen", "coverage", ".vite"];

#[derive(Debug, PartialEq, Eq)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// Over every file below `folders` that `counts` wants.
    pub fn of(folders: &[PathBuf], counts: impl Fn(&Path) -> bool) -> Self {
        let mut files = Vec::new();
        folders.iter().for_each(|folder| gather(folder, &mut files));
        files.retain(|file| counts(file));
        files.sort();
        let mut hasher = DefaultHasher::new();
        for file in &files {
            file.hash(&mut hasher);
            if let Ok(metadata) = file.metadata() {
                metadata.len().hash(&mut hasher);
                metadata.modified().ok().hash(&mut hasher);
            }
        }
        Self(format!("{:016x}", hasher.finish()))
    }

    pub fn is_kept_in(&self, note: &Path) -> bool {
        fs::read_to_string(note).is_ok_and(|kept| kept == self.0)
    }

    pub fn keep_in(&self, note: &Path) -> Outcome {
        if let Some(folder) = note.parent() {
            fs::create_dir_all(folder).map_err(Failure::at(folder))?;
        }
        fs::write(note, &self.0).map_err(Failure::at(note))
    }
}

fn gather(path: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(path) else {
        if path.is_file() {
            files.push(path.to_path_buf());
        }
        return;
    };
    for entry in entries.flatten() {
        let is_result = RESULTS.iter().any(|name| entry.file_name() == *name);
        // Vite leaves a stamped copy of its configuration beside it while it works.
        let is_passing = entry.file_name().to_string_lossy().contains(".timestamp-");
        if !is_result && !is_passing {
            gather(&entry.path(), files);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::slice::from_ref;

    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
        fs::create_dir_all(folder.join("node_modules")).unwrap();
        fs::write(folder.join("one.ts"), "one").unwrap();
        folder
    }

    #[test]
    fn the_same_files_give_the_same_fingerprint_and_results_do_not_count() {
        let folder = folder("same");
        let before = Fingerprint::of(from_ref(&folder), |_| true);
        fs::write(folder.join("node_modules/other.js"), "x").unwrap();
        assert_eq!(before, Fingerprint::of(from_ref(&folder), |_| true));
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn an_added_and_a_removed_file_are_noticed() {
        let folder = folder("changed");
        let before = Fingerprint::of(from_ref(&folder), |_| true);
        fs::write(folder.join("two.ts"), "two").unwrap();
        assert_ne!(before, Fingerprint::of(from_ref(&folder), |_| true));
        fs::remove_file(folder.join("two.ts")).unwrap();
        assert_eq!(before, Fingerprint::of(from_ref(&folder), |_| true));
        fs::remove_dir_all(folder).unwrap();
    }
}
