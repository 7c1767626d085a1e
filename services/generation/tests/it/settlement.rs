use contracts::generation::v1::GenerationStatus;

use crate::books;
use crate::service::{World, image};

#[tokio::test]
async fn an_entry_settles_once_also_after_a_restart() {
    let (world, service) = World::running().await;
    let queued = service.create(world.request("one", image())).await.unwrap();
    let done = service.until_status(&queued, GenerationStatus::Succeeded).await;
    books::deduct(&done, 3).await;
    service.until(&done, "settled", |found| found.settled).await;
    service.stop().await;

    let service = world.start().await;
    let other = service.create(world.request("two", image())).await.unwrap();
    let other = service.until_status(&other, GenerationStatus::Succeeded).await;
    books::deduct(&other, 3).await;
    // The entry after it has been applied, so it would have been too.
    service.until(&other, "settled", |found| found.settled).await;
    let again = service.get(&world.account, &done.generation_id).await.unwrap();
    assert_eq!((again.charged, again.held, again.settled), (3, 0, true));
    service.stop().await;
}

#[tokio::test]
async fn a_record_that_does_not_extend_the_chain_settles_nothing() {
    let (world, service) = World::running().await;
    let queued = service.create(world.request("one", image())).await.unwrap();
    let done = service.until_status(&queued, GenerationStatus::Succeeded).await;
    books::deduct_in_a_void_record(&done, 2).await;
    books::deduct(&done, 1).await;
    let settled = service.until(&done, "settled", |found| found.settled).await;
    assert_eq!(settled.charged, 1);
    service.stop().await;
}

#[tokio::test]
async fn a_hold_that_expires_under_a_job_is_noted_and_the_job_still_ends() {
    let (world, service) = World::running().await;
    let queued = service.create(world.simulated("one", "outcome_unknown_then_success")).await.unwrap();
    service.until_status(&queued, GenerationStatus::OutcomeUnknown).await;
    books::release(&queued).await;
    let released = service.until(&queued, "released", |found| found.settled).await;
    assert_eq!((released.held, released.charged), (0, 0));
    let done = service.until_status(&queued, GenerationStatus::Succeeded).await;
    assert!(done.settled && done.charged == 0);
    let (noted,): (bool,) =
        sqlx::query_as("select hold_released_at is not null from generations where id = $1::uuid")
            .bind(&queued.generation_id)
            .fetch_one(&world.pool)
            .await
            .unwrap();
    assert!(noted);
    service.stop().await;
}
