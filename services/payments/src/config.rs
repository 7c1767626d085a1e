//! The configuration of both programs.

use std::net::SocketAddr;
use std::time::Duration;

use clap::{Args, Parser, ValueEnum};
use runtime::config::{DatabaseOptions, GrpcOptions, Invalid, KafkaOptions, Options, TlsOptions};
use runtime::{HasOptions, Secret};
use serde::Serialize;

use crate::processor::{Processor, STRIPE_URL, SandboxProcessor, StripeProcessor};

/// The card processors that there are adapters for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ProcessorName {
    /// `tokenbook-sandbox-processor`: moves no money.
    Sandbox,
    /// Stripe.
    Stripe,
}

/// Who takes the money.
#[derive(Args, Clone, Debug, Serialize)]
#[group(skip)]
pub struct ProcessorOptions {
    /// Which card processor takes the payments.
    #[arg(long, env = "TOKENBOOK_PROCESSOR", value_enum, default_value = "sandbox")]
    pub processor: ProcessorName,

    /// Milliseconds to wait for the processor's answer before it counts as unknown.
    #[arg(long, env = "TOKENBOOK_PROCESSOR_TIMEOUT_MS", default_value_t = 5_000,
          value_parser = clap::value_parser!(u64).range(100..=20_000))]
    pub processor_timeout_ms: u64,

    /// The sandbox.
    #[command(flatten)]
    #[serde(flatten)]
    pub sandbox: SandboxOptions,

    /// Stripe.
    #[command(flatten)]
    #[serde(flatten)]
    pub stripe: StripeOptions,
}

/// The sandbox, when `TOKENBOOK_PROCESSOR` is `sandbox`.
#[derive(Args, Clone, Debug, Serialize)]
#[group(skip)]
pub struct SandboxOptions {
    /// Where the sandbox answers, `http://host:port`.
    #[arg(long, env = "TOKENBOOK_PROCESSOR_URL", value_parser = http_url)]
    pub processor_url: Option<String>,

    /// The secret by which the sandbox knows us.
    #[arg(long, env = "TOKENBOOK_PROCESSOR_API_KEY", hide_env_values = true)]
    pub processor_api_key: Option<Secret>,

    /// The secret by which we know the sandbox's notifications.
    #[arg(long, env = "TOKENBOOK_WEBHOOK_SECRET", hide_env_values = true)]
    pub webhook_secret: Option<Secret>,
}

/// Stripe, when `TOKENBOOK_PROCESSOR` is `stripe`.
#[derive(Args, Clone, Debug, Serialize)]
#[group(skip)]
pub struct StripeOptions {
    /// Where Stripe's API answers. Only tests need another address: over the loopback, it may be plain HTTP.
    #[arg(long, env = "TOKENBOOK_STRIPE_URL", default_value = STRIPE_URL, value_parser = stripe_url)]
    pub stripe_url: String,

    /// The secret key (`sk_…`), or a restricted key (`rk_…`) that may write `PaymentIntents` and read `Charges` and `PaymentMethods`.
    #[arg(long, env = "TOKENBOOK_STRIPE_API_KEY", hide_env_values = true)]
    pub stripe_api_key: Option<Secret>,

    /// The signing secret of the webhook endpoint (`whsec_…`); several, separated by commas, while one replaces another.
    #[arg(long, env = "TOKENBOOK_STRIPE_WEBHOOK_SECRET", hide_env_values = true, value_delimiter = ',')]
    pub stripe_webhook_secret: Vec<Secret>,
}

impl ProcessorOptions {
    /// The adapter of the processor.
    pub fn open(&self) -> Result<Box<dyn Processor>, Invalid> {
        let within = Duration::from_millis(self.processor_timeout_ms);
        match self.processor {
            ProcessorName::Sandbox => Ok(Box::new(self.sandbox.open(within)?)),
            ProcessorName::Stripe => Ok(Box::new(self.stripe.open(within)?)),
        }
    }
}

