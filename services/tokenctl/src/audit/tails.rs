//! What follows the last entry: are void records there the ordinary remains of a hand-over, or does the chain not lead on?
//!
//! A void record is no offence. An owner that was replaced leaves some, which name an entry that another record has extended since; one whose
//! appends were lost may leave some that name a record which never arrived, and then claims anew, so that an entry follows. But where
//! records name what nobody wrote *and nothing extends the chain after them*, a record was changed, dropped or moved.

use std::collections::HashSet;

use eventlog::ChainHash;

/// Follows what lies behind the newest entry.
#[derive(Debug, Default)]
pub(super) struct Tail {
    // Prefixes of the hashes of all records so far, which is enough to tell whether somebody wrote what is named.
    written: HashSet<u64>,
    broken: Option<Break>,
}

/// Where the chain ends although the log goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Break {
    /// The first record that names what nobody wrote.
    pub(super) offset: i64,
    /// What it names.
    pub(super) named: ChainHash,
    /// How many records lie from there to the end.
    pub(super) records: u64,
}

impl Tail {
    pub(super) fn entry(&mut self, hash: ChainHash) {
        self.written.insert(prefix(hash));
        self.broken = None;
    }

    pub(super) fn void(&mut self, offset: i64, named: Option<ChainHash>, value: &[u8]) {
        if let Some(broken) = &mut self.broken {
            broken.records = broken.records.saturating_add(1);
        } else if let Some(named) = named
            && named != ChainHash::GENESIS
            && !self.written.contains(&prefix(named))
        {
            self.broken = Some(Break { offset, named, records: 1 });
        }
        self.written.insert(prefix(ChainHash::of(value)));
    }

    pub(super) const fn broken(&self) -> Option<Break> {
        self.broken
    }
}

fn prefix(hash: ChainHash) -> u64 {
    hash.as_bytes().first_chunk().map_or(0, |prefix| u64::from_be_bytes(*prefix))
}
