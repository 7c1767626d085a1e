//! `kill -9` under load.

use std::time::Duration;

use testkit::eventually;

use crate::load::{Load, OnFailure};
use crate::world::{SOON, World};

/// Longer than the ledger's producer tries to deliver an entry.
const GIVEN_UP: Duration = Duration::from_mins(1);

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_ledger_has_lost_nothing_and_doubled_nothing() {
    let apart = World::apart().await;
    let world = &apart.world;
    let port = testkit::free_port();
    let mut process = world.spawn(port).await;
    let mut load = Load::start(world, &process.url, OnFailure::Stop).await;
    load.answers(400).await;
    process.kill();
    let attempts = load.finish().await;
    let unknown = attempts.iter().filter(|attempt| attempt.answer.is_err()).count();
    assert!(unknown > 0, "it was killed with calls under way");

    let process = world.spawn(port).await;
    load.check(&process.url, &attempts).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ledger_goes_on_by_itself_when_kafka_was_killed_and_is_back() {
    let apart = World::apart().await;
    let ledger = apart.world.start("ledger-0").await;
    let mut load = Load::start(&apart.world, &ledger.url, OnFailure::Insist).await;
    load.answers(200).await;
    apart.kill_kafka().await;
    apart.restart_kafka().await;
    load.answers(200).await;

    // Now it stays away until the books have given up on what was under way.
    apart.kill_kafka().await;
    eventually(GIVEN_UP, "the books are given up", async || {
        ledger.readiness.closed().contains(&"books".to_owned()).then_some(())
    })
    .await;
    apart.restart_kafka().await;
    tokio::time::timeout(SOON, ledger.readiness.ready()).await.expect("the books are claimed anew");
    load.answers(200).await;
    let attempts = load.finish().await;
    load.check(&ledger.url, &attempts).await;
    ledger.stop().await;
}
