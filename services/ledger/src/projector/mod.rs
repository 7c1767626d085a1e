//! From the log to the read model: each valid entry exactly once, its rows and the position in one transaction.
//!
//! Of several instances each projects the partitions that the group gives it. Nothing rests on the group being right: the position moves only
//! from where this instance believed it to be, in the transaction of the rows, so that of two who project the same entries one writes nothing.
//!
//! Absent on purpose: decisions. The projector repeats what entries say and never computes what they should have said.

mod batch;
mod line;
mod pace;
mod rows;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use chrono::{DateTime, Utc};
use eventlog::{ChainHash, Feed as _, KafkaSettings, LedgerFeed, LogError, Received, Topic, previous_of};
use outbox::PositionError;
use runtime::Clock;
use sqlx::PgPool;
use tokio::sync::{Notify, watch};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use self::pace::Pace;
use crate::book::CodecError;
pub(crate) use batch::Batch;
pub use line::{HoldChange, Line, LineKind, hold_change, line};
pub(crate) use rows::Touched;

/// Entries written in one transaction at most.
const BATCH: usize = 2_000;

/// How long a transaction waits for more entries to come along. The records of one fetch arrive one partition after another, and a
/// transaction costs as much as some twenty of its rows.
const GATHER: Duration = Duration::from_millis(4);

/// How often it is made certain that what is stored is where this stands: a position that was mended, or moved by another instance, is not met by
/// who has nothing to write.
const CERTAIN_EVERY: Duration = Duration::from_secs(10);

/// How soon to start over after the log or the database failed.
const RETRY: Duration = Duration::from_millis(500);

/// Why a batch was not written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ProjectError {
    #[error(transparent)]
    Log(#[from] LogError),
    #[error(transparent)]
    Position(#[from] PositionError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error("{partition}/{offset} extends the chain and cannot be read: {cause}")]
    Unreadable { partition: i32, offset: i64, cause: CodecError },
    #[error("another instance projects partition {0}")]
    Overtaken(i32),
    #[error("the position of partition {0} was moved")]
    Moved(i32),
}

/// What follows the log. Wants a thread of its own.
pub struct Projector {
    /// Where the log is.
    pub kafka: KafkaSettings,
    /// The group under which its lag is seen.
    pub group: String,
    /// The partitions that are this instance's to project, as they change.
    pub share: watch::Receiver<Option<BTreeSet<i32>>>,
    /// Changes whenever rows were written.
    pub progress: watch::Sender<u64>,
    /// Those who wait for it.
    pub awaited: Arc<Awaited>,
    /// How late it may be because it leaves a busy machine to others.
    pub latest: Duration,
    /// The clock.
    pub clock: Clock,
}

impl Projector {
    /// Projects the log until told to stop.
    pub async fn run(mut self, pool: PgPool, stop: CancellationToken) {
        loop {
            let partitions = self.share.borrow_and_update().clone().unwrap_or_default();
            let mut share = self.share.clone();
            tokio::select! {
                () = stop.cancelled() => return,
                changed = share.changed() => {
                    // Without anybody who shares, nothing more will come.
                    if changed.is_err() {
                        return stop.cancelled().await;
                    }
                    continue;
                }
                Err(error) = follow(&pool, &self, &partitions) => {
                    tracing::warn!(%error, "the token log could not be projected; starting over from what is stored");
                }
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(RETRY) => {}
            }
        }
    }
}

/// Those who wait for the projector.
#[derive(Debug, Default)]
pub struct Awaited {
    count: AtomicUsize,
    begun: Notify,
}

/// One of them, for as long as it lives.
pub struct Waiting<'a>(&'a Awaited);

impl Awaited {
    /// Begins to wait.
    pub fn begin(&self) -> Waiting<'_> {
        self.count.fetch_add(1, Ordering::AcqRel);
        self.begun.notify_one();
        Waiting(self)
    }

    /// Whether anybody waits.
    fn by_anybody(&self) -> bool {
        self.count.load(Ordering::Acquire) > 0
    }

    /// Waits until somebody waits.
    async fn begun(&self) {
        while !self.by_anybody() {
            self.begun.notified().await;
        }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.count.fetch_sub(1, Ordering::AcqRel);
    }
}

async fn follow(
    pool: &PgPool,
    projector: &Projector,
    partitions: &BTreeSet<i32>,
) -> Result<std::convert::Infallible, ProjectError> {
    if partitions.is_empty() {
        return std::future::pending().await;
    }
    let Projector { kafka, group, progress, awaited, latest, clock, .. } = projector;
    let positions = outbox::load_positions(pool).await?.chains(&Topic::LEDGER);
    // Another instance may have written meanwhile what callers here wait for.
    progress.send_modify(|count| *count = count.wrapping_add(1));
    let mut feed = LedgerFeed::start_some(kafka, group, partitions, &positions, previous_of)?.values_only();
    let mut batch = Vec::with_capacity(BATCH);
    let mut pace = Pace::new(*latest);
    let mut certain_at = Instant::now() + CERTAIN_EVERY;
    loop {
        tokio::select! {
            received = feed.next() => batch.push(received?),
            () = tokio::time::sleep_until(certain_at) => {}
        }
        if batch.is_empty() {
            make_certain(pool, &feed).await?;
            certain_at = Instant::now() + CERTAIN_EVERY;
            continue;
        }
        let leave = tokio::time::sleep(GATHER);
        tokio::pin!(leave);
        while batch.len() < BATCH {
            tokio::select! {
                biased;
                received = feed.next() => batch.push(received?),
                () = &mut leave => break,
            }
        }
        let began = Instant::now();
        let newest = write(pool, &batch).await?;
        // Of each partition the last one speaks for all.
        let last: BTreeMap<i32, &Received> =
            batch.iter().map(|received| (received.partition, received)).collect();
        for received in last.into_values() {
            feed.handled(received);
        }
        let written = u64::try_from(batch.len()).unwrap_or(u64::MAX);
        metrics::counter!("ledger_projected_total").increment(written);
        progress.send_modify(|count| *count = count.wrapping_add(1));
        batch.clear();
        let late = newest.and_then(|newest| (clock.now() - newest).to_std().ok()).unwrap_or_default();
        let rest = pace.rest(began.elapsed(), late, awaited.by_anybody());
        if !rest.is_zero() {
            // Others go first, until somebody waits.
            tokio::select! {
                () = tokio::time::sleep(rest) => {}
                () = awaited.begun() => {}
            }
        }
    }
}

// Whether the stored positions are where the feed has come to, all of which is written.
async fn make_certain(pool: &PgPool, feed: &LedgerFeed) -> Result<(), ProjectError> {
    let stored = outbox::load_positions(pool).await?.chains(&Topic::LEDGER);
    for here in feed.positions() {
        let there = stored.iter().find(|at| at.partition == here.partition);
        if there.map_or(ChainHash::GENESIS, |at| at.head) != here.head {
            return Err(ProjectError::Moved(here.partition));
        }
    }
    Ok(())
}

// Writes the rows of these entries; when the last of them was made.
async fn write(pool: &PgPool, received: &[Received]) -> Result<Option<DateTime<Utc>>, ProjectError> {
    let mut batch = Batch::default();
    for record in received {
        // The feed hands out entries only.
        let Some(link) = record.chain else { continue };
        batch.add(record.partition, record.offset, &record.value, link)?;
    }
    let newest = batch.newest();
    let mut transaction = outbox::begin(pool).await?;
    batch.write(&mut transaction).await?;
    transaction.commit().await?;
    Ok(newest)
}
