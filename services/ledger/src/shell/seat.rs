//! Whose a book is, for those who are not on its engine's thread.

use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// How this instance and a book stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Holding {
    /// It is another instance's, or nobody's.
    Elsewhere,
    /// It is being taken over: requests wait for it here.
    Coming,
    /// It is owned, and serves.
    Here,
    /// It was taken away: what is under way is seen off, and nothing new is taken.
    Going,
}

impl Holding {
    const fn from_number(number: u8) -> Self {
        match number {
            1 => Self::Coming,
            2 => Self::Here,
            3 => Self::Going,
            _ => Self::Elsewhere,
        }
    }

    /// Whether requests are for this instance's book.
    pub(super) const fn is_ours(self) -> bool {
        matches!(self, Self::Coming | Self::Here)
    }
}

/// One book's place in this instance. Only a hint: whether a request is taken, the book itself says.
#[derive(Debug, Default)]
pub(super) struct Seat {
    holding: AtomicU8,
    turn: Mutex<()>,
    turned: Condvar,
}

impl Seat {
    pub(super) fn holding(&self) -> Holding {
        Holding::from_number(self.holding.load(Ordering::Acquire))
    }

    pub(super) fn set(&self, holding: Holding) {
        let turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        self.holding.store(holding as u8, Ordering::Release);
        drop(turn);
        self.turned.notify_all();
    }

    /// Waits until the book is let go; whether it was in time.
    pub(super) fn let_go_within(&self, at_most: Duration) -> bool {
        let turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.turned.wait_timeout_while(turn, at_most, |()| self.holding() != Holding::Elsewhere);
        !waited.unwrap_or_else(PoisonError::into_inner).1.timed_out()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_waits_for_a_book_to_be_let_go_is_told_when_it_is() {
        let seat = Seat::default();
        assert!(seat.let_go_within(Duration::ZERO), "nobody sits there");
        seat.set(Holding::Going);
        assert!(!seat.let_go_within(Duration::ZERO));
        std::thread::scope(|threads| {
            let waiting = threads.spawn(|| seat.let_go_within(Duration::from_mins(1)));
            seat.set(Holding::Elsewhere);
            assert!(waiting.join().unwrap());
        });
    }

    #[test]
    fn every_holding_reads_back() {
        let seat = Seat::default();
        for holding in [Holding::Elsewhere, Holding::Coming, Holding::Here, Holding::Going] {
            seat.set(holding);
            assert_eq!(seat.holding(), holding);
        }
    }
}
