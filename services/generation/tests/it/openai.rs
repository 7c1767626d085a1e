//! The provider behind OpenAI's API: chat and images, whose work cannot be looked up.

use std::sync::Arc;

use contracts::generation::v1::generation_event::Kind;
use contracts::generation::v1::{CreateGenerationRequest, Generation, GenerationFailed, GenerationStatus};
use generation::provider::openai::OpenAi;
use kernel::{Outcome, Reason, SettlementTerms, Tokens};
use runtime::Clock;
use serde_json::{Value, json};
use testkit::eventually;

use crate::log::kind_name;
use crate::openai_api::{Api, answer, chunks, end, error, images, pieces};
use crate::service::{API_KEY, SOON, Service, World, chat, image, png, video};

/// How a job ended that failed, and what that costs by the terms of its hold.
pub(crate) struct Failed {
    pub(crate) reason: Reason,
    pub(crate) category: String,
    pub(crate) code: String,
    pub(crate) attempts: u32,
    pub(crate) held: Tokens,
    pub(crate) cost: Option<Tokens>,
    pub(crate) names: Vec<&'static str>,
}

/// Waits until a job has failed.
pub(crate) async fn failed(world: &World, service: &Service, queued: &Generation) -> Failed {
    let failed = service.until_status(queued, GenerationStatus::Failed).await;
    assert!(failed.media.is_empty() && failed.text.is_empty(), "{failed:?}");
    let events = world.events_until(&queued.generation_id, "failed").await;
    let Some(Kind::GenerationFailed(GenerationFailed { reason, evidence })) =
        events.last().unwrap().kind.clone()
    else {
        panic!("{events:?}")
    };
    let (reason, evidence) = (contracts::reason::from_number(reason).unwrap(), evidence.unwrap());
    assert!(!format!("{events:?}").contains(API_KEY));
    let (held, terms) = (Tokens::new(queued.held), terms(world, queued));
    Failed {
        reason,
        category: evidence.category,
        code: evidence.code,
        attempts: evidence.attempts,
        held,
        cost: terms.cost_of(Outcome::Failed(reason), held),
        names: events.iter().map(kind_name).collect(),
    }
}

/// The terms that the hold carries, by which the ledger settles.
fn terms(world: &World, queued: &Generation) -> SettlementTerms {
    let key = format!("generation:{}", queued.generation_id);
    let request = world.ledger.with(|books| books.holds[&key].0.clone());
    SettlementTerms::try_from(request.terms.unwrap()).unwrap()
}

/// What a job that succeeded costs.
pub(crate) async fn cost(world: &World, done: &Generation) -> u64 {
    let events = world.events_until(&done.generation_id, "succeeded").await;
    let Some(Kind::GenerationSucceeded(succeeded)) = &events.last().unwrap().kind else {
        panic!("{events:?}")
    };
    assert_eq!(succeeded.provider, "openai");
    succeeded.cost_tokens
}

#[tokio::test]
async fn chat_is_streamed_and_costs_the_tokens_that_the_provider_counts() {
    let world = World::new().await;
    let api = Api::serve(|_| {
        let stream = [chunks(&["The sea ", "is wide."]), end("stop", 1_500)].concat();
        pieces(stream, false)
    })
    .await;
    let service = world.start_with(api.provider(&world).await).await;
    let queued = service.create(world.request("one", chat("Tell me about the sea."))).await.unwrap();
    let done = service.until_status(&queued, GenerationStatus::Succeeded).await;
    assert_eq!(done.text, "The sea is wide.");
    // 1 message, 6 model tokens read, 1,500 written, at the rates of the price book: 10 + 30 + 30,000 thousandths.
    assert_eq!(cost(&world, &done).await, 31);
    assert_eq!(queued.held, 41, "2,000 model tokens might have been written");

    let calls = api.calls();
    let [call] = calls.as_slice() else { panic!("{calls:?}") };
    assert_eq!((call.method.as_str(), call.path.as_str()), ("POST", "/v1/chat/completions"));
    assert_eq!(call.authorization, format!("Bearer {API_KEY}"));
    assert_eq!(call.request_id, queued.generation_id);
    let body: Value = serde_json::from_str(&call.body).unwrap();
    let expected = json!({
        "model": "their-talk", "stream": true, "stream_options": { "include_usage": true }, "temperature": 0.5,
        "max_completion_tokens": 2_000, "messages": [{ "role": "user", "content": "Tell me about the sea." }],
    });
    assert_eq!(body, expected);
    service.stop().await;
}

