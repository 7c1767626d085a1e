//! The loop of a service that turns records into effects in its own database.
//!
//! **Position and effect in the same transaction.** The handler opens a transaction, advances the stored position of
//! the record's partition (`outbox::advance_position` locks the row and says whether the record is new), applies the
//! effect, and commits. So each record has its effect exactly once, whatever crashes when, and two
//! instances of a service may read the same partition: the second finds the record not new.
//!
//! A record that cannot be understood is poison: it goes to the dead letters, [`Handler::passed_over`] stores the position
//! after it, and the loop goes on. Whatever else fails is transient and tried again for ever, since going on would lose
//! the record.

use std::borrow::Cow;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::{DeadLetters, LogError, Received};

/// What became of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handled {
    /// It had its effect.
    Applied,
    /// It had its effect before; nothing changed.
    AlreadyApplied,
    /// It is of a kind that this consumer has no interest in; only the position moved.
    Ignored,
}

impl Handled {
    const fn name(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::AlreadyApplied => "already_applied",
            Self::Ignored => "ignored",
        }
    }
}

/// Why a record had no effect.
#[derive(Debug, thiserror::Error)]
pub enum HandleError {
    /// Something needed did not answer, or someone else was first; the same record is tried again until it works.
    #[error("{0}")]
    Transient(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The record can never be processed: it goes to the dead letters.
    #[error("{reason}: {detail}")]
    Poison {
        /// Stable and for machines, such as `UNREADABLE_VALUE`.
        reason: Cow<'static, str>,
        /// For the person who looks at the dead letter.
        detail: String,
    },
    /// The stored position is not the one that this feed has come from: somebody restored or edited the database.
    /// Consuming ends, and has to start again from what is stored.
    #[error("the stored position does not lead to this record: {0}")]
    OutOfStep(String),
}

impl HandleError {
    /// A failure that passes.
    pub fn transient(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Transient(error.into())
    }

    /// A record that can never be processed.
    pub fn poison(reason: impl Into<Cow<'static, str>>, detail: impl Into<String>) -> Self {
        Self::Poison { reason: reason.into(), detail: detail.into() }
    }
}

/// Turns records into effects; owns the transaction, including the position stored in it.
pub trait Handler: Sync {
    /// Applies one record: its effect and the position after it, in one transaction.
    fn handle(&self, received: &Received) -> impl Future<Output = Result<Handled, HandleError>> + Send;

    /// Stores the position after a record that went to the dead letters, so that it is not read again.
    fn passed_over(&self, received: &Received) -> impl Future<Output = Result<(), HandleError>> + Send;
}

/// Where records come from: an [`crate::InputConsumer`] or a [`crate::LedgerFeed`].
pub trait Feed: Send {
    /// The next record; dropping the future loses nothing.
    fn next(&mut self) -> impl Future<Output = Result<Received, LogError>> + Send;

