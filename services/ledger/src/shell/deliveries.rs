//! What the broker says about appended records, on its way to the books.

use std::sync::Arc;

use eventlog::{Delivery, Fate};

use super::Route;
use super::caller::Caller;
use super::mailbox::Mailbox;
use crate::book::Message;

/// Knows whose mailbox each partition's book looks into.
pub(super) struct Deliveries {
    by_partition: Vec<Destination>,
}

struct Destination {
    mailbox: Arc<Mailbox<Caller>>,
    slot: usize,
}

impl Deliveries {
    pub(super) fn new(routes: &[Route]) -> Self {
        let destination =
            |route: &Route| Destination { mailbox: Arc::clone(&route.mailbox), slot: route.slot };
        Self { by_partition: routes.iter().map(destination).collect() }
    }

    fn destination(&self, fate: &Fate) -> Option<&Destination> {
        usize::try_from(fate.partition).ok().and_then(|partition| self.by_partition.get(partition))
    }
}

impl Delivery for Deliveries {
    fn tell(&self, fates: Vec<Fate>) {
        // Those that left together come back together: an engine looks once all are there.
        for fate in &fates {
            let Some(Destination { mailbox, slot }) = self.destination(fate) else { continue };
            let told = (0..).zip(&fate.seqs).map(|(place, seq)| match fate.at {
                Some(first) => Message::Acked { seq: *seq, offset: Some(first + place) },
                None => Message::Lost { seq: *seq },
            });
            mailbox.gather(*slot, told);
        }
        for Destination { mailbox, .. } in fates.iter().filter_map(|fate| self.destination(fate)) {
            mailbox.wake_for_log();
        }
    }
}
