//! The relay: publishes what the outbox holds, in order, and deletes what the broker has acknowledged.

use std::collections::HashSet;
use std::time::Duration;

use chrono::{DateTime, Utc};
use eventlog::{Acknowledgement, CloudEvent, OutgoingEvent, PublishError, Publisher, Topic};
use futures::future::join_all;
use sqlx::postgres::PgListener;
use sqlx::{FromRow, PgConnection, PgPool};
use tokio::time::{Instant, sleep, timeout};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{CHANNEL, RELAY_LOCK};

/// Events published at a time.
const BATCH: i64 = 500;

/// How long to wait for a notification before looking anyway.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// How often a waiting relay tries to become the active one.
const TRY_LOCK_EVERY: Duration = Duration::from_millis(250);

/// How often depth and age are measured.
const MEASURE_EVERY: Duration = Duration::from_secs(5);

/// How long a batch under way may take once shutdown is asked for.
const GRACE: Duration = Duration::from_secs(5);

const FIRST_RETRY_AFTER: Duration = Duration::from_millis(100);
const LAST_RETRY_AFTER: Duration = Duration::from_secs(5);

/// Publishes one database's outbox. Any number may run; one is active, the others wait to take its place.
pub struct Relay {
    pool: PgPool,
    publisher: Publisher,
}

#[derive(Debug, thiserror::Error)]
enum RelayError {
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
    #[error("the listener failed: {0}")]
    Listener(#[source] sqlx::Error),
}

/// What became of a batch.
struct Relayed {
    published: usize,
    failed: Vec<(Uuid, PublishError)>,
}

/// An event as it waits in the outbox.
#[derive(FromRow)]
struct Waiting {
    id: i64,
    event_id: Uuid,
    topic: String,
    key: String,
    ce_type: String,
    ce_source: String,
    ce_time: DateTime<Utc>,
    traceparent: Option<String>,
    value: String,
}

impl Relay {
    /// A relay from this database to the log.
    pub fn new(pool: PgPool, publisher: Publisher) -> Self {
        Self { pool, publisher }
    }

    /// Runs until `shutdown`; whatever fails on the way is logged and tried again.
    ///
    /// Takes one connection out of the pool for the lock, and uses one of it for listening.
    pub async fn run(self, shutdown: CancellationToken) {
        tokio::select! {
            () = self.stay_active(&shutdown) => {}
            () = measure_now_and_then(&self.pool) => {}
        }
    }

    async fn stay_active(&self, shutdown: &CancellationToken) {
        let mut wait = FIRST_RETRY_AFTER;
        let mut failures = Failures::default();
        while !shutdown.is_cancelled() {
            let started = Instant::now();
            let Err(error) = self.active_once(shutdown).await else { return };
            if started.elapsed() > LAST_RETRY_AFTER {
                wait = FIRST_RETRY_AFTER;
            }
            failures.log(error.to_string());
            if timeout(jittered(wait), shutdown.cancelled()).await.is_ok() {
                return;
            }
            wait = (wait * 2).min(LAST_RETRY_AFTER);
        }
    }

    /// Becomes the active relay and publishes until shutdown, or until the database fails.
    async fn active_once(&self, shutdown: &CancellationToken) -> Result<(), RelayError> {
        // Detached: the lock belongs to this session, and goes with it.
        let mut connection = self.pool.acquire().await?.detach();
        while !took_lock(&mut connection).await? {
            if timeout(jittered(TRY_LOCK_EVERY), shutdown.cancelled()).await.is_ok() {
                return Ok(());
            }
        }
        tracing::info!("this relay is the active one");
        // Before the first look, so that nothing committed after that look goes unnoticed.
        let mut listener = PgListener::connect_with(&self.pool).await.map_err(RelayError::Listener)?;
        listener.listen(CHANNEL).await.map_err(RelayError::Listener)?;

        let mut failures = Failures::default();
        while !shutdown.is_cancelled() {
            let batch = next_batch(&mut connection).await?;
            let relayed = tokio::select! {
                biased;
                relayed = self.relay(&mut connection, batch) => relayed?,
                () = cancelled_with_grace(shutdown) => break,
            };
            match relayed.failed.first() {
                None => failures.clear(),
                // The ids, and how many, change; the reason is the news.
                Some((event_id, error)) => {
                    tracing::debug!(%event_id, count = relayed.failed.len(), "events were not published");
                    failures.log(error.to_string());
                }
            }
            if relayed.published == 0 {
                tokio::select! {
                    () = shutdown.cancelled() => break,
                    notified = listener.recv() => { notified.map_err(RelayError::Listener)?; }
                    () = sleep(LOOK_EVERY) => {}
                }
                // One look answers all notifications that are there.
                while listener.next_buffered().is_some() {}
            }
        }
        sqlx::Connection::close(connection).await?;
        Ok(())
    }

