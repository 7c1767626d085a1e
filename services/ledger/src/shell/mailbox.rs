//! What waits for an engine thread: bounded commands per book, and ahead of them what the log has to say.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::book::Message;

/// Records read ahead of the engine at most: replay is bounded in memory.
const RECORDS_AHEAD: usize = 16_384;

/// The queues of one engine thread; its books are numbered by slot.
///
/// The engine sleeps until there is enough to do, and nobody pays for waking it before: a wake costs more than most messages.
pub(super) struct Mailbox<T> {
    queues: Mutex<Queues<T>>,
    arrived: Condvar,
    emptied: Condvar,
    capacity: usize,
}

struct Queues<T> {
    // Acknowledgements and records, in the order in which they came.
    from_log: Vec<(usize, Message<T>)>,
    // Records among them: a message may hold many.
    records: usize,
    // Commands, questions and inputs, by slot.
    commands: Vec<VecDeque<Message<T>>>,
    // What the engine sleeps for; nothing while it is awake.
    sleeps_for: Option<Sleep>,
    closed: bool,
}

/// How many commands of one book the engine takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Appetite {
    /// At most so many: what the book has room for.
    pub(super) room: usize,
    /// Whether it takes the first at once, however many are worth waking for.
    pub(super) eager: bool,
}

/// What a sleeping engine is woken for.
struct Sleep {
    appetites: Vec<Appetite>,
    /// So many commands more, of books that have room.
    missing: usize,
}

impl Sleep {
    /// So many came for a slot; whether that is worth waking for.
    fn is_over(&mut self, slot: usize, came: usize, urgent: bool) -> bool {
        let Some(Appetite { room, eager }) = self.appetites.get(slot).copied() else { return false };
        if room == 0 || came == 0 {
            return false;
        }
        self.missing = self.missing.saturating_sub(came);
        self.missing == 0 || eager || urgent
    }
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
            queues: Mutex::new(Queues {
                from_log: Vec::new(),
                records: 0,
                commands,
                sleeps_for: None,
                closed: false,
            }),
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
    pub(super) fn offer(&self, slot: usize, message: Message<T>) -> Result<(), (NotTaken, Message<T>)> {
        let mut queues = self.lock();
        if queues.closed {
            return Err((NotTaken::Closed, message));
        }
        let Some(queue) = queues.commands.get_mut(slot) else { return Err((NotTaken::Closed, message)) };
        if queue.len() >= self.capacity {
            return Err((NotTaken::Full, message));
        }
        // A question joins no group, so it waits for none.
        let urgent = matches!(message, Message::Query(..));
        queue.push_back(message);
        self.wake_if_over(queues, slot, 1, urgent);
        Ok(())
    }

    /// Offers many of one book; gives back what is not taken, and why.
    pub(super) fn offer_all(
        &self,
        slot: usize,
        messages: Vec<Message<T>>,
    ) -> Option<(NotTaken, Vec<Message<T>>)> {
        let mut queues = self.lock();
        if queues.closed {
            return Some((NotTaken::Closed, messages));
        }
        let Some(queue) = queues.commands.get_mut(slot) else { return Some((NotTaken::Closed, messages)) };
        let taken = messages.len().min(self.capacity.saturating_sub(queue.len()));
        let mut messages = messages.into_iter();
        queue.extend(messages.by_ref().take(taken));
        self.wake_if_over(queues, slot, taken, false);
        (messages.len() > 0).then(|| (NotTaken::Full, messages.collect()))
    }

    /// Puts in what the log has to say.
    pub(super) fn push(&self, slot: usize, message: Message<T>) {
        self.gather(slot, std::iter::once(message));
        self.wake_for_log();
    }

    /// Puts in acknowledgements; there are never more of them than entries on their way. The engine need not look at them before
    /// [`Self::wake_for_log`].
    pub(super) fn gather(&self, slot: usize, messages: impl Iterator<Item = Message<T>>) {
        self.lock().from_log.extend(messages.map(|message| (slot, message)));
    }

    /// The log has said what it has to say for now.
    pub(super) fn wake_for_log(&self) {
        let queues = self.lock();
        if queues.sleeps_for.is_some() {
            self.wake(queues);
        }
    }

    fn wake_if_over(&self, mut queues: MutexGuard<'_, Queues<T>>, slot: usize, came: usize, urgent: bool) {
        if queues.sleeps_for.as_mut().is_some_and(|sleep| sleep.is_over(slot, came, urgent)) {
            self.wake(queues);
        }
    }

    fn wake(&self, mut queues: MutexGuard<'_, Queues<T>>) {
        queues.sleeps_for = None;
        drop(queues);
        self.arrived.notify_one();
    }

    /// Puts in so many records; waits while the engine is behind. Whether the engine still runs.
    pub(super) fn push_records(
        &self,
        records: usize,
        messages: impl Iterator<Item = (usize, Message<T>)>,
    ) -> bool {
        let mut queues = self.lock();
        while queues.records >= RECORDS_AHEAD && !queues.closed {
            queues = self.emptied.wait(queues).unwrap_or_else(PoisonError::into_inner);
        }
        queues.records += records;
        queues.from_log.extend(messages);
        let open = !queues.closed;
        self.wake(queues);
        open
    }

