//! What the tests share: a topic of one's own, events to publish, and reading everything back.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use chrono::DateTime;
use eventlog::{
    CloudEvent, DeadLetters, InputConsumer, KafkaSettings, LogReader, LogRecord, OutgoingEvent, Publisher,
    Received, Topic, ensure_topics,
};
use local_stack::{KafkaOptions, KafkaServer};
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::{ClientConfig, TopicPartitionList};
use tokio::time::timeout;

pub(crate) const PARTITIONS: i32 = 4;

/// Long enough for a busy machine, short enough to fail a test that hangs.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) fn settings_for(brokers: String) -> KafkaSettings {
    KafkaSettings { brokers, partitions: PARTITIONS, replication: 1, client_id: "eventlog-test".into() }
}

/// A name that no other test uses.
pub(crate) fn unique(name: &str) -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    format!("{name}-{}", COUNT.fetch_add(1, Ordering::Relaxed))
}

/// The shared broker, and a topic that only this test uses.
pub(crate) async fn own_topic(name: &str) -> (KafkaSettings, Topic) {
    let settings = settings_for(testkit::kafka().await.brokers());
    let topic = Topic::named(unique(name)).unwrap();
    ensure_topics(&settings, std::slice::from_ref(&topic)).await.unwrap();
    (settings, topic)
}

/// A broker of a test's own, with a topic.
pub(crate) async fn own_broker(name: &'static str) -> (KafkaServer, KafkaOptions, KafkaSettings, Topic) {
    let options = KafkaOptions::ephemeral(testkit::folder(name), testkit::free_port());
    let broker = KafkaServer::start(&testkit::distribution().await, options.clone()).await.unwrap();
    let settings = settings_for(broker.brokers());
    let topic = Topic::named(name).unwrap();
    ensure_topics(&settings, std::slice::from_ref(&topic)).await.unwrap();
    (broker, options, settings, topic)
}

pub(crate) fn event(topic: &Topic, key: &str, value: impl Into<Vec<u8>>) -> OutgoingEvent {
    OutgoingEvent {
        topic: topic.clone(),
        key: key.into(),
        value: value.into().into(),
        event: CloudEvent {
            id: unique("event"),
            ce_type: "tokenbook.test.v1.Happened".into(),
            source: "/tokenbook/test".into(),
            subject: key.into(),
            time: DateTime::from_timestamp_micros(1_700_000_000_000_001).unwrap(),
            content_type: CloudEvent::JSON.into(),
            traceparent: Some("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".into()),
        },
    }
}

pub(crate) fn dead_letters(publisher: &Publisher) -> DeadLetters {
    let noon = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
    DeadLetters::new(publisher.clone(), Arc::new(move || noon))
}

/// The next record, or a failed test.
pub(crate) async fn next(consumer: &mut InputConsumer) -> Received {
    timeout(PATIENCE, consumer.next()).await.expect("a record arrives").unwrap()
}

/// Everything that a partition holds.
pub(crate) async fn whole_partition(
    settings: &KafkaSettings,
    topic: &Topic,
    partition: i32,
) -> Vec<LogRecord> {
    let (settings, topic) = (settings.clone(), topic.clone());
    let read = tokio::task::spawn_blocking(move || {
        let mut reader = LogReader::for_ranges(&settings).unwrap();
        reader.read_range(&topic, partition, 0, None).unwrap().collect::<Result<Vec<_>, _>>().unwrap()
    });
    read.await.unwrap()
}

/// The offset committed for a group, as `kafka-consumer-groups` asks for it.
pub(crate) async fn committed(
    settings: &KafkaSettings,
    group: &str,
    topic: &Topic,
    partition: i32,
) -> Option<i64> {
    let (brokers, group, topic) = (settings.brokers.clone(), group.to_owned(), topic.clone());
    let asked = tokio::task::spawn_blocking(move || {
        let consumer: BaseConsumer =
            ClientConfig::new().set("bootstrap.servers", brokers).set("group.id", group).create().unwrap();
        let mut list = TopicPartitionList::new();
        list.add_partition(topic.name(), partition);
        let committed = consumer.committed_offsets(list, PATIENCE).unwrap();
        committed.elements()[0].offset().to_raw().filter(|offset| *offset >= 0)
    });
    asked.await.unwrap()
}
