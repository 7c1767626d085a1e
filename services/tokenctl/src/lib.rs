//! The operators' command line: what the books say, whether they are right, and what became of what could not be processed.
//!
//! It stands beside the services and shares no code with them but the libraries: [`audit`] works on entries as they are
//! published, and computes lots, holds, debts and balances anew from the facts that the entries state. So what it finds right is
//! right by another program than the one that wrote it.
//!
//! Absent on purpose: writing to the books. The one thing that it writes is `dlq retry`, which publishes a dead letter in its own
//! topic once more. And a way to any database: `rebuild` has the ledger rebuild what is the ledger's.

pub mod audit;
mod cli;
mod copy;
mod dlq;
mod entry;
mod error;
mod explain;
mod inputs;
mod output;
mod owners;
mod prove;
mod rebuild;
mod source;
mod tail;
mod verify;
mod words;

use std::process::ExitCode;

use clap::Parser as _;
use clap::error::ErrorKind;
use runtime::Clock;

use cli::{Cli, Command, RebuildCommand};
use error::{Error, Verdict};
use output::Output;
use source::Source;

/// Runs the program with its process's arguments and environment.
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Nobody is left to tell when even this cannot be written.
            let _ = error.print();
            return match error.kind() {
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => ExitCode::SUCCESS,
                _ => ExitCode::from(runtime::config::EXIT_USAGE),
            };
        }
    };
    let filter = tracing_subscriber::EnvFilter::try_new(&cli.log_filter).unwrap_or_default();
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let mut output = Output::new(cli.json);
    let outcome = dispatch(cli, &mut output, &Clock::system()).and_then(|verdict| {
        output.flush()?;
        Ok(verdict)
    });
    match outcome {
        Ok(verdict) => verdict.into(),
        Err(error) if error.is_closed_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tokenctl: {error}");
            ExitCode::from(error.code())
        }
    }
}

fn dispatch(cli: Cli, output: &mut Output, clock: &Clock) -> Result<Verdict, Error> {
    let open = || Source::open(cli.brokers.as_deref(), cli.log.as_deref());
    match cli.command {
        Command::Verify(asked) => verify::run(&open()?, &asked, output),
        Command::Explain(asked) => explain::run(&open()?, &asked, output),
        Command::Prove(asked) => match &asked.check {
            // A statement can be checked with nothing else at hand.
            Some(statement) => {
                let named = cli.log.is_some() || asked.against_brokers;
                let source = if named { Some(open()?) } else { None };
                prove::check(source.as_ref(), statement, output)
            }
            None => prove::run(&open()?, &asked, clock.now(), output),
        },
        Command::Copy(asked) => copy::run(&open()?, &asked, clock.now(), output),
        Command::Dlq(asked) => dlq::run(&open()?, asked, clock.now(), output),
        Command::Owners(asked) => owners::run(&open()?, &asked, output),
        Command::Tail(asked) => tail::run(&open()?, &asked, clock.now(), output),
        Command::Rebuild(asked) => match asked.command {
            RebuildCommand::TokenLog(asked) => rebuild::run(&asked, output),
        },
    }
}
