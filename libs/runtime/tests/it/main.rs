//! The runtime as services and operators see it: real mutual TLS over loopback, real processes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests fail by panicking"
)]

mod admin;
mod authority;
mod drain;
mod exporter;
mod mutual_tls;
mod probe;
mod process;
mod trace;

use std::{future::Future, time::Duration};

/// The answer of `future`, which must come soon.
async fn soon<F: Future>(future: F) -> F::Output {
    tokio::time::timeout(Duration::from_secs(20), future).await.expect("in time")
}
