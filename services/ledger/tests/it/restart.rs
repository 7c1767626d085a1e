use kernel::Reason;

use crate::world::World;

#[tokio::test(flavor = "multi_thread")]
async fn after_a_restart_balances_holds_keys_and_refusals_are_what_they_were() {
    let apart = World::apart().await;
    let world = &apart.world;
    let ledger = world.start("ledger-0").await;
    let before = world.customer(&ledger.url);
    before.buy(100).await;
    let spent = before.spend_as("spent", 10).await.unwrap();
    let refused = before.spend_as("refused", 1_000).await.unwrap_err();
    let hold = before.authorize(30).await;
    let open = before.hold(&hold).await.unwrap();
    let gone = before.authorize(5).await;
    before.release(&gone).await.unwrap();
    let settled = before.hold(&gone).await.unwrap();
    let balance = before.balance().await;
    ledger.stop().await;

    // What is published while nobody listens waits.
    world.publish(&before.paid(&world.new_id(), 7)).await;
    let ledger = world.start("ledger-0").await;
    let after = before.through(world.client(&ledger.url, crate::world::METERING));
    let credited = after.reaches(balance.version + 1).await;
    assert_eq!((credited.available, credited.held), (balance.available + 7, balance.held));
    assert_eq!(after.hold(&hold).await.unwrap(), open);
    assert_eq!(after.hold(&gone).await.unwrap(), settled);
    assert_eq!(after.spend_as("spent", 10).await.unwrap(), spent);
    assert_eq!(after.spend_as("refused", 1_000).await.unwrap_err(), refused);
    assert_eq!(after.spend_as("spent", 11).await.unwrap_err().reason, Reason::IdempotencyKeyReused);
    assert_eq!(after.entries_of_key("spent").await.len(), 1);
    let captured = after.capture(&hold, 12, true).await.unwrap();
    assert_eq!((captured.captured, captured.released), (12, 18));
    assert_eq!(after.balance().await.version, credited.version + 1);
    ledger.stop().await;
}
