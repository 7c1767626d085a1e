use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, Utc};
use eventlog::{Appender, Delivery, Fate, Gathering, InputConsumer, KafkaSettings, Topic, ensure_topics};
use local_stack::{KafkaCluster, KafkaOptions, KafkaServer, Signal};

use crate::support::{
    PARTITIONS, PATIENCE, event, next, own_broker, own_topic, settings_for, unique, whole_partition,
};

/// By partition: each record and its offset, if it has one.
type Fates = BTreeMap<i32, Vec<(u64, Option<i64>)>>;

/// What is told.
#[derive(Default)]
struct Told(Mutex<Fates>);

impl Delivery for Told {
    fn tell(&self, fates: Vec<Fate>) {
        let mut told = self.0.lock().unwrap();
        for fate in fates {
            let offsets = (0..).map(|place| fate.at.map(|first| first + place));
            told.entry(fate.partition).or_default().extend(fate.seqs.into_iter().zip(offsets));
        }
    }
}

impl Told {
    /// Everything, once so many fates are known.
    async fn all(&self, count: usize) -> Fates {
        testkit::eventually(PATIENCE, "all fates are told", async || {
            let told = self.0.lock().unwrap();
            (told.values().map(Vec::len).sum::<usize>() >= count).then(|| told.clone())
        })
        .await
    }
}

fn appender(settings: &KafkaSettings, topic: &Topic) -> (Appender<Told>, Arc<Told>) {
    let told = Arc::new(Told::default());
    (Appender::to(topic.clone(), settings, Arc::clone(&told)).unwrap(), told)
}

const NOON: DateTime<Utc> = DateTime::from_timestamp(1_700_000_000, 0).unwrap();

/// A record that says its number.
fn record(partition: i32, seq: u64) -> (i32, u64, Vec<u8>) {
    (partition, seq, seq.to_string().into_bytes())
}

fn append(appender: &Appender<Told>, records: impl IntoIterator<Item = (i32, u64, Vec<u8>)>) {
    let mut gathered = BTreeMap::new();
    for (partition, seq, value) in records {
        let gathering = gathered.entry(partition).or_insert_with(|| Gathering::new(partition));
        gathering.push(seq, "key", &value, &[("name", "value")]);
    }
    appender.append(NOON, gathered.values_mut());
}

#[tokio::test]
async fn records_of_all_partitions_land_where_it_is_told_and_in_order() {
    let (settings, topic) = own_topic("appended").await;
    let (appender, told) = appender(&settings, &topic);
    for round in 0..50 {
        append(
            &appender,
            (0..PARTITIONS).flat_map(|partition| (0..7).map(move |n| record(partition, 7 * round + n))),
        );
    }
    for (partition, told) in told.all(350 * 4).await {
        assert!(told.iter().map(|(seq, _)| *seq).eq(0..350));
        assert!(told.iter().map(|(_, offset)| *offset).eq((0..350).map(Some)));
        let records = whole_partition(&settings, &topic, partition).await;
        assert!(records.iter().map(|record| record.value.clone()).eq((0..350).map(|seq| seq.to_string())));
    }
}

