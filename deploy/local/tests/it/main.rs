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
mod stack;

use std::path::PathBuf;

use local_stack::Distribution;

async fn distribution() -> Distribution {
    tokio::task::spawn_blocking(|| Distribution::ensure(&|line| eprintln!("{line}"))).await.unwrap().unwrap()
}

/// One of our examples, which is built beside the tests.
fn example(name: &str) -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    let program = tests.parent().unwrap().parent().unwrap().join("examples").join(name);
    assert!(
        program.is_file(),
        "no {}: `cargo build -p local-stack --examples` builds it, as does a whole `cargo test`",
        program.display()
    );
    program
}
