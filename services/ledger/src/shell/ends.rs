//! Looking up where partitions end, in a thread of its own: one round trip for all questions that wait.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::Duration;

use eventlog::{KafkaSettings, LogError, LogReader, Topic};

use super::caller::Caller;
use super::mailbox::Mailbox;
use crate::book::Message;

/// How soon to ask again after the broker did not answer.
const RETRY: Duration = Duration::from_millis(250);

/// How long one look may take.
const LOOK: Duration = Duration::from_secs(2);

struct Wanted {
    slot: usize,
    partition: i32,
    ask: u64,
}

/// Asks the broker on behalf of one engine's books.
pub(super) struct Ends(Sender<Wanted>);

impl Ends {
    pub(super) fn start(settings: &KafkaSettings, mailbox: Arc<Mailbox<Caller>>) -> std::io::Result<Self> {
        let (sender, asks) = mpsc::channel();
        let settings = settings.clone();
        std::thread::Builder::new()
            .name("ledger-ends".to_owned())
            .spawn(move || answer(&settings, &mailbox, &asks))?;
        Ok(Self(sender))
    }

    /// A book asks at most once at a time, so that what waits is bounded.
    pub(super) fn ask(&self, slot: usize, partition: i32, ask: u64) {
        // The thread ends only when this end of the channel is gone, or the engine has stopped.
        drop(self.0.send(Wanted { slot, partition, ask }));
    }
}

// Partitions wait for one another only as long as one look takes: one whose leader is away must not hold up the others.
fn answer(settings: &KafkaSettings, mailbox: &Mailbox<Caller>, asks: &Receiver<Wanted>) {
    let (mut reader, mut waiting) = (None, VecDeque::new());
    loop {
        if waiting.is_empty() {
            let Ok(wanted) = asks.recv() else { return };
            waiting.push_back(wanted);
        }
        waiting.extend(asks.try_iter());
        let Some(Wanted { slot, partition, ask }) = waiting.pop_front() else { continue };
        match look(settings, &mut reader, partition) {
            Ok(next_offset) => mailbox.push(slot, Message::EndIs { ask, next_offset }),
            Err(error) => {
                tracing::warn!(%error, partition, "the log's end could not be looked up; trying again");
                // Another client asks again: this one may have lost the leader for good.
                reader = None;
                waiting.push_back(Wanted { slot, partition, ask });
                // A stopped engine takes nothing any more.
                if !mailbox.push_records(0, std::iter::empty()) {
                    return;
                }
                std::thread::sleep(RETRY);
            }
        }
    }
}

fn look(settings: &KafkaSettings, reader: &mut Option<LogReader>, partition: i32) -> Result<i64, LogError> {
    let reader = match reader {
        Some(reader) => reader,
        None => reader.insert(LogReader::for_points(settings)?),
    };
    reader.look_at_high_watermark(&Topic::LEDGER, partition, LOOK)
}
