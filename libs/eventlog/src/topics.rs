//! Creating topics, and refusing those that would not keep the books.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use rdkafka::admin::{AdminClient, AdminOptions, NewTopic, ResourceSpecifier, TopicReplication};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use tokio::time::{Instant, sleep};

use crate::client::Connection;
use crate::{KafkaSettings, Topic};

/// How long to wait for a broker that is coming up.
const DEADLINE: Duration = Duration::from_mins(1);

const TRY_AGAIN_AFTER: Duration = Duration::from_millis(250);
const ASK_FOR: Duration = Duration::from_secs(5);

/// Why the topics are not as they must be.
#[derive(Debug, thiserror::Error)]
pub enum TopicError {
    /// The settings are wrong.
    #[error("the Kafka client could not be made: {0}")]
    Client(#[source] KafkaError),
    /// No broker answered in time.
    #[error("Kafka at {brokers} did not answer within {DEADLINE:?}: {last}")]
    Unreachable {
        /// Where it was looked for.
        brokers: String,
        /// What the last attempt ended with.
        last: String,
    },
    /// The broker refuses to make the topic.
    #[error("topic {topic} could not be created: {reason}")]
    NotCreated {
        /// The topic.
        topic: String,
        /// What the broker says.
        reason: String,
    },
    /// The number of partitions is fixed at birth: a key's partition, and so its book, follows from it.
    #[error(
        "topic {topic} has {found} partitions, but {expected} are configured; \
         set TOKENBOOK_KAFKA_PARTITIONS to {found}, or use another cluster"
    )]
    OtherPartitionCount {
        /// The topic.
        topic: String,
        /// How many it has.
        found: usize,
        /// How many the settings say.
        expected: i32,
    },
    /// The topic would delete or compact records, but it is a book.
    #[error("topic {topic} would forget records: {setting} is {found:?} and must be {expected:?}")]
    WouldForget {
        /// The topic.
        topic: String,
        /// The setting that is wrong.
        setting: &'static str,
        /// What it is.
        found: String,
        /// What it must be.
        expected: &'static str,
    },
}

/// What every topic is created with; the first two also are what an existing one must have.
const SETTINGS: [(&str, &str); 4] = [
    ("cleanup.policy", "delete"),
    ("retention.ms", "-1"),
    ("compression.type", "producer"),
    ("message.timestamp.type", "CreateTime"),
];
/// What a topic is created with that keeps the latest record of each key.
const LATEST: [(&str, &str); 3] =
    [("cleanup.policy", "compact"), ("compression.type", "producer"), ("segment.ms", "86400000")];
/// The largest record of a topic, and of its dead letters, which are a record and some headers.
const MAX_RECORD: &str = "1048576";
const MAX_DEAD_LETTER: &str = "2097152";

/// Creates what is missing of these topics and their dead letters, and checks what is there.
///
/// Waits up to a minute for a broker that is still coming up.
pub async fn ensure_topics(settings: &KafkaSettings, topics: &[Topic]) -> Result<(), TopicError> {
    ensure(settings, Wanted::Books(topics)).await
}

/// Creates a topic of one partition, if it is missing, of whose records the broker keeps the latest of each key.
///
/// Waits up to a minute for a broker that is still coming up.
pub async fn ensure_latest(settings: &KafkaSettings, topic: &Topic) -> Result<(), TopicError> {
    ensure(settings, Wanted::Latest(topic)).await
}