    /// Publishes a batch, all of it in flight at once, and deletes what was acknowledged.
    async fn relay(&self, connection: &mut PgConnection, batch: Vec<Waiting>) -> Result<Relayed, RelayError> {
        if batch.is_empty() {
            return Ok(Relayed { published: 0, failed: Vec::new() });
        }
        let mut in_flight: Vec<(i64, Uuid, Acknowledgement)> = Vec::with_capacity(batch.len());
        let mut failed: Vec<(Uuid, PublishError)> = Vec::new();
        // After an event that could not even be enqueued, its key's later ones have to wait for it.
        let mut held_up: HashSet<(String, String)> = HashSet::new();
        for waiting in batch {
            let lane = (waiting.topic.clone(), waiting.key.clone());
            if held_up.contains(&lane) {
                continue;
            }
            let (id, event_id) = (waiting.id, waiting.event_id);
            match self.enqueue(waiting).await {
                Ok(acknowledgement) => in_flight.push((id, event_id, acknowledgement)),
                Err(error) => {
                    failed.push((event_id, error));
                    held_up.insert(lane);
                }
            }
        }
        let acknowledged = in_flight.into_iter().map(|(id, event_id, acknowledgement)| async move {
            (id, event_id, acknowledgement.acknowledged().await)
        });
        let mut published = Vec::new();
        for (id, event_id, outcome) in join_all(acknowledged).await {
            match outcome {
                Ok(_) => published.push(id),
                Err(error) => failed.push((event_id, error)),
            }
        }
        sqlx::query("delete from outbox where id = any($1)").bind(&published).execute(connection).await?;
        metrics::counter!("outbox_published_total").increment(published.len() as u64);
        Ok(Relayed { published: published.len(), failed })
    }

    async fn enqueue(&self, waiting: Waiting) -> Result<Acknowledgement, PublishError> {
        let topic =
            Topic::named(waiting.topic).map_err(|error| PublishError::Unpublishable(error.to_string()))?;
        let event = CloudEvent {
            id: waiting.event_id.to_string(),
            ce_type: waiting.ce_type,
            source: waiting.ce_source,
            subject: waiting.key.clone(),
            time: waiting.ce_time,
            content_type: CloudEvent::JSON.to_owned(),
            traceparent: waiting.traceparent,
        };
        let value = waiting.value.into();
        self.publisher.enqueue(OutgoingEvent { topic, key: waiting.key, value, event }).await
    }
}

async fn took_lock(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    let (took,): (bool,) =
        sqlx::query_as("select pg_try_advisory_lock($1)").bind(RELAY_LOCK).fetch_one(connection).await?;
    Ok(took)
}

/// What is committed, lowest ids first. One key's ids are in the order of its commits (see [`crate::insert`]), so
/// nothing of the same key can turn up later with a lower id.
async fn next_batch(connection: &mut PgConnection) -> Result<Vec<Waiting>, sqlx::Error> {
    sqlx::query_as(
        "select id, event_id, topic, key, ce_type, ce_source, ce_time, traceparent, value \
         from outbox order by id limit $1",
    )
    .bind(BATCH)
    .fetch_all(connection)
    .await
}

/// Also while no broker answers, which is when depth and age are of interest.
async fn measure_now_and_then(pool: &PgPool) {
    loop {
        // What fails here is noticed and logged where it matters.
        if let Err(error) = measure(pool).await {
            tracing::debug!(%error, "the outbox was not measured");
        }
        sleep(MEASURE_EVERY).await;
    }
}

async fn measure(pool: &PgPool) -> Result<(), sqlx::Error> {
    let (depth, oldest): (f64, f64) = sqlx::query_as(
        "select count(*)::float8, coalesce(extract(epoch from now() - min(created_at)), 0)::float8 from outbox",
    )
    .fetch_one(pool)
    .await?;
    metrics::gauge!("outbox_depth").set(depth);
    metrics::gauge!("outbox_oldest_age_seconds").set(oldest);
    Ok(())
}

/// Logs a failure when it is another than the last.
#[derive(Default)]
struct Failures(Option<String>);

impl Failures {
    fn log(&mut self, failure: String) {
        if self.0.as_ref() != Some(&failure) {
            tracing::warn!(error = failure, "the outbox is not being relayed; trying again");
            self.0 = Some(failure);
        }
    }

    fn clear(&mut self) {
        if self.0.take().is_some() {
            tracing::info!("the outbox is relayed again");
        }
    }
}

/// Gives the batch under way a moment to be acknowledged before shutdown interrupts it.
async fn cancelled_with_grace(shutdown: &CancellationToken) {
    shutdown.cancelled().await;
    sleep(GRACE).await;
}

/// Between half of it and all of it, so that relays that failed together do not return together.
fn jittered(wait: Duration) -> Duration {
    let millis = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
    Duration::from_millis(fastrand::u64(millis / 2..=millis))
}
