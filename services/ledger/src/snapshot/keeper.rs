//! The thread that makes snapshots. It reads the log from the last snapshot on, like anyone else.

use std::collections::BTreeMap;
use std::thread::sleep;
use std::time::{Duration, Instant};

use eventlog::{KafkaSettings, LogError, LogReader, Records, SeenRecord, Topic};
use tokio::runtime::Handle;
use tokio_util::sync::CancellationToken;

use super::{SnapshotStore, StoreError, value_in};
use crate::book::{Corrupt, Judged};
use crate::codec::ProtoJson;
use crate::cores::Cores;

/// How often it looks whether a partition has grown enough.
const LOOK: Duration = Duration::from_secs(1);

/// Records between two rests.
const BATCH: usize = 512;

/// On a busy machine it rests for so many times as long as it worked, so that callers go first.
const RESTS_IF_BUSY: u32 = 7;

/// But no longer once there is so many times as much to read as makes a snapshot due: that is how long a restart would take.
const LATE: i64 = 8;

/// Which partitions this instance owns now: it makes the snapshots of those.
pub type Owned = Box<dyn Fn() -> Vec<i32> + Send>;

/// Why no snapshot was made; the books do not mind.
#[derive(Debug, thiserror::Error)]
enum NotMade {
    #[error(transparent)]
    Log(#[from] LogError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Corrupt(#[from] Corrupt),
}

/// Makes snapshots of this instance's books, one at a time.
pub struct Keeper {
    store: SnapshotStore,
    kafka: KafkaSettings,
    every: i64,
    owned: Owned,
    stop: CancellationToken,
    log: Option<LogReader>,
    // Where the newest snapshot stands, by partition.
    newest: BTreeMap<i32, i64>,
}

impl Keeper {
    /// A keeper that makes a snapshot of a partition whenever it has grown by `every` records.
    pub fn new(
        store: SnapshotStore,
        kafka: KafkaSettings,
        every: u32,
        owned: Owned,
        stop: CancellationToken,
    ) -> Self {
        Self { store, kafka, every: every.into(), owned, stop, log: None, newest: BTreeMap::new() }
    }

    /// Runs until told to stop. It blocks: it wants a thread of its own, within a runtime.
    pub fn run(mut self) {
        let tasks = Handle::current();
        while !self.stop.is_cancelled() {
            for partition in (self.owned)() {
                if let Err(error) = self.look(partition) {
                    tracing::warn!(%error, partition, "no snapshot was made; the books go on without");
                    metrics::counter!("ledger_snapshots_failed_total").increment(1);
                    self.log = None;
                }
            }
            // Either way it is time to go on.
            drop(tasks.block_on(async { tokio::time::timeout(LOOK, self.stop.cancelled()).await }));
        }
    }

    // Makes a snapshot if it is time for one.
    fn look(&mut self, partition: i32) -> Result<(), NotMade> {
        let log = match &mut self.log {
            Some(log) => log,
            None => self.log.insert(LogReader::for_points(&self.kafka)?),
        };
        let end = log.high_watermark(&Topic::LEDGER, partition)?;
        let known = self.newest.get(&partition).copied();
        if known.is_some_and(|newest| end - newest < self.every) {
            return Ok(());
        }
        // Another instance may have made one.
        let newest = self.store.newest_offset(partition, end)?;
        self.newest.insert(partition, newest);
        if end - newest >= self.every { self.make(partition, end) } else { Ok(()) }
    }

    fn make(&mut self, partition: i32, end: i64) -> Result<(), NotMade> {
        let began = Instant::now();
        let mut log = LogReader::for_ranges(&self.kafka)?;
        let mut follower = self.store.follower(partition, |offset| value_in(&mut log, partition, offset))?;
        let from = follower.state().next_offset();
        let mut range = log.read_range(&Topic::LEDGER, partition, from, Some(end))?;
        let mut cores = Cores::look();
        let mut judged = Vec::with_capacity(Records::AT_ONCE);
        loop {
            if self.stop.is_cancelled() {
                return Ok(());
            }
            let busy = Instant::now();
            let mut records = 0;
            while records < BATCH {
                let judge = |few: &[SeenRecord<'_>]| Judged::add_each(&ProtoJson, few, &mut judged);
                let Some(read) = range.next_few_in_place(Records::AT_ONCE, judge) else { break };
                read?;
                records += judged.len();
                judged.drain(..).try_for_each(|judged| follower.take(&judged))?;
            }
            if records == 0 {
                break;
            }
            // It takes half a core at most, and leaves the rest to those who are waited for.
            let gives_way = cores.are_busy() && end - from < self.every.saturating_mul(LATE);
            sleep(busy.elapsed() * if gives_way { RESTS_IF_BUSY } else { 1 });
        }
        let Some(next_offset) = follower.goes_on_at() else { return Ok(()) };
        let wallets = follower.state().wallets();
        let bytes = follower.encode();
        drop(follower);
        let size = bytes.len();
        self.store.keep(partition, next_offset, bytes)?;
        self.newest.insert(partition, next_offset);
        let millis = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        tracing::info!(partition, from, next_offset, wallets, size, millis, "a snapshot is made");
        metrics::counter!("ledger_snapshots_total").increment(1);
        Ok(())
    }
}
