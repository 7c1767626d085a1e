//! Jobs: claimed by lease, kept by heartbeat, ended once.
//!
//! The lease is the fence: every change by a worker holds only while the row still carries the worker's lease, so one that
//! was thought dead, and was replaced, cannot record anything any more.

use chrono::{DateTime, Utc};
use kernel::GenerationId;
use sqlx::types::Json;
use sqlx::{FromRow, PgConnection};
use uuid::Uuid;

use super::rows::{GenerationRow, columns};
use super::{Stamp, Store, StoreError, events, notify, stored_tokens};
use crate::domain::generation::{FailureOutcome, Generation, MediaFile, Past};
use crate::domain::pricing::Quote;

/// A worker's right to a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lease {
    /// The job.
    pub generation: GenerationId,
    /// The token that the row carries while the right lasts.
    pub token: Uuid,
}

/// A job that a worker has taken.
#[derive(Debug, Clone)]
pub struct Claimed {
    /// The job as it stands now.
    pub generation: Generation,
    /// Where it stood before.
    pub past: Past,
    /// The worker's right to it.
    pub lease: Lease,
}

/// How a job ended.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// Delivered.
    Succeeded {
        /// What it cost, by the quote's own rates.
        cost: Quote,
        /// Who made it.
        provider: String,
        /// The provider's own id of the job.
        provider_job_id: String,
        /// The text, for chat.
        output: String,
        /// The files, already in the media folder.
        media: Vec<MediaFile>,
    },
    /// Nothing was delivered.
    Failed(FailureOutcome),
}

/// Whether a worker's change was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Recorded {
    /// It was.
    Yes,
    /// Another worker has the job by now: nothing changed.
    LeaseLost,
}

#[derive(FromRow)]
struct ClaimedRow {
    was: String,
    before: i32,
    #[sqlx(flatten)]
    generation: GenerationRow,
}

impl Store {
    /// Takes the job that has waited longest: queued, due for a look-up, or left behind by a worker whose lease ran out. A job
    /// that was handed to another provider than this one is left alone: only that one can tell what became of it.
    pub async fn claim(
        &self,
        provider: &str,
        now: DateTime<Utc>,
        token: Uuid,
        until: DateTime<Utc>,
    ) -> Result<Option<Claimed>, StoreError> {
        let row: Option<ClaimedRow> = sqlx::query_as(concat!(
            "with next as (select id, state, attempts from generations \
             where state in ('queued', 'running', 'outcome_unknown') and claimable_at <= $1 \
             and (provider is null or provider = $4) \
             order by claimable_at limit 1 for update skip locked) \
             update generations g set lease = $2, claimable_at = $3, \
             state = case when g.state = 'queued' then 'running' else g.state end, \
             attempts = case when g.state = 'outcome_unknown' or g.provider_job_id <> '' \
             then g.attempts else g.attempts + 1 end, \
             output = case when g.state = 'running' then '' else g.output end \
             from next where g.id = next.id returning next.state as was, next.attempts as before, ",
            columns!()
        ))
        .bind(now)
        .bind(token)
        .bind(until)
        .bind(provider)
        .fetch_optional(&self.pool)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let generation = Generation::try_from(row.generation)?;
        let past = Past {
            state: row.was.parse().map_err(super::unreadable)?,
            attempts: u32::try_from(row.before).map_err(super::unreadable)?,
            handed_over: generation.provider.is_some(),
            accepted: generation.provider_job_id.is_some(),
            hold_released: generation.hold_released_at.is_some(),
        };
        let lease = Lease { generation: generation.accepted.id, token };
        Ok(Some(Claimed { generation, past, lease }))
    }

    /// Prolongs a lease.
    pub async fn heartbeat(&self, lease: Lease, until: DateTime<Utc>) -> Result<Recorded, StoreError> {
        let updated = sqlx::query("update generations set claimable_at = $3 where id = $1 and lease = $2")
            .bind(lease.generation.uuid())
            .bind(lease.token)
            .bind(until)
            .execute(&self.pool)
            .await?;
        Ok(recorded(updated.rows_affected() == 1))
    }

