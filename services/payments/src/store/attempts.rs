//! Attempts to pay orders.

use chrono::{DateTime, Utc};
use kernel::{Money, OrderId, PaymentId};
use sqlx::{FromRow, PgConnection, PgExecutor};
use uuid::Uuid;

use super::{StoreError, money, reason};
use crate::domain::{AttemptState, Outcome, PaymentMethod};

const TABLE: &str = "attempts";

/// One attempt.
#[derive(Debug, Clone)]
pub struct Attempt {
    /// Its id: also the idempotency key at the processor.
    pub id: PaymentId,
    /// The order that it pays.
    pub order: OrderId,
    /// 1 for the order's first.
    pub number: i32,
    /// What it is paid with.
    pub method: PaymentMethod,
    /// The processor's name.
    pub processor: String,
    /// The processor's own id of it, if it has answered.
    pub processor_payment_id: Option<String>,
    /// The brand of the card, if the processor said so.
    pub card_brand: Option<String>,
    /// How far it has come.
    pub state: AttemptState,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// The W3C trace context of the request that began it.
    pub traceparent: Option<String>,
}

#[derive(FromRow)]
struct Row {
    payment_id: Uuid,
    order_id: Uuid,
    number: i32,
    payment_method: String,
    processor: String,
    processor_payment_id: Option<String>,
    card_brand: Option<String>,
    state: String,
    reason: Option<String>,
    started_at: DateTime<Utc>,
    traceparent: Option<String>,
}

impl TryFrom<Row> for Attempt {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let why = reason(TABLE, row.reason.as_deref())?;
        let state = match (row.state.as_str(), why) {
            ("open", None) => AttemptState::Open,
            ("failed", Some(why)) => AttemptState::Failed(why),
            ("succeeded", None) => AttemptState::Succeeded,
            _ => return Err(StoreError::corrupt(TABLE, "state")),
        };
        Ok(Self {
            id: PaymentId::new(row.payment_id),
            order: OrderId::new(row.order_id),
            number: row.number,
            method: row.payment_method.parse().map_err(|_| StoreError::corrupt(TABLE, "payment method"))?,
            processor: row.processor,
            processor_payment_id: row.processor_payment_id,
            card_brand: row.card_brand,
            state,
            started_at: row.started_at,
            traceparent: row.traceparent,
        })
    }
}

/// An attempt that is about to begin.
#[derive(Debug, Clone)]
pub struct NewAttempt<'a> {
    /// Its id.
    pub id: PaymentId,
    /// The order that it pays.
    pub order: OrderId,
    /// What it is paid with.
    pub method: &'a PaymentMethod,
    /// The processor's name.
    pub processor: &'a str,
    /// When it begins.
    pub started_at: DateTime<Utc>,
    /// When to ask about it for the first time.
    pub first_poll_at: DateTime<Utc>,
    /// The W3C trace context of the request.
    pub traceparent: Option<String>,
}

/// Stores a new attempt, the order's next, and returns its number.
pub async fn insert_attempt(
    connection: &mut PgConnection,
    attempt: &NewAttempt<'_>,
) -> Result<i32, StoreError> {
    let (number,): (i32,) = sqlx::query_as(
        "insert into attempts (payment_id, order_id, number, payment_method, processor, state, started_at, \
         next_poll_at, traceparent) \
         values ($1, $2, (select count(*)::integer + 1 from attempts where order_id = $2), $3, $4, 'open', $5, $6, $7) \
         returning number",
    )
    .bind(attempt.id.uuid())
    .bind(attempt.order.uuid())
    .bind(attempt.method.as_str())
    .bind(attempt.processor)
    .bind(attempt.started_at)
    .bind(attempt.first_poll_at)
    .bind(attempt.traceparent.as_deref())
    .fetch_one(connection)
    .await?;
    Ok(number)
}

/// One attempt.
pub async fn find_attempt(
    connection: &mut PgConnection,
    id: PaymentId,
) -> Result<Option<Attempt>, StoreError> {
    let row: Option<Row> = sqlx::query_as(
        "select payment_id, order_id, number, payment_method, processor, processor_payment_id, card_brand, \
         state, reason, started_at, traceparent from attempts where payment_id = $1",
    )
    .bind(id.uuid())
    .fetch_optional(connection)
    .await?;
    row.map(Attempt::try_from).transpose()
}

/// Notes what the processor calls an attempt, and the brand of the card.
pub async fn note_submitted(
    executor: impl PgExecutor<'_>,
    id: PaymentId,
    processor_payment_id: &str,
    card_brand: Option<&str>,
) -> Result<(), StoreError> {
    sqlx::query(
        "update attempts set processor_payment_id = coalesce(processor_payment_id, $2), \
         card_brand = coalesce(card_brand, $3) where payment_id = $1",
    )
    .bind(id.uuid())
    .bind(processor_payment_id)
    .bind(card_brand)
    .execute(executor)
    .await?;
    Ok(())
}

/// Closes an attempt with an outcome; the caller holds its order's lock.
pub async fn close_attempt(
    connection: &mut PgConnection,
    id: PaymentId,
    outcome: Outcome,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let (state, why) = match outcome {
        Outcome::Failed(why) => ("failed", Some(why.as_str())),
        Outcome::Succeeded => ("succeeded", None),
    };
    sqlx::query("update attempts set state = $2, reason = $3, ended_at = $4 where payment_id = $1")
        .bind(id.uuid())
        .bind(state)
        .bind(why)
        .bind(at)
        .execute(connection)
        .await?;
    Ok(())
}

/// An attempt that it is time to ask about.
#[derive(Debug, Clone)]
pub struct Due {
    /// The attempt.
    pub attempt: Attempt,
    /// What the buyer pays.
    pub price: Money,
    /// Polls so far, this one included.
    pub polls: u32,
}

#[derive(FromRow)]
struct DueRow {
    #[sqlx(flatten)]
    attempt: Row,
    currency: String,
    minor_units: i64,
    polls: i32,
}

/// Takes up to `limit` attempts that are due, and nobody else does before `until`.
pub async fn claim_due(
    executor: impl PgExecutor<'_>,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
    processor: &str,
    limit: u32,
) -> Result<Vec<Due>, StoreError> {
    let rows: Vec<DueRow> = sqlx::query_as(
        "update attempts a set next_poll_at = $2, polls = a.polls + 1 from orders o \
         where o.order_id = a.order_id and a.payment_id in ( \
           select payment_id from attempts where state = 'open' and next_poll_at <= $1 and processor = $3 \
           order by next_poll_at limit $4 for update skip locked) \
         returning a.payment_id, a.order_id, a.number, a.payment_method, a.processor, a.processor_payment_id, \
         a.card_brand, a.state, a.reason, a.started_at, a.traceparent, a.polls, o.currency, o.minor_units",
    )
    .bind(now)
    .bind(until)
    .bind(processor)
    .bind(i64::from(limit))
    .fetch_all(executor)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Due {
                price: money("orders", row.currency, row.minor_units)?,
                polls: u32::try_from(row.polls).unwrap_or_default(),
                attempt: row.attempt.try_into()?,
            })
        })
        .collect()
}

/// Says when to ask about an attempt again.
pub async fn poll_again(
    executor: impl PgExecutor<'_>,
    id: PaymentId,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query("update attempts set next_poll_at = $2 where payment_id = $1 and state = 'open'")
        .bind(id.uuid())
        .bind(at)
        .execute(executor)
        .await?;
    Ok(())
}
