//! What a run is asked for.

use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;

use crate::load::Span;
use crate::postgres::Driver;
use crate::steps::{Case, Step};

/// Measures the ledger beside its baselines, and prints the goals that it reaches.
#[derive(Parser, Debug)]
#[command(name = "tokenbook-bench", version)]
pub(crate) struct Options {
    /// What is measured.
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = ALL)]
    pub(crate) cases: Vec<Case>,

    /// How long each step is measured, in seconds.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=600))]
    seconds: u64,

    /// Concurrent callers, a step for each; more than 512 only on a stream.
    #[arg(long, value_delimiter = ',', default_values_t = [1, 32, 128, 512, 2_000], value_parser = clap::value_parser!(u16).range(1..=2_000))]
    pub(crate) callers: Vec<u16>,

    /// Accounts that the calls are spread over.
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(crate) accounts: u32,

    /// How often all steps are measured; the table shows the best of each, the JSON all.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=100))]
    pub(crate) rounds: u16,

    /// HTTP/2 connections that the callers share.
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u16).range(1..=64))]
    pub(crate) connections: u16,

    /// Threads that make the unary calls; one makes more of them than two cores can answer.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=64))]
    pub(crate) threads: u16,

    /// Partitions of the log.
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) partitions: u16,

    /// Let Kafka flush each append to disk before it acknowledges it, as PostgreSQL does.
    #[arg(long)]
    pub(crate) flush: bool,

    /// What drives the PostgreSQL function: `auto` is `pgbench` where it is installed.
    #[arg(long, value_enum, default_value = "auto")]
    pub(crate) driver: Driver,

    /// Entries that the log holds at least when the ledger is restarted over it.
    #[arg(long, default_value_t = 200_000, value_parser = clap::value_parser!(u64).range(1..=100_000_000))]
    pub(crate) entries: u64,

    /// So many wallets, and as many keys, show what one costs in memory.
    #[arg(long, default_value_t = 1_000_000, value_parser = clap::value_parser!(u32).range(1_000..=10_000_000))]
    pub(crate) wallets: u32,

    /// Entries per second while lags are measured.
    #[arg(long, default_value_t = 5_000, value_parser = clap::value_parser!(u16).range(50..=50_000))]
    pub(crate) rate: u16,

    /// Short steps of 2 seconds, to see whether it works; the numbers say little.
    #[arg(long, conflicts_with = "seconds")]
    quick: bool,

    /// Where the JSON goes.
    #[arg(long, default_value = "target/bench.json")]
    pub(crate) json: PathBuf,
}

const ALL: [Case; 13] = [
    Case::Function,
    Case::Service,
    Case::Kafka,
    Case::Unary,
    Case::Pairs,
    Case::Stream,
    Case::StreamPairs,
    Case::Client,
    Case::Batch,
    Case::Lag,
    Case::Memory,
    Case::Rebuild,
    Case::Replay,
];

impl Options {
    /// How long each step takes.
    pub(crate) fn span(&self) -> Span {
        Span {
            warm_up: Duration::from_secs(if self.quick { 1 } else { 2 }),
            time: Duration::from_secs(if self.quick { 2 } else { self.seconds }),
        }
    }

    /// How long all is warmed up: Kafka is compiled while it runs.
    pub(crate) fn warm_up(&self) -> Duration {
        Duration::from_secs(if self.quick { 3 } else { 15 })
    }

    /// Whether this is measured.
    pub(crate) fn wants(&self, case: Case) -> bool {
        self.cases.contains(&case)
    }

    /// All steps of a round.
    pub(crate) fn steps(&self) -> Vec<Step> {
        Step::of(&self.cases, &self.callers, i32::from(self.partitions))
    }
}
