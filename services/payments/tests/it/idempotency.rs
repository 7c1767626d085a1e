//! The same key and request give the first answer; another request under the key is refused.

use contracts::payments::v1::OrderStatus;
use kernel::Reason;

use crate::stack::{stack, steps};

#[tokio::test]
async fn an_order_placed_twice_under_one_key_is_one_order() {
    let mut buyer = stack().await.buyer();
    let key = buyer.key();
    let first = buyer.place("starter", &key).await.unwrap();
    assert_eq!(buyer.place("starter", &key).await.unwrap(), first);
    let reused = buyer.place("studio", &key).await.unwrap_err();
    assert_eq!(reused.reason, Reason::IdempotencyKeyReused);
    // A key belongs to an account.
    let other = stack().await.buyer().place("studio", &key).await.unwrap();
    assert_ne!(other.order_id, first.order_id);
}

#[tokio::test]
async fn orders_placed_at_once_under_one_key_are_one_order() {
    let buyer = stack().await.buyer();
    let key = buyer.key();
    let placing = (0..8).map(|_| {
        let (mut buyer, key) = (buyer.clone(), key.clone());
        async move { buyer.place("creator", &key).await.unwrap().order_id }
    });
    let mut orders = futures::future::join_all(placing).await;
    orders.dedup();
    assert_eq!(orders.len(), 1);
    assert_eq!(stack().await.published(&buyer.account).await.len(), 1);
}

#[tokio::test]
async fn a_failed_placing_leaves_its_key_free() {
    let mut buyer = stack().await.buyer();
    let key = buyer.key();
    assert_eq!(buyer.place("no-such-package", &key).await.unwrap_err().reason, Reason::NotFound);
    buyer.place("starter", &key).await.unwrap();
}

#[tokio::test]
async fn a_payment_repeated_under_one_key_is_one_payment() {
    let mut buyer = stack().await.buyer();
    let (order, key) = (buyer.order().await, buyer.key());
    let paying = (0..4).map(|_| {
        let (mut buyer, order, key) = (buyer.clone(), order.clone(), key.clone());
        async move { buyer.pay_with_key(&order, "pm_visa", &key).await.unwrap().order_id }
    });
    assert!(futures::future::join_all(paying).await.iter().all(|paid| *paid == order));
    buyer.wait_until(&order, OrderStatus::Paid).await;
    // Also afterwards, when a new key would be told that the order is paid.
    buyer.pay_with_key(&order, "pm_visa", &key).await.unwrap();
    assert_eq!(steps(&buyer.get(&order).await.unwrap()), ["placed", "attempted", "paid"]);

    let reused = buyer.pay_with_key(&order, "pm_jcb", &key).await.unwrap_err();
    assert_eq!(reused.reason, Reason::IdempotencyKeyReused);
}

#[tokio::test]
async fn a_decline_is_repeated_too_even_after_the_order_was_paid() {
    let mut buyer = stack().await.buyer();
    let (order, key) = (buyer.order().await, buyer.key());
    let paying = (0..4).map(|_| {
        let (mut buyer, order, key) = (buyer.clone(), order.clone(), key.clone());
        async move { buyer.pay_with_key(&order, "pm_declined_limit", &key).await.unwrap_err() }
    });
    let declined = futures::future::join_all(paying).await;
    assert!(declined.iter().all(|failure| *failure == declined[0]), "{declined:?}");
    assert_eq!(declined[0].reason, Reason::CardLimitExceeded);

    buyer.pay(&order, "pm_visa").await.unwrap();
    let paid = buyer.wait_until(&order, OrderStatus::Paid).await;
    let repeated = buyer.pay_with_key(&order, "pm_declined_limit", &key).await.unwrap_err();
    assert_eq!(repeated, declined[0]);
    assert_eq!(buyer.get(&order).await.unwrap(), paid);
}
