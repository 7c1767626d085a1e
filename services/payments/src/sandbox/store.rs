//! The sandbox's memory.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::types::Json;
use sqlx::{FromRow, PgConnection, PgPool};

use super::methods::{Fate, Method};
use super::wire::{DeclineCode, Event, EventData, FAILED, Metadata, NewPayment, Payment, SUCCEEDED, Status};
use crate::store::{OpenError, connect};

/// Opens the sandbox's database and brings its tables up to this version.
pub(super) async fn open(options: &runtime::config::DatabaseOptions) -> Result<PgPool, OpenError> {
    let pool = connect(options, "tokenbook-sandbox-processor").await?;
    sqlx::migrate!("./sandbox_migrations").run(&pool).await?;
    Ok(pool)
}

#[derive(FromRow)]
pub(super) struct PaymentRow {
    payment_id: String,
    pub(super) digest: Vec<u8>,
    amount: i64,
    currency: String,
    metadata: Json<Metadata>,
    card_brand: String,
    status: String,
    decline_code: Option<String>,
    notifications: i32,
}

impl PaymentRow {
    /// As answers tell of it.
    pub(super) fn payment(&self) -> Payment {
        Payment {
            id: self.payment_id.clone(),
            status: match self.status.as_str() {
                "succeeded" => Status::Succeeded,
                "failed" => Status::Failed,
                _ => Status::Processing,
            },
            decline_code: self.decline_code.as_deref().map(|code| match code {
                "insufficient_funds" => DeclineCode::InsufficientFunds,
                "limit_exceeded" => DeclineCode::LimitExceeded,
                "wrong_details" => DeclineCode::WrongDetails,
                _ => DeclineCode::Declined,
            }),
            amount: u64::try_from(self.amount).unwrap_or_default(),
            currency: self.currency.clone(),
            card_brand: self.card_brand.clone(),
            metadata: self.metadata.0.clone(),
        }
    }
}

const fn code_name(code: DeclineCode) -> &'static str {
    match code {
        DeclineCode::InsufficientFunds => "insufficient_funds",
        DeclineCode::LimitExceeded => "limit_exceeded",
        DeclineCode::WrongDetails => "wrong_details",
        DeclineCode::Declined => "declined",
    }
}

macro_rules! select_payments {
    ($rest:literal) => {
        concat!(
            "select payment_id, digest, amount, currency, metadata, card_brand, status, ",
            "decline_code, notifications from payments ",
            $rest
        )
    };
}

/// A payment with its ids.
pub(super) struct Accepting<'a> {
    pub(super) payment_id: &'a str,
    pub(super) event_id: &'a str,
    pub(super) key: &'a str,
    pub(super) digest: &'a [u8],
    pub(super) request: &'a NewPayment,
    pub(super) method: &'a Method,
    pub(super) now: DateTime<Utc>,
}

/// Accepts a payment, or finds the one that was accepted under the key before.
pub(super) async fn accept(pool: &PgPool, new: &Accepting<'_>) -> Result<PaymentRow, sqlx::Error> {
    let mut tx = outbox::begin(pool).await?;
    let (status, decline, notifications, succeeds_at) = match new.method.fate {
        Fate::Succeeds { after, notifications, .. } => {
            let after = TimeDelta::from_std(after).unwrap_or_default();
            ("processing", None, i32::from(notifications), Some(new.now + after))
        }
        Fate::Fails(code) => ("failed", Some(code_name(code)), 1, None),
    };
    let inserted = sqlx::query(
        "insert into payments (payment_id, idempotency_key, digest, amount, currency, payment_method, metadata, \
         card_brand, status, decline_code, notifications, created_at, succeeds_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict (idempotency_key) do nothing",
    )
    .bind(new.payment_id)
    .bind(new.key)
    .bind(new.digest)
    .bind(i64::try_from(new.request.amount).unwrap_or(i64::MAX))
    .bind(&new.request.currency)
    .bind(&new.request.payment_method)
    .bind(Json(&new.request.metadata))
    .bind(new.method.brand)
    .bind(status)
    .bind(decline)
    .bind(notifications)
    .bind(new.now)
    .bind(succeeds_at)
    .execute(&mut *tx)
    .await?;
    let row: PaymentRow = sqlx::query_as(select_payments!("where idempotency_key = $1"))
        .bind(new.key)
        .fetch_one(&mut *tx)
        .await?;
    if inserted.rows_affected() == 1 && status == "failed" {
        notify(&mut tx, &row, new.event_id, FAILED, new.now).await?;
    }
    tx.commit().await?;
    Ok(row)
}

