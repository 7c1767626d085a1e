//! Balances as they change.

use contracts::common::v1::Balance;
use contracts::failure::Failure;
use contracts::ledger::v1 as proto;
use kernel::Reason;
use tokio::time::Instant;
use tonic::{Status, Streaming};

use crate::customer::Customer;
use crate::world::{METERING, SOON, World, shared};

type Balances = Streaming<proto::WatchBalanceResponse>;

async fn try_watch(customer: &Customer<'_>, after_version: u64) -> Result<Balances, Status> {
    let asked = proto::WatchBalanceRequest { account_id: customer.account.clone(), after_version };
    customer.client.clone().watch_balance(asked).await.map(tonic::Response::into_inner)
}

async fn watch(customer: &Customer<'_>, after_version: u64) -> Balances {
    try_watch(customer, after_version).await.unwrap()
}

async fn next(balances: &mut Balances) -> Balance {
    let message = tokio::time::timeout(SOON, balances.message()).await.expect("a balance in time");
    message.unwrap().expect("no end yet").balance.unwrap()
}

/// All that is told until this version.
async fn until(balances: &mut Balances, version: u64) -> Vec<Balance> {
    let mut told = vec![next(balances).await];
    while told.last().unwrap().version < version {
        told.push(next(balances).await);
    }
    assert!(told.is_sorted_by(|one, next| one.version < next.version), "{told:?}");
    told
}

#[tokio::test]
async fn a_watcher_is_told_the_present_balance_and_then_whatever_changes_it() {
    let customer = shared().await.customer_with(100).await;
    let mut balances = watch(&customer, 0).await;
    let present = next(&mut balances).await;
    assert_eq!(present, customer.balance().await);
    customer.spend_as("spent", 3).await.unwrap();
    let spent = next(&mut balances).await;
    assert_eq!((spent.available, spent.version), (97, present.version + 1));
    let hold = customer.authorize(20).await;
    assert_eq!(until(&mut balances, spent.version + 1).await.last().unwrap().held, 20);
    customer.release(&hold).await.unwrap();
    customer.buy(50).await;
    let bought = until(&mut balances, spent.version + 3).await;
    assert_eq!(*bought.last().unwrap(), customer.balance().await, "also what comes by an event");
}

#[tokio::test]
async fn an_account_that_nothing_is_known_of_can_be_watched_too() {
    let customer = shared().await.customer();
    let mut balances = watch(&customer, 0).await;
    assert_eq!(next(&mut balances).await, Balance::default());
    customer.buy(7).await;
    assert_eq!(until(&mut balances, customer.balance().await.version).await.last().unwrap().available, 7);
}

#[tokio::test]
async fn who_knows_a_version_is_told_of_later_ones_only() {
    let customer = shared().await.customer_with(100).await;
    let known = customer.balance().await.version;
    let mut balances = watch(&customer, known).await;
    let mut from_before = watch(&customer, known - 1).await;
    assert_eq!(next(&mut from_before).await.version, known);
    customer.spend_as("spent", 1).await.unwrap();
    assert_eq!(next(&mut balances).await.version, known + 1);
}

#[tokio::test]
async fn of_many_changes_one_every_ten_milliseconds_is_told_and_the_last_always() {
    let customer = shared().await.customer_with(1_000).await;
    let mut balances = watch(&customer, 0).await;
    let before = next(&mut balances).await.version;
    let began = Instant::now();
    let watching = tokio::spawn(async move { until(&mut balances, before + 300).await });
    for number in 0..300 {
        customer.spend_as(&format!("many-{number}"), 1).await.unwrap();
    }
    let told = watching.await.unwrap();
    assert_eq!(told.last().unwrap().available, 700);
    let at_most = began.elapsed().as_millis() / 10 + 2;
    assert!((told.len() as u128) <= at_most, "{} of at most {at_most}", told.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_watch_ends_when_its_ledger_stops_and_says_to_come_back() {
    let apart = World::apart().await;
    let world = &apart.world;
    let ledger = world.start("ledger-0").await;
    let customer = world.customer(&ledger.url);
    customer.buy(100).await;
    let mut balances = watch(&customer, 0).await;
    let known = next(&mut balances).await.version;
    let end = tokio::spawn(async move { balances.message().await });
    ledger.stop().await;
    let end = tokio::time::timeout(SOON, end).await.expect("it ends").unwrap().unwrap_err();
    let failure = Failure::from_status(&end);
    assert_eq!(failure.reason, Reason::Unavailable);

    let ledger = world.start("ledger-0").await;
    let customer = customer.through(world.client(&ledger.url, METERING));
    let mut balances = watch(&customer, known).await;
    customer.spend_as("after", 1).await.unwrap();
    assert_eq!(next(&mut balances).await.available, 99, "nothing else is told again");
    ledger.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_so_many_may_watch_and_places_are_given_back() {
    let apart = World::apart().await;
    let world = &apart.world;
    let ledger = world.start_with("ledger-0", &["--balance-watches=2"]).await;
    let customer = world.customer(&ledger.url);
    let mut first = watch(&customer, 0).await;
    let _second = watch(&world.customer(&ledger.url), 0).await;
    next(&mut first).await;
    let refused = Failure::from_status(&try_watch(&customer, 0).await.unwrap_err());
    assert_eq!(refused.reason, Reason::Overloaded);
    assert!(refused.retry_after.is_some());
    drop(first);
    testkit::eventually(SOON, "there is room again", async || try_watch(&customer, 0).await.ok()).await;
    ledger.stop().await;
}
