//! The adapter for Stripe against an API that behaves as Stripe documents, and payments that go through it.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use contracts::failure::Failure;
use contracts::payments::v1::{DeliverWebhookRequest, OrderStatus};
use kernel::{Money, OrderId, PaymentId, Reason};
use payments::domain::{Order, OrderState, Outcome};
use payments::processor::{
    NewPayment, PaymentReport, PaymentStatus, Processor as _, StripeProcessor, SubmitError, signature,
};
use payments::service::{Payments, PaymentsError};
use runtime::{Clock, Secret};
use serde_json::json;
use testkit::eventually;

use crate::bench::Bench;
use crate::books;
use crate::stack::{Buyer, WITHIN, fact, steps, stripe_stack};
use crate::stripe_api::{API_KEY, StripeApi, Trouble, WEBHOOK_SECRET, error};

/// How long a call may take here. Calls that are never answered take all of it.
const CALL: Duration = Duration::from_millis(500);
const YOUNG: TimeDelta = TimeDelta::minutes(16);

pub(crate) fn adapter(url: &str) -> StripeProcessor {
    let secret = |secret: &str| Secret::from(secret.to_owned());
    StripeProcessor::new(url, secret(API_KEY), vec![secret(WEBHOOK_SECRET)], CALL).unwrap()
}

pub(crate) fn payment(method: &str) -> NewPayment {
    let clock = Clock::system();
    NewPayment {
        id: PaymentId::new(clock.new_id()),
        order: OrderId::new(clock.new_id()),
        price: Money { currency: "USD".into(), minor_units: 499 },
        method: method.parse().unwrap(),
    }
}

fn succeeded(report: &PaymentReport) -> bool {
    report.status == PaymentStatus::Settled(Outcome::Succeeded)
}

#[tokio::test]
async fn a_payment_is_created_and_confirmed_in_one_call_that_names_it() {
    let api = StripeApi::start().await;
    let payment = payment("pm_card_mastercard");
    let report = adapter(&api.url).create_payment(&payment).await.unwrap();
    assert!(succeeded(&report));
    assert_eq!((report.payment, &report.price), (payment.id, &payment.price));
    assert_eq!(report.card_brand.as_deref(), Some("mastercard"));
    let (id, order) = (payment.id.to_string(), payment.order.to_string());
    let call = &api.calls("/v1/payment_intents")[0];
    let sent: Vec<_> = call.form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(
        sent,
        [
            ("amount", "499"),
            ("capture_method", "automatic"),
            ("confirm", "true"),
            ("currency", "usd"),
            ("error_on_requires_action", "true"),
            ("expand[]", "latest_charge"),
            ("metadata[order_id]", &order),
            ("metadata[payment_id]", &id),
            ("payment_method", "pm_card_mastercard"),
            ("payment_method_types[]", "card"),
        ]
    );
    assert_eq!(call.headers["idempotency-key"], id);
    let found = adapter(&api.url).find_payment(payment.id, Some(&report.processor_payment_id)).await;
    assert_eq!(found.unwrap(), Some(report));
}

#[tokio::test]
async fn a_payment_submitted_again_is_the_same_payment_and_its_key_is_good_for_no_other() {
    let api = StripeApi::start().await;
    let stripe = adapter(&api.url);
    let first = payment("pm_card_visa");
    let report = stripe.create_payment(&first).await.unwrap();
    assert_eq!(stripe.create_payment(&first).await.unwrap(), report);
    let other = NewPayment { price: Money { minor_units: 500, ..first.price.clone() }, ..first };
    assert!(matches!(stripe.create_payment(&other).await, Err(SubmitError::OutcomeUnknown(_))));
    assert_eq!(api.intents("succeeded").len(), 1);
}

