//! Configuration of the service.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, ValueEnum};
use runtime::HasOptions;
use runtime::config::{DatabaseOptions, GrpcOptions, KafkaOptions, Options, TlsOptions};
use serde::Serialize;

/// Who does the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ProviderChoice {
    /// Small real files, made here; fails on demand.
    Sandbox,
}

/// The generation service: price book, moderation, jobs and provider calls.
#[derive(Parser, Clone, Debug, Serialize)]
#[command(name = "tokenbook-generation", version)]
pub struct Config {
    /// What every process has.
    #[command(flatten)]
    #[serde(flatten)]
    pub options: Options,
    /// Where it listens.
    #[command(flatten)]
    #[serde(flatten)]
    pub grpc: GrpcOptions,
    /// Who it is.
    #[command(flatten)]
    #[serde(flatten)]
    pub tls: TlsOptions,
    /// The log.
    #[command(flatten)]
    #[serde(flatten)]
    pub kafka: KafkaOptions,
    /// Its database.
    #[command(flatten)]
    #[serde(flatten)]
    pub database: DatabaseOptions,
    /// How jobs are done.
    #[command(flatten)]
    #[serde(flatten)]
    pub jobs: JobOptions,

    /// The ledger, `https://host:port`.
    #[arg(long, env = "TOKENBOOK_LEDGER_URL")]
    pub ledger_url: String,

    /// Folder of generated files and uploaded images; all instances need the same one.
    #[arg(long, env = "TOKENBOOK_MEDIA_DIR")]
    pub media_dir: PathBuf,

    /// Who does the work.
    #[arg(long, env = "TOKENBOOK_PROVIDER", value_enum, default_value = "sandbox")]
    pub provider: ProviderChoice,

    /// File of prohibited terms, `category: term` a line; a short default list without it.
    #[arg(long, env = "TOKENBOOK_MODERATION_TERMS")]
    pub moderation_terms: Option<PathBuf>,

    /// File of prohibited images, `category: blake3:<hex>` or `category: sha256:<hex>` a line; a default list without it.
    #[arg(long, env = "TOKENBOOK_MODERATION_IMAGES")]
    pub moderation_images: Option<PathBuf>,

    /// Milliseconds for which the sandbox provider's simulated unknown outcomes stay unknown.
    #[arg(long, env = "TOKENBOOK_SANDBOX_UNKNOWN_MS", default_value_t = 4_000)]
    pub sandbox_unknown_ms: u64,

    /// Milliseconds between two words of the sandbox provider's chat.
    #[arg(long, env = "TOKENBOOK_SANDBOX_PACE_MS", default_value_t = 40)]
    pub sandbox_pace_ms: u64,
}

/// How jobs are done, and how long everything about them may take.
#[derive(Args, Clone, Debug, Serialize)]
#[group(skip)]
pub struct JobOptions {
    /// Jobs done at the same time by this instance.
    #[arg(long, env = "TOKENBOOK_WORKERS", default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub workers: u16,

    /// How often a worker may begin a job.
    #[arg(long, env = "TOKENBOOK_JOB_ATTEMPTS", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub job_attempts: u32,

    /// Milliseconds after which the job of a worker that is not heard of any more is taken up by another.
    #[arg(long, env = "TOKENBOOK_JOB_LEASE_MS", default_value_t = 10_000, value_parser = clap::value_parser!(u64).range(100..))]
    pub job_lease_ms: u64,

    /// Milliseconds after which an idle worker looks for jobs of other instances.
    #[arg(long, env = "TOKENBOOK_JOB_POLL_MS", default_value_t = 500, value_parser = clap::value_parser!(u64).range(10..))]
    pub job_poll_ms: u64,

    /// Seconds for which tokens are held at first, and after each extension.
    #[arg(long, env = "TOKENBOOK_HOLD_SECONDS", default_value_t = 900, value_parser = clap::value_parser!(u64).range(3..=86_400))]
    pub hold_seconds: u64,

    /// Milliseconds to wait for the ledger before its answer counts as unknown.
    #[arg(long, env = "TOKENBOOK_LEDGER_TIMEOUT_MS", default_value_t = 3_000, value_parser = clap::value_parser!(u64).range(10..))]
    pub ledger_timeout_ms: u64,

    /// Milliseconds between two attempts to learn an answer of the ledger that is unknown.
    #[arg(long, env = "TOKENBOOK_AUTHORIZE_AGAIN_MS", default_value_t = 5_000, value_parser = clap::value_parser!(u64).range(10..))]
    pub authorize_again_ms: u64,

    /// Milliseconds before the first look-up of a job whose outcome is unknown; each further pause is twice as long.
    #[arg(long, env = "TOKENBOOK_LOOK_UP_FIRST_MS", default_value_t = 1_000, value_parser = clap::value_parser!(u64).range(10..))]
    pub look_up_first_ms: u64,

    /// Milliseconds between two look-ups at most.
    #[arg(long, env = "TOKENBOOK_LOOK_UP_LONGEST_MS", default_value_t = 60_000, value_parser = clap::value_parser!(u64).range(10..))]
    pub look_up_longest_ms: u64,
}

impl JobOptions {
    /// How long a lease lasts.
    pub const fn lease(&self) -> Duration {
        Duration::from_millis(self.job_lease_ms)
    }

    /// When an idle worker looks again.
    pub const fn poll(&self) -> Duration {
        Duration::from_millis(self.job_poll_ms)
    }

    /// How long tokens are held.
    pub const fn hold(&self) -> Duration {
        Duration::from_secs(self.hold_seconds)
    }

    /// How long to wait for the ledger.
    pub const fn ledger_timeout(&self) -> Duration {
        Duration::from_millis(self.ledger_timeout_ms)
    }

    /// When to ask the ledger again.
    pub const fn authorize_again(&self) -> Duration {
        Duration::from_millis(self.authorize_again_ms)
    }

    /// The pause before the first look-up.
    pub const fn look_up_first(&self) -> Duration {
        Duration::from_millis(self.look_up_first_ms)
    }

    /// The longest pause between look-ups.
    pub const fn look_up_longest(&self) -> Duration {
        Duration::from_millis(self.look_up_longest_ms)
    }
}

impl HasOptions for Config {
    fn options(&self) -> &Options {
        &self.options
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        use clap::CommandFactory as _;
        Config::command().debug_assert();
    }
}
