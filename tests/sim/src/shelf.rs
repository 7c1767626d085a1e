//! The store of one partition's snapshots: in memory, as reliable as the world wants it, and with a list of what really is in it.
//!
//! `ledger::snapshot` names, keeps, lists and deletes there as it does in a folder or a bucket. The world puts what it has damaged or
//! forged beside that, and so knows which snapshot a reader has to take.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;
use bytes::Bytes;
use futures::stream::{BoxStream, once};
use futures::{FutureExt as _, StreamExt as _};
use ledger::snapshot::SnapshotStore;
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{
    CopyOptions, Error, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, ObjectStore,
    PutMultipartOptions, PutOptions, PutPayload, PutResult, Result,
};
use tokio::runtime::{Builder, Runtime};

use crate::broker::Log;

/// So many of a partition's snapshots are kept.
const KEPT: usize = 3;

/// What is the matter with a snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Sound,
    Flipped,
    Truncated,
    OlderForm,
    OtherPartition,
    OtherLog,
    VoidHead,
    LongerLog,
    LostTail,
}

impl Kind {
    /// The kinds that come of an attempt at damage; lost tails come with another leader.
    pub(crate) const DAMAGED: [Self; 10] = [
        Self::Flipped,
        Self::Flipped,
        Self::Truncated,
        Self::Truncated,
        Self::OlderForm,
        Self::OlderForm,
        Self::OtherPartition,
        Self::OtherLog,
        Self::VoidHead,
        Self::LongerLog,
    ];

    /// Whether its bytes are as somebody who makes snapshots of this partition made them.
    const fn is_whole(self) -> bool {
        !matches!(self, Self::Flipped | Self::Truncated | Self::OlderForm | Self::OtherPartition)
    }
}

/// A snapshot, and what is true of it.
#[derive(Debug, Clone)]
pub(crate) struct Stored {
    pub(crate) kind: Kind,
    pub(crate) bytes: Vec<u8>,
    /// The last entry that it knows: where it says that this stands, and its hash.
    pub(crate) head: (usize, blake3::Hash),
}

impl Stored {
    /// Why it must not be used, if it must not.
    fn refused(&self, log: &Log) -> Option<&'static str> {
        let (offset, hash) = self.head;
        let there = log.fetch(offset);
        if self.kind.is_whole() && there.is_some_and(|value| blake3::hash(value) == hash) {
            return None;
        }
        Some(match self.kind {
            Kind::Flipped => "snapshot with a flipped bit",
            Kind::Truncated => "truncated snapshot",
            Kind::OlderForm => "snapshot of an older form",
            Kind::OtherPartition => "snapshot of another partition",
            _ if there.is_none() => "snapshot beyond the log's end",
            Kind::OtherLog | Kind::LongerLog => "snapshot of another log",
            Kind::VoidHead => "snapshot at a void record",
            Kind::LostTail => "snapshot of a lost tail",
            Kind::Sound => "snapshot of a log that has changed",
        })
    }
}

/// Where a reader has to begin, and what it has to pass over on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Beginning {
    pub(crate) next_offset: i64,
    pub(crate) passed_over: Vec<&'static str>,
}

/// One partition's snapshots.
pub(crate) struct Shelf {
    partition: i32,
    objects: Arc<Objects>,
    store: SnapshotStore,
    /// By the offset at which a book goes on, which is their name.
    stored: BTreeMap<i64, Stored>,
    // The store's work is done on the spot; its timeouts want a runtime all the same.
    _runtime: Runtime,
}