pub(super) async fn find(pool: &PgPool, id: &str) -> Result<Option<PaymentRow>, sqlx::Error> {
    sqlx::query_as(select_payments!("where payment_id = $1")).bind(id).fetch_optional(pool).await
}

pub(super) async fn find_by_key(pool: &PgPool, key: &str) -> Result<Option<PaymentRow>, sqlx::Error> {
    sqlx::query_as(select_payments!("where idempotency_key = $1")).bind(key).fetch_optional(pool).await
}

/// Lets one payment succeed whose time has come; `false` when there is none.
pub(super) async fn settle_one(
    pool: &PgPool,
    event_id: &str,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let mut tx = outbox::begin(pool).await?;
    let row: Option<PaymentRow> = sqlx::query_as(
        "update payments set status = 'succeeded' where payment_id = ( \
           select payment_id from payments where status = 'processing' and succeeds_at <= $1 \
           order by succeeds_at limit 1 for update skip locked) \
         returning payment_id, digest, amount, currency, metadata, card_brand, status, \
         decline_code, notifications",
    )
    .bind(now)
    .fetch_optional(&mut *tx)
    .await?;
    let Some(row) = row else { return Ok(false) };
    for _ in 0..row.notifications {
        notify(&mut tx, &row, event_id, SUCCEEDED, now).await?;
    }
    tx.commit().await?;
    Ok(true)
}

/// Puts a notification into the queue.
async fn notify(
    connection: &mut PgConnection,
    row: &PaymentRow,
    event_id: &str,
    kind: &str,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let data = serde_json::to_value(EventData { payment: row.payment() }).map_err(as_encoding)?;
    let event = Event { id: event_id.to_owned(), kind: kind.to_owned(), created: now.timestamp(), data };
    let body = serde_json::to_string(&event).map_err(as_encoding)?;
    sqlx::query("insert into notifications (payment_id, body, next_try_at) values ($1, $2, $3)")
        .bind(&row.payment_id)
        .bind(body)
        .bind(now)
        .execute(connection)
        .await?;
    Ok(())
}

fn as_encoding(error: serde_json::Error) -> sqlx::Error {
    sqlx::Error::Encode(error.into())
}

/// A notification to send.
#[derive(FromRow)]
pub(super) struct Outgoing {
    pub(super) notification_id: i64,
    pub(super) body: String,
    /// This one included.
    pub(super) tries: i32,
}

/// Takes notifications that are due; nobody else does before `until`. Given up are those that nobody took in three days.
pub(super) async fn claim_notifications(
    pool: &PgPool,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Vec<Outgoing>, sqlx::Error> {
    sqlx::query_as(
        "update notifications set next_try_at = $2, tries = tries + 1 where notification_id in ( \
           select notification_id from notifications join payments using (payment_id) \
           where delivered_at is null and next_try_at <= $1 and created_at > $1 - interval '3 days' \
           order by next_try_at limit 20 for update of notifications skip locked) \
         returning notification_id, body, tries",
    )
    .bind(now)
    .bind(until)
    .fetch_all(pool)
    .await
}

pub(super) async fn delivered(pool: &PgPool, id: i64, now: DateTime<Utc>) -> Result<(), sqlx::Error> {
    sqlx::query("update notifications set delivered_at = $2 where notification_id = $1")
        .bind(id)
        .bind(now)
        .execute(pool)
        .await?;
    Ok(())
}

pub(super) async fn try_again(pool: &PgPool, id: i64, at: DateTime<Utc>) -> Result<(), sqlx::Error> {
    sqlx::query("update notifications set next_try_at = $2 where notification_id = $1")
        .bind(id)
        .bind(at)
        .execute(pool)
        .await?;
    Ok(())
}
