//! What can go wrong while the local stack is put up, each said in one line that ends in what to do.

use std::path::{Path, PathBuf};

/// The outcome of a step of the local stack.
pub type Result<T> = std::result::Result<T, Error>;

/// A failed step, addressed to the person at the terminal.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Something this machine must have is not there.
    #[error("{what}: {remedy}")]
    Missing {
        /// What is missing.
        what: String,
        /// How to get it.
        remedy: String,
    },
    /// Somebody else listens on a port that a part of the stack needs.
    #[error(
        "port {port} for {part} is in use: end the process that listens there (`ss -ltnp 'sport = :{port}'` names it), or choose another with {setting}"
    )]
    PortInUse {
        /// The port.
        port: u16,
        /// The part of the stack that wants it.
        part: String,
        /// The flag and the environment variable that change it.
        setting: String,
    },
    /// Another `tokenbook-local up` holds the same folder.
    #[error("{0}")]
    AlreadyRunning(String),
    /// A process ended or did not become ready in time.
    #[error("{part} {happened}; its log {log} ends:\n{tail}\n{remedy}", log = log.display())]
    NotStarted {
        /// The part of the stack.
        part: String,
        /// What happened to it.
        happened: String,
        /// Where it writes.
        log: PathBuf,
        /// The last lines it wrote.
        tail: String,
        /// What to try.
        remedy: String,
    },
    /// The file system said no.
    #[error("cannot {doing} {path}: {source}", path = path.display())]
    Io {
        /// What was tried.
        doing: &'static str,
        /// On which path.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// PostgreSQL answered with an error.
    #[error("PostgreSQL refused to {doing}: {source}")]
    Database {
        /// What was tried.
        doing: String,
        /// Its answer.
        source: sqlx::Error,
    },
    /// A certificate could not be made or read.
    #[error("cannot make the certificate of {name}: {reason}")]
    Certificate {
        /// Whose certificate.
        name: String,
        /// Why not.
        reason: String,
    },
    /// A file of ours does not hold what it should.
    #[error("{path} cannot be understood ({reason}); `make clean` starts afresh", path = path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
}

impl Error {
    /// Says what is missing and how to get it.
    pub(crate) fn missing(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::Missing { what: what.into(), remedy: remedy.into() }
    }
}

/// Turns an I/O error into one that says what was done to which path.
pub(crate) trait Doing<T> {
    /// Adds what was tried, and where.
    fn doing(self, doing: &'static str, path: &Path) -> Result<T>;
}

impl<T> Doing<T> for std::io::Result<T> {
    fn doing(self, doing: &'static str, path: &Path) -> Result<T> {
        self.map_err(|source| Error::Io { doing, path: path.to_owned(), source })
    }
}
