//! Where the books are, and where the center keeps its secrets.

use std::path::PathBuf;

use center::Database;

/// The folder of the secrets of a center in PostgreSQL, where none is named.
const STATE_FOLDER: &str = "qingjiang-center";

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub database: Database,
    secrets: Option<PathBuf>,
}

impl Place {
    /// `secrets` is the folder that was named.
    pub fn new(database: Database, secrets: Option<PathBuf>) -> Place {
        Place { database, secrets }
    }

    /// `center.key` beside `center.db` or in the folder of the secrets, and so on.
    pub fn secret(&self, extension: &str) -> PathBuf {
        let file = match &self.database {
            Database::Sqlite(path) => path.clone(),
            Database::Postgres { .. } => state_folder().join("center.db"),
        };
        let file = file.with_extension(extension);
        match (&self.secrets, file.file_name()) {
            (Some(folder), Some(name)) => folder.join(name),
            _ => file,
        }
    }
}

/// What systemd gives a service for its state, or a folder in the current one.
fn state_folder() -> PathBuf {
    std::env::var_os("STATE_DIRECTORY").map_or_else(|| PathBuf::from(STATE_FOLDER), PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_lie_beside_a_file_and_in_a_folder_for_a_server() {
        let file = Database::Sqlite("/srv/books.db".into());
        assert_eq!(Place::new(file.clone(), None).secret("key"), PathBuf::from("/srv/books.key"));
        assert_eq!(Place::new(file, Some("/etc/q".into())).secret("key"), PathBuf::from("/etc/q/books.key"));
        let server = Database::Postgres { url: "postgres://localhost/books".parse().unwrap(), replica: None };
        assert_eq!(Place::new(server, Some("/etc/q".into())).secret("admin-token"), {
            PathBuf::from("/etc/q/center.admin-token")
        });
    }
}
