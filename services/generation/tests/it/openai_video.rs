//! The provider behind OpenAI's API: video, whose jobs are looked up by the provider's id.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use contracts::generation::v1::{Generation, GenerationStatus};
use futures::FutureExt as _;
use futures::future::BoxFuture;
use generation::provider::openai::OpenAi;
use generation::provider::{Capabilities, LookedUp, Provider, ProviderJob, Submitted};
use kernel::Reason;
use runtime::Clock;
use serde_json::json;
use testkit::eventually;
use tokio::sync::watch;

use crate::log::kind_name;
use crate::openai::{cost, failed};
use crate::openai_api::{Api, Call, MP4, answer, error, file, pieces, video_job};
use crate::service::{SOON, World, video};

const JOB: &str = "/v1/videos/video_123";
const CONTENT: &str = "/v1/videos/video_123/content";

/// The id that is stored with a job.
async fn stored_id(world: &World, generation: &Generation) -> Option<String> {
    let row: (Option<String>,) =
        sqlx::query_as("select provider_job_id from generations where id = $1::uuid")
            .bind(&generation.generation_id)
            .fetch_one(&world.pool)
            .await
            .unwrap();
    row.0
}

/// The provider, with crashes of our worker at chosen places.
struct Crashing {
    inner: Arc<OpenAi>,
    /// The provider has the job, and the worker dies before it can note that.
    after_submit: AtomicU32,
    in_look_up: AtomicU32,
}

fn crash_if_left(left: &AtomicU32) {
    let crash = left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
    assert!(crash.is_err(), "a crash that the test asked for");
}

impl Provider for Crashing {
    fn name(&self) -> &'static str {
        self.inner.name()
    }

    fn capabilities(&self) -> Capabilities {
        self.inner.capabilities()
    }

    fn submit<'a>(&'a self, job: &'a ProviderJob, text: watch::Sender<String>) -> BoxFuture<'a, Submitted> {
        async {
            let submitted = self.inner.submit(job, text).await;
            crash_if_left(&self.after_submit);
            submitted
        }
        .boxed()
    }

    fn look_up<'a>(&'a self, job: &'a ProviderJob) -> BoxFuture<'a, LookedUp> {
        async {
            crash_if_left(&self.in_look_up);
            self.inner.look_up(job).await
        }
        .boxed()
    }
}

#[tokio::test]
async fn a_video_is_created_polled_fetched_and_charged_for_its_seconds() {
    let world = World::new().await;
    let api = Api::serve(|call| {
        if call.creates_video() {
            video_job("queued", "4")
        } else if call.is(CONTENT) {
            file(MP4)
        } else {
            video_job(["queued", "in_progress", "completed"][call.before.min(2)], "2")
        }
    })
    .await;
    let service = world.start_with(api.provider(&world).await).await;
    let queued = service.create(world.request("one", video())).await.unwrap();
    let done = service.until_status(&queued, GenerationStatus::Succeeded).await;
    let [file] = done.media.as_slice() else { panic!("{done:?}") };
    assert_eq!((file.content_type.as_str(), file.bytes), ("video/mp4", MP4.len() as u64));
    // Two of four seconds came: (4,000 + 24 x 40 + 500) thousandths each.
    assert_eq!((queued.held, cost(&world, &done).await), (22, 11));
    let events = world.events_until(&done.generation_id, "succeeded").await;
    let names: Vec<_> = events.iter().map(kind_name).collect();
    assert_eq!(names, ["requested", "started", "succeeded"], "a job that is worked on is not unknown");
    let created = api.calls().into_iter().find(Call::creates_video).unwrap();
    for field in [
        "their-reel",
        "a red boat on a quiet sea",
        "\"seconds\"\r\n\r\n4\r\n",
        "\"size\"\r\n\r\n1280x720\r\n",
    ] {
        assert!(created.body.contains(field), "{field} in {}", created.body);
    }
    service.stop().await;
}

