//! Group commit: which entries go to the log together.
//!
//! A request to the broker costs broker and client nearly the same whatever is in it, and there is one for each partition. So the entries of an
//! engine's books travel in groups, and the groups at the same time: while a book's group is on its way its next one gathers; those that are
//! not held up by one leave when about as many entries wait in all of them as lately left at a time, or when one of them has waited for
//! [`LINGER`]. Who calls alone never waits: a crowd of one is complete with its first.
//!
//! Absent on purpose: the producer's own lingering, which knows no crowd and would make everybody wait.

use std::time::{Duration, Instant};

use eventlog::Gathering;

/// How long a group waits for the rest of the crowd at most.
pub(super) const LINGER: Duration = Duration::from_millis(1);

/// So many entries are a good load by themselves: they leave even while others are on their way.
const FULL: usize = 1_024;

/// While every book's group is on its way, what comes leaves together with what waits; deciding it early only keeps one group from growing
/// too large.
const EARLY: usize = FULL / 8;

/// How many entries lately left at a time, of all books of an engine; falls slowly and rises at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Crowd(usize);

impl Crowd {
    /// A crowd of one.
    pub(super) const fn new() -> Self {
        Self(1)
    }

    /// So many have left together.
    pub(super) fn left(&mut self, together: usize) {
        self.0 = together.max(self.0 * 3 / 4).clamp(1, FULL);
    }

    /// Nobody has come for a while.
    pub(super) fn dwindle(&mut self) {
        self.left(1);
    }

    /// A little less than a crowd: callers are not in step.
    pub(super) fn enough(self) -> usize {
        (self.0 * 3 / 4).max(1)
    }

    /// How many commands must have come before it is worth looking at them, where so many entries wait in groups that may leave; `None` if
    /// there is no such group.
    pub(super) fn missing(self, waiting: Option<usize>) -> usize {
        waiting.map_or(EARLY, |waiting| self.enough().saturating_sub(waiting).max(1))
    }
}

/// What of one book waits to be appended, and how much is on its way.
pub(super) struct Group {
    waiting: Gathering,
    since: Option<Instant>,
    on_their_way: usize,
}

impl Group {
    pub(super) const fn new(partition: i32) -> Self {
        Self { waiting: Gathering::new(partition), since: None, on_their_way: 0 }
    }

    /// Where to put another entry.
    pub(super) fn add(&mut self, now: impl FnOnce() -> Instant) -> &mut Gathering {
        self.since.get_or_insert_with(now);
        &mut self.waiting
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

    /// How many wait, unless they are held up by others on their way.
    pub(super) fn waiting(&self) -> Option<usize> {
        if self.are_on_their_way() { None } else { Some(self.waiting.len()) }
    }

    /// What leaves where it is time for those that are not held up: all, or nothing if it is better to wait. It must be appended.
    pub(super) fn leave(&mut self, time: bool) -> Option<&mut Gathering> {
        let leaving = self.waiting.len();
        let leaves = leaving >= FULL || (time && !self.are_on_their_way());
        if !leaves || leaving == 0 {
            return None;
        }
        self.on_their_way += leaving;
        self.since = None;
        Some(&mut self.waiting)
    }

    /// When what waits leaves though the crowd is not complete; `None` while it waits for something else than time.
    pub(super) fn deadline(&self) -> Option<Instant> {
        if self.are_on_their_way() {
            return None;
        }
        self.since.map(|since| since + LINGER)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What leaves, how many.
    fn leaving(group: &mut Group, time: bool) -> usize {
        group.leave(time).map_or(0, |records| {
            let count = records.len();
            records.clear();
            count
        })
    }

    fn push(group: &mut Group, count: usize, now: Instant) {
        for _ in 0..count {
            group.add(|| now).push(0, "", b"", &[]);
        }
    }

    fn arrive(group: &mut Group, count: usize) {
        for _ in 0..count {
            group.arrived();
        }
    }

    #[test]
    fn who_calls_alone_never_waits() {
        let mut crowd = Crowd::new();
        for _ in 0..10 {
            assert_eq!((crowd.enough(), crowd.missing(Some(0)), crowd.missing(Some(1))), (1, 1, 1));
            crowd.left(1);
        }
    }

    #[test]
    fn a_crowd_is_nearly_complete_before_it_is_worth_looking() {
        let mut crowd = Crowd::new();
        crowd.left(32);
        for (waiting, missing) in [(Some(0), 24), (Some(20), 4), (Some(24), 1), (Some(99), 1), (None, EARLY)]
        {
            assert_eq!(crowd.missing(waiting), missing, "{waiting:?} wait");
        }
    }

    #[test]
    fn a_crowd_that_went_away_is_soon_forgotten() {
        let mut crowd = Crowd::new();
        crowd.left(10 * FULL);
        assert_eq!(crowd.enough(), FULL * 3 / 4, "no crowd is larger than a full group");
        for _ in 0..30 {
            crowd.dwindle();
        }
        assert_eq!(crowd, Crowd::new());
    }

    #[test]
    fn the_next_group_gathers_while_one_is_on_its_way() {
        let (mut group, now) = (Group::new(0), Instant::now());
        assert_eq!(leaving(&mut group, true), 0, "of nothing");
        push(&mut group, 1, now);
        assert_eq!(
            (group.waiting(), leaving(&mut group, false), group.deadline()),
            (Some(1), 0, Some(now + LINGER))
        );
        assert_eq!(leaving(&mut group, true), 1);
        push(&mut group, 7, now);
        assert_eq!(
            (group.waiting(), leaving(&mut group, true), group.deadline()),
            (None, 0, None),
            "it waits for the one before it"
        );
        arrive(&mut group, 1);
        assert_eq!((group.waiting(), leaving(&mut group, true)), (Some(7), 7));
    }

    #[test]
    fn a_full_group_leaves_behind_another_and_what_is_given_up_never_does() {
        let (mut group, now) = (Group::new(0), Instant::now());
        push(&mut group, 1, now);
        leaving(&mut group, true);
        push(&mut group, FULL, now);
        assert_eq!(leaving(&mut group, false), FULL);
        push(&mut group, 3, now);
        group.give_up();
        arrive(&mut group, 1 + FULL);
        assert_eq!(leaving(&mut group, true), 0);
    }
}
