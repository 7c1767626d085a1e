//! Holds: which to extend, and what the ledger has settled.

use chrono::{DateTime, Utc};
use kernel::{AccountId, GenerationId, HoldId, Tokens};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{Store, StoreError, notify, stored_tokens};

/// A hold that would expire before its job ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HoldToExtend {
    /// The job.
    pub generation: GenerationId,
    /// Whose.
    pub account: AccountId,
    /// The hold.
    pub hold: HoldId,
}

/// What an entry of the ledger did to a generation's hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settlement {
    /// The generation that the hold is for.
    pub generation: GenerationId,
    /// The hold.
    pub hold: HoldId,
    /// Tokens used up by this entry.
    pub charged: Tokens,
    /// Tokens given back by this entry.
    pub released: Tokens,
    /// Whether the entry ends the hold.
    pub closed: bool,
    /// When.
    pub at: DateTime<Utc>,
}

impl Store {
    /// Holds of jobs under way that expire before `before`.
    pub async fn holds_to_extend(
        &self,
        before: DateTime<Utc>,
        limit: i64,
    ) -> Result<Vec<HoldToExtend>, StoreError> {
        let rows: Vec<(Uuid, Uuid, Uuid)> = sqlx::query_as(
            "select id, account_id, hold_id from generations \
             where state in ('queued', 'running', 'outcome_unknown') and hold_released_at is null \
             and hold_expires_at < $1 order by hold_expires_at limit $2",
        )
        .bind(before)
        .bind(limit)
        .fetch_all(&self.pool)
        .await?;
        Ok(rows
            .into_iter()
            .map(|(generation, account, hold)| HoldToExtend {
                generation: GenerationId::new(generation),
                account: AccountId::new(account),
                hold: HoldId::new(hold),
            })
            .collect())
    }

    /// The ledger keeps the hold until then.
    pub async fn hold_extended(&self, id: GenerationId, until: DateTime<Utc>) -> Result<(), StoreError> {
        sqlx::query("update generations set hold_expires_at = greatest(hold_expires_at, $2) where id = $1")
            .bind(id.uuid())
            .bind(until)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// The ledger says that the hold of a job under way is open no longer.
    pub async fn hold_lost(&self, id: GenerationId, at: DateTime<Utc>) -> Result<(), StoreError> {
        sqlx::query(
            "update generations set hold_released_at = coalesce(hold_released_at, $2) \
             where id = $1 and finished_at is null",
        )
        .bind(id.uuid())
        .bind(at)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Applies what the ledger did to a hold. Answers whether the hold was closed although the job had not ended;
    /// `None` if it is no hold of ours.
    pub async fn settle(
        connection: &mut PgConnection,
        settlement: &Settlement,
    ) -> Result<Option<bool>, StoreError> {
        let closed_early: Option<(bool,)> = sqlx::query_as(
            "update generations set charged = charged + $3, \
             held = case when $5 then 0 else greatest(held - $3 - $4, 0) end, settled = settled or $5, \
             hold_released_at = case when $5 and finished_at is null then coalesce(hold_released_at, $6) \
                                else hold_released_at end \
             where id = $1 and (hold_id = $2 or hold_id is null) returning $5 and finished_at is null",
        )
        .bind(settlement.generation.uuid())
        .bind(settlement.hold.uuid())
        .bind(stored_tokens(settlement.charged)?)
        .bind(stored_tokens(settlement.released)?)
        .bind(settlement.closed)
        .bind(settlement.at)
        .fetch_optional(&mut *connection)
        .await?;
        if closed_early.is_some() {
            notify(connection, settlement.generation.uuid()).await?;
        }
        Ok(closed_early.map(|(early,)| early))
    }
}