impl SandboxOptions {
    fn open(&self, within: Duration) -> Result<SandboxProcessor, Invalid> {
        let url = needed("TOKENBOOK_PROCESSOR_URL", "sandbox", self.processor_url.as_ref())?;
        let api_key = needed("TOKENBOOK_PROCESSOR_API_KEY", "sandbox", self.processor_api_key.as_ref())?;
        let webhook_secret = needed("TOKENBOOK_WEBHOOK_SECRET", "sandbox", self.webhook_secret.as_ref())?;
        long_enough("TOKENBOOK_PROCESSOR_API_KEY", api_key)?;
        long_enough("TOKENBOOK_WEBHOOK_SECRET", webhook_secret)?;
        SandboxProcessor::new(url, api_key.clone(), webhook_secret.clone(), within)
            .map_err(|error| Invalid::new("TOKENBOOK_PROCESSOR_URL", error))
    }
}

/// Notifications are signed with each secret that is in force, and there are two at most; more are old ones.
const MAX_WEBHOOK_SECRETS: usize = 4;

impl StripeOptions {
    fn open(&self, within: Duration) -> Result<StripeProcessor, Invalid> {
        const KEY: &str = "TOKENBOOK_STRIPE_API_KEY";
        const SECRET: &str = "TOKENBOOK_STRIPE_WEBHOOK_SECRET";
        let api_key = needed(KEY, "stripe", self.stripe_api_key.as_ref())?;
        needed(SECRET, "stripe", self.stripe_webhook_secret.first())?;
        if !["sk_", "rk_"].iter().any(|prefix| secret_of_form(api_key, prefix)) {
            let problem = "must be a secret key (sk_…) or a restricted key (rk_…) from Stripe's dashboard, Developers, \
                           API keys; a publishable key (pk_…) cannot take payments";
            return Err(Invalid::new(KEY, problem));
        }
        if self.stripe_webhook_secret.len() > MAX_WEBHOOK_SECRETS
            || !self.stripe_webhook_secret.iter().all(|secret| secret_of_form(secret, "whsec_"))
        {
            let problem = "must be the signing secret (whsec_…) of the webhook endpoint in Stripe's dashboard, \
                           Developers, Webhooks; at most four of them, separated by commas";
            return Err(Invalid::new(SECRET, problem));
        }
        StripeProcessor::new(&self.stripe_url, api_key.clone(), self.stripe_webhook_secret.clone(), within)
            .map_err(|error| {
                let problem = format!(
                    "no HTTPS client can be made ({}); the system needs root certificates (Debian: ca-certificates)",
                    chain(&error)
                );
                Invalid::new("TOKENBOOK_PROCESSOR", problem)
            })
    }
}

fn needed<'a, T>(setting: &'static str, processor: &str, value: Option<&'a T>) -> Result<&'a T, Invalid> {
    value.ok_or_else(|| {
        Invalid::new(
            setting,
            format_args!("is needed when TOKENBOOK_PROCESSOR is {processor}; set it, or choose another"),
        )
    })
}

fn secret_of_form(secret: &Secret, prefix: &str) -> bool {
    let visible = |rest: &str| (8..=500).contains(&rest.len()) && rest.bytes().all(|b| b.is_ascii_graphic());
    secret.expose().strip_prefix(prefix).is_some_and(visible)
}

