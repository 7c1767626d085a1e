//! One instance: its book, its producer, its readers.

use std::collections::VecDeque;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use bytes::Bytes;
use uuid::Uuid;

use super::super::*;
use super::compact::Compact;
use super::world::Caller;

/// Ids that differ between instances, and between their lives.
#[derive(Clone)]
pub(super) struct Counting(u128);

impl Ids for Counting {
    fn next_id(&mut self) -> Uuid {
        self.0 += 1;
        Uuid::from_u128(self.0)
    }
}

/// A record as it was handed to a producer.
pub(super) struct Record {
    pub(super) value: Bytes,
    pub(super) hash: ChainHash,
    pub(super) previous: ChainHash,
    pub(super) claim: bool,
    /// The idempotency key, if a command caused it.
    pub(super) key: Option<char>,
    /// The call on which it was decided.
    pub(super) call: Option<Caller>,
    pub(super) version: u64,
}

#[derive(Clone)]
pub(super) struct UnderWay {
    pub(super) seq: u64,
    pub(super) record: Arc<Record>,
    /// Where it has landed.
    pub(super) offset: Option<usize>,
    /// It had landed, and a new leader does not have it.
    pub(super) dropped: bool,
}

/// A reading of the log: first all records up to the end as it is then, later word of that end.
#[derive(Clone, Hash)]
pub(super) struct Reading {
    pub(super) from: i64,
    pub(super) end: Option<i64>,
}

#[derive(Clone, Hash)]
pub(super) struct Look {
    pub(super) ask: u64,
    pub(super) end: Option<i64>,
}

/// An instance.
#[derive(Clone)]
pub(super) struct Member {
    pub(super) book: Book<Compact, Counting, Caller>,
    pub(super) name: usize,
    pub(super) life: u8,
    pub(super) under_way: VecDeque<UnderWay>,
    pub(super) readings: Vec<Reading>,
    pub(super) looks: Vec<Look>,
}

impl Member {
    pub(super) fn new(name: usize, life: u8, forgets_keys: bool) -> Self {
        let ids = Counting(((name as u128 + 1) << 64) | (u128::from(life) << 32));
        let me = Instance { name: name.to_string(), address: String::new() };
        Self {
            book: Book::new(Compact { forgets_keys }, me, ids),
            name,
            life,
            under_way: VecDeque::new(),
            readings: Vec::new(),
            looks: Vec::new(),
        }
    }

    /// Words about records that the book has given up are passed over whenever they come, so that they need not come.
    pub(super) fn forget_what_is_passed_over(&mut self) {
        let book = &self.book;
        self.under_way.retain(|way| way.offset.is_none() || book.in_flight.iter().any(|f| f.seq == way.seq));
        self.looks.retain(|look| book.questions.is_awaited(look.ask));
    }
}

// Not told apart: sequence numbers (only whether a record is still in flight counts), epochs (no inputs here), and whatever follows
// from the chain.
impl Hash for Member {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        let book = &self.book;
        (self.life, book.phase, book.assigned, book.seen_term).hash(hasher);
        (book.in_flight.len(), self.under_way.len()).hash(hasher);
        (book.committed.head.0, book.committed.next_offset, book.head_ahead).hash(hasher);
        for entry in &book.in_flight {
            (entry.hash, &entry.callers).hash(hasher);
        }
        let orphans: Vec<_> = book.orphans.iter().map(|(id, orphan)| (id, &orphan.callers)).collect();
        orphans.hash(hasher);
        book.questions.hash(hasher);
        for way in &self.under_way {
            let counts = book.in_flight.iter().any(|entry| entry.seq == way.seq);
            (way.record.hash, way.offset, way.dropped, counts).hash(hasher);
        }
        self.readings.hash(hasher);
        self.looks.hash(hasher);
    }
}
