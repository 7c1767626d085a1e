//! Requests for generations: found again by their key, authorized, refused.

use chrono::{DateTime, Utc};
use kernel::{AccountId, GenerationId, HoldId, IdempotencyKey};
use sqlx::types::Json;

use super::rows::{GenerationRow, columns};
use super::{Stamp, Store, StoreError, events, notify, stored_tokens};
use crate::domain::generation::{Accepted, Generation, Refusal, Simulate};

/// A request that was accepted before under the same key.
#[derive(Debug, Clone)]
pub struct Request {
    /// The digest of what was asked for then.
    pub digest: [u8; 32],
    /// What became of it.
    pub generation: Generation,
}

/// A request to be stored before the ledger is asked.
#[derive(Debug, Clone)]
pub struct NewGeneration {
    /// What was asked for, at which price and terms.
    pub accepted: Accepted,
    /// The caller's key.
    pub key: IdempotencyKey,
    /// The digest of the request.
    pub digest: [u8; 32],
    /// When the sweeper takes over, if whoever stored this does not finish it.
    pub sweep_at: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct RequestRow {
    request_digest: Vec<u8>,
    #[sqlx(flatten)]
    generation: GenerationRow,
}

impl Store {
    /// The request that came with this key before.
    pub async fn request(
        &self,
        account: AccountId,
        key: &IdempotencyKey,
    ) -> Result<Option<Request>, StoreError> {
        let row: Option<RequestRow> = sqlx::query_as(concat!(
            "select g.request_digest, ",
            columns!(),
            " from generations g where g.account_id = $1 and g.idempotency_key = $2"
        ))
        .bind(account.uuid())
        .bind(key.as_str())
        .fetch_optional(&self.pool)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let digest = row.request_digest.try_into().map_err(|_| super::unreadable("a request digest"))?;
        let mut generations = vec![Generation::try_from(row.generation)?];
        self.add_media(&mut generations).await?;
        Ok(generations.pop().map(|generation| Request { digest, generation }))
    }

    /// Stores a request in state `authorizing`; false if there is one with its key already.
    pub async fn insert_request(&self, new: &NewGeneration) -> Result<bool, StoreError> {
        let accepted = &new.accepted;
        let inserted = sqlx::query(
            "insert into generations (id, account_id, idempotency_key, request_digest, created_at, state, kind, model, \
             work, prompt, simulate, quote, terms, traceparent, hold_asked_until, claimable_at) \
             values ($1, $2, $3, $4, $5, 'authorizing', $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) \
             on conflict (account_id, idempotency_key) do nothing",
        )
        .bind(accepted.id.uuid())
        .bind(accepted.account.uuid())
        .bind(new.key.as_str())
        .bind(new.digest.as_slice())
        .bind(accepted.created_at)
        .bind(accepted.work.kind().as_str())
        .bind(&accepted.work.model)
        .bind(Json(&accepted.work))
        .bind(&accepted.prompt)
        .bind(accepted.simulate.map(Simulate::as_str))
        .bind(Json(&accepted.quote))
        .bind(Json(&accepted.terms))
        .bind(accepted.traceparent.as_deref())
        .bind(accepted.hold_asked_until)
        .bind(new.sweep_at)
        .execute(&self.pool)
        .await?;
        Ok(inserted.rows_affected() == 1)
    }

    /// The tokens are held: the job waits for a worker, and `GenerationRequested` tells of it. Nothing happens if
    /// somebody else noted the ledger's answer before.
    pub async fn queue(&self, accepted: &Accepted, hold: HoldId, stamp: Stamp) -> Result<(), StoreError> {
        let mut tx = outbox::begin(&self.pool).await?;
        let row: Option<GenerationRow> = sqlx::query_as(concat!(
            "update generations g set state = 'queued', hold_id = $2, hold_expires_at = hold_asked_until, \
             held = case when settled then 0 else $3 end, claimable_at = $4 \
             where id = $1 and state = 'authorizing' returning ",
            columns!()
        ))
        .bind(accepted.id.uuid())
        .bind(hold.uuid())
        .bind(stored_tokens(accepted.quote.tokens)?)
        .bind(stamp.at)
        .fetch_optional(&mut *tx)
        .await?;
        if let Some(row) = row {
            let generation = Generation::try_from(row)?;
            notify(&mut tx, accepted.id.uuid()).await?;
            events::publish(&mut tx, &generation, stamp, events::requested(accepted)).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// The ledger refused: there is no generation, and the same key gets the same answer.
    pub async fn refuse(&self, id: GenerationId, refusal: &Refusal) -> Result<(), StoreError> {
        sqlx::query(
            "update generations set state = 'refused', refusal = $2, claimable_at = null \
             where id = $1 and state = 'authorizing'",
        )
        .bind(id.uuid())
        .bind(Json(refusal))
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Takes requests whose answer from the ledger is overdue; others leave them alone until `again_at`.
    pub async fn overdue_requests(
        &self,
        now: DateTime<Utc>,
        again_at: DateTime<Utc>,
        limit: i64,
    ) -> Result<Vec<Accepted>, StoreError> {
        let rows: Vec<GenerationRow> = sqlx::query_as(concat!(
            "with overdue as (select id from generations where state = 'authorizing' and claimable_at <= $1 \
             order by claimable_at limit $3 for update skip locked) \
             update generations g set claimable_at = $2 from overdue where g.id = overdue.id returning ",
            columns!()
        ))
        .bind(now)
        .bind(again_at)
        .bind(limit)
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter().map(|row| Generation::try_from(row).map(|generation| generation.accepted)).collect()
    }
}
