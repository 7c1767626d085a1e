//! The table `signing_keys`, and the row that is locked before it changes.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::{FromRow, PgConnection};

use super::ImpossibleRow;

/// The present key with its sealed private part.
#[derive(FromRow)]
pub struct PresentKey {
    /// Its id.
    pub key_id: String,
    /// Ed25519.
    pub public_key: Vec<u8>,
    /// See `sealing`.
    pub sealed_seed: Vec<u8>,
}

/// A key as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyOnRing {
    /// Its id.
    pub key_id: String,
    /// Ed25519.
    pub public_key: [u8; 32],
    /// Since when it has signed; the next key has not yet.
    pub signs_from: Option<DateTime<Utc>>,
    /// When the last token of a retired key has expired.
    pub not_after: Option<DateTime<Utc>>,
}

#[derive(FromRow)]
struct Row {
    key_id: String,
    public_key: Vec<u8>,
    signs_from: Option<DateTime<Utc>>,
    not_after: Option<DateTime<Utc>>,
}

impl TryFrom<Row> for KeyOnRing {
    type Error = ImpossibleRow;

    fn try_from(row: Row) -> Result<Self, ImpossibleRow> {
        let public_key = row
            .public_key
            .try_into()
            .map_err(|_| ImpossibleRow { table: "signing_keys", column: "public_key" })?;
        Ok(Self { key_id: row.key_id, public_key, signs_from: row.signs_from, not_after: row.not_after })
    }
}

/// Locks the keys against every other instance until the transaction ends.
pub async fn lock(connection: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::query("select only_one from key_ring for update").fetch_one(connection).await?;
    Ok(())
}

/// The key that signs now.
pub async fn present(connection: &mut PgConnection) -> sqlx::Result<Option<PresentKey>> {
    sqlx::query_as(
        "select key_id, public_key, sealed_seed from signing_keys \
         where signs_from is not null and retired_at is null",
    )
    .fetch_optional(connection)
    .await
}

/// The keys that verifiers need at this time: the next, the present, and those whose tokens may still live.
pub async fn published(connection: &mut PgConnection, now: DateTime<Utc>) -> sqlx::Result<Vec<KeyOnRing>> {
    let rows: Vec<Row> = sqlx::query_as(
        "select key_id, public_key, signs_from, not_after from signing_keys \
         where not_after is null or not_after > $1 order by signs_from desc nulls first, key_id",
    )
    .bind(now)
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(KeyOnRing::try_from).collect::<Result<_, _>>()?)
}

/// A key that has just been made.
pub struct NewKey<'a> {
    /// Its id.
    pub key_id: &'a str,
    /// Ed25519.
    pub public_key: [u8; 32],
    /// See `sealing`.
    pub sealed_seed: &'a [u8],
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// How long its tokens live.
    pub token_life: TimeDelta,
}

/// Adds the next key.
pub async fn insert_next(connection: &mut PgConnection, key: &NewKey<'_>) -> sqlx::Result<()> {
    sqlx::query(
        "insert into signing_keys (key_id, public_key, sealed_seed, created_at, longest_token_seconds) \
         values ($1, $2, $3, $4, $5)",
    )
    .bind(key.key_id)
    .bind(key.public_key.as_slice())
    .bind(key.sealed_seed)
    .bind(key.created_at)
    .bind(key.token_life.num_seconds())
    .execute(connection)
    .await?;
    Ok(())
}

/// Makes sure that no key on the ring ends before a token of this life could.
pub async fn allow_token_life(connection: &mut PgConnection, life: TimeDelta) -> sqlx::Result<()> {
    sqlx::query(
        "update signing_keys set longest_token_seconds = $1 where retired_at is null and longest_token_seconds < $1",
    )
    .bind(life.num_seconds())
    .execute(connection)
    .await?;
    Ok(())
}

/// The longest life of a token that the present key may have signed.
pub async fn longest_token(connection: &mut PgConnection) -> sqlx::Result<Option<TimeDelta>> {
    let seconds: Option<(i64,)> = sqlx::query_as(
        "select longest_token_seconds from signing_keys where signs_from is not null and retired_at is null",
    )
    .fetch_optional(connection)
    .await?;
    Ok(seconds.and_then(|(seconds,)| TimeDelta::try_seconds(seconds)))
}

/// Retires the present key, private part and all; it stays published until `not_after`.
pub async fn retire_present(
    connection: &mut PgConnection,
    now: DateTime<Utc>,
    not_after: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query(
        "update signing_keys set retired_at = $1, not_after = $2, sealed_seed = null \
         where signs_from is not null and retired_at is null",
    )
    .bind(now)
    .bind(not_after)
    .execute(connection)
    .await?;
    Ok(())
}

/// Lets the next key sign.
pub async fn promote_next(connection: &mut PgConnection, now: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query("update signing_keys set signs_from = $1 where signs_from is null")
        .bind(now)
        .execute(connection)
        .await?;
    Ok(())
}