    /// Takes everything from the log and, of each slot's commands, what it has room for; sleeps up to `timeout` for something worth it: what
    /// the log has to say, `worth` commands, or the first for a book that is eager. `false` once closed.
    pub(super) fn drain(
        &self,
        appetites: &[Appetite],
        worth: usize,
        drained: &mut Drained<T>,
        timeout: Duration,
    ) -> bool {
        let mut queues = self.lock();
        let (mut waiting, mut eager) = (0, false);
        for (queue, appetite) in queues.commands.iter().zip(appetites) {
            let here = queue.len().min(appetite.room);
            waiting += here;
            eager |= appetite.eager && here > 0;
        }
        let missing = worth.max(1).saturating_sub(waiting);
        if queues.from_log.is_empty() && !queues.closed && !eager && missing > 0 {
            queues.sleeps_for = Some(Sleep { appetites: appetites.to_vec(), missing });
            (queues, _) = self
                .arrived
                .wait_timeout_while(queues, timeout, |queues| queues.sleeps_for.is_some())
                .unwrap_or_else(PoisonError::into_inner);
            queues.sleeps_for = None;
        }
        let was_full = queues.records >= RECORDS_AHEAD;
        queues.records = 0;
        drained.from_log.append(&mut queues.from_log);
        for (slot, (queue, appetite)) in queues.commands.iter_mut().zip(appetites).enumerate() {
            let taken = queue.len().min(appetite.room);
            drained.commands.extend(queue.drain(..taken).map(|message| (slot, message)));
        }
        let open = !queues.closed;
        drop(queues);
        if was_full {
            self.emptied.notify_all();
        }
        open
    }

    /// Ends the engine: what waits is dropped, and with it the callers' hope for an answer.
    pub(super) fn close(&self) {
        let mut queues = self.lock();
        queues.closed = true;
        queues.sleeps_for = None;
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
    use std::time::Instant;

    use super::*;

    const SOME: Appetite = Appetite { room: 5, eager: false };
    const EAGER: Appetite = Appetite { room: 5, eager: true };
    const NONE: Appetite = Appetite { room: 0, eager: true };

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
        mailbox.drain(&[NONE, SOME], 1, &mut drained, Duration::ZERO);
        assert_eq!(drained.commands.iter().map(|(slot, _)| *slot).collect::<Vec<_>>(), [1]);
        mailbox.drain(&[SOME, SOME], 1, &mut drained, Duration::ZERO);
        assert_eq!(drained.commands.len(), 2);
    }

    #[test]
    fn of_many_as_many_are_taken_as_there_is_room_for() {
        let mailbox = Mailbox::new(1, 3);
        mailbox.offer(0, tick()).unwrap();
        let (why, rest) = mailbox.offer_all(0, vec![tick(), tick(), tick(), tick()]).unwrap();
        assert_eq!((why, rest.len()), (NotTaken::Full, 2));
        mailbox.close();
        let (why, rest) = mailbox.offer_all(0, vec![tick()]).unwrap();
        assert_eq!((why, rest.len()), (NotTaken::Closed, 1));
    }

    /// What an engine with these appetites finds that sleeps for `worth` commands while `happens` does.
    fn found_after<const N: usize>(
        appetites: [Appetite; N],
        worth: usize,
        happens: impl FnOnce(&Mailbox<()>),
    ) -> usize {
        let mailbox = Mailbox::new(N, 10);
        std::thread::scope(|threads| {
            let engine = threads.spawn(|| {
                let mut drained = Drained::default();
                mailbox.drain(&appetites, worth, &mut drained, Duration::from_mins(1));
                drained.commands.len() + drained.from_log.len()
            });
            let deadline = Instant::now() + Duration::from_secs(30);
            while mailbox.lock().sleeps_for.is_none() {
                assert!(Instant::now() < deadline, "the engine does not sleep");
                std::thread::yield_now();
            }
            happens(&mailbox);
            engine.join().unwrap()
        })
    }

    #[test]
    fn the_engine_sleeps_until_enough_commands_wait_in_all() {
        let found = found_after([SOME, SOME], 3, |mailbox| {
            for slot in [0, 1, 1] {
                mailbox.offer(slot, tick()).unwrap();
            }
        });
        assert_eq!(found, 3);
        let found = found_after([SOME, SOME], 3, |mailbox| {
            assert!(mailbox.offer_all(0, vec![tick()]).is_none());
            assert!(mailbox.offer_all(1, vec![tick(), tick()]).is_none());
        });
        assert_eq!(found, 3);
    }

    #[test]
    fn those_without_room_count_for_nothing_and_the_eager_wake_at_once() {
        let found = found_after([NONE, EAGER], 3, |mailbox| {
            for slot in [0, 0, 0, 1] {
                mailbox.offer(slot, tick()).unwrap();
            }
        });
        assert_eq!(found, 1);
    }

    #[test]
    fn what_waits_already_is_taken_without_sleep_if_it_is_worth_it() {
        let mailbox = Mailbox::new(2, 10);
        let mut drained = Drained::default();
        for slot in [0, 1] {
            mailbox.offer(slot, tick()).unwrap();
        }
        assert!(mailbox.drain(&[SOME, SOME], 2, &mut drained, Duration::from_mins(1)));
        assert_eq!(drained.commands.len(), 2);
    }

    #[test]
    fn the_engine_sleeps_until_all_acknowledgements_that_come_together_are_there() {
        let acked = |seq| Message::Acked { seq, offset: None };
        let found = found_after([SOME, SOME], 1, |mailbox| {
            mailbox.gather(0, [1, 2].into_iter().map(acked));
            mailbox.gather(1, [1].into_iter().map(acked));
            mailbox.wake_for_log();
        });
        assert_eq!(found, 3);
    }

    #[test]
    fn a_closed_mailbox_takes_nothing() {
        let mailbox = Mailbox::new(1, 1);
        mailbox.offer(0, tick()).unwrap();
        mailbox.close();
        assert_eq!(mailbox.offer(0, tick()).unwrap_err().0, NotTaken::Closed);
        let mut drained = Drained::default();
        assert!(!mailbox.drain(&[SOME], 1, &mut drained, Duration::ZERO));
        assert!(drained.commands.is_empty());
    }
}
