//! `tokenbook-local`: Tokenbook on this machine, by one command.

mod certificates;
mod page;

use std::ffi::OsString;
use std::io::Write as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Parser, Subcommand};
use local_stack::{
    DemoAccount, Distribution, Error, PortChoice, Ports, Result, Stack, StackOptions, home, kafka_tool,
    missing_prerequisites,
};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::time::Instant;

/// Tokenbook on this machine: Kafka, PostgreSQL and every service.
#[derive(Parser)]
#[command(name = "tokenbook-local", version)]
struct Arguments {
    #[command(subcommand)]
    command: Subject,
}

#[derive(Subcommand)]
enum Subject {
    /// Start everything, print where it is, and run until Ctrl-C. Data is kept for the next time.
    Up(Up),
    /// Say what this machine lacks.
    Check,
    /// Issue certificates from an authority in a folder of its own; what is there and lasts a while is kept.
    Certificates {
        /// The folder of `ca.pem`, `ca.key` and, of each name, `<name>.pem` and `<name>.key`.
        dir: PathBuf,
        /// Who is to prove who they are: `ledger`, `operator`, `metering/<team>`.
        #[arg(required = true)]
        names: Vec<String>,
    },
    /// Run one of Kafka's own tools (consumer-groups, console-consumer, topics, …) against the running stack.
    Kafka {
        /// Which tool.
        tool: String,
        /// What to pass to it.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
}

#[derive(clap::Args)]
struct Up {
    /// Use another port, as in `kafka=9093` or `gateway=8081`; may be repeated.
    #[arg(long = "port", env = "TOKENBOOK_LOCAL_PORTS", value_delimiter = ',')]
    ports: Vec<PortChoice>,

    /// The folder of the services' programs, when it is not that of this program.
    #[arg(long, env = "TOKENBOOK_LOCAL_BIN_DIR")]
    bin_dir: Option<PathBuf>,

    /// Let Kafka flush each append to disk before it acknowledges it, which survives a power cut, and costs time.
    #[arg(long, env = "TOKENBOOK_LOCAL_FLUSH_EVERY_MESSAGE")]
    flush_every_message: bool,

    /// The Java heap of Kafka in MiB.
    #[arg(long, env = "TOKENBOOK_LOCAL_KAFKA_HEAP_MB", default_value_t = 1024)]
    kafka_heap_mb: u32,
}

#[tokio::main]
async fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Subject::Up(up) => run(up).await,
        Subject::Check => Ok(check()),
        Subject::Certificates { dir, names } => issue_certificates(&dir, &names),
        Subject::Kafka { tool, arguments } => run_kafka_tool(&tool, &arguments),
    };
    outcome.unwrap_or_else(|error| {
        complain(&error);
        ExitCode::FAILURE
    })
}

/// A closed pipe (`tokenbook-local check | head`) is the reader's choice, not our failure.
fn say(line: &str) {
    let _written = writeln!(std::io::stdout(), "{line}");
}

fn complain(error: &Error) {
    let _written = writeln!(std::io::stderr(), "tokenbook-local: {error}");
}

fn check() -> ExitCode {
    let missing = missing_prerequisites(&home());
    for error in &missing {
        complain(error);
    }
    if missing.is_empty() {
        say("nothing is missing");
        return ExitCode::SUCCESS;
    }
    ExitCode::FAILURE
}

fn issue_certificates(dir: &Path, names: &[String]) -> Result<ExitCode> {
    for identity in certificates::issue(dir, names)? {
        say(&identity.cert.display().to_string());
    }
    Ok(ExitCode::SUCCESS)
}

fn run_kafka_tool(tool: &str, arguments: &[OsString]) -> Result<ExitCode> {
    let distribution = Distribution::ensure(&|line| {
        let _written = writeln!(std::io::stderr(), "{line}");
    })?;
    let mut command = kafka_tool(&distribution, &home().join("data"), tool, arguments)?;
    // Returns only when it fails.
    let source = command.exec();
    Err(Error::Io { doing: "run", path: distribution.java().to_owned(), source })
}

async fn run(up: Up) -> Result<ExitCode> {
    let missing = missing_prerequisites(&home());
    if !missing.is_empty() {
        for error in &missing {
            complain(error);
        }
        return Ok(ExitCode::FAILURE);
    }
    let mut end = EndSignals::listen()?;
    let begun = Instant::now();
    let notice = move |line: &str| say(&format!("{:>6.1} s  {line}", begun.elapsed().as_secs_f32()));
    let options = StackOptions {
        bin_dir: up.bin_dir,
        flush_every_message: up.flush_every_message,
        kafka_heap_mb: up.kafka_heap_mb,
        notices: Arc::new(notice),
        ..StackOptions::new(home().join("data"), up.ports.into_iter().fold(Ports::fixed(), Ports::with))
    };
    let stack = tokio::select! {
        started = Stack::start(options) => started?,
        () = end.next() => {
            // What has started so far is ended by its guards.
            notice("given up");
            return Ok(ExitCode::FAILURE);
        }
    };
    match DemoAccount::ensure(&stack).await {
        Ok(demo) => say(&page::page(&stack, &demo)),
        Err(error) => complain(&error),
    }
    end.next().await;
    say("");
    notice("stopping everything, Ctrl-C again to kill it");
    tokio::select! {
        () = stack.stop() => Ok(ExitCode::SUCCESS),
        () = end.next() => {
            stack.kill_all().await;
            notice("killed");
            Ok(ExitCode::FAILURE)
        }
    }
}

/// Whatever asks a program to end: Ctrl-C, SIGTERM, a closed terminal.
struct EndSignals {
    interrupt: Signal,
    terminate: Signal,
    hang_up: Signal,
}

impl EndSignals {
    fn listen() -> Result<Self> {
        let listen = |kind| {
            signal(kind).map_err(|source| Error::Io {
                doing: "listen to signals as",
                path: PathBuf::from("tokenbook-local"),
                source,
            })
        };
        Ok(Self {
            interrupt: listen(SignalKind::interrupt())?,
            terminate: listen(SignalKind::terminate())?,
            hang_up: listen(SignalKind::hangup())?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
            _ = self.hang_up.recv() => {}
        }
    }
}
