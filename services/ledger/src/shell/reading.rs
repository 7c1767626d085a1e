//! Reading a partition of the log for its book, in a thread of its own.

use std::sync::Arc;
use std::time::Duration;

use eventlog::{KafkaSettings, LogError, LogReader, Topic};

use super::caller::Caller;
use super::mailbox::Mailbox;
use crate::book::Message;

/// Records handed over at once.
const BATCH: usize = 1024;

/// How soon to try again after the log could not be read; there is no other way than to wait for it.
const RETRY: Duration = Duration::from_millis(250);

/// Reads from `offset` to the log's end as it is then, and says where that was. Retries until it succeeds or the engine stops.
pub(super) fn spawn(
    settings: KafkaSettings,
    partition: i32,
    offset: i64,
    mailbox: Arc<Mailbox<Caller>>,
    slot: usize,
) -> std::io::Result<()> {
    std::thread::Builder::new()
        .name(format!("ledger-read-{partition}"))
        .spawn(move || {
            let mut next = offset;
            loop {
                match read(&settings, partition, &mut next, &mailbox, slot) {
                    Ok(()) => return,
                    Err(error) => {
                        tracing::warn!(%error, partition, next, "the log could not be read; trying again");
                    }
                }
                // A stopped engine takes nothing any more.
                if !mailbox.push_records(std::iter::empty()) {
                    return;
                }
                std::thread::sleep(RETRY);
            }
        })
        .map(drop)
}

fn read(
    settings: &KafkaSettings,
    partition: i32,
    next: &mut i64,
    mailbox: &Mailbox<Caller>,
    slot: usize,
) -> Result<(), LogError> {
    let mut reader = LogReader::for_ranges(settings)?;
    let mut range = reader.read_range(&Topic::LEDGER, partition, *next, None)?;
    let end = range.end();
    loop {
        let mut batch = Vec::with_capacity(BATCH);
        for record in range.by_ref().take(BATCH) {
            let record = record?;
            *next = record.offset.saturating_add(1);
            batch.push((slot, Message::Record { offset: record.offset, value: record.value }));
        }
        let complete = batch.is_empty();
        if !mailbox.push_records(batch.into_iter()) {
            return Ok(());
        }
        if complete {
            mailbox.push(slot, Message::End { next_offset: (*next).max(end) }, true);
            return Ok(());
        }
    }
}
