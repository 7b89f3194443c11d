//! Why PostgreSQL could not do it. What a server says about the rows themselves names people and is left out.

use deadpool_postgres::PoolError;
use thiserror::Error;

use crate::ledger::LedgerError;

#[derive(Debug, Error)]
pub enum PostgresError {
    #[error("PostgreSQL refused: {message} ({code})")]
    Refused { message: String, code: String },
    #[error("the connection to PostgreSQL was lost: {0}")]
    Lost(String),
    #[error("PostgreSQL cannot be reached: {0}; see that it runs and that --database names it")]
    Unreachable(String),
    #[error("the pen was lost with its connection; nothing of this batch was kept")]
    PenLost,
    #[error("the certificates in {0} cannot be read; --database names them with sslrootcert")]
    Certificates(String),
    #[error("the database is encoded in {0}; create it with ENCODING 'UTF8'")]
    Encoding(String),
    #[error("these books are of a center with another key; copy its secrets here and name their folder with --secrets")]
    OtherCenter,
    #[error("no runtime for PostgreSQL: {0}")]
    Runtime(#[source] std::io::Error),
}

impl From<tokio_postgres::Error> for PostgresError {
    fn from(error: tokio_postgres::Error) -> PostgresError {
        if let Some(refusal) = error.as_db_error() {
            let code = refusal.code().code().to_owned();
            return PostgresError::Refused { message: refusal.message().to_owned(), code };
        }
        PostgresError::Lost(whole(&error))
    }
}

impl From<PoolError> for PostgresError {
    fn from(error: PoolError) -> PostgresError {
        match error {
            PoolError::Backend(error) if error.as_db_error().is_some() => error.into(),
            PoolError::Backend(error) => PostgresError::Unreachable(whole(&error)),
            other => PostgresError::Unreachable(other.to_string()),
        }
    }
}

impl From<PostgresError> for LedgerError {
    fn from(error: PostgresError) -> LedgerError {
        LedgerError::Database(Box::new(error))
    }
}

impl From<tokio_postgres::Error> for LedgerError {
    fn from(error: tokio_postgres::Error) -> LedgerError {
        PostgresError::from(error).into()
    }
}

/// An error with what is behind it.
fn whole(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut behind = error.source();
    while let Some(cause) = behind {
        text += ": ";
        text += &cause.to_string();
        behind = cause.source();
    }
    text
}