#[derive(Clone, Copy)]
enum Wanted<'a> {
    Books(&'a [Topic]),
    Latest(&'a Topic),
}

async fn ensure(settings: &KafkaSettings, wanted: Wanted<'_>) -> Result<(), TopicError> {
    let admin: AdminClient<Connection> =
        settings.client_config().create_with_context(Connection::new()).map_err(TopicError::Client)?;
    let admin = Arc::new(admin);
    let deadline = Instant::now() + DEADLINE;
    let mut logged = false;
    loop {
        let attempted = match wanted {
            Wanted::Books(topics) => attempt(&admin, settings, topics).await,
            Wanted::Latest(topic) => attempt_latest(&admin, settings, topic).await,
        };
        match attempted {
            Ok(()) => return Ok(()),
            Err(Failure::ForGood(error)) => return Err(error),
            Err(Failure::TryAgain(last)) if Instant::now() >= deadline => {
                return Err(TopicError::Unreachable { brokers: settings.brokers.clone(), last });
            }
            Err(Failure::TryAgain(reason)) => {
                if !logged {
                    tracing::info!(brokers = settings.brokers, reason, "waiting for Kafka");
                    logged = true;
                }
                sleep(TRY_AGAIN_AFTER).await;
            }
        }
    }
}

enum Failure {
    TryAgain(String),
    ForGood(TopicError),
}

impl From<KafkaError> for Failure {
    fn from(error: KafkaError) -> Self {
        Self::TryAgain(error.to_string())
    }
}

async fn attempt(
    admin: &Arc<AdminClient<Connection>>,
    settings: &KafkaSettings,
    topics: &[Topic],
) -> Result<(), Failure> {
    create_missing(admin, settings, topics).await?;
    let names: Vec<String> = topics.iter().flat_map(|t| [t.name().to_owned(), t.dead_letters()]).collect();
    let counts = partition_counts(admin, names).await?;
    for (topic, found) in counts {
        if i32::try_from(found) != Ok(settings.partitions) {
            let expected = settings.partitions;
            return Err(Failure::ForGood(TopicError::OtherPartitionCount { topic, found, expected }));
        }
    }
    check_retention(admin, topics).await
}

async fn create_missing(
    admin: &AdminClient<Connection>,
    settings: &KafkaSettings,
    topics: &[Topic],
) -> Result<(), Failure> {
    let dead_letters: Vec<String> = topics.iter().map(Topic::dead_letters).collect();
    let of_topics = topics.iter().map(|topic| (topic.name(), MAX_RECORD));
    let of_dead_letters = dead_letters.iter().map(|name| (name.as_str(), MAX_DEAD_LETTER));
    let wanted: Vec<NewTopic<'_>> = of_topics
        .chain(of_dead_letters)
        .map(|(name, max_record)| {
            let replication = TopicReplication::Fixed(settings.replication);
            let mut topic = NewTopic::new(name, settings.partitions, replication);
            for (setting, value) in SETTINGS {
                topic = topic.set(setting, value);
            }
            if settings.replication >= 3 {
                topic = topic.set("min.insync.replicas", "2");
            }
            topic.set("max.message.bytes", max_record)
        })
        .collect();
    create(admin, &wanted).await
}

async fn attempt_latest(
    admin: &Arc<AdminClient<Connection>>,
    settings: &KafkaSettings,
    topic: &Topic,
) -> Result<(), Failure> {
    let wanted = LATEST.iter().fold(
        NewTopic::new(topic.name(), 1, TopicReplication::Fixed(settings.replication)),
        |wanted, (setting, value)| wanted.set(setting, value),
    );
    create(admin, &[wanted]).await?;
    partition_counts(admin, vec![topic.name().to_owned()]).await.map(drop)
}

async fn create(admin: &AdminClient<Connection>, wanted: &[NewTopic<'_>]) -> Result<(), Failure> {
    for outcome in admin.create_topics(wanted, &options()).await? {
        match outcome {
            Ok(name) => tracing::info!(topic = name, "topic created"),
            Err((_, RDKafkaErrorCode::TopicAlreadyExists)) => {}
            // Too few brokers so far: the others may still be coming up.
            Err((name, RDKafkaErrorCode::InvalidReplicationFactor)) => {
                return Err(Failure::TryAgain(format!("too few brokers to replicate {name}")));
            }
            Err((name, code @ (RDKafkaErrorCode::RequestTimedOut | RDKafkaErrorCode::NotController))) => {
                return Err(Failure::TryAgain(format!("{name}: {code}")));
            }
            Err((topic, code)) => {
                let reason = code.to_string();
                return Err(Failure::ForGood(TopicError::NotCreated { topic, reason }));
            }
        }
    }
    Ok(())
}

/// How many partitions each topic has; fails while one is not known everywhere or lacks a leader.
async fn partition_counts(
    admin: &Arc<AdminClient<Connection>>,
    names: Vec<String>,
) -> Result<HashMap<String, usize>, Failure> {
    let admin = Arc::clone(admin);
    let looked_up = tokio::task::spawn_blocking(move || {
        let metadata = admin.inner().fetch_metadata(None, ASK_FOR)?;
        let mut counts = HashMap::new();
        for name in names {
            let topic = metadata.topics().iter().find(|topic| topic.name() == name);
            match topic {
                Some(topic)
                    if topic.error().is_none()
                        && !topic.partitions().is_empty()
                        && topic.partitions().iter().all(|partition| partition.leader() >= 0) =>
                {
                    counts.insert(name, topic.partitions().len());
                }
                _ => return Err(Failure::TryAgain(format!("{name} is not ready"))),
            }
        }
        Ok(counts)
    });
    looked_up.await.map_err(|error| Failure::TryAgain(error.to_string()))?
}

/// Checks that none of the books would be deleted or compacted.
async fn check_retention(admin: &AdminClient<Connection>, topics: &[Topic]) -> Result<(), Failure> {
    let asked: Vec<_> = topics.iter().map(|topic| ResourceSpecifier::Topic(topic.name())).collect();
    let described = admin.describe_configs(&asked, &options()).await?;
    for (topic, resource) in topics.iter().zip(described) {
        let resource = resource.map_err(|code| Failure::TryAgain(format!("{topic}: {code}")))?;
        for (setting, expected) in &SETTINGS[..2] {
            let found = resource.get(setting).and_then(|entry| entry.value.clone()).unwrap_or_default();
            if found != *expected {
                return Err(Failure::ForGood(TopicError::WouldForget {
                    topic: topic.name().to_owned(),
                    setting,
                    found,
                    expected,
                }));
            }
        }
    }
    Ok(())
}

fn options() -> AdminOptions {
    AdminOptions::new().request_timeout(Some(ASK_FOR)).operation_timeout(Some(ASK_FOR))
}
