use std::time::Instant;

use bytes::Bytes;
use eventlog::{KafkaSettings, LogError, LogReader, PointReader, Publisher, Received, Topic};
use futures::future::try_join_all;
use local_stack::KafkaServer;
use rdkafka::ClientConfig;
use rdkafka::message::{Header, OwnedHeaders};
use rdkafka::producer::{BaseProducer, BaseRecord, Producer};

use crate::support::{PATIENCE, event, own_broker, own_topic, whole_partition};

/// Publishes that many numbers under one key and returns their partition.
async fn count_up(settings: &KafkaSettings, topic: &Topic, count: i64) -> i32 {
    let publisher = Publisher::new(settings).unwrap();
    let mut in_flight = Vec::new();
    for n in 0..count {
        in_flight.push(publisher.enqueue(event(topic, "a", n.to_string())).await.unwrap().acknowledged());
    }
    try_join_all(in_flight).await.unwrap()[0].partition
}

#[tokio::test]
async fn a_range_is_read_whole_and_in_order() {
    let (settings, topic) = own_topic("range").await;
    let partition = count_up(&settings, &topic, 10_000).await;
    let records = whole_partition(&settings, &topic, partition).await;
    assert!(records.iter().map(|record| record.offset).eq(0..10_000));
    assert!(records.iter().all(|record| record.value == record.offset.to_string()));
    assert_eq!(records[0].key, "a");
}

/// What both ways of reading say of a record.
type Seen = (i64, Bytes, Bytes, Option<i64>);

/// A range as it is read by requests of our own, as far as that goes, and whether they read all of it.
fn fetched(reader: &mut LogReader, topic: &Topic, from: i64, to: Option<i64>) -> (Vec<Seen>, bool) {
    let mut range = reader.read_range(topic, 0, from, to).unwrap();
    let mut seen = Vec::new();
    for record in range.by_ref() {
        let record = record.unwrap();
        seen.push((record.offset, record.key, record.value, record.timestamp_ms));
    }
    (seen, range.is_fetching())
}

/// The same, as librdkafka reads it.
fn by_the_library(reader: &mut LogReader, topic: &Topic, from: i64, to: Option<i64>) -> Vec<Seen> {
    let range = reader.read_range_whole(topic, 0, from, to).unwrap();
    let seen = |record: Received| {
        let timestamp = record.timestamp.map(|time| time.timestamp_millis());
        (record.offset, record.key, record.value, timestamp)
    };
    range.map(|record| seen(record.unwrap())).collect()
}

/// Produces so many records to the first partition, with and without keys, headers and values, in batches of this compression.
fn produce(settings: &KafkaSettings, topic: &Topic, compression: &str, count: u32) {
    let producer: BaseProducer = ClientConfig::new()
        .set("bootstrap.servers", &settings.brokers)
        .set("compression.type", compression)
        .set("linger.ms", "5")
        .create()
        .unwrap();
    for n in 0..count {
        let (key, value) =
            (format!("key {n}"), format!("a value that much is alike in, number {n}; ").repeat(5));
        let mut record = BaseRecord::<str, str>::to(topic.name()).partition(0);
        record.key = (n % 3 > 0).then_some(&*key);
        record.payload = (n % 7 > 0).then_some(&*value);
        if n % 2 > 0 {
            let header = Header { key: "name", value: Some("text") };
            record.headers = Some(OwnedHeaders::new().insert(header));
        }
        producer.send(record).unwrap();
    }
    producer.flush(PATIENCE).unwrap();
}

