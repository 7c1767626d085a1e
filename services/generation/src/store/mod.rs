//! The service's PostgreSQL database: the price book, jobs, images and what the ledger has settled.
//!
//! Every change that others must learn of commits together with its event in the outbox, and notifies the channel
//! [`CHANGES`] so that watchers at any instance look again.

mod events;
mod holds;
mod images;
mod jobs;
mod prices;
mod reads;
mod requests;
mod rows;

use chrono::{DateTime, Utc};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{PgConnection, PgPool};
use std::str::FromStr as _;
use std::time::Duration;
use uuid::Uuid;

pub use holds::{HoldToExtend, Settlement};
pub use images::StoredImage;
pub use jobs::{Claimed, Lease, Outcome, Recorded};
pub use prices::Prices;
pub use requests::{NewGeneration, Request};

/// The PostgreSQL channel that carries the ids of generations that changed.
pub const CHANGES: &str = "generation_changed";

/// What goes wrong with the database.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database failed or cannot be reached.
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
    /// The tables could not be brought up to date.
    #[error("the migration failed: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// A row holds what this version does not understand.
    #[error("an unreadable row is stored: {0}")]
    Unreadable(String),
    /// An event could not be put into the outbox.
    #[error(transparent)]
    Outbox(#[from] outbox::InsertError),
    /// An event has no published form.
    #[error(transparent)]
    Encode(#[from] contracts::topic::DecodeError),
}

/// When something happens and the id of the event that tells of it.
#[derive(Debug, Clone, Copy)]
pub struct Stamp {
    /// The moment.
    pub at: DateTime<Utc>,
    /// The event's id.
    pub event_id: Uuid,
}

/// The database. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    pool: PgPool,
}

impl Store {
    /// Connects and brings the tables up to date.
    pub async fn open(options: &runtime::config::DatabaseOptions) -> Result<Self, StoreError> {
        let timeout = options.statement_timeout().as_millis().to_string();
        let connect = PgConnectOptions::from_str(options.database_url.expose())?
            .application_name("tokenbook-generation")
            .options([("statement_timeout", timeout.as_str())]);
        let pool = PgPoolOptions::new()
            .max_connections(options.database_max_connections)
            .acquire_timeout(options.acquire_timeout())
            .max_lifetime(Duration::from_mins(30))
            .connect_with(connect)
            .await?;
        sqlx::migrate!().run(&pool).await?;
        Ok(Self { pool })
    }

    /// The connections.
    pub const fn pool(&self) -> &PgPool {
        &self.pool
    }
}

/// Tells watchers, at commit, that a generation changed.
async fn notify(connection: &mut PgConnection, id: Uuid) -> Result<(), sqlx::Error> {
    sqlx::query("select pg_notify($1, $2)")
        .bind(CHANGES)
        .bind(id.to_string())
        .execute(connection)
        .await
        .map(drop)
}

/// Tokens as the database keeps them. More than 2^63 tokens cannot be held by anyone; such a number is an error.
fn stored_tokens(tokens: kernel::Tokens) -> Result<i64, StoreError> {
    i64::try_from(tokens.get()).map_err(|_| StoreError::Unreadable(format!("{tokens} tokens do not fit")))
}

fn tokens(stored: i64) -> Result<kernel::Tokens, StoreError> {
    u64::try_from(stored)
        .map(kernel::Tokens::new)
        .map_err(|_| StoreError::Unreadable(format!("{stored} tokens")))
}

#[expect(clippy::needless_pass_by_value, reason = "it is passed to map_err")]
fn unreadable(error: impl ToString) -> StoreError {
    StoreError::Unreadable(error.to_string())
}
