use contracts::failure::Failure;
use contracts::generation::v1::work::Spec;
use contracts::generation::v1::{
    CreateGenerationRequest, GetPricingRequest, ListGenerationsRequest, VideoSpec, Work,
};
use futures::future::join_all;
use kernel::Reason;

use crate::service::{World, chat, image, png, video};

#[tokio::test]
async fn the_same_key_makes_one_generation_however_often_it_comes() {
    let (world, service) = World::running().await;
    let created = join_all((0..12).map(|_| service.create(world.request("one", image())))).await;
    let ids: Vec<_> = created.into_iter().map(|it| it.unwrap().generation_id).collect();
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    assert_eq!(world.ledger.with(|books| books.holds.len()), 1);

    let other = service.create(world.request("one", video())).await.unwrap_err();
    assert_eq!(other.reason, Reason::IdempotencyKeyReused);
    let prompt = CreateGenerationRequest { prompt: "another".into(), ..world.request("one", image()) };
    assert_eq!(service.create(prompt).await.unwrap_err().reason, Reason::IdempotencyKeyReused);

    // Keys are per account.
    let somebody = CreateGenerationRequest {
        account_id: runtime::Clock::system().new_id().to_string(),
        ..world.request("one", image())
    };
    assert_ne!(service.create(somebody).await.unwrap().generation_id, ids[0]);
    service.stop().await;
}

#[tokio::test]
async fn the_first_answer_outlives_a_new_price_book() {
    let (world, service) = World::running().await;
    let first = service.create(world.request("one", image())).await.unwrap();
    sqlx::query("insert into price_books (version, effective_from) values ('empty', '2026-02-01T00:00:00Z')")
        .execute(&world.pool)
        .await
        .unwrap();
    assert_eq!(
        service.create(world.request("two", image())).await.unwrap_err().reason,
        Reason::InvalidInput,
        "no model is on offer any more"
    );
    let again = service.create(world.request("one", image())).await.unwrap();
    assert_eq!((again.generation_id, again.quote), (first.generation_id, first.quote));
    service.stop().await;
}

#[tokio::test]
async fn too_few_tokens_are_refused_with_the_facts_and_leave_no_generation() {
    let (world, service) = World::running().await;
    world.ledger.with(|books| books.available = 2);
    let refused = service.create(world.request("one", image())).await.unwrap_err();
    assert_eq!(refused.reason, Reason::InsufficientTokens);
    assert_eq!(refused.facts["available"], "2");
    assert_eq!(refused.facts["needed"], "3");

    // The same key gets the same answer, also when there are tokens by now.
    world.ledger.with(|books| books.available = 1_000);
    assert_eq!(service.create(world.request("one", image())).await.unwrap_err(), refused);
    let listed =
        ListGenerationsRequest { account_id: world.account.clone(), limit: 0, cursor: String::new() };
    let listed = service.client.clone().list_generations(listed).await.unwrap().into_inner();
    assert!(listed.generations.is_empty());
    service.create(world.request("two", image())).await.unwrap();
    service.stop().await;
}

#[tokio::test]
async fn everything_wrong_with_a_request_is_named_at_once() {
    let (world, service) = World::running().await;
    let check = async |request: CreateGenerationRequest, reason: Reason, fields: &[&str]| {
        let failure: Failure = service.create(request.clone()).await.unwrap_err();
        let found: Vec<_> = failure.fields.iter().map(|it| it.field.as_str()).collect();
        assert_eq!((failure.reason, found.as_slice()), (reason, fields), "{request:?}");
    };
    let right = world.request("one", image());
    let spec = VideoSpec { duration_seconds: 0, resolution: "9p".into(), fps: 1, audio: false };
    let wrong = Work {
        model: String::new(),
        spec: Some(Spec::Video(spec)),
        reference_image_ids: vec!["not-an-id".into()],
    };
    check(
        CreateGenerationRequest {
            prompt: String::new(),
            simulate: "chaos".into(),
            ..world.request("one", wrong)
        },
        Reason::InvalidInput,
        &[
            "work.reference_image_ids[0]",
            "work.model",
            "work.video.duration_seconds",
            "work.video.resolution",
            "work.video.fps",
            "prompt",
            "simulate",
        ],
    )
    .await;
    check(CreateGenerationRequest { work: None, ..right.clone() }, Reason::InvalidInput, &["work"]).await;
    let unknown = Work { model: "nobody".into(), ..image() };
    check(world.request("one", unknown), Reason::InvalidInput, &["work.model"]).await;
    check(
        CreateGenerationRequest { prompt: "hello".into(), ..world.request("one", chat("hello")) },
        Reason::InvalidInput,
        &["prompt"],
    )
    .await;
    check(
        CreateGenerationRequest { account_id: "me".into(), ..right.clone() },
        Reason::InvalidInput,
        &["account_id"],
    )
    .await;
    check(
        CreateGenerationRequest { idempotency_key: String::new(), ..right.clone() },
        Reason::IdempotencyKeyMissing,
        &[],
    )
    .await;
    let mut foreign = right;
    foreign.work.as_mut().unwrap().reference_image_ids = vec![runtime::Clock::system().new_id().to_string()];
    check(foreign, Reason::NotFound, &[]).await;
    assert_eq!(world.ledger.with(|books| books.asked), 0, "nothing wrong reaches the ledger");
    service.stop().await;
}

#[tokio::test]
async fn an_image_belongs_to_whoever_uploaded_it() {
    let (world, service) = World::running().await;
    let stranger = runtime::Clock::system().new_id().to_string();
    let id = service.upload(&stranger, png(64, 7)).await.unwrap();
    assert_eq!(service.upload(&stranger, png(64, 7)).await.unwrap(), id, "the same image is the same image");
    let mut request = world.request("one", image());
    request.work.as_mut().unwrap().reference_image_ids = vec![id];
    assert_eq!(service.create(request.clone()).await.unwrap_err().reason, Reason::NotFound);
    let own = CreateGenerationRequest { account_id: stranger.clone(), ..request };
    let created = service.create(own).await.unwrap();
    assert!(created.quote.unwrap().lines.iter().any(|line| line.code == "image.reference_image"));

    let refused = service.upload(&stranger, b"no image at all".to_vec()).await.unwrap_err();
    assert_eq!((refused.reason, refused.fields[0].field.as_str()), (Reason::InvalidInput, "content"));
    service.stop().await;
}

#[tokio::test]
async fn only_the_gateway_may_call_and_operators_may_see_prices() {
    let (world, service) = World::running().await;
    for caller in ["operator", "ledger", "metering/video"] {
        let mut client = world.client(&service.url, caller);
        let prices = client.get_pricing(GetPricingRequest {}).await;
        assert_eq!(prices.is_ok(), caller == "operator", "{caller}");
        let refused = client.create_generation(world.request("one", image())).await.unwrap_err();
        assert_eq!(refused.code(), tonic::Code::PermissionDenied, "{caller}");
    }
    service.stop().await;
}
