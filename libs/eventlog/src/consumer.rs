//! Following topics from positions that the caller keeps.
//!
//! The caller's own database is the truth about how far it has come: it stores a record's position in the same
//! transaction as the record's effect, and starts from there. So partitions are assigned by hand, the group protocol is
//! not used, and what is committed to the group only lets operators see the lag.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rdkafka::ClientConfig;
use rdkafka::consumer::{CommitMode, Consumer, StreamConsumer};
use rdkafka::message::Message;
use rdkafka::{Offset, TopicPartitionList};
use tokio::task::JoinHandle;
use tokio::time::MissedTickBehavior;

use crate::client::Connection;
use crate::consume::Feed;
use crate::error::passes_by_itself;
use crate::{KafkaSettings, LogError, Received, Topic};

/// How often group offsets are committed at most.
const COMMIT_EVERY: Duration = Duration::from_secs(1);

/// Where to start reading one partition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StartAt {
    /// The topic.
    pub topic: Topic,
    /// Its partition.
    pub partition: i32,
    /// The first offset to read.
    pub next_offset: i64,
}

/// A topic that is read, and how much of it was.
struct Followed {
    topic: Topic,
    received: metrics::Counter,
}

type Committing = Arc<Mutex<BTreeMap<(Topic, i32), i64>>>;

/// Reads topics record by record, each partition in order.
pub struct InputConsumer {
    consumer: Arc<Closing>,
    topics: Vec<Followed>,
    with_headers: bool,
    to_commit: Committing,
    committer: JoinHandle<()>,
    connection: Connection,
}

impl InputConsumer {
    /// Reads all partitions of these topics, each from where `positions` says, or else from its beginning.
    ///
    /// `group` is the name under which `kafka-consumer-groups` shows the lag. Must be called inside a Tokio runtime.
    pub fn start(
        settings: &KafkaSettings,
        group: &str,
        topics: &[Topic],
        positions: &[StartAt],
    ) -> Result<Self, LogError> {
        let wanted = topics.iter().flat_map(|topic| (0..settings.partitions).map(move |p| (topic, p)));
        let starts: Vec<StartAt> = wanted
            .map(|(topic, partition)| {
                let stored = positions.iter().find(|at| at.topic == *topic && at.partition == partition);
                let next_offset = stored.map_or(0, |at| at.next_offset);
                StartAt { topic: topic.clone(), partition, next_offset }
            })
            .collect();
        Self::assigned(settings, group, &starts)
    }

    /// Reads exactly these partitions from these offsets: for a book, which follows one partition of each input.
    pub fn assigned(settings: &KafkaSettings, group: &str, starts: &[StartAt]) -> Result<Self, LogError> {
        let mut config = settings.consumer_config(group);
        config.set("fetch.wait.max.ms", "500");
        Self::configured(config, starts)
    }

    /// The same for a busy topic whose readers can wait a moment: the broker gathers records for up to 20 ms, so that it is not
    /// asked once for every few of them.
    pub(crate) fn gathering(
        settings: &KafkaSettings,
        group: &str,
        starts: &[StartAt],
    ) -> Result<Self, LogError> {
        let mut config = settings.consumer_config(group);
        config.set("fetch.wait.max.ms", "20").set("fetch.min.bytes", "1048576");
        Self::configured(config, starts)
    }

    fn configured(mut config: ClientConfig, starts: &[StartAt]) -> Result<Self, LogError> {
        config.set("queued.min.messages", "2000").set("queued.max.messages.kbytes", "8192");
        let connection = Connection::new();
        let consumer: StreamConsumer<Connection> =
            config.create_with_context(connection.clone()).map_err(LogError::Client)?;

        let mut assignment = TopicPartitionList::with_capacity(starts.len());
        let mut topics: Vec<Followed> = Vec::new();
        for at in starts {
            // Nothing is ever deleted from the books, so their beginning is offset 0; where somebody did delete,
            // reading fails instead of skipping.
            assignment
                .add_partition_offset(at.topic.name(), at.partition, Offset::Offset(at.next_offset))
                .map_err(LogError::Client)?;
            if !topics.iter().any(|followed| followed.topic == at.topic) {
                let received =
                    metrics::counter!("eventlog_received_total", "topic" => at.topic.name().to_owned());
                topics.push(Followed { topic: at.topic.clone(), received });
            }
        }
        consumer.assign(&assignment).map_err(LogError::Client)?;

        let consumer = Arc::new(Closing(Some(consumer)));
        let to_commit = Committing::default();
        let committer = tokio::spawn(commit_now_and_then(Arc::clone(&consumer), Arc::clone(&to_commit)));
        Ok(Self { consumer, topics, with_headers: true, to_commit, committer, connection })
    }

    /// Leaves headers where they are: for readers whom values tell everything.
    pub(crate) fn skip_headers(&mut self) {
        self.with_headers = false;
    }

