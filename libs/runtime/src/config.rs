//! Configuration: flags and environment, read and checked before anything is bound or opened.
//!
//! A service's configuration is a `clap::Parser` that flattens the groups of this module. Every setting is
//! an environment variable `TOKENBOOK_…` or the flag of the same name in kebab case.

use std::{convert::Infallible, fmt, net::SocketAddr, path::PathBuf, str::FromStr, time::Duration};

use clap::{Arg, ArgAction, ArgMatches, Args, Command, Parser, ValueEnum, error::ContextKind};
use serde::{Serialize, Serializer};

/// The exit code of wrong usage or configuration (`EX_USAGE` of sysexits.h).
pub const EXIT_USAGE: u8 = 64;

const MASK: &str = "***";
const DUMP: &str = "dump-config";

/// A setting that must never be seen: `Debug` and `Serialize` show `***`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The secret itself, for the one call that needs it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(secret: String) -> Self {
        Self(secret)
    }
}

impl FromStr for Secret {
    type Err = Infallible;

    fn from_str(secret: &str) -> Result<Self, Infallible> {
        Ok(Self(secret.to_owned()))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MASK)
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(MASK)
    }
}

/// A setting that parsed, but cannot be used. When it ends a service's `build`, the exit code is
/// [`EXIT_USAGE`].
#[derive(Debug, thiserror::Error)]
#[error("{setting}: {problem}")]
pub struct Invalid {
    setting: &'static str,
    problem: String,
}

impl Invalid {
    /// `setting` is the environment variable's name; `problem` says what is wrong and what to do.
    pub fn new(setting: &'static str, problem: impl fmt::Display) -> Self {
        Self { setting, problem: problem.to_string() }
    }
}

/// How log lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// One JSON object a line, for machines.
    Json,
    /// One readable line, for people.
    Text,
}

/// What every process has: where it is watched, how it logs, how long it may take to stop.
#[derive(Args, Clone, Debug, Serialize)]
#[group(skip)]
pub struct Options {
    /// Address for /metrics, /healthz and /readyz.
    #[arg(long, env = "TOKENBOOK_ADMIN_LISTEN")]
    pub admin_listen: SocketAddr,

    /// Which log lines are written, as a tracing filter: `info,ledger=debug`.
    #[arg(long, env = "TOKENBOOK_LOG", default_value = "info", value_parser = log_filter)]
    pub log: String,

    /// How log lines are written.
    #[arg(long, env = "TOKENBOOK_LOG_FORMAT", value_enum, default_value = "json")]
    pub log_format: LogFormat,

    /// Where traces are sent (OTLP over gRPC, as in `http://127.0.0.1:4317`); no traces are sent without it.
    #[arg(long, env = "TOKENBOOK_OTLP_ENDPOINT", value_parser = otlp_endpoint)]
    pub otlp_endpoint: Option<String>,

    /// Seconds that calls and tasks under way have to finish after SIGTERM.
    #[arg(long, env = "TOKENBOOK_SHUTDOWN_GRACE_SECONDS", default_value_t = 20,
          value_parser = clap::value_parser!(u64).range(1..=600))]
    pub shutdown_grace_seconds: u64,
}

impl Options {
    /// The time that calls and tasks under way have to finish after SIGTERM.
    pub fn shutdown_grace(&self) -> Duration {
        Duration::from_secs(self.shutdown_grace_seconds)
    }
}

/// Where a gRPC server listens.
#[derive(Args, Clone, Debug, Serialize)]
#[group(skip)]
pub struct GrpcOptions {
    /// Address of the gRPC server.
    #[arg(long, env = "TOKENBOOK_GRPC_LISTEN")]
    pub grpc_listen: SocketAddr,
}

/// Who this process is to the other services, and whom it believes. Servers and clients need it alike.
#[derive(Args, Clone, Debug, Serialize)]
#[group(skip)]
pub struct TlsOptions {
    /// PEM file with the certificate of the authority that signs every service's certificate.
    #[arg(long, env = "TOKENBOOK_TLS_CA")]
    pub tls_ca: PathBuf,

    /// PEM file with this service's certificate (chain).
    #[arg(long, env = "TOKENBOOK_TLS_CERT")]
    pub tls_cert: PathBuf,

    /// PEM file with the private key of the certificate.
    #[arg(long, env = "TOKENBOOK_TLS_KEY")]
    pub tls_key: PathBuf,
}

/// The Kafka cluster, and what topics are made like when they do not exist yet.
#[derive(Args, Clone, Debug, Serialize)]
#[group(skip)]
pub struct KafkaOptions {
    /// Brokers to start from, `host:port[,host:port…]`.
    #[arg(long, env = "TOKENBOOK_KAFKA_BROKERS")]
    pub kafka_brokers: String,

