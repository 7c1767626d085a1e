//! Group commit: which entries of a book go to the log together.
//!
//! A request to the broker costs broker and client nearly the same whatever is in it, so entries travel in groups: while one is on its way
//! the next gathers. A group leaves when the one before it has arrived and about as many entries wait as lately came at a time, or
//! when its first has waited for [`LINGER`]. Who calls alone never waits: a crowd of one is complete with its first.
//!
//! Absent on purpose: the producer's own lingering, which knows no crowd and would make everybody wait.

use std::time::{Duration, Instant};

/// How long a group waits for the rest of the crowd at most.
const LINGER: Duration = Duration::from_millis(1);

/// So many entries are a good load by themselves: they leave even while others are on their way.
const FULL: usize = 1_024;

/// What of one book waits to be appended, and how much is on its way.
pub(super) struct Group<R> {
    waiting: Vec<R>,
    since: Option<Instant>,
    on_their_way: usize,
    // How many lately came at a time; falls slowly and rises at once.
    crowd: usize,
}

impl<R> Group<R> {
    pub(super) const fn new() -> Self {
        Self { waiting: Vec::new(), since: None, on_their_way: 0, crowd: 1 }
    }

    /// An entry to append.
    pub(super) fn push(&mut self, record: R, now: Instant) {
        self.waiting.push(record);
        self.since.get_or_insert(now);
    }

    /// The fate of one that had left is known.
    pub(super) const fn arrived(&mut self) {
        self.on_their_way = self.on_their_way.saturating_sub(1);
    }

    /// Forgets what has not left: nobody will ever see it.
    pub(super) fn give_up(&mut self) {
        self.waiting.clear();
        self.since = None;
    }

    /// What leaves now, in order; nothing if it is better to wait.
    pub(super) fn leave(&mut self, now: Instant) -> Option<std::vec::Drain<'_, R>> {
        let complete = self.waiting.len() >= self.enough() || self.deadline().is_some_and(|at| at <= now);
        let leaves = self.waiting.len() >= FULL || (self.on_their_way == 0 && complete);
        if !leaves || self.waiting.is_empty() {
            return None;
        }
        let leaving = self.waiting.len();
        self.crowd = leaving.max(self.crowd * 3 / 4).min(FULL);
        self.on_their_way += leaving;
        self.since = None;
        Some(self.waiting.drain(..))
    }

    /// When what waits leaves though the crowd is not complete; `None` while it waits for something else than time.
    pub(super) fn deadline(&self) -> Option<Instant> {
        if self.on_their_way > 0 {
            return None;
        }
        self.since.map(|since| since + LINGER)
    }

    /// How many commands must have come before it is worth looking at them.
    pub(super) fn missing(&self) -> usize {
        if self.on_their_way > 0 {
            // They leave together with what waits; deciding them early only keeps one group from growing too large.
            FULL / 8
        } else {
            self.enough().saturating_sub(self.waiting.len()).max(1)
        }
    }

    // A little less than a crowd: callers are not in step.
    fn enough(&self) -> usize {
        (self.crowd * 3 / 4).max(1)
    }
}
