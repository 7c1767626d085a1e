//! The program as operators run it, on books that the real ledger has written to a real Kafka.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "a test that meets a surprise can only fail"
)]

mod customer;
mod dead_letters;
mod explaining;
mod program;
mod proving;
mod reading;
mod rebuilding;
mod story;
mod verifying;
mod world;
