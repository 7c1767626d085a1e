//! Callers who give many commands in one call.

use std::time::Duration;

use contracts::common::v1::Reason;
use contracts::ledger::v1::outcome::Outcome;
use contracts::ledger::v1::{Command, SubmitBatchRequest, SubmitBatchResponse, command};
use runtime::{BoxError, Clock};
use tokio::time::sleep;

use crate::accounts::{Accounts, Choice};
use crate::commands::Commands;
use crate::load::{self, Caller, Measured, Span};
use crate::stream;
use crate::wire::{Endpoint, Method, Wire};

/// When a book has room again, roughly.
const AGAIN: Duration = Duration::from_millis(10);

/// Where batches go.
#[derive(Clone)]
pub(crate) struct Batches {
    pub(crate) endpoint: Endpoint,
    pub(crate) accounts: Accounts,
}

impl Batches {
    /// Lets so many callers give so many spends at a time for the given span.
    pub(crate) async fn run(
        &self,
        commands: u16,
        choice: Choice,
        callers: u16,
        span: Span,
    ) -> Result<Measured, BoxError> {
        let this = self.clone();
        load::apart(move || async move {
            let run = Clock::system().new_id().simple().to_string();
            let wire = this.endpoint.connect().await?;
            let callers = (0..callers).map(|number| {
                let prefix = format!("{run}-{number}-");
                Ok(Batch {
                    submit: wire.method("SubmitBatch")?,
                    wire: wire.clone(),
                    commands: Commands::new(&this.accounts, choice, prefix),
                    count: commands,
                    places: Vec::new(),
                    asked: SubmitBatchRequest::default(),
                })
            });
            let callers = callers.collect::<Result<Vec<_>, BoxError>>()?;
            load::run(callers.into_iter(), span).await
        })
        .await
    }
}

/// A caller with its next batch.
struct Batch {
    wire: Wire,
    submit: Method,
    commands: Commands,
    count: u16,
    // Whose each command is.
    places: Vec<usize>,
    asked: SubmitBatchRequest,
}

impl Caller for Batch {
    async fn prepare(&mut self) -> Result<(), BoxError> {
        let commands = (0..self.count).map(|_| self.commands.spend());
        let (places, commands) = commands
            .map(|(place, spend)| (place, Command { command: Some(command::Command::Spend(spend)) }))
            .unzip();
        (self.places, self.asked.commands) = (places, commands);
        Ok(())
    }

    async fn call(&mut self) -> Result<(), BoxError> {
        loop {
            let answer: SubmitBatchResponse = self.wire.call(&self.submit, &self.asked).await?;
            if answer.outcomes.len() != self.places.len() {
                return Err("a batch has not as many outcomes as commands".into());
            }
            let mut outcomes = answer.outcomes.into_iter();
            let (mut places, mut commands) = (Vec::new(), Vec::new());
            for (place, command) in self.places.drain(..).zip(self.asked.commands.drain(..)) {
                match outcomes.next().and_then(|outcome| outcome.outcome) {
                    Some(Outcome::Spend(_)) => self.commands.charged(place, 1),
                    Some(Outcome::Failure(failure)) if failure.reason() == Reason::Overloaded => {
                        places.push(place);
                        commands.push(command);
                    }
                    other => return Err(stream::unexpected(other)),
                }
            }
            if commands.is_empty() {
                return Ok(());
            }
            // Of a batch that fills a book's mailbox the rest is asked again.
            (self.places, self.asked.commands) = (places, commands);
            sleep(AGAIN).await;
        }
    }

    fn worth(&self) -> u64 {
        self.count.into()
    }
}
