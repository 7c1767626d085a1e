//! The gateway, whole, over loopback: the real router and port, and behind it doubles of the four services over real
//! mutual TLS, which record what they are asked and answer what the test says.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::unnecessary_wraps,
    missing_docs,
    reason = "these are tests"
)]

mod auth;
mod bodies;
mod calls;
mod document;
mod double;
mod edge;
mod idempotency;
mod log;
mod media;
mod samples;
mod stream;
mod world;
