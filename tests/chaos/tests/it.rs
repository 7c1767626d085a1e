//! A short run: real brokers, real instances, one seed.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests fail by panicking"
)]

use chaos::Options;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "two of the first ten starts over a new cluster did not serve within two minutes, for a cause that is not known yet"]
async fn every_answer_stands_whatever_is_killed_and_frozen() {
    let options = Options { seed: 1, seconds: 20, instances: 2, callers: 24 };
    let report = chaos::run(options).await.unwrap();
    eprintln!("{report}");
    assert!(report.ok, "{report}");
    assert!(report.faults.len() >= 4 && report.handovers > 0, "too little went wrong: {report}");
    let done: usize = report.calls.values().filter_map(|told| told.get("done")).sum();
    assert!(done > 300, "too little was done: {report}");
}
