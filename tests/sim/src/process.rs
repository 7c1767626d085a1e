//! An instance of the ledger: its books, and around each the queues that the shell keeps in a real one. A crash takes all of it.

use std::collections::{BTreeMap, VecDeque};

use chrono::TimeDelta;
use ledger::book::{Book, Ids, Instance, Message};
use ledger::snapshot;
use uuid::Uuid;

use crate::asked::Time;
use crate::broker::Producer;
use crate::defect::{Defect, Form};

/// A way back to a caller: the number of its attempt.
pub(crate) type Attempt = u64;

/// Ids that count up; those of another start of another instance differ in their upper half.
#[derive(Debug)]
pub(crate) struct Counting {
    start: u64,
    next: u64,
}

impl Ids for Counting {
    fn next_id(&mut self) -> Uuid {
        self.next += 1;
        Uuid::from_u64_pair(self.start, self.next)
    }
}

/// A reading of the log from one offset to the end that it finds when it begins.
#[derive(Debug)]
pub(crate) struct Reading {
    pub(crate) next: usize,
    pub(crate) end: Option<usize>,
    /// Whether the book wants its records whole; otherwise they are judged before.
    pub(crate) whole: bool,
    pub(crate) snapshot: Lookup,
}

/// How a reading stands to snapshots.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lookup {
    /// Its book knows something, and goes on from there.
    NotWanted,
    /// It still has to look for one.
    Wanted,
    /// It goes on behind one.
    Found,
    /// There was none to be used.
    NotFound,
}

/// A snapshot in the making.
#[derive(Debug)]
pub(crate) struct Keeping {
    pub(crate) follower: snapshot::Follower,
    pub(crate) next: usize,
    pub(crate) end: usize,
}

/// A question about the log's end, and what the broker said once it has.
#[derive(Debug)]
pub(crate) struct Look {
    pub(crate) ask: u64,
    pub(crate) end: Option<usize>,
}

/// Follows the input topics for a book.
#[derive(Debug)]
pub(crate) struct Follower {
    pub(crate) epoch: u64,
    pub(crate) start: BTreeMap<String, i64>,
    pub(crate) next: BTreeMap<&'static str, usize>,
}

/// A book with what its instance keeps for it.
pub(crate) struct Hosted {
    pub(crate) book: Book<Form, Counting, Attempt>,
    /// Whether the group last said that the partition is its.
    pub(crate) assigned: bool,
    /// What the log has to say; comes before commands.
    pub(crate) from_log: VecDeque<Message<Attempt>>,
    /// Commands, questions and inputs; bounded.
    pub(crate) commands: VecDeque<Message<Attempt>>,
    pub(crate) producer: Producer,
    pub(crate) readings: Vec<Reading>,
    pub(crate) looks: Vec<Look>,
    pub(crate) follower: Option<Follower>,
    pub(crate) keeping: Option<Keeping>,
}

impl Hosted {
    /// What the book takes up next.
    pub(crate) fn next_message(&mut self, in_flight: usize, eager: bool) -> Option<Message<Attempt>> {
        if let Some(message) = self.from_log.pop_front() {
            return Some(message);
        }
        let room = if self.book.is_owning() {
            self.book.in_flight() < in_flight
        } else {
            // Commands wait for a book that is about to own, as it asks for; any other turns them away.
            eager || !self.book.is_taking_over()
        };
        if room { self.commands.pop_front() } else { None }
    }

    /// The entry just handed to the producer counts as acknowledged.
    pub(crate) fn acknowledge_at_once(&mut self, seq: u64) {
        let before = self.book.in_flight().saturating_sub(1);
        let offset = self.book.next_offset().saturating_add_unsigned(before as u64);
        self.from_log.push_back(Message::Acked { seq, offset: Some(offset) });
    }

    /// Whether nothing is left to be done or told.
    pub(crate) fn is_at_rest(&self) -> bool {
        self.from_log.is_empty()
            && self.commands.is_empty()
            && self.readings.is_empty()
            && self.looks.is_empty()
            && self.producer.waiting.is_empty()
            && self.producer.wire.is_empty()
            && self.producer.landed.is_empty()
    }
}

/// One instance.
pub(crate) struct Process {
    pub(crate) name: String,
    /// Counts its starts.
    pub(crate) start: u64,
    /// What its clock said when it started.
    pub(crate) started_at: Time,
    /// How far its clock is off.
    pub(crate) clock: TimeDelta,
    /// It does nothing before this step.
    pub(crate) paused_until: u64,
    /// It does not reach the broker before this step.
    pub(crate) cut_off_until: u64,
    /// Its books by partition; none while it is down.
    pub(crate) hosted: Vec<Hosted>,
}

impl Process {
    pub(crate) fn new(number: usize) -> Self {
        Self {
            name: format!("ledger-{number}"),
            start: number as u64,
            started_at: Time::default(),
            clock: TimeDelta::zero(),
            paused_until: 0,
            cut_off_until: 0,
            hosted: Vec::new(),
        }
    }

    pub(crate) fn is_up(&self) -> bool {
        !self.hosted.is_empty()
    }

    /// Starts it with nothing but its name.
    pub(crate) fn start(&mut self, partitions: usize, at: Time, defect: Option<Defect>) {
        self.started_at = at;
        let form = Form::of_books(defect);
        // Starts of different instances are told apart by the remainder.
        self.start += 1_000;
        self.hosted = (0..partitions)
            .map(|partition| {
                let me = Instance { name: self.name.clone(), address: format!("{}:50051", self.name) };
                let ids = Counting { start: self.start * 16 + partition as u64, next: 0 };
                Hosted {
                    book: Book::new(form, me, ids),
                    assigned: false,
                    from_log: VecDeque::new(),
                    commands: VecDeque::new(),
                    producer: Producer::default(),
                    readings: Vec::new(),
                    looks: Vec::new(),
                    follower: None,
                    keeping: None,
                }
            })
            .collect();
    }
}