    /// Notes that a record is dealt with, so that the group's lag shows it.
    fn handled(&self, received: &Received);
}

/// Why consuming ended other than by shutdown; the process should end with it and start afresh.
#[derive(Debug, thiserror::Error)]
pub enum ConsumeError {
    /// The log cannot be read on.
    #[error(transparent)]
    Log(#[from] LogError),
    /// The database no longer says what this consumer started from.
    #[error("the stored position does not lead to this record: {0}")]
    OutOfStep(String),
}

const FIRST_RETRY_AFTER: Duration = Duration::from_millis(50);
const LAST_RETRY_AFTER: Duration = Duration::from_secs(10);

/// Handles record after record until `shutdown`, which is heeded between records and between attempts.
pub async fn consume<F: Feed, H: Handler>(
    feed: &mut F,
    handler: &H,
    dead_letters: &DeadLetters,
    shutdown: &CancellationToken,
) -> Result<(), ConsumeError> {
    loop {
        let received = tokio::select! {
            biased;
            () = shutdown.cancelled() => return Ok(()),
            received = feed.next() => received?,
        };
        let dealt_with = deal_with(&received, handler, dead_letters);
        tokio::select! {
            // The record first: an effect that is about to commit should be waited for.
            biased;
            outcome = dealt_with => {
                outcome?;
                feed.handled(&received);
            }
            () = cancelled_with_grace(shutdown) => return Ok(()),
        }
    }
}

/// Gives the record under way a moment to finish before shutdown interrupts it.
async fn cancelled_with_grace(shutdown: &CancellationToken) {
    shutdown.cancelled().await;
    tokio::time::sleep(Duration::from_secs(2)).await;
}

/// Brings one record to its end: handled, or in the dead letters.
async fn deal_with<H: Handler>(
    received: &Received,
    handler: &H,
    dead_letters: &DeadLetters,
) -> Result<(), ConsumeError> {
    let mut attempts = Attempts::new(received);
    loop {
        match handler.handle(received).await {
            Ok(outcome) => {
                attempts.succeeded(outcome.name());
                return Ok(());
            }
            Err(HandleError::Transient(error)) => attempts.failed(&error.to_string()).await,
            Err(HandleError::OutOfStep(how)) => return Err(ConsumeError::OutOfStep(how)),
            Err(HandleError::Poison { reason, detail }) => {
                tracing::warn!(
                    topic = %received.topic, partition = received.partition, offset = received.offset,
                    %reason, detail, "a record cannot be processed and goes to the dead letters"
                );
                bury(received, handler, dead_letters, &reason, &detail, &mut attempts).await?;
                attempts.succeeded("dead_letter");
                return Ok(());
            }
        }
    }
}

/// Writes the dead letter, then stores the position after it; a crash in between writes it twice.
async fn bury<H: Handler>(
    received: &Received,
    handler: &H,
    dead_letters: &DeadLetters,
    reason: &str,
    detail: &str,
    attempts: &mut Attempts<'_>,
) -> Result<(), ConsumeError> {
    while let Err(error) = dead_letters.send(received, reason, detail).await {
        attempts.failed(&error.to_string()).await;
    }
    loop {
        match handler.passed_over(received).await {
            Ok(()) => return Ok(()),
            Err(HandleError::OutOfStep(how)) => return Err(ConsumeError::OutOfStep(how)),
            Err(error) => attempts.failed(&error.to_string()).await,
        }
    }
}

/// The attempts at one record: waits longer each time, and logs when the failure changes.
struct Attempts<'a> {
    received: &'a Received,
    wait: Duration,
    last_failure: Option<String>,
}

impl<'a> Attempts<'a> {
    fn new(received: &'a Received) -> Self {
        Self { received, wait: FIRST_RETRY_AFTER, last_failure: None }
    }

    async fn failed(&mut self, failure: &str) {
        if self.last_failure.as_deref() != Some(failure) {
            tracing::warn!(
                topic = %self.received.topic, partition = self.received.partition,
                offset = self.received.offset, failure, "a record could not be handled and is tried again"
            );
            self.last_failure = Some(failure.to_owned());
        }
        metrics::counter!("eventlog_retries_total", "topic" => self.received.topic.name().to_owned())
            .increment(1);
        tokio::time::sleep(with_jitter(self.wait)).await;
        self.wait = (self.wait * 2).min(LAST_RETRY_AFTER);
    }

    fn succeeded(&self, outcome: &'static str) {
        if self.last_failure.is_some() {
            tracing::info!(
                topic = %self.received.topic, partition = self.received.partition,
                offset = self.received.offset, outcome, "the record is dealt with after all"
            );
        }
        metrics::counter!(
            "eventlog_handled_total",
            "topic" => self.received.topic.name().to_owned(), "outcome" => outcome
        )
        .increment(1);
    }
}

/// Between half of it and all of it, so that instances that failed together do not return together.
fn with_jitter(wait: Duration) -> Duration {
    let millis = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
    Duration::from_millis(fastrand::u64(millis / 2..=millis))
}