#[tokio::test]
async fn an_unknown_outcome_of_a_video_keeps_the_hold_until_it_is_known() {
    let world = World::new().await;
    let away = Arc::new(AtomicBool::new(true));
    let is_away = Arc::clone(&away);
    let api = Api::serve(move |call| {
        if call.creates_video() {
            return video_job("queued", "4");
        }
        match (is_away.load(Ordering::SeqCst), call.before % 3) {
            // No answer, a gateway's answer, an answer that makes no sense.
            (true, 0) => None,
            (true, 1) => answer(502, &json!("bad gateway")),
            (true, _) => answer(200, &json!({ "id": "video_123", "status": "shrug" })),
            (false, _) if call.is(CONTENT) && call.before == 0 => pieces(vec![MP4.into()], true),
            (false, _) if call.is(CONTENT) => file(MP4),
            (false, _) => video_job("completed", "4"),
        }
    })
    .await;
    let service = world.start_with(api.provider(&world).await).await;
    let queued = service.create(world.request("one", video())).await.unwrap();
    let unknown = service.until_status(&queued, GenerationStatus::OutcomeUnknown).await;
    assert_eq!((unknown.held, unknown.settled), (queued.held, false));
    eventually(SOON, "more look-ups", async || (api.count(|call| call.is(JOB)) > 4).then_some(())).await;
    let still = service.get(&world.account, &queued.generation_id).await.unwrap();
    assert_eq!((still.status(), still.held), (GenerationStatus::OutcomeUnknown, queued.held));

    away.store(false, Ordering::SeqCst);
    let done = service.until_status(&queued, GenerationStatus::Succeeded).await;
    assert_eq!(cost(&world, &done).await, queued.held);
    assert_eq!(api.count(Call::creates_video), 1);
    let events = world.events_until(&done.generation_id, "succeeded").await;
    let names: Vec<_> = events.iter().map(kind_name).collect();
    assert_eq!(names, ["requested", "started", "unknown", "succeeded"]);
    service.stop().await;
}

#[tokio::test]
async fn a_video_whose_worker_is_killed_is_found_again_by_its_id() {
    let world = World::new().await;
    let rendered = Arc::new(AtomicBool::new(false));
    let is_rendered = Arc::clone(&rendered);
    let api = Api::serve(move |call| {
        if call.creates_video() {
            video_job("queued", "4")
        } else if !is_rendered.load(Ordering::SeqCst) {
            // The worker is killed while it waits for this.
            if call.before == 1 { None } else { video_job("in_progress", "4") }
        } else if call.is(CONTENT) {
            file(MP4)
        } else {
            video_job("completed", "4")
        }
    })
    .await;
    let (service, threads) = world.start_to_kill(api.provider(&world).await).await;
    let queued = service.create(world.request("one", video())).await.unwrap();
    eventually(SOON, "the second look-up", async || (api.count(|call| call.is(JOB)) == 2).then_some(()))
        .await;
    assert_eq!(stored_id(&world, &queued).await.as_deref(), Some("video_123"));
    threads.kill();
    rendered.store(true, Ordering::SeqCst);

    let service = world.start_with(api.provider(&world).await).await;
    let done = service.until_status(&queued, GenerationStatus::Succeeded).await;
    assert_eq!(api.count(Call::creates_video), 1, "it was looked up, not created again");
    assert_eq!(cost(&world, &done).await, queued.held);
    service.stop().await;
}

#[tokio::test]
async fn another_worker_takes_a_video_over_however_often_one_crashes() {
    let world = World::new().await;
    let api = Api::serve(|call| {
        if call.creates_video() {
            video_job("queued", "4")
        } else if call.is(CONTENT) {
            file(MP4)
        } else {
            video_job("completed", "4")
        }
    })
    .await;
    // More crashes than attempts: none of them began the work.
    let provider =
        Crashing { inner: api.provider(&world).await, after_submit: 0.into(), in_look_up: 4.into() };
    let service = world.start_with(Arc::new(provider)).await;
    let queued = service.create(world.request("one", video())).await.unwrap();
    service.until_status(&queued, GenerationStatus::Succeeded).await;
    assert_eq!(api.count(Call::creates_video), 1);
    service.stop().await;
}

