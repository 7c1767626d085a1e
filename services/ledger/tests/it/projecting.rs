//! Several projectors on the same partitions.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use contracts::ledger::v1::ListTokenLogRequest;
use ledger::projector::Projector;
use testkit::eventually;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::world::{PARTITIONS, SOON, World};

#[tokio::test(flavor = "multi_thread")]
async fn projectors_that_believe_in_the_same_partitions_write_every_line_once() {
    let apart = World::apart().await;
    let world = &apart.world;
    let ledger = world.start("ledger-0").await;
    let stop = CancellationToken::new();
    let (_sharing, share) = watch::channel(Some((0..PARTITIONS).collect::<BTreeSet<_>>()));
    let mut rivals = Vec::new();
    for rival in 0..2 {
        let (progress, progressed) = watch::channel(0);
        let projector = Projector {
            kafka: world.settings.clone(),
            group: format!("rival-{rival}"),
            share: share.clone(),
            progress,
            awaited: Arc::default(),
            latest: Duration::ZERO,
            clock: world.clock.clone(),
        };
        let task = tokio::spawn(projector.run(world.database().await, stop.clone()));
        rivals.push((task, progressed));
    }

    let customers: Vec<_> = world
        .accounts_everywhere()
        .iter()
        .map(|account| world.customer(&ledger.url).for_account(account))
        .collect();
    for customer in &customers {
        customer.buy(1_000).await;
    }
    for _ in 0..50 {
        for customer in &customers {
            customer.spend(1).await;
        }
    }
    for customer in &customers {
        let log = customer.page(ListTokenLogRequest { limit: 200, ..ListTokenLogRequest::default() }).await;
        let log = log.unwrap();
        assert_eq!(log.entries.len(), 51, "one purchase and fifty uses");
        assert_eq!(log.entries.iter().map(|line| line.amount).sum::<i64>(), 950);
        let versions: BTreeSet<_> = log.entries.iter().map(|line| line.version).collect();
        assert_eq!(versions.len(), 51);
    }
    // They all took part: each wrote, or found that another had.
    for (_, progressed) in &rivals {
        eventually(SOON, "a rival takes part", async || (*progressed.borrow() > 0).then_some(())).await;
    }
    stop.cancel();
    for (task, _) in rivals {
        task.await.unwrap();
    }
    ledger.stop().await;
}
