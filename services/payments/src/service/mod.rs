//! What the service does with an order, whoever asks: gRPC, a webhook, the poller or the ledger's log.
//!
//! Each step is one transaction that holds the change, the order's step for support, and the event in the outbox.

mod catalog;
mod credit;
mod orders;
mod pay;
mod settle;
mod webhook;

use std::sync::Arc;
use std::time::Duration;

use contracts::failure::Failure;
use kernel::{EventId, Reason};
use runtime::Clock;
use sqlx::PgPool;

use crate::events::PublishError;
use crate::processor::Processor;
use crate::store::StoreError;

pub use catalog::{ClaimPromotion, Claimed};
pub use credit::{Credit, CreditError, Credited};
pub use orders::{ListOrders, OrderName, PlaceOrder};
pub use pay::PayOrder;
pub use settle::{Finding, LearnedBy, Settled};

/// Why a request was not done.
#[derive(Debug, thiserror::Error)]
pub enum PaymentsError {
    /// It may not be done, and the caller may know why.
    #[error(transparent)]
    Refused(#[from] Failure),
    /// The database failed. Nothing was changed; safe to try again.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Its event could not be published, so nothing was changed.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// A task of ours died.
    #[error("a task ended before its time: {0}")]
    Task(#[from] tokio::task::JoinError),
}

impl From<sqlx::Error> for PaymentsError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// The payments service without its network. Cheap to clone.
#[derive(Clone)]
pub struct Payments {
    pool: PgPool,
    clock: Clock,
    processor: Arc<dyn Processor>,
    answer_within: Duration,
}

impl Payments {
    /// The service over this database and this processor, whose calls take at most `answer_within`.
    pub fn new(pool: PgPool, clock: Clock, processor: Arc<dyn Processor>, answer_within: Duration) -> Self {
        Self { pool, clock, processor, answer_within }
    }

    pub(crate) fn pool(&self) -> &PgPool {
        &self.pool
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.clock
    }

    pub(crate) fn processor(&self) -> &dyn Processor {
        self.processor.as_ref()
    }

    fn new_event(&self) -> EventId {
        EventId::new(self.clock.new_id())
    }
}

fn key_reused() -> Failure {
    Failure::new(
        Reason::IdempotencyKeyReused,
        "this idempotency key was used before with another request; use a new key for a new request",
    )
}

fn no_such_order() -> Failure {
    Failure::new(Reason::NotFound, "there is no such order in this account")
}
