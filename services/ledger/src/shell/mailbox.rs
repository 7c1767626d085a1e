//! What waits for an engine thread: bounded commands per book, and ahead of them what the log has to say.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::book::Message;

/// Records read ahead of the engine at most: replay is bounded in memory.
const RECORDS_AHEAD: usize = 16_384;

/// The queues of one engine thread; its books are numbered by slot.
pub(super) struct Mailbox<T> {
    queues: Mutex<Queues<T>>,
    arrived: Condvar,
    emptied: Condvar,
    capacity: usize,
}

struct Queues<T> {
    // Acknowledgements and records, in the order in which they came.
    from_log: Vec<(usize, Message<T>)>,
    // Commands, questions and inputs, by slot.
    commands: Vec<VecDeque<Message<T>>>,
    closed: bool,
}

/// Why a message was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NotTaken {
    /// Too much waits already.
    Full,
    /// The engine has stopped.
    Closed,
}

/// What one look into the mailbox found.
pub(super) struct Drained<T> {
    pub(super) from_log: Vec<(usize, Message<T>)>,
    pub(super) commands: Vec<(usize, Message<T>)>,
}

impl<T> Default for Drained<T> {
    fn default() -> Self {
        Self { from_log: Vec::new(), commands: Vec::new() }
    }
}

impl<T> Mailbox<T> {
    /// A mailbox for this many books, with room for `capacity` commands each.
    pub(super) fn new(slots: usize, capacity: usize) -> Self {
        let commands = (0..slots).map(|_| VecDeque::new()).collect();
        Self {
            queues: Mutex::new(Queues { from_log: Vec::new(), commands, closed: false }),
            arrived: Condvar::new(),
            emptied: Condvar::new(),
            capacity,
        }
    }

    fn lock(&self) -> MutexGuard<'_, Queues<T>> {
        // A panic while pushing cannot leave the queues half changed.
        self.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Offers a command, question or input.
    #[expect(clippy::result_large_err, reason = "what is not taken goes back to whoever offered it")]
    pub(super) fn offer(&self, slot: usize, message: Message<T>) -> Result<(), (NotTaken, Message<T>)> {
        let mut queues = self.lock();
        if queues.closed {
            return Err((NotTaken::Closed, message));
        }
        let capacity = self.capacity;
        match queues.commands.get_mut(slot) {
            Some(queue) if queue.len() < capacity => queue.push_back(message),
            Some(_) => return Err((NotTaken::Full, message)),
            None => return Err((NotTaken::Closed, message)),
        }
        drop(queues);
        self.arrived.notify_one();
        Ok(())
    }

    /// Puts in an acknowledgement; there are never more of them than entries on their way.
    pub(super) fn push(&self, slot: usize, message: Message<T>) {
        self.lock().from_log.push((slot, message));
        self.arrived.notify_one();
    }

    /// Puts in records; waits while the engine is behind. Whether the engine still runs.
    pub(super) fn push_records(&self, messages: impl Iterator<Item = (usize, Message<T>)>) -> bool {
        let mut queues = self.lock();
        while queues.from_log.len() >= RECORDS_AHEAD && !queues.closed {
            queues = self.emptied.wait(queues).unwrap_or_else(PoisonError::into_inner);
        }
        queues.from_log.extend(messages);
        let open = !queues.closed;
        drop(queues);
        self.arrived.notify_one();
        open
    }

    /// Takes everything from the log and, of each slot's commands, at most `room` of it; waits up to `timeout` for anything. `false` once closed.
    pub(super) fn drain(&self, room: &[usize], drained: &mut Drained<T>, timeout: Duration) -> bool {
        let mut queues = self.lock();
        let takeable = |queues: &Queues<T>| {
            !queues.from_log.is_empty()
                || queues.commands.iter().zip(room).any(|(queue, room)| *room > 0 && !queue.is_empty())
        };
        if !takeable(&queues) && !queues.closed {
            (queues, _) = self
                .arrived
                .wait_timeout_while(queues, timeout, |queues| !queues.closed && !takeable(queues))
                .unwrap_or_else(PoisonError::into_inner);
        }
        drained.from_log.append(&mut queues.from_log);
        for (slot, (queue, room)) in queues.commands.iter_mut().zip(room).enumerate() {
            let taken = queue.len().min(*room);
            drained.commands.extend(queue.drain(..taken).map(|message| (slot, message)));
        }
        let open = !queues.closed;
        drop(queues);
        self.emptied.notify_all();
        open
    }

    /// Ends the engine: what waits is dropped, and with it the callers' hope for an answer.
    pub(super) fn close(&self) {
        let mut queues = self.lock();
        queues.closed = true;
        queues.from_log.clear();
        for queue in &mut queues.commands {
            queue.clear();
        }
        drop(queues);
        self.arrived.notify_all();
        self.emptied.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tick() -> Message<()> {
        Message::Tick
    }

    #[test]
    fn a_full_book_does_not_hold_up_another() {
        let mailbox = Mailbox::new(2, 1);
        mailbox.offer(0, tick()).unwrap();
        assert_eq!(mailbox.offer(0, tick()).unwrap_err().0, NotTaken::Full);
        mailbox.offer(1, tick()).unwrap();
        let mut drained = Drained::default();
        mailbox.drain(&[0, 5], &mut drained, Duration::ZERO);
        assert_eq!(drained.commands.iter().map(|(slot, _)| *slot).collect::<Vec<_>>(), [1]);
        mailbox.drain(&[5, 5], &mut drained, Duration::ZERO);
        assert_eq!(drained.commands.len(), 2);
    }

    #[test]
    fn a_closed_mailbox_takes_nothing() {
        let mailbox = Mailbox::new(1, 1);
        mailbox.offer(0, tick()).unwrap();
        mailbox.close();
        assert_eq!(mailbox.offer(0, tick()).unwrap_err().0, NotTaken::Closed);
        let mut drained = Drained::default();
        assert!(!mailbox.drain(&[1], &mut drained, Duration::ZERO));
        assert!(drained.commands.is_empty());
    }
}
