//! What is configured.

use chrono::TimeDelta;
use clap::Parser;
use runtime::config::{DatabaseOptions, GrpcOptions, KafkaOptions};
use runtime::{HasOptions, Options, Secret, TlsOptions};
use serde::Serialize;

/// Tokenbook's accounts: people, credentials, API keys and roles.
#[derive(Parser, Clone, Debug, Serialize)]
#[command(name = "tokenbook-accounts", version)]
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
    /// Where the tables are.
    #[command(flatten)]
    #[serde(flatten)]
    pub database: DatabaseOptions,

    /// The key under which signing keys are sealed: 32 bytes in base64 (`openssl rand -base64 32`).
    #[arg(long, env = "TOKENBOOK_KEY_ENCRYPTION_KEY", hide_env_values = true)]
    pub key_encryption_key: Secret,

    /// Seconds that an access token lives.
    #[arg(long, env = "TOKENBOOK_ACCESS_TOKEN_SECONDS", default_value_t = 3600,
          value_parser = clap::value_parser!(u32).range(60..=86_400))]
    pub access_token_seconds: u32,

    /// Hours after which the next key takes over signing (30 days if nothing is said).
    #[arg(long, env = "TOKENBOOK_SIGNING_KEY_HOURS", default_value_t = 720,
          value_parser = clap::value_parser!(u32).range(1..=8_760))]
    pub signing_key_hours: u32,

    /// Passwords that may wait to be hashed; more are refused until there is room.
    #[arg(long, env = "TOKENBOOK_PASSWORD_QUEUE", default_value_t = 64,
          value_parser = clap::value_parser!(u16).range(1..))]
    pub password_queue: u16,
}

impl Config {
    /// How long an access token lives.
    pub fn access_token_life(&self) -> TimeDelta {
        TimeDelta::seconds(i64::from(self.access_token_seconds))
    }

    /// How long a key signs.
    pub fn signing_key_age(&self) -> TimeDelta {
        TimeDelta::hours(i64::from(self.signing_key_hours))
    }
}

impl HasOptions for Config {
    fn options(&self) -> &Options {
        &self.options
    }
}
