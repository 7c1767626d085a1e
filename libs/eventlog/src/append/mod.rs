//! The ledger's way into the log: records for chosen partitions, appended without waiting, each answered by what the broker
//! said about it.
//!
//! Unlike [`crate::Publisher`] nothing is retried, and nothing waits: the book that appends knows what an acknowledgement at another offset, or
//! none, means. What was not acknowledged after 20 seconds is given up, so that a book learns of a broker that stays away.
//!
//! **Why not librdkafka.** It sends a request for each partition, and a record that comes to it while it is awake in a request of its own; each record
//! passes two of its threads. A request costs the broker some 150 µs whatever is in it: with few callers over several partitions that was a third of
//! all processor time, and more than half of all requests held a single record with many (`docs/BENCHMARK.md`). What makes a general producer hard to write are
//! retries in order, without gaps and repetitions; the chain does without (`docs/LEDGER.md`). What is left: one request of all partitions that a broker
//! leads, written by the thread that has it, and answers in their order.
//!
//! Batches of more than a few entries are compressed as LZ4, to less than a third: entries repeat one another's names, and what the broker and
//! every reader handle costs more than to compress it.
//!
//! Absent on purpose: idempotence, retries; encryption, which the other Kafka clients do not have either.

mod batch;
mod link;
mod packer;
mod ways;

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use tokio_util::sync::{CancellationToken, DropGuard};

pub use self::batch::Gathering;
use self::batch::Sealed;
use self::packer::Packer;
use self::ways::Ways;
use crate::{KafkaSettings, LogError, Topic};

/// How long a record may be on its way.
const GIVEN_UP_AFTER: Duration = Duration::from_secs(20);

/// To compress so many bytes takes longer than to hand them to another thread and to be late by that, and whoever appends so much has more to do.
const MUCH: usize = 256 * 1_024;

/// What became of records of a partition that were appended one after another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fate {
    /// The partition.
    pub partition: i32,
    /// The records, as [`Gathering::push`] was told, in order.
    pub seqs: Vec<u64>,
    /// The offset of the first; each has the one after its predecessor's. `None` if they were not acknowledged: they may still land.
    pub at: Option<i64>,
}

impl Fate {
    pub(crate) const fn lost(partition: i32, seqs: Vec<u64>) -> Self {
        Self { partition, seqs, at: None }
    }
}

/// Whoever wants to know what becomes of appended records. Called on the appender's own thread, in order per partition: it must return soon.
pub trait Delivery: Send + Sync + 'static {
    /// What is known now; each record's fate is told once.
    fn tell(&self, fates: Vec<Fate>);
}

/// Appends records to [`Topic::LEDGER`].
pub struct Appender<D> {
    ways: Arc<Ways<D>>,
    packer: Packer,
    // With it the thread ends.
    _running: DropGuard,
}

impl<D: Delivery> Appender<D> {
    /// Starts a thread of its own; does not wait for a broker.
    pub fn new(settings: &KafkaSettings, delivery: Arc<D>) -> Result<Self, LogError> {
        Self::to(Topic::LEDGER, settings, delivery)
    }

    /// The same for another topic.
    pub fn to(topic: Topic, settings: &KafkaSettings, delivery: Arc<D>) -> Result<Self, LogError> {
        let ways = Arc::new(Ways::new(topic, settings.clone(), delivery));
        let stop = CancellationToken::new();
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(LogError::Thread)?;
        let (keeping, stopped) = (Arc::clone(&ways), stop.clone());
        let keep = move || runtime.block_on(stopped.run_until_cancelled(keeping.keep()));
        std::thread::Builder::new().name("log-appender".to_owned()).spawn(keep).map_err(LogError::Thread)?;
        let packer = Packer::start(Arc::clone(&ways)).map_err(LogError::Thread)?;
        Ok(Self { ways, packer, _running: stop.drop_guard() })
    }

    /// Sends what has gathered, as made `now`, that of all partitions which one broker leads together. Its fate is told to the [`Delivery`], and only
    /// there; what is of a partition that nobody is known to lead waits until somebody does. Whoever gathers for a partition must be one thread.
    pub fn append<'a>(&self, now: DateTime<Utc>, gathered: impl IntoIterator<Item = &'a mut Gathering>) {
        let until = Instant::now() + GIVEN_UP_AFTER;
        let time = now.timestamp_millis();
        let group: Vec<Sealed> =
            gathered.into_iter().flat_map(|gathering| gathering.seal(time, until)).collect();
        let much = group.iter().map(Sealed::len).sum::<usize>() >= MUCH;
        let here = if much || !self.packer.is_empty() { self.packer.give(group).err() } else { Some(group) };
        if let Some(group) = here {
            self.ways.send(group.into_iter().map(Sealed::pack).collect());
        }
    }

    /// Whether all partitions can be appended to, as far as is known; for readiness.
    pub fn is_reachable(&self) -> bool {
        self.ways.are_complete()
    }
}
