//! Webhooks: twice, never, forged, old, unknown, and at the same time as polling.

use bytes::Bytes;
use chrono::TimeDelta;
use contracts::failure::Failure;
use contracts::payments::v1::{DeliverWebhookRequest, OrderStatus};
use kernel::Reason;
use payments::processor::signature;
use serde_json::json;
use testkit::eventually;

use crate::stack::{Buyer, WEBHOOK_SECRET, WITHIN, fact, stack, steps};

async fn deliver(buyer: &mut Buyer, body: &[u8], signature: String) -> Result<(), Failure> {
    let body = Bytes::copy_from_slice(body);
    let request = DeliverWebhookRequest { processor: "sandbox".into(), body, signature };
    buyer.client.deliver_webhook(request).await.map_err(|status| Failure::from_status(&status))?;
    Ok(())
}

fn succeeded(payment_id: &str, order_id: &str, amount: u64) -> Vec<u8> {
    let event = json!({"id": "evt_test", "type": "payment.succeeded", "created": 1_790_000_000, "data": {"payment": {
        "id": format!("sbx_{payment_id}"), "status": "succeeded", "decline_code": null, "amount": amount,
        "currency": "USD", "card_brand": "visa", "metadata": {"payment_id": payment_id, "order_id": order_id}
    }}});
    serde_json::to_vec(&event).unwrap()
}

#[tokio::test]
async fn a_webhook_that_comes_twice_counts_once() {
    let mut buyer = stack().await.buyer();
    let order = buyer.order().await;
    buyer.pay(&order, "pm_visa_webhook_twice").await.unwrap();
    let paid = buyer.wait_until(&order, OrderStatus::Paid).await;
    let payment = fact(&paid, "attempted", "payment_id").to_owned();
    let seen = eventually(WITHIN, "both webhooks", async || {
        let seen = buyer.stack.webhooks.lock().unwrap().get(&payment).cloned().unwrap_or_default();
        (seen.len() >= 2).then_some(seen)
    })
    .await;
    assert_eq!(seen[0].0, seen[1].0);
    // And once more, as whoever recorded it could send it.
    deliver(&mut buyer, &seen[0].0, seen[0].1.clone()).await.unwrap();
    assert_eq!(steps(&buyer.get(&order).await.unwrap()), ["placed", "attempted", "paid"]);
    assert_eq!(buyer.successes(&order).await.len(), 1);
}

#[tokio::test]
async fn without_any_webhook_polling_finds_the_money() {
    let mut buyer = stack().await.buyer();
    let order = buyer.order().await;
    buyer.pay(&order, "pm_visa_webhook_never").await.unwrap();
    let paid = buyer.wait_until(&order, OrderStatus::Paid).await;
    assert_eq!(fact(&paid, "paid", "learned_by"), "poll");
    assert_eq!(buyer.successes(&order).await[0].learned_by, "poll");
}

#[tokio::test]
async fn a_processor_that_never_answers_leaves_the_order_processing_until_the_outcome_is_known() {
    let mut buyer = stack().await.buyer();
    let order = buyer.order().await;
    let answered = buyer.pay(&order, "pm_visa_no_answer").await.unwrap();
    assert_ne!(answered.status(), OrderStatus::Pending);
    buyer.wait_until(&order, OrderStatus::Paid).await;
    assert_eq!(buyer.successes(&order).await.len(), 1);
}

#[tokio::test]
async fn a_slow_payment_is_processing_and_then_paid() {
    let mut buyer = stack().await.buyer();
    let order = buyer.order().await;
    let answered = buyer.pay(&order, "pm_visa_slow").await.unwrap();
    assert_eq!(answered.status(), OrderStatus::Processing);
    assert_eq!(buyer.pay(&order, "pm_visa").await.unwrap_err().reason, Reason::PaymentInProgress);
    buyer.wait_until(&order, OrderStatus::Paid).await;
}