    /// Partitions of each topic; fixed at birth.
    #[arg(long, env = "TOKENBOOK_KAFKA_PARTITIONS", default_value_t = 4,
          value_parser = clap::value_parser!(i32).range(1..=4096))]
    pub kafka_partitions: i32,

    /// Replicas of each partition: 1 locally, 3 in production.
    #[arg(long, env = "TOKENBOOK_KAFKA_REPLICATION", default_value_t = 1,
          value_parser = clap::value_parser!(i32).range(1..=9))]
    pub kafka_replication: i32,
}

/// The service's own PostgreSQL database.
#[derive(Args, Clone, Debug, Serialize)]
#[group(skip)]
pub struct DatabaseOptions {
    /// `postgres://user:password@host:port/database`.
    #[arg(long, env = "TOKENBOOK_DATABASE_URL", hide_env_values = true)]
    pub database_url: Secret,

    /// Connections that the pool may open.
    #[arg(long, env = "TOKENBOOK_DATABASE_MAX_CONNECTIONS", default_value_t = 10,
          value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub database_max_connections: u32,

    /// Milliseconds to wait for a connection of the pool.
    #[arg(long, env = "TOKENBOOK_DATABASE_ACQUIRE_TIMEOUT_MS", default_value_t = 5_000,
          value_parser = clap::value_parser!(u64).range(1..))]
    pub database_acquire_timeout_ms: u64,

    /// Milliseconds after which the server gives up a statement.
    #[arg(long, env = "TOKENBOOK_DATABASE_STATEMENT_TIMEOUT_MS", default_value_t = 10_000,
          value_parser = clap::value_parser!(u64).range(1..))]
    pub database_statement_timeout_ms: u64,
}

impl DatabaseOptions {
    /// How long to wait for a connection of the pool.
    pub fn acquire_timeout(&self) -> Duration {
        Duration::from_millis(self.database_acquire_timeout_ms)
    }

    /// After what time the server gives up a statement.
    pub fn statement_timeout(&self) -> Duration {
        Duration::from_millis(self.database_statement_timeout_ms)
    }
}

/// A service's configuration, as far as this crate must know it.
pub trait HasOptions {
    /// What every process has.
    fn options(&self) -> &Options;
}

/// Reads flags and environment. `--dump-config` prints the configuration, secrets masked, and ends the
/// process; so does a wrong configuration, with exit code 64 and a message that names the setting.
pub fn load<C: Parser + Serialize>() -> C {
    match parse::<C>(std::env::args_os()) {
        Ok(Loaded::Run(config)) => config,
        Ok(Loaded::Dump(text)) => {
            use std::io::Write as _;
            // A closed pipe (`--dump-config | head`) is the reader's choice, not our failure.
            let _ = writeln!(std::io::stdout(), "{text}");
            std::process::exit(0)
        }
        Err(error) => {
            let _ = error.print();
            std::process::exit(if error.use_stderr() { i32::from(EXIT_USAGE) } else { 0 })
        }
    }
}

enum Loaded<C> {
    Run(C),
    Dump(String),
}

fn parse<C: Parser + Serialize>(
    arguments: impl IntoIterator<Item = std::ffi::OsString>,
) -> Result<Loaded<C>, clap::Error> {
    let mut command = C::command().arg(
        Arg::new(DUMP).long(DUMP).action(ArgAction::SetTrue).help("Print the configuration as JSON and exit"),
    );
    let matches =
        command.try_get_matches_from_mut(arguments).map_err(|error| name_setting(&command, error))?;
    let config = C::from_arg_matches(&matches).map_err(|error| error.format(&mut command))?;
    if wants_dump(&matches) {
        let text = serde_json::to_string_pretty(&config)
            .map_err(|error| clap::Error::raw(clap::error::ErrorKind::Format, error))?;
        return Ok(Loaded::Dump(text));
    }
    Ok(Loaded::Run(config))
}

fn wants_dump(matches: &ArgMatches) -> bool {
    matches.get_flag(DUMP)
}

