//! Reading a partition of the log for its book, in a thread of its own.
//!
//! A book that starts knows nothing and owes nobody anything: it is given the newest snapshot, and records that are judged here already,
//! so that two threads share the work. Where callers wait for outcomes, records go to the book as they are.

use std::sync::Arc;
use std::time::Duration;

use eventlog::{KafkaSettings, LogError, LogReader, RangeReader, Records, SeenRecord, Topic};

use super::caller::Caller;
use super::mailbox::Mailbox;
use crate::book::{Judged, Message};
use crate::codec::ProtoJson;
use crate::snapshot::{SnapshotStore, value_in};

/// Records handed over at once.
const BATCH: usize = 128;

/// How soon to try again after the log could not be read; there is no other way than to wait for it.
const RETRY: Duration = Duration::from_millis(250);

/// A reading from an offset to the log's end as it is then.
pub(super) struct Reading {
    pub(super) settings: KafkaSettings,
    pub(super) partition: i32,
    pub(super) from: i64,
    /// Whether the book must see the records whole.
    pub(super) whole: bool,
    /// Where a book that knows nothing may find what it has forgotten.
    pub(super) snapshots: Option<SnapshotStore>,
    pub(super) mailbox: Arc<Mailbox<Caller>>,
    pub(super) slot: usize,
}

impl Reading {
    /// Reads, and says where the end was. Retries until it succeeds or the engine stops.
    pub(super) fn spawn(mut self) -> std::io::Result<()> {
        std::thread::Builder::new()
            .name(format!("ledger-read-{}", self.partition))
            .spawn(move || {
                while let Err(error) = self.run() {
                    tracing::warn!(
                        %error, partition = self.partition, next = self.from, "the log could not be read; trying again"
                    );
                    // A stopped engine takes nothing any more.
                    if !self.mailbox.push_records(0, std::iter::empty()) {
                        return;
                    }
                    std::thread::sleep(RETRY);
                }
            })
            .map(drop)
    }

    fn run(&mut self) -> Result<(), LogError> {
        let mut log = LogReader::for_ranges(&self.settings)?;
        if let Some(snapshots) = self.snapshots.take_if(|_| self.from == 0)
            && let Some(state) =
                snapshots.newest(self.partition, |offset| value_in(&mut log, self.partition, offset))?
        {
            self.from = state.next_offset();
            self.tell(Message::Restored(Box::new(state)), 0);
        }
        let began = self.from;
        let mut range = log.read_range(&Topic::LEDGER, self.partition, self.from, None)?;
        let end = range.end();
        let mut replayed = 0;
        loop {
            let (count, next, open) =
                if self.whole { self.pass_on(&mut range)? } else { self.pass_on_judged(&mut range)? };
            if !open {
                return Ok(());
            }
            if count == 0 {
                break;
            }
            self.from = next;
            replayed += count;
            metrics::counter!("ledger_entries_replayed_total", "partition" => self.partition.to_string())
                .increment(u64::try_from(count).unwrap_or(u64::MAX));
        }
        tracing::info!(
            partition = self.partition,
            from = began,
            entries_replayed = replayed,
            "the log is read to its end"
        );
        self.mailbox.push(self.slot, Message::End { next_offset: self.from.max(end) });
        Ok(())
    }

    // Passes the next records on: how many, the offset after the last, and whether the engine still runs.
    fn pass_on(&self, range: &mut RangeReader<'_>) -> Result<(usize, i64, bool), LogError> {
        let mut next = self.from;
        let mut batch = Vec::with_capacity(BATCH);
        for record in range.take(BATCH) {
            let record = record?;
            next = record.offset.saturating_add(1);
            batch.push((self.slot, Message::Record { offset: record.offset, value: record.value }));
        }
        let count = batch.len();
        Ok((count, next, self.mailbox.push_records(count, batch.into_iter())))
    }

    // The same, judged.
    fn pass_on_judged(&self, range: &mut RangeReader<'_>) -> Result<(usize, i64, bool), LogError> {
        let mut batch = Vec::with_capacity(BATCH + Records::AT_ONCE);
        while batch.len() < BATCH {
            // Made where they stay: what is known of a record is half as large as the record.
            let judge = |few: &[SeenRecord<'_>]| Judged::add_each(&ProtoJson, few, &mut batch);
            match range.next_few_in_place(Records::AT_ONCE, judge) {
                Some(judged) => judged?,
                None => break,
            }
        }
        let next = batch.last().map_or(self.from, |last: &Judged| last.offset().saturating_add(1));
        let count = batch.len();
        Ok((count, next, self.tell(Message::Judged(batch), count)))
    }

    fn tell(&self, message: Message<Caller>, records: usize) -> bool {
        self.mailbox.push_records(records, std::iter::once((self.slot, message)))
    }
}
