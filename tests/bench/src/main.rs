//! The benchmark: the ledger beside its baselines, in one run.
//!
//! Everything is the real thing: the ledger's own program over mutual TLS, Kafka, PostgreSQL, on free ports and in a temporary
//! folder. The load comes from this process, on the same cores. `docs/BENCHMARK.md` tells what the numbers mean.
//!
//! | module | holds |
//! |---|---|
//! | `options`, `steps` | what is measured; **where a new way into the ledger plugs in** |
//! | `stage` | the running parts, and which of them a step calls |
//! | `load`, `commands` | callers in closed loops, what they ask for, and what they measured |
//! | `wire` | gRPC that costs its caller little |
//! | `unary`, `stream`, `batches`, `client` | the ways into the ledger: single calls, many on one stream, many in one call, the client of `libs/` |
//! | `ledger`, `payments`, `accounts` | the ledger's process, its accounts, the check of the balances |
//! | `postgres` | a baseline: the function, driven by `pgbench` or by ourselves |
//! | `memory`, `bin/memory` | what a wallet and a remembered key cost |
//! | `service`, `bin/service` | a baseline: the ledger's interface in front of that function |
//! | `kafka` | a baseline: the ledger's bytes through librdkafka alone |
//! | `lag`, `rebuild`, `replay` | what is no rate of calls |
//! | `cpu`, `machine` | how much of the cores each process took, and what it ran on |
//! | `goals`, `report` | the goals, the tables and the JSON |
//!
//! Absent on purpose: limits that fail the run. Tests are never timed, and a benchmark is not a test.

mod accounts;
mod batches;
mod client;
mod commands;
mod cpu;
mod goals;
mod kafka;
mod lag;
mod ledger;
mod load;
mod machine;
mod memory;
mod options;
mod payments;
mod postgres;
mod process;
mod rebuild;
mod replay;
mod report;
mod service;
mod stage;
mod steps;
mod stream;
mod unary;
mod wire;

use std::process::ExitCode;
use std::time::Duration;

use clap::Parser as _;
use runtime::BoxError;

use self::cpu::per_call;
use self::machine::Machine;
use self::memory::Memory;
use self::options::Options;
use self::report::{Report, Settings};
use self::stage::Stage;
use self::steps::{Case, Step};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How long librdkafka writes as fast as it can.
const FLOOD: Duration = Duration::from_secs(3);

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
    let folder = tempfile::Builder::new().prefix("tokenbook-bench-").tempdir()?;
    let machine = Machine::look(folder.path())?;
    let mut stage = Stage::set(options, folder.path()).await?;
    let mut report = Report::new(machine, settings(options, &stage).await?, options.steps());
    let mut empty_restart = 0;
    if let Some(ledger) = stage.ledger.as_mut().filter(|_| options.wants(Case::Replay)) {
        empty_restart = replay::restart_empty(ledger).await?;
    }
    stage.warm_up(options).await?;
    for round in 1..=options.rounds {
        for step in options.steps() {
            say(&format!("round {round} of {}: {step}", options.rounds));
            measure_step(&stage, step, options, &mut report).await?;
        }
    }
    measure_others(&mut stage, options, &mut report, empty_restart).await?;
    say("checking the balances");
    stage.baseline.check().await?;
    if let Some(ledger) = &stage.ledger {
        report.tokens_spent_and_checked = Some(ledger.check().await?);
    }
    stage.stop().await?;
    report.finish(&options.json)
}

async fn measure_step(
    stage: &Stage,
    step: Step,
    options: &Options,
    report: &mut Report,
) -> Result<(), BoxError> {
    let processes = stage.processes();
    let before = processes.used();
    let measured = stage.run(step, step.span(options.span())).await?;
    let behind = match &stage.ledger {
        Some(ledger) if step.case.writes() => Some(ledger.wait_for_token_log().await?),
        _ => None,
    };
    report.step(step, &measured, behind, per_call(&before, &processes.used(), &measured));
    Ok(())
}

async fn measure_others(
    stage: &mut Stage,
    options: &Options,
    report: &mut Report,
    empty_restart: u64,
) -> Result<(), BoxError> {
    if options.wants(Case::Memory) {
        say("counting the bytes of wallets and keys");
        report.memory = Some(Memory::of(options.wallets).await?);
    }
    if options.wants(Case::Kafka) {
        let records = stage.records()?;
        report.record_bytes = Some(records.entry_bytes());
        for idempotent in [true, false] {
            say("librdkafka, as fast as it can");
            report.written.push(records.flood(idempotent, FLOOD).await?);
        }
    }
    if options.wants(Case::Lag) {
        say("how long others wait");
        let ledger = stage.ledger()?;
        let unary = stage.unary_to(ledger);
        report.lag = Some(lag::measure(ledger, &unary, options.rate, options.span()).await?);
    }
    if options.wants(Case::Rebuild) {
        say("rebuilding the token log");
        report.rebuild = Some(stage.ledger()?.rebuild().await?);
    }
    if options.wants(Case::Replay) {
        say("restarting the ledger");
        let unary = stage.unary_to(stage.ledger()?);
        let ledger = stage.ledger.as_mut().ok_or("the ledger does not run")?;
        report.replay = Some(replay::measure(ledger, &unary, options.entries, empty_restart).await?);
    }
    Ok(())
}

async fn settings(options: &Options, stage: &Stage) -> Result<Settings, BoxError> {
    let (seconds, warm_up_seconds) = Settings::time(options.span());
    Ok(Settings {
        kafka_flushes_each_append: options.flush,
        kafka_jvm: stage::BROKER_JVM.into(),
        partitions: options.partitions,
        postgres: stage.baseline.settings().await?,
        postgres_driver: stage.baseline.driver(),
        postgres_connections_at_most: postgres::CONNECTIONS,
        service_connections: service::POOL,
        connections: options.connections,
        threads: options.threads,
        accounts: options.accounts,
        seconds,
        warm_up_seconds,
        rounds: options.rounds,
    })
}

/// Tells a person how far it is; the results alone go to standard output.
#[expect(clippy::print_stderr, reason = "a command line tool")]
fn say(line: &str) {
    eprintln!("{line}");
}
