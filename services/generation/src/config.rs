//! Configuration of the service.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, ValueEnum};
use runtime::HasOptions;
use runtime::config::{DatabaseOptions, GrpcOptions, KafkaOptions, Options, Secret, TlsOptions};
use serde::Serialize;

/// Who does the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ProviderChoice {
    /// Small real files, made here; fails on demand.
    Sandbox,
    /// A server that speaks OpenAI's API.
    #[value(name = "openai")]
    OpenAi,
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

    /// The ledger, `https://host:port[,https://host:port…]`: one of its instances or what stands in front of them; with several, any may be away.
    #[arg(long, env = "TOKENBOOK_LEDGER_URL", value_delimiter = ',', required = true)]
    pub ledger_url: Vec<String>,

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

    /// The server that speaks OpenAI's API.
    #[command(flatten)]
    #[serde(flatten)]
    pub openai: OpenAiOptions,
}

/// The server that speaks OpenAI's API; the first three are needed with `TOKENBOOK_PROVIDER=openai`, and without effect else.
#[derive(Args, Clone, Debug, Serialize)]
#[group(skip)]
pub struct OpenAiOptions {
    /// Where the API begins, such as `https://api.openai.com/v1`.
    #[arg(long, env = "TOKENBOOK_OPENAI_BASE_URL")]
    pub openai_base_url: Option<String>,

    /// The API key. A server that asks for none takes any.
    #[arg(long, env = "TOKENBOOK_OPENAI_API_KEY", hide_env_values = true)]
    pub openai_api_key: Option<Secret>,

    /// JSON file that says which of the provider's models stands for each model of the price book, and what it can do.
    #[arg(long, env = "TOKENBOOK_OPENAI_MODELS")]
    pub openai_models: Option<PathBuf>,

    /// Milliseconds to wait for a connection.
    #[arg(long, env = "TOKENBOOK_OPENAI_CONNECT_MS", default_value_t = 5_000, value_parser = clap::value_parser!(u64).range(1..=60_000))]
    pub openai_connect_ms: u64,

    /// Milliseconds without a byte of the answer after which a call counts as lost; images take that long to be made.
    #[arg(long, env = "TOKENBOOK_OPENAI_SILENCE_MS", default_value_t = 180_000, value_parser = clap::value_parser!(u64).range(1..=3_600_000))]
    pub openai_silence_ms: u64,

    /// Milliseconds that one call may take in all.
    #[arg(long, env = "TOKENBOOK_OPENAI_CALL_MS", default_value_t = 600_000, value_parser = clap::value_parser!(u64).range(1..=3_600_000))]
    pub openai_call_ms: u64,

    /// The most bytes of files that one job may deliver.
    #[arg(long, env = "TOKENBOOK_OPENAI_MAX_MEDIA_BYTES", default_value_t = 64 * 1024 * 1024, value_parser = clap::value_parser!(u64).range(1..=1_073_741_824))]
    pub openai_max_media_bytes: u64,

    /// Seconds after its acceptance from which a video that is still not known to be done is given up, and costs nothing.
    #[arg(long, env = "TOKENBOOK_OPENAI_VIDEO_SECONDS", default_value_t = 86_400, value_parser = clap::value_parser!(u64).range(1..=2_592_000))]
    pub openai_video_seconds: u64,
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

    /// Milliseconds to wait for the ledger before its answer counts as unknown: then whoever asked is told to come back, and the sweeper goes on asking.
    /// Long enough for accounts to move between its instances, short enough for a person to wait.
    #[arg(long, env = "TOKENBOOK_LEDGER_TIMEOUT_MS", default_value_t = 3_000, value_parser = clap::value_parser!(u64).range(10..=30_000))]
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

    const NEEDED: [&str; 9] = [
        "--admin-listen=127.0.0.1:0",
        "--grpc-listen=127.0.0.1:0",
        "--tls-ca=ca.pem",
        "--tls-cert=cert.pem",
        "--tls-key=key.pem",
        "--kafka-brokers=127.0.0.1:9092",
        "--database-url=postgres://localhost/generation",
        "--ledger-url=https://localhost:7104",
        "--media-dir=media",
    ];

    #[test]
    fn the_provider_s_key_is_never_shown() {
        let key = "--openai-api-key=sk-very-secret";
        let arguments = ["generation", "--provider=openai", key].into_iter().chain(NEEDED);
        let config = Config::try_parse_from(arguments).unwrap();
        assert_eq!(config.provider, ProviderChoice::OpenAi);
        assert_eq!(config.openai.openai_api_key.as_ref().unwrap().expose(), "sk-very-secret");
        let dumped = serde_json::to_value(&config).unwrap();
        assert_eq!((&dumped["openai_api_key"], &dumped["provider"]), (&"***".into(), &"openai".into()));
        assert!(!format!("{config:?}{dumped}").contains("very-secret"));
    }

    #[test]
    fn the_ledger_may_have_several_addresses() {
        let several = NEEDED.map(|argument| match argument {
            "--ledger-url=https://localhost:7104" => {
                "--ledger-url=https://ledger-0:7104,https://ledger-1:7104"
            }
            other => other,
        });
        let config = Config::try_parse_from(["generation"].into_iter().chain(several)).unwrap();
        assert_eq!(config.ledger_url, ["https://ledger-0:7104", "https://ledger-1:7104"]);
        let none = NEEDED.into_iter().filter(|argument| !argument.starts_with("--ledger-url"));
        assert!(Config::try_parse_from(["generation"].into_iter().chain(none)).is_err());
    }

    #[test]
    fn the_command_line_is_consistent() {
        use clap::CommandFactory as _;
        Config::command().debug_assert();
    }
}
