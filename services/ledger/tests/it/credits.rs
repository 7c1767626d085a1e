use chrono::TimeDelta;
use contracts::ledger::v1::{ListTokenLogRequest, TokenLogKind};
use ledger::domain::{Change, Kind, LotSource};
use testkit::eventually;

use crate::world::{SOON, shared};

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_is_credited_once_however_often_it_is_told() {
    let shared = shared().await;
    let (world, customer) = (&shared.world, shared.customer());
    let order = world.new_id();
    let event = customer.paid(&order, 500);
    world.publish(&event).await;
    world.publish(&event).await;
    // The same payment, learned a second time: another event with another id.
    let retold = customer.paid(&order, 500);
    assert_ne!(retold.id, event.id);
    world.publish(&retold).await;
    // The next in the same partition comes after them, so that they have been dealt with.
    world.publish(&customer.paid(&world.new_id(), 7)).await;

    let balance = eventually(SOON, "the last credit", async || {
        Some(customer.balance().await).filter(|balance| balance.available % 500 == 7)
    })
    .await;
    assert_eq!((balance.available, balance.version), (507, 2));
    let log = customer.page(ListTokenLogRequest::default()).await.unwrap();
    let lines: Vec<_> = log.entries.iter().map(|line| (line.amount, line.balance_after)).collect();
    assert_eq!(lines, [(7, 507), (500, 500)]);
    let line = &log.entries[1];
    assert_eq!(line.kind(), TokenLogKind::Purchase);
    let reference = line.reference.clone().unwrap();
    assert_eq!((reference.kind.as_str(), reference.id.as_str()), ("order", order.as_str()));

    let entries = customer.has_entries(2).await;
    let cause = entries[0].cause.clone();
    assert_eq!((cause.caller.as_ref(), cause.key), ("payments.events", format!("order:{order}:paid")));
    assert_eq!(cause.input.unwrap().topic, "payments.events");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gift_is_credited_once_and_what_is_left_of_it_is_taken_back_after_its_period() {
    let shared = shared().await;
    let (world, customer) = (&shared.world, shared.customer());
    let (grant, ends) = (world.new_id(), customer.after(3));
    world.publish(&customer.granted(&grant, 50, Some(ends))).await;
    world.publish(&customer.granted(&grant, 50, Some(ends))).await;
    world.publish(&customer.paid(&world.new_id(), 100)).await;
    customer.reaches(2).await;
    let receipt = customer.spend(20).await;
    assert_eq!(receipt.balance.unwrap().available, 130, "the gift came once");

    assert_eq!(customer.reaches(4).await.available, 100, "the gift was used first, its rest is gone");
    let entries = customer.has_entries(4).await;
    assert!(matches!(
        &entries[0].kind,
        Kind::Wallet { change: Change::Credited { source: LotSource::Promotion, expires_at: Some(at), .. }, .. }
            if *at - ends < TimeDelta::milliseconds(1)
    ));
    assert!(matches!(
        &entries[3].kind,
        Kind::Wallet { change: Change::LotExpired { tokens, .. }, .. } if tokens.get() == 30
    ));
    assert!(entries[3].time >= ends);
    let log = customer.page(ListTokenLogRequest::default()).await.unwrap();
    let kinds: Vec<_> = log.entries.iter().map(|line| (line.kind(), line.amount)).collect();
    assert_eq!(
        kinds,
        [
            (TokenLogKind::Expiry, -30),
            (TokenLogKind::Use, -20),
            (TokenLogKind::Purchase, 100),
            (TokenLogKind::Promotion, 50)
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registered_account_has_an_empty_wallet() {
    let shared = shared().await;
    let customer = shared.customer();
    assert_eq!(customer.balance().await.version, 0);
    customer.register().await;
    customer.register().await;
    let balance = customer.reaches(1).await;
    assert_eq!((balance.available, balance.held, balance.debt, balance.version), (0, 0, 0, 1));
    customer.buy(5).await;
    let entries = customer.has_entries(2).await;
    assert!(matches!(entries[0].kind, Kind::Wallet { change: Change::Opened, .. }), "and opens once");
}
