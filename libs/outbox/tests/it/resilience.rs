use local_stack::{KafkaOptions, KafkaServer};

use crate::support::{PATIENCE, first_occurrences, world, world_on};

fn numbers(count: u32) -> Vec<String> {
    (0..count).map(|n| n.to_string()).collect()
}

/// Holds the rows, so that the relay publishes but cannot delete, and cuts its session there.
#[tokio::test]
async fn a_crash_between_publishing_and_deleting_repeats_an_event_and_loses_none() {
    let world = world().await;
    world.commit("a", "0").await;
    world.commit("a", "1").await;
    let mut holding = outbox::begin(&world.pool).await.unwrap();
    sqlx::query("select id from outbox for update").execute(&mut *holding).await.unwrap();

    let relay = world.named_relay("cut off").await;
    testkit::eventually(PATIENCE, "the events are published", async || {
        (world.published("a").await.len() >= 2).then_some(())
    })
    .await;
    let (pid, _) = world.active().await.expect("the relay holds its lock");
    sqlx::query("select pg_terminate_backend($1)").bind(pid).execute(&world.pool).await.unwrap();
    testkit::eventually(PATIENCE, "the relay takes its lock again and repeats", async || {
        (world.published("a").await.len() >= 4).then_some(())
    })
    .await;
    assert_eq!(world.depth().await, 2, "nothing is deleted yet");
    holding.rollback().await.unwrap();
    world.until_empty().await;
    let published = world.published("a").await;
    assert!(published.len() >= 4, "published more than once: {published:?}");
    assert_eq!(first_occurrences(published), ["0", "1"]);
    relay.stop().await;
}

#[tokio::test]
async fn a_relay_that_is_aborted_again_and_again_loses_nothing_and_keeps_the_order() {
    let world = world().await;
    let (mut committed, mut cut_off) = (0, 0);
    loop {
        let mut before = world.depth().await;
        if before == 0 {
            if cut_off > 1 {
                break;
            }
            // On a busy machine the relay is sometimes done before it is aborted.
            assert!(committed < 30_000, "it was aborted on the way");
            for n in committed..committed + 1_500 {
                world.commit("a", n.to_string()).await;
            }
            committed += 1_500;
            before = world.depth().await;
        }
        let relay = world.named_relay("aborted").await;
        testkit::eventually(PATIENCE, "the relay publishes", async || {
            (world.depth().await < before).then_some(())
        })
        .await;
        relay.task.abort();
        cut_off += u32::from(world.depth().await > 0);
    }
    assert_eq!(first_occurrences(world.published("a").await), numbers(committed));
}

#[tokio::test]
async fn of_two_relays_one_is_active_and_the_other_takes_its_place() {
    let world = world().await;
    let first = world.named_relay("first").await;
    world.until_active("first").await;
    let second = world.named_relay("second").await;
    for n in 0..200 {
        world.commit("a", n.to_string()).await;
    }
    world.until_empty().await;
    assert_eq!(world.published("a").await, numbers(200), "each event once: only one relay publishes");
    assert_eq!(world.active().await.unwrap().1, "first");

    first.task.abort();
    world.until_active("second").await;
    world.commit("a", "200").await;
    world.until_empty().await;
    assert_eq!(world.published("a").await, numbers(201));
    second.stop().await;
    assert_eq!(world.active().await, None, "a relay that stops lets go of the lock");
}

/// Past the check at insert, as an event of an older version with laxer checks might be.
#[tokio::test]
async fn an_event_that_cannot_be_published_holds_up_its_key_and_no_other() {
    let world = world().await;
    sqlx::query(
        "insert into outbox (event_id, topic, key, ce_type, ce_source, ce_time, value) \
         values (gen_random_uuid(), $1, 'stuck', 't', 's', now(), repeat('x', 1000000))",
    )
    .bind(world.topic.name())
    .execute(&world.pool)
    .await
    .unwrap();
    world.commit("stuck", "must not overtake").await;
    let relay = world.relay();
    for n in 0..10 {
        world.commit("a", n.to_string()).await;
    }
    testkit::eventually(PATIENCE, "the others are published", async || {
        (world.depth().await == 2).then_some(())
    })
    .await;
    assert_eq!(world.published("a").await, numbers(10));
    assert!(world.published("stuck").await.is_empty());

    sqlx::query("delete from outbox where ce_type = 't'").execute(&world.pool).await.unwrap();
    world.until_empty().await;
    assert_eq!(world.published("stuck").await, ["must not overtake"]);
    relay.stop().await;
}

#[tokio::test]
async fn the_relay_survives_a_broker_that_is_killed_and_started_again() {
    let distribution = testkit::distribution().await;
    let options = KafkaOptions::ephemeral(testkit::folder("killed-kafka"), testkit::free_port());
    let broker = KafkaServer::start(&distribution, options.clone()).await.unwrap();
    let world = world_on(broker.brokers()).await;
    let relay = world.relay();
    for n in 0..50 {
        world.commit("a", n.to_string()).await;
    }
    broker.kill().await;
    for n in 50..100 {
        world.commit("a", n.to_string()).await;
    }
    assert!(world.depth().await >= 50, "what no broker acknowledged stays in the outbox");
    let _broker = KafkaServer::start(&distribution, options).await.unwrap();
    world.until_empty().await;
    assert_eq!(first_occurrences(world.published("a").await), numbers(100));
    relay.stop().await;
}
