//! The baseline below everything: Kafka's client with the ledger's own bytes and no ledger, to write and to read.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use eventlog::{KafkaSettings, Topic};
use rdkafka::client::ClientContext;
use rdkafka::config::ClientConfig;
use rdkafka::consumer::{BaseConsumer, Consumer as _};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::message::{Header, Headers as _, Message as _, OwnedHeaders, OwnedMessage};
use rdkafka::producer::{
    BaseRecord, DeliveryResult, FutureProducer, FutureRecord, Producer as _, ProducerContext,
    ThreadedProducer,
};
use rdkafka::{Offset, TopicPartitionList};
use runtime::BoxError;
use serde::Serialize;

use crate::load::{self, Caller, Measured, Span};

const TOPIC: &str = "bench.records";
/// Entries that are taken from the log, to be written again.
const SAMPLE: i64 = 5_000;
/// As the ledger's entries.
const COMPRESSION: &str = "lz4";
const PATIENCE: Duration = Duration::from_mins(1);
const POLL: Duration = Duration::from_millis(100);
/// How soon to look again for room in the client's queue.
const ROOM_AGAIN: Duration = Duration::from_micros(200);
/// So many records are written at most: they stay on the disk until the run ends.
const RECORDS: u64 = 1_000_000;

/// Real entries, and a topic to write them to.
#[derive(Clone)]
pub(crate) struct Records {
    kafka: KafkaSettings,
    entries: Arc<[Entry]>,
}

struct Entry {
    key: Vec<u8>,
    value: Vec<u8>,
    headers: OwnedHeaders,
}

/// What a producer wrote as fast as it could.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Written {
    pub(crate) producer: &'static str,
    pub(crate) records: u64,
    pub(crate) records_per_second: u64,
    pub(crate) mib_per_second: u64,
}

/// What a consumer read as fast as it could.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Read {
    pub(crate) records: u64,
    pub(crate) bytes: u64,
    pub(crate) millis: u64,
}

impl Records {
    /// Takes the newest entries of the log's first partition, and makes the topic.
    pub(crate) async fn take(kafka: &KafkaSettings) -> Result<Self, BoxError> {
        eventlog::ensure_topics(kafka, &[Topic::named(TOPIC)?]).await?;
        let kafka = kafka.clone();
        let taking = kafka.clone();
        let entries = tokio::task::spawn_blocking(move || newest(&taking)).await??;
        if entries.is_empty() {
            return Err("there are no entries to write again".into());
        }
        Ok(Self { kafka, entries: entries.into() })
    }

    /// Bytes of an entry with its key and headers, on average.
    pub(crate) fn entry_bytes(&self) -> u64 {
        let sum: u64 = self.entries.iter().map(Entry::bytes).sum();
        sum / u64::try_from(self.entries.len()).unwrap_or(1).max(1)
    }

    /// Callers who write one record, wait for its acknowledgement, and write the next. The producer waits for nobody.
    pub(crate) async fn run(&self, callers: u16, span: Span) -> Result<Measured, BoxError> {
        let mut config = config(&self.kafka);
        config.set("acks", "all").set("queue.buffering.max.ms", "0").set("compression.type", COMPRESSION);
        let producer: FutureProducer = config.create()?;
        let records = self.clone();
        load::apart(move || async move {
            let writer = |number: u16| Writer {
                producer: producer.clone(),
                records: records.clone(),
                next: usize::from(number),
            };
            load::run((0..callers).map(writer), span).await
        })
        .await
    }

    /// Writes for a while as fast as a producer takes records, and waits for all acknowledgements.
    pub(crate) async fn flood(&self, idempotent: bool, time: Duration) -> Result<Written, BoxError> {
        let records = self.clone();
        tokio::task::spawn_blocking(move || flood(&records, idempotent, time)).await?
    }
}

impl Entry {
    fn of(message: &OwnedMessage) -> Self {
        Self {
            key: message.key().unwrap_or_default().to_vec(),
            value: message.payload().unwrap_or_default().to_vec(),
            headers: message.headers().cloned().unwrap_or_default(),
        }
    }

    fn bytes(&self) -> u64 {
        let part = |header: Header<'_, &[u8]>| header.key.len() + header.value.map_or(0, <[u8]>::len);
        let headers: usize = self.headers.iter().map(part).sum();
        u64::try_from(self.key.len() + self.value.len() + headers).unwrap_or(u64::MAX)
    }
}

fn config(kafka: &KafkaSettings) -> ClientConfig {
    let mut config = ClientConfig::new();
    config.set("bootstrap.servers", &kafka.brokers).set("client.id", "tokenbook-bench-records");
    config
}

/// A consumer that fetches ahead, as where librdkafka reads long ranges for the ledger.
fn consumer(kafka: &KafkaSettings) -> Result<BaseConsumer, BoxError> {
    let mut config = config(kafka);
    config
        .set("group.id", "tokenbook-bench")
        .set("enable.auto.commit", "false")
        .set("enable.partition.eof", "true")
        .set("check.crcs", "true")
        .set("isolation.level", "read_uncommitted")
        .set("fetch.wait.max.ms", "10")
        .set("fetch.message.max.bytes", "1048576")
        .set("queued.min.messages", "20000")
        .set("queued.max.messages.kbytes", "16384");
    Ok(config.create()?)
}

