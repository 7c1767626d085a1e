//! What the tests share: a database with the outbox's tables, a topic of one's own, a relay, and reading the log.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

use chrono::DateTime;
use eventlog::{KafkaSettings, LogReader, Publisher, Topic, ensure_topics, partition_of};
use outbox::{OutboxEvent, Relay};
use sqlx::PgPool;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) struct World {
    pub(crate) url: String,
    pub(crate) pool: PgPool,
    pub(crate) settings: KafkaSettings,
    pub(crate) topic: Topic,
}

/// An empty outbox, and a topic that only this test uses, on the shared servers.
pub(crate) async fn world() -> World {
    world_on(testkit::kafka().await.brokers()).await
}

/// The same with a broker of the test's own.
pub(crate) async fn world_on(brokers: String) -> World {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let url = testkit::postgres().await.create_database().await;
    let settings = KafkaSettings { brokers, partitions: 2, replication: 1, client_id: "outbox-test".into() };
    let topic = Topic::named(format!("outbox-{}", COUNT.fetch_add(1, Ordering::Relaxed))).unwrap();
    ensure_topics(&settings, std::slice::from_ref(&topic)).await.unwrap();
    let pool = PgPoolOptions::new().max_connections(20).connect(&url).await.unwrap();
    sqlx::raw_sql(outbox::MIGRATION).execute(&pool).await.unwrap();
    World { url, pool, settings, topic }
}

/// A relay that runs until it is stopped or aborted.
pub(crate) struct Running {
    pub(crate) task: JoinHandle<()>,
    shutdown: CancellationToken,
}

impl Running {
    pub(crate) async fn stop(self) {
        self.shutdown.cancel();
        tokio::time::timeout(PATIENCE, self.task).await.expect("it stops").unwrap();
    }
}

impl World {
    pub(crate) fn event(&self, key: &str, value: impl Into<String>) -> OutboxEvent {
        static IDS: AtomicU64 = AtomicU64::new(1);
        OutboxEvent {
            id: Uuid::from_u128(IDS.fetch_add(1, Ordering::Relaxed).into()),
            topic: self.topic.clone(),
            key: key.into(),
            ce_type: "tokenbook.test.v1.Happened".into(),
            source: "/tokenbook/test".into(),
            time: DateTime::from_timestamp_micros(1_700_000_000_000_001).unwrap(),
            traceparent: Some("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".into()),
            value: value.into(),
        }
    }

    /// Inserts an event in a transaction of its own.
    pub(crate) async fn commit(&self, key: &str, value: impl Into<String>) {
        let mut transaction = outbox::begin(&self.pool).await.unwrap();
        outbox::insert(&mut transaction, &self.event(key, value)).await.unwrap();
        transaction.commit().await.unwrap();
    }

    pub(crate) fn relay(&self) -> Running {
        self.relay_through(self.pool.clone())
    }

    /// A relay whose connections carry a name, to tell it from another.
    pub(crate) async fn named_relay(&self, name: &str) -> Running {
        let options: PgConnectOptions = self.url.parse().unwrap();
        let pool = PgPoolOptions::new()
            .max_connections(3)
            .connect_with(options.application_name(name))
            .await
            .unwrap();
        self.relay_through(pool)
    }

    fn relay_through(&self, pool: PgPool) -> Running {
        let shutdown = CancellationToken::new();
        let relay = Relay::new(pool, Publisher::new(&self.settings).unwrap());
        Running { task: tokio::spawn(relay.run(shutdown.clone())), shutdown }
    }

    /// The values that a key has in the log.
    pub(crate) async fn published(&self, key: &str) -> Vec<String> {
        let (settings, topic) = (self.settings.clone(), self.topic.clone());
        let partition = partition_of(key.as_bytes(), settings.partitions);
        let key = key.to_owned();
        let read = tokio::task::spawn_blocking(move || {
            let mut reader = LogReader::for_ranges(&settings).unwrap();
            let range = reader.read_range(&topic, partition, 0, None).unwrap();
            let records = range.map(Result::unwrap).filter(|record| record.key == key);
            records.map(|record| String::from_utf8(record.value.to_vec()).unwrap()).collect()
        });
        read.await.unwrap()
    }

    pub(crate) async fn depth(&self) -> i64 {
        sqlx::query_scalar("select count(*) from outbox").fetch_one(&self.pool).await.unwrap()
    }

    pub(crate) async fn until_empty(&self) {
        testkit::eventually(PATIENCE, "the outbox is empty", async || {
            (self.depth().await == 0).then_some(())
        })
        .await;
    }

    /// The process id and name of the session that holds the relay's lock.
    pub(crate) async fn active(&self) -> Option<(i32, String)> {
        sqlx::query_as(
            "select a.pid, a.application_name from pg_locks l join pg_stat_activity a using (pid) \
             where l.locktype = 'advisory' and l.granted and l.objsubid = 1 and a.datname = current_database()",
        )
        .fetch_optional(&self.pool)
        .await
        .unwrap()
    }

    /// Waits until a session with such a name is the active relay.
    pub(crate) async fn until_active(&self, name: &str) {
        testkit::eventually(PATIENCE, "the relay is active", async || {
            self.active().await.filter(|(_, active)| active == name).map(drop)
        })
        .await;
    }
}

/// Values without their repetitions, in the order in which each first came.
pub(crate) fn first_occurrences(values: Vec<String>) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    values.into_iter().filter(|value| seen.insert(value.clone())).collect()
}
