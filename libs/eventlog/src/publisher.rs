//! The process's one idempotent producer.
//!
//! Events of one caller reach a partition in the order in which they were enqueued, without a gap. For that the
//! client never gives up on a record by itself (`message.timeout.ms=0`, `enable.gapless.guarantee`): a record that
//! timed out while its successor arrived would turn up behind it when published again. How long to wait for an
//! acknowledgement is the caller's decision instead.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::message::OwnedHeaders;
use rdkafka::producer::future_producer::DeliveryFuture;
use rdkafka::producer::{FutureProducer, FutureRecord, Producer};
use tokio::time::{Instant, sleep, timeout_at};

use crate::client::Connection;
use crate::{CloudEvent, Headers, KafkaSettings, Topic};

/// The size of an event, key, value and headers together, above which nothing is published.
pub const MAX_EVENT_BYTES: usize = 900_000;

/// How long [`Publisher::publish`] waits for the broker's acknowledgement.
const ACKNOWLEDGED_WITHIN: Duration = Duration::from_secs(30);

/// How soon to look again for room in the client's queue.
const ROOM_AGAIN_AFTER: Duration = Duration::from_millis(5);

/// A fact on its way into the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutgoingEvent {
    /// The topic.
    pub topic: Topic,
    /// The account's id, which decides the partition.
    pub key: String,
    /// The value, byte for byte as it will stand in the log.
    pub value: Bytes,
    /// What the event says about itself.
    pub event: CloudEvent,
}

/// Where the broker put a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The partition.
    pub partition: i32,
    /// The offset in it; below zero if the broker had the record from an earlier attempt and no longer knows where.
    pub offset: i64,
}

