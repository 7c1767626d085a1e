//! The table `sign_in_attempts`.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::domain::Attempts;

/// The attempts with an address, locked until the transaction ends; none if there were none since the last success.
pub async fn lock(
    connection: &mut PgConnection,
    digest: &[u8; 32],
    now: DateTime<Utc>,
) -> sqlx::Result<Option<Attempts>> {
    // A row without failures, so that there is something to lock also for the first attempts at once.
    sqlx::query(
        "insert into sign_in_attempts (email_digest, failures, last_at) values ($1, 0, $2) \
         on conflict (email_digest) do nothing",
    )
    .bind(digest.as_slice())
    .bind(now)
    .execute(&mut *connection)
    .await?;
    let row: Option<(i64, DateTime<Utc>)> =
        sqlx::query_as("select failures, last_at from sign_in_attempts where email_digest = $1 for update")
            .bind(digest.as_slice())
            .fetch_optional(connection)
            .await?;
    Ok(row
        .map(|(failures, last_at)| Attempts {
            failures: u32::try_from(failures).unwrap_or(u32::MAX),
            last_at,
        })
        .filter(|attempts| attempts.failures > 0))
}

/// Stores the attempts with an address.
pub async fn put(connection: &mut PgConnection, digest: &[u8; 32], attempts: &Attempts) -> sqlx::Result<()> {
    sqlx::query(
        "insert into sign_in_attempts (email_digest, failures, last_at) values ($1, $2, $3) \
         on conflict (email_digest) do update set failures = excluded.failures, last_at = excluded.last_at",
    )
    .bind(digest.as_slice())
    .bind(i64::from(attempts.failures))
    .bind(attempts.last_at)
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets the attempts with an address: one succeeded.
pub async fn clear(connection: &mut PgConnection, digest: &[u8; 32]) -> sqlx::Result<()> {
    sqlx::query("delete from sign_in_attempts where email_digest = $1")
        .bind(digest.as_slice())
        .execute(connection)
        .await?;
    Ok(())
}

/// Forgets up to a thousand addresses without an attempt since `before`; says how many there were.
pub async fn forget_before(connection: &mut PgConnection, before: DateTime<Utc>) -> sqlx::Result<u64> {
    let forgotten = sqlx::query(
        "delete from sign_in_attempts where email_digest in \
         (select email_digest from sign_in_attempts where last_at < $1 limit 1000 for update skip locked)",
    )
    .bind(before)
    .execute(connection)
    .await?;
    Ok(forgotten.rows_affected())
}
