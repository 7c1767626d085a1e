//! Who owns which book, as the owners themselves say, for those who have a request for another's.
//!
//! Each owner publishes its claim to a compacted topic once the claim is committed, under the partition's number; every instance reads it
//! all. Of two words about a partition the one of the higher term counts. It is a hint: the truth is the chain, and who follows a hint
//! that is out of date is told so by whoever it reaches.

use std::sync::Arc;
use std::time::Duration;

use contracts::ledger::v1::BookClaimed;
use eventlog::{
    CloudEvent, InputConsumer, KafkaSettings, LogError, OutgoingEvent, PointReader, Publisher, StartAt, Topic,
};
use runtime::Clock;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::book::Owner;

/// How soon to try again after the topic could not be read or written.
const RETRY: Duration = Duration::from_millis(250);

/// The name under which the topic is read; nothing is committed to it.
const GROUP: &str = "ledger-owners-reader";

/// What is known. Clones share it.
#[derive(Debug, Clone)]
pub struct Owners(Arc<watch::Sender<Known>>);

#[derive(Debug)]
struct Known {
    by_partition: Vec<Option<Owner>>,
    // Whether everything has been read that was there at the start.
    up_to_date: bool,
}

/// What somebody has not heard yet about owners.
pub struct News(watch::Receiver<Known>);

impl News {
    /// Waits until there is some.
    pub async fn come(&mut self) {
        if self.0.changed().await.is_err() {
            // Nobody is left to say anything.
            std::future::pending::<()>().await;
        }
    }
}

impl Owners {
    pub(super) fn new(partitions: usize) -> Self {
        Self(Arc::new(watch::Sender::new(Known { by_partition: vec![None; partitions], up_to_date: false })))
    }

    /// Who owns the partition's book, if anybody has said so.
    pub fn of(&self, partition: i32) -> Option<Owner> {
        let place = usize::try_from(partition).ok()?;
        self.0.borrow().by_partition.get(place)?.clone()
    }

    /// Who owns each partition's book, in their order.
    pub fn all(&self) -> Vec<Option<Owner>> {
        self.0.borrow().by_partition.clone()
    }

    /// Waits until it is no longer this owner's.
    pub async fn moved_on(&self, partition: i32, from: &Owner) {
        let place = usize::try_from(partition).unwrap_or(usize::MAX);
        let mut known = self.0.subscribe();
        let moved = known
            .wait_for(|known| known.by_partition.get(place).is_some_and(|now| now.as_ref() != Some(from)));
        // The sender lives in `self`.
        drop(moved.await);
    }

    /// Tells when something has changed.
    pub fn news(&self) -> News {
        News(self.0.subscribe())
    }

    /// Whether everything that was said before this instance started is known.
    pub(super) fn is_up_to_date(&self) -> bool {
        self.0.borrow().up_to_date
    }

    /// Takes somebody's word for it.
    pub(super) fn learn(&self, partition: i32, owner: Owner) {
        self.0.send_if_modified(|known| {
            let Some(place) = usize::try_from(partition).ok().and_then(|at| known.by_partition.get_mut(at))
            else {
                return false;
            };
            let news = place.as_ref().is_none_or(|before| before.term < owner.term);
            if news {
                *place = Some(owner);
            }
            news
        });
    }

