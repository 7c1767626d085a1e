//! The read model's tables, as queries see them.

use chrono::{DateTime, Utc};
use contracts::ledger::v1 as proto;
use contracts::{common, convert};
use kernel::{AccountId, HoldId};
use sqlx::PgPool;
use sqlx::migrate::Migrator;
use uuid::Uuid;

/// What makes the tables, in whatever schema the search path leads to.
pub static MIGRATIONS: Migrator = sqlx::migrate!();

/// `HoldState` as the tables keep it.
pub mod hold_state {
    /// Open.
    pub const OPEN: i16 = 1;
    /// Ended by a charge.
    pub const CAPTURED: i16 = 2;
    /// Ended without a charge.
    pub const RELEASED: i16 = 3;
}

/// The read model. Clones share the pool.
#[derive(Debug, Clone)]
pub struct ReadModel {
    pool: PgPool,
}

#[derive(sqlx::FromRow)]
struct LogRow {
    version: i64,
    time: DateTime<Utc>,
    kind: i16,
    amount: i64,
    held_change: i64,
    balance_after: i64,
    available_after: i64,
    held_after: i64,
    reference_kind: String,
    reference_id: String,
    reason: i32,
    reason_detail: String,
    list_tokens: i64,
    promotion_id: String,
    hold_id: Option<Uuid>,
    entry_id: Uuid,
    partition: i32,
    offset: i64,
    locked_after: i64,
    debt_after: i64,
}

#[derive(sqlx::FromRow)]
struct HoldRow {
    hold_id: Uuid,
    account_id: Uuid,
    state: i16,
    authorized: i64,
    captured: i64,
    remaining: i64,
    expires_at: DateTime<Utc>,
    terms: String,
    reference_kind: String,
    reference_id: String,
}

fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

impl From<LogRow> for proto::TokenLogEntry {
    fn from(row: LogRow) -> Self {
        Self {
            version: unsigned(row.version),
            time: Some(convert::timestamp(row.time)),
            kind: row.kind.into(),
            amount: row.amount,
            held_change: row.held_change,
            balance_after: row.balance_after,
            available_after: unsigned(row.available_after),
            held_after: unsigned(row.held_after),
            reference: Some(common::v1::Reference { kind: row.reference_kind, id: row.reference_id }),
            reason: row.reason,
            reason_detail: row.reason_detail,
            list_tokens: unsigned(row.list_tokens),
            promotion_id: row.promotion_id,
            hold_id: row.hold_id.map(|hold| hold.to_string()).unwrap_or_default(),
            entry_id: row.entry_id.to_string(),
            partition: row.partition,
            offset: row.offset,
            locked_after: unsigned(row.locked_after),
            debt_after: unsigned(row.debt_after),
        }
    }
}

impl From<HoldRow> for proto::Hold {
    fn from(row: HoldRow) -> Self {
        Self {
            hold_id: row.hold_id.to_string(),
            account_id: row.account_id.to_string(),
            state: row.state.into(),
            authorized: unsigned(row.authorized),
            captured: unsigned(row.captured),
            remaining: unsigned(row.remaining),
            expires_at: Some(convert::timestamp(row.expires_at)),
            terms: serde_json::from_str(&row.terms).ok(),
            reference: Some(common::v1::Reference { kind: row.reference_kind, id: row.reference_id }),
        }
    }
}

impl ReadModel {
    /// The read model in this database.
    pub const fn new(pool: PgPool) -> Self {
        Self { pool }
    }

    /// The wallet version up to which the account's log is projected; 0 if nothing is.
    pub async fn version(&self, account: AccountId) -> Result<u64, sqlx::Error> {
        let row: Option<(i64,)> = sqlx::query_as("select version from balances where account_id = $1")
            .bind(account.uuid())
            .fetch_optional(&self.pool)
            .await?;
        Ok(row.map_or(0, |(version,)| unsigned(version)))
    }

    /// Up to `limit` lines older than the version `before`, newest first; of these kinds, or of all if none is named.
    pub async fn page(
        &self,
        account: AccountId,
        before: u64,
        kinds: &[i16],
        limit: i64,
    ) -> Result<Vec<proto::TokenLogEntry>, sqlx::Error> {
        let rows: Vec<LogRow> = sqlx::query_as(
            "select version, time, kind, amount, held_change, balance_after, available_after, held_after, reference_kind, \
             reference_id, reason, reason_detail, list_tokens, promotion_id, hold_id, entry_id, partition, \"offset\", \
             locked_after, debt_after from token_log where account_id = $1 and version < $2 and (cardinality($3::smallint[]) = 0 or kind = any($3)) \
             order by version desc limit $4",
        )
        .bind(account.uuid())
        .bind(i64::try_from(before).unwrap_or(i64::MAX))
        .bind(kinds)
        .bind(limit)
        .fetch_all(&self.pool)
        .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// A hold as far as it is projected.
    pub async fn hold(&self, account: AccountId, hold: HoldId) -> Result<Option<proto::Hold>, sqlx::Error> {
        let row: Option<HoldRow> = sqlx::query_as(
            "select hold_id, account_id, state, authorized, captured, remaining, expires_at, terms, reference_kind, \
             reference_id from holds where hold_id = $1 and account_id = $2",
        )
        .bind(hold.uuid())
        .bind(account.uuid())
        .fetch_optional(&self.pool)
        .await?;
        Ok(row.map(Into::into))
    }
}
