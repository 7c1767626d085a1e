//! Inserting events.

use chrono::{DateTime, Utc};
use eventlog::{MAX_EVENT_BYTES, Topic};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{CHANNEL, KEY_LOCKS};

/// A fact to be published once the transaction that it is inserted in commits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxEvent {
    /// The event's own id.
    pub id: Uuid,
    /// The topic.
    pub topic: Topic,
    /// The account's id, which decides the partition; events of one key keep the order of their transactions.
    pub key: String,
    /// What happened, such as `tokenbook.payments.v1.PaymentSucceeded`.
    pub ce_type: String,
    /// Who says so, such as `/tokenbook/payments`.
    pub source: String,
    /// When it happened.
    pub time: DateTime<Utc>,
    /// The W3C trace context of the request that led to it.
    pub traceparent: Option<String>,
    /// The value, character for character as it will stand in the log.
    pub value: String,
}

/// Why an event could not be inserted; its transaction must not commit.
#[derive(Debug, thiserror::Error)]
pub enum InsertError {
    /// It would never be published, and would hold up what comes after it.
    #[error("an event of {0} bytes is too large to publish")]
    TooLarge(usize),
    /// The database failed, or has an event of that id waiting.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// What headers add to the value at most, other than the texts counted below.
const HEADERS: usize = 1_000;

/// Inserts an event in the caller's transaction, and wakes the relay when that commits.
///
/// Takes a lock on the event's key until the transaction ends. Ids are given out at insert but become visible at commit,
/// so without it a later event of the same account could be published first. A transaction with events of several keys
/// inserts them in the keys' order, or two such transactions may deadlock (PostgreSQL then fails one of them); and the insert
/// belongs at the end of the transaction, so that the account is not locked for longer than needed.
pub async fn insert(connection: &mut PgConnection, event: &OutboxEvent) -> Result<(), InsertError> {
    let size = HEADERS
        + event.key.len() * 2
        + event.ce_type.len()
        + event.source.len()
        + event.traceparent.as_deref().map_or(0, str::len)
        + event.value.len();
    if size > MAX_EVENT_BYTES {
        return Err(InsertError::TooLarge(size));
    }
    sqlx::query("select pg_advisory_xact_lock($1, hashtext($2))")
        .bind(KEY_LOCKS)
        .bind(&event.key)
        .execute(&mut *connection)
        .await?;
    // The notification is sent at commit, and once however often it is asked for.
    sqlx::query(
        "insert into outbox (event_id, topic, key, ce_type, ce_source, ce_time, traceparent, value) \
         values ($1, $2, $3, $4, $5, $6, $7, $8) returning pg_notify($9, '')::text",
    )
    .bind(event.id)
    .bind(event.topic.name())
    .bind(&event.key)
    .bind(&event.ce_type)
    .bind(&event.source)
    .bind(event.time)
    .bind(event.traceparent.as_deref())
    .bind(&event.value)
    .bind(CHANNEL)
    .execute(connection)
    .await?;
    Ok(())
}
