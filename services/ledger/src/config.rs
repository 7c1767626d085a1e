//! What is configured.

use clap::Parser;
use runtime::config::{DatabaseOptions, GrpcOptions, KafkaOptions};
use runtime::{HasOptions, Options, TlsOptions};
use serde::Serialize;

/// Tokenbook's ledger: wallets, the books that record them, and the token log.
#[derive(Parser, Clone, Debug, Serialize)]
#[command(name = "tokenbook-ledger", version)]
pub struct Config {
    /// What every process has.
    #[command(flatten)]
    #[serde(flatten)]
    pub options: Options,
    /// Where the gRPC server listens.
    #[command(flatten)]
    #[serde(flatten)]
    pub grpc: GrpcOptions,
    /// Who this service is.
    #[command(flatten)]
    #[serde(flatten)]
    pub tls: TlsOptions,
    /// Where the log is.
    #[command(flatten)]
    #[serde(flatten)]
    pub kafka: KafkaOptions,
    /// Where the read model is.
    #[command(flatten)]
    #[serde(flatten)]
    pub database: DatabaseOptions,

    /// The name of this instance in the books; must differ between instances.
    #[arg(long, env = "TOKENBOOK_INSTANCE", default_value = "ledger-0")]
    pub instance: String,

    /// Threads that host the books. One is best up to a few cores: it hands over less.
    #[arg(long, env = "TOKENBOOK_ENGINE_THREADS", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub engine_threads: u16,

    /// Commands that may wait for one book; more are refused with `OVERLOADED`.
    #[arg(long, env = "TOKENBOOK_MAILBOX_CAPACITY", default_value_t = 8_192, value_parser = clap::value_parser!(u32).range(1..))]
    pub mailbox_capacity: u32,

    /// Entries of one book that may be on their way to the log.
    #[arg(long, env = "TOKENBOOK_ENTRIES_IN_FLIGHT", default_value_t = 16_384, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub entries_in_flight: u32,

    /// How many may watch balances at the same time; more are refused with `OVERLOADED`.
    #[arg(long, env = "TOKENBOOK_BALANCE_WATCHES", default_value_t = 16_384, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub balance_watches: u32,

    /// How many seconds late the token log may be because the projector leaves a busy machine to those who wait for answers. It never gives way
    /// to them while somebody waits for the token log.
    #[arg(long, env = "TOKENBOOK_TOKEN_LOG_LATE_SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(0..=3600))]
    pub token_log_late_seconds: u64,
}

impl HasOptions for Config {
    fn options(&self) -> &Options {
        &self.options
    }
}
