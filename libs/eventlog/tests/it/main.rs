//! The event log against a real Kafka.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests may fail loudly"
)]

mod appending;
mod consuming;
mod feed;
mod publishing;
mod reading;
mod sharing;
mod support;
mod topics;
