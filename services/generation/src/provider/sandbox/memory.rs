//! What the sandbox remembers of its jobs, as the outside world would: a table of its own that outlives our restarts.

use chrono::{DateTime, Utc};
use sqlx::PgPool;

/// What became of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Remembered {
    /// Whether it is delivered in the end.
    pub(super) succeeds: bool,
    /// From when on a look-up tells.
    pub(super) known_at: DateTime<Utc>,
}

#[derive(Debug)]
pub(super) struct Memory {
    pool: PgPool,
}

impl Memory {
    pub(super) const fn new(pool: PgPool) -> Self {
        Self { pool }
    }

    /// Keeps what became of a job; the first note counts.
    pub(super) async fn keep(&self, key: &str, outcome: Remembered) -> Result<(), sqlx::Error> {
        sqlx::query(
            "insert into sandbox_provider_jobs (idempotency_key, succeeds, known_at) values ($1, $2, $3) \
             on conflict (idempotency_key) do nothing",
        )
        .bind(key)
        .bind(outcome.succeeds)
        .bind(outcome.known_at)
        .execute(&self.pool)
        .await
        .map(drop)
    }

    pub(super) async fn recall(&self, key: &str) -> Result<Option<Remembered>, sqlx::Error> {
        let row: Option<(bool, DateTime<Utc>)> =
            sqlx::query_as("select succeeds, known_at from sandbox_provider_jobs where idempotency_key = $1")
                .bind(key)
                .fetch_optional(&self.pool)
                .await?;
        Ok(row.map(|(succeeds, known_at)| Remembered { succeeds, known_at }))
    }
}
