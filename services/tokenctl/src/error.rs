//! Why a command ended without doing what it was asked, and the exit code that tells a script.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use eventlog::{LogError, PublishError};

/// How a command ended that did what it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// All is well: exit code 0.
    Good,
    /// It looked, and something is wrong with the books, a statement or a dead letter: exit code 1.
    Wrong,
}

/// Why a command could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// Flags that make no sense together, or a value that cannot be.
    #[error("{0}")]
    Usage(String),
    /// What was asked for is not in the log.
    #[error("{0}")]
    NotFound(String),
    /// Kafka cannot be read.
    #[error("Kafka: {0}")]
    Log(#[from] LogError),
    /// A record could not be published.
    #[error("Kafka: {0}")]
    Publish(#[from] PublishError),
    /// The ledger cannot be reached, or refuses.
    #[error("the ledger at {0}")]
    Ledger(String),
    /// A copied log, or a statement, is not what it should be.
    #[error("{path}: {problem}")]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// A file, a pipe or the terminal.
    #[error("{path}: {error}")]
    File {
        /// Which one.
        path: PathBuf,
        /// What failed.
        error: io::Error,
    },
    /// The output could not be written.
    #[error("the output could not be written: {0}")]
    Output(#[from] io::Error),
    /// A defect of this program.
    #[error("a defect of tokenctl: {0}")]
    Defect(String),
}

impl Error {
    /// A failure of a file.
    pub(crate) fn file(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        move |error| Self::File { path: path.into(), error }
    }

    /// A file that says something else than it should.
    pub(crate) fn unreadable(path: impl Into<PathBuf>, problem: impl std::fmt::Display) -> Self {
        Self::Unreadable { path: path.into(), problem: problem.to_string() }
    }

    /// The exit code, as `docs/OPERATIONS.md` lists them: those of sysexits.h where one fits.
    pub(crate) const fn code(&self) -> u8 {
        match self {
            Self::NotFound(_) => 2,
            Self::Usage(_) => runtime::config::EXIT_USAGE,
            Self::Unreadable { .. } => 65,
            Self::Log(_) | Self::Publish(_) | Self::Ledger(_) => 69,
            Self::Defect(_) => 70,
            Self::File { .. } | Self::Output(_) => 74,
        }
    }

    /// Whether the reader of the output has simply gone (`tokenctl tail | head`).
    pub(crate) fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }
}

impl From<runtime::grpc::Error> for Error {
    /// An address or a certificate file that cannot be used.
    fn from(error: runtime::grpc::Error) -> Self {
        Self::Usage(error.to_string())
    }
}

impl From<Verdict> for ExitCode {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Good => Self::SUCCESS,
            Verdict::Wrong => Self::from(1),
        }
    }
}
