//! Entries: the records that extend the chain of their partition.

use contracts::ledger::v1::LedgerEvent;
use contracts::topic::TopicEvent as _;
use eventlog::{ChainHash, ChainVerifier, Verdict, previous_of};

use crate::source::Record;

/// A record of the books that extends the chain.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) record: Record,
    /// The hash of its value.
    pub(crate) hash: ChainHash,
    /// What it says; an error where it is of no form that this version knows.
    pub(crate) event: Result<LedgerEvent, String>,
}

/// What a record of the books is.
#[derive(Debug)]
pub(crate) enum Judged {
    /// It extends the chain.
    Entry(Box<Entry>),
    /// It does not: no reader may act on it.
    Void(Void),
}

/// A record that is not part of the books.
#[derive(Debug)]
pub(crate) struct Void {
    pub(crate) record: Record,
    /// The hash that it names, if any.
    pub(crate) named: Option<ChainHash>,
    /// The hash that it would have had to name.
    pub(crate) head: ChainHash,
}

/// Follows the chain of one partition.
#[derive(Debug)]
pub(crate) struct Follower {
    verifier: ChainVerifier,
}

impl Follower {
    pub(crate) const fn genesis(partition: i32) -> Self {
        Self { verifier: ChainVerifier::genesis(partition) }
    }

    /// Judges the next record.
    pub(crate) fn judge(&mut self, record: Record) -> Judged {
        let head = self.verifier.head();
        match self.offer(&record) {
            Some(_) => {
                let event = LedgerEvent::from_value(&record.value).map_err(|error| error.to_string());
                Judged::Entry(Box::new(Entry { hash: self.verifier.head(), event, record }))
            }
            None => Judged::Void(Void { named: previous_of(&record.value), head, record }),
        }
    }

    /// The same for those who look at few entries: whether the record extends the chain, and the hash that it names.
    pub(crate) fn offer(&mut self, record: &Record) -> Option<ChainHash> {
        let Some(previous) = previous_of(&record.value) else {
            self.verifier.pass_over(record.offset);
            return None;
        };
        (self.verifier.offer(record.offset, &record.value, previous) == Verdict::Extends).then_some(previous)
    }

    pub(crate) const fn head(&self) -> ChainHash {
        self.verifier.head()
    }

    pub(crate) const fn next_offset(&self) -> i64 {
        self.verifier.next_offset()
    }
}