fn newest(kafka: &KafkaSettings) -> Result<Vec<Entry>, BoxError> {
    let consumer = consumer(kafka)?;
    let ledger = Topic::LEDGER;
    let (_, end) = consumer.fetch_watermarks(ledger.name(), 0, PATIENCE)?;
    let mut from = TopicPartitionList::new();
    from.add_partition_offset(ledger.name(), 0, Offset::Offset((end - SAMPLE).max(0)))?;
    consumer.assign(&from)?;
    let mut entries = Vec::new();
    loop {
        match consumer.poll(PATIENCE) {
            Some(Ok(message)) => entries.push(Entry::of(&message.detach())),
            Some(Err(KafkaError::PartitionEOF(_))) => return Ok(entries),
            Some(Err(error)) => return Err(error.into()),
            None => return Err("the log could not be read".into()),
        }
    }
}

/// How many entries the log holds.
pub(crate) fn entries(kafka: &KafkaSettings) -> Result<u64, BoxError> {
    let consumer = consumer(kafka)?;
    let mut sum = 0;
    for partition in 0..kafka.partitions {
        let (_, end) = consumer.fetch_watermarks(Topic::LEDGER.name(), partition, PATIENCE)?;
        sum += u64::try_from(end).unwrap_or_default();
    }
    Ok(sum)
}

/// One consumer reads all partitions of the log from their beginning to their end, and does nothing else.
pub(crate) fn read_log(kafka: &KafkaSettings) -> Result<Read, BoxError> {
    let began = Instant::now();
    let consumer = consumer(kafka)?;
    let mut from = TopicPartitionList::new();
    for partition in 0..kafka.partitions {
        from.add_partition_offset(Topic::LEDGER.name(), partition, Offset::Beginning)?;
    }
    consumer.assign(&from)?;
    let mut ended = 0;
    let (mut records, mut bytes) = (0, 0);
    while ended < kafka.partitions {
        match consumer.poll(POLL) {
            Some(Ok(message)) => {
                records += 1;
                bytes += u64::try_from(message.payload_len()).unwrap_or_default();
            }
            Some(Err(KafkaError::PartitionEOF(_))) => ended += 1,
            Some(Err(error)) => return Err(error.into()),
            None if began.elapsed() > PATIENCE => return Err("the log could not be read".into()),
            None => {}
        }
    }
    Ok(Read { records, bytes, millis: u64::try_from(began.elapsed().as_millis())? })
}

#[derive(Default)]
struct Counted {
    acknowledged: AtomicU64,
    failed: AtomicU64,
}

#[derive(Clone)]
struct Count(Arc<Counted>);

impl ClientContext for Count {}

impl ProducerContext for Count {
    type DeliveryOpaque = ();

    fn delivery(&self, result: &DeliveryResult<'_>, (): ()) {
        let counter = if result.is_ok() { &self.0.acknowledged } else { &self.0.failed };
        counter.fetch_add(1, Ordering::Relaxed);
    }
}

fn flood(records: &Records, idempotent: bool, time: Duration) -> Result<Written, BoxError> {
    let counted = Arc::new(Counted::default());
    let mut config = config(&records.kafka);
    config
        .set("acks", "all")
        .set("enable.idempotence", idempotent.to_string())
        .set("compression.type", COMPRESSION);
    let producer: ThreadedProducer<Count> = config.create_with_context(Count(Arc::clone(&counted)))?;
    let began = Instant::now();
    let (mut sent, mut bytes) = (0, 0);
    for (entry, partition) in records.entries.iter().cycle().zip((0..records.kafka.partitions).cycle()) {
        if sent == RECORDS || began.elapsed() > time {
            break;
        }
        let mut record = entry.record(partition);
        while let Err((error, back)) = producer.send(record) {
            if error.rdkafka_error_code() != Some(RDKafkaErrorCode::QueueFull) {
                return Err(error.into());
            }
            record = back;
            sleep(ROOM_AGAIN);
        }
        sent += 1;
        bytes += entry.bytes();
    }
    producer.flush(PATIENCE)?;
    let micros = u64::try_from(began.elapsed().as_micros())?.max(1);
    let acknowledged = counted.acknowledged.load(Ordering::Relaxed);
    if acknowledged != sent {
        return Err(format!("of {sent} records only {acknowledged} were acknowledged").into());
    }
    Ok(Written {
        producer: if idempotent { "idempotent" } else { "plain" },
        records: sent,
        records_per_second: sent * 1_000_000 / micros,
        mib_per_second: bytes * 1_000_000 / micros / 1_048_576,
    })
}

impl Entry {
    fn record(&self, partition: i32) -> BaseRecord<'_, [u8], [u8]> {
        BaseRecord::to(TOPIC)
            .partition(partition)
            .key(self.key.as_slice())
            .payload(self.value.as_slice())
            .headers(self.headers.clone())
    }
}

/// Writes one record at a time.
struct Writer {
    producer: FutureProducer,
    records: Records,
    next: usize,
}

impl Caller for Writer {
    async fn call(&mut self) -> Result<(), BoxError> {
        let (entries, place) = (&self.records.entries, self.next);
        self.next += 1;
        let entry = entries.get(place % entries.len().max(1)).ok_or("no entries")?;
        let partitions = usize::try_from(self.records.kafka.partitions)?.max(1);
        let record = FutureRecord::to(TOPIC)
            .partition(i32::try_from(place % partitions)?)
            .key(entry.key.as_slice())
            .payload(entry.value.as_slice())
            .headers(entry.headers.clone());
        let delivery = self.producer.send_result(record).map_err(|(error, _)| error)?;
        delivery.await?.map_err(|(error, _)| error)?;
        Ok(())
    }
}