#[tokio::test]
async fn chat_is_seen_to_grow_and_a_stream_that_is_cut_delivers_and_costs_nothing() {
    let world = World::new().await;
    let api = Api::serve(|call| match call.before {
        // The words come, and then silence.
        0 => {
            let words =
                futures::stream::iter(chunks(&["Half a ", "tale"]).into_iter().map(Ok::<_, std::io::Error>));
            let body = futures::StreamExt::chain(words, futures::stream::pending());
            Some(axum::response::Response::new(axum::body::Body::from_stream(body)))
        }
        _ => pieces(chunks(&["Half a ", "tale"]), true),
    })
    .await;
    let service = world.start_with(api.provider(&world).await).await;
    for (key, code) in [("silent", "may_have_run:stream_silent"), ("cut", "may_have_run:stream_cut")] {
        let queued = service.create(world.request(key, chat("Tell me a tale."))).await.unwrap();
        if key == "silent" {
            service.until(&queued, "the words so far", |found| found.text == "Half a tale").await;
        }
        let failed = failed(&world, &service, &queued).await;
        assert_eq!((failed.reason, failed.code.as_str()), (Reason::ProviderError, code));
        assert_eq!(failed.cost, None, "{key}");
        assert_eq!(failed.names, ["requested", "started", "failed"]);
    }
    assert_eq!(api.calls().len(), 2, "what may have run is not handed over again");
    service.stop().await;
}

#[tokio::test]
async fn technical_failures_cost_nothing_and_are_not_repeated() {
    let world = World::new().await;
    let api = Api::serve(|call| {
        let has = |word: &str| call.body.contains(word);
        if has("row-silence") {
            None
        } else if has("row-quota") {
            error(429, "insufficient_quota", "insufficient_quota", "You exceeded your current quota")
        } else if has("row-429") {
            error(429, "requests", "rate_limit_exceeded", "Rate limit reached")
        } else if has("row-key") {
            error(401, "invalid_request_error", "invalid_api_key", "Incorrect API key provided: sk-test-****")
        } else if has("row-model") {
            error(404, "invalid_request_error", "model_not_found", "The model does not exist")
        } else if has("row-context") {
            error(
                400,
                "invalid_request_error",
                "context_length_exceeded",
                "This model's maximum context length …",
            )
        } else if has("row-parameter") {
            error(400, "invalid_request_error", "unknown_parameter", "Unknown parameter")
        } else if has("row-elsewhere") {
            let location = [("location", "http://127.0.0.1:1/v1/chat/completions")];
            Some(axum::response::IntoResponse::into_response((axum::http::StatusCode::FOUND, location)))
        } else {
            let status =
                ["500", "502", "503", "504"].into_iter().find(|it| has(&format!("row-{it}"))).unwrap();
            answer(status.parse().unwrap(), &json!("<html>"))
        }
    })
    .await;
    let service = world.start_with(api.provider(&world).await).await;
    let rows = [
        ("row-500", Reason::ProviderError, "may_have_run:http_500", 1),
        ("row-502", Reason::ProviderError, "may_have_run:http_502", 1),
        ("row-504", Reason::ProviderError, "may_have_run:http_504", 1),
        ("row-silence", Reason::ProviderError, "may_have_run:timeout", 1),
        ("row-503", Reason::Capacity, "http_503", 1),
        ("row-429", Reason::Capacity, "http_429:rate_limit_exceeded", 3),
        ("row-quota", Reason::InternalError, "http_429:insufficient_quota", 1),
        ("row-key", Reason::InternalError, "http_401:invalid_api_key", 1),
        ("row-model", Reason::InternalError, "http_404:model_not_found", 1),
        ("row-parameter", Reason::InternalError, "http_400:unknown_parameter", 1),
        ("row-elsewhere", Reason::InternalError, "http_302", 1),
        ("row-context", Reason::InvalidInput, "http_400:context_length_exceeded", 1),
    ];
    let mut all = Vec::new();
    for (row, ..) in rows {
        let text = service.create(world.request(&format!("{row}-chat"), chat(row))).await.unwrap();
        let prompt = CreateGenerationRequest {
            prompt: row.to_owned(),
            ..world.request(&format!("{row}-image"), image())
        };
        all.push((text, service.create(prompt).await.unwrap()));
    }
    for ((row, reason, code, calls), (text, picture)) in rows.into_iter().zip(all) {
        for queued in [text, picture] {
            let failed = failed(&world, &service, &queued).await;
            assert_eq!((failed.reason, failed.code.as_str()), (reason, code), "{row}");
            assert_eq!(failed.cost, None, "{row}");
            let sent = api.count(|call| call.request_id == queued.generation_id);
            assert_eq!(sent, calls, "{row}");
        }
    }
    service.stop().await;
}

