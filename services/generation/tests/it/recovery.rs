use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use contracts::generation::v1::GenerationStatus;
use generation::domain::generation::{Evidence, FailureOutcome, State};
use generation::store::{Outcome, Recorded, Stamp, Store};
use kernel::Reason;
use runtime::Clock;
use testkit::eventually;

use crate::ledger::Mood;
use crate::log::{events_of, kind_name};
use crate::service::{SOON, World, image, url_at};

#[tokio::test]
async fn the_job_of_a_worker_that_died_is_done_by_another_and_ends_once() {
    let (world, service) = World::running().await;
    world.crashes_left.store(1, Ordering::SeqCst);
    let queued = service.create(world.request("one", image())).await.unwrap();
    let done = service.until_status(&queued, GenerationStatus::Succeeded).await;
    assert_eq!(done.media.len(), 2);
    let events = world.events_until(&queued.generation_id, "succeeded").await;
    let names: Vec<_> = events.iter().map(kind_name).collect();
    assert_eq!(names, ["requested", "started", "started", "succeeded"]);
    service.stop().await;
}

#[tokio::test]
async fn a_service_that_is_stopped_goes_on_with_its_jobs_when_it_starts_again() {
    let mut world = World::new().await;
    // Nobody works while the jobs are queued.
    world.jobs.job_poll_ms = 10;
    let service = world.start().await;
    let mut queued = Vec::new();
    for number in 0..6 {
        queued.push(
            service
                .create(world.simulated(&format!("slow {number}").replace(' ', "-"), "slow"))
                .await
                .unwrap(),
        );
    }
    service.stop().await;
    let service = world.start().await;
    for generation in &queued {
        service.until_status(generation, GenerationStatus::Succeeded).await;
        let events = world.events_until(&generation.generation_id, "succeeded").await;
        assert_eq!(events.iter().filter(|event| kind_name(event) == "succeeded").count(), 1);
    }
    service.stop().await;
}

#[tokio::test]
async fn a_worker_whose_lease_was_lost_records_nothing() {
    let mut world = World::new().await;
    world.jobs.job_attempts = 100;
    let service = world.start().await;
    // A job that only crashes stays under way for as long as this test needs.
    let queued = service.create(world.simulated("one", "crash")).await.unwrap();
    service.until_status(&queued, GenerationStatus::Running).await;
    service.stop().await;

    let (clock, store) = (Clock::system(), Store::open(&world.database()).await.unwrap());
    let claim = async |after: i64| {
        let now = clock.now() + TimeDelta::minutes(after);
        store.claim("sandbox", now, clock.new_id(), now + TimeDelta::seconds(1)).await.unwrap()
    };
    let stale = claim(1).await.unwrap();
    assert_eq!(stale.past.state, State::Running);
    let fresh = claim(2).await.unwrap();
    assert!(claim(2).await.is_none(), "a leased job is nobody else's");
    assert_eq!(fresh.generation.accepted.id, stale.generation.accepted.id);

    let failed = |reason| Outcome::Failed(FailureOutcome { reason, evidence: Evidence::default() });
    let stamp = || Stamp { at: clock.now(), event_id: clock.new_id() };
    let until = clock.now() + TimeDelta::minutes(10);
    assert_eq!(store.heartbeat(stale.lease, until).await.unwrap(), Recorded::LeaseLost);
    assert_eq!(store.wrote(stale.lease, "stale").await.unwrap(), Recorded::LeaseLost);
    assert_eq!(store.started(stale.lease, "sandbox", stamp()).await.unwrap(), Recorded::LeaseLost);
    assert_eq!(
        store.finish(stale.lease, &failed(Reason::Capacity), stamp()).await.unwrap(),
        Recorded::LeaseLost
    );
    let unknown = store.outcome_unknown(stale.lease, "sandbox", "", until, stamp()).await.unwrap();
    assert_eq!(unknown, Recorded::LeaseLost);

    assert_eq!(
        store.finish(fresh.lease, &failed(Reason::ProviderError), stamp()).await.unwrap(),
        Recorded::Yes
    );
    assert_eq!(
        store.finish(fresh.lease, &failed(Reason::ProviderError), stamp()).await.unwrap(),
        Recorded::LeaseLost,
        "an outcome is recorded once"
    );

    let service = world.start().await;
    let done = service.get(&world.account, &queued.generation_id).await.unwrap();
    assert_eq!(contracts::reason::from_number(done.failure_reason), Some(Reason::ProviderError));
    let events = world.events_until(&queued.generation_id, "failed").await;
    assert_eq!(events.iter().filter(|event| kind_name(event) == "failed").count(), 1);
    service.stop().await;
}

