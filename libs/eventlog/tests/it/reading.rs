use std::time::Instant;

use eventlog::{KafkaSettings, LogError, LogReader, PointReader, Publisher, Topic};
use futures::future::try_join_all;

use crate::support::{event, own_topic, whole_partition};

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
