use std::sync::atomic::Ordering;

use contracts::generation::v1::generation_event::Kind;
use contracts::generation::v1::{CreateGenerationRequest, GenerationFailed, GenerationStatus};
use kernel::Reason;

use crate::log::kind_name;
use crate::service::{World, chat, image};

/// The reason and evidence of a job that fails.
async fn failure(
    world: &World,
    service: &crate::service::Service,
    request: CreateGenerationRequest,
) -> (Reason, GenerationFailed, Vec<&'static str>) {
    let queued = service.create(request).await.unwrap();
    let failed = service.until_status(&queued, GenerationStatus::Failed).await;
    assert!(failed.media.is_empty() && failed.finished_at.is_some());
    let events = world.events_until(&queued.generation_id, "failed").await;
    let names = events.iter().map(kind_name).collect();
    let Some(Kind::GenerationFailed(event)) = events.last().unwrap().kind.clone() else {
        panic!("{events:?}")
    };
    let reason = contracts::reason::from_number(event.reason).unwrap();
    assert_eq!(contracts::reason::from_number(failed.failure_reason), Some(reason));
    assert_eq!(failed.failure_detail, event.evidence.clone().unwrap().category);
    (reason, event, names)
}

#[tokio::test]
async fn technical_failures_name_their_reason() {
    let (world, service) = World::running().await;
    for (simulate, expected) in
        [("server_error", Reason::ProviderError), ("timeout_not_run", Reason::ProviderTimeout)]
    {
        let (reason, event, names) = failure(&world, &service, world.simulated(simulate, simulate)).await;
        assert_eq!(reason, expected, "{simulate}");
        assert_eq!(names, ["requested", "started", "failed"], "{simulate}");
        let evidence = event.evidence.unwrap();
        assert_eq!((evidence.source.as_str(), evidence.category.as_str()), ("sandbox", ""));
    }
    service.stop().await;
}

#[tokio::test]
async fn a_job_that_crashes_every_worker_fails_after_its_attempts() {
    let (world, service) = World::running().await;
    let (reason, event, names) = failure(&world, &service, world.simulated("crash", "crash")).await;
    assert_eq!(reason, Reason::InternalError);
    assert_eq!(names, ["requested", "started", "started", "started", "failed"]);
    assert_eq!(event.evidence.unwrap().attempts, 3);
    // The workers live on.
    let next = service.create(world.request("next", image())).await.unwrap();
    service.until_status(&next, GenerationStatus::Succeeded).await;
    service.stop().await;
}

#[tokio::test]
async fn a_prohibited_prompt_never_reaches_the_provider_nor_the_log() {
    let (world, service) = World::running().await;
    let words = "a boat and PROHIBITED test-viólence";
    for request in [
        CreateGenerationRequest { prompt: words.to_owned(), ..world.request("image", image()) },
        world.request("chat", chat(words)),
    ] {
        let (reason, event, names) = failure(&world, &service, request).await;
        assert_eq!(reason, Reason::ProhibitedPrompt);
        assert_eq!(names, ["requested", "failed"]);
        let evidence = event.evidence.clone().unwrap();
        assert_eq!((evidence.category.as_str(), evidence.source.as_str()), ("violence", "term-list"));
        assert!(!format!("{event:?}").contains("boat"));
    }
    assert_eq!(world.submitted.load(Ordering::SeqCst), 0);
    service.stop().await;
}

#[tokio::test]
async fn a_prohibited_image_never_reaches_the_provider() {
    let (world, service) = World::running().await;
    let content = include_bytes!("../../assets/prohibited-test-image.png").to_vec();
    let id = service.upload(&world.account, content).await.unwrap();
    let mut request = world.request("one", image());
    request.work.as_mut().unwrap().reference_image_ids = vec![id];
    let (reason, event, _) = failure(&world, &service, request).await;
    assert_eq!(reason, Reason::ProhibitedImage);
    let evidence = event.evidence.unwrap();
    assert_eq!((evidence.category.as_str(), evidence.source.as_str()), ("violence", "image-hash-list"));
    assert_eq!(world.submitted.load(Ordering::SeqCst), 0);
    service.stop().await;
}

#[tokio::test]
async fn an_unknown_outcome_keeps_the_hold_until_a_look_up_tells() {
    let (world, service) = World::running().await;
    for (simulate, last, status) in [
        ("outcome_unknown_then_success", "succeeded", GenerationStatus::Succeeded),
        ("outcome_unknown_then_failure", "failed", GenerationStatus::Failed),
    ] {
        let queued = service.create(world.simulated(simulate, simulate)).await.unwrap();
        let unknown = service.until_status(&queued, GenerationStatus::OutcomeUnknown).await;
        assert_eq!((unknown.held, unknown.settled), (queued.held, false));
        let done = service.until_status(&queued, status).await;
        assert_eq!(done.media.len(), if last == "succeeded" { 2 } else { 0 });
        let events = world.events_until(&queued.generation_id, last).await;
        let names: Vec<_> = events.iter().map(kind_name).collect();
        assert_eq!(names, ["requested", "started", "unknown", last]);
    }
    service.stop().await;
}

#[tokio::test]
async fn an_unknown_outcome_outlives_a_restart() {
    let (world, service) = World::running().await;
    let queued = service.create(world.simulated("one", "outcome_unknown_then_success")).await.unwrap();
    service.until_status(&queued, GenerationStatus::OutcomeUnknown).await;
    service.stop().await;
    let service = world.start().await;
    service.until_status(&queued, GenerationStatus::Succeeded).await;
    assert_eq!(world.submitted.load(Ordering::SeqCst), 1, "it was looked up, not submitted again");
    service.stop().await;
}
