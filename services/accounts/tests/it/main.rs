//! The accounts service with a real PostgreSQL and Kafka, through gRPC with mutual TLS.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "a test that meets a surprise can only fail"
)]

mod access;
mod api_keys;
mod events;
mod logs;
mod registration;
mod restart;
mod service;
mod sessions;
mod signing_keys;
