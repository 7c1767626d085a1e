//! `WatchOwners`: which instance owns which book, as far as this one knows.

use std::sync::Arc;
use std::time::Duration;

use contracts::failure::Failure;
use contracts::ledger::v1 as proto;
use futures::{Stream, stream};
use kernel::Reason;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use tonic::Status;

use super::answer;
use crate::book::Owner;
use crate::shell::{News, Owners};

/// How often something is said, even if nothing has changed: whoever hears nothing for some of these knows that this instance is gone.
const EVERY: Duration = Duration::from_secs(1);

/// How many may watch at the same time.
pub(super) const AT_MOST: usize = 4_096;

/// How soon there may be room for another.
const FULL_PAUSE: Duration = Duration::from_secs(1);

/// One who watches, and what it has been told.
struct Watcher {
    owners: Owners,
    me: String,
    news: News,
    told: Told,
    begun: bool,
    over: bool,
    stop: CancellationToken,
    _room: OwnedSemaphorePermit,
}

/// What is known about owners, to somebody who calls the instance at `me`, until that stops.
pub(super) fn watch(
    owners: Owners,
    me: String,
    room: &Arc<Semaphore>,
    stop: CancellationToken,
) -> Result<impl Stream<Item = Result<proto::WatchOwnersResponse, Status>> + use<>, Failure> {
    let room = Arc::clone(room).try_acquire_owned().map_err(|_| {
        Failure::new(Reason::Overloaded, "too many watch owners at this instance; try again after the delay")
            .retry_after(FULL_PAUSE)
    })?;
    let watcher = Watcher {
        // Before the first look, so that nothing in between is missed.
        news: owners.news(),
        owners,
        me,
        told: Told::default(),
        begun: false,
        over: false,
        stop,
        _room: room,
    };
    Ok(stream::unfold(watcher, |mut watcher| async move {
        if watcher.over {
            return None;
        }
        let told = watcher.next().await;
        watcher.over = told.is_err();
        Some((told.map_err(Status::from), watcher))
    }))
}

impl Watcher {
    async fn next(&mut self) -> Result<proto::WatchOwnersResponse, Failure> {
        let due = sleep(if self.begun { EVERY } else { Duration::ZERO });
        tokio::pin!(due);
        self.begun = true;
        loop {
            let is_due = tokio::select! {
                () = self.stop.cancelled() => return Err(stopping()),
                () = self.news.come() => false,
                () = &mut due => true,
            };
            let known = self.owners.all();
            let partitions = i32::try_from(known.len()).unwrap_or(i32::MAX);
            let owners = self.told.news_of(known);
            if is_due || !owners.is_empty() {
                return Ok(proto::WatchOwnersResponse { answered_by: self.me.clone(), partitions, owners });
            }
        }
    }
}

fn stopping() -> Failure {
    let elsewhere = "this instance stops; watch at another";
    Failure { message: elsewhere.to_owned(), ..answer::not_taken() }
}

/// The terms that somebody has been told of, by partition.
#[derive(Default)]
struct Told(Vec<u64>);

impl Told {
    // Those owners that are news.
    fn news_of(&mut self, known: Vec<Option<Owner>>) -> Vec<proto::BookOwner> {
        self.0.resize(known.len(), 0);
        let places = (0..).zip(known).zip(&mut self.0);
        let news = places.filter_map(|((partition, owner), told)| {
            let Owner { instance, address, term } = owner.filter(|owner| owner.term > *told)?;
            *told = term;
            Some(proto::BookOwner { partition, instance, address, term })
        });
        news.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_owner_is_told_once_and_again_when_it_changes() {
        let owner = |instance: &str, term| {
            Some(Owner { instance: instance.into(), address: format!("{instance}:1"), term })
        };
        let mut told = Told::default();
        let mut news = |known: [Option<Owner>; 3]| -> Vec<_> {
            let news = told.news_of(known.to_vec());
            news.into_iter().map(|owner| (owner.partition, owner.address, owner.term)).collect()
        };
        let a = |partition, term| (partition, "a:1".to_owned(), term);
        assert_eq!(news([None, None, None]), []);
        assert_eq!(news([owner("a", 3), None, owner("a", 1)]), [a(0, 3), a(2, 1)]);
        assert_eq!(news([owner("a", 3), None, owner("a", 1)]), []);
        assert_eq!(news([owner("a", 3), owner("a", 1), owner("b", 2)]), [a(1, 1), (2, "b:1".to_owned(), 2)]);
    }
}
