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

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(more: &[&str]) -> Result<Config, clap::Error> {
        let always = [
            "tokenbook-accounts",
            "--admin-listen=127.0.0.1:7201",
            "--grpc-listen=127.0.0.1:7101",
            "--tls-ca=ca.pem",
            "--tls-cert=accounts.pem",
            "--tls-key=accounts.key",
            "--kafka-brokers=127.0.0.1:9092",
            "--database-url=postgres://accounts:hunter2@127.0.0.1/accounts",
            "--key-encryption-key=c2VjcmV0",
        ];
        Config::try_parse_from(always.iter().chain(more))
    }

    #[test]
    fn a_dump_shows_no_secret() {
        let config = parse(&[]).unwrap();
        let dump = serde_json::to_string(&config).unwrap();
        for shown in [dump, format!("{config:?}")] {
            assert!(!shown.contains("c2VjcmV0") && !shown.contains("hunter2"), "{shown}");
        }
    }

    #[test]
    fn tokens_live_an_hour_and_keys_thirty_days_unless_said_otherwise() {
        let config = parse(&[]).unwrap();
        assert_eq!(config.access_token_life(), TimeDelta::hours(1));
        assert_eq!(config.signing_key_age(), TimeDelta::days(30));
        let config = parse(&["--access-token-seconds=60", "--signing-key-hours=1"]).unwrap();
        assert_eq!(config.access_token_life(), TimeDelta::minutes(1));
        assert_eq!(config.signing_key_age(), TimeDelta::hours(1));
        assert!(parse(&["--access-token-seconds=0"]).is_err());
    }
}
