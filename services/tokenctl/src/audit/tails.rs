//! What follows the last entry: are void records there the ordinary remains of a hand-over, or does the chain not lead on?
//!
//! A void record is no offence. Follow what it names back through void records, and there is a record that was never void:
//!
//! - an entry that another one has extended since: an owner that was replaced leaves such records;
//! - a record that never arrived, or the newest entry itself, when the record between came too early: appends were lost or overtook one
//!   another. The owner notices, reads, and claims anew, so that an entry follows.
//!
//! So where the second kind stands *and nothing extends the chain after it*, a record was changed, dropped or moved.

use std::collections::{HashMap, HashSet};

use eventlog::ChainHash;

/// Follows what lies behind the newest entry. Prefixes of hashes are enough to tell records apart.
#[derive(Debug, Default)]
pub(super) struct Tail {
    entries: HashSet<u64>,
    head: Option<u64>,
    // Of each void record, the record that it goes back to.
    origins: HashMap<u64, u64>,
    broken: Option<Break>,
}

/// Where the chain ends although the log goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Break {
    /// The first record that goes back to a record that is not there, or to the newest entry.
    pub(super) offset: i64,
    /// What it names.
    pub(super) named: ChainHash,
    /// How many records lie from there to the end.
    pub(super) records: u64,
}

impl Tail {
    pub(super) fn entry(&mut self, hash: ChainHash) {
        self.entries.insert(prefix(hash));
        self.head = Some(prefix(hash));
        self.broken = None;
    }

    pub(super) fn void(&mut self, offset: i64, named: Option<ChainHash>, value: &[u8]) {
        let origin =
            named.map(|named| self.origins.get(&prefix(named)).copied().unwrap_or_else(|| prefix(named)));
        if let Some(broken) = &mut self.broken {
            broken.records = broken.records.saturating_add(1);
        } else if let (Some(named), Some(origin)) = (named, origin)
            && origin != prefix(ChainHash::GENESIS)
            && (self.head == Some(origin) || !self.entries.contains(&origin))
        {
            self.broken = Some(Break { offset, named, records: 1 });
        }
        if let Some(origin) = origin {
            self.origins.insert(prefix(ChainHash::of(value)), origin);
        }
    }

    pub(super) const fn broken(&self) -> Option<Break> {
        self.broken
    }
}

fn prefix(hash: ChainHash) -> u64 {
    hash.as_bytes().first_chunk().map_or(0, |prefix| u64::from_be_bytes(*prefix))
}