    /// The next record of any partition; waits for it, also through a broker's absence.
    ///
    /// Dropping the future loses nothing.
    pub async fn next(&mut self) -> Result<Received, LogError> {
        let consumer = self.consumer.open()?;
        loop {
            match consumer.recv().await {
                Ok(message) => {
                    self.connection.answered();
                    let name = message.topic();
                    let Some(followed) = self.topics.iter().find(|it| it.topic.name() == name) else {
                        continue;
                    };
                    followed.received.increment(1);
                    return Ok(Received::from_message(followed.topic.clone(), &message, self.with_headers));
                }
                Err(error) if passes_by_itself(&error) => {
                    tracing::debug!(%error, "reading goes on when the broker answers");
                }
                Err(error) => return Err(LogError::from_consumption(error)),
            }
        }
    }

    /// Stops fetching these partitions until they are resumed; what is already fetched of them is fetched again then.
    pub fn pause(&self, partitions: &[(Topic, i32)]) -> Result<(), LogError> {
        self.consumer.open()?.pause(&list(partitions)).map_err(LogError::Broker)
    }

    /// Fetches these partitions again.
    pub fn resume(&self, partitions: &[(Topic, i32)]) -> Result<(), LogError> {
        self.consumer.open()?.resume(&list(partitions)).map_err(LogError::Broker)
    }

    /// Notes that everything below `next_offset` is dealt with; committed to the group in the background, at most
    /// once a second, and at shutdown. Only shows the lag: nothing ever starts from it.
    pub fn commit_lazily(&self, topic: &Topic, partition: i32, next_offset: i64) {
        let mut waiting = self.to_commit.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.insert((topic.clone(), partition), next_offset);
    }

    /// Whether a broker can be reached, as far as the client knows; for readiness.
    pub fn is_reachable(&self) -> bool {
        self.connection.is_reachable()
    }

    /// Commits what is left to the group and closes.
    pub async fn shutdown(self) {
        self.committer.abort();
        let (consumer, to_commit) = (Arc::clone(&self.consumer), Arc::clone(&self.to_commit));
        let committing = tokio::task::spawn_blocking(move || {
            if let Some(offsets) = take(&to_commit)
                && let Ok(consumer) = consumer.open()
                && let Err(error) = consumer.commit(&offsets, CommitMode::Sync)
            {
                tracing::debug!(%error, "the last group offsets were not committed");
            }
        });
        if let Err(error) = committing.await {
            tracing::warn!(%error, "the consumer did not close cleanly");
        }
    }
}

impl Drop for InputConsumer {
    fn drop(&mut self) {
        // It would commit, and keep the client open, for ever.
        self.committer.abort();
    }
}

/// The client. Closing it waits for the broker, which may be away for long, so that whoever lets go of it last leaves that to a thread.
struct Closing(Option<StreamConsumer<Connection>>);

impl Closing {
    fn open(&self) -> Result<&StreamConsumer<Connection>, LogError> {
        self.0.as_ref().ok_or(LogError::Closed)
    }
}

impl Drop for Closing {
    fn drop(&mut self) {
        let consumer = self.0.take();
        let closing = std::thread::Builder::new().name("consumer-close".to_owned()).spawn(|| drop(consumer));
        if let Err(error) = closing {
            tracing::warn!(%error, "no thread to close a consumer; it was closed at once");
        }
    }
}

impl Feed for InputConsumer {
    async fn next(&mut self) -> Result<Received, LogError> {
        InputConsumer::next(self).await
    }

    fn handled(&self, received: &Received) {
        self.commit_lazily(&received.topic, received.partition, received.next_offset());
    }
}

async fn commit_now_and_then(consumer: Arc<Closing>, to_commit: Committing) {
    let mut every = tokio::time::interval(COMMIT_EVERY);
    every.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        every.tick().await;
        if let Some(offsets) = take(&to_commit)
            && let Ok(consumer) = consumer.open()
            && let Err(error) = consumer.commit(&offsets, CommitMode::Async)
        {
            tracing::debug!(%error, "group offsets were not committed");
        }
    }
}

/// Takes what waits to be committed, if anything does.
fn take(to_commit: &Committing) -> Option<TopicPartitionList> {
    let waiting = std::mem::take(&mut *to_commit.lock().unwrap_or_else(PoisonError::into_inner));
    if waiting.is_empty() {
        return None;
    }
    let mut offsets = TopicPartitionList::with_capacity(waiting.len());
    for ((topic, partition), next_offset) in waiting {
        offsets.add_partition_offset(topic.name(), partition, Offset::Offset(next_offset)).ok()?;
    }
    Some(offsets)
}

fn list(partitions: &[(Topic, i32)]) -> TopicPartitionList {
    let mut list = TopicPartitionList::with_capacity(partitions.len());
    for (topic, partition) in partitions {
        list.add_partition(topic.name(), *partition);
    }
    list
}