/// Why an event is not, or not known to be, in the log.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// Larger than [`MAX_EVENT_BYTES`]: will never be published.
    #[error("an event of {0} bytes is too large to publish")]
    TooLarge(usize),
    /// Not something that can be published at all, such as an event for a topic without a proper name.
    #[error("the event cannot be published: {0}")]
    Unpublishable(String),
    /// The broker or the client refuses this record, and will again.
    #[error("the record was refused: {0}")]
    Refused(#[source] KafkaError),
    /// No acknowledgement: the record may be in the log or not. Publish it again; readers tolerate repetition.
    #[error("the broker did not acknowledge the record: {0}")]
    OutcomeUnknown(String),
    /// The client could not be made: the settings are wrong.
    #[error("the Kafka producer could not be made: {0}")]
    Client(#[source] KafkaError),
}

type Producing = FutureProducer<Connection>;

/// Publishes events through one idempotent producer; clones share it.
#[derive(Clone)]
pub struct Publisher {
    shared: Arc<Shared>,
}

struct Shared {
    settings: KafkaSettings,
    connection: Connection,
    /// The producer in use. A fatal error makes a producer useless for good, so it is replaced; the number says
    /// which one a failed record went through, so that it is replaced once.
    current: Mutex<(u64, Producing)>,
}

impl Publisher {
    /// Makes the producer; does not wait for a broker.
    pub fn new(settings: &KafkaSettings) -> Result<Self, PublishError> {
        let connection = Connection::new();
        let producer = producer(settings, &connection)?;
        let current = Mutex::new((0, producer));
        Ok(Self { shared: Arc::new(Shared { settings: settings.clone(), connection, current }) })
    }

    /// Publishes one event and waits, 30 seconds at most, until the broker has acknowledged it.
    pub async fn publish(&self, event: OutgoingEvent) -> Result<Position, PublishError> {
        let deadline = Instant::now() + ACKNOWLEDGED_WITHIN;
        let published = async { self.enqueue(event).await?.acknowledged().await };
        timeout_at(deadline, published).await.unwrap_or_else(|_| {
            Err(PublishError::OutcomeUnknown(format!("no answer within {ACKNOWLEDGED_WITHIN:?}")))
        })
    }

    /// Puts an event into the producer's queue, waiting while that is full, and returns without waiting for the broker.
    ///
    /// Events that one task enqueues one after another keep their order in each partition.
    pub async fn enqueue(&self, event: OutgoingEvent) -> Result<Acknowledgement, PublishError> {
        let headers = event.event.encode();
        let size = event.key.len() + event.value.len() + headers.size();
        if size > MAX_EVENT_BYTES {
            return Err(PublishError::TooLarge(size));
        }
        self.enqueue_record(event.topic.name(), event.key.as_bytes(), &event.value, headers.to_record()).await
    }

    /// Publishes a dead letter in its own topic again: key and value as they were, these headers.
    pub async fn republish(
        &self,
        topic: &Topic,
        key: &[u8],
        value: &[u8],
        headers: &Headers,
    ) -> Result<Position, PublishError> {
        self.publish_record(topic.name(), key, value, headers.to_record()).await
    }

    /// Publishes a record that is not an event of ours, such as a dead letter.
    pub(crate) async fn publish_record(
        &self,
        topic: &str,
        key: &[u8],
        value: &[u8],
        headers: OwnedHeaders,
    ) -> Result<Position, PublishError> {
        let deadline = Instant::now() + ACKNOWLEDGED_WITHIN;
        let published = async { self.enqueue_record(topic, key, value, headers).await?.acknowledged().await };
        timeout_at(deadline, published).await.unwrap_or_else(|_| {
            Err(PublishError::OutcomeUnknown(format!("no answer within {ACKNOWLEDGED_WITHIN:?}")))
        })
    }

    async fn enqueue_record(
        &self,
        topic: &str,
        key: &[u8],
        value: &[u8],
        headers: OwnedHeaders,
    ) -> Result<Acknowledgement, PublishError> {
        let mut record = FutureRecord::to(topic).key(key).payload(value).headers(headers);
        loop {
            let (number, producer) = self.shared.current();
            match producer.send_result(record) {
                Ok(delivery) => {
                    return Ok(Acknowledgement {
                        delivery,
                        topic: topic.to_owned(),
                        number,
                        shared: Arc::clone(&self.shared),
                    });
                }
                Err((KafkaError::MessageProduction(RDKafkaErrorCode::QueueFull), unsent)) => {
                    record = unsent;
                    sleep(ROOM_AGAIN_AFTER).await;
                }
                Err((error, _)) => return Err(self.shared.failed(number, error)),
            }
        }
    }

    /// Waits until everything enqueued so far is acknowledged; false if that took longer than `within`.
    pub async fn flush(&self, within: Duration) -> bool {
        let (_, producer) = self.shared.current();
        tokio::task::spawn_blocking(move || producer.flush(within).is_ok()).await.unwrap_or(false)
    }

    /// Whether a broker can be reached, as far as the client knows; for readiness.
    pub fn is_reachable(&self) -> bool {
        self.shared.connection.is_reachable()
    }
}

/// The broker's acknowledgement of one enqueued event, to be awaited.
#[must_use = "an event counts only once it is acknowledged"]
pub struct Acknowledgement {
    delivery: DeliveryFuture,
    topic: String,
    number: u64,
    shared: Arc<Shared>,
}

impl Acknowledgement {
    /// Waits for the broker, however long it is away.
    pub async fn acknowledged(self) -> Result<Position, PublishError> {
        match self.delivery.await {
            Ok(Ok(delivery)) => {
                self.shared.connection.answered();
                metrics::counter!("eventlog_published_total", "topic" => self.topic).increment(1);
                Ok(Position { partition: delivery.partition, offset: delivery.offset })
            }
            Ok(Err((error, _))) => Err(self.shared.failed(self.number, error)),
            Err(_) => Err(PublishError::OutcomeUnknown("the producer was closed".to_owned())),
        }
    }
}

impl Shared {
    fn current(&self) -> (u64, Producing) {
        let current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        (current.0, current.1.clone())
    }

    /// What a failed record means for its caller; replaces the producer if the error has made it useless.
    fn failed(&self, number: u64, error: KafkaError) -> PublishError {
        let (_, current) = self.current();
        if current.client().fatal_error().is_some() {
            self.replace(number);
        }
        match error.rdkafka_error_code() {
            Some(
                RDKafkaErrorCode::MessageSizeTooLarge
                | RDKafkaErrorCode::InvalidRecord
                | RDKafkaErrorCode::InvalidMessage
                | RDKafkaErrorCode::InvalidTopic
                | RDKafkaErrorCode::TopicAuthorizationFailed
                | RDKafkaErrorCode::PolicyViolation,
            ) => PublishError::Refused(error),
            _ => PublishError::OutcomeUnknown(error.to_string()),
        }
    }

    fn replace(&self, number: u64) {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        if current.0 != number {
            return;
        }
        match producer(&self.settings, &self.connection) {
            Ok(fresh) => {
                tracing::error!(
                    error = ?current.1.client().fatal_error(),
                    "the Kafka producer failed for good and is replaced"
                );
                let useless = std::mem::replace(&mut *current, (number + 1, fresh));
                drop(current);
                // Joins the old producer's thread, which an executor's thread must not wait for.
                std::thread::spawn(move || drop(useless));
            }
            Err(error) => tracing::error!(%error, "no new Kafka producer could be made"),
        }
    }
}

fn producer(settings: &KafkaSettings, connection: &Connection) -> Result<Producing, PublishError> {
    let mut config = settings.client_config();
    config
        .set("enable.idempotence", "true")
        .set("enable.gapless.guarantee", "true")
        .set("acks", "all")
        .set("max.in.flight.requests.per.connection", "5")
        .set("message.timeout.ms", "0")
        .set("partitioner", "murmur2_random")
        .set("linger.ms", "1")
        .set("queue.buffering.max.messages", "20000")
        .set("queue.buffering.max.kbytes", "65536")
        // Above what a topic takes, for a dead letter is its record plus headers.
        .set("message.max.bytes", "2000000");
    config.create_with_context(connection.clone()).map_err(PublishError::Client)
}
