//! `WatchBalance`: the balance now, and again whenever it changes.

use std::time::Duration;

use contracts::failure::Failure;
use contracts::ledger::v1 as proto;
use futures::{Stream, stream};
use kernel::{AccountId, Reason};
use tokio::time::{Instant, sleep_until};
use tonic::Status;

use super::answer;
use super::service::LedgerGrpc;
use crate::codec::publish_balance;
use crate::domain::Balance;
use crate::shell::{BalanceWatch, NotAnswered};

/// The least time between two balances: whoever watches a busy account is not told of each change.
const PAUSE: Duration = Duration::from_millis(10);

/// How often it is made certain that nothing is missing: an owner that another has superseded does not know it by itself.
const CERTAIN_EVERY: Duration = Duration::from_secs(10);

/// How soon there may be room for another.
const FULL_PAUSE: Duration = Duration::from_secs(1);

/// One who watches, and what it knows.
struct Watcher {
    ledger: LedgerGrpc,
    account: AccountId,
    changes: BalanceWatch,
    // To be told first.
    present: Option<Balance>,
    knows: Known,
    next_at: Instant,
    certain_at: Instant,
    over: bool,
}

/// The balances of an account from now on, those above `after_version` only.
pub(super) async fn watch(
    ledger: LedgerGrpc,
    account: AccountId,
    after_version: u64,
) -> Result<impl Stream<Item = Result<proto::WatchBalanceResponse, Status>> + use<>, Failure> {
    // In this order nothing that changes in between is missed.
    let changes = ledger.books.watch(account).map_err(|why| match why {
        NotAnswered::Overloaded => Failure::new(
            Reason::Overloaded,
            "too many watch balances at this instance; try again after the delay",
        )
        .retry_after(FULL_PAUSE),
        NotAnswered::Stopped => why.into(),
    })?;
    let present = ledger.balance(account).await?;
    let now = Instant::now();
    let mut knows = Known(after_version);
    let is_news = knows.is_news(present);
    let watcher = Watcher {
        ledger,
        account,
        changes,
        // Who knows nothing learns of a wallet without entries, too.
        present: (after_version == 0 || is_news).then_some(present),
        knows,
        next_at: now,
        certain_at: now + CERTAIN_EVERY,
        over: false,
    };
    Ok(stream::unfold(watcher, |mut watcher| async move {
        if watcher.over {
            return None;
        }
        let told = watcher.next().await;
        watcher.over = told.is_err();
        let told =
            told.map(|balance| proto::WatchBalanceResponse { balance: Some(publish_balance(balance)) });
        Some((told.map_err(Status::from), watcher))
    }))
}

/// The latest version that a watcher knows.
struct Known(u64);

impl Known {
    // A balance may come twice, by a change and by a question, and in another order.
    fn is_news(&mut self, balance: Balance) -> bool {
        let is_news = balance.version > self.0;
        self.0 = self.0.max(balance.version);
        is_news
    }
}

impl Watcher {
    async fn next(&mut self) -> Result<Balance, Failure> {
        if let Some(present) = self.present.take() {
            return Ok(present);
        }
        sleep_until(self.next_at).await;
        loop {
            let balance = tokio::select! {
                changed = self.changes.changed() => changed.ok_or_else(moved)?,
                () = sleep_until(self.certain_at) => {
                    self.certain_at = Instant::now() + CERTAIN_EVERY;
                    match self.ledger.balance(self.account).await {
                        Ok(balance) => balance,
                        // A busy book is ours all the same.
                        Err(busy) if busy.reason == Reason::Overloaded => continue,
                        Err(failure) => return Err(failure),
                    }
                }
            };
            if self.knows.is_news(balance) {
                self.next_at = Instant::now() + PAUSE;
                return Ok(balance);
            }
        }
    }
}

fn moved() -> Failure {
    let again = "this instance does not serve the account any more; watch again, with the last version";
    Failure { message: again.to_owned(), ..answer::not_taken() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_version_is_told_once_and_none_after_a_later_one() {
        let mut knows = Known(3);
        let versions = [3, 4, 4, 7, 5, 7, 8];
        let told = versions.map(|version| knows.is_news(Balance { version, ..Balance::default() }));
        assert_eq!(told, [false, true, false, true, false, false, true]);
    }
}
