//! A child process that cannot outlive us.
//!
//! Each server and service runs under a small `sh` guard (`guard.sh`) that holds the read end of a pipe from this
//! process. The kernel closes the pipe when this process ends, also by `kill -9`, and the guard then ends its child.
//! Nothing here is bound to an asynchronous runtime: a guarded process may be shared between several.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep};

use crate::error::{Doing as _, Error, Result};

const SCRIPT: &str = include_str!("guard.sh");
/// A log larger than this is set aside when its process starts.
const LOG_LIMIT: u64 = 16 << 20;
const TAIL_LINES: usize = 12;

/// A signal that a guard passes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// Please end (SIGTERM).
    Terminate,
    /// Please end soon (SIGINT; PostgreSQL: disconnect clients, then end cleanly).
    Interrupt,
    /// End without cleaning up, but release what the system lent (SIGQUIT; PostgreSQL: immediate shutdown).
    Quit,
    /// End now (SIGKILL).
    Kill,
    /// Stand still (SIGSTOP), as a long pause of the machine would have it.
    Stop,
    /// Go on (SIGCONT).
    Continue,
}

impl Signal {
    fn name(self) -> &'static str {
        match self {
            Self::Terminate => "TERM",
            Self::Interrupt => "INT",
            Self::Quit => "QUIT",
            Self::Kill => "KILL",
            Self::Stop => "STOP",
            Self::Continue => "CONT",
        }
    }
}

/// How to start a guarded process.
#[derive(Debug)]
pub(crate) struct Launch {
    /// Its name in messages.
    pub(crate) part: String,
    /// The program and its arguments.
    pub(crate) command: Vec<OsString>,
    /// What is added to our own environment.
    pub(crate) environment: BTreeMap<String, String>,
    /// Its working folder.
    pub(crate) folder: PathBuf,
    /// Where its output is appended.
    pub(crate) log: PathBuf,
    /// Where its guard writes who it is.
    pub(crate) pid_file: PathBuf,
    /// The signal when we are gone.
    pub(crate) orphan: Signal,
    /// How long an orphan may take to end.
    pub(crate) grace: Duration,
}

/// A running child process under its guard; dropping it ends the child.
#[derive(Debug)]
pub(crate) struct Guarded {
    part: String,
    log: PathBuf,
    log_start: u64,
    pid_file: PathBuf,
    control: Mutex<Option<ChildStdin>>,
    exit: watch::Receiver<Option<ExitStatus>>,
}

impl Guarded {
    /// Starts the process.
    pub(crate) fn start(launch: Launch) -> Result<Self> {
        rotate(&launch.log)?;
        let log =
            OpenOptions::new().create(true).append(true).open(&launch.log).doing("write", &launch.log)?;
        let log_start = log.metadata().doing("read", &launch.log)?.len();
        let log_too = log.try_clone().doing("write", &launch.log)?;
        let mut command = Command::new("/bin/sh");
        command
            .args(["-c", SCRIPT, "tokenbook-guard", launch.orphan.name()])
            .arg(launch.grace.as_secs().to_string())
            .arg(&launch.pid_file)
            .args(&launch.command)
            .envs(&launch.environment)
            .current_dir(&launch.folder)
            .stdin(Stdio::piped())
            .stdout(log)
            .stderr(log_too)
            // Ctrl-C at the terminal is for us alone: we end the parts in their order.
            .process_group(0);
        let mut guard = command.spawn().doing("start the guard in", &launch.folder)?;
        let control = guard.stdin.take();
        let (sender, exit) = watch::channel(None);
        std::thread::Builder::new()
            .name(format!("guard of {}", launch.part))
            .spawn(move || wait_for_exit(guard, &sender))
            .doing("watch the guard in", &launch.folder)?;
        Ok(Self {
            part: launch.part,
            log: launch.log,
            log_start,
            pid_file: launch.pid_file,
            control: Mutex::new(control),
            exit,
        })
    }

    /// Passes a signal to the child; a child that has ended is fine too.
    pub(crate) fn signal(&self, signal: Signal) {
        let mut control = self.control.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(pipe) = control.as_mut()
            && writeln!(pipe, "{}", signal.name()).is_err()
        {
            *control = None;
        }
    }

    /// How the child ended, if it has.
    pub(crate) fn exit_status(&self) -> Option<ExitStatus> {
        *self.exit.borrow()
    }

