//! Reading the books for the shadow, in a thread of its own: as the projector does, but up to where it is told, and ahead of who writes.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use eventlog::{
    ChainLink, ChainPosition, ChainVerifier, KafkaSettings, LogError, LogReader, Topic, Verdict, previous_of,
};
use tokio::sync::mpsc;

use super::RebuildError;
use crate::projector::Batch;

/// Entries handed over, and written, at once.
const BATCH: usize = 4_000;

/// Batches read ahead at most.
const AHEAD: usize = 2;

/// A part of one partition.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    /// Where it begins.
    pub(super) from: ChainPosition,
    /// The offset up to which it goes; `None` for where the partition ends when it is read.
    pub(super) to: Option<i64>,
}

/// Some of a span, in its order.
pub(super) struct Part {
    /// Its entries, as rows.
    pub(super) batch: Batch,
    /// Where it ends: after its last entry.
    pub(super) end: ChainPosition,
    /// Records that were looked at.
    pub(super) records: u64,
    /// Those of them that are void.
    pub(super) void: u64,
}

type Found = Result<Part, RebuildError>;

struct Job {
    spans: Vec<Span>,
    parts: mpsc::Sender<Found>,
}

/// The thread that reads; it ends with this.
pub(super) struct Reader(SyncSender<Job>);

impl Reader {
    pub(super) fn start(settings: &KafkaSettings) -> Result<Self, RebuildError> {
        let log = LogReader::for_ranges(settings)?;
        let (jobs, asked) = sync_channel(1);
        std::thread::Builder::new()
            .name("ledger-rebuild".to_owned())
            .spawn(move || read(log, &asked))
            .map_err(LogError::Thread)?;
        Ok(Self(jobs))
    }

    /// Reads these spans, one after another; the next call waits until this one's parts are taken. An error comes last.
    pub(super) fn read(&self, spans: Vec<Span>) -> Result<mpsc::Receiver<Found>, RebuildError> {
        let (parts, found) = mpsc::channel(AHEAD);
        self.0.try_send(Job { spans, parts }).map_err(|_| LogError::Closed)?;
        Ok(found)
    }
}

fn read(mut log: LogReader, jobs: &Receiver<Job>) {
    while let Ok(Job { spans, parts }) = jobs.recv() {
        for span in spans {
            match read_span(&mut log, span, &parts) {
                Ok(true) => {}
                // Nobody wants to know any more.
                Ok(false) => break,
                Err(error) => {
                    drop(parts.blocking_send(Err(error)));
                    break;
                }
            }
        }
    }
}

// Whether whoever asked still wants more.
fn read_span(log: &mut LogReader, span: Span, parts: &mpsc::Sender<Found>) -> Result<bool, RebuildError> {
    let partition = span.from.partition;
    let mut verifier = ChainVerifier::resume(span.from);
    let mut part = Part::after(span.from);
    let mut range = log.read_range(&Topic::LEDGER, partition, span.from.next_offset, span.to)?;
    while let Some(seen) =
        range.next_in_place(|offset, value| part.see(&mut verifier, partition, offset, value))
    {
        seen??;
        if part.batch.len() >= BATCH {
            let next = Part::after(part.end);
            if parts.blocking_send(Ok(std::mem::replace(&mut part, next))).is_err() {
                return Ok(false);
            }
        }
    }
    Ok(part.records == 0 || parts.blocking_send(Ok(part)).is_ok())
}

impl Part {
    fn after(end: ChainPosition) -> Self {
        Self { batch: Batch::default(), end, records: 0, void: 0 }
    }

    fn see(
        &mut self,
        verifier: &mut ChainVerifier,
        partition: i32,
        offset: i64,
        value: &[u8],
    ) -> Result<(), RebuildError> {
        self.records += 1;
        let Some(previous) = previous_of(value) else {
            verifier.pass_over(offset);
            self.void += 1;
            return Ok(());
        };
        match verifier.offer(offset, value, previous) {
            Verdict::Void => self.void += 1,
            Verdict::Extends => {
                let link = ChainLink { previous, head: verifier.head() };
                self.batch.add(partition, offset, value, link)?;
                self.end = verifier.position();
            }
        }
        Ok(())
    }
}
