//! From the log to the read model: each valid entry exactly once, its rows and the position in one transaction.
//!
//! Absent on purpose: decisions. The projector repeats what entries say and never computes what they should have said.

mod line;
mod rows;

use std::collections::BTreeMap;
use std::time::Duration;

use eventlog::{ChainPosition, Feed as _, KafkaSettings, LedgerFeed, LogError, Received, Topic, previous_of};
use outbox::{ChainStep, PositionError};
use sqlx::PgPool;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::book::{Codec as _, CodecError};
use crate::codec::ProtoJson;
pub use line::{HoldChange, Line, LineKind, hold_change, line};

/// Entries written in one transaction at most.
const BATCH: usize = 2_000;

/// How long a transaction waits for more entries to come along. The records of one fetch arrive one partition after another, and a
/// transaction costs as much as some twenty of its rows.
const GATHER: Duration = Duration::from_millis(4);

/// How soon to start over after the log or the database failed.
const RETRY: Duration = Duration::from_millis(500);

/// Why a batch was not written.
#[derive(Debug, thiserror::Error)]
enum ProjectError {
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
}

/// Projects the log until told to stop. `progress` changes whenever rows were written.
pub async fn run(
    pool: PgPool,
    kafka: KafkaSettings,
    group: String,
    progress: watch::Sender<u64>,
    stop: CancellationToken,
) {
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            Err(error) = follow(&pool, &kafka, &group, &progress) => {
                tracing::warn!(%error, "the token log could not be projected; starting over from what is stored");
            }
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(RETRY) => {}
        }
    }
}

async fn follow(
    pool: &PgPool,
    kafka: &KafkaSettings,
    group: &str,
    progress: &watch::Sender<u64>,
) -> Result<std::convert::Infallible, ProjectError> {
    let positions = outbox::load_positions(pool).await?.chains(&Topic::LEDGER);
    // Another instance may have written meanwhile what callers here wait for.
    progress.send_modify(|count| *count = count.wrapping_add(1));
    let mut feed = LedgerFeed::start(kafka, group, &positions, previous_of)?.values_only();
    let mut batch = Vec::with_capacity(BATCH);
    loop {
        batch.push(feed.next().await?);
        let leave = tokio::time::sleep(GATHER);
        tokio::pin!(leave);
        while batch.len() < BATCH {
            tokio::select! {
                biased;
                received = feed.next() => batch.push(received?),
                () = &mut leave => break,
            }
        }
        write(pool, &batch).await?;
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
    }
}

async fn write(pool: &PgPool, batch: &[Received]) -> Result<(), ProjectError> {
    let mut rows = rows::Rows::default();
    let mut steps: BTreeMap<i32, ChainStep> = BTreeMap::new();
    for received in batch {
        let (partition, offset) = (received.partition, received.offset);
        let (entry, _) = ProtoJson.decode(&received.value).map_err(|cause| ProjectError::Unreadable {
            partition,
            offset,
            cause,
        })?;
        rows.add(&entry, partition, offset);
        let Some(link) = received.chain else { continue };
        let before = ChainPosition { partition, next_offset: offset, head: link.previous };
        let after = ChainPosition { partition, next_offset: received.next_offset(), head: link.head };
        steps.entry(partition).and_modify(|step| step.after = after).or_insert(ChainStep { before, after });
    }
    let steps: Vec<ChainStep> = steps.into_values().collect();
    let mut transaction = pool.begin().await?;
    if let Some(partition) = outbox::advance_chains(&mut transaction, &Topic::LEDGER, &steps).await? {
        return Err(ProjectError::Overtaken(partition));
    }
    rows.write(&mut transaction).await?;
    transaction.commit().await?;
    Ok(())
}
