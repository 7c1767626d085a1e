use std::time::Duration;

use eventlog::{InputConsumer, Position, Received, Topic, partition_of};
use ledger::domain::{BookEvent, Kind};
use serde_json::{Value, json};

use crate::books::Books;
use crate::customer::Customer;
use crate::world::{PARTITIONS, Shared, shared};

const PAYMENTS: &str = "payments.events";
const GENERATION: &str = "generation.events";

/// The dead letter of the record at a position.
async fn dead_letter(shared: &Shared, topic: &str, position: Position) -> Received {
    let letters = Topic::named(format!("{topic}.dlq")).unwrap();
    let mut log = InputConsumer::start(&shared.world.settings, "tests", &[letters], &[]).unwrap();
    let found = async {
        loop {
            let letter = log.next().await.unwrap();
            let whence =
                (letter.headers.text("dlq_source_partition"), letter.headers.text("dlq_source_offset"));
            let (partition, offset) = (position.partition.to_string(), position.offset.to_string());
            if whence == (Some(&partition), Some(&offset)) {
                return letter;
            }
        }
    };
    tokio::time::timeout(Duration::from_mins(1), found).await.expect("a dead letter")
}

/// The value is in the dead letters and the book has noted it, and what follows in the same partition is processed.
async fn is_rejected(customer: &Customer<'_>, topic: &'static str, key: &str, value: &[u8], saying: &str) {
    let shared = shared().await;
    let before = customer.balance().await;
    let position = shared.world.publish_value(topic, key, "tokenbook.test.v1.Strange", value).await;
    let letter = dead_letter(shared, topic, position).await;
    assert_eq!(letter.value, value, "as it was");
    assert_eq!(letter.key_text(), key);
    assert_eq!(letter.headers.text("ce_type"), Some("tokenbook.test.v1.Strange"));
    assert_eq!(letter.headers.text("dlq_reason"), Some("NOT_UNDERSTOOD"));
    assert_eq!(letter.headers.text("dlq_source_topic"), Some(topic));
    let detail = letter.headers.text("dlq_detail").unwrap();
    assert!(detail.contains(saying), "{detail}");

    assert_eq!(customer.balance().await, before, "it moves nothing");
    // An account of the same partition.
    let neighbour = std::iter::repeat_with(|| shared.customer())
        .find(|other| partition_of(other.account.as_bytes(), PARTITIONS) == position.partition)
        .unwrap();
    neighbour.buy(5).await;
    let hold = neighbour.authorize(5).await;
    let done = contracts::generation::v1::GenerationSucceeded { cost_tokens: 5, ..Default::default() };
    let done = contracts::generation::v1::generation_event::Kind::GenerationSucceeded(done);
    neighbour.outcome(&shared.world.new_id(), &hold, done).await;
    assert_eq!(neighbour.reaches(3).await.available, 0);

    let books = Books::read(&shared.world).await;
    let noted: Vec<_> = books
        .records
        .iter()
        .filter(|record| record.partition == position.partition)
        .filter_map(|record| record.entry.as_ref())
        .filter(|entry| {
            let input = entry.cause.input.as_ref();
            input.is_some_and(|input| input.topic == topic && input.offset == position.offset)
        })
        .collect();
    assert_eq!(noted.len(), 1, "{noted:?}");
    let Kind::Book(BookEvent::InputRejected { detail }) = &noted[0].kind else { panic!("{noted:?}") };
    assert!(detail.contains(saying), "{detail}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_json_goes_to_the_dead_letters() {
    let customer = shared().await.customer();
    is_rejected(&customer, PAYMENTS, &customer.account, b"not json", "not an event of this topic").await;
    is_rejected(&customer, GENERATION, &customer.account, b"\xff\xfe", "not an event of this topic").await;
    is_rejected(&customer, "accounts.events", &customer.account, b"[]", "not an event of this topic").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_in_another_account_s_partition_goes_to_the_dead_letters() {
    let shared = shared().await;
    let customer = shared.customer();
    let elsewhere = std::iter::repeat_with(|| shared.world.new_id())
        .find(|key| {
            partition_of(key.as_bytes(), PARTITIONS) != partition_of(customer.account.as_bytes(), PARTITIONS)
        })
        .unwrap();
    let paid = customer.paid(&shared.world.new_id(), 100);
    let value = serde_json::to_vec(&paid).unwrap();
    is_rejected(&customer, PAYMENTS, &elsewhere, &value, "its key must be the account's id").await;
    assert_eq!(customer.balance().await.version, 0, "it has not even opened a wallet");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_with_an_impossible_part_goes_to_the_dead_letters() {
    let customer = shared().await.customer_with(10).await;
    let world = customer.world;
    let hold = customer.authorize(10).await;
    let event = |kind: &str, says: Value| {
        let mut event = json!({
            "id": world.new_id(), "time": "2026-01-01T00:00:00Z", "accountId": customer.account,
            "generationId": world.new_id(), "holdId": hold,
        });
        event[kind] = says;
        event.to_string().into_bytes()
    };
    let account = &customer.account;
    let unknown_reason = event("generationFailed", json!({ "reason": 9_999 }));
    is_rejected(&customer, GENERATION, account, &unknown_reason, "9999").await;
    let no_reason = event("generationFailed", json!({}));
    is_rejected(&customer, GENERATION, account, &no_reason, "generation_failed.reason").await;

    let order = world.new_id();
    let payment = |says: Value| {
        let mut event = json!({ "id": world.new_id(), "time": "2026-01-01T00:00:00Z", "accountId": account });
        event["paymentSucceeded"] = says;
        event.to_string().into_bytes()
    };
    let nothing = payment(json!({ "orderId": order, "tokens": "0" }));
    is_rejected(&customer, PAYMENTS, account, &nothing, "payment_succeeded.tokens").await;
    let no_order = payment(json!({ "orderId": "first", "tokens": "5" }));
    is_rejected(&customer, PAYMENTS, account, &no_order, "payment_succeeded.order_id").await;
    let balance = customer.balance().await;
    assert_eq!((balance.available, balance.held), (0, 10));
}
