//! Why a verb stopped: one plain sentence for the person at the terminal.

use std::{fmt, io, path::Path};

pub type Outcome = Result<(), Failure>;

#[derive(Debug)]
pub struct Failure {
    sentence: String,
}

impl Failure {
    pub fn new(sentence: impl Into<String>) -> Self {
        Self { sentence: sentence.into() }
    }

    /// For `map_err` on file work: says which path was meant, which an `io::Error` alone does not.
    pub fn at(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |error| Self::new(format!("{}: {error}", path.display()))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}