#[tokio::test]
async fn a_provider_that_cannot_be_reached_was_not_asked() {
    let world = World::new().await;
    let nobody = format!("http://127.0.0.1:{}/v1", testkit::free_port());
    let provider = OpenAi::new(&world.openai(&nobody).await, Clock::system()).unwrap();
    let service = world.start_with(Arc::new(provider)).await;
    for work in [chat("hello"), image(), video()] {
        let queued = service.create(world.request(&work.model.clone(), work)).await.unwrap();
        let failed = failed(&world, &service, &queued).await;
        assert_eq!((failed.reason, failed.code.as_str()), (Reason::ProviderError, "unreachable"));
        assert_eq!(failed.cost, None);
    }
    service.stop().await;
}

#[tokio::test]
async fn a_busy_provider_is_asked_again() {
    let world = World::new().await;
    let api = Api::serve(|call| match call.before {
        0 => error(429, "requests", "rate_limit_exceeded", "Rate limit reached"),
        _ => pieces([chunks(&["Here."]), end("stop", 1)].concat(), false),
    })
    .await;
    let service = world.start_with(api.provider(&world).await).await;
    let queued = service.create(world.request("one", chat("hello"))).await.unwrap();
    let done = service.until_status(&queued, GenerationStatus::Succeeded).await;
    assert_eq!((done.text.as_str(), api.calls().len()), ("Here.", 2));
    service.stop().await;
}

#[tokio::test]
async fn content_that_the_provider_refuses_is_charged_with_its_category() {
    let world = World::new().await;
    let api = Api::serve(|call| match call.path.as_str() {
        "/v1/chat/completions" => {
            pieces([chunks(&["First, take "]), end("content_filter", 3)].concat(), false)
        }
        _ => error(
            400,
            "image_generation_user_error",
            "moderation_blocked",
            "Your request was rejected by the safety system. safety_violations=[violence].",
        ),
    })
    .await;
    let service = world.start_with(api.provider(&world).await).await;
    for (work, category, code) in
        [(chat("hello"), "content_policy", "content_filter"), (image(), "violence", "moderation_blocked")]
    {
        let queued = service.create(world.request(&work.model.clone(), work)).await.unwrap();
        let failed = failed(&world, &service, &queued).await;
        assert_eq!(failed.reason, Reason::ProhibitedPrompt);
        assert_eq!((failed.category.as_str(), failed.code.as_str()), (category, code));
        assert_eq!(failed.cost, Some(failed.held));
        let seen = service.get(&world.account, &queued.generation_id).await.unwrap();
        assert_eq!(seen.failure_detail, category);
    }
    service.stop().await;
}