#[tokio::test]
async fn a_declined_card_is_a_failure_with_its_reason_and_brand() {
    let api = StripeApi::start().await;
    for (method, reason) in [
        ("pm_card_visa_chargeDeclined", Reason::CardDeclined),
        ("pm_card_visa_chargeDeclinedInsufficientFunds", Reason::CardInsufficientFunds),
        ("pm_card_visa_chargeDeclinedVelocityLimitExceeded", Reason::CardLimitExceeded),
        ("pm_card_chargeDeclinedIncorrectCvc", Reason::CardDetailsWrong),
        ("pm_card_chargeDeclinedProcessingError", Reason::ProcessorUnavailable),
    ] {
        let report = adapter(&api.url).create_payment(&payment(method)).await.unwrap();
        assert_eq!(report.status, PaymentStatus::Settled(Outcome::Failed(reason)), "{method}");
        assert_eq!(report.card_brand.as_deref(), Some("visa"), "{method}");
    }
    let unknown = adapter(&api.url).create_payment(&payment("pm_1MtwBwLkdIwHu7ix28a3tqPa")).await;
    assert!(matches!(unknown, Err(SubmitError::UnknownMethod)), "{unknown:?}");
}

#[tokio::test]
async fn a_payment_that_waits_for_the_bank_is_cancelled_before_it_counts_as_failed() {
    let needs_the_bank = PaymentStatus::Settled(Outcome::Failed(Reason::CardAuthenticationRequired));
    for method in ["pm_card_authenticationRequired", "pm_card_requiresAction"] {
        let api = StripeApi::start().await;
        let report = adapter(&api.url).create_payment(&payment(method)).await.unwrap();
        assert_eq!(report.status, needs_the_bank, "{method}");
        assert_eq!(api.intents("canceled").len(), 1, "{method}");

        let api = StripeApi::start().await;
        let (stripe, payment) = (adapter(&api.url), payment(method));
        api.be_stubborn(true);
        let report = stripe.create_payment(&payment).await.unwrap();
        assert_eq!(report.status, PaymentStatus::Processing, "{method}: it could still be charged");
        api.be_stubborn(false);
        let report = stripe.find_payment(payment.id, Some(&report.processor_payment_id)).await.unwrap();
        assert_eq!(report.unwrap().status, needs_the_bank, "{method}");
        assert_eq!(api.intents("canceled").len(), 1, "{method}");
    }
}

#[tokio::test]
async fn each_kind_of_trouble_leaves_as_much_known_as_is_known() {
    let api = StripeApi::start().await;
    let stripe = adapter(&api.url);
    let refused = |status, kind, code| Trouble::Refused(status, error(kind, code, None));
    for (trouble, taken) in [
        (refused(401, "invalid_request_error", None), Some(false)),
        (refused(429, "invalid_request_error", Some("rate_limit")), Some(false)),
        (refused(429, "invalid_request_error", Some("lock_timeout")), None),
        (refused(409, "idempotency_error", Some("idempotency_key_in_use")), None),
        (refused(500, "api_error", None), None),
        (Trouble::Refused(502, json!("no error of Stripe's")), None),
        (Trouble::Broken, None),
        (Trouble::Lost, None),
        (Trouble::AnswerLost, None),
    ] {
        api.next_create(trouble.clone());
        match (stripe.create_payment(&payment("pm_card_visa")).await, taken) {
            (Err(SubmitError::NotTaken(_)), Some(false)) | (Err(SubmitError::OutcomeUnknown(_)), None) => {}
            (other, _) => panic!("{trouble:?}: {other:?}"),
        }
    }
    let nobody = adapter(&format!("http://127.0.0.1:{}", testkit::free_port()));
    let unsent = nobody.create_payment(&payment("pm_card_visa")).await;
    assert!(matches!(unsent, Err(SubmitError::NotTaken(_))), "{unsent:?}");
}

#[tokio::test]
async fn a_payment_whose_answer_was_lost_is_found_as_soon_as_the_search_knows_it() {
    let api = StripeApi::start().await;
    let (stripe, payment) = (adapter(&api.url), payment("pm_card_visa"));
    api.next_create(Trouble::AnswerLost);
    assert!(stripe.create_payment(&payment).await.is_err());
    assert_eq!(stripe.find_payment(payment.id, None).await.unwrap(), None, "the search lags");
    api.search_answers(400);
    assert_eq!(stripe.find_payment(payment.id, None).await.unwrap(), None, "the search is not for us");
    api.search_answers(200);
    assert!(succeeded(&stripe.find_payment(payment.id, None).await.unwrap().unwrap()));
}

