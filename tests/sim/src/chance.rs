//! The one source of chance: everything that differs between two runs comes out of here.
//!
//! `ChaCha8` is an algorithm, not an implementation detail: its stream is fixed by its specification, and `rand_chacha` promises
//! to keep it. How numbers are cut from the stream is fixed here and not left to `rand`, whose distributions may change with a
//! version. So a seed means the same run as long as this crate and the code under test are the same.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use uuid::Uuid;

/// A seeded stream of decisions.
#[derive(Debug, Clone)]
pub(crate) struct Chance(ChaCha8Rng);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// A number below `end`, or 0 if there is none. The bias of the remainder is far below what a run could notice.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0.next_u64() % end.max(1)
    }

    /// A number of the range, both ends included.
    pub(crate) fn between(&mut self, first: u64, last: u64) -> u64 {
        first + self.below(last.saturating_sub(first).saturating_add(1))
    }

    /// A place in something of this length.
    pub(crate) fn place(&mut self, length: usize) -> usize {
        usize::try_from(self.below(length as u64)).unwrap_or(0)
    }

    /// Yes with this chance in a hundred.
    pub(crate) fn percent(&mut self, chance: u64) -> bool {
        self.below(100) < chance
    }

    /// Yes with this chance in ten thousand.
    pub(crate) fn per_myriad(&mut self, chance: u64) -> bool {
        self.below(10_000) < chance
    }

    /// One of them.
    pub(crate) fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        if of.is_empty() { None } else { of.get(self.place(of.len())) }
    }

    /// An id that nobody else makes.
    pub(crate) fn id(&mut self) -> Uuid {
        uuid::Builder::from_random_bytes({
            let mut bytes = [0; 16];
            self.0.fill_bytes(&mut bytes);
            bytes
        })
        .into_uuid()
    }
}