#[tokio::test]
async fn images_that_came_are_delivered_and_charged_and_nothing_else_is() {
    let world = World::new().await;
    let api = Api::serve(|call| {
        let (one, other) = (png(16, 1), png(16, 2));
        match call.before {
            0 => images(&[&one, &other]),
            1 => images(&[&one, b"<svg onload='alert(1)'/>"]),
            _ => images(&[&[b"\x89PNG\r\n\x1a\n".as_slice(), &vec![0; 200_000]].concat()]),
        }
    })
    .await;
    let service = world.start_with(api.provider(&world).await).await;
    let mut costs = Vec::new();
    for key in ["both", "one"] {
        let queued = service.create(world.request(key, image())).await.unwrap();
        let done = service.until_status(&queued, GenerationStatus::Succeeded).await;
        assert!(done.media.iter().all(|file| file.content_type == "image/png"), "{done:?}");
        costs.push((done.media.len(), cost(&world, &done).await));
    }
    // 500 for an image and 8 x 4 tiles x 20 steps: 1,140 thousandths each, rounded up once.
    assert_eq!(costs, [(2, 3), (1, 2)]);
    let queued = service.create(world.request("large", image())).await.unwrap();
    let failed = failed(&world, &service, &queued).await;
    assert_eq!(
        (failed.reason, failed.code.as_str()),
        (Reason::ProviderError, "may_have_run:media_too_large")
    );
    assert_eq!(failed.cost, None);
    let body: Value = serde_json::from_str(&api.calls()[0].body).unwrap();
    let expected = json!({ "model": "their-still", "prompt": "a red boat on a quiet sea", "n": 2, "size": "512x256", "quality": "low" });
    assert_eq!(body, expected);
    service.stop().await;
}

#[tokio::test]
async fn a_chat_whose_worker_is_killed_is_not_written_twice_and_costs_nothing() {
    let world = World::new().await;
    let api = Api::serve(|_| None).await;
    let (service, threads) = world.start_to_kill(api.provider(&world).await).await;
    let queued = service.create(world.request("one", chat("hello"))).await.unwrap();
    eventually(SOON, "the call", async || (api.calls().len() == 1).then_some(())).await;
    threads.kill();

    let service = world.start_with(api.provider(&world).await).await;
    let failed = failed(&world, &service, &queued).await;
    assert_eq!((failed.reason, failed.code.as_str()), (Reason::InternalError, "may_have_run:worker_lost"));
    assert_eq!((failed.cost, failed.attempts, api.calls().len()), (None, 2, 1));
    service.stop().await;
}

#[tokio::test]
async fn work_that_the_provider_would_do_otherwise_is_refused_before_anything_is_held() {
    let world = World::new().await;
    let api = Api::serve(|_| error(500, "server_error", "none", "nobody should call")).await;
    let service = world.start_with(api.provider(&world).await).await;
    let mut steps = image();
    let Some(contracts::generation::v1::work::Spec::Image(spec)) = &mut steps.spec else { panic!() };
    spec.steps = 21;
    let other = contracts::generation::v1::Work { model: "still-1-pro".to_owned(), ..image() };
    for (request, field) in [
        (world.simulated("simulated", "slow"), "simulate"),
        (world.request("steps", steps), "work.image.steps"),
        (world.request("model", other), "work.model"),
    ] {
        let refused = service.create(request).await.unwrap_err();
        assert_eq!(refused.reason, Reason::InvalidInput);
        assert_eq!(refused.fields[0].field, field, "{refused:?}");
    }
    assert!(world.ledger.with(|books| books.holds.is_empty()) && api.calls().is_empty());
    service.stop().await;
}

#[tokio::test]
async fn jobs_of_another_provider_are_left_to_it() {
    let world = World::new().await;
    let service = world.start().await;
    let queued = service.create(world.simulated("one", "outcome_unknown_then_success")).await.unwrap();
    service.until_status(&queued, GenerationStatus::OutcomeUnknown).await;
    service.stop().await;

    let api = Api::serve(|_| pieces([chunks(&["Here."]), end("stop", 1)].concat(), false)).await;
    let service = world.start_with(api.provider(&world).await).await;
    // Due long before this one is done.
    for key in ["two", "three", "four"] {
        let other = service.create(world.request(key, chat("hello"))).await.unwrap();
        service.until_status(&other, GenerationStatus::Succeeded).await;
    }
    let waiting = service.get(&world.account, &queued.generation_id).await.unwrap();
    assert_eq!((waiting.status(), waiting.held), (GenerationStatus::OutcomeUnknown, queued.held));
    service.stop().await;

    let service = world.start().await;
    service.until_status(&queued, GenerationStatus::Succeeded).await;
    service.stop().await;
}