#[tokio::test]
async fn an_id_that_stripe_does_not_know_is_no_proof_that_there_is_no_payment() {
    let api = StripeApi::start().await;
    let (stripe, one, other) = (adapter(&api.url), payment("pm_card_visa"), payment("pm_card_visa"));
    assert!(stripe.find_payment(one.id, Some("pi_3OfAnotherAccount")).await.is_err());
    assert!(stripe.find_payment(one.id, Some("pi_3/../../charges")).await.is_err());
    // Nor is the answer about another payment an answer.
    let report = stripe.create_payment(&one).await.unwrap();
    assert!(stripe.find_payment(other.id, Some(&report.processor_payment_id)).await.is_err());
}

#[tokio::test]
async fn a_payment_that_is_given_up_can_never_be_taken_afterwards() {
    let api = StripeApi::start().await;
    let (stripe, payment) = (adapter(&api.url), payment("pm_card_visa"));
    for _ in 0..2 {
        assert_eq!(stripe.abandon_payment(&payment, YOUNG).await.unwrap(), None);
    }
    // The first call, after a long way.
    assert!(matches!(stripe.create_payment(&payment).await, Err(SubmitError::OutcomeUnknown(_))));
    assert_eq!((api.intents("succeeded").len(), api.intents("canceled").len()), (0, 1));
}

#[tokio::test]
async fn a_payment_that_was_taken_cannot_be_given_up() {
    let api = StripeApi::start().await;
    let (stripe, payment) = (adapter(&api.url), payment("pm_card_visa"));
    api.next_create(Trouble::AnswerLost);
    assert!(stripe.create_payment(&payment).await.is_err());
    let report = stripe.abandon_payment(&payment, YOUNG).await.unwrap().unwrap();
    assert!(succeeded(&report));
    assert_eq!(api.intents("succeeded").len(), 1);
}

#[tokio::test]
async fn while_stripe_itself_does_not_know_nothing_is_given_up() {
    let api = StripeApi::start().await;
    let (stripe, payment) = (adapter(&api.url), payment("pm_card_visa"));
    api.next_create(Trouble::Broken);
    assert!(stripe.create_payment(&payment).await.is_err());
    // Its key answers 500 for a day, and may stand for a payment all the same.
    assert!(stripe.abandon_payment(&payment, YOUNG).await.is_err());
    // Then the key may be forgotten: it is not used any more, and only a complete search tells.
    let keys = api.calls("/v1/payment_intents").len();
    api.search_answers(200);
    assert!(stripe.abandon_payment(&payment, TimeDelta::hours(24)).await.is_err());
    api.search_answers(400);
    assert!(stripe.abandon_payment(&payment, TimeDelta::hours(30)).await.is_err());
    api.search_answers(200);
    assert_eq!(stripe.abandon_payment(&payment, TimeDelta::hours(30)).await.unwrap(), None);
    assert_eq!(api.calls("/v1/payment_intents").len(), keys);
}

fn with_stripe(bench: &Bench, api: &StripeApi) -> Payments {
    bench.with(Arc::new(adapter(&api.url)), CALL)
}

fn is_paid(order: &Order) -> bool {
    matches!(order.state, OrderState::Paid(_))
}

#[tokio::test]
async fn an_order_whose_payment_was_lost_on_the_way_there_or_back_is_paid_once() {
    for trouble in [Trouble::Lost, Trouble::AnswerLost] {
        let (bench, api) = (Bench::new().await, StripeApi::start().await);
        let payments = with_stripe(&bench, &api);
        let order = bench.order(&payments).await;
        api.next_create(trouble);
        let processing = bench.pay(&payments, order, "pm_card_visa").await.unwrap();
        assert!(matches!(processing.state, OrderState::Processing(_)));
        bench.poll_until(&payments, order, TimeDelta::seconds(5), is_paid).await;
        assert_eq!(api.intents("succeeded").len(), 1);
        assert_eq!(bench.events().await, ["OrderPlaced", "PaymentSucceeded"]);
    }
}

