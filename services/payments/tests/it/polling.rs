//! Crashes and processors that are away, with a clock that the test moves.

use chrono::TimeDelta;
use kernel::Reason;
use payments::domain::{OrderState, Outcome, StepKind};
use payments::service::{Finding, LearnedBy, PaymentsError, Settled};
use testkit::eventually;

use crate::bench::{Bench, payment_of};
use crate::stack::WITHIN;

fn kinds(order: &payments::domain::Order) -> Vec<&'static str> {
    order.steps.iter().map(|step| step.kind.as_str()).collect()
}

#[tokio::test]
async fn an_attempt_whose_process_died_before_the_call_is_submitted_again_and_paid_once() {
    let bench = Bench::new().await;
    let silent = bench.with_silent_processor().await;
    let order = bench.order(&silent).await;
    let processing = bench.pay(&silent, order, "pm_visa_webhook_never").await.unwrap();
    assert!(matches!(processing.state, OrderState::Processing(_)));

    let restarted = bench.payments().await;
    let paid = bench
        .poll_until(&restarted, order, TimeDelta::seconds(5), |order| {
            matches!(order.state, OrderState::Paid(_))
        })
        .await;
    assert_eq!(kinds(&paid), ["placed", "attempted", "paid"]);
    assert_eq!(bench.events().await, ["OrderPlaced", "PaymentSucceeded"]);
}

#[tokio::test]
async fn an_attempt_that_was_never_heard_of_for_long_is_given_up_and_the_order_can_be_paid() {
    let bench = Bench::new().await;
    let silent = bench.with_silent_processor().await;
    let order = bench.order(&silent).await;
    bench.pay(&silent, order, "pm_visa").await.unwrap();

    bench.clock.advance(TimeDelta::minutes(16));
    let payments = bench.payments().await;
    let pending = bench
        .poll_until(&payments, order, TimeDelta::seconds(1), |order| order.state == OrderState::Pending)
        .await;
    assert_eq!(pending.last_failure, Some(Reason::ProcessorUnavailable));
    let lost = payment_of(&pending, StepKind::Failed);

    bench.pay(&payments, order, "pm_visa_webhook_never").await.unwrap();
    let paid = bench
        .poll_until(&payments, order, TimeDelta::seconds(3), |order| {
            matches!(order.state, OrderState::Paid(_))
        })
        .await;
    let receipt = paid.receipt.clone();

    // The lost attempt was taken by the processor after all: the buyer has paid twice.
    let late =
        Finding { payment: lost, outcome: Outcome::Succeeded, learned_by: LearnedBy::Webhook, report: None };
    assert_eq!(payments.settle(&late).await.unwrap(), Settled::Applied);
    assert_eq!(payments.settle(&late).await.unwrap(), Settled::Known);
    let surplus = bench.get(&payments, order).await;
    assert_eq!(kinds(&surplus), ["placed", "attempted", "failed", "attempted", "paid", "surplus"]);
    assert_eq!((surplus.state, surplus.receipt), (paid.state, receipt));
    assert_eq!(bench.events().await, ["OrderPlaced", "PaymentFailed", "PaymentSucceeded"]);
}

#[tokio::test]
async fn late_money_pays_an_order_whose_attempt_was_given_up() {
    let bench = Bench::new().await;
    let silent = bench.with_silent_processor().await;
    let order = bench.order(&silent).await;
    let processing = bench.pay(&silent, order, "pm_visa").await.unwrap();
    let payment = payment_of(&processing, StepKind::Attempted);
    let found = |outcome| Finding { payment, outcome, learned_by: LearnedBy::Poll, report: None };
    silent.settle(&found(Outcome::Failed(Reason::ProcessorUnavailable))).await.unwrap();
    assert_eq!(bench.get(&silent, order).await.state, OrderState::Pending);
    assert_eq!(silent.settle(&found(Outcome::Succeeded)).await.unwrap(), Settled::Applied);
    assert_eq!(bench.get(&silent, order).await.state, OrderState::Paid(payment));
    let contradiction = silent.settle(&found(Outcome::Failed(Reason::CardDeclined))).await.unwrap();
    assert_eq!(contradiction, Settled::Contradiction);
    assert_eq!(bench.events().await, ["OrderPlaced", "PaymentFailed", "PaymentSucceeded"]);
}

#[tokio::test]
async fn a_processor_that_cannot_be_reached_fails_the_attempt_and_not_the_order() {
    let bench = Bench::new().await;
    let away = bench.with_processor(&format!("http://127.0.0.1:{}", testkit::free_port()));
    let order = bench.order(&away).await;
    match bench.pay(&away, order, "pm_visa").await {
        Err(PaymentsError::Refused(failure)) => assert_eq!(failure.reason, Reason::ProcessorUnavailable),
        other => panic!("{other:?}"),
    }
    assert_eq!(bench.get(&away, order).await.state, OrderState::Pending);
    let back = bench.payments().await;
    bench.pay(&back, order, "pm_visa_webhook_never").await.unwrap();
    let paid = |order: &payments::domain::Order| matches!(order.state, OrderState::Paid(_));
    bench.poll_until(&back, order, TimeDelta::seconds(3), paid).await;
}

#[tokio::test]
async fn a_processor_that_is_away_while_polled_is_asked_until_it_is_back() {
    let bench = Bench::new().await;
    let payments = bench.payments().await;
    let order = bench.order(&payments).await;
    bench.pay(&payments, order, "pm_visa_webhook_never").await.unwrap();

    let away = bench.with_processor(&format!("http://127.0.0.1:{}", testkit::free_port()));
    let stop = tokio_util::sync::CancellationToken::new();
    let poller = tokio::spawn(payments::poller::run(away, stop.clone()));
    eventually(WITHIN, "several polls", async || {
        bench.clock.advance(TimeDelta::seconds(20));
        let polls: (i32,) =
            sqlx::query_as("select polls from attempts").fetch_one(&bench.pool).await.unwrap();
        (polls.0 >= 4).then_some(())
    })
    .await;
    stop.cancel();
    poller.await.unwrap();
    assert!(matches!(bench.get(&payments, order).await.state, OrderState::Processing(_)));

    let paid = |order: &payments::domain::Order| matches!(order.state, OrderState::Paid(_));
    bench.poll_until(&payments, order, TimeDelta::seconds(20), paid).await;
}

#[tokio::test]
async fn of_two_instances_one_polls_an_attempt() {
    let bench = Bench::new().await;
    let silent = bench.with_silent_processor().await;
    let order = bench.order(&silent).await;
    bench.pay(&silent, order, "pm_visa").await.unwrap();
    let (now, until) =
        (bench.clock.now() + TimeDelta::seconds(3), bench.clock.now() + TimeDelta::seconds(30));
    let claim = || payments::store::claim_due(&bench.pool, now, until, "sandbox", 10);
    let (one, two) = tokio::join!(claim(), claim());
    assert_eq!(one.unwrap().len() + two.unwrap().len(), 1);
    assert_eq!(claim().await.unwrap().len(), 0);
}