#[tokio::test]
async fn a_video_that_was_lost_before_its_id_was_stored_is_not_created_twice_and_costs_nothing() {
    let world = World::new().await;
    let api = Api::serve(|call| if call.creates_video() { video_job("queued", "4") } else { None }).await;
    let provider =
        Crashing { inner: api.provider(&world).await, after_submit: 1.into(), in_look_up: 0.into() };
    let service = world.start_with(Arc::new(provider)).await;
    let queued = service.create(world.request("one", video())).await.unwrap();
    let lost = failed(&world, &service, &queued).await;
    assert_eq!((lost.reason, lost.code.as_str()), (Reason::InternalError, "may_have_run:worker_lost"));
    assert_eq!((lost.cost, api.calls().len()), (None, 1));
    service.stop().await;

    // Likewise when the provider's answer is lost.
    let api = Api::serve(|_| None).await;
    let service = world.start_with(api.provider(&world).await).await;
    let queued = service.create(world.request("two", video())).await.unwrap();
    let lost = failed(&world, &service, &queued).await;
    assert_eq!((lost.reason, lost.code.as_str()), (Reason::ProviderError, "may_have_run:timeout"));
    assert_eq!((lost.cost, api.calls().len()), (None, 1));
    service.stop().await;
}

#[tokio::test]
async fn a_video_that_fails_is_free_or_charged_by_its_reason() {
    let world = World::new().await;
    let api = Api::serve(|call| {
        if call.creates_video() {
            let id = format!("video_{}", call.before);
            return answer(200, &json!({ "id": id, "object": "video", "status": "queued", "seconds": "4" }));
        }
        let failed = |code: &str| {
            let error =
                json!({ "code": code, "message": "Your request was blocked by our moderation system." });
            answer(200, &json!({ "id": "video", "status": "failed", "seconds": "4", "error": error }))
        };
        match call.path.as_str() {
            "/v1/videos/video_0" => failed("moderation_blocked"),
            "/v1/videos/video_1" => failed("video_generation_failed"),
            // Larger than allowed, and nobody said so before.
            "/v1/videos/video_2/content" => pieces(vec![MP4.into(), vec![0; 200_000].into()], false),
            "/v1/videos/video_3/content" => file(b"<html><script>alert(1)</script>"),
            "/v1/videos/video_4/content" => {
                error(404, "invalid_request_error", "expired", "The file has expired")
            }
            _ => video_job("completed", "4"),
        }
    })
    .await;
    let service = world.start_with(api.provider(&world).await).await;
    for (number, (reason, category, code)) in [
        (Reason::ProhibitedPrompt, "content_policy", "moderation_blocked"),
        (Reason::ProviderError, "", "failed:video_generation_failed"),
        (Reason::ProviderError, "", "may_have_run:media_too_large"),
        (Reason::ProviderError, "", "may_have_run:not_a_video"),
        (Reason::ProviderError, "", "may_have_run:content_gone"),
    ]
    .into_iter()
    .enumerate()
    {
        let queued = service.create(world.request(&format!("video-{number}"), video())).await.unwrap();
        let failed = failed(&world, &service, &queued).await;
        assert_eq!((failed.reason, failed.category.as_str(), failed.code.as_str()), (reason, category, code));
        let charged = (reason == Reason::ProhibitedPrompt).then_some(failed.held);
        assert_eq!(failed.cost, charged, "{code}");
    }
    service.stop().await;
}

#[tokio::test]
async fn a_video_that_is_never_done_is_given_up_in_the_end() {
    let world = World::new().await;
    let api = Api::serve(|_| video_job("in_progress", "4")).await;
    let mut options = world.openai(&api.url).await;
    options.openai_video_seconds = 2;
    let provider = OpenAi::new(&options, Clock::system()).unwrap();
    let service = world.start_with(Arc::new(provider)).await;
    let queued = service.create(world.request("one", video())).await.unwrap();
    let failed = failed(&world, &service, &queued).await;
    assert_eq!(
        (failed.reason, failed.code.as_str()),
        (Reason::ProviderError, "may_have_run:not_known_in_time")
    );
    assert_eq!((failed.cost, api.count(Call::creates_video)), (None, 1));
    assert!(api.count(|call| call.is(JOB)) > 1);
    assert_eq!(failed.attempts, 1, "to ask again is no attempt");
    service.stop().await;
}