#[tokio::test]
async fn an_order_whose_payment_never_arrived_can_be_paid_again_and_only_once() {
    let (bench, api) = (Bench::new().await, StripeApi::start().await);
    let payments = with_stripe(&bench, &api);
    let order = bench.order(&payments).await;
    api.next_create(Trouble::Lost);
    bench.pay(&payments, order, "pm_card_visa").await.unwrap();
    bench.clock.advance(YOUNG);
    let second = TimeDelta::seconds(1);
    let pending =
        bench.poll_until(&payments, order, second, |order| order.state == OrderState::Pending).await;
    assert_eq!(pending.last_failure, Some(Reason::ProcessorUnavailable));
    bench.pay(&payments, order, "pm_card_amex").await.unwrap();
    bench.poll_until(&payments, order, second, is_paid).await;
    assert_eq!(api.intents("succeeded").len(), 1);
}

#[tokio::test]
async fn an_order_that_was_paid_without_our_knowing_is_not_given_up() {
    let (bench, api) = (Bench::new().await, StripeApi::start().await);
    let payments = with_stripe(&bench, &api);
    let order = bench.order(&payments).await;
    api.next_create(Trouble::AnswerLost);
    bench.pay(&payments, order, "pm_card_visa").await.unwrap();
    // Nobody polled for a quarter of an hour, and the search knows nothing.
    bench.clock.advance(YOUNG);
    bench.poll_until(&payments, order, TimeDelta::seconds(1), is_paid).await;
    assert_eq!(bench.events().await, ["OrderPlaced", "PaymentSucceeded"]);
}

