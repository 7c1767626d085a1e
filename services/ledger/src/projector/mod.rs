//! From the log to the read model: each valid entry exactly once, its rows and the position in one transaction.
//!
//! Absent on purpose: decisions. The projector repeats what entries say and never computes what they should have said.

mod line;
mod rows;

use std::collections::BTreeMap;
use std::time::Duration;

use eventlog::{ChainPosition, Feed as _, KafkaSettings, LedgerFeed, LogError, Received, Topic, previous_of};
use outbox::{Advanced, PositionError};
use sqlx::PgPool;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::book::{Codec as _, CodecError};
use crate::codec::ProtoJson;
pub use line::{HoldChange, Line, LineKind, hold_change, line};

/// Entries written in one transaction at most.
const BATCH: usize = 2_000;

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
    let mut feed = LedgerFeed::start(kafka, group, &positions, previous_of)?;
    let mut batch = Vec::with_capacity(BATCH);
    loop {
        batch.push(feed.next().await?);
        // Whatever has arrived as well goes into the same transaction.
        while batch.len() < BATCH {
            tokio::select! {
                biased;
                received = feed.next() => batch.push(received?),
                () = std::future::ready(()) => break,
            }
        }
        write(pool, &batch).await?;
        for received in &batch {
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
    let mut steps: BTreeMap<i32, (ChainPosition, ChainPosition)> = BTreeMap::new();
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
        steps.entry(partition).and_modify(|(_, last)| *last = after).or_insert((before, after));
    }
    let mut transaction = pool.begin().await?;
    // What a power cut takes from the read model is projected again: rows and position go together, and the log has everything.
    sqlx::query("set local synchronous_commit = off").execute(&mut *transaction).await?;
    for (partition, (before, after)) in &steps {
        match outbox::advance_chain(&mut transaction, &Topic::LEDGER, before, after).await? {
            Advanced::New => {}
            Advanced::AlreadyHandled => return Err(ProjectError::Overtaken(*partition)),
        }
    }
    rows.write(&mut transaction).await?;
    transaction.commit().await?;
    Ok(())
}
