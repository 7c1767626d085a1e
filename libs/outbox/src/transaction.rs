//! Transactions that can be given up at any moment.

use sqlx::{PgPool, Postgres, Transaction};

/// Begins a transaction. Services begin every one here, and `clippy.toml` holds it.
///
/// Whoever waits for this may be dropped (a caller hangs up, another branch of a `select!` is ready). With `sqlx` 0.9.0 that is unsafe
/// for [`PgPool::begin`] alone: dropped after `BEGIN` was sent and before its answer has come, it leaves the transaction open and gives
/// the connection back, and what others execute on that then holds locks, and is lost (transact-rs/sqlx#4393). Here the beginning goes
/// on by itself, and what nobody waits for any more is rolled back.
///
/// # Errors
/// The database cannot be reached, or the runtime ends.
pub async fn begin(pool: &PgPool) -> Result<Transaction<'static, Postgres>, sqlx::Error> {
    let pool = pool.clone();
    #[expect(clippy::disallowed_methods, reason = "this is the one place, and nobody drops it half-way")]
    let beginning = tokio::spawn(async move { pool.begin().await });
    beginning.await.unwrap_or(Err(sqlx::Error::WorkerCrashed))
}