#[tokio::test]
async fn a_card_whose_bank_wants_to_be_asked_fails_with_a_remedy_and_another_card_pays() {
    let (bench, api) = (Bench::new().await, StripeApi::start().await);
    let payments = with_stripe(&bench, &api);
    let order = bench.order(&payments).await;
    match bench.pay(&payments, order, "pm_card_authenticationRequired").await {
        Err(PaymentsError::Refused(failure)) => {
            assert_eq!(failure.reason, Reason::CardAuthenticationRequired);
            assert!(failure.message.contains("another card"), "{failure}");
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(bench.get(&payments, order).await.state, OrderState::Pending);
    bench.pay(&payments, order, "pm_card_visa").await.unwrap();
    bench.poll_until(&payments, order, TimeDelta::seconds(1), is_paid).await;
    assert_eq!((api.intents("canceled").len(), api.intents("succeeded").len()), (1, 1));
}

/// Waits until Stripe has a payment of that order, and tells its id.
async fn intent_of(api: &StripeApi, order: &str, status: &str) -> String {
    eventually(WITHIN, "the payment at Stripe", async || {
        let intents = api.intents(status);
        let intent = intents.iter().find(|intent| intent["metadata"]["order_id"] == order)?;
        Some(intent["id"].as_str().unwrap().to_owned())
    })
    .await
}

/// The tokens come, once, and the order shows the one payment.
async fn check_credited_once(buyer: &mut Buyer, order: &str) {
    books::credit(buyer, ("order", order), 500).await;
    let credited = buyer.wait_until(order, OrderStatus::Credited).await;
    assert_eq!(steps(&credited), ["placed", "attempted", "paid", "credited"]);
    assert_eq!(fact(&credited, "paid", "processor"), "stripe");
    let succeeded = buyer.successes(order).await;
    assert_eq!(succeeded.len(), 1);
    assert_eq!(succeeded[0].processor, "stripe");
    assert_eq!(succeeded[0].processor_payment_id, fact(&credited, "paid", "processor_payment_id"));
}

#[tokio::test]
async fn through_stripe_an_order_is_paid_by_webhook_or_poll_whichever_is_first_and_credited_once() {
    let _alone = stripe_stack().await.alone.lock().await;
    let (stack, api) = (&stripe_stack().await.stack, &stripe_stack().await.api);
    for brand in ["visa", "mastercard", "amex", "discover", "jcb"] {
        let mut buyer = stack.buyer();
        let order = buyer.order().await;
        buyer.pay(&order, &format!("pm_card_{brand}")).await.unwrap();
        let paid = buyer.wait_until(&order, OrderStatus::Paid).await;
        assert!(["webhook", "poll"].contains(&fact(&paid, "paid", "learned_by")), "{paid:?}");
        check_credited_once(&mut buyer, &order).await;
        let intent = intent_of(api, &order, "succeeded").await;
        let heard = stack.webhooks.lock().unwrap().get(fact(&paid, "attempted", "payment_id")).map(Vec::len);
        assert!(heard >= Some(1) && !intent.is_empty(), "Stripe's event came");
    }
}

#[tokio::test]
async fn through_stripe_a_webhook_that_comes_three_times_pays_once_though_no_question_is_answered() {
    let _alone = stripe_stack().await.alone.lock().await;
    let (stack, api) = (&stripe_stack().await.stack, &stripe_stack().await.api);
    api.be_deaf(true);
    let mut buyer = stack.buyer();
    let order = buyer.order().await;
    let processing = buyer.pay(&order, "pm_card_slow").await.unwrap();
    assert_eq!(processing.status(), OrderStatus::Processing);
    api.settle(&intent_of(api, &order, "processing").await);
    let paid = buyer.wait_until(&order, OrderStatus::Paid).await;
    assert_eq!(fact(&paid, "paid", "learned_by"), "webhook");
    let payment = fact(&paid, "attempted", "payment_id").to_owned();
    // Processing and succeeded, three times each.
    eventually(WITHIN, "every webhook", async || {
        (stack.webhooks.lock().unwrap().get(&payment)?.len() == 6).then_some(())
    })
    .await;
    check_credited_once(&mut buyer, &order).await;
    api.be_deaf(false);
}

#[tokio::test]
async fn through_stripe_a_payment_is_found_by_asking_when_webhooks_are_forged_or_for_another_processor() {
    let _alone = stripe_stack().await.alone.lock().await;
    let (stack, api) = (&stripe_stack().await.stack, &stripe_stack().await.api);
    api.send_webhooks_to("", 0);
    let mut buyer = stack.buyer();
    let order = buyer.order().await;
    buyer.pay(&order, "pm_card_slow").await.unwrap();
    let intent = intent_of(api, &order, "processing").await;
    let body = json!({"id": "evt_1", "type": "payment_intent.succeeded", "data": {"object": {}}}).to_string();
    for (processor, secret, reason) in [
        ("stripe", "whsec_guessed", Reason::WebhookSignatureInvalid),
        ("sandbox", WEBHOOK_SECRET, Reason::NotFound),
    ] {
        let signature = signature::sign(secret, stack.clock.now(), body.as_bytes());
        let request =
            DeliverWebhookRequest { processor: processor.into(), body: body.clone().into(), signature };
        let refused = Failure::from_status(&buyer.client.deliver_webhook(request).await.unwrap_err());
        assert_eq!(refused.reason, reason);
    }
    api.settle(&intent);
    let paid = buyer.wait_until(&order, OrderStatus::Paid).await;
    assert_eq!(fact(&paid, "paid", "learned_by"), "poll");
    assert_eq!(fact(&paid, "paid", "card_brand"), "visa");
    check_credited_once(&mut buyer, &order).await;
    api.send_webhooks_to(&stripe_stack().await.webhook_url, 3);
}

#[tokio::test]
async fn through_stripe_a_declined_card_says_what_to_do_and_another_pays() {
    let _alone = stripe_stack().await.alone.lock().await;
    let mut buyer = stripe_stack().await.stack.buyer();
    let order = buyer.order().await;
    let declined = buyer.pay(&order, "pm_card_visa_chargeDeclinedInsufficientFunds").await.unwrap_err();
    assert_eq!(declined.reason, Reason::CardInsufficientFunds);
    assert!(declined.message.contains("check its funds and daily limit"), "{declined}");
    let unknown = buyer.pay(&order, "pm_visa").await.unwrap_err();
    assert_eq!((unknown.reason, unknown.fields[0].field.as_str()), (Reason::InvalidInput, "payment_method"));
    buyer.pay(&order, "pm_card_visa").await.unwrap();
    let paid = buyer.wait_until(&order, OrderStatus::Paid).await;
    let attempts = ["placed", "attempted", "failed", "attempted", "failed", "attempted", "paid"];
    assert_eq!(steps(&paid), attempts);
}
