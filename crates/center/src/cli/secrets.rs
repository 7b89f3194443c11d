//! The center's key and the administrators' token: small files for the center's eyes only.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use center::Randomness;
use journal::DeviceKey;

use super::CommandError;
use super::place::Place;

/// What has to move along with the books.
const SECRETS: [&str; 2] = ["key", "admin-token"];

/// The key that signs every reply; made at the first start. Whoever loses it has to enrol all outlets again.
pub fn center_key(place: &Place, randomness: &dyn Randomness) -> Result<DeviceKey, CommandError> {
    let path = place.secret("key");
    let text = read_or_make(&path, randomness)?;
    let seed = from_hex(text.trim()).ok_or(CommandError::Key(path))?;
    Ok(DeviceKey::from_seed(seed))
}

/// From the environment, from the file that was named, or from the one among the secrets.
pub fn admin_token(place: &Place, file: Option<PathBuf>, randomness: &dyn Randomness) -> Result<String, CommandError> {
    match (std::env::var("QINGJIANG_ADMIN_TOKEN"), file) {
        (_, Some(path)) => fs::read_to_string(&path).map_err(|error| CommandError::File { path, error }),
        (Ok(token), None) if !token.trim().is_empty() => Ok(token),
        _ => read_or_make(&place.secret("admin-token"), randomness),
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
    if let Some(folder) = path.parent() {
        make_private_folder(folder).map_err(failed)?;
    }
    let unfinished = path.with_extension("new");
    write_private(&unfinished, &text).map_err(failed)?;
    let linked = fs::hard_link(&unfinished, path);
    fs::remove_file(&unfinished).map_err(failed)?;
    match linked {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(failed(error)),
        _ => fs::read_to_string(path).map_err(failed),
    }
}

/// Copies the secrets of the books that move. One that lies there already stays; where it is another, moving stops.
pub fn take_along(from: &Place, to: &Place) -> Result<(), CommandError> {
    for extension in SECRETS {
        let (source, target) = (from.secret(extension), to.secret(extension));
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |error| CommandError::File { path, error }
        };
        let secret = match fs::read_to_string(&source) {
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            read => read.map_err(failed(&source))?,
        };
        match fs::read_to_string(&target) {
            Ok(present) if present.trim() == secret.trim() => {}
            Ok(_) => return Err(CommandError::OtherSecret { origin: source, target }),
            Err(_) => {
                make_private_folder(target.parent().unwrap_or(Path::new("."))).map_err(failed(&target))?;
                write_private(&target, secret.trim()).map_err(failed(&target))?;
            }
        }
    }
    Ok(())
}

fn make_private_folder(folder: &Path) -> std::io::Result<()> {
    if folder.as_os_str().is_empty() || folder.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
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
    use center::{Database, SystemRandomness};

    #[test]
    fn the_key_is_made_once_and_kept() {
        let dir = tempfile::tempdir().unwrap();
        let place = Place::new(Database::Sqlite(dir.path().join("center.db")), None);
        let key = center_key(&place, &SystemRandomness).unwrap();
        assert_eq!(center_key(&place, &SystemRandomness).unwrap().public_key(), key.public_key());
        #[cfg(unix)]
        {
            let mode = std::os::unix::fs::PermissionsExt::mode(&place.secret("key").metadata().unwrap().permissions());
            assert_eq!(mode & 0o777, 0o600, "nobody else may read it");
        }
    }
}