#[tokio::test]
async fn others_read_what_was_appended() {
    let (settings, topic) = own_topic("read").await;
    let (appender, told) = appender(&settings, &topic);
    let sent = event(&topic, "account", r#"{"amount":"1"}"#);
    let headers = sent.event.encode();
    let headers: Vec<_> = headers.iter().map(|(name, text)| (name, str::from_utf8(text).unwrap())).collect();
    let mut gathering = Gathering::new(2);
    gathering.push(0, &sent.key, &sent.value, &headers);
    gathering.push(1, "", b"without a key", &[]);
    appender.append(NOON, [&mut gathering]);
    told.all(2).await;
    let mut consumer = InputConsumer::start(&settings, &unique("reader"), &[topic], &[]).unwrap();
    let received = next(&mut consumer).await;
    assert_eq!((received.partition, received.offset, received.key_text()), (2, 0, "account"));
    assert_eq!((received.value.clone(), received.event().unwrap()), (sent.value.clone(), sent.event.clone()));
    assert_eq!(received.timestamp, Some(NOON));
    let received = next(&mut consumer).await;
    assert_eq!((received.key_text(), received.value.as_ref()), ("", b"without a key".as_slice()));
    // As many as are worth compressing.
    for seq in 2..102 {
        gathering.push(seq, &sent.key, &sent.value, &headers);
    }
    appender.append(NOON, [&mut gathering]);
    for offset in 2..102 {
        let received = next(&mut consumer).await;
        assert_eq!((received.offset, received.key_text()), (offset, "account"));
        assert_eq!(
            (received.value.clone(), received.event().unwrap()),
            (sent.value.clone(), sent.event.clone())
        );
    }
}

#[tokio::test]
async fn what_is_too_large_for_a_request_goes_in_several_and_what_is_too_large_for_the_topic_is_lost() {
    let (settings, topic) = own_topic("large").await;
    let (appender, told) = appender(&settings, &topic);
    // What is compressed would be small.
    let random = |size| std::iter::repeat_with(|| fastrand::u8(..)).take(size).collect::<Vec<u8>>();
    append(&appender, (0..500).map(|seq| (1, seq, random(10_000))));
    let lands = told.all(500).await.remove(&1).unwrap();
    assert!(lands.into_iter().eq((0..500).map(|seq| (seq, Some(i64::try_from(seq).unwrap())))));
    append(&appender, [(1, 500, random(2_000_000)), record(3, 0)]);
    let told_now = told.all(502).await;
    assert_eq!((told_now[&1].last(), told_now[&3].last()), (Some(&(500, None)), Some(&(0, Some(0)))));
    append(&appender, [record(1, 501)]);
    assert_eq!(told.all(503).await[&1].last(), Some(&(501, Some(500))), "it goes on");
}

#[tokio::test]
async fn small_groups_do_not_overtake_large_ones() {
    let (settings, topic) = own_topic("overtaken").await;
    let (appender, told) = appender(&settings, &topic);
    let rounds = 40;
    for round in 0..rounds {
        let large = (0..200).map(|n| (1, 201 * round + n, vec![b'a'; 4_000]));
        append(&appender, large.chain([record(2, 2 * round)]));
        append(&appender, [record(1, 201 * round + 200), record(2, 2 * round + 1)]);
    }
    let told = told.all(usize::try_from(203 * rounds).unwrap()).await;
    for (partition, count) in [(1, 201 * rounds), (2, 2 * rounds)] {
        assert!(
            told[&partition]
                .iter()
                .copied()
                .eq((0..count).map(|seq| (seq, Some(i64::try_from(seq).unwrap()))))
        );
    }
}

#[tokio::test]
async fn with_the_broker_dies_what_is_on_its_way_and_what_comes_then_waits_for_it() {
    let (broker, options, settings, topic) = own_broker("appended-killed").await;
    let (appender, told) = appender(&settings, &topic);
    append(&appender, [record(0, 0)]);
    assert_eq!(told.all(1).await[&0], [(0, Some(0))]);
    // Frozen first, so that something certainly is on its way.
    broker.signal(Signal::Stop);
    append(&appender, (0..PARTITIONS).map(|partition| record(partition, 1)));
    broker.kill().await;
    let fates = told.all(5).await;
    assert!((0..PARTITIONS).all(|partition| fates[&partition].last() == Some(&(1, None))), "{fates:?}");
    testkit::eventually(PATIENCE, "it notices", async || (!appender.is_reachable()).then_some(())).await;
    append(&appender, (2..5).map(|seq| record(0, seq)));
    let _broker = KafkaServer::start(&testkit::distribution().await, options).await.unwrap();
    let fates = told.all(8).await;
    let since: Vec<u64> =
        fates[&0].iter().filter(|(_, offset)| offset.is_some()).map(|(seq, _)| *seq).collect();
    assert_eq!(since, [0, 2, 3, 4]);
    assert!(appender.is_reachable());
}

#[tokio::test]
async fn a_frozen_broker_holds_nobody_up_and_is_given_up_in_the_end() {
    let (broker, _, settings, topic) = own_broker("appended-frozen").await;
    let (appender, told) = appender(&settings, &topic);
    append(&appender, [record(0, 0)]);
    told.all(1).await;
    broker.signal(Signal::Stop);
    // More than the sockets of both sides hold.
    let value = vec![b' '; 100_000];
    for seq in 1..=400 {
        append(&appender, [(0, seq, value.clone())]);
    }
    broker.signal(Signal::Continue);
    let fates = told.all(401).await;
    assert!(fates[&0].iter().copied().eq((0..=400).map(|seq| (seq, i64::try_from(seq).ok()))));

    broker.signal(Signal::Stop);
    append(&appender, [record(0, 401)]);
    assert_eq!(told.all(402).await[&0].last(), Some(&(401, None)));
    broker.signal(Signal::Continue);
    append(&appender, [record(0, 402)]);
    let fates = told.all(403).await;
    let (seq, offset) = fates[&0].last().unwrap();
    // The one that was given up has landed or not.
    assert!(*seq == 402 && matches!(offset, Some(401 | 402)), "{offset:?}");
}

#[tokio::test]
async fn when_a_broker_freezes_its_partitions_go_on_at_whoever_leads_them_next() {
    let options = KafkaOptions::ephemeral(testkit::folder("appended-cluster"), 0);
    let cluster = KafkaCluster::start(&testkit::distribution().await, &options, 3).await.unwrap();
    let settings = KafkaSettings { replication: 3, ..settings_for(cluster.brokers()) };
    let topic = Topic::named("appended-cluster").unwrap();
    ensure_topics(&settings, std::slice::from_ref(&topic)).await.unwrap();
    // It knows one of them, and learns of the others.
    let named = settings.brokers.split(',').nth(1).unwrap().to_owned();
    let (appender, told) = appender(&KafkaSettings { brokers: named, ..settings }, &topic);
    let mut count = 0;
    let mut append_to_all = async |seq| {
        append(&appender, (0..PARTITIONS).map(|partition| record(partition, seq)));
        count += PARTITIONS.unsigned_abs() as usize;
        let fates = told.all(count).await;
        fates.into_values().filter_map(|fates| fates.last().copied()).collect::<Vec<_>>()
    };
    assert_eq!(append_to_all(0).await, [(0, Some(0)); 4]);
    cluster.signal(1, Signal::Stop).await.unwrap();
    let lost = append_to_all(1).await.into_iter().filter(|(_, offset)| offset.is_none()).count();
    assert!((1..4).contains(&lost), "each of three leads one of four partitions at least: {lost}");
    // Whoever is asked may not know the next leader at once.
    let mut seq = 2;
    while append_to_all(seq).await.iter().any(|(_, offset)| offset.is_none()) {
        seq += 1;
        assert!(seq < 10, "it does not go on");
    }
}
