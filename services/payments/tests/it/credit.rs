//! An order is credited when the books say so.

use contracts::payments::v1::OrderStatus;
use eventlog::{LogReader, Topic};
use testkit::eventually;

use crate::books;
use crate::stack::{Buyer, WITHIN, fact, stack, steps};

#[tokio::test]
async fn a_credit_in_the_books_makes_the_order_credited_with_event_and_position() {
    let mut buyer = stack().await.buyer();
    let order = buyer.order().await;
    buyer.pay(&order, "pm_visa").await.unwrap();
    buyer.wait_until(&order, OrderStatus::Paid).await;
    // None of these is a credit of the order: void, and about other things.
    books::void_credit(&buyer, ("order", &order), 500).await;
    books::credit(&buyer, ("promotion", &order), 50).await;
    let (event_id, position) = books::credit(&buyer, ("order", &order), 500).await;
    let credited = buyer.wait_until(&order, OrderStatus::Credited).await;
    assert_eq!(steps(&credited), ["placed", "attempted", "paid", "credited"]);
    let step = credited.steps.last().unwrap();
    assert_eq!((&step.event_id, &step.position), (&event_id, &position));
    assert_eq!(fact(&credited, "credited", "tokens"), "500");
    assert_eq!(credited.credited_at, step.time);
    assert!(credited.paid_at.is_some());
}

#[tokio::test]
async fn a_void_record_credits_nothing() {
    let mut buyer = stack().await.buyer();
    let (order, later) = (buyer.order().await, buyer.order().await);
    for order in [&order, &later] {
        buyer.pay(order, "pm_visa").await.unwrap();
        buyer.wait_until(order, OrderStatus::Paid).await;
    }
    books::void_credit(&buyer, ("order", &order), 500).await;
    // The same partition: once the later one is credited, the void record has been passed over.
    books::credit(&buyer, ("order", &later), 500).await;
    buyer.wait_until(&later, OrderStatus::Credited).await;
    assert_eq!(buyer.get(&order).await.unwrap().status(), OrderStatus::Paid);
}

/// Waits for a dead letter of that account that contains a text.
async fn wait_for_dead_letter(buyer: &Buyer, text: &str) {
    let topic = Topic::named("ledger.events.dlq").unwrap();
    let partition = eventlog::partition_of(buyer.account.as_bytes(), buyer.stack.kafka.partitions);
    eventually(WITHIN, "the dead letter", async || {
        let (settings, topic, text) = (buyer.stack.kafka.clone(), topic.clone(), text.to_owned());
        let read = move || {
            let mut reader = LogReader::for_ranges(&settings).unwrap();
            let letters = reader.read_range(&topic, partition, 0, None).unwrap();
            letters
                .map(|letter| String::from_utf8(letter.unwrap().value.to_vec()).unwrap())
                .any(|letter| letter.contains(&text))
        };
        tokio::task::spawn_blocking(read).await.unwrap().then_some(())
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_credited_goes_to_the_dead_letters_and_holds_nothing_up() {
    let mut buyer = stack().await.buyer();
    let order = buyer.order().await;
    buyer.pay(&order, "pm_visa").await.unwrap();
    buyer.wait_until(&order, OrderStatus::Paid).await;
    let (nowhere, stranger) = (buyer.key(), stack().await.buyer());
    books::credit(&buyer, ("order", &nowhere), 500).await;
    books::credit(&buyer, ("order", "not an id"), 500).await;
    books::credit(&stranger, ("order", &order), 500).await;
    wait_for_dead_letter(&buyer, &nowhere).await;
    wait_for_dead_letter(&buyer, "not an id").await;
    wait_for_dead_letter(&stranger, &stranger.account).await;
    assert_eq!(buyer.get(&order).await.unwrap().status(), OrderStatus::Paid);

    books::credit(&buyer, ("order", &order), 500).await;
    buyer.wait_until(&order, OrderStatus::Credited).await;
}

#[tokio::test]
async fn a_credit_of_an_order_that_we_think_unpaid_is_believed() {
    let mut buyer = stack().await.buyer();
    let order = buyer.order().await;
    books::credit(&buyer, ("order", &order), 500).await;
    let credited = buyer.wait_until(&order, OrderStatus::Credited).await;
    assert_eq!(steps(&credited), ["placed", "credited"]);
    assert_eq!(buyer.successes(&order).await, []);
}
