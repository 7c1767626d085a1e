//! What is configured.

use std::net::SocketAddr;

use clap::Parser;
use runtime::config::{DatabaseOptions, GrpcOptions, Invalid, KafkaOptions};
use runtime::{HasOptions, Options, TlsOptions};
use serde::Serialize;

use crate::snapshot::Place;

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

    /// The name of this instance in the books and among those that share the partitions; must differ between instances, and should stay the
    /// same when one is started again.
    #[arg(long, env = "TOKENBOOK_INSTANCE", default_value = "ledger-0")]
    pub instance: String,

    /// Where other instances reach the gRPC server of this one, `host:port`; the address that it listens at, unless that is every interface.
    #[arg(long, env = "TOKENBOOK_ADVERTISE", value_parser = host_and_port)]
    pub advertise: Option<String>,

    /// Threads that host the books. One is best up to a few cores: it hands over less.
    #[arg(long, env = "TOKENBOOK_ENGINE_THREADS", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub engine_threads: u16,

    /// Commands that may wait for one book; more are refused with `OVERLOADED`.
    #[arg(long, env = "TOKENBOOK_MAILBOX_CAPACITY", default_value_t = 16_384, value_parser = clap::value_parser!(u32).range(1..))]
    pub mailbox_capacity: u32,

    /// Entries of one book that may be on their way to the log. More keep the broker busy through longer delays, but leave the processor's caches
    /// before they come back.
    #[arg(long, env = "TOKENBOOK_ENTRIES_IN_FLIGHT", default_value_t = 2_048, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub entries_in_flight: u32,

    /// How many may watch balances at the same time; more are refused with `OVERLOADED`.
    #[arg(long, env = "TOKENBOOK_BALANCE_WATCHES", default_value_t = 16_384, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub balance_watches: u32,

    /// How many seconds late the token log may be because the projector leaves a busy machine to those who wait for answers. It never gives way
    /// to them while somebody waits for the token log.
    #[arg(long, env = "TOKENBOOK_TOKEN_LOG_LATE_SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(0..=3600))]
    pub token_log_late_seconds: u64,

    /// Where snapshots are kept, which make a start quick: `file:///folder`, `s3://bucket/prefix` (with the usual `AWS_…` variables), or
    /// `off`. What is lost of them costs time only.
    #[arg(long, env = "TOKENBOOK_SNAPSHOTS", default_value_t = Place::Off)]
    pub snapshots: Place,

    /// After how many entries of a partition its next snapshot is made.
    #[arg(long, env = "TOKENBOOK_SNAPSHOT_EVERY", default_value_t = 100_000, value_parser = clap::value_parser!(u32).range(1..))]
    pub snapshot_every: u32,
}

impl HasOptions for Config {
    fn options(&self) -> &Options {
        &self.options
    }
}

fn host_and_port(text: &str) -> Result<String, String> {
    let wrong = "expected host:port";
    let (host, port) = text.rsplit_once(':').ok_or(wrong)?;
    let is_host = !host.is_empty() && !host.contains(['/', '@', ' ', '?', '#']);
    if is_host && port.parse::<u16>().is_ok_and(|port| port != 0) {
        Ok(text.to_owned())
    } else {
        Err(wrong.to_owned())
    }
}

impl Config {
    /// Where other instances reach this one, whose gRPC server is bound to `bound`.
    ///
    /// # Errors
    /// It listens at every interface, and was not told under which name the others find it.
    pub fn advertised(&self, bound: SocketAddr) -> Result<String, Invalid> {
        match &self.advertise {
            Some(address) => Ok(address.clone()),
            None if bound.ip().is_unspecified() => Err(Invalid::new(
                "TOKENBOOK_ADVERTISE",
                "must say where other instances reach this one (host:port), since it listens at every interface",
            )),
            None => Ok(bound.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(arguments: &[&str]) -> Result<Config, clap::Error> {
        let needed = "ledger --admin-listen=127.0.0.1:0 --grpc-listen=127.0.0.1:0 --kafka-brokers=k \
                      --database-url=d --tls-ca=a --tls-cert=c --tls-key=k";
        Config::try_parse_from(needed.split_whitespace().chain(arguments.iter().copied()))
    }

    #[test]
    fn the_advertised_address_is_the_one_listened_at_unless_others_cannot_know_it() {
        let advertised = |arguments: &[&str], bound: &str| {
            config(arguments).unwrap().advertised(bound.parse().unwrap()).map_err(|error| error.to_string())
        };
        assert_eq!(advertised(&[], "127.0.0.1:7104").unwrap(), "127.0.0.1:7104");
        assert_eq!(advertised(&["--advertise=ledger-1.x:7104"], "0.0.0.0:7104").unwrap(), "ledger-1.x:7104");
        for everywhere in ["0.0.0.0:7104", "[::]:7104"] {
            assert!(advertised(&[], everywhere).unwrap_err().contains("TOKENBOOK_ADVERTISE"));
        }
    }

    #[test]
    fn an_advertised_address_has_a_host_and_a_port() {
        assert!(config(&["--advertise=[::1]:7104"]).is_ok());
        for wrong in ["ledger", ":7104", "ledger:", "ledger:0", "ledger:x", "https://ledger:7104"] {
            assert!(config(&[&format!("--advertise={wrong}")]).is_err(), "{wrong}");
        }
    }
}
