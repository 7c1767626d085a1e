//! The outbox between a real PostgreSQL and a real Kafka.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests may fail loudly"
)]

mod positions;
mod publishing;
mod resilience;
mod support;
mod transactions;
