//! Those who follow balances: what is committed is told to them as it is.
//!
//! Each followed account has one place for its latest balance, however many follow it and however slow they are: a balance that nobody took in time is
//! replaced by the next. So the engine never waits for a follower, and nothing grows with the number of changes.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use kernel::AccountId;
use tokio::sync::{OwnedSemaphorePermit, watch};

use crate::domain::Balance;

/// The followers of one book.
#[derive(Debug, Default)]
pub(super) struct Watches {
    by_account: Mutex<HashMap<AccountId, watch::Sender<Balance>>>,
    // Followed accounts: the engine mostly need not look any further.
    count: AtomicUsize,
}

impl Watches {
    fn lock(&self) -> MutexGuard<'_, HashMap<AccountId, watch::Sender<Balance>>> {
        self.by_account.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Follows an account; `room` is held for as long.
    pub(super) fn follow(self: &Arc<Self>, account: AccountId, room: OwnedSemaphorePermit) -> BalanceWatch {
        let mut by_account = self.lock();
        let sender = by_account.entry(account).or_insert_with(|| watch::Sender::new(Balance::default()));
        let changes = sender.subscribe();
        self.count.store(by_account.len(), Ordering::Release);
        drop(by_account);
        BalanceWatch { changes: Some(changes), account, watches: Arc::clone(self), _room: room }
    }

    /// Whether anybody follows anything.
    pub(super) fn any(&self) -> bool {
        self.count.load(Ordering::Acquire) > 0
    }

    /// What an account's committed balance is now.
    pub(super) fn tell(&self, account: AccountId, balance: impl FnOnce() -> Balance) {
        if let Some(sender) = self.lock().get(&account) {
            sender.send_replace(balance());
        }
    }

    /// What the committed balances of all followed accounts are now.
    pub(super) fn tell_all(&self, balance: impl Fn(AccountId) -> Balance) {
        for (account, sender) in self.lock().iter() {
            sender.send_replace(balance(*account));
        }
    }

    /// The book is another instance's: nothing more will be told here.
    pub(super) fn end(&self) {
        let mut by_account = self.lock();
        by_account.clear();
        self.count.store(0, Ordering::Release);
    }
}

/// One who follows an account's balance.
#[derive(Debug)]
pub struct BalanceWatch {
    // Always there, until it is dropped.
    changes: Option<watch::Receiver<Balance>>,
    account: AccountId,
    watches: Arc<Watches>,
    _room: OwnedSemaphorePermit,
}

impl BalanceWatch {
    /// The latest balance, once it has changed since the last look; `None` when this instance has given the book up.
    pub async fn changed(&mut self) -> Option<Balance> {
        let changes = self.changes.as_mut()?;
        changes.changed().await.ok()?;
        Some(*changes.borrow_and_update())
    }
}

impl Drop for BalanceWatch {
    fn drop(&mut self) {
        let mut by_account = self.watches.lock();
        drop(self.changes.take());
        if by_account.get(&self.account).is_some_and(|sender| sender.receiver_count() == 0) {
            by_account.remove(&self.account);
            self.watches.count.store(by_account.len(), Ordering::Release);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::task::Poll;

    use futures::FutureExt as _;
    use kernel::Tokens;
    use tokio::sync::Semaphore;
    use uuid::Uuid;

    use super::*;

    fn account(number: u128) -> AccountId {
        AccountId::new(Uuid::from_u128(number))
    }

    fn balance(version: u64) -> Balance {
        Balance { available: Tokens::new(version * 10), version, ..Balance::default() }
    }

    fn follow(watches: &Arc<Watches>, number: u128) -> BalanceWatch {
        let room = Arc::new(Semaphore::new(1)).try_acquire_owned().unwrap();
        watches.follow(account(number), room)
    }

    /// What a follower learns without waiting.
    fn now(watch: &mut BalanceWatch) -> Poll<Option<u64>> {
        let told = watch.changed().now_or_never();
        told.map_or(Poll::Pending, |told| Poll::Ready(told.map(|balance| balance.version)))
    }

    #[test]
    fn a_slow_follower_learns_the_latest_balance_and_no_other() {
        let watches = Arc::new(Watches::default());
        let (mut quick, mut slow) = (follow(&watches, 1), follow(&watches, 1));
        let mut learnt = Vec::new();
        for version in 1..=3 {
            watches.tell(account(1), || balance(version));
            learnt.push(now(&mut quick));
        }
        watches.tell(account(2), || balance(9));
        assert_eq!(learnt, [1, 2, 3].map(|version| Poll::Ready(Some(version))));
        assert_eq!(now(&mut quick), Poll::Pending);
        assert_eq!((now(&mut slow), now(&mut slow)), (Poll::Ready(Some(3)), Poll::Pending));
    }

    #[test]
    fn whoever_follows_a_book_that_is_given_up_learns_that_it_is_over() {
        let watches = Arc::new(Watches::default());
        let mut before = follow(&watches, 1);
        watches.end();
        let mut after = follow(&watches, 1);
        assert_eq!(now(&mut before), Poll::Ready(None));
        drop(before);
        watches.tell(account(1), || balance(4));
        assert_eq!(now(&mut after), Poll::Ready(Some(4)), "who began anew goes on");
    }

    #[test]
    fn nothing_is_kept_for_those_who_have_gone() {
        let watches = Arc::new(Watches::default());
        let (first, second) = (follow(&watches, 1), follow(&watches, 1));
        drop(first);
        assert!(watches.any());
        drop(second);
        assert!(!watches.any() && watches.lock().is_empty());
    }
}