    /// Gives a job back, to be taken again from `at` on.
    pub async fn give_back(&self, lease: Lease, at: DateTime<Utc>) -> Result<Recorded, StoreError> {
        let updated = sqlx::query(
            "update generations set claimable_at = $3, lease = null where id = $1 and lease = $2",
        )
        .bind(lease.generation.uuid())
        .bind(lease.token)
        .bind(at)
        .execute(&self.pool)
        .await?;
        Ok(recorded(updated.rows_affected() == 1))
    }

    /// Notes that the job is handed to the provider now: `GenerationStarted`.
    pub async fn started(&self, lease: Lease, provider: &str, stamp: Stamp) -> Result<Recorded, StoreError> {
        let mut tx = outbox::begin(&self.pool).await?;
        let row: Option<GenerationRow> = sqlx::query_as(concat!(
            "update generations g set provider = $3 where id = $1 and lease = $2 returning ",
            columns!()
        ))
        .bind(lease.generation.uuid())
        .bind(lease.token)
        .bind(provider)
        .fetch_optional(&mut *tx)
        .await?;
        let Some(row) = row else { return Ok(Recorded::LeaseLost) };
        let generation = Generation::try_from(row)?;
        notify(&mut tx, lease.generation.uuid()).await?;
        let event = events::started(provider, generation.attempts);
        events::publish(&mut tx, &generation, stamp, event).await?;
        tx.commit().await?;
        Ok(Recorded::Yes)
    }

    /// Keeps the text that a chat model has written so far.
    pub async fn wrote(&self, lease: Lease, output: &str) -> Result<Recorded, StoreError> {
        let mut tx = outbox::begin(&self.pool).await?;
        let updated = sqlx::query("update generations set output = $3 where id = $1 and lease = $2")
            .bind(lease.generation.uuid())
            .bind(lease.token)
            .bind(output)
            .execute(&mut *tx)
            .await?;
        notify(&mut tx, lease.generation.uuid()).await?;
        tx.commit().await?;
        Ok(recorded(updated.rows_affected() == 1))
    }

    /// Notes that the provider has the job under this id, and works on it; it is asked again from `look_up_at` on. A job whose
    /// outcome was unknown runs again by that.
    pub async fn under_way(
        &self,
        lease: Lease,
        provider_job_id: &str,
        look_ups: u32,
        look_up_at: DateTime<Utc>,
    ) -> Result<Recorded, StoreError> {
        let mut tx = outbox::begin(&self.pool).await?;
        let updated = sqlx::query(
            "update generations set state = 'running', provider_job_id = $3, look_ups = $4, claimable_at = $5, lease = null \
             where id = $1 and lease = $2 and state in ('running', 'outcome_unknown')",
        )
        .bind(lease.generation.uuid())
        .bind(lease.token)
        .bind(provider_job_id)
        .bind(i32::try_from(look_ups).unwrap_or(i32::MAX))
        .bind(look_up_at)
        .execute(&mut *tx)
        .await?;
        notify(&mut tx, lease.generation.uuid()).await?;
        tx.commit().await?;
        Ok(recorded(updated.rows_affected() == 1))
    }

    /// Jobs not ended that were handed to another provider than this one: they wait until an instance with theirs runs again.
    pub async fn jobs_of_others(&self, provider: &str) -> Result<i64, StoreError> {
        let (jobs,): (i64,) = sqlx::query_as(
            "select count(*) from generations \
             where claimable_at is not null and state in ('running', 'outcome_unknown') and provider <> $1",
        )
        .bind(provider)
        .fetch_one(&self.pool)
        .await?;
        Ok(jobs)
    }

    /// Notes that the provider did not answer; it is asked again from `look_up_at` on.
    pub async fn outcome_unknown(
        &self,
        lease: Lease,
        provider: &str,
        provider_job_id: &str,
        look_up_at: DateTime<Utc>,
        stamp: Stamp,
    ) -> Result<Recorded, StoreError> {
        let mut tx = outbox::begin(&self.pool).await?;
        let row: Option<GenerationRow> = sqlx::query_as(concat!(
            "update generations g set state = 'outcome_unknown', provider_job_id = $3, output = '', \
             claimable_at = $4, lease = null where id = $1 and lease = $2 and state = 'running' returning ",
            columns!()
        ))
        .bind(lease.generation.uuid())
        .bind(lease.token)
        .bind(provider_job_id)
        .bind(look_up_at)
        .fetch_optional(&mut *tx)
        .await?;
        let Some(row) = row else { return Ok(Recorded::LeaseLost) };
        let generation = Generation::try_from(row)?;
        notify(&mut tx, lease.generation.uuid()).await?;
        let event = events::outcome_unknown(provider, provider_job_id);
        events::publish(&mut tx, &generation, stamp, event).await?;
        tx.commit().await?;
        Ok(Recorded::Yes)
    }

