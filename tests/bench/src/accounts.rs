//! The accounts, and what was spent of each by calls that were answered.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use eventlog::partition_of;
use fastrand::Rng;
use runtime::Clock;
use serde::Serialize;

/// Tokens that each account starts with: more than any run can spend.
pub(crate) const CREDIT: u64 = 1_000_000_000;

/// Which accounts calls are spread over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Choice {
    /// All but the hot one.
    Spread,
    /// Those of the hot account's partition.
    OnePartition,
    /// The hot one only.
    Hot,
}

/// The accounts of one side. Clones share what was spent.
#[derive(Clone)]
pub(crate) struct Accounts {
    ids: Arc<[String]>,
    spent: Arc<[AtomicU64]>,
    beside_hot: Arc<[usize]>,
}

impl Accounts {
    /// Accounts to spread calls over, and one more, which is the hot one.
    pub(crate) fn new(spread: u32, partitions: i32) -> Self {
        let clock = Clock::system();
        Self::of((0..=spread).map(|_| clock.new_id().to_string()).collect(), partitions)
    }

    /// The same for the function, which knows accounts by their number.
    pub(crate) fn numbered(spread: u32) -> Self {
        Self::of((1..=spread.saturating_add(1)).map(|number| number.to_string()).collect(), 1)
    }

    fn of(ids: Arc<[String]>, partitions: i32) -> Self {
        let home = |id: &String| partition_of(id.as_bytes(), partitions);
        let hot = ids.last().map(home);
        let beside = ids.iter().rev().skip(1).rev().enumerate().filter(|(_, id)| Some(home(id)) == hot);
        let beside_hot = beside.map(|(place, _)| place).collect();
        let spent = ids.iter().map(|_| AtomicU64::new(0)).collect();
        Self { ids, spent, beside_hot }
    }

    /// All ids; the last is the hot account's.
    pub(crate) fn ids(&self) -> &[String] {
        &self.ids
    }

    /// The id at a place.
    pub(crate) fn id(&self, place: usize) -> String {
        self.ids.get(place).cloned().unwrap_or_default()
    }

    /// The place of one of the chosen accounts.
    pub(crate) fn any(&self, choice: Choice, random: &mut Rng) -> usize {
        let hot = self.ids.len().saturating_sub(1);
        match choice {
            Choice::Spread if hot > 0 => random.usize(..hot),
            Choice::OnePartition if !self.beside_hot.is_empty() => {
                self.beside_hot.get(random.usize(..self.beside_hot.len())).copied().unwrap_or(hot)
            }
            _ => hot,
        }
    }

    /// Notes an answered call.
    pub(crate) fn spend(&self, place: usize, tokens: u64) {
        if let Some(spent) = self.spent.get(place) {
            spent.fetch_add(tokens, Ordering::Relaxed);
        }
    }

    /// Each id with what was spent.
    pub(crate) fn spent(&self) -> impl Iterator<Item = (&str, u64)> {
        self.ids.iter().map(String::as_str).zip(self.spent.iter().map(|spent| spent.load(Ordering::Relaxed)))
    }
}

#[cfg(test)]
mod tests {
    use eventlog::partition_of;
    use fastrand::Rng;

    use super::{Accounts, Choice};

    #[test]
    fn calls_go_to_the_chosen_accounts() {
        let (accounts, mut random) = (Accounts::new(100, 4), Rng::with_seed(1));
        let home = |place: usize| partition_of(accounts.id(place).as_bytes(), 4);
        for _ in 0..1_000 {
            assert!(accounts.any(Choice::Spread, &mut random) < 100);
            assert_eq!(accounts.any(Choice::Hot, &mut random), 100);
            let beside = accounts.any(Choice::OnePartition, &mut random);
            assert_eq!(home(beside), home(100));
            assert_ne!(beside, 100);
        }
    }
}
