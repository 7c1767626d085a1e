//! Many commands in one call: batches, streams, and the client that makes single calls of a stream.

use contracts::common::v1::Reason as Published;
use contracts::failure::Failure;
use contracts::ledger::v1::{self as proto, outcome::Outcome as Told};
use futures::future::join_all;
use futures::{StreamExt as _, stream};
use kernel::Reason;
use ledger_client::{LedgerClient, Options};
use tonic::Code;

use crate::customer::Customer;
use crate::world::{METERING, SOON, World, shared};

pub(crate) fn command(spend: proto::SpendRequest) -> proto::Command {
    proto::Command { command: Some(proto::command::Command::Spend(spend)) }
}

pub(crate) fn spent(outcome: &proto::Outcome) -> &proto::Receipt {
    match &outcome.outcome {
        Some(Told::Spend(spent)) => spent.receipt.as_ref().unwrap(),
        other => panic!("not spent: {other:?}"),
    }
}

fn failed(outcome: &proto::Outcome) -> Failure {
    match &outcome.outcome {
        Some(Told::Failure(failure)) => failure.clone().into(),
        other => panic!("not failed: {other:?}"),
    }
}

pub(crate) async fn batch(customer: &Customer<'_>, commands: Vec<proto::Command>) -> Vec<proto::Outcome> {
    let request = proto::SubmitBatchRequest { commands };
    customer.client.clone().submit_batch(request).await.unwrap().into_inner().outcomes
}

/// Sends these messages on one stream: all results, in the order in which they came.
pub(crate) async fn on_a_stream(
    customer: &Customer<'_>,
    messages: Vec<Vec<proto::Command>>,
) -> Vec<proto::SubmissionResult> {
    let mut id = 0;
    let messages = messages.into_iter().map(|commands| {
        let submissions = commands.into_iter().map(|command| {
            id += 1;
            proto::Submission { id, command: Some(command), ..proto::Submission::default() }
        });
        proto::SubmitRequest { submissions: submissions.collect() }
    });
    let messages: Vec<_> = messages.collect();
    let answers = customer.client.clone().submit(stream::iter(messages)).await.unwrap().into_inner();
    answers.flat_map(|message| stream::iter(message.unwrap().results)).collect().await
}

#[tokio::test]
async fn a_key_is_the_same_however_its_command_comes() {
    let customer = shared().await.customer_with(100).await;
    let first = customer.spend_as("key", 7).await.unwrap().receipt.unwrap();
    let again = || command(customer.spending("key", 7));
    assert_eq!(*spent(&batch(&customer, vec![again()]).await[0]), first);
    let results = on_a_stream(&customer, vec![vec![again()]]).await;
    assert_eq!(*spent(results[0].outcome.as_ref().unwrap()), first);
    let other = batch(&customer, vec![command(customer.spending("key", 8))]).await;
    assert_eq!(failed(&other[0]).reason, Reason::IdempotencyKeyReused);
    assert_eq!(customer.balance().await.available, 93);
}

#[tokio::test]
async fn the_commands_of_a_batch_are_decided_one_by_one_and_answered_in_their_order() {
    let customer = shared().await.customer_with(10).await;
    let spend = |key: &str, tokens| command(customer.spending(key, tokens));
    let wrong = proto::Command { command: None };
    let outcomes =
        batch(&customer, vec![spend("a", 6), wrong, spend("b", 6), spend("", 1), spend("c", 4)]).await;
    assert_eq!(spent(&outcomes[0]).balance.unwrap().available, 4);
    assert_eq!(failed(&outcomes[1]).fields[0].field, "command");
    let refused = failed(&outcomes[2]);
    assert_eq!((refused.reason, refused.facts["available"].as_str()), (Reason::InsufficientTokens, "4"));
    assert_eq!(failed(&outcomes[3]).fields[0].field, "idempotency_key");
    assert_eq!(spent(&outcomes[4]).balance.unwrap().available, 0);
}

#[tokio::test]
async fn a_command_that_stands_twice_in_a_batch_is_one_command() {
    let customer = shared().await.customer_with(10).await;
    let twice = vec![command(customer.spending("once", 3)); 2];
    let outcomes = batch(&customer, twice).await;
    assert_eq!(spent(&outcomes[0]), spent(&outcomes[1]));
    assert_eq!(customer.balance().await.available, 7);
}

#[tokio::test]
async fn a_batch_has_at_least_one_command_and_not_too_many() {
    let customer = shared().await.customer();
    for count in [0, 8_193] {
        let commands = vec![proto::Command::default(); count];
        let refused = customer.client.clone().submit_batch(proto::SubmitBatchRequest { commands }).await;
        let refused = refused.unwrap_err();
        assert_eq!(refused.code(), Code::InvalidArgument, "{count}");
        assert_eq!(Failure::from_status(&refused).fields[0].field, "commands");
    }
}

#[tokio::test]
async fn the_commands_of_an_account_are_decided_in_the_order_in_which_they_came_on_the_stream() {
    let customer = shared().await.customer_with(1_000).await;
    let messages: Vec<Vec<_>> = (0..20)
        .map(|message| {
            (0..10).map(|one| command(customer.spending(&format!("{message}-{one}"), 1))).collect()
        })
        .collect();
    let results = on_a_stream(&customer, messages).await;
    assert_eq!(results.len(), 200);
    for result in &results {
        let version = spent(result.outcome.as_ref().unwrap()).balance.unwrap().version;
        assert_eq!(version, result.id + 1, "after the purchase, one for each");
    }
}

