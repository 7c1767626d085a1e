//! Room for answers that last: event streams and downloads, in all and for each account.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use kernel::{AccountId, Reason};

use crate::problem::Problem;

/// The answers under way. Clones share their count.
#[derive(Clone, Debug)]
pub struct Streams(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    most: usize,
    most_per_account: usize,
    open: Mutex<Open>,
}

#[derive(Debug, Default)]
struct Open {
    all: usize,
    by_account: HashMap<AccountId, usize>,
}

/// A place in the count, given back when dropped.
#[derive(Debug)]
pub struct Place {
    account: AccountId,
    streams: Streams,
}

impl Streams {
    /// Room for this many, and for this many of one account.
    pub fn new(most: u32, most_per_account: u32) -> Self {
        let count = |limit: u32| usize::try_from(limit).unwrap_or(usize::MAX);
        Self(Arc::new(Shared {
            most: count(most),
            most_per_account: count(most_per_account),
            open: Mutex::default(),
        }))
    }

    /// Takes a place.
    pub fn enter(&self, account: AccountId) -> Result<Place, Problem> {
        let mut open = self.lock();
        if open.all >= self.0.most {
            let detail = "too many streams are open; try again after the stated delay";
            return Err(Problem::new(Reason::Overloaded, detail).retry_after(Duration::from_secs(5)));
        }
        let of_account = open.by_account.entry(account).or_default();
        if *of_account >= self.0.most_per_account {
            let detail = "this account has too many streams and downloads open; close some of them";
            return Err(Problem::new(Reason::RateLimited, detail).retry_after(Duration::from_secs(5)));
        }
        *of_account += 1;
        open.all += 1;
        drop(open);
        Ok(Place { account, streams: self.clone() })
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        self.0.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.streams.lock();
        open.all = open.all.saturating_sub(1);
        if let Some(of_account) = open.by_account.get_mut(&self.account) {
            *of_account = of_account.saturating_sub(1);
            if *of_account == 0 {
                open.by_account.remove(&self.account);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(number: u128) -> AccountId {
        AccountId::new(uuid::Uuid::from_u128(number))
    }

    #[test]
    fn room_is_bounded_in_all_and_for_each_account_and_given_back() {
        let streams = Streams::new(3, 2);
        let reason = |refused: Result<Place, Problem>| refused.unwrap_err().reason();
        let first = streams.enter(account(1)).unwrap();
        let _second = streams.enter(account(1)).unwrap();
        assert_eq!(reason(streams.enter(account(1))), Reason::RateLimited);
        let _third = streams.enter(account(2)).unwrap();
        assert_eq!(reason(streams.enter(account(2))), Reason::Overloaded);
        drop(first);
        assert!(streams.enter(account(1)).is_ok());
        assert_eq!(streams.lock().by_account.len(), 2);
    }
}