fn chain(error: &dyn std::error::Error) -> String {
    error.source().map_or_else(|| error.to_string(), chain)
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

fn stripe_url(url: &str) -> Result<String, String> {
    let parsed = reqwest::Url::parse(url).map_err(|error| error.to_string())?;
    let local = matches!(parsed.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
    match parsed.scheme() {
        "https" => Ok(url.to_owned()),
        // The key and the payments go there: never in the clear over a network.
        "http" if local => Ok(url.to_owned()),
        _ => Err("expected https://host, or http://127.0.0.1:port for tests".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SANDBOX: [&str; 3] = [
        "--processor-url=http://127.0.0.1:1",
        "--processor-api-key=an api key of the sandbox",
        "--webhook-secret=a webhook secret of it",
    ];
    const STRIPE: [&str; 3] = [
        "--processor=stripe",
        "--stripe-api-key=sk_test_51Abcdefgh",
        "--stripe-webhook-secret=whsec_Abcdefgh",
    ];

    #[derive(Parser, Serialize, Debug)]
    struct Options {
        #[command(flatten)]
        #[serde(flatten)]
        processor: ProcessorOptions,
    }

    fn open(arguments: &[&str]) -> Result<&'static str, String> {
        let options = Options::try_parse_from(std::iter::once(&"payments").chain(arguments));
        let options = options.map_err(|error| error.to_string())?;
        options.processor.open().map(|processor| processor.name()).map_err(|error| error.to_string())
    }

    #[track_caller]
    fn check_refused(arguments: &[&str], setting: &str, remedy: &str) {
        let refused = open(arguments).unwrap_err();
        assert!(refused.contains(setting) && refused.contains(remedy), "{arguments:?}: {refused}");
    }

    #[test]
    fn each_processor_needs_its_own_settings_and_no_others() {
        assert_eq!(open(&SANDBOX), Ok("sandbox"));
        assert_eq!(open(&STRIPE), Ok("stripe"));
        assert_eq!(open(&[&SANDBOX[..], &STRIPE[..]].concat()), Ok("stripe"));
        for (missing, setting) in
            ["TOKENBOOK_PROCESSOR_URL", "TOKENBOOK_PROCESSOR_API_KEY", "TOKENBOOK_WEBHOOK_SECRET"]
                .iter()
                .enumerate()
        {
            let rest: Vec<_> = (0..3).filter(|at| *at != missing).map(|at| SANDBOX[at]).collect();
            check_refused(&rest, setting, "is needed when TOKENBOOK_PROCESSOR is sandbox");
        }
        check_refused(&[STRIPE[0], STRIPE[2]], "TOKENBOOK_STRIPE_API_KEY", "TOKENBOOK_PROCESSOR is stripe");
        check_refused(&STRIPE[..2], "TOKENBOOK_STRIPE_WEBHOOK_SECRET", "TOKENBOOK_PROCESSOR is stripe");
        check_refused(&["--processor=paypal"], "--processor", "sandbox, stripe");
    }

    #[test]
    fn what_is_no_key_or_secret_of_stripes_is_refused_with_a_remedy_and_not_repeated() {
        for key in ["pk_live_51Abcdefgh", "sk_", "sk_live_51 Abcdefgh", "whsec_Abcdefgh"] {
            let argument = format!("--stripe-api-key={key}");
            let arguments = [STRIPE[0], &argument, STRIPE[2]];
            check_refused(&arguments, "TOKENBOOK_STRIPE_API_KEY", "secret key (sk_…)");
            assert!(!open(&arguments).unwrap_err().contains("51Abc"));
        }
        for secret in ["sk_test_51Abcdefgh", "whsec_Abcdefgh,", "whsec_Abcdefgh,other"] {
            let argument = format!("--stripe-webhook-secret={secret}");
            check_refused(&[STRIPE[0], STRIPE[1], &argument], "TOKENBOOK_STRIPE_WEBHOOK_SECRET", "whsec_…");
        }
        for key in ["rk_live_51Abcdefgh", "sk_live_51Abcdefgh"] {
            assert_eq!(open(&[STRIPE[0], &format!("--stripe-api-key={key}"), STRIPE[2]]), Ok("stripe"));
        }
        let two = "--stripe-webhook-secret=whsec_Abcdefgh,whsec_Ijklmnop";
        assert_eq!(open(&[STRIPE[0], STRIPE[1], two]), Ok("stripe"));
    }

    #[test]
    fn the_key_never_goes_over_a_network_in_the_clear() {
        for (url, right) in [
            ("https://api.stripe.com", true),
            ("http://127.0.0.1:12111", true),
            ("http://localhost:12111", true),
            ("http://api.stripe.com", false),
            ("http://sandbox-processor:7300", false),
            ("ftp://127.0.0.1", false),
            ("api.stripe.com", false),
        ] {
            let argument = format!("--stripe-url={url}");
            assert_eq!(open(&[&STRIPE[..], &[argument.as_str()]].concat()).is_ok(), right, "{url}");
        }
    }

    #[test]
    fn no_secret_is_shown() {
        let both = [&SANDBOX[..], &STRIPE[..]].concat();
        let options = Options::parse_from(std::iter::once(&"payments").chain(&both));
        let processor = options.processor.stripe.open(Duration::from_secs(1)).unwrap();
        let shown =
            [format!("{options:?}"), format!("{processor:?}"), serde_json::to_string(&options).unwrap()];
        for shown in shown {
            assert!(shown.contains("***"), "{shown}");
            for secret in ["51Abcdefgh", "whsec_", "an api key", "a webhook secret"] {
                assert!(!shown.contains(secret), "{secret} in {shown}");
            }
        }
    }
}
