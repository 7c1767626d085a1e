//! The promises of the product (`P1` … `P16`), each held by a test with its number in its name.
//!
//! One whole stack for all of them: real Kafka, real PostgreSQL, the card processor's sandbox and every service, as built
//! in `target/debug`. A customer of these tests speaks REST to the gateway and nothing else. What an operator does with
//! tools of his own (a discount in the price list's database, a role, a look into the log, kill -9) stands in
//! [`operator`], and only there.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "these are tests")]

mod access;
mod answers;
mod buying;
mod customer;
mod gifts;
mod operations;
mod operator;
mod outcomes;
mod prices;
mod recovery;
mod token_log;
mod world;
