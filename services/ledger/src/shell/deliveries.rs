//! What the broker says about appended records, on its way to the books.

use std::sync::Arc;

use eventlog::Delivery;

use super::mailbox::Mailbox;
use super::{Caller, Route};
use crate::book::Message;

/// Knows whose mailbox each partition's book looks into.
pub(super) struct Deliveries {
    by_partition: Vec<(Arc<Mailbox<Caller>>, usize)>,
}

impl Deliveries {
    pub(super) fn new(routes: &[Route]) -> Self {
        Self { by_partition: routes.iter().map(|route| (Arc::clone(&route.mailbox), route.slot)).collect() }
    }

    fn tell(&self, partition: i32, message: Message<Caller>) {
        let route = usize::try_from(partition).ok().and_then(|partition| self.by_partition.get(partition));
        if let Some((mailbox, slot)) = route {
            mailbox.push(*slot, message);
        }
    }
}

impl Delivery for Deliveries {
    fn acked(&self, partition: i32, seq: u64, offset: Option<i64>) {
        self.tell(partition, Message::Acked { seq, offset });
    }

    fn lost(&self, partition: i32, seq: u64) {
        self.tell(partition, Message::Lost { seq });
    }
}
