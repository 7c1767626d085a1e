//! Where snapshots are kept: `<place>/ledger.events/<partition>/<offset>.snapshot`, numbers with leading zeros, so that names sort.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use eventlog::{LogError, LogReader, Topic};
use futures::{StreamExt as _, TryStreamExt as _, stream};
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{MultipartUpload as _, ObjectStore, ObjectStoreExt as _, PutPayload, RetryConfig};
use reqwest::Url;
use serde::{Serialize, Serializer};
use tokio::runtime::Handle;
use tokio::time::timeout;

use super::{Damage, Follower, check_head};
use crate::book::BookState;

/// How many snapshots of a partition are kept: the newest may be damaged, and another instance may just be reading the one before.
const KEPT: usize = 3;

/// Larger snapshots travel in parts of this size, several at a time.
const PART: u64 = 16 * 1024 * 1024;
const PARTS_AT_A_TIME: usize = 4;

/// How long a listing, a deletion or the transfer of one part may take, retries included. Without snapshots a start only takes longer.
const PATIENCE: Duration = Duration::from_secs(20);

const SUFFIX: &str = ".snapshot";

/// Where snapshots are kept, if at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Nowhere: every start reads the whole log.
    Off,
    /// `file:///folder` or `s3://bucket/prefix`.
    At(Url),
}

impl FromStr for Place {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WANTED: &str = "must be `off`, file:///folder or s3://bucket/prefix";
        if text == "off" {
            return Ok(Self::Off);
        }
        let url = Url::parse(text).map_err(|_| WANTED)?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(
                "must not hold credentials: they come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
            );
        }
        let host = url.host_str().unwrap_or_default();
        let plain = url.query().is_none() && url.fragment().is_none() && url.port().is_none();
        match url.scheme() {
            "file" if plain && host.is_empty() && url.path() != "/" => Ok(Self::At(url)),
            "s3" if plain && !host.is_empty() => Ok(Self::At(url)),
            _ => Err(WANTED),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Off => f.write_str("off"),
            Self::At(url) => url.fmt(f),
        }
    }
}

