use contracts::generation::v1::generation_event::Kind;
use contracts::generation::v1::{Generation, GenerationStatus, GetMediaRequest, WatchGenerationRequest};

use crate::books;
use crate::log::kind_name;
use crate::service::{Service, World, chat, image, video};

async fn media(service: &Service, generation: &Generation, index: u32) -> (String, Vec<u8>) {
    let request = GetMediaRequest {
        account_id: generation.account_id.clone(),
        generation_id: generation.generation_id.clone(),
        index,
    };
    let mut stream = service.client.clone().get_media(request).await.unwrap().into_inner();
    let (mut content_type, mut content) = (String::new(), Vec::new());
    while let Some(part) = stream.message().await.unwrap() {
        assert!(content.is_empty() || part.content_type.is_empty(), "only the first part says what it is");
        content_type.push_str(&part.content_type);
        content.extend_from_slice(&part.chunk);
    }
    (content_type, content)
}

#[tokio::test]
async fn images_are_held_for_made_published_and_settled() {
    let (world, service) = World::running().await;
    let queued = service.create(world.request("one", image())).await.unwrap();
    let quoted = queued.quote.clone().unwrap().tokens;
    assert!(quoted > 0);
    assert_eq!(queued.held, quoted);
    let done = service.until_status(&queued, GenerationStatus::Succeeded).await;
    assert_eq!((done.media.len(), done.settled, done.held, done.charged), (2, false, quoted, 0));
    let mut files = Vec::new();
    for index in 0..2 {
        let (content_type, content) = media(&service, &done, index).await;
        assert_eq!(content_type, "image/png");
        assert_eq!(content.len() as u64, done.media[index as usize].bytes);
        let picture = image::load_from_memory_with_format(&content, image::ImageFormat::Png).unwrap();
        assert_eq!((picture.width(), picture.height()), (256, 128));
        files.push(content);
    }
    assert_ne!(files[0], files[1]);

    let events = world.events_until(&done.generation_id, "succeeded").await;
    let names: Vec<_> = events.iter().map(kind_name).collect();
    assert_eq!(names, ["requested", "started", "succeeded"]);
    assert!(events.iter().all(|event| event.hold_id == queued.hold_id && !event.hold_id.is_empty()));
    let Some(Kind::GenerationSucceeded(succeeded)) = &events[2].kind else { panic!("{events:?}") };
    assert_eq!((succeeded.cost_tokens, succeeded.list_tokens), (quoted, quoted));

    books::deduct(&done, quoted).await;
    let settled = service.until(&done, "settled", |found| found.settled).await;
    assert_eq!((settled.charged, settled.held), (quoted, 0));
    service.stop().await;
}

#[tokio::test]
async fn the_hold_carries_the_terms_the_reference_and_an_expiry() {
    let (world, service) = World::running().await;
    let queued = service.create(world.request("one", image())).await.unwrap();
    let (request, hold) =
        world.ledger.with(|books| books.holds[&format!("generation:{}", queued.generation_id)].clone());
    assert_eq!(hold, queued.hold_id);
    assert_eq!(request.tokens, queued.held);
    let reference = request.reference.unwrap();
    assert_eq!((reference.kind.as_str(), &reference.id), ("generation", &queued.generation_id));
    let terms = kernel::SettlementTerms::try_from(request.terms.unwrap()).unwrap();
    assert_eq!(terms.policy_version, "settlement-2026-01");
    assert_eq!(terms.on_prohibited_content, kernel::CostRule::CaptureAll);
    let lasts = request.expires_at.unwrap().seconds - queued.created_at.unwrap().seconds;
    assert!((899..=901).contains(&lasts), "{lasts} seconds");
    service.stop().await;
}

#[tokio::test]
async fn a_video_is_an_animation() {
    let (world, service) = World::running().await;
    let queued = service.create(world.request("one", video())).await.unwrap();
    let done = service.until_status(&queued, GenerationStatus::Succeeded).await;
    let (content_type, content) = media(&service, &done, 0).await;
    assert_eq!((content_type.as_str(), done.media.len()), ("image/gif", 1));
    assert!(content.starts_with(b"GIF89a"));
    service.stop().await;
}

#[tokio::test]
async fn chat_grows_under_a_watcher_and_costs_what_was_written() {
    let (world, service) = World::running().await;
    let queued = service.create(world.request("one", chat("Tell me about the sea."))).await.unwrap();
    let request = WatchGenerationRequest {
        account_id: world.account.clone(),
        generation_id: queued.generation_id.clone(),
    };
    let mut stream = service.client.clone().watch_generation(request).await.unwrap().into_inner();
    let mut texts: Vec<String> = Vec::new();
    let mut last = None;
    while let Some(seen) = stream.message().await.unwrap() {
        let seen = seen.generation.unwrap();
        if texts.last() != Some(&seen.text) {
            texts.push(seen.text.clone());
        }
        if seen.status() == GenerationStatus::Succeeded && !seen.settled {
            let events = world.events_until(&seen.generation_id, "succeeded").await;
            let Some(Kind::GenerationSucceeded(succeeded)) = &events.last().unwrap().kind else { panic!() };
            assert!(succeeded.cost_tokens < queued.held, "the quote was for 2,000 model tokens");
            books::deduct(&seen, succeeded.cost_tokens).await;
        }
        last = Some(seen);
    }
    // The stream ended by itself: after the final state was settled.
    let last = last.unwrap();
    assert!(last.settled && last.charged > 0 && last.held == 0, "{last:?}");
    assert!(texts.len() >= 4, "the text was seen to grow: {texts:?}");
    assert!(texts.windows(2).all(|pair| pair[1].starts_with(&pair[0])), "{texts:?}");
    assert!(last.text.contains("Tell me about the sea."));
    service.stop().await;
}

#[tokio::test]
async fn a_slow_job_keeps_its_hold_by_extensions() {
    let mut world = World::new().await;
    world.jobs.hold_seconds = 3;
    let service = world.start().await;
    let queued = service.create(world.simulated("one", "slow")).await.unwrap();
    let done = service.until_status(&queued, GenerationStatus::Succeeded).await;
    let extensions = world.ledger.with(|books| books.extensions.clone());
    assert!(!extensions.is_empty());
    for extension in extensions {
        assert_eq!(extension.hold_id, queued.hold_id);
        let until = extension.expires_at.unwrap().seconds;
        let key = format!("generation:{}:extend:{until}", done.generation_id);
        assert_eq!(extension.idempotency_key, key);
        assert!(until > queued.created_at.unwrap().seconds + 3);
    }
    service.stop().await;
}