    /// Waits until the child has ended.
    pub(crate) async fn exited(&self) -> ExitStatus {
        let mut exit = self.exit.clone();
        // The sender is dropped only after it has sent, unless its thread was killed with the whole process.
        exit.wait_for(Option::is_some).await.ok().and_then(|status| *status).unwrap_or_default()
    }

    /// Sends the signal, waits, and kills what has not ended after the grace time.
    pub(crate) async fn stop(&self, signal: Signal, grace: Duration) -> ExitStatus {
        self.signal(signal);
        self.signal(Signal::Continue);
        if let Ok(status) = tokio::time::timeout(grace, self.exited()).await {
            return status;
        }
        self.signal(Signal::Kill);
        self.exited().await
    }

    /// The process id of the child, while it lives.
    pub(crate) fn pid(&self) -> Option<u32> {
        fs::read_to_string(&self.pid_file).ok()?.split_whitespace().nth(1)?.parse().ok()
    }

    /// The error that says that the child did not start, with the end of its log.
    pub(crate) fn not_started(&self, happened: &str, remedy: &str) -> Error {
        self.not_started_in(&self.log, self.log_start, happened, remedy)
    }

    /// The same for a child that writes its reasons elsewhere, from the given place on.
    pub(crate) fn not_started_in(&self, log: &Path, from: u64, happened: &str, remedy: &str) -> Error {
        Error::NotStarted {
            part: self.part.clone(),
            happened: happened.to_owned(),
            log: log.to_owned(),
            tail: tail(log, from),
            remedy: remedy.to_owned(),
        }
    }
}

/// How a process ended, in words.
pub(crate) fn describe(status: ExitStatus) -> String {
    match (status.code(), status.signal()) {
        (Some(code @ 129..=192), _) => format!("was killed by signal {}", code - 128),
        (Some(127), _) => "could not be found".to_owned(),
        (Some(code), _) => format!("ended with status {code}"),
        (None, Some(signal)) => format!("was killed with its guard by signal {signal}"),
        (None, None) => "ended".to_owned(),
    }
}

/// The last lines that were written to a log since the given place.
pub(crate) fn tail(log: &Path, from: u64) -> String {
    let text = written_since(log, from);
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let first = lines.len().saturating_sub(TAIL_LINES);
    if lines.is_empty() { "  (nothing)".to_owned() } else { format!("  {}", lines[first..].join("\n  ")) }
}

/// What a log holds from the given place on; empty when there is no such log yet.
pub(crate) fn written_since(log: &Path, from: u64) -> String {
    let mut bytes = Vec::new();
    let read = File::open(log).and_then(|mut file| {
        file.seek(SeekFrom::Start(from))?;
        file.read_to_end(&mut bytes)
    });
    if read.is_err() {
        bytes.clear();
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The size of a file; 0 when it is not there.
pub(crate) fn size(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |metadata| metadata.len())
}

fn wait_for_exit(mut guard: Child, sender: &watch::Sender<Option<ExitStatus>>) {
    let status = guard.wait().unwrap_or_default();
    sender.send_replace(Some(status));
}

fn rotate(log: &Path) -> Result<()> {
    if size(log) > LOG_LIMIT {
        fs::rename(log, log.with_extension("log.1")).doing("set aside", log)?;
    }
    Ok(())
}

/// Waits for the process of an owner that was killed: its guard needs a moment to end it, and until then its files and
/// ports are taken.
pub(crate) async fn wait_for_predecessor(part: &str, pid_file: &Path, grace: Duration) -> Result<()> {
    let deadline = Instant::now() + grace + Duration::from_secs(5);
    while let Some((guard, child)) = living_predecessor(pid_file) {
        if Instant::now() > deadline {
            let what = format!("{part} runs already as process {child}");
            return Err(Error::missing(what, format!("`kill -9 {guard} {child}` ends it")));
        }
        sleep(Duration::from_millis(50)).await;
    }
    Ok(())
}

fn living_predecessor(pid_file: &Path) -> Option<(u32, u32)> {
    let text = fs::read_to_string(pid_file).ok()?;
    let mut pids = text.split_whitespace().map_while(|pid| pid.parse::<u32>().ok());
    let (guard, child) = (pids.next()?, pids.next()?);
    // A process id may have been given to another program since: a guard's command line names its pid file.
    let command_line = fs::read(format!("/proc/{guard}/cmdline")).ok()?;
    let named = pid_file.as_os_str().as_encoded_bytes();
    command_line.windows(named.len()).any(|part| part == named).then_some((guard, child))
}