    /// Notes that a look-up did not tell; the next one is due at `at`.
    pub async fn still_unknown(&self, lease: Lease, at: DateTime<Utc>) -> Result<Recorded, StoreError> {
        let updated = sqlx::query(
            "update generations set look_ups = look_ups + 1, claimable_at = $3, lease = null \
             where id = $1 and lease = $2",
        )
        .bind(lease.generation.uuid())
        .bind(lease.token)
        .bind(at)
        .execute(&self.pool)
        .await?;
        Ok(recorded(updated.rows_affected() == 1))
    }

    /// Ends a job, with its event; only once, and only by whoever holds the lease.
    pub async fn finish(
        &self,
        lease: Lease,
        outcome: &Outcome,
        stamp: Stamp,
    ) -> Result<Recorded, StoreError> {
        let mut tx = outbox::begin(&self.pool).await?;
        let (row, event) = match outcome {
            Outcome::Succeeded { cost, provider, provider_job_id, output, media } => {
                let row = succeed(&mut tx, lease, stamp, cost, provider_job_id, output).await?;
                if row.is_some() {
                    insert_media(&mut tx, lease.generation, media).await?;
                }
                (row, events::succeeded(cost, provider, provider_job_id))
            }
            Outcome::Failed(failure) => {
                (fail(&mut tx, lease, stamp, failure).await?, events::failed(failure))
            }
        };
        let Some(row) = row else { return Ok(Recorded::LeaseLost) };
        let generation = Generation::try_from(row)?;
        notify(&mut tx, lease.generation.uuid()).await?;
        events::publish(&mut tx, &generation, stamp, event).await?;
        tx.commit().await?;
        Ok(Recorded::Yes)
    }
}

async fn succeed(
    connection: &mut PgConnection,
    lease: Lease,
    stamp: Stamp,
    cost: &Quote,
    provider_job_id: &str,
    output: &str,
) -> Result<Option<GenerationRow>, StoreError> {
    Ok(sqlx::query_as(concat!(
        "update generations g set state = 'succeeded', finished_at = $3, cost = $4, provider_job_id = $5, output = $6, \
         claimable_at = null, lease = null \
         where id = $1 and lease = $2 and state in ('running', 'outcome_unknown') returning ",
        columns!()
    ))
    .bind(lease.generation.uuid())
    .bind(lease.token)
    .bind(stamp.at)
    .bind(stored_tokens(cost.tokens)?)
    .bind(provider_job_id)
    .bind(output)
    .fetch_optional(connection)
    .await?)
}

async fn fail(
    connection: &mut PgConnection,
    lease: Lease,
    stamp: Stamp,
    failure: &FailureOutcome,
) -> Result<Option<GenerationRow>, StoreError> {
    Ok(sqlx::query_as(concat!(
        "update generations g set state = 'failed', finished_at = $3, failure_reason = $4, evidence = $5, output = '', \
         claimable_at = null, lease = null \
         where id = $1 and lease = $2 and state in ('running', 'outcome_unknown') returning ",
        columns!()
    ))
    .bind(lease.generation.uuid())
    .bind(lease.token)
    .bind(stamp.at)
    .bind(failure.reason.as_str())
    .bind(Json(&failure.evidence))
    .fetch_optional(connection)
    .await?)
}

async fn insert_media(
    connection: &mut PgConnection,
    generation: GenerationId,
    media: &[MediaFile],
) -> Result<(), StoreError> {
    for file in media {
        sqlx::query(
            "insert into media (generation_id, index, content_type, bytes, file) values ($1, $2, $3, $4, $5)",
        )
        .bind(generation.uuid())
        .bind(i64::from(file.index))
        .bind(&file.content_type)
        .bind(i64::try_from(file.bytes).map_err(super::unreadable)?)
        .bind(&file.file)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

const fn recorded(yes: bool) -> Recorded {
    if yes { Recorded::Yes } else { Recorded::LeaseLost }
}
