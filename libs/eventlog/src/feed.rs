//! The ledger's log as its readers see it: entries only.

use std::collections::{BTreeSet, HashMap};

use crate::consume::Feed;
use crate::consumer::StartAt;
use crate::{
    ChainHash, ChainLink, ChainPosition, ChainVerifier, InputConsumer, KafkaSettings, LogError, Received,
    Topic, Verdict,
};

/// Finds in a record's value the hash of the entry that it names as its predecessor, if it is an entry at all.
pub type PreviousOf = fn(&[u8]) -> Option<ChainHash>;

/// Reads partitions of the ledger's topic, follows each one's chain, and passes over what is void.
pub struct LedgerFeed {
    consumer: InputConsumer,
    verifiers: HashMap<i32, ChainVerifier>,
    /// Per partition, how far the records are dealt with, so that trailing void records do not show as lag.
    dealt_with: std::sync::Mutex<HashMap<i32, i64>>,
    topic: Topic,
    previous_of: PreviousOf,
}

impl LedgerFeed {
    /// Follows [`Topic::LEDGER`] from the stored positions; a partition without one starts at its beginning.
    pub fn start(
        settings: &KafkaSettings,
        group: &str,
        positions: &[ChainPosition],
        previous_of: PreviousOf,
    ) -> Result<Self, LogError> {
        Self::start_on(Topic::LEDGER, settings, group, positions, previous_of)
    }

    /// Follows some partitions of [`Topic::LEDGER`], as [`LedgerFeed::start`] does all.
    pub fn start_some(
        settings: &KafkaSettings,
        group: &str,
        partitions: &BTreeSet<i32>,
        positions: &[ChainPosition],
        previous_of: PreviousOf,
    ) -> Result<Self, LogError> {
        Self::start_with(Topic::LEDGER, settings, group, partitions.iter().copied(), positions, previous_of)
    }

    /// Follows another topic that is chained the same way.
    pub fn start_on(
        topic: Topic,
        settings: &KafkaSettings,
        group: &str,
        positions: &[ChainPosition],
        previous_of: PreviousOf,
    ) -> Result<Self, LogError> {
        Self::start_with(topic, settings, group, 0..settings.partitions, positions, previous_of)
    }

    fn start_with(
        topic: Topic,
        settings: &KafkaSettings,
        group: &str,
        partitions: impl Iterator<Item = i32>,
        positions: &[ChainPosition],
        previous_of: PreviousOf,
    ) -> Result<Self, LogError> {
        let stored = |partition| positions.iter().find(|at| at.partition == partition).copied();
        let verifiers: HashMap<i32, ChainVerifier> = partitions
            .map(|p| (p, ChainVerifier::resume(stored(p).unwrap_or(ChainPosition::genesis(p)))))
            .collect();
        let starts: Vec<StartAt> = verifiers
            .iter()
            .map(|(partition, verifier)| StartAt {
                topic: topic.clone(),
                partition: *partition,
                next_offset: verifier.next_offset(),
            })
            .collect();
        let dealt_with = starts.iter().map(|at| (at.partition, at.next_offset)).collect();
        let consumer = InputConsumer::gathering(settings, group, &starts)?;
        Ok(Self { consumer, verifiers, dealt_with: std::sync::Mutex::new(dealt_with), topic, previous_of })
    }

    /// Hands entries out without their headers, which only repeat what values say: for a reader that has no use for them.
    #[must_use]
    pub fn values_only(mut self) -> Self {
        self.consumer.skip_headers();
        self
    }

    /// The next entry, with [`Received::chain`] set.
    pub async fn next(&mut self) -> Result<Received, LogError> {
        loop {
            let mut received = self.consumer.next().await?;
            if let Some(link) = self.judge(&received) {
                received.chain = Some(link);
                return Ok(received);
            }
            metrics::counter!("eventlog_void_records_total", "topic" => self.topic.name().to_owned())
                .increment(1);
            tracing::warn!(
                topic = %self.topic, partition = received.partition, offset = received.offset,
                "a record does not extend the chain and is void"
            );
            self.void_dealt_with(&received);
        }
    }

    /// How the record extends its partition's chain; none if it is void.
    fn judge(&mut self, received: &Received) -> Option<ChainLink> {
        let verifier = self
            .verifiers
            .entry(received.partition)
            .or_insert_with(|| ChainVerifier::genesis(received.partition));
        if received.offset > verifier.next_offset() {
            tracing::error!(
                topic = %self.topic, partition = received.partition, offset = received.offset,
                expected = verifier.next_offset(), "offsets are missing in the log"
            );
        }
        let Some(previous) = (self.previous_of)(&received.value) else {
            verifier.pass_over(received.offset);
            return None;
        };
        match verifier.offer(received.offset, &received.value, previous) {
            Verdict::Extends => Some(ChainLink { previous, head: verifier.head() }),
            Verdict::Void => None,
        }
    }

    /// A void record is dealt with once everything before it is.
    fn void_dealt_with(&self, void: &Received) {
        let mut dealt_with = self.dealt_with.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let up_to = dealt_with.entry(void.partition).or_insert(0);
        if *up_to == void.offset {
            *up_to = void.next_offset();
            self.consumer.commit_lazily(&void.topic, void.partition, void.next_offset());
        }
    }

    /// How far the chains are followed, entries handed out but not yet handled included.
    pub fn positions(&self) -> Vec<ChainPosition> {
        self.verifiers.values().map(ChainVerifier::position).collect()
    }

    /// Whether a broker can be reached, as far as the client knows; for readiness.
    pub fn is_reachable(&self) -> bool {
        self.consumer.is_reachable()
    }

    /// Commits what is left to the group and closes.
    pub async fn shutdown(self) {
        self.consumer.shutdown().await;
    }
}

impl Feed for LedgerFeed {
    async fn next(&mut self) -> Result<Received, LogError> {
        LedgerFeed::next(self).await
    }

    fn handled(&self, received: &Received) {
        let mut dealt_with = self.dealt_with.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        dealt_with.insert(received.partition, received.next_offset());
        self.consumer.commit_lazily(&received.topic, received.partition, received.next_offset());
    }
}
