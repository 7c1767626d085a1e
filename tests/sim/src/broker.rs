//! The broker's side: one partition's log, and the producers that append to it.
//!
//! A record that has landed is known to all replicas once the high watermark has passed it; only then is it acknowledged, and
//! only then can anybody read it. What lies above the watermark may be cut off when another replica leads. What a producer has given up
//! may still land, at any later time.

use std::collections::VecDeque;

use bytes::Bytes;

use crate::defect::Defect;

/// One partition's log.
#[derive(Debug)]
pub(crate) struct Log {
    records: Vec<Bytes>,
    watermark: usize,
    /// Requests whose producer has given up on them or is gone: they may still land.
    pub(crate) strays: Vec<Bytes>,
    defect: Option<Defect>,
}

impl Log {
    pub(crate) const fn new(defect: Option<Defect>) -> Self {
        Self { records: Vec::new(), watermark: 0, strays: Vec::new(), defect }
    }

    /// How many records all replicas have.
    pub(crate) const fn watermark(&self) -> usize {
        self.watermark
    }

    /// The records that all replicas have.
    pub(crate) fn committed(&self) -> &[Bytes] {
        self.records.get(..self.watermark).unwrap_or_default()
    }

    /// All records that have landed.
    pub(crate) fn landed(&self) -> &[Bytes] {
        &self.records
    }

    /// Where the log ends for those who read it.
    pub(crate) fn end(&self) -> usize {
        if self.defect == Some(Defect::UnreplicatedRead) { self.records.len() } else { self.watermark }
    }

    /// A record, for those who read it.
    pub(crate) fn fetch(&self, offset: usize) -> Option<&Bytes> {
        self.records.get(..self.end())?.get(offset)
    }

    /// How many have landed that are not on all replicas.
    pub(crate) fn unreplicated(&self) -> usize {
        self.records.len() - self.watermark
    }

    pub(crate) fn land(&mut self, value: Bytes) -> usize {
        self.records.push(value);
        self.records.len() - 1
    }

    /// The replicas have caught up by so many records.
    pub(crate) fn replicate(&mut self, count: usize) {
        self.watermark = self.records.len().min(self.watermark.saturating_add(count));
    }

    /// Another replica leads, which has only the first `length` records.
    pub(crate) fn cut(&mut self, length: usize) {
        self.records.truncate(length.max(self.watermark));
    }

    fn acknowledges(&self, offset: usize) -> bool {
        offset < self.watermark || self.defect == Some(Defect::AcknowledgedUnreplicated)
    }
}

/// A record on its way: its number, and its value.
pub(crate) type Sent = (u64, Bytes);

/// What an instance's producer has in hand for one partition. What it sends arrives in its order, or is given up.
#[derive(Debug, Default)]
pub(crate) struct Producer {
    /// Gathers for the next request.
    pub(crate) waiting: VecDeque<Sent>,
    /// Requested, and not at the broker.
    pub(crate) wire: VecDeque<Sent>,
    /// At the broker, and not acknowledged.
    pub(crate) landed: VecDeque<(usize, Sent)>,
}

impl Producer {
    /// The oldest request reaches the broker.
    pub(crate) fn land(&mut self, log: &mut Log) -> Option<(u64, usize)> {
        let (seq, value) = self.wire.pop_front()?;
        let offset = log.land(value.clone());
        self.landed.push_back((offset, (seq, value)));
        Some((seq, offset))
    }

    /// The oldest, if the broker has it as it should.
    pub(crate) fn acknowledge(&mut self, log: &Log) -> Option<(u64, usize)> {
        self.landed.front().filter(|(offset, _)| log.acknowledges(*offset))?;
        self.landed.pop_front().map(|(offset, (seq, _))| (seq, offset))
    }

    /// The oldest is given up; it may be at the broker, or get there later.
    pub(crate) fn give_up(&mut self, log: &mut Log, vanishes: bool) -> Option<u64> {
        if let Some((_, (seq, _))) = self.landed.pop_front() {
            return Some(seq);
        }
        let (seq, value) = self.wire.pop_front()?;
        if !vanishes {
            log.strays.push(value);
        }
        Some(seq)
    }

    /// What had landed at this offset or behind, and is not there any more.
    pub(crate) fn cut_off(&mut self, from: usize) -> VecDeque<Sent> {
        let kept = self.landed.partition_point(|(offset, _)| *offset < from);
        self.landed.split_off(kept).into_iter().map(|(_, sent)| sent).collect()
    }

    /// Sends this before what has not landed.
    pub(crate) fn send_again(&mut self, mut cut_off: VecDeque<Sent>) {
        cut_off.append(&mut self.wire);
        self.wire = cut_off;
    }
}
