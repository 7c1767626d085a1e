//! What every Kafka client of this crate has in common: settings, log forwarding, whether the brokers answer.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rdkafka::ClientConfig;
use rdkafka::client::ClientContext;
use rdkafka::config::RDKafkaLogLevel;
use rdkafka::consumer::ConsumerContext;
use rdkafka::error::{KafkaError, RDKafkaErrorCode};

/// Where Kafka is and what its topics must look like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KafkaSettings {
    /// Bootstrap servers, `host:port` separated by commas.
    pub brokers: String,
    /// Partitions of every topic; fixed at birth, since a key's partition follows from it.
    pub partitions: i32,
    /// Replicas of every topic; from three on, two of them must have a record before it is acknowledged.
    pub replication: i32,
    /// The name under which the broker sees this process, such as `tokenbook-payments`.
    pub client_id: String,
}

impl KafkaSettings {
    /// The bootstrap servers, each as `host:port`.
    pub(crate) fn bootstrap(&self) -> impl Iterator<Item = &str> {
        self.brokers.split(',').map(str::trim).filter(|address| !address.is_empty())
    }

    /// The settings common to producers, consumers and admin clients.
    pub(crate) fn client_config(&self) -> ClientConfig {
        let mut config = ClientConfig::new();
        config
            .set("bootstrap.servers", &self.brokers)
            .set("client.id", &self.client_id)
            .set("log.connection.close", "false")
            // A broker that restarts should be noticed soon, not after the default of ten seconds.
            .set("reconnect.backoff.ms", "50")
            .set("reconnect.backoff.max.ms", "1000")
            // Who leads a partition is asked again now and then, whatever the client believes: its own default of five minutes is
            // how long it can overlook a change.
            .set("topic.metadata.refresh.interval.ms", "5000")
            .set("metadata.max.age.ms", "15000");
        config
    }

    /// The settings common to everything that reads; positions always come from the caller.
    pub(crate) fn consumer_config(&self, group: &str) -> ClientConfig {
        let mut config = self.client_config();
        config
            .set("group.id", group)
            .set("enable.auto.commit", "false")
            .set("enable.auto.offset.store", "false")
            // A position that the log does not hold is an error to be seen, never a silent jump.
            .set("auto.offset.reset", "error")
            .set("allow.auto.create.topics", "false")
            .set("check.crcs", "true")
            // Nobody writes the topics in a transaction, so a stranger's open one must not hold readers up.
            .set("isolation.level", "read_uncommitted")
            .set("fetch.error.backoff.ms", "100")
            .set("fetch.queue.backoff.ms", "10");
        config
    }
}

/// Forwards the client's logs to `tracing` and remembers whether any broker can be reached.
#[derive(Clone)]
pub(crate) struct Connection {
    reachable: Arc<AtomicBool>,
}

impl Connection {
    pub(crate) fn new() -> Self {
        Self { reachable: Arc::new(AtomicBool::new(true)) }
    }

    /// Notes that a broker answered.
    pub(crate) fn answered(&self) {
        if !self.reachable.swap(true, Ordering::Relaxed) {
            tracing::info!("a Kafka broker answers again");
        }
    }

    /// Whether the last thing heard was an answer rather than "all brokers are down".
    pub(crate) fn is_reachable(&self) -> bool {
        self.reachable.load(Ordering::Relaxed)
    }
}

impl ClientContext for Connection {
    fn log(&self, level: RDKafkaLogLevel, facility: &str, message: &str) {
        match level {
            RDKafkaLogLevel::Emerg
            | RDKafkaLogLevel::Alert
            | RDKafkaLogLevel::Critical
            | RDKafkaLogLevel::Error => {
                tracing::error!(target: "librdkafka", facility, "{message}");
            }
            RDKafkaLogLevel::Warning => tracing::warn!(target: "librdkafka", facility, "{message}"),
            RDKafkaLogLevel::Notice | RDKafkaLogLevel::Info => {
                tracing::info!(target: "librdkafka", facility, "{message}");
            }
            RDKafkaLogLevel::Debug => tracing::debug!(target: "librdkafka", facility, "{message}"),
        }
    }

    fn error(&self, error: KafkaError, reason: &str) {
        if error.rdkafka_error_code() == Some(RDKafkaErrorCode::AllBrokersDown) {
            if self.reachable.swap(false, Ordering::Relaxed) {
                tracing::warn!(reason, "no Kafka broker can be reached");
            }
        } else {
            // The client repeats these while a broker is away; the change of state above is the news.
            tracing::debug!(%error, reason, "the Kafka client reports an error");
        }
    }
}

impl ConsumerContext for Connection {}
