use std::collections::HashMap;

use contracts::generation::v1::generation_event::Kind;
use contracts::generation::v1::{GenerationStatus, GetPricingRequest, Quote, QuoteRequest, Work};

use crate::service::{Service, World, chat, image, video};

async fn quote(service: &Service, work: Work) -> Quote {
    let response = service.client.clone().quote(QuoteRequest { work: Some(work) }).await.unwrap();
    response.into_inner().quote.unwrap()
}

async fn insert_discount(world: &World, id: &str, percent: i16, starts: &'static str, ends: &'static str) {
    sqlx::query(
        "insert into discounts (promotion_id, name, percent, starts_at, ends_at, kinds) \
         values ($1, 'A test period', $2, now() + $3::interval, now() + $4::interval, array ['image'])",
    )
    .bind(id)
    .bind(percent)
    .bind(starts)
    .bind(ends)
    .execute(&world.pool)
    .await
    .unwrap();
}

#[tokio::test]
async fn p7_quotes_are_computed_from_the_very_rates_of_the_price_list() {
    let (_world, service) = World::running().await;
    let pricing = service.client.clone().get_pricing(GetPricingRequest {}).await.unwrap().into_inner();
    for kind in [1, 2, 3] {
        assert!(pricing.models.iter().filter(|model| model.kind == kind).count() >= 2);
    }
    assert_eq!(pricing.settlement["on_technical_failure"], "release");
    assert_eq!(pricing.settlement["on_prohibited_content"], "capture_all");
    let discount = &pricing.discounts[0];
    assert_eq!(discount.promotion_id, "free-images-2099");
    for work in [video(), image(), chat("hello")] {
        let model = pricing.models.iter().find(|model| model.model == work.model).unwrap();
        let rates: HashMap<_, _> =
            model.rates.iter().map(|rate| (rate.code.as_str(), rate.millitokens)).collect();
        let quote = quote(&service, work).await;
        assert_eq!(quote.price_book_version, pricing.price_book_version);
        assert!(quote.discount.is_none(), "its period is far away");
        let mut sum = 0;
        for line in &quote.lines {
            assert_eq!(line.unit_millitokens, rates[line.code.as_str()]);
            assert_eq!(line.millitokens, i64::try_from(line.quantity * line.unit_millitokens).unwrap());
            sum += line.quantity * line.unit_millitokens;
        }
        assert_eq!((quote.tokens, quote.list_tokens), (sum.div_ceil(1_000), sum.div_ceil(1_000)));
    }
    service.stop().await;
}

#[tokio::test]
async fn known_work_costs_what_was_computed_by_hand() {
    let (_world, service) = World::running().await;
    // 4 s x 4000 + 96 frames x 40 + 4 s of sound x 500 = 21,840 millitokens.
    assert_eq!(quote(&service, video()).await.tokens, 22);
    // 2 images x 500 + 8 x 4 tiles x 20 steps x 2 images x 1 = 2,280.
    assert_eq!(quote(&service, image()).await.tokens, 3);
    // 1 message x 10 + 2 model tokens x 5 + 2000 x 20 = 40,020.
    assert_eq!(quote(&service, chat("hello")).await.tokens, 41);
    service.stop().await;
}

#[tokio::test]
async fn p4_inside_a_free_period_images_cost_nothing_and_the_log_says_why() {
    let (world, service) = World::running().await;
    insert_discount(&world, "past", 90, "-2 hours", "-1 hour").await;
    insert_discount(&world, "half", 50, "-1 hour", "1 hour").await;
    insert_discount(&world, "free", 100, "-1 hour", "1 hour").await;
    let free = quote(&service, image()).await;
    assert_eq!((free.tokens, free.list_tokens), (0, 3));
    assert_eq!(free.discount.unwrap().promotion_id, "free");
    let last = free.lines.last().unwrap();
    assert_eq!((last.code.as_str(), last.millitokens), ("discount", -2_280));
    assert_eq!(quote(&service, video()).await.tokens, 22, "the period is for images only");

    let queued = service.create(world.request("one", image())).await.unwrap();
    assert_eq!(queued.held, 0);
    let hold = world.ledger.with(|books| books.holds.values().next().unwrap().0.tokens);
    assert_eq!(hold, 0, "free work leaves a trace too");
    let events = world.events_until(&queued.generation_id, "succeeded").await;
    let Some(Kind::GenerationRequested(requested)) = &events[0].kind else { panic!("{events:?}") };
    assert_eq!(
        (requested.quoted_tokens, requested.list_tokens, requested.promotion_id.as_str()),
        (0, 3, "free")
    );
    let Some(Kind::GenerationSucceeded(done)) = &events.last().unwrap().kind else { panic!("{events:?}") };
    assert_eq!((done.cost_tokens, done.list_tokens, done.promotion_id.as_str()), (0, 3, "free"));
    service.stop().await;
}

#[tokio::test]
async fn price_and_discount_are_those_of_the_moment_of_acceptance() {
    let (world, service) = World::running().await;
    insert_discount(&world, "half", 50, "-1 hour", "1 hour").await;
    let queued = service.create(world.simulated("one", "outcome_unknown_then_success")).await.unwrap();
    assert_eq!((queued.held, queued.quote.as_ref().unwrap().list_tokens), (2, 3));
    service.until_status(&queued, GenerationStatus::OutcomeUnknown).await;
    // While the job is under way the discount ends and everything becomes a thousand times dearer.
    sqlx::query("delete from discounts").execute(&world.pool).await.unwrap();
    sqlx::query("update price_book_rates set millitokens = millitokens * 1000")
        .execute(&world.pool)
        .await
        .unwrap();
    let events = world.events_until(&queued.generation_id, "succeeded").await;
    let Some(Kind::GenerationSucceeded(done)) = &events.last().unwrap().kind else { panic!("{events:?}") };
    assert_eq!((done.cost_tokens, done.list_tokens, done.promotion_id.as_str()), (2, 3, "half"));
    service.stop().await;
}
