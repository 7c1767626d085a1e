use contracts::ledger::v1 as proto;
use kernel::Reason;
use tokio::task::JoinSet;

use crate::customer::answer;
use crate::world::shared;

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_and_request_give_the_first_answer() {
    let customer = shared().await.customer_with(100).await;
    let first = customer.spend_as("k", 10).await.unwrap();
    customer.spend(1).await;
    assert_eq!(customer.spend_as("k", 10).await.unwrap(), first, "whatever has happened since");
    assert_eq!(customer.entries_of_key("k").await.len(), 1);
    assert_eq!(customer.balance().await.available, 89);

    let request = customer.authorizing("h", 5, customer.after(2));
    let held = customer.authorize_as(request.clone()).await.unwrap();
    customer.release(&held.hold_id).await.unwrap();
    assert_eq!(customer.authorize_as(request).await.unwrap(), held, "also when the hold has ended since");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_accepted_request_is_answered_again_when_its_expiry_has_passed() {
    let customer = shared().await.customer_with(100).await;
    let request = customer.authorizing("h", 5, customer.after(1));
    let held = customer.authorize_as(request.clone()).await.unwrap();
    customer.reaches(3).await;
    assert_eq!(customer.authorize_as(request).await.unwrap(), held);
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_calls_at_once_with_one_key_are_one() {
    let customer = shared().await.customer_with(100).await;
    let mut calls = JoinSet::new();
    for _ in 0..50 {
        let (mut client, request) = (customer.client.clone(), customer.spending("k", 10));
        calls.spawn(async move { answer(client.spend(request).await).unwrap() });
    }
    let mut answers = calls.join_all().await;
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
    assert_eq!(customer.entries_of_key("k").await.len(), 1);
    assert_eq!(customer.balance().await.available, 90);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_is_given_again_even_when_the_tokens_are_there_by_now() {
    let customer = shared().await.customer_with(100).await;
    let first = customer.spend_as("k", 150).await.unwrap_err();
    customer.buy(100).await;
    let again = customer.spend_as("k", 150).await.unwrap_err();
    assert_eq!(again, first);
    assert_eq!(again.facts["available"], "100", "it tells of the balance that the first one saw");
    customer.spend_as("another", 150).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_cannot_be_used_for_another_request() {
    let customer = shared().await.customer_with(100).await;
    customer.spend_as("k", 10).await.unwrap();
    assert_eq!(customer.spend_as("k", 11).await.unwrap_err().reason, Reason::IdempotencyKeyReused);
    let other = proto::SpendRequest {
        reference: Some(contracts::common::v1::Reference { kind: "chat".into(), id: "another".into() }),
        ..customer.spending("k", 10)
    };
    let failure = answer(customer.client.clone().spend(other).await).unwrap_err();
    assert_eq!(failure.reason, Reason::IdempotencyKeyReused);
    let request = customer.authorizing("k", 10, customer.after(60));
    assert_eq!(customer.authorize_as(request).await.unwrap_err().reason, Reason::IdempotencyKeyReused);
    assert_eq!(customer.balance().await.available, 90);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_belongs_to_its_caller_and_its_account() {
    let shared = shared().await;
    let customer = shared.customer_with(100).await;
    let first = customer.spend_as("k", 10).await.unwrap();
    let generation = customer.through(shared.client("generation"));
    let second = generation.spend_as("k", 10).await.unwrap();
    assert_ne!(first, second);
    assert_eq!(generation.spend_as("k", 10).await.unwrap(), second);
    assert_eq!(customer.spend_as("k", 10).await.unwrap(), first);
    let callers: Vec<std::sync::Arc<str>> =
        customer.entries_of_key("k").await.into_iter().map(|entry| entry.cause.caller).collect();
    assert_eq!(callers, ["metering/tests".into(), "generation".into()]);

    let other = shared.customer_with(100).await;
    other.spend_as("k", 10).await.unwrap();
    assert_eq!((customer.balance().await.available, other.balance().await.available), (80, 90));
}
