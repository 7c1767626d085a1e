//! The generation service against a real Kafka and PostgreSQL, with a double of the ledger.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests fail by panicking"
)]

mod books;
mod failures;
mod ledger;
mod log;
mod openai;
mod openai_api;
mod openai_video;
mod pricing;
mod reading;
mod recovery;
mod requests;
mod service;
mod settlement;
mod success;
