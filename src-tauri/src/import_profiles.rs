//! 导入配置: those of the program, and the company's own in the folder `import-profiles` of the desk.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use metering::import::{PROFILE_BYTES_MAX, ProfileFault, ProfileShelf};

/// Read anew for every import, so that a profile that was just put right counts at once.
pub fn read(folder: &Path) -> ProfileShelf {
    let mut shelf = ProfileShelf::shipped();
    // Without the folder the company has no profiles of its own.
    let Ok(files) = std::fs::read_dir(folder) else { return shelf };
    let mut files: Vec<_> = files.flatten().map(|file| file.path()).filter(|path| is_profile(path)).collect();
    files.sort();
    for path in files {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match first_bytes(&path) {
            Ok(bytes) => shelf.add(&name, &bytes),
            Err(error) => shelf.set_aside(&name, ProfileFault::NotOpened { detail: error.to_string() }),
        }
    }
    shelf
}

/// One byte more than a profile may have shows that a file is none.
fn first_bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(PROFILE_BYTES_MAX as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn is_profile(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_faulty_file_is_put_aside_and_the_programs_own_stay() {
        let folder = std::env::temp_dir().join(format!("qingjiang-profiles-{}", uuid::Uuid::now_v7()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("ours.toml"), "name = 3").unwrap();
        std::fs::write(folder.join("notes.txt"), "not a profile").unwrap();
        let shelf = read(&folder);
        assert_eq!(shelf.faulty().iter().map(|faulty| faulty.file.as_str()).collect::<Vec<_>>(), ["ours.toml"]);
        assert_eq!(shelf.profiles().count(), ProfileShelf::shipped().profiles().count());
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
