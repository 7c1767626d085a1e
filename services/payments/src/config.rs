//! The configuration of both programs.

use std::net::SocketAddr;
use std::time::Duration;

use clap::{Args, Parser, ValueEnum};
use runtime::config::{DatabaseOptions, GrpcOptions, Invalid, KafkaOptions, Options, TlsOptions};
use runtime::{HasOptions, Secret};
use serde::Serialize;

use crate::processor::{Processor, SandboxProcessor};

/// The card processors that there are adapters for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ProcessorName {
    /// `tokenbook-sandbox-processor`: moves no money.
    Sandbox,
}

/// Who takes the money.
#[derive(Args, Clone, Debug, Serialize)]
#[group(skip)]
pub struct ProcessorOptions {
    /// Which card processor takes the payments.
    #[arg(long, env = "TOKENBOOK_PROCESSOR", value_enum, default_value = "sandbox")]
    pub processor: ProcessorName,

    /// Where it answers, `http://host:port`.
    #[arg(long, env = "TOKENBOOK_PROCESSOR_URL", value_parser = http_url)]
    pub processor_url: String,

    /// The secret by which it knows us.
    #[arg(long, env = "TOKENBOOK_PROCESSOR_API_KEY", hide_env_values = true)]
    pub processor_api_key: Secret,

    /// The secret by which we know its notifications.
    #[arg(long, env = "TOKENBOOK_WEBHOOK_SECRET", hide_env_values = true)]
    pub webhook_secret: Secret,

    /// Milliseconds to wait for its answer before it counts as unknown.
    #[arg(long, env = "TOKENBOOK_PROCESSOR_TIMEOUT_MS", default_value_t = 5_000,
          value_parser = clap::value_parser!(u64).range(100..=20_000))]
    pub processor_timeout_ms: u64,
}

impl ProcessorOptions {
    /// The adapter of the processor.
    pub fn open(&self) -> Result<Box<dyn Processor>, Invalid> {
        for (setting, secret) in [
            ("TOKENBOOK_PROCESSOR_API_KEY", &self.processor_api_key),
            ("TOKENBOOK_WEBHOOK_SECRET", &self.webhook_secret),
        ] {
            long_enough(setting, secret)?;
        }
        match self.processor {
            ProcessorName::Sandbox => {
                let within = Duration::from_millis(self.processor_timeout_ms);
                let (api_key, webhook_secret) = (self.processor_api_key.clone(), self.webhook_secret.clone());
                SandboxProcessor::new(&self.processor_url, api_key, webhook_secret, within)
                    .map(|processor| Box::new(processor) as Box<dyn Processor>)
                    .map_err(|error| Invalid::new("TOKENBOOK_PROCESSOR_URL", error))
            }
        }
    }
}

/// The configuration of `tokenbook-payments`.
#[derive(Parser, Clone, Debug, Serialize)]
#[command(
    name = "tokenbook-payments",
    version,
    about = "Sells tokens: packages, orders, card payments, gifts"
)]
pub struct Config {
    #[command(flatten)]
    #[serde(flatten)]
    options: Options,
    /// Where it answers.
    #[command(flatten)]
    #[serde(flatten)]
    pub grpc: GrpcOptions,
    /// Who it is.
    #[command(flatten)]
    #[serde(flatten)]
    pub tls: TlsOptions,
    /// Its database.
    #[command(flatten)]
    #[serde(flatten)]
    pub database: DatabaseOptions,
    /// The log.
    #[command(flatten)]
    #[serde(flatten)]
    pub kafka: KafkaOptions,
    /// Who takes the money.
    #[command(flatten)]
    #[serde(flatten)]
    pub processor: ProcessorOptions,
}

impl HasOptions for Config {
    fn options(&self) -> &Options {
        &self.options
    }
}

/// The configuration of `tokenbook-sandbox-processor`.
#[derive(Parser, Clone, Debug, Serialize)]
#[command(name = "tokenbook-sandbox-processor", version, about = "A card processor that moves no money")]
pub struct SandboxConfig {
    #[command(flatten)]
    #[serde(flatten)]
    options: Options,

    /// Its database.
    #[command(flatten)]
    #[serde(flatten)]
    pub database: DatabaseOptions,

    /// Address of its API.
    #[arg(long, env = "TOKENBOOK_HTTP_LISTEN", default_value = "127.0.0.1:7300")]
    pub http_listen: SocketAddr,

    /// The secret by which it knows the merchant.
    #[arg(long, env = "TOKENBOOK_PROCESSOR_API_KEY", hide_env_values = true)]
    pub processor_api_key: Secret,

    /// The secret with which it signs notifications.
    #[arg(long, env = "TOKENBOOK_WEBHOOK_SECRET", hide_env_values = true)]
    pub webhook_secret: Secret,

    /// Where it sends notifications, `http://host:port/path`.
    #[arg(long, env = "TOKENBOOK_WEBHOOK_URL", value_parser = http_url)]
    pub webhook_url: String,
}

impl SandboxConfig {
    /// Refuses secrets that could be guessed.
    pub fn check(&self) -> Result<(), Invalid> {
        long_enough("TOKENBOOK_PROCESSOR_API_KEY", &self.processor_api_key)?;
        long_enough("TOKENBOOK_WEBHOOK_SECRET", &self.webhook_secret)
    }
}

impl HasOptions for SandboxConfig {
    fn options(&self) -> &Options {
        &self.options
    }
}

fn long_enough(setting: &'static str, secret: &Secret) -> Result<(), Invalid> {
    if secret.expose().len() < 16 {
        return Err(Invalid::new(setting, "must have at least 16 characters"));
    }
    Ok(())
}

fn http_url(url: &str) -> Result<String, String> {
    match reqwest::Url::parse(url) {
        Ok(parsed) if parsed.scheme() == "http" && parsed.host().is_some() => Ok(url.to_owned()),
        Ok(_) => Err("expected http://host:port".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}
