//! What the broker says about appended records, on its way to the books.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use eventlog::Delivery;

use super::Route;
use super::caller::Caller;
use super::mailbox::Mailbox;
use crate::book::Message;

/// In a large group the first need not wait for the last.
const AT_A_TIME: u64 = 256;

/// Knows whose mailbox each partition's book looks into.
pub(super) struct Deliveries {
    by_partition: Vec<Destination>,
}

struct Destination {
    mailbox: Arc<Mailbox<Caller>>,
    slot: usize,
    last_sent: Arc<AtomicU64>,
}

impl Deliveries {
    pub(super) fn new(routes: &[Route]) -> Self {
        let destination = |route: &Route| Destination {
            mailbox: Arc::clone(&route.mailbox),
            slot: route.slot,
            last_sent: Arc::clone(&route.last_sent),
        };
        Self { by_partition: routes.iter().map(destination).collect() }
    }

    fn tell(&self, partition: i32, seq: u64, message: Message<Caller>) {
        let destination =
            usize::try_from(partition).ok().and_then(|partition| self.by_partition.get(partition));
        if let Some(Destination { mailbox, slot, last_sent }) = destination {
            // Those that left together come back together.
            let last = seq >= last_sent.load(Ordering::Acquire) || seq.is_multiple_of(AT_A_TIME);
            mailbox.push(*slot, message, last);
        }
    }
}

impl Delivery for Deliveries {
    fn acked(&self, partition: i32, seq: u64, offset: Option<i64>) {
        self.tell(partition, seq, Message::Acked { seq, offset });
    }

    fn lost(&self, partition: i32, seq: u64) {
        self.tell(partition, seq, Message::Lost { seq });
    }
}