#[tokio::test]
async fn an_unknown_answer_of_the_ledger_is_found_out_with_the_same_key() {
    for mood in [Mood::LosesAnswers, Mood::Away] {
        let (world, service) = World::running().await;
        world.ledger.with(|books| books.mood = mood);
        let refused = service.create(world.request("one", image())).await.unwrap_err();
        assert_eq!(refused.reason, Reason::Unavailable, "{mood:?}");
        assert!(refused.retry_after.is_some());
        world.ledger.with(|books| books.mood = Mood::Answers);

        // Nobody asks again: the sweeper finishes the request.
        let id = eventually(SOON, "the sweeper", async || {
            let row: Option<(uuid::Uuid,)> =
                sqlx::query_as("select id from generations where state = 'succeeded'")
                    .fetch_optional(&world.pool)
                    .await
                    .unwrap();
            row.map(|(id,)| id.to_string())
        })
        .await;
        let found = service.create(world.request("one", image())).await.unwrap();
        assert_eq!(found.generation_id, id, "the same key finds the job");
        assert_eq!(world.ledger.with(|books| books.holds.len()), 1);
        let events = world.events_until(&id, "succeeded").await;
        assert_eq!(events.iter().filter(|event| kind_name(event) == "requested").count(), 1);
        service.stop().await;
    }
}

#[tokio::test]
async fn who_asks_while_the_ledger_is_down_is_told_within_the_time_limit_and_the_same_key_is_served_later() {
    let (mut world, port) = World::without_ledger().await;
    // Nobody waits for so long: what ends the wait is the limit.
    world.jobs.authorize_again_ms = 600_000;
    world.jobs.ledger_timeout_ms = 1_000;
    let service = world.start().await;
    let state = async || {
        let states = sqlx::query_as("select state from generations").fetch_all(&world.pool).await;
        let states: Vec<(String,)> = states.unwrap();
        states.into_iter().map(|(state,)| state).collect::<Vec<_>>()
    };
    let began = Instant::now();
    let refused = service.create(world.request("one", image())).await.unwrap_err();
    assert_eq!(refused.reason, Reason::Unavailable);
    assert!(refused.retry_after.is_some());
    // Less than the ten seconds after which the gateway itself would give up.
    let waited = began.elapsed();
    assert!((Duration::from_secs(1)..Duration::from_secs(9)).contains(&waited), "{waited:?}");
    assert_eq!(state().await, ["authorizing"]);

    world.ledger_comes(port).await;
    let found = eventually(SOON, "the same key is served", async || {
        service.create(world.request("one", image())).await.ok()
    })
    .await;
    service.until_status(&found, GenerationStatus::Succeeded).await;
    assert_eq!(state().await, ["succeeded"], "it is the same job");
    let keys: Vec<_> = world.ledger.with(|books| books.holds.keys().cloned().collect());
    assert_eq!(keys, [format!("generation:{}", found.generation_id)]);
    service.stop().await;
}

#[tokio::test]
async fn a_hand_over_of_the_ledger_within_the_time_limit_costs_the_user_a_moment_and_no_error() {
    let (mut world, port) = World::without_ledger().await;
    world.jobs.ledger_timeout_ms = 30_000;
    let service = world.start().await;
    let (created, ()) = tokio::join!(service.create(world.request("one", image())), async {
        let asked = async || {
            let row: Option<(i32,)> =
                sqlx::query_as("select 1 from generations").fetch_optional(&world.pool).await.unwrap();
            row
        };
        eventually(SOON, "the request is stored", asked).await;
        world.ledger_comes(port).await;
    });
    service.until_status(&created.unwrap(), GenerationStatus::Succeeded).await;
    service.stop().await;
}

#[tokio::test]
async fn of_two_addresses_of_the_ledger_one_may_be_away() {
    let mut world = World::new().await;
    world.ledger_urls.insert(0, url_at(testkit::free_port()));
    let service = world.start().await;
    let queued = service.create(world.request("one", image())).await.unwrap();
    service.until_status(&queued, GenerationStatus::Succeeded).await;
    service.stop().await;
}

#[tokio::test]
async fn the_caller_who_asks_again_need_not_wait_for_the_sweeper() {
    let mut world = World::new().await;
    world.jobs.authorize_again_ms = 600_000;
    let service = world.start().await;
    world.ledger.with(|books| books.mood = Mood::LosesAnswers);
    service.create(world.request("one", image())).await.unwrap_err();
    world.ledger.with(|books| books.mood = Mood::Answers);
    let found = service.create(world.request("one", image())).await.unwrap();
    service.until_status(&found, GenerationStatus::Succeeded).await;
    assert_eq!(world.ledger.with(|books| books.holds.len()), 1);
    service.stop().await;
}

#[tokio::test]
async fn an_unknown_answer_may_turn_out_to_be_a_refusal() {
    let (world, service) = World::running().await;
    world.ledger.with(|books| {
        books.mood = Mood::Away;
        books.available = 1;
    });
    service.create(world.request("one", image())).await.unwrap_err();
    world.ledger.with(|books| books.mood = Mood::Answers);
    let refused = eventually(Duration::from_secs(10), "the refusal", async || {
        let failure = service.create(world.request("one", image())).await.unwrap_err();
        (failure.reason != Reason::Unavailable).then_some(failure)
    })
    .await;
    assert_eq!(refused.reason, Reason::InsufficientTokens);
    assert!(events_of(&world.account, "").await.is_empty());
    service.stop().await;
}
