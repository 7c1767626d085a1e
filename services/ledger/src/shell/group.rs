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

    /// Whether some have left whose fate is not known yet.
    pub(super) const fn are_on_their_way(&self) -> bool {
        self.on_their_way > 0
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

#[cfg(test)]
mod tests {
    use super::*;

    /// What leaves at `now`, how many.
    fn leaving(group: &mut Group<u8>, now: Instant) -> usize {
        group.leave(now).map_or(0, Iterator::count)
    }

    fn push(group: &mut Group<u8>, count: usize, now: Instant) {
        for _ in 0..count {
            group.push(0, now);
        }
    }

    fn arrive(group: &mut Group<u8>, count: usize) {
        for _ in 0..count {
            group.arrived();
        }
    }

    #[test]
    fn who_calls_alone_never_waits() {
        let (mut group, now) = (Group::new(), Instant::now());
        for _ in 0..10 {
            assert_eq!(group.missing(), 1);
            push(&mut group, 1, now);
            assert_eq!(leaving(&mut group, now), 1);
            arrive(&mut group, 1);
        }
    }

    #[test]
    fn the_next_group_gathers_while_one_is_on_its_way() {
        let (mut group, now) = (Group::new(), Instant::now());
        push(&mut group, 1, now);
        assert_eq!(leaving(&mut group, now), 1);
        push(&mut group, 7, now);
        assert_eq!((leaving(&mut group, now), group.deadline()), (0, None), "it waits for the one before it");
        arrive(&mut group, 1);
        assert_eq!(leaving(&mut group, now), 7);
    }

    #[test]
    fn a_group_waits_for_the_crowd_and_no_longer_than_it_may() {
        let (mut group, now) = (Group::new(), Instant::now());
        push(&mut group, 8, now);
        assert_eq!(leaving(&mut group, now), 8);
        arrive(&mut group, 8);
        assert_eq!(group.missing(), 6);
        push(&mut group, 5, now);
        assert_eq!(leaving(&mut group, now), 0);
        assert_eq!(group.deadline(), Some(now + LINGER));
        assert_eq!(leaving(&mut group, now + LINGER), 5);
    }

    #[test]
    fn a_crowd_that_went_away_is_soon_forgotten() {
        let (mut group, now) = (Group::new(), Instant::now());
        push(&mut group, 100, now);
        leaving(&mut group, now);
        arrive(&mut group, 100);
        for _ in 0..20 {
            push(&mut group, 1, now);
            assert_eq!(leaving(&mut group, now + LINGER), 1);
            arrive(&mut group, 1);
        }
        assert_eq!(group.missing(), 1);
    }

    #[test]
    fn a_full_group_leaves_behind_another_and_what_is_given_up_never_does() {
        let (mut group, now) = (Group::new(), Instant::now());
        push(&mut group, 1, now);
        leaving(&mut group, now);
        push(&mut group, FULL, now);
        assert_eq!(leaving(&mut group, now), FULL);
        push(&mut group, 3, now);
        group.give_up();
        arrive(&mut group, 1 + FULL);
        assert_eq!(leaving(&mut group, now + LINGER), 0);
    }
}
