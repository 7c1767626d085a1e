//! The benchmark: single `Spend` calls to the ledger beside a PostgreSQL function that does the same, in one run.
//!
//! Everything is the real thing: the ledger's own program over mutual TLS, Kafka, PostgreSQL, on free ports and in a temporary
//! folder. The load comes from this process, on the same cores. `docs/BENCHMARK.md` tells what the numbers mean.
//!
//! | module | holds |
//! |---|---|
//! | `load` | callers in closed loops, and what they measured |
//! | `ledger` | the ledger under load: servers, accounts, the check of the balances |
//! | `postgres` | the baseline: the function, driven by `pgbench` or by ourselves |
//! | `cpu` | how much of the cores each process took |
//! | `machine` | what it ran on |
//! | `report` | the table and the JSON |
//!
//! Absent on purpose: limits on the numbers. Tests are never timed, and a benchmark is not a test.

mod cpu;
mod ledger;
mod load;
mod machine;
mod postgres;
mod report;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use local_stack::{Distribution, KafkaOptions, KafkaServer, PostgresOptions, PostgresServer, free_port};
use runtime::BoxError;

use self::cpu::{Processes, per_call};
use self::ledger::Ledger;
use self::load::{Accounts, Span};
use self::machine::Machine;
use self::postgres::{Baseline, Driver};
use self::report::{Case, Report, Settings};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What the servers are warmed up with.
const WARM_UP_CASE: Case = Case { hot: false, callers: 64 };

/// Measures single `Spend` calls to the ledger beside a PostgreSQL function that does the same.
#[derive(Parser, Debug)]
#[command(name = "tokenbook-bench", version)]
struct Options {
    /// How long each step is measured, in seconds.
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u64).range(1..=600))]
    seconds: u64,

    /// Concurrent callers, a step for each; the hot account is asked by all but a single one.
    #[arg(long, value_delimiter = ',', default_values_t = [1, 32, 512], value_parser = clap::value_parser!(u16).range(1..=2_000))]
    callers: Vec<u16>,

    /// Accounts that the calls are spread over.
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    accounts: u32,

    /// How often everything is measured; the table shows the best of each, the JSON all.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=100))]
    rounds: u16,

    /// HTTP/2 connections that the callers share.
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u16).range(1..=64))]
    connections: u16,

    /// What drives the PostgreSQL function: `auto` is `pgbench` where it is installed.
    #[arg(long, value_enum, default_value = "auto")]
    driver: Driver,

    /// Measure only one side.
    #[arg(long, value_enum)]
    only: Option<Side>,

    /// Let Kafka flush each append to disk before it acknowledges it, as PostgreSQL does.
    #[arg(long)]
    flush: bool,

    /// Short steps of 2 seconds, to see whether it works; the numbers say little.
    #[arg(long, conflicts_with = "seconds")]
    quick: bool,

    /// Where the JSON goes.
    #[arg(long, default_value = "target/bench.json")]
    json: PathBuf,
}

/// One of the two that are compared.
#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    /// The ledger.
    Ledger,
    /// The PostgreSQL function.
    Postgres,
}

impl Options {
    fn span(&self) -> Span {
        let seconds = if self.quick { 2 } else { self.seconds };
        Span {
            warm_up: Duration::from_secs(if self.quick { 1 } else { 3 }),
            time: Duration::from_secs(seconds),
        }
    }

    fn warm_up(&self) -> Duration {
        Duration::from_secs(if self.quick { 3 } else { 15 })
    }

    fn cases(&self) -> Vec<Case> {
        let spread = self.callers.iter().map(|callers| Case { hot: false, callers: *callers });
        let hot = self.callers.iter().filter(|callers| **callers > 1);
        spread.chain(hot.map(|callers| Case { hot: true, callers: *callers })).collect()
    }

    fn measures(&self, side: Side) -> bool {
        self.only.is_none_or(|only| only == side)
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let options = Options::parse();
    runtime::install_tls_provider();
    let outcome = tokio::select! {
        outcome = measure(&options) => outcome,
        _ = tokio::signal::ctrl_c() => Err("interrupted".into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("bench: {error}"));
            ExitCode::FAILURE
        }
    }
}

/// Starts what is measured, measures it, checks the balances, and reports. Whatever was started ends with this future.
async fn measure(options: &Options) -> Result<(), BoxError> {
    let distribution = tokio::task::spawn_blocking(|| Distribution::ensure(&say)).await??;
    let folder = tempfile::Builder::new().prefix("tokenbook-bench-").tempdir()?;
    let machine = Machine::look(folder.path())?;
    say("starting Kafka and PostgreSQL");
    let kafka = KafkaOptions {
        flush_every_message: options.flush,
        ..KafkaOptions::new(folder.path().join("kafka"), free_port()?)
    };
    let (kafka, postgres) = tokio::try_join!(
        KafkaServer::start(&distribution, kafka),
        PostgresServer::start(
            &distribution,
            PostgresOptions::new(folder.path().join("postgres"), free_port()?)
        ),
    )?;

    let baseline = Baseline::prepare(&postgres, options.driver, options.accounts, folder.path()).await?;
    let accounts = Accounts::new(options.accounts);
    let ledger = if options.measures(Side::Ledger) {
        Some(Ledger::start(folder.path(), &kafka, &postgres, options.connections, accounts).await?)
    } else {
        None
    };
    let mut processes = Processes::new();
    processes.add("kafka", kafka.pid());
    processes.add("postgres", postgres.pid());
    processes.add("ledger", ledger.as_ref().and_then(Ledger::pid));
    let settings = Settings {
        kafka_flushes_each_append: options.flush,
        postgres: baseline.settings().await?,
        postgres_driver: baseline.driver(),
        postgres_connections_at_most: postgres::CONNECTIONS,
        ledger_connections: options.connections,
        accounts: options.accounts,
        span: options.span(),
        rounds: options.rounds,
    };
    if let Some(ledger) = &ledger {
        say("warming up");
        // Kafka is compiled while it runs.
        ledger.run(WARM_UP_CASE, Span { warm_up: Duration::ZERO, time: options.warm_up() }).await?;
        ledger.wait_for_token_log().await?;
    }
    let mut report = Report::new(machine, settings, options.cases());
    for round in 1..=options.rounds {
        for case in options.cases() {
            say(&format!("round {round} of {}: {case}", options.rounds));
            // One after the other, so that whatever else the machine does troubles both alike.
            if options.measures(Side::Postgres) {
                let before = processes.used();
                let measured = baseline.run(case, options.span()).await?;
                report.postgres(case, &measured, per_call(&before, &processes.used(), &measured));
            }
            if let Some(ledger) = &ledger {
                let before = processes.used();
                let measured = ledger.run(case, options.span()).await?;
                let behind = ledger.wait_for_token_log().await?;
                report.ledger(case, &measured, behind, per_call(&before, &processes.used(), &measured));
            }
        }
    }
    say("checking the balances");
    if options.measures(Side::Postgres) {
        baseline.check().await?;
    }
    if let Some(ledger) = ledger {
        report.checked(ledger.check().await?);
        ledger.stop().await?;
    }
    tokio::join!(kafka.stop(), postgres.stop());
    report.finish(&options.json)
}

/// Tells a person how far it is; the results alone go to standard output.
#[expect(clippy::print_stderr, reason = "a command line tool")]
fn say(line: &str) {
    eprintln!("{line}");
}
