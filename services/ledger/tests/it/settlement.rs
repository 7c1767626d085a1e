use contracts::generation::v1::generation_event::Kind as Outcome;
use contracts::generation::v1::{
    Evidence, GenerationCancelled, GenerationFailed, GenerationOutcomeUnknown, GenerationStarted,
    GenerationSucceeded,
};
use contracts::ledger::v1::{HoldState, ListTokenLogRequest, TokenLogKind};
use contracts::reason;
use kernel::Reason;
use ledger::domain::{Change, Kind};

use crate::world::shared;

fn succeeded(cost_tokens: u64) -> Outcome {
    Outcome::GenerationSucceeded(GenerationSucceeded { cost_tokens, ..GenerationSucceeded::default() })
}

fn failed(why: Reason, category: &str) -> Outcome {
    Outcome::GenerationFailed(GenerationFailed {
        reason: reason::number(Some(why)),
        evidence: Some(Evidence { category: category.to_owned(), ..Evidence::default() }),
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn success_charges_the_actual_cost_and_releases_the_rest() {
    let customer = shared().await.customer_with(100).await;
    let hold = customer.authorize(60).await;
    let generation = customer.world.new_id();
    let started = Outcome::GenerationStarted(GenerationStarted { provider: "sandbox".into(), attempt: 1 });
    customer.outcome(&generation, &hold, started).await;
    let unknown = Outcome::GenerationOutcomeUnknown(GenerationOutcomeUnknown::default());
    customer.outcome(&generation, &hold, unknown).await;
    let cost = GenerationSucceeded {
        cost_tokens: 40,
        list_tokens: 50,
        promotion_id: "half-price".to_owned(),
        ..GenerationSucceeded::default()
    };
    customer.outcome(&generation, &hold, Outcome::GenerationSucceeded(cost)).await;

    let balance = customer.reaches(3).await;
    assert_eq!((balance.available, balance.held), (60, 0));
    assert_eq!(customer.hold(&hold).await.unwrap().state(), HoldState::Captured);
    let log = customer.page(ListTokenLogRequest::default()).await.unwrap();
    let line = &log.entries[0];
    assert_eq!((line.kind(), line.amount, line.held_change), (TokenLogKind::Use, -40, -60));
    assert_eq!((line.list_tokens, line.promotion_id.as_str()), (50, "half-price"));
    assert_eq!((line.reason, line.hold_id.as_str()), (0, hold.as_str()));
    let entries = customer.has_entries(3).await;
    assert_eq!(entries[2].cause.key, format!("generation:{generation}:outcome"));
    assert_eq!(entries[2].cause.input.clone().unwrap().topic, "generation.events");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_technical_failure_costs_nothing() {
    let customer = shared().await.customer_with(100).await;
    for why in [Reason::ProviderError, Reason::ProviderTimeout, Reason::InternalError] {
        let before = customer.balance().await;
        let hold = customer.authorize(60).await;
        customer.outcome(&customer.world.new_id(), &hold, failed(why, "")).await;
        let balance = customer.reaches(before.version + 2).await;
        assert_eq!((balance.available, balance.held), (100, 0), "{why}");
        assert_eq!(customer.hold(&hold).await.unwrap().state(), HoldState::Released);
        let log = customer.page(ListTokenLogRequest::default()).await.unwrap();
        assert_eq!((log.entries[0].kind(), log.entries[0].amount), (TokenLogKind::Release, 0));
        assert_eq!(log.entries[0].reason, reason::number(Some(why)), "and the log says why");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn prohibited_content_is_charged_and_the_log_names_the_category() {
    let customer = shared().await.customer_with(100).await;
    for (why, category) in [(Reason::ProhibitedPrompt, "violence"), (Reason::ProhibitedImage, "known-image")]
    {
        let before = customer.balance().await;
        let hold = customer.authorize(30).await;
        customer.outcome(&customer.world.new_id(), &hold, failed(why, category)).await;
        let balance = customer.reaches(before.version + 2).await;
        assert_eq!((balance.available, balance.held), (before.available - 30, 0));
        let log = customer.page(ListTokenLogRequest::default()).await.unwrap();
        let line = &log.entries[0];
        assert_eq!((line.kind(), line.amount), (TokenLogKind::Use, -30));
        assert_eq!((line.reason, line.reason_detail.as_str()), (reason::number(Some(why)), category));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_delivered_before_the_user_stopped_it_is_charged() {
    let customer = shared().await.customer_with(100).await;
    let hold = customer.authorize(60).await;
    let cancelled = Outcome::GenerationCancelled(GenerationCancelled { delivered_tokens: 15 });
    customer.outcome(&customer.world.new_id(), &hold, cancelled).await;
    let balance = customer.reaches(3).await;
    assert_eq!((balance.available, balance.held), (85, 0));
    let log = customer.page(ListTokenLogRequest::default()).await.unwrap();
    assert_eq!(log.entries[0].reason, reason::number(Some(Reason::CancelledByUser)));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_first_outcome_of_a_generation_counts() {
    let customer = shared().await.customer_with(100).await;
    let hold = customer.authorize(60).await;
    let generation = customer.world.new_id();
    customer.outcome(&generation, &hold, succeeded(40)).await;
    customer.outcome(&generation, &hold, succeeded(40)).await;
    customer.outcome(&generation, &hold, failed(Reason::ProviderError, "")).await;
    customer.outcome(&generation, &hold, succeeded(60)).await;
    // What comes behind them in the same partition of the same topic tells that they have been dealt with.
    let next = customer.authorize(1).await;
    customer.outcome(&customer.world.new_id(), &next, succeeded(1)).await;
    let balance = customer.reaches(5).await;
    assert_eq!((balance.available, balance.held), (59, 0));
    customer.has_entries(5).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outcome_that_comes_after_its_hold_has_expired_is_refused_and_recorded() {
    let customer = shared().await.customer_with(100).await;
    let request = customer.authorizing(&customer.world.new_id(), 60, customer.after(1));
    let hold = customer.authorize_as(request).await.unwrap().hold_id;
    customer.reaches(3).await;
    let generation = customer.world.new_id();
    customer.outcome(&generation, &hold, succeeded(40)).await;
    let balance = customer.reaches(4).await;
    assert_eq!((balance.available, balance.held), (100, 0));
    let entries = customer.has_entries(4).await;
    let Kind::Wallet { change: Change::Refused { command, reason, tokens, hold: about, .. }, .. } =
        &entries[3].kind
    else {
        panic!("{:?}", entries[3])
    };
    assert_eq!((*command, *reason, tokens.get()), ("Settle", Reason::HoldNotOpen, 40));
    assert_eq!(about.map(|hold| hold.to_string()), Some(hold));
    assert_eq!(entries[3].cause.key, format!("generation:{generation}:outcome"));
}
