use std::time::Instant;

use eventlog::{CloudEvent, InputConsumer, MAX_EVENT_BYTES};
use futures::future::join_all;
use outbox::InsertError;
use tokio::time::timeout;

use crate::support::{PATIENCE, world};

#[tokio::test]
async fn a_committed_event_is_published_as_it_was_inserted_and_then_deleted() {
    let world = world().await;
    let relay = world.relay();
    let event = world.event("account", "{\"amount\": \"1\",  \"spaced\" : true}");
    let mut transaction = outbox::begin(&world.pool).await.unwrap();
    outbox::insert(&mut transaction, &event).await.unwrap();
    transaction.commit().await.unwrap();

    let topics = [world.topic.clone()];
    let mut consumer = InputConsumer::start(&world.settings, "outbox-reader", &topics, &[]).unwrap();
    let received = timeout(PATIENCE, consumer.next()).await.unwrap().unwrap();
    assert_eq!(received.value, event.value, "byte for byte");
    assert_eq!(received.key_text(), "account");
    let expected = CloudEvent {
        id: event.id.to_string(),
        ce_type: event.ce_type,
        source: event.source,
        subject: event.key,
        time: event.time,
        content_type: CloudEvent::JSON.into(),
        traceparent: event.traceparent,
    };
    assert_eq!(received.event().unwrap(), expected);
    world.until_empty().await;
    relay.stop().await;
}

#[tokio::test]
async fn an_event_of_a_transaction_that_is_rolled_back_is_never_published() {
    let world = world().await;
    let relay = world.relay();
    let mut transaction = outbox::begin(&world.pool).await.unwrap();
    outbox::insert(&mut transaction, &world.event("a", "never happened")).await.unwrap();
    transaction.rollback().await.unwrap();
    world.commit("a", "happened").await;
    world.until_empty().await;
    assert_eq!(world.published("a").await, ["happened"]);
    relay.stop().await;
}

#[tokio::test]
async fn an_event_waits_for_an_earlier_one_of_its_key_to_commit_but_not_for_other_keys() {
    let world = world().await;
    let relay = world.relay();
    let mut earlier = outbox::begin(&world.pool).await.unwrap();
    outbox::insert(&mut earlier, &world.event("a", "earlier")).await.unwrap();
    // The later one has to wait, or it would be published first.
    let (pool, event) = (world.pool.clone(), world.event("a", "later"));
    let later = tokio::spawn(async move {
        let mut transaction = outbox::begin(&pool).await.unwrap();
        outbox::insert(&mut transaction, &event).await.unwrap();
        transaction.commit().await.unwrap();
    });
    testkit::eventually(PATIENCE, "the later event waits for the lock", async || {
        let waiting: i64 =
            sqlx::query_scalar("select count(*) from pg_locks where locktype = 'advisory' and not granted")
                .fetch_one(&world.pool)
                .await
                .unwrap();
        (waiting > 0).then_some(())
    })
    .await;
    world.commit("b", "at once").await;
    earlier.commit().await.unwrap();
    later.await.unwrap();
    world.until_empty().await;
    assert_eq!(world.published("a").await, ["earlier", "later"]);
    assert_eq!(world.published("b").await, ["at once"]);
    relay.stop().await;
}

/// Each transaction lingers for a while between its insert and its commit, so that commits overtake one another.
#[tokio::test]
async fn concurrent_transactions_are_published_in_the_order_of_their_ids_for_each_key() {
    let world = world().await;
    let relay = world.relay();
    let writers = (0..10).map(|writer| {
        let world = &world;
        async move {
            let mut inserted = Vec::new();
            for n in 0..20 {
                let key = format!("key-{}", (writer + n) % 3);
                let event = world.event(&key, format!("{writer}/{n}"));
                let mut transaction = outbox::begin(&world.pool).await.unwrap();
                outbox::insert(&mut transaction, &event).await.unwrap();
                let id: i64 = sqlx::query_scalar(
                    "select id from outbox, pg_sleep(random() * 0.01) where event_id = $1",
                )
                .bind(event.id)
                .fetch_one(&mut *transaction)
                .await
                .unwrap();
                transaction.commit().await.unwrap();
                inserted.push((id, key, event.value));
            }
            inserted
        }
    });
    let mut inserted: Vec<(i64, String, String)> = join_all(writers).await.into_iter().flatten().collect();
    inserted.sort();
    world.until_empty().await;
    for key in ["key-0", "key-1", "key-2"] {
        let expected: Vec<_> =
            inserted.iter().filter(|(_, of, _)| of == key).map(|(_, _, value)| value.clone()).collect();
        assert!(expected.len() > 50);
        assert_eq!(world.published(key).await, expected, "{key}");
    }
    relay.stop().await;
}

#[tokio::test]
async fn an_event_that_is_too_large_is_refused_at_insert() {
    let world = world().await;
    let mut transaction = outbox::begin(&world.pool).await.unwrap();
    let refused = outbox::insert(&mut transaction, &world.event("a", "x".repeat(MAX_EVENT_BYTES))).await;
    assert!(matches!(refused, Err(InsertError::TooLarge(_))), "{refused:?}");
    // The largest that is taken is also published.
    let relay = world.relay();
    world.commit("a", "x".repeat(MAX_EVENT_BYTES - 2_000)).await;
    world.until_empty().await;
    relay.stop().await;
}

#[tokio::test]
async fn an_event_is_in_the_log_within_milliseconds_of_its_commit() {
    let world = world().await;
    let relay = world.relay();
    let topics = [world.topic.clone()];
    let mut consumer = InputConsumer::start(&world.settings, "latency-reader", &topics, &[]).unwrap();
    let mut took = Vec::new();
    for n in 0..50 {
        let mut transaction = outbox::begin(&world.pool).await.unwrap();
        outbox::insert(&mut transaction, &world.event("a", n.to_string())).await.unwrap();
        transaction.commit().await.unwrap();
        let committed = Instant::now();
        timeout(PATIENCE, consumer.next()).await.unwrap().unwrap();
        took.push(committed.elapsed());
    }
    took.sort();
    eprintln!("commit to consumer: p50 {:?}, p90 {:?}, worst {:?}", took[25], took[45], took[49]);
    assert!(took[25].as_millis() < 50, "the median took {:?}", took[25]);
    relay.stop().await;
}
