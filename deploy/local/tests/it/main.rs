//! The local stack's parts, against the real servers.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests fail by panicking"
)]

mod certificates;
mod guard;
mod servers;

use local_stack::Distribution;

async fn distribution() -> Distribution {
    tokio::task::spawn_blocking(|| Distribution::ensure(&|line| eprintln!("{line}"))).await.unwrap().unwrap()
}
