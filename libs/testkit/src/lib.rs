//! A real Kafka and a real PostgreSQL for tests.
//!
//! Each test binary gets one of each, on ports and in a folder of its own, started when a test first asks. They are
//! shared by all tests of the binary, whatever runtime those run on, and they end with the process, however it ends:
//! returned, panicked or killed. Isolation is by name: a database per test, and topics and groups named by the test.
#![expect(clippy::panic, reason = "a test whose servers do not start can only fail, with the reason")]

mod eventually;
mod process;
mod scratch;
mod services;

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use local_stack::{Distribution, KafkaOptions, KafkaServer, PostgresOptions, PostgresServer};
use tokio::sync::OnceCell;

pub use eventually::eventually;
pub use process::Process;
pub use services::{Identities, context, stop};

static KAFKA: OnceCell<Kafka> = OnceCell::const_new();
static POSTGRES: OnceCell<Postgres> = OnceCell::const_new();

/// The Kafka broker of this test process.
#[derive(Debug)]
pub struct Kafka {
    server: KafkaServer,
}

impl Kafka {
    /// `host:port`, for `bootstrap.servers`.
    pub fn brokers(&self) -> String {
        self.server.brokers()
    }
}

/// The PostgreSQL server of this test process.
#[derive(Debug)]
pub struct Postgres {
    server: PostgresServer,
    created: AtomicU32,
}

impl Postgres {
    /// Creates an empty database and returns its URL; its user may do everything in it.
    pub async fn create_database(&self) -> String {
        let name = format!("test_{}", self.created.fetch_add(1, Ordering::Relaxed));
        or_fail("create a database", self.server.create_database(&name).await);
        self.server.url(&name)
    }
}

/// The broker of this test process, started by the first call.
pub async fn kafka() -> &'static Kafka {
    KAFKA
        .get_or_init(|| async {
            let options = KafkaOptions::ephemeral(scratch::folder().join("kafka"), free_port());
            let server = KafkaServer::start(&distribution().await, options).await;
            Kafka { server: or_fail("start Kafka", server) }
        })
        .await
}

/// The PostgreSQL server of this test process, started by the first call.
pub async fn postgres() -> &'static Postgres {
    POSTGRES
        .get_or_init(|| async {
            let options = PostgresOptions::ephemeral(scratch::folder().join("postgres"), free_port());
            let server = PostgresServer::start(&distribution().await, options).await;
            Postgres { server: or_fail("start PostgreSQL", server), created: AtomicU32::new(0) }
        })
        .await
}

/// Kafka and PostgreSQL as programs, for tests that start, kill and restart servers of their own.
pub async fn distribution() -> Distribution {
    let ensured =
        tokio::task::spawn_blocking(|| Distribution::ensure(&|line| eprintln!("testkit: {line}"))).await;
    or_fail("find Kafka and PostgreSQL", or_fail("look for Kafka and PostgreSQL", ensured))
}

/// A port of 127.0.0.1 that no other process is given while this one runs.
pub fn free_port() -> u16 {
    or_fail("find a free port", local_stack::free_port())
}

/// A new folder that is removed when this process has ended.
pub fn folder(name: &str) -> PathBuf {
    static CREATED: AtomicU32 = AtomicU32::new(0);
    let number = CREATED.fetch_add(1, Ordering::Relaxed);
    let folder = scratch::folder().join(format!("{name}-{number}"));
    or_fail("create a folder", std::fs::create_dir_all(&folder));
    folder
}

fn or_fail<T, E: std::fmt::Display>(doing: &str, outcome: Result<T, E>) -> T {
    match outcome {
        Ok(value) => value,
        Err(error) => panic!("testkit cannot {doing}: {error}"),
    }
}