impl Shelf {
    #[expect(
        clippy::expect_used,
        reason = "a runtime of this thread, without I/O, takes nothing from the system"
    )]
    pub(crate) fn new(partition: usize) -> Self {
        let runtime = Builder::new_current_thread().enable_time().build().expect("a runtime");
        let objects = Arc::new(Objects::default());
        let store = SnapshotStore::of(Arc::clone(&objects) as _, &Path::default(), runtime.handle().clone());
        let partition = i32::try_from(partition).unwrap_or(0);
        Self { partition, objects, store, stored: BTreeMap::new(), _runtime: runtime }
    }

    /// The ledger's own view of it, whose call number `silent`, counted from 0, is not answered.
    pub(crate) fn store(&self, silent: Option<u64>) -> &SnapshotStore {
        self.objects.calls.store(0, Ordering::Relaxed);
        self.objects.silent.store(silent.unwrap_or(u64::MAX), Ordering::Relaxed);
        &self.store
    }

    /// Whether a call since then was not answered.
    pub(crate) fn was_silent(&self) -> bool {
        self.objects.calls.load(Ordering::Relaxed) > self.objects.silent.load(Ordering::Relaxed)
    }

    /// What is there, the oldest first.
    pub(crate) const fn stored(&self) -> &BTreeMap<i64, Stored> {
        &self.stored
    }

    /// Puts something there that the ledger did not.
    pub(crate) fn put(&mut self, next_offset: i64, stored: Stored) {
        let name = Path::from(format!("ledger.events/{:05}/{next_offset:020}.snapshot", self.partition));
        let payload = PutPayload::from(stored.bytes.clone());
        let put = self.objects.memory.put_opts(&name, payload, PutOptions::default());
        if let Some(Ok(_)) = put.now_or_never() {
            self.stored.insert(next_offset, stored);
        }
    }

    /// Notes what the ledger has kept, unless its call for that was not answered. Tells what should be there then.
    pub(crate) fn note_kept(&mut self, next_offset: i64, stored: Stored) {
        if self.objects.silent.load(Ordering::Relaxed) != 0 {
            self.stored.insert(next_offset, stored);
        }
    }

    /// Notes which are there no longer; whether those are gone that should be, and no other.
    pub(crate) fn note_deleted(&mut self, next_offset: i64) -> bool {
        let names = self.names();
        let older = self.stored.range(..=next_offset).rev().map(|(name, _)| *name);
        let superfluous: Vec<i64> = older.skip(KEPT).collect();
        let should: Vec<i64> =
            self.stored.keys().copied().filter(|name| !superfluous.contains(name)).collect();
        self.stored.retain(|name, _| names.contains(name));
        names == should
    }

    /// Where a reader has to begin: behind the newest snapshot that it gets, that is whole, and that is of this log.
    pub(crate) fn beginning(&self, log: &Log, silent: Option<u64>) -> Beginning {
        let mut passed_over = Vec::new();
        let mut call = 0;
        let newest_first = self.stored.iter().rev().filter(|_| silent != Some(0));
        for (name, stored) in newest_first {
            // What is empty need not be fetched.
            call += u64::from(!stored.bytes.is_empty());
            if silent == Some(call) && !stored.bytes.is_empty() {
                passed_over.push("snapshot that cannot be fetched");
                continue;
            }
            match stored.refused(log) {
                None => return Beginning { next_offset: *name, passed_over },
                Some(why) => passed_over.push(why),
            }
        }
        Beginning { next_offset: 0, passed_over }
    }

    fn names(&self) -> Vec<i64> {
        let listed = self.objects.memory.list(None).collect::<Vec<_>>().now_or_never().unwrap_or_default();
        let names = listed
            .into_iter()
            .flatten()
            .filter_map(|object| object.location.filename()?.strip_suffix(".snapshot")?.parse().ok());
        let mut names: Vec<i64> = names.collect();
        names.sort_unstable();
        names
    }
}

/// An object store in memory that does not answer one of its calls.
#[derive(Debug, Default)]
struct Objects {
    memory: InMemory,
    calls: AtomicU64,
    silent: AtomicU64,
}

impl Objects {
    fn answers(&self) -> Result<()> {
        let call = self.calls.fetch_add(1, Ordering::Relaxed);
        if call == self.silent.load(Ordering::Relaxed) {
            return Err(Error::Generic { store: "simulated", source: "it does not answer".into() });
        }
        Ok(())
    }
}

impl fmt::Display for Objects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a store in memory")
    }
}

#[async_trait]
impl ObjectStore for Objects {
    async fn put_opts(&self, to: &Path, payload: PutPayload, options: PutOptions) -> Result<PutResult> {
        self.answers()?;
        self.memory.put_opts(to, payload, options).await
    }

    async fn put_multipart_opts(
        &self,
        to: &Path,
        options: PutMultipartOptions,
    ) -> Result<Box<dyn MultipartUpload>> {
        self.answers()?;
        self.memory.put_multipart_opts(to, options).await
    }

    async fn get_opts(&self, from: &Path, options: GetOptions) -> Result<GetResult> {
        self.answers()?;
        self.memory.get_opts(from, options).await
    }

    async fn get_ranges(&self, from: &Path, ranges: &[Range<u64>]) -> Result<Vec<Bytes>> {
        self.answers()?;
        self.memory.get_ranges(from, ranges).await
    }

    fn delete_stream(&self, locations: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        match self.answers() {
            Ok(()) => self.memory.delete_stream(locations),
            Err(error) => once(async { Err(error) }).boxed(),
        }
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        match self.answers() {
            Ok(()) => self.memory.list(prefix),
            Err(error) => once(async { Err(error) }).boxed(),
        }
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        self.answers()?;
        self.memory.list_with_delimiter(prefix).await
    }

    async fn copy_opts(&self, from: &Path, to: &Path, options: CopyOptions) -> Result<()> {
        self.answers()?;
        self.memory.copy_opts(from, to, options).await
    }
}
