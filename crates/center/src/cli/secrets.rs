//! The center's key and the administrators' token: small files beside the database, for the center's eyes only.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use center::{Database, Randomness};
use journal::DeviceKey;

use super::CommandError;

/// The file `center.key` beside `center.db`, and so on.
pub fn beside(database: &Database, extension: &str) -> PathBuf {
    let Database::Sqlite(path) = database;
    path.with_extension(extension)
}

/// The key that signs every reply; made at the first start. Whoever loses it has to enrol all outlets again.
pub fn center_key(database: &Database, randomness: &dyn Randomness) -> Result<DeviceKey, CommandError> {
    let path = beside(database, "key");
    let text = read_or_make(&path, randomness)?;
    let seed = from_hex(text.trim()).ok_or(CommandError::Key(path))?;
    Ok(DeviceKey::from_seed(seed))
}

/// From the environment, from the file that was named, or from the one beside the database.
pub fn admin_token(
    database: &Database,
    file: Option<PathBuf>,
    randomness: &dyn Randomness,
) -> Result<String, CommandError> {
    match (std::env::var("QINGJIANG_ADMIN_TOKEN"), file) {
        (_, Some(path)) => fs::read_to_string(&path).map_err(|error| CommandError::File { path, error }),
        (Ok(token), None) if !token.trim().is_empty() => Ok(token),
        _ => read_or_make(&beside(database, "admin-token"), randomness),
    }
}

/// 32 random bytes as text. Two that start at once agree: only one of them makes the file.
fn read_or_make(path: &Path, randomness: &dyn Randomness) -> Result<String, CommandError> {
    let failed = |error| CommandError::File { path: path.to_owned(), error };
    match fs::read_to_string(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        read => return read.map_err(failed),
    }
    let mut bytes = [0; 32];
    randomness.fill(&mut bytes);
    let text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let unfinished = path.with_extension("new");
    write_private(&unfinished, &text).map_err(failed)?;
    let linked = fs::hard_link(&unfinished, path);
    fs::remove_file(&unfinished).map_err(failed)?;
    match linked {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(failed(error)),
        _ => fs::read_to_string(path).map_err(failed),
    }
}

fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    writeln!(file, "{text}")?;
    file.sync_all()
}

fn from_hex(text: &str) -> Option<[u8; 32]> {
    let mut seed = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (place, byte) in seed.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[place * 2..place * 2 + 2], 16).ok()?;
    }
    Some(seed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use center::SystemRandomness;

    #[test]
    fn the_key_is_made_once_and_kept() {
        let dir = tempfile::tempdir().unwrap();
        let database = Database::Sqlite(dir.path().join("center.db"));
        let key = center_key(&database, &SystemRandomness).unwrap();
        assert_eq!(center_key(&database, &SystemRandomness).unwrap().public_key(), key.public_key());
        #[cfg(unix)]
        {
            let mode =
                std::os::unix::fs::PermissionsExt::mode(&beside(&database, "key").metadata().unwrap().permissions());
            assert_eq!(mode & 0o777, 0o600, "nobody else may read it");
        }
    }
}