#[tokio::test]
async fn forged_and_old_webhooks_are_refused_and_without_effect() {
    let mut buyer = stack().await.buyer();
    let order = buyer.order().await;
    let processing = buyer.pay(&order, "pm_visa_slow").await.unwrap();
    let body = succeeded(fact(&processing, "attempted", "payment_id"), &order, 499);
    let now = buyer.stack.clock.now();
    let genuine = buyer.stack.sign(&body);
    let other_body = succeeded(fact(&processing, "attempted", "payment_id"), &order, 500);
    for (what, body, signature) in [
        ("without a signature", &body, String::new()),
        ("with another secret", &body, signature::sign("a guess", now, &body)),
        ("from six minutes ago", &body, signature::sign(WEBHOOK_SECRET, now - TimeDelta::minutes(6), &body)),
        ("with a body that was changed", &other_body, genuine.clone()),
    ] {
        let refused = deliver(&mut buyer, body, signature).await.unwrap_err();
        assert_eq!(refused.reason, Reason::WebhookSignatureInvalid, "{what}");
    }
    assert_eq!(steps(&buyer.get(&order).await.unwrap()), ["placed", "attempted"]);
    // The same body with its signature is believed: what was refused above was refused for the signature alone.
    deliver(&mut buyer, &body, genuine).await.unwrap();
    let paid = buyer.get(&order).await.unwrap();
    assert_eq!((paid.status(), fact(&paid, "paid", "learned_by")), (OrderStatus::Paid, "webhook"));
}

#[tokio::test]
async fn a_payment_of_another_amount_pays_nothing() {
    let mut buyer = stack().await.buyer();
    let order = buyer.order().await;
    let processing = buyer.pay(&order, "pm_visa_slow").await.unwrap();
    let body = succeeded(fact(&processing, "attempted", "payment_id"), &order, 1);
    let signature = buyer.stack.sign(&body);
    deliver(&mut buyer, &body, signature).await.unwrap();
    assert_eq!(buyer.get(&order).await.unwrap().status(), OrderStatus::Processing);
}

#[tokio::test]
async fn notifications_of_other_things_are_acknowledged() {
    let mut buyer = stack().await.buyer();
    let unknown_type =
        serde_json::to_vec(&json!({"id": "evt_1", "type": "payout.paid", "created": 1, "data": {}}));
    let unknown_payment = succeeded(&buyer.key(), &buyer.key(), 499);
    for body in [unknown_type.unwrap(), unknown_payment] {
        let signature = buyer.stack.sign(&body);
        deliver(&mut buyer, &body, signature).await.unwrap();
    }
    let body = Bytes::from_static(b"{}");
    let signature = buyer.stack.sign(&body);
    let refused = deliver(&mut buyer, &body, signature.clone()).await.unwrap_err();
    assert_eq!(refused.reason, Reason::InvalidInput);
    let request = DeliverWebhookRequest { processor: "nobody".into(), body, signature };
    let refused = Failure::from_status(&buyer.client.deliver_webhook(request).await.unwrap_err());
    assert_eq!(refused.reason, Reason::NotFound);
}

#[tokio::test]
async fn webhooks_and_polls_at_the_same_moment_are_one_success() {
    let mut buyer = stack().await.buyer();
    let order = buyer.order().await;
    let processing = buyer.pay(&order, "pm_visa_slow").await.unwrap();
    let payment = fact(&processing, "attempted", "payment_id").to_owned();
    let body = succeeded(&payment, &order, 499);
    let mut storm = tokio::task::JoinSet::new();
    for _ in 0..12 {
        let (mut buyer, body) = (buyer.clone(), body.clone());
        storm.spawn(async move {
            let signature = buyer.stack.sign(&body);
            deliver(&mut buyer, &body, signature).await.unwrap();
        });
    }
    // The poller too: due now, and again.
    let pool = buyer.stack.database().await;
    let due =
        sqlx::query("update attempts set next_poll_at = now() where payment_id = $1 and state = 'open'");
    due.bind(payment.parse::<uuid::Uuid>().unwrap()).execute(&pool).await.unwrap();
    storm.join_all().await;
    // The sandbox's own webhook, five seconds after the payment, comes on top.
    eventually(WITHIN, "the sandbox's own webhook", async || {
        buyer.stack.webhooks.lock().unwrap().contains_key(&payment).then_some(())
    })
    .await;
    let paid = buyer.wait_until(&order, OrderStatus::Paid).await;
    assert_eq!(steps(&paid), ["placed", "attempted", "paid"]);
    assert_eq!(buyer.successes(&order).await.len(), 1);
}