#[tokio::test]
async fn a_stream_may_carry_more_than_may_be_under_way_at_a_time() {
    let customer = shared().await.customer_with(100_000).await;
    let messages = (0..5)
        .map(|message| {
            (0..8_000).map(|one| command(customer.spending(&format!("{message}-{one}"), 1))).collect()
        })
        .collect();
    let results = on_a_stream(&customer, messages).await;
    let (done, overloaded): (Vec<_>, Vec<_>) = results
        .iter()
        .partition(|result| matches!(result.outcome.as_ref().unwrap().outcome, Some(Told::Spend(_))));
    for result in &overloaded {
        assert_eq!(failed(result.outcome.as_ref().unwrap()).reason, Reason::Overloaded);
    }
    assert_eq!(results.len(), 40_000);
    assert_eq!(customer.balance().await.available, 100_000 - done.len() as u64);
}

#[tokio::test]
async fn of_too_many_submissions_in_one_message_the_rest_is_refused() {
    let customer = shared().await.customer_with(10).await;
    let results = on_a_stream(&customer, vec![vec![command(customer.spending("same", 1)); 8_193]]).await;
    let last = results.iter().find(|result| result.id == 8_193).unwrap();
    assert_eq!(failed(last.outcome.as_ref().unwrap()).fields[0].field, "submissions");
    assert_eq!(customer.balance().await.available, 9);
}

#[tokio::test]
async fn who_may_not_spend_may_not_stream_either() {
    let shared = shared().await;
    let mut gateway = shared.client("gateway");
    let refused = gateway.submit_batch(proto::SubmitBatchRequest::default()).await.unwrap_err();
    assert_eq!(refused.code(), Code::PermissionDenied);
    let refused = gateway.submit(stream::empty()).await.unwrap_err();
    assert_eq!(refused.code(), Code::PermissionDenied);
}

pub(crate) fn client(world: &World, url: &str) -> LedgerClient {
    LedgerClient::new(&world.endpoint(url, METERING), Options { timeout: SOON, ..Options::default() })
}

#[tokio::test]
async fn a_hundred_tokens_pay_for_a_hundred_calls_of_many() {
    let shared = shared().await;
    let customer = shared.customer_with(100).await;
    let client = client(&shared.world, &shared.ledger.url);
    let calls = (0..500).map(|call| client.run(customer.spending(&format!("call-{call}"), 1)));
    let answers = join_all(calls).await;
    let (paid, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
    assert_eq!((paid.len(), refused.len()), (100, 400));
    assert!(refused.iter().all(|answer| answer.as_ref().unwrap_err().reason == Reason::InsufficientTokens));
    assert_eq!(customer.balance().await.available, 0);
}

#[tokio::test]
async fn a_client_that_may_not_spend_is_told_so_at_once() {
    let shared = shared().await;
    let customer = shared.customer_with(10).await;
    let endpoint = shared.world.endpoint(&shared.ledger.url, "gateway");
    let client = LedgerClient::new(&endpoint, Options { timeout: SOON, ..Options::default() });
    let refused = client.run(customer.spending("key", 1)).await.unwrap_err();
    assert_eq!(refused.reason, Reason::PermissionDenied);
}

#[tokio::test]
async fn every_command_has_its_own_answer() {
    let shared = shared().await;
    let customer = shared.customer_with(100).await;
    let client = client(&shared.world, &shared.ledger.url);
    let authorize = |key: &str| customer.authorizing(key, 40, customer.after(600));
    let hold = authorize("hold");
    let first = client.run(hold.clone()).await.unwrap().hold_id;
    let again = client.run(hold).await.unwrap().hold_id;
    assert_eq!(first, again);
    let longer = proto::ExtendHoldRequest {
        account_id: customer.account.clone(),
        idempotency_key: "longer".into(),
        hold_id: first.clone(),
        expires_at: Some(contracts::convert::timestamp(customer.after(1_200))),
    };
    client.run(longer).await.unwrap();
    let capture = proto::CaptureRequest {
        account_id: customer.account.clone(),
        idempotency_key: "capture".into(),
        hold_id: first,
        tokens: 30,
        r#final: true,
    };
    let captured = client.run(capture).await.unwrap();
    assert_eq!((captured.captured, captured.released), (30, 10));
    let second = client.run(authorize("second-hold")).await.unwrap().hold_id;
    let release = proto::ReleaseRequest {
        account_id: customer.account.clone(),
        idempotency_key: "release".into(),
        hold_id: second,
        reason: Published::CancelledBySystem.into(),
    };
    assert_eq!(client.run(release).await.unwrap().released, 40);
    let nobody = proto::SpendRequest { account_id: "nobody".into(), ..customer.spending("x", 1) };
    assert_eq!(client.run(nobody).await.unwrap_err().fields[0].field, "account_id");
    assert_eq!(customer.balance().await.available, 70);
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_under_way_when_the_ledger_is_killed_are_answered_by_its_successor() {
    let apart = World::apart().await;
    let world = &apart.world;
    let port = testkit::free_port();
    let mut process = world.spawn(port).await;
    let customer = world.customer(&process.url);
    customer.buy(10_000).await;
    let client = client(world, &process.url);
    let calls = (0..2_000).map(|call| {
        let (client, spend) = (client.clone(), customer.spending(&format!("call-{call}"), 1));
        tokio::spawn(async move { client.run(spend).await })
    });
    let calls: Vec<_> = calls.collect();
    customer.reaches(50).await;
    process.kill();
    let unanswered = calls.iter().filter(|call| !call.is_finished()).count();
    assert!(unanswered > 0, "it was killed with calls under way");
    let process = world.spawn(port).await;
    for call in join_all(calls).await {
        call.unwrap().unwrap();
    }
    let customer = world.customer(&process.url).for_account(&customer.account);
    assert_eq!(customer.balance().await.available, 8_000, "each once");
}