    /// Reads what owners say until told to stop.
    pub(super) async fn follow(self, settings: KafkaSettings, ends: PointReader, stop: CancellationToken) {
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                Err(error) = self.read(&settings, &ends) => {
                    tracing::warn!(%error, "the owners of the books could not be read; trying again");
                }
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(RETRY) => {}
            }
        }
    }

    async fn read(
        &self,
        settings: &KafkaSettings,
        ends: &PointReader,
    ) -> Result<std::convert::Infallible, LogError> {
        let end = ends.high_watermark(&Topic::OWNERS, 0).await?;
        let start = StartAt { topic: Topic::OWNERS, partition: 0, next_offset: 0 };
        let mut consumer = InputConsumer::assigned(settings, GROUP, &[start])?;
        let mut next = 0;
        loop {
            if next >= end {
                self.0.send_if_modified(|known| !std::mem::replace(&mut known.up_to_date, true));
            }
            let received = consumer.next().await?;
            next = received.next_offset();
            if let Some((partition, owner)) = said(&received.key, &received.value) {
                self.learn(partition, owner);
            } else {
                tracing::warn!(offset = received.offset, "nobody can tell whom this calls an owner");
            }
        }
    }

    /// Says that this instance owns the partition's book, until it is known to have been heard or is no longer true.
    pub(super) async fn announce(
        self,
        publisher: Publisher,
        clock: Clock,
        partition: i32,
        owner: Owner,
        until: CancellationToken,
    ) {
        self.learn(partition, owner.clone());
        loop {
            let saying = publisher.publish(announcement(&clock, partition, &owner));
            let failed = tokio::select! {
                () = until.cancelled() => return,
                said = saying => match said {
                    Ok(_) => return,
                    Err(error) => error,
                },
            };
            tracing::warn!(%failed, partition, "the new owner could not be announced; trying again");
            tokio::time::sleep(RETRY).await;
        }
    }
}

fn announcement(clock: &Clock, partition: i32, owner: &Owner) -> OutgoingEvent {
    let Owner { instance, address, term } = owner.clone();
    let claim = BookClaimed { instance, term, address };
    OutgoingEvent {
        topic: Topic::OWNERS,
        key: partition.to_string(),
        // Of text and a number, nothing can fail to be written.
        value: serde_json::to_vec(&claim).unwrap_or_default().into(),
        event: CloudEvent {
            id: clock.new_id().to_string(),
            ce_type: "tokenbook.ledger.v1.BookClaimed".to_owned(),
            source: "/tokenbook/ledger".to_owned(),
            subject: partition.to_string(),
            time: clock.now(),
            content_type: CloudEvent::JSON.to_owned(),
            traceparent: None,
        },
    }
}

fn said(key: &[u8], value: &[u8]) -> Option<(i32, Owner)> {
    let partition = std::str::from_utf8(key).ok()?.parse().ok()?;
    let BookClaimed { instance, term, address } = serde_json::from_slice(value).ok()?;
    Some((partition, Owner { instance, address, term }))
}

#[cfg(test)]
mod tests {
    use futures::FutureExt as _;

    use super::*;

    fn owner(instance: &str, term: u64) -> Owner {
        Owner { instance: instance.into(), address: format!("{instance}:7104"), term }
    }

    #[test]
    fn of_two_words_about_a_partition_the_higher_term_counts() {
        let owners = Owners::new(2);
        assert_eq!(owners.of(1), None);
        for (said, then) in [(owner("a", 2), "a"), (owner("b", 3), "b"), (owner("a", 2), "b")] {
            owners.learn(1, said);
            assert_eq!(owners.of(1).unwrap().instance, then);
        }
        owners.learn(7, owner("c", 1));
        assert_eq!((owners.of(0), owners.of(7), owners.of(-1)), (None, None, None));
    }

    #[test]
    fn who_waits_for_an_answer_of_an_owner_hears_that_it_is_one_no_longer() {
        let owners = Owners::new(1);
        owners.learn(0, owner("a", 1));
        assert!(owners.moved_on(0, &owner("a", 1)).now_or_never().is_none());
        owners.learn(0, owner("b", 2));
        assert!(owners.moved_on(0, &owner("a", 1)).now_or_never().is_some());
    }

    #[test]
    fn an_announcement_reads_back() {
        let said_so = announcement(&Clock::system(), 3, &owner("a", 9));
        assert_eq!(said(said_so.key.as_bytes(), &said_so.value), Some((3, owner("a", 9))));
        for (key, value) in [("", "{}"), ("x", "{}"), ("3", "noise"), ("3", r#"{"term":"-1"}"#)] {
            assert_eq!(said(key.as_bytes(), value.as_bytes()), None, "{key} {value}");
        }
    }
}
