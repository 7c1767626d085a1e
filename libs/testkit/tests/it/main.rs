//! testkit against the servers it starts.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests fail by panicking"
)]

use std::time::Duration;

use sqlx::Connection as _;
use testkit::eventually;

async fn one(url: &str, query: &'static str) -> i32 {
    let mut connection = sqlx::PgConnection::connect(url).await.unwrap();
    sqlx::query_scalar(query).fetch_one(&mut connection).await.unwrap()
}

fn fresh_runtime<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

#[test]
fn servers_outlive_the_runtime_that_started_them() {
    let brokers = fresh_runtime(async { testkit::kafka().await.brokers() });
    let first = fresh_runtime(async { testkit::postgres().await.create_database().await });
    fresh_runtime(async {
        assert_eq!(testkit::kafka().await.brokers(), brokers);
        tokio::net::TcpStream::connect(&brokers).await.unwrap();
        let second = testkit::postgres().await.create_database().await;
        assert_ne!(first, second);
        assert_eq!(one(&first, "SELECT 1").await, 1);
        assert_eq!(one(&second, "SELECT 2").await, 2);
    });
}

#[tokio::test]
async fn a_condition_that_becomes_true_is_returned() {
    let mut attempts = 0;
    let seen = eventually(Duration::from_secs(5), "three attempts", async || {
        attempts += 1;
        (attempts == 3).then_some(attempts)
    })
    .await;
    assert_eq!(seen, 3);
}

#[tokio::test]
#[should_panic(expected = "the impossible")]
async fn a_condition_that_never_becomes_true_fails_with_its_name() {
    eventually(Duration::from_millis(30), "the impossible", async || None::<()>).await;
}

#[tokio::test]
#[should_panic(expected = "an answer")]
async fn an_attempt_that_hangs_is_cut_off() {
    eventually(Duration::from_millis(30), "an answer", async || std::future::pending::<Option<()>>().await)
        .await;
}

#[test]
fn no_port_is_given_twice() {
    let ports: std::collections::BTreeSet<u16> = (0..50).map(|_| testkit::free_port()).collect();
    assert_eq!(ports.len(), 50);
}
