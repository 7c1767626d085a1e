//! The chain as the fence: what others write, and who writes.

use contracts::ledger::v1::ListTokenLogRequest;
use kernel::Reason;
use tokio::task::JoinSet;

use crate::books::Books;
use crate::customer::Customer;
use crate::load::{Load, OnFailure, insist};
use crate::world::{METERING, World};

/// Twenty spends of 10 tokens at once through each of these, each insisting; answers how many were paid.
async fn race(customers: &[&Customer<'_>]) -> usize {
    let mut calls = JoinSet::new();
    for (customer, n) in customers.iter().flat_map(|customer| (0..20).map(move |n| (customer, n))) {
        let request = customer.spending(&format!("{n}-{}", customer.world.new_id()), 10);
        let client = customer.client.clone();
        calls.spawn(async move {
            let outcome = insist(&client, &request).await;
            assert!(
                outcome.as_ref().err().is_none_or(|failure| failure.reason == Reason::InsufficientTokens)
            );
            outcome.is_ok()
        });
    }
    calls.join_all().await.into_iter().filter(|paid| *paid).count()
}

async fn adds_up_to_nothing(customer: &Customer<'_>) {
    let balance = customer.balance().await;
    assert_eq!((balance.available, balance.held), (0, 0));
    let log =
        customer.page(ListTokenLogRequest { limit: 200, ..ListTokenLogRequest::default() }).await.unwrap();
    assert_eq!(log.entries.iter().map(|line| line.amount).sum::<i64>(), 0);
    assert_eq!(log.entries.len(), 11, "one purchase and ten uses");
    let books = Books::read(customer.world).await;
    assert_eq!(books.replay()[&customer.id()].last().unwrap().version, balance.version);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_record_is_void_for_everybody() {
    let apart = World::apart().await;
    let world = &apart.world;
    let ledger = world.start("ledger-0").await;
    let customer = world.customer(&ledger.url);
    customer.buy(100).await;
    let books = Books::read(world).await;
    let is_credit = |entry: &ledger::domain::Entry| books.of(customer.id()).contains(entry);
    let credit = books.records.iter().find(|record| record.entry.as_ref().is_some_and(is_credit)).unwrap();
    let before = books.claims(credit.partition);

    // A forged credit that names the same predecessor as the real one, and noise.
    let mut forged: serde_json::Value = serde_json::from_slice(&credit.value).unwrap();
    forged["tokensCredited"]["tokens"] = "1000000".into();
    for value in [forged.to_string().into_bytes(), b"noise".to_vec(), credit.value.to_vec()] {
        world
            .publish_value("ledger.events", &customer.account, "tokenbook.ledger.v1.TokensCredited", value)
            .await;
    }
    assert_eq!(race(&[&customer]).await, 10, "nobody is told anything wrong");
    adds_up_to_nothing(&customer).await;

    let books = Books::read(world).await;
    let void: Vec<_> = books.void().iter().map(|record| (record.partition, record.offset)).collect();
    let after = |n| (credit.partition, credit.offset + n);
    assert_eq!(void, [after(1), after(2), after(3)], "only what is foreign");
    assert_eq!(books.claims(credit.partition), before + 1, "the book was claimed anew, once");
    ledger.stop().await;

    // Whoever reads it all from the beginning sees the same.
    let ledger = world.start("ledger-0").await;
    adds_up_to_nothing(&customer.through(world.client(&ledger.url, METERING))).await;
    ledger.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_instance_takes_its_share_under_load_and_nothing_is_spent_twice() {
    let apart = World::apart().await;
    let world = &apart.world;
    let one = world.start("ledger-0").await;
    let mut load = Load::start(world, &one.url, OnFailure::Insist).await;
    load.answers(200).await;
    let two = world.start("ledger-1").await;
    world.shared_by(&[("ledger-0", &one.url), ("ledger-1", &two.url)]).await;
    load.answers(200).await;
    let attempts = load.finish().await;
    load.check(&two.url, &attempts).await;
    load.check(&one.url, &attempts).await;

    // Both at once on one wallet.
    let customer = world.customer(&one.url);
    let through_two = customer.through(world.client(&two.url, METERING));
    customer.buy(100).await;
    assert_eq!(race(&[&customer, &through_two]).await, 10);
    // Whichever is asked, it is the same book.
    for customer in [&customer, &through_two] {
        let refused = insist(&customer.client, &customer.spending(&world.new_id(), 10)).await.unwrap_err();
        assert_eq!((refused.reason, refused.facts["available"].as_str()), (Reason::InsufficientTokens, "0"));
        adds_up_to_nothing(customer).await;
    }
    two.stop().await;
    one.stop().await;
}