#[tokio::test]
async fn a_long_range_is_read_by_requests_of_our_own_as_the_library_reads_it() {
    let (settings, topic) = own_topic("fetched").await;
    tokio::task::spawn_blocking(move || {
        for compression in ["none", "lz4", "none"] {
            produce(&settings, &topic, compression, 9_000);
        }
        let mut reader = LogReader::for_ranges(&settings).unwrap();
        for (from, to) in [(0, None), (1, Some(26_999)), (8_500, Some(9_500)), (17_999, Some(90_000))] {
            let wanted = by_the_library(&mut reader, &topic, from, to);
            let count = to.unwrap_or(27_000).min(27_000) - from;
            assert_eq!(wanted.len(), usize::try_from(count).unwrap());
            let (found, all) = fetched(&mut reader, &topic, from, to);
            assert!(all, "{from}..{to:?}");
            // Not all of it, which nobody could read.
            assert!(found == wanted, "{from}..{to:?}: {:?} {:?}", found.first(), found.last());
        }
        let (_, all) = fetched(&mut reader, &topic, 26_990, None);
        assert!(!all, "a short range is not worth it");
        let mut points = LogReader::for_points(&settings).unwrap();
        assert!(!fetched(&mut points, &topic, 0, None).1);
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn what_is_compressed_in_another_way_is_read_by_the_library() {
    let (settings, topic) = own_topic("snappy").await;
    tokio::task::spawn_blocking(move || {
        produce(&settings, &topic, "lz4", 3_000);
        produce(&settings, &topic, "snappy", 3_000);
        let mut reader = LogReader::for_ranges(&settings).unwrap();
        let wanted = by_the_library(&mut reader, &topic, 0, None);
        assert_eq!(wanted.len(), 6_000);
        let (found, all) = fetched(&mut reader, &topic, 0, None);
        assert!(found == wanted && !all);
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn when_the_broker_goes_a_range_is_read_on_where_it_was() {
    let (broker, options, settings, topic) = own_broker("fetched-killed").await;
    let (tell, told) = std::sync::mpsc::channel();
    let (go_on, gone) = std::sync::mpsc::channel();
    let read = tokio::task::spawn_blocking(move || {
        // Far more than what is on its way at any time.
        for _ in 0..10 {
            produce(&settings, &topic, "none", 10_000);
        }
        let mut reader = LogReader::for_ranges(&settings).unwrap();
        let mut range = reader.read_range(&topic, 0, 0, None).unwrap();
        let mut offsets: Vec<i64> = range.by_ref().take(5_000).map(|record| record.unwrap().offset).collect();
        assert!(range.is_fetching());
        tell.send(()).unwrap();
        gone.recv().unwrap();
        offsets.extend(range.by_ref().map(|record| record.unwrap().offset));
        assert!(!range.is_fetching());
        offsets
    });
    let told = tokio::task::spawn_blocking(move || told.recv().unwrap());
    told.await.unwrap();
    broker.kill().await;
    let _broker = KafkaServer::start(&testkit::distribution().await, options).await.unwrap();
    go_on.send(()).unwrap();
    assert!(read.await.unwrap().into_iter().eq(0..100_000));
}

#[tokio::test]
async fn an_offset_that_the_log_does_not_hold_is_an_error_of_a_long_range_too() {
    let (settings, topic) = own_topic("beyond").await;
    let partition = count_up(&settings, &topic, 3).await;
    tokio::task::spawn_blocking(move || {
        let mut reader = LogReader::for_ranges(&settings).unwrap();
        let mut range = reader.read_range(&topic, partition, 5_000, Some(50_000)).unwrap();
        let first = range.next();
        assert!(matches!(first, Some(Err(LogError::PositionNotInLog(_)))), "{first:?}");
        assert!(range.next().is_none());
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn a_range_stops_before_its_end_and_a_reader_reads_many_ranges() {
    let (settings, topic) = own_topic("part").await;
    let partition = count_up(&settings, &topic, 100).await;
    tokio::task::spawn_blocking(move || {
        let mut reader = LogReader::for_ranges(&settings).unwrap();
        assert_eq!(reader.high_watermark(&topic, partition).unwrap(), 100);
        for (from, to, expected) in [
            (10, Some(13), 10..13),
            (0, Some(0), 0..0),
            (98, None, 98..100),
            (100, None, 100..100),
            (5, Some(6), 5..6),
        ] {
            let range = reader.read_range(&topic, partition, from, to).unwrap();
            let offsets: Vec<i64> = range.map(|record| record.unwrap().offset).collect();
            assert_eq!(offsets, expected.collect::<Vec<_>>(), "{from}..{to:?}");
        }
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn batches_bring_the_whole_range_to_a_task() {
    let (settings, topic) = own_topic("batches").await;
    let partition = count_up(&settings, &topic, 3_000).await;
    let mut batches = LogReader::batches(&settings, topic, partition, 0, None).unwrap();
    let mut offsets = Vec::new();
    while let Some(batch) = batches.recv().await {
        offsets.extend(batch.unwrap().into_iter().map(|record| record.offset));
    }
    assert!(offsets.into_iter().eq(0..3_000));
}

#[tokio::test]
async fn single_records_are_read_in_milliseconds_wherever_they_lie() {
    let (settings, topic) = own_topic("points").await;
    let partition = count_up(&settings, &topic, 1_000).await;
    let reader = PointReader::start(&settings).unwrap();
    assert_eq!(reader.high_watermark(&topic, partition).await.unwrap(), 1_000);
    let mut took = Vec::new();
    for n in 0..50 {
        let offset = n * 7_919 % 1_000;
        let started = Instant::now();
        let record = reader.read_one(&topic, partition, offset).await.unwrap();
        took.push(started.elapsed());
        assert_eq!(record.value, offset.to_string());
    }
    took.sort();
    eprintln!("point reads: p50 {:?}, p90 {:?}, worst {:?}", took[25], took[45], took[49]);
    assert!(took[25].as_millis() < 50, "the median took {:?}", took[25]);
}

#[tokio::test]
async fn a_record_that_the_log_does_not_hold_is_an_error() {
    let (settings, topic) = own_topic("absent").await;
    let partition = count_up(&settings, &topic, 3).await;
    let reader = PointReader::start(&settings).unwrap();
    for offset in [3, 17] {
        let missing = reader.read_one(&topic, partition, offset).await;
        assert!(matches!(missing, Err(LogError::PositionNotInLog(_))), "{offset}: {missing:?}");
    }
    assert_eq!(reader.read_one(&topic, partition, 2).await.unwrap().value, "2", "it still reads");
}
