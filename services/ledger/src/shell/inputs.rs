//! Following the inputs of a book: its partition of the three topics whose events move tokens.

use std::sync::Arc;
use std::time::Duration;

use eventlog::{DeadLetters, InputConsumer, KafkaSettings, LogError, PublishError, StartAt, Topic};
use runtime::trace::{self, TraceContext};
use tokio_util::sync::CancellationToken;

use super::caller::Caller;
use super::mailbox::{Mailbox, NotTaken};
use crate::book::Message;
use crate::consumers::{self, Understood};
use crate::domain::InputPosition;

/// How soon to offer an input again to a book that has no room.
const ROOM_AGAIN: Duration = Duration::from_millis(5);

/// How soon to try again after the inputs could not be read.
const RETRY: Duration = Duration::from_millis(500);

/// Why the inputs could not be followed.
#[derive(Debug, thiserror::Error)]
enum Broken {
    #[error(transparent)]
    Log(#[from] LogError),
    #[error("a dead letter could not be written: {0}")]
    DeadLetter(#[from] PublishError),
}

/// One book's inputs.
pub(super) struct Inputs {
    pub(super) settings: KafkaSettings,
    pub(super) group: String,
    pub(super) partition: i32,
    pub(super) mailbox: Arc<Mailbox<Caller>>,
    pub(super) slot: usize,
    pub(super) epoch: u64,
    pub(super) next_offsets: std::collections::BTreeMap<String, i64>,
    pub(super) dead_letters: DeadLetters,
}

impl Inputs {
    /// Follows them until told to stop. A failure starts it over, from what the book is known to have.
    pub(super) async fn follow(self, stop: CancellationToken) {
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                outcome = self.run() => match outcome {
                    Ok(()) => return,
                    Err(error) => tracing::warn!(%error, partition = self.partition, "the inputs could not be read; trying again"),
                },
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(RETRY) => {}
            }
        }
    }

    async fn run(&self) -> Result<(), Broken> {
        let starts: Vec<StartAt> = [Topic::ACCOUNTS, Topic::PAYMENTS, Topic::GENERATION]
            .into_iter()
            .map(|topic| {
                let next_offset = self.next_offsets.get(topic.name()).copied().unwrap_or(0);
                StartAt { topic, partition: self.partition, next_offset }
            })
            .collect();
        let mut consumer = InputConsumer::assigned(&self.settings, &self.group, &starts)?;
        loop {
            let received = consumer.next().await?;
            let position = InputPosition {
                topic: received.topic.name().to_owned(),
                offset: received.offset,
                event_id: received.headers.text("ce_id").unwrap_or_default().to_owned(),
            };
            let parent = received.traceparent().and_then(TraceContext::parse);
            let message = match consumers::understand(&received, self.settings.partitions) {
                Ok(Understood::NothingToDo) => None,
                Ok(Understood::Command(mut request)) => {
                    // The span tells when the input reached its book; the entry carries the trace on.
                    let here = trace::in_span("ledger input", trace::Kind::Consumer, parent, async {
                        trace::current()
                    })
                    .await;
                    request.trace = here.map(|here| here.to_header().into());
                    Some(Message::Input { epoch: self.epoch, position, request: Box::new(request) })
                }
                Err(detail) => {
                    tracing::error!(topic = %received.topic, partition = self.partition, offset = received.offset, detail, "an input goes to the dead letters");
                    self.dead_letters.send(&received, "NOT_UNDERSTOOD", &detail).await?;
                    Some(Message::InputRejected { epoch: self.epoch, position, detail })
                }
            };
            if let Some(message) = message
                && !self.hand_over(message).await
            {
                return Ok(());
            }
            consumer.commit_lazily(&received.topic, received.partition, received.next_offset());
        }
    }

    async fn hand_over(&self, mut message: Message<Caller>) -> bool {
        loop {
            match self.mailbox.offer(self.slot, message) {
                Ok(()) => return true,
                Err((NotTaken::Closed, _)) => return false,
                Err((NotTaken::Full, back)) => {
                    message = back;
                    tokio::time::sleep(ROOM_AGAIN).await;
                }
            }
        }
    }
}
