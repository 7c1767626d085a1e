//! The ledger's way into the log: records for chosen partitions, appended without waiting, each answered by what the broker
//! said about it.
//!
//! Unlike [`crate::Publisher`] nothing is retried above the client or within it, and nothing waits: the book that appends knows what an
//! acknowledgement at another offset, or none, means. The client gives up on a record after 20 seconds, so that a book learns of
//! a broker that stays away.
//!
//! Absent on purpose: Kafka's idempotent producer. It keeps a partition's records in order and free of repetitions, which the chain does
//! as well, and better: also between processes. And its price is high here: librdkafka 2.12 lets no further request of a partition go
//! while five *records* of it are on their way, and spins meanwhile.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rdkafka::client::ClientContext;
use rdkafka::config::RDKafkaLogLevel;
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::message::{Header, Message, OwnedHeaders};
use rdkafka::producer::{
    BaseRecord, DeliveryResult, NoCustomPartitioner, Producer, ProducerContext, ThreadedProducer,
};

use crate::client::Connection;
use crate::{KafkaSettings, LogError, Topic};

/// What becomes of an appended record. Called on the client's own thread, in order per partition: it must return soon.
pub trait Delivery: Send + Sync + 'static {
    /// The broker has the record; `offset` is `None` where it only said that it had it already.
    fn acked(&self, partition: i32, seq: u64, offset: Option<i64>);

    /// The record could not be delivered; it may still land.
    fn lost(&self, partition: i32, seq: u64);
}

/// A record to append to [`Topic::LEDGER`], ready to be handed over.
#[derive(Debug)]
pub struct Append {
    partition: i32,
    seq: u64,
    key: String,
    value: Vec<u8>,
    headers: OwnedHeaders,
}

impl Append {
    /// A record for a partition; `seq` comes back in [`Delivery`], an empty key is none.
    pub fn new(partition: i32, seq: u64, key: String, value: Vec<u8>, headers: &[(&str, &str)]) -> Self {
        let mut owned = OwnedHeaders::new_with_capacity(headers.len());
        for (key, value) in headers {
            owned = owned.insert(Header { key, value: Some(value.as_bytes()) });
        }
        Self { partition, seq, key, value, headers: owned }
    }

    /// What comes back in [`Delivery`].
    pub const fn seq(&self) -> u64 {
        self.seq
    }
}

/// Appends records through the process's one producer for entries.
pub struct Appender<D: Delivery> {
    producer: ThreadedProducer<Reports<D>, NoCustomPartitioner>,
}

impl<D: Delivery> Appender<D> {
    /// Makes the producer; does not wait for a broker.
    pub fn new(settings: &KafkaSettings, delivery: Arc<D>) -> Result<Self, LogError> {
        let mut config = settings.client_config();
        config
            .set("acks", "all")
            // A retry would only make a copy, and another order. The book asks the log what became of a record.
            .set("message.send.max.retries", "0")
            // Whoever appends decides what travels together; waiting longer would only add latency.
            .set("queue.buffering.max.ms", "0")
            .set("queue.buffering.max.messages", "1000000")
            .set("queue.buffering.max.kbytes", "1048576")
            .set("batch.num.messages", "10000")
            .set("message.timeout.ms", "20000")
            .set("socket.nagle.disable", "true");
        let reports = Reports { connection: Connection::new(), failed: AtomicBool::new(false), delivery };
        let producer = config.create_with_context(reports).map_err(LogError::Client)?;
        Ok(Self { producer })
    }

    /// Hands records to the client, which sends those of a partition together if they come soon after one another. Their fate is told to the
    /// [`Delivery`], and only there.
    ///
    /// A record that the client does not even take is lost at once.
    pub fn append(&self, records: impl Iterator<Item = Append>) {
        for append in records {
            let mut record = BaseRecord::with_opaque_to(Topic::LEDGER.name(), Seq::pack(append.seq))
                .partition(append.partition)
                .payload(append.value.as_slice())
                .headers(append.headers);
            if !append.key.is_empty() {
                record = record.key(append.key.as_str());
            }
            if let Err((error, record)) = self.producer.send(record) {
                tracing::warn!(%error, partition = append.partition, "a record was not taken for delivery");
                let seq = Seq::unpack(record.delivery_opaque);
                self.producer.context().delivery.lost(append.partition, seq);
            }
        }
    }

    /// Waits until everything handed over has met its fate, at most this long.
    pub fn drain(&self, at_most: Duration) {
        if let Err(error) = self.producer.flush(at_most) {
            tracing::warn!(%error, "records were still on their way at shutdown");
        }
    }

    /// Whether a broker can be reached, as far as the client knows; for readiness.
    pub fn is_reachable(&self) -> bool {
        self.producer.context().connection.is_reachable()
    }

    /// Whether the client has failed in a way that it never recovers from: only a new process can append again.
    pub fn has_failed(&self) -> bool {
        self.producer.context().failed.load(Ordering::Relaxed)
    }
}

// The client carries a machine word with each record: no allocation for it.
struct Seq;

impl Seq {
    fn pack(seq: u64) -> usize {
        usize::try_from(seq).unwrap_or(usize::MAX)
    }

    fn unpack(word: usize) -> u64 {
        u64::try_from(word).unwrap_or(u64::MAX)
    }
}

struct Reports<D> {
    connection: Connection,
    failed: AtomicBool,
    delivery: Arc<D>,
}

impl<D: Delivery> ClientContext for Reports<D> {
    fn log(&self, level: RDKafkaLogLevel, facility: &str, message: &str) {
        self.connection.log(level, facility, message);
    }

    fn error(&self, error: KafkaError, reason: &str) {
        if error.rdkafka_error_code() == Some(RDKafkaErrorCode::Fatal) {
            tracing::error!(%error, reason, "the producer failed for good");
            self.failed.store(true, Ordering::Relaxed);
        }
        self.connection.error(error, reason);
    }
}

impl<D: Delivery> ProducerContext<NoCustomPartitioner> for Reports<D> {
    type DeliveryOpaque = usize;

    fn delivery(&self, result: &DeliveryResult<'_>, word: usize) {
        let seq = Seq::unpack(word);
        match result {
            Ok(message) => {
                self.connection.answered();
                // The client reports -1 for a batch of which the broker said that it was a duplicate.
                let offset = Some(message.offset()).filter(|offset| *offset >= 0);
                self.delivery.acked(message.partition(), seq, offset);
            }
            Err((error, message)) => {
                if error.rdkafka_error_code() != Some(RDKafkaErrorCode::PurgeQueue) {
                    tracing::warn!(%error, partition = message.partition(), "a record could not be delivered");
                }
                self.delivery.lost(message.partition(), seq);
            }
        }
    }
}
