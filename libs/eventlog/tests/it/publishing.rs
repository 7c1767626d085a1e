use std::time::Instant;

use eventlog::{InputConsumer, MAX_EVENT_BYTES, PublishError, Publisher, ensure_topics, partition_of};
use futures::future::try_join_all;
use local_stack::{KafkaOptions, KafkaServer};
use rdkafka::ClientConfig;
use rdkafka::admin::{AdminClient, AdminOptions, NewTopic, TopicReplication};
use rdkafka::client::DefaultClientContext;

use crate::support::{PARTITIONS, PATIENCE, event, next, own_topic, settings_for, unique, whole_partition};

#[tokio::test]
async fn the_broker_has_a_key_in_the_partition_that_we_compute() {
    let (settings, topic) = own_topic("partitioned").await;
    let publisher = Publisher::new(&settings).unwrap();
    let keys: Vec<String> = (0..300).map(|n| format!("{}{n}", "key-".repeat(n % 5))).collect();
    let mut in_flight = Vec::new();
    for key in &keys {
        in_flight.push(publisher.enqueue(event(&topic, key, "{}")).await.unwrap().acknowledged());
    }
    let mut seen = std::collections::HashSet::new();
    for (key, position) in keys.iter().zip(try_join_all(in_flight).await.unwrap()) {
        assert_eq!(position.partition, partition_of(key.as_bytes(), PARTITIONS), "{key}");
        seen.insert(position.partition);
    }
    assert_eq!(seen.len(), 4, "the keys are spread over all partitions");
}

#[tokio::test]
async fn many_events_in_flight_keep_their_order() {
    let (settings, topic) = own_topic("ordered").await;
    let publisher = Publisher::new(&settings).unwrap();
    let mut in_flight = Vec::new();
    for n in 0..5_000 {
        in_flight.push(publisher.enqueue(event(&topic, "one", n.to_string())).await.unwrap().acknowledged());
    }
    let positions = try_join_all(in_flight).await.unwrap();
    assert!(positions.iter().map(|at| at.offset).eq(0..5_000));
    let records = whole_partition(&settings, &topic, positions[0].partition).await;
    assert!(records.iter().map(|record| record.value.clone()).eq((0..5_000).map(|n| n.to_string())));
}

#[tokio::test]
async fn an_event_reads_back_with_its_key_value_and_headers() {
    let (settings, topic) = own_topic("headed").await;
    let sent = event(&topic, "account", r#"{"amount":"1"}"#);
    let position = Publisher::new(&settings).unwrap().publish(sent.clone()).await.unwrap();
    let mut consumer = InputConsumer::start(&settings, &unique("reader"), &[topic], &[]).unwrap();
    let received = next(&mut consumer).await;
    assert_eq!((received.partition, received.offset), (position.partition, position.offset));
    assert_eq!(received.key_text(), "account");
    assert_eq!(received.value, sent.value);
    assert_eq!(received.event().unwrap(), sent.event);
    assert_eq!(received.traceparent(), sent.event.traceparent.as_deref());
    assert!(received.timestamp.is_some());
}

#[tokio::test]
async fn an_oversized_event_is_refused_and_the_largest_is_taken() {
    let (settings, topic) = own_topic("large").await;
    let publisher = Publisher::new(&settings).unwrap();
    let refused = publisher.publish(event(&topic, "a", vec![b' '; MAX_EVENT_BYTES])).await;
    assert!(matches!(refused, Err(PublishError::TooLarge(_))), "{refused:?}");
    publisher.publish(event(&topic, "a", vec![b' '; MAX_EVENT_BYTES - 1_000])).await.unwrap();
}

#[tokio::test]
async fn publishing_one_at_a_time_takes_milliseconds() {
    let (settings, topic) = own_topic("quick").await;
    let publisher = Publisher::new(&settings).unwrap();
    let mut took = Vec::new();
    for n in 0..100 {
        let started = Instant::now();
        publisher.publish(event(&topic, "a", n.to_string())).await.unwrap();
        took.push(started.elapsed());
    }
    took.sort();
    assert!(took[50].as_millis() < 20, "the median took {:?}", took[50]);
}

/// The broker's refusal would leave a gap, which makes the client's producer useless: another takes its place.
#[tokio::test]
async fn a_record_that_the_broker_refuses_fails_alone_and_publishing_goes_on() {
    let settings = settings_for(testkit::kafka().await.brokers());
    let name = unique("narrow");
    let narrow = NewTopic::new(&name, settings.partitions, TopicReplication::Fixed(1))
        .set("max.message.bytes", "2000");
    let admin: AdminClient<DefaultClientContext> =
        ClientConfig::new().set("bootstrap.servers", &settings.brokers).create().unwrap();
    admin.create_topics(&[narrow], &AdminOptions::new()).await.unwrap()[0].as_ref().unwrap();
    let topic = eventlog::Topic::named(name).unwrap();

    let publisher = Publisher::new(&settings).unwrap();
    publisher.publish(event(&topic, "a", "small")).await.unwrap();
    let refused = publisher.publish(event(&topic, "a", vec![b' '; 5_000])).await;
    assert!(matches!(refused, Err(PublishError::Refused(_))), "{refused:?}");
    let at = publisher.publish(event(&topic, "a", "small again")).await.unwrap();
    assert_eq!(at.offset, 1);
}

/// Everything once and in order, although the broker is killed with records in flight.
#[tokio::test]
async fn publisher_and_consumer_survive_a_broker_that_is_killed_and_started_again() {
    let distribution = testkit::distribution().await;
    let options = KafkaOptions::ephemeral(testkit::folder("killed-kafka"), testkit::free_port());
    let broker = KafkaServer::start(&distribution, options.clone()).await.unwrap();
    let settings = settings_for(broker.brokers());
    let topic = eventlog::Topic::named("survivor").unwrap();
    ensure_topics(&settings, std::slice::from_ref(&topic)).await.unwrap();
    let publisher = Publisher::new(&settings).unwrap();
    let mut consumer =
        InputConsumer::start(&settings, "survivors", std::slice::from_ref(&topic), &[]).unwrap();

    publisher.publish(event(&topic, "one", "0")).await.unwrap();
    assert_eq!(next(&mut consumer).await.value, "0");
    let mut in_flight = Vec::new();
    for n in 1..500 {
        in_flight.push(publisher.enqueue(event(&topic, "one", n.to_string())).await.unwrap().acknowledged());
    }
    broker.kill().await;
    for n in 500..1_000 {
        in_flight.push(publisher.enqueue(event(&topic, "one", n.to_string())).await.unwrap().acknowledged());
    }
    testkit::eventually(PATIENCE, "the publisher notices", async || {
        (!publisher.is_reachable()).then_some(())
    })
    .await;
    let _broker = KafkaServer::start(&distribution, options).await.unwrap();

    tokio::time::timeout(PATIENCE, try_join_all(in_flight)).await.expect("all is acknowledged").unwrap();
    assert!(publisher.is_reachable());
    for n in 1..1_000 {
        assert_eq!(next(&mut consumer).await.value, n.to_string());
    }
}