impl Serialize for Place {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The store did not do what it was asked; the books do not mind.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// It says so.
    #[error(transparent)]
    Store(#[from] object_store::Error),
    /// The place's path cannot be one.
    #[error(transparent)]
    Path(#[from] object_store::path::Error),
    /// It did not answer.
    #[error("it does not answer")]
    Silent(#[from] tokio::time::error::Elapsed),
}

/// The snapshots of one log. Its calls block: they are for plain threads. Clones share it.
#[derive(Clone)]
pub struct SnapshotStore {
    store: Arc<dyn ObjectStore>,
    prefix: Path,
    tasks: Handle,
}

/// A snapshot as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Listed {
    path: Path,
    /// The offset at which a book goes on from it.
    pub(super) next_offset: i64,
    size: u64,
}

impl SnapshotStore {
    /// The store at a place; nothing is looked at yet. Must be called inside a Tokio runtime, which does its work.
    ///
    /// # Errors
    /// The place, or an `AWS_…` variable, cannot be used.
    pub fn at(url: &Url) -> Result<Self, StoreError> {
        let store: Arc<dyn ObjectStore> = if url.scheme() == "s3" {
            // Endpoint, region and credentials come from `AWS_…`, or from the machine's role.
            let retry = RetryConfig { max_retries: 3, retry_timeout: PATIENCE, ..RetryConfig::default() };
            let s3 = AmazonS3Builder::from_env().with_url(url.as_str()).with_retry(retry);
            // One is deleted at a time, in the way that everything that calls itself S3 knows.
            Arc::new(s3.with_disable_bulk_delete(true).build()?)
        } else {
            Arc::new(LocalFileSystem::new())
        };
        Ok(Self::of(store, &Path::from_url_path(url.path())?, Handle::current()))
    }

    /// The snapshots below `place` of any store, whose work `tasks` does.
    pub fn of(store: Arc<dyn ObjectStore>, place: &Path, tasks: Handle) -> Self {
        Self { store, prefix: place.clone().join(Topic::LEDGER.name()), tasks }
    }

    /// The newest state of a partition that is whole and that the log agrees with. A snapshot that is not is told of and passed over;
    /// none at all means to begin with the log. `value_at` tells what the log has at an offset, if it reaches that far.
    ///
    /// # Errors
    /// The log cannot be read.
    pub fn newest<E>(
        &self,
        partition: i32,
        value_at: impl FnMut(i64) -> Result<Option<Bytes>, E>,
    ) -> Result<Option<BookState>, E> {
        self.newest_as(partition, value_at, super::restore, |state| state)
    }

    /// The same, to make the next snapshot from: it follows the log from there, or from its beginning.
    ///
    /// # Errors
    /// The log cannot be read.
    pub fn follower<E>(
        &self,
        partition: i32,
        value_at: impl FnMut(i64) -> Result<Option<Bytes>, E>,
    ) -> Result<Follower, E> {
        let follower = self.newest_as(partition, value_at, Follower::resume, Follower::state)?;
        Ok(follower.unwrap_or_else(|| Follower::new(partition)))
    }

    /// Where a book goes on from the newest snapshot that a log which ends at `end` can have: what lies beyond is of another log.
    ///
    /// # Errors
    /// The store does not answer.
    pub fn newest_offset(&self, partition: i32, end: i64) -> Result<i64, StoreError> {
        let listed = self.list(partition)?.into_iter().map(|listed| listed.next_offset);
        Ok(listed.filter(|offset| *offset <= end).max().unwrap_or(0))
    }

    fn newest_as<T, E>(
        &self,
        partition: i32,
        mut value_at: impl FnMut(i64) -> Result<Option<Bytes>, E>,
        open: impl Fn(i32, &[u8]) -> Result<T, Damage>,
        state: impl Fn(&T) -> &BookState,
    ) -> Result<Option<T>, E> {
        let listed = match self.list(partition) {
            Ok(listed) => listed,
            Err(error) => {
                tracing::warn!(%error, partition, "the snapshots could not be listed; the log has everything");
                return Ok(None);
            }
        };
        for listed in listed {
            let bytes = match self.tasks.block_on(self.get(&listed)) {
                Ok(bytes) => bytes,
                Err(error) => {
                    tracing::warn!(%error, snapshot = %listed.path, "a snapshot could not be read; trying the one before it");
                    continue;
                }
            };
            let opened = open(partition, &bytes);
            drop(bytes);
            let checked = match opened {
                Ok(opened) => {
                    let head = state(&opened).head();
                    let value = head.map_or(Ok(None), |(offset, _)| value_at(offset))?;
                    check_head(state(&opened), value.as_deref()).map(|()| opened)
                }
                Err(damage) => Err(damage),
            };
            match checked {
                Ok(opened) => return Ok(Some(opened)),
                Err(damage) => {
                    tracing::warn!(%damage, snapshot = %listed.path, "a snapshot is not used; trying the one before it");
                    metrics::counter!("ledger_snapshots_refused_total").increment(1);
                }
            }
        }
        Ok(None)
    }

    /// All snapshots of a partition, the newest first.
    pub(super) fn list(&self, partition: i32) -> Result<Vec<Listed>, StoreError> {
        let folder = self.folder(partition);
        let listing = async {
            let found: Vec<_> = self.store.list(Some(&folder)).try_collect().await?;
            Ok::<_, StoreError>(found)
        };
        let found = self.tasks.block_on(async { timeout(PATIENCE, listing).await })??;
        let mut listed: Vec<Listed> = found
            .into_iter()
            .filter_map(|object| {
                let offset = object.location.filename()?.strip_suffix(SUFFIX)?.parse().ok()?;
                Some(Listed { path: object.location, next_offset: offset, size: object.size })
            })
            .collect();
        listed.sort_unstable_by_key(|snapshot| std::cmp::Reverse(snapshot.next_offset));
        Ok(listed)
    }

    /// Keeps a snapshot, whole or not at all, and lets go of those that it makes superfluous.
    ///
    /// # Errors
    /// The store does not answer, or refuses; the snapshot may be kept all the same.
    pub fn keep(&self, partition: i32, next_offset: i64, bytes: Vec<u8>) -> Result<(), StoreError> {
        let path = self.folder(partition).join(format!("{next_offset:020}{SUFFIX}"));
        self.tasks.block_on(self.put(&path, bytes.into()))?;
        // Those beyond it are of another log; whoever made them may want them.
        let older = self.list(partition)?.into_iter().filter(|listed| listed.next_offset <= next_offset);
        for superfluous in older.skip(KEPT) {
            self.tasks
                .block_on(async { timeout(PATIENCE, self.store.delete(&superfluous.path)).await })??;
        }
        Ok(())
    }

    fn folder(&self, partition: i32) -> Path {
        self.prefix.clone().join(format!("{partition:05}"))
    }

    async fn get(&self, listed: &Listed) -> Result<Vec<u8>, StoreError> {
        let ranges = (0..listed.size).step_by(usize::try_from(PART).unwrap_or(usize::MAX));
        let part = |from: u64| {
            let range = from..listed.size.min(from + PART);
            async move {
                Ok::<Bytes, StoreError>(timeout(PATIENCE, self.store.get_range(&listed.path, range)).await??)
            }
        };
        let mut parts = stream::iter(ranges.map(part)).buffered(PARTS_AT_A_TIME);
        let mut bytes = Vec::with_capacity(usize::try_from(listed.size).unwrap_or_default());
        while let Some(part) = parts.try_next().await? {
            bytes.extend_from_slice(&part);
        }
        Ok(bytes)
    }

    async fn put(&self, path: &Path, bytes: Bytes) -> Result<(), StoreError> {
        let part = usize::try_from(PART).unwrap_or(usize::MAX);
        if bytes.len() <= part {
            timeout(PATIENCE, self.store.put(path, bytes.into())).await??;
            return Ok(());
        }
        let mut upload = timeout(PATIENCE, self.store.put_multipart(path)).await??;
        let mut from = 0;
        while from < bytes.len() {
            let to = bytes.len().min(from + part);
            let sent = timeout(PATIENCE, upload.put_part(PutPayload::from(bytes.slice(from..to)))).await;
            if let Err(error) = sent.map_err(StoreError::from).and_then(|sent| sent.map_err(StoreError::from))
            {
                // The store charges for parts that nobody completes.
                drop(timeout(PATIENCE, upload.abort()).await);
                return Err(error);
            }
            from = to;
        }
        timeout(PATIENCE, upload.complete()).await??;
        Ok(())
    }
}

/// What a partition of the log has at an offset, if it reaches that far.
pub(crate) fn value_in(log: &mut LogReader, partition: i32, offset: i64) -> Result<Option<Bytes>, LogError> {
    if log.high_watermark(&Topic::LEDGER, partition)? <= offset {
        return Ok(None);
    }
    match log.read_one(&Topic::LEDGER, partition, offset) {
        Ok(record) if record.offset == offset => Ok(Some(record.value)),
        Ok(_) | Err(LogError::PositionNotInLog(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_folder_or_a_bucket_and_holds_no_secrets() {
        for right in ["off", "file:///var/lib/tokenbook/snapshots", "s3://bucket", "s3://bucket/a/b"] {
            let place: Place = right.parse().unwrap();
            assert_eq!(place.to_string(), right);
        }
        for wrong in [
            "",
            "on",
            "/var/lib",
            "file://host/folder",
            "file:///",
            "s3:///prefix",
            "s3://key:secret@bucket/prefix",
            "s3://bucket?region=x",
            "https://bucket",
        ] {
            assert!(wrong.parse::<Place>().is_err(), "{wrong}");
        }
    }

    async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
        tokio::task::spawn_blocking(work).await.unwrap()
    }

    #[tokio::test]
    async fn the_newest_snapshots_of_a_partition_are_kept_and_no_more() {
        let folder = tempfile::tempdir().unwrap();
        let url = Url::from_directory_path(folder.path().join("not there yet")).unwrap();
        let store = SnapshotStore::at(&url).unwrap();
        blocking(move || {
            assert_eq!(store.list(1).unwrap(), []);
            let offsets = |partition| -> Vec<i64> {
                store.list(partition).unwrap().iter().map(|listed| listed.next_offset).collect()
            };
            // Of another log, and of another partition.
            store.keep(1, 1_000, vec![0]).unwrap();
            store.keep(2, 7, vec![0]).unwrap();
            for offset in [9, 10, 100, 99, 101] {
                store.keep(1, offset, offset.to_le_bytes().to_vec()).unwrap();
            }
            assert_eq!((offsets(1), offsets(2)), (vec![1_000, 101, 100, 99], vec![7]));
            let read = |listed: &Listed| store.tasks.block_on(store.get(listed)).unwrap();
            assert_eq!(read(&store.list(1).unwrap()[1]), 101_i64.to_le_bytes());
        })
        .await;
    }

    #[tokio::test]
    async fn a_large_snapshot_comes_back_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let store = SnapshotStore::at(&Url::from_directory_path(folder.path()).unwrap()).unwrap();
        blocking(move || {
            let length = usize::try_from(2 * PART + 5).unwrap();
            let bytes: Vec<u8> = (0..length).map(|place| (place % 251).to_le_bytes()[0]).collect();
            store.keep(0, 1, bytes.clone()).unwrap();
            let listed = store.list(0).unwrap().remove(0);
            assert!(store.tasks.block_on(store.get(&listed)).unwrap() == bytes);
        })
        .await;
    }
}
