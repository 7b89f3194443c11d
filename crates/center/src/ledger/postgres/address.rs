//! Where the server is: `postgres://user:password@host:5432/database?sslmode=require&sslrootcert=FILE`.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use thiserror::Error;
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

#[derive(Debug, Error, PartialEq, Eq)]
pub enum PostgresUrlError {
    #[error("a PostgreSQL database is named like postgres://user:password@host:5432/database?sslmode=require")]
    Scheme,
    #[error("the PostgreSQL address cannot be read: {0}")]
    Unreadable(String),
    #[error("sslmode is disable, prefer or require; require also checks the server's certificate")]
    SslMode,
    #[error("the PostgreSQL address names no database; write it after the host, as in postgres://host/qingjiang")]
    NoDatabase,
}

/// The address of a server. It may hold a password, so it is shown only without.
#[derive(Clone, PartialEq, Eq)]
pub struct PostgresUrl {
    config: Box<Config>,
    root_certificate: Option<PathBuf>,
    shown: String,
}

impl FromStr for PostgresUrl {
    type Err = PostgresUrlError;

    fn from_str(text: &str) -> Result<PostgresUrl, PostgresUrlError> {
        if !text.starts_with("postgres://") && !text.starts_with("postgresql://") {
            return Err(PostgresUrlError::Scheme);
        }
        let (address, query) = text.split_once('?').unwrap_or((text, ""));
        let mut root_certificate = None;
        let mut mode = None;
        let mut passed_on = Vec::new();
        for option in query.split('&').filter(|option| !option.is_empty()) {
            match option.split_once('=') {
                Some(("sslrootcert", path)) => root_certificate = Some(PathBuf::from(decoded(path))),
                Some(("sslmode", word)) => mode = Some(ssl_mode(word)?),
                _ => passed_on.push(option),
            }
        }
        let rest = if passed_on.is_empty() { String::new() } else { format!("?{}", passed_on.join("&")) };
        let unreadable = |error: tokio_postgres::Error| PostgresUrlError::Unreadable(error.to_string());
        let mut config: Config = format!("{address}{rest}").parse().map_err(unreadable)?;
        if config.get_dbname().is_none() {
            return Err(PostgresUrlError::NoDatabase);
        }
        config.ssl_mode(mode.unwrap_or_else(|| usual_mode(&config)));
        Ok(PostgresUrl { config: Box::new(config), root_certificate, shown: without_password(address) })
    }
}

impl PostgresUrl {
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Whose signature the server's certificate must bear, where it is not the system's authorities.
    pub fn root_certificate(&self) -> Option<&Path> {
        self.root_certificate.as_deref()
    }

    /// `require` asks for a certificate that holds; `prefer` takes any, as it would take a plain line.
    pub fn checks_certificate(&self) -> bool {
        self.config.get_ssl_mode() == SslMode::Require
    }
}

impl fmt::Display for PostgresUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl fmt::Debug for PostgresUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

fn ssl_mode(word: &str) -> Result<SslMode, PostgresUrlError> {
    match word {
        "disable" => Ok(SslMode::Disable),
        "prefer" => Ok(SslMode::Prefer),
        "require" => Ok(SslMode::Require),
        _ => Err(PostgresUrlError::SslMode),
    }
}

/// On this machine nobody listens in; everywhere else the line is encrypted unless told otherwise.
fn usual_mode(config: &Config) -> SslMode {
    let is_here = |host: &Host| match host {
        Host::Tcp(name) => name == "localhost" || name.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback()),
        #[cfg(unix)]
        Host::Unix(_) => true,
    };
    if config.get_hosts().iter().all(is_here) { SslMode::Disable } else { SslMode::Require }
}

/// The address with `user@` where `user:password@` stood. A password may itself contain a colon or, escaped, anything.
fn without_password(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else { return String::new() };
    match rest.rsplit_once('@') {
        Some((who, place)) => format!("{scheme}://{}@{place}", who.split(':').next().unwrap_or_default()),
        None => address.to_owned(),
    }
}

/// `%2F` and the like.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = (*first == b'%').then(|| after.get(..2)).flatten().and_then(|two| std::str::from_utf8(two).ok());
        match code.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> PostgresUrl {
        text.parse().unwrap()
    }

    #[test]
    fn a_password_is_never_shown() {
        let with = url("postgres://center:se:cr%40et@db.example:5433/books?sslmode=require");
        assert_eq!(with.to_string(), "postgres://center@db.example:5433/books");
        assert_eq!(format!("{with:?}"), with.to_string());
        assert_eq!(url("postgres://db.example/books").to_string(), "postgres://db.example/books");
    }

    #[test]
    fn the_line_is_encrypted_unless_it_stays_on_this_machine() {
        let mode = |text: &str| url(text).config().get_ssl_mode();
        assert_eq!(mode("postgres://localhost/books"), SslMode::Disable);
        assert_eq!(mode("postgres://127.0.0.1/books"), SslMode::Disable);
        assert_eq!(mode("postgres://user@%2Frun%2Fpg/books"), SslMode::Disable);
        assert_eq!(mode("postgres://db.example/books"), SslMode::Require);
        assert_eq!(mode("postgres://db.example/books?sslmode=prefer"), SslMode::Prefer);
        assert_eq!("postgres://a/b?sslmode=allow".parse::<PostgresUrl>(), Err(PostgresUrlError::SslMode));
    }

    #[test]
    fn a_root_certificate_may_be_named() {
        let with = url("postgres://db.example/books?sslrootcert=%2Fetc%2Fca.pem&connect_timeout=3");
        assert_eq!(with.root_certificate(), Some(Path::new("/etc/ca.pem")));
        assert!(with.checks_certificate());
    }

    #[test]
    fn what_is_wrong_with_an_address_is_said() {
        assert_eq!("mysql://a/b".parse::<PostgresUrl>(), Err(PostgresUrlError::Scheme));
        assert_eq!("postgres://db.example".parse::<PostgresUrl>(), Err(PostgresUrlError::NoDatabase));
    }
}