/// clap names the flag; those who configure by environment look for the variable.
fn name_setting(command: &Command, mut error: clap::Error) -> clap::Error {
    use clap::error::ContextValue;
    let named: Vec<String> = match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::String(one)) => vec![one.clone()],
        Some(ContextValue::Strings(many)) => many.clone(),
        _ => return error,
    };
    let with_variable = |shown: String| {
        let flag = shown.split_whitespace().next().unwrap_or_default().trim_start_matches("--");
        let variable = command
            .get_arguments()
            .find(|argument| argument.get_long() == Some(flag))
            .and_then(Arg::get_env)
            .and_then(std::ffi::OsStr::to_str);
        match variable {
            Some(variable) => format!("{shown} [env: {variable}]"),
            None => shown,
        }
    };
    let many = error.get(ContextKind::InvalidArg).is_some_and(|it| matches!(it, ContextValue::Strings(_)));
    let mut named: Vec<String> = named.into_iter().map(with_variable).collect();
    let value = if many { ContextValue::Strings(named) } else { ContextValue::String(named.remove(0)) };
    error.insert(ContextKind::InvalidArg, value);
    error
}

fn log_filter(filter: &str) -> Result<String, String> {
    match filter.parse::<tracing_subscriber::EnvFilter>() {
        Ok(_) => Ok(filter.to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

fn otlp_endpoint(endpoint: &str) -> Result<String, String> {
    match endpoint.parse::<::http::Uri>() {
        Ok(uri) if uri.scheme_str() == Some("http") && uri.authority().is_some() => Ok(endpoint.to_owned()),
        Ok(_) => Err("expected http://host:port".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Parser, Debug, Serialize)]
    struct Config {
        #[command(flatten)]
        #[serde(flatten)]
        options: Options,
        #[command(flatten)]
        #[serde(flatten)]
        database: DatabaseOptions,
        #[command(flatten)]
        #[serde(flatten)]
        kafka: KafkaOptions,
    }

    const RIGHT: [&str; 3] = [
        "--admin-listen=127.0.0.1:7201",
        "--database-url=postgres://ledger:hunter2@localhost/ledger",
        "--kafka-brokers=localhost:9092",
    ];

    fn parse_with(arguments: &[&str]) -> Result<Loaded<Config>, clap::Error> {
        let all = std::iter::once("service").chain(RIGHT).chain(arguments.iter().copied());
        parse(all.map(Into::into))
    }

    fn refused(arguments: &[&str]) -> String {
        match parse_with(arguments) {
            Err(error) => error.to_string(),
            Ok(_) => panic!("{arguments:?} was accepted"),
        }
    }

    #[test]
    fn a_dump_is_json_with_the_secrets_masked() {
        let Ok(Loaded::Dump(text)) = parse_with(&["--dump-config"]) else { panic!("no dump") };
        assert!(!text.contains("hunter2"), "{text}");
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(json["database_url"], "***");
        assert_eq!(json["kafka_partitions"], 4);
        assert_eq!(json["log_format"], "json");
    }

    #[test]
    fn a_secret_shows_itself_only_when_exposed() {
        let Ok(Loaded::Run(config)) = parse_with(&[]) else { panic!("refused") };
        assert!(!format!("{config:?}").contains("hunter2"));
        assert!(config.database.database_url.expose().contains("hunter2"));
    }

    #[test]
    fn a_wrong_value_names_flag_and_variable() {
        for (argument, variable) in [
            ("--admin-listen=nowhere", "TOKENBOOK_ADMIN_LISTEN"),
            ("--log=a=b=c", "TOKENBOOK_LOG"),
            ("--otlp-endpoint=localhost", "TOKENBOOK_OTLP_ENDPOINT"),
            ("--kafka-partitions=0", "TOKENBOOK_KAFKA_PARTITIONS"),
            ("--shutdown-grace-seconds=0", "TOKENBOOK_SHUTDOWN_GRACE_SECONDS"),
        ] {
            // A setting given twice is refused as well: the wrong one replaces the right one.
            let flag = argument.split('=').next().unwrap();
            let rest = RIGHT.iter().copied().filter(|right| !right.starts_with(flag));
            let all = std::iter::once("service").chain(rest).chain([argument]);
            let message = match parse::<Config>(all.map(Into::into)) {
                Err(error) => error.to_string(),
                Ok(_) => panic!("{argument} was accepted"),
            };
            assert!(message.contains(flag) && message.contains(variable), "{message}");
        }
    }

    #[test]
    fn a_missing_setting_names_flag_and_variable() {
        let message = match parse::<Config>(["service".into()]) {
            Err(error) => error.to_string(),
            Ok(_) => panic!("accepted"),
        };
        assert!(message.contains("--kafka-brokers"), "{message}");
        assert!(message.contains("TOKENBOOK_KAFKA_BROKERS"), "{message}");
    }

    #[test]
    fn an_unknown_flag_is_refused() {
        assert!(refused(&["--surprise"]).contains("--surprise"));
    }

    #[test]
    fn help_does_not_show_the_secret() {
        let help = refused(&["--help"]);
        assert!(help.contains("TOKENBOOK_DATABASE_URL") && !help.contains("hunter2"), "{help}");
    }
}
