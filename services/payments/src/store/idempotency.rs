//! Idempotency keys: per account and operation, for ever.

use chrono::{DateTime, Utc};
use kernel::{AccountId, IdempotencyKey};
use sqlx::{FromRow, PgConnection};
use uuid::Uuid;

use super::StoreError;

/// What a key was used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// Placing an order; the subject is the order.
    PlaceOrder,
    /// Paying an order; the subject is the attempt.
    PayOrder,
    /// Claiming a promotion; the subject is the grant.
    ClaimPromotion,
}

impl Operation {
    const fn as_str(self) -> &'static str {
        match self {
            Self::PlaceOrder => "place_order",
            Self::PayOrder => "pay_order",
            Self::ClaimPromotion => "claim_promotion",
        }
    }
}

/// A request under a key.
#[derive(Debug, Clone)]
pub struct Request {
    /// Whose key it is.
    pub account: AccountId,
    /// What is asked for.
    pub operation: Operation,
    /// The key.
    pub key: IdempotencyKey,
    digest: [u8; 32],
}

impl Request {
    /// A request whose effect is decided by `parts`, in this order.
    pub fn new(account: AccountId, operation: Operation, key: IdempotencyKey, parts: &[&str]) -> Self {
        let mut hasher = blake3::Hasher::new();
        for part in parts {
            // With its length, or ("ab", "c") would be ("a", "bc").
            hasher.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            hasher.update(part.as_bytes());
        }
        Self { account, operation, key, digest: *hasher.finalize().as_bytes() }
    }
}

/// What is known of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// Nothing: it is ours now, and commits with our effect.
    New,
    /// The same request came before.
    Repeated {
        /// What it made.
        subject: Uuid,
        /// The first answer, if it has been given.
        answer: Option<String>,
    },
    /// Another request came under it before.
    Reused,
}

#[derive(FromRow)]
struct Row {
    digest: Vec<u8>,
    subject: Uuid,
    answer: Option<String>,
}

/// Takes a key for a request that will make `subject`, or says what came before. Of two at once, the second waits here
/// until the first commits or gives up.
pub async fn claim(
    connection: &mut PgConnection,
    request: &Request,
    subject: Uuid,
    now: DateTime<Utc>,
) -> Result<Claim, StoreError> {
    let inserted = sqlx::query(
        "insert into idempotency_keys (account_id, operation, key, digest, subject, created_at) \
         values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
    )
    .bind(request.account.uuid())
    .bind(request.operation.as_str())
    .bind(request.key.as_str())
    .bind(request.digest.as_slice())
    .bind(subject)
    .bind(now)
    .execute(&mut *connection)
    .await?;
    if inserted.rows_affected() == 1 {
        return Ok(Claim::New);
    }
    let row: Row = sqlx::query_as(
        "select digest, subject, answer from idempotency_keys where account_id = $1 and operation = $2 and key = $3",
    )
    .bind(request.account.uuid())
    .bind(request.operation.as_str())
    .bind(request.key.as_str())
    .fetch_one(connection)
    .await?;
    if row.digest != request.digest {
        return Ok(Claim::Reused);
    }
    Ok(Claim::Repeated { subject: row.subject, answer: row.answer })
}

/// Notes the first answer to the request that made `subject`; a later one changes nothing.
pub async fn answer(connection: &mut PgConnection, subject: Uuid, answer: &str) -> Result<(), StoreError> {
    sqlx::query("update idempotency_keys set answer = $2 where subject = $1 and answer is null")
        .bind(subject)
        .bind(answer)
        .execute(connection)
        .await?;
    Ok(())
}

/// The first answer to the request that made `subject`, if it has been given.
pub async fn answer_of(connection: &mut PgConnection, subject: Uuid) -> Result<Option<String>, StoreError> {
    let found: Option<(Option<String>,)> =
        sqlx::query_as("select answer from idempotency_keys where subject = $1")
            .bind(subject)
            .fetch_optional(connection)
            .await?;
    Ok(found.and_then(|(answer,)| answer))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_parts_are_another_request() {
        let request = |parts: &[&str]| {
            let account = AccountId::new(Uuid::nil());
            Request::new(account, Operation::PlaceOrder, IdempotencyKey::new("k").unwrap(), parts).digest
        };
        assert_eq!(request(&["ab", "c"]), request(&["ab", "c"]));
        assert_ne!(request(&["ab", "c"]), request(&["a", "bc"]));
        assert_ne!(request(&["ab"]), request(&["ab", ""]));
    }
}
