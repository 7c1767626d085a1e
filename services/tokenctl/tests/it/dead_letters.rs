use contracts::convert;
use contracts::payments::v1::{PaymentSucceeded, PaymentsEvent, payments_event};
use contracts::topic::TopicEvent as _;
use eventlog::partition_of;
use serde_json::Value;
use testkit::eventually;

use crate::customer::Customer;
use crate::program::tokenctl;
use crate::world::{PARTITIONS, SOON, Shared, shared};

/// The dead letters whose key is the account's, once there is one.
async fn letters(shared: &Shared, key: &str) -> Vec<Value> {
    eventually(SOON, "a dead letter", async || {
        let listed =
            tokenctl(&shared.on(&["--json", "dlq", "list", "--topic", "payments.events"])).well().documents();
        let mine: Vec<_> = listed.into_iter().filter(|letter| letter["key"] == key).collect();
        (!mine.is_empty()).then_some(mine)
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_letter_is_listed_and_shown_with_its_reason_and_every_byte() {
    let shared = shared().await;
    let letter = letters(shared, &shared.told.account).await.remove(0);
    assert_eq!(letter["reason"], "NOT_UNDERSTOOD");
    let rejected = shared.told.rejected;
    assert_eq!(letter["source"], format!("payments.events/{}/{}", rejected.partition, rejected.offset));

    let place = letter["letter"].as_str().unwrap();
    let shown = tokenctl(&shared.on(&["--json", "dlq", "show", place])).well().document();
    assert_eq!(shown["value"], "not json");
    assert_eq!(shown["ce_type"], "tokenbook.payments.v1.Strange");
    let text = tokenctl(&shared.on(&["dlq", "list", "--reason", "NOT_UNDERSTOOD"])).well().out;
    assert!(text.contains(place), "{text}");
    let none = tokenctl(&shared.on(&["dlq", "list", "--reason", "NO_SUCH_REASON"])).well().out;
    assert_eq!(none, "no dead letters\n");
    assert_eq!(tokenctl(&shared.on(&["dlq", "show", "payments.events.dlq/0/99999"])).code, 2);
    assert_eq!(tokenctl(&shared.on(&["dlq", "show", "payments.events/0/0"])).code, 64);
}

/// A payment that was published with another account's key, so that it came to the wrong book: its dead letter, once republished with
/// that key, is refused again. One whose reason has passed is taken in.
async fn buried(shared: &Shared, customer: &Customer<'_>, key: &str, order: &str) {
    let event = PaymentsEvent {
        id: shared.world.new_id(),
        time: Some(convert::timestamp(shared.world.clock.now())),
        account_id: customer.account.clone(),
        kind: Some(payments_event::Kind::PaymentSucceeded(PaymentSucceeded {
            order_id: order.to_owned(),
            tokens: 70,
            ..PaymentSucceeded::default()
        })),
    };
    let value = event.to_value().unwrap();
    let ce_type = event.event_type().unwrap();
    shared.world.publish_value("payments.events.dlq", &event.id, key, ce_type, value).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_letter_that_is_retried_has_its_effect_once() {
    let shared = shared().await;
    let customer = shared.customer();
    let order = shared.world.new_id();
    // As if an earlier version of the ledger had not known the event.
    buried(shared, &customer, &customer.account, &order).await;
    let letter = letters(shared, &customer.account).await.remove(0);
    let place = letter["letter"].as_str().unwrap();

    let dry = tokenctl(&shared.on(&["dlq", "retry", place, "--dry-run"])).well().out;
    assert!(dry.contains("would be published in payments.events"), "{dry}");
    assert_eq!(customer.balance().await.version, 0);

    let retried = tokenctl(&shared.on(&["--json", "dlq", "retry", place])).well().document();
    let partition = partition_of(customer.account.as_bytes(), PARTITIONS);
    let published = retried["published"].as_str().unwrap();
    assert!(published.starts_with(&format!("payments.events/{partition}/")), "with its key: {retried}");
    assert_eq!(customer.reaches(1).await.available, 70);

    // A second time it is left alone; and where somebody insists, the business key sees to it that nothing comes of it.
    let again = tokenctl(&shared.on(&["--json", "dlq", "retry", place])).well().document();
    assert_eq!((&again["published"], again["left"].as_str().is_some()), (&Value::Null, true), "{again}");
    let insisted = tokenctl(&shared.on(&["--json", "dlq", "retry", place, "--again"])).well().document();
    assert!(insisted["published"].is_string(), "{insisted}");
    customer.spend("k", 1).await.unwrap();
    assert_eq!(customer.buy(1).await.len(), 36);
    assert_eq!(customer.balance().await.available, 70);

    let paid = tokenctl(&shared.on(&[
        "--json",
        "explain",
        "--account",
        &customer.account,
        "--key",
        &format!("order:{order}:paid"),
    ]));
    assert_eq!(paid.well().document()["kind"], "TokensCredited");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_is_never_published_again() {
    let shared = shared().await;
    let key = shared.world.new_id();
    let id = shared.world.new_id();
    shared.world.publish_value("ledger.events.dlq", &id, &key, "tokenbook.ledger.v1.TokensHeld", b"{}").await;
    let partition = partition_of(key.as_bytes(), PARTITIONS);
    let listed =
        tokenctl(&shared.on(&["--json", "dlq", "list", "--topic", "ledger.events"])).well().documents();
    let letter = listed.iter().find(|letter| letter["key"] == key.as_str()).unwrap();
    let place = letter["letter"].as_str().unwrap();
    assert!(place.starts_with(&format!("ledger.events.dlq/{partition}/")));
    let run = tokenctl(&shared.on(&["dlq", "retry", place]));
    assert_eq!(run.code, 64, "{run:#?}");
    assert!(run.err.contains("is an entry"), "{}", run.err);
}
