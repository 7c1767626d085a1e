//! Programs under measurement: found beside ours, ended with us however we end.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use local_stack::Identity;
use runtime::BoxError;
use tokio::process::{Child, Command};

/// A running program.
pub(crate) struct Process {
    child: Child,
    log: PathBuf,
}

impl Process {
    /// Starts the program of this name with settings from its environment; what it says goes to `log`.
    pub(crate) fn start(name: &str, settings: &[(&str, String)], log: &Path) -> Result<Self, BoxError> {
        let output = File::options().create(true).append(true).open(log)?;
        let child = command(name)?
            .envs(settings.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output)
            .spawn()?;
        Ok(Self { child, log: log.to_owned() })
    }

    /// Its process id, while it lives.
    pub(crate) fn pid(&self) -> Option<u32> {
        self.child.id()
    }

    /// An error with what it said, if it has ended.
    pub(crate) fn still_runs(&mut self) -> Result<(), BoxError> {
        match self.child.try_wait()? {
            None => Ok(()),
            Some(status) => {
                let said = fs::read_to_string(&self.log).unwrap_or_default();
                Err(format!("{} ended with {status}:\n{said}", self.log.display()).into())
            }
        }
    }

    /// Ends it at once.
    pub(crate) async fn kill(&mut self) -> Result<(), BoxError> {
        self.child.kill().await.map_err(Into::into)
    }
}

/// What the program of this name says when it has come to its end.
pub(crate) async fn output(name: &str, arguments: &[String]) -> Result<Vec<u8>, BoxError> {
    let output = command(name)?.args(arguments).output().await?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(format!("{name} ended with {}:\n{}", output.status, String::from_utf8_lossy(&output.stderr)).into())
}

fn command(name: &str) -> Result<Command, BoxError> {
    let program = std::env::current_exe()?.with_file_name(name);
    if !program.is_file() {
        return Err(format!("{} is not built; `make bench` builds it", program.display()).into());
    }
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "KILL", "--"]).arg(program).kill_on_drop(true);
    Ok(command)
}

/// The settings that say who a program is to others.
pub(crate) fn identity(identity: &Identity) -> [(&'static str, String); 3] {
    [
        ("TOKENBOOK_TLS_CA", identity.ca.display().to_string()),
        ("TOKENBOOK_TLS_CERT", identity.cert.display().to_string()),
        ("TOKENBOOK_TLS_KEY", identity.key.display().to_string()),
    ]
}
