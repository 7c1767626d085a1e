//! The payments service against a real PostgreSQL, a real Kafka the real sandbox processor, and an API that
//! behaves as Stripe documents.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests fail by panicking"
)]

mod bench;
mod books;
mod cards;
mod credit;
mod gifts;
mod idempotency;
mod orders;
mod polling;
mod sandbox;
mod stack;
mod stripe;
mod stripe_api;
mod stripe_tls;
mod webhooks;
