//! A program of ours beside the servers, for tests that start, freeze and kill instances.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::time::Duration;

use crate::error::{Doing as _, Result};
use crate::guard::{Guarded, Launch, Signal, describe, wait_for_predecessor};

/// How long it may take to end when asked to.
const GRACE: Duration = Duration::from_secs(30);

/// A running program; it ends with us however we end, and when this is dropped.
#[derive(Debug)]
pub struct Program {
    process: Guarded,
}

impl Program {
    /// Starts it. Its output is appended to `<name>.log` in the folder, in which it works.
    pub async fn start(
        name: &str,
        command: Vec<OsString>,
        environment: BTreeMap<String, String>,
        folder: &Path,
    ) -> Result<Self> {
        fs::create_dir_all(folder).doing("create", folder)?;
        let pid_file = folder.join(format!("{name}.pid"));
        wait_for_predecessor(name, &pid_file, GRACE).await?;
        let process = Guarded::start(Launch {
            part: name.to_owned(),
            command,
            environment,
            folder: folder.to_owned(),
            log: folder.join(format!("{name}.log")),
            pid_file,
            orphan: Signal::Kill,
            grace: GRACE,
        })?;
        Ok(Self { process })
    }

    /// Passes it a signal.
    pub fn signal(&self, signal: Signal) {
        self.process.signal(signal);
    }

    /// Ends it by SIGKILL, also if it stands still, and returns when it is gone.
    pub async fn kill(&self) {
        self.process.stop(Signal::Kill, GRACE).await;
    }

    /// Asks it to end, and returns when it has; after half a minute it is killed.
    pub async fn stop(&self) {
        self.process.stop(Signal::Terminate, GRACE).await;
    }

    /// How it ended, if it has.
    pub fn ended(&self) -> Option<String> {
        self.process.exit_status().map(describe)
    }

    /// The process id, while it lives.
    pub fn pid(&self) -> Option<u32> {
        self.process.pid()
    }
}
