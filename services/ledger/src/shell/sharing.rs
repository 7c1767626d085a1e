//! What the consumer group says, on its way to the books: which partitions should be this instance's.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use eventlog::{LogError, Sharing};
use tokio::sync::{mpsc, watch};

use super::seat::Holding;
use super::{Ended, Route};
use crate::book::Message;

/// How long the group waits for books that are taken away to see off what is under way. After that others may have them all the same: the
/// chain keeps them apart.
const LET_GO_WITHIN: Duration = Duration::from_secs(5);

/// The partitions that the group gives to this instance; `None` while it is no member.
pub(super) type Share = Option<BTreeSet<i32>>;

/// Tells the books what becomes of their partitions.
pub(super) struct Assignments {
    routes: Arc<[Route]>,
    share: watch::Sender<Share>,
    ended: mpsc::UnboundedSender<Ended>,
}

impl Assignments {
    pub(super) fn new(
        routes: Arc<[Route]>,
        share: watch::Sender<Share>,
        ended: mpsc::UnboundedSender<Ended>,
    ) -> Self {
        Self { routes, share, ended }
    }

    fn routes(&self, partitions: &[i32]) -> impl Iterator<Item = &Route> {
        partitions.iter().filter_map(|partition| self.routes.get(usize::try_from(*partition).ok()?))
    }

    fn revoke(&self, partitions: &[i32]) {
        for route in self.routes(partitions) {
            if route.seat.holding() != Holding::Elsewhere {
                route.seat.set(Holding::Going);
            }
            route.mailbox.push(route.slot, Message::Revoked);
        }
    }
}

impl Sharing for Assignments {
    fn assigned(&self, partitions: &[i32]) {
        tracing::info!(?partitions, "the group gives partitions to this instance");
        for route in self.routes(partitions) {
            route.seat.set(Holding::Coming);
            route.mailbox.push(route.slot, Message::Assigned);
        }
        self.share.send_modify(|share| share.get_or_insert_default().extend(partitions));
    }

    fn revoked(&self, partitions: &[i32]) {
        let since = Instant::now();
        self.revoke(partitions);
        self.share.send_modify(|share| {
            share.get_or_insert_default().retain(|partition| !partitions.contains(partition));
        });
        let let_go = self
            .routes(partitions)
            .all(|route| route.seat.let_go_within(LET_GO_WITHIN.saturating_sub(since.elapsed())));
        let took_ms = u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX);
        tracing::info!(?partitions, took_ms, let_go, "the group takes partitions away");
    }

    fn lost(&self, partitions: &[i32]) {
        tracing::warn!(?partitions, "the group could not be reached and has given partitions up");
        self.revoke(partitions);
        self.share.send_replace(None);
    }

    fn failed(&self, why: LogError) {
        self.share.send_replace(None);
        // Nobody listens only at the very end.
        drop(self.ended.send(Ended::Group(why)));
    }
}
