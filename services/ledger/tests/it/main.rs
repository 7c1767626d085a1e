//! The ledger with a real Kafka and PostgreSQL, through gRPC with mutual TLS.
//!
//! Most tests share one ledger and keep apart by account. Tests that kill, restart or disturb something have a Kafka of their own:
//! see [`world::World::apart`].
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "a test that meets a surprise can only fail"
)]

mod access;
mod books;
mod by_hand;
mod chain;
mod crash;
mod credits;
mod customer;
mod holds;
mod keys;
mod load;
mod many;
mod ownership;
mod projecting;
mod rebuilding;
mod records;
mod rejected_inputs;
mod restart;
mod reversals;
mod routing;
mod s3;
mod settlement;
mod sharing;
mod snapshots;
mod token_log;
mod watch;
mod world;
