//! An order is credited when the books say so.

use contracts::payments::v1::OrderStatus;
use testkit::eventually;

use crate::books;
use crate::stack::{WITHIN, fact, stack, steps};

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

#[tokio::test]
async fn what_cannot_be_credited_goes_to_the_dead_letters_and_holds_nothing_up() {
    let mut buyer = stack().await.buyer();
    let order = buyer.order().await;
    buyer.pay(&order, "pm_visa").await.unwrap();
    buyer.wait_until(&order, OrderStatus::Paid).await;
    let nowhere = buyer.key();
    books::credit(&buyer, ("order", &nowhere), 500).await;
    books::credit(&buyer, ("order", "not an id"), 500).await;
    let stranger = stack().await.buyer();
    books::credit(&stranger, ("order", &order), 500).await;
    books::credit(&buyer, ("order", &order), 500).await;
    buyer.wait_until(&order, OrderStatus::Credited).await;

    let topic = eventlog::Topic::named("ledger.events.dlq").unwrap();
    let partition = eventlog::partition_of(buyer.account.as_bytes(), buyer.stack.kafka.partitions);
    let settings = buyer.stack.kafka.clone();
    eventually(WITHIN, "the dead letter", async || {
        let (settings, topic, nowhere) = (settings.clone(), topic.clone(), nowhere.clone());
        tokio::task::spawn_blocking(move || {
            let mut reader = eventlog::LogReader::for_ranges(&settings).unwrap();
            let letters = reader.read_range(&topic, partition, 0, None).unwrap();
            letters
                .map(|letter| String::from_utf8(letter.unwrap().value.to_vec()).unwrap())
                .any(|letter| letter.contains(&nowhere))
                .then_some(())
        })
        .await
        .unwrap()
    })
    .await;
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
