//! Running the program.

use std::ffi::OsStr;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// What a run came to.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// The program with these arguments, and nothing of the environment that could name a log or a ledger.
pub(crate) fn command<S: AsRef<OsStr>>(arguments: &[S]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tokenctl"));
    command.args(arguments);
    for name in ["KAFKA_BROKERS", "LOG", "LEDGER_URL", "TLS_CA", "TLS_CERT", "TLS_KEY"] {
        command.env_remove(format!("TOKENBOOK_{name}"));
    }
    command.stdin(Stdio::null());
    command
}

/// Runs the program to its end.
pub(crate) fn tokenctl<S: AsRef<OsStr>>(arguments: &[S]) -> Run {
    let Output { status, stdout, stderr } = command(arguments).output().unwrap();
    Run {
        code: status.code().expect("an exit code"),
        out: String::from_utf8(stdout).unwrap(),
        err: String::from_utf8(stderr).unwrap(),
    }
}

impl Run {
    /// The same, if it ended well.
    pub(crate) fn well(self) -> Self {
        assert_eq!(self.code, 0, "{self:#?}");
        self
    }

    /// Its JSON documents, one a line.
    pub(crate) fn documents(&self) -> Vec<Value> {
        self.out
            .lines()
            .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{self:#?}")))
            .collect()
    }

    /// Its one JSON document.
    pub(crate) fn document(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|_| panic!("{self:#?}"))
    }
}
