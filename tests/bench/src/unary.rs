//! Callers who make unary calls over few connections that they share.

use contracts::ledger::v1::{AuthorizeResponse, CaptureResponse, SpendResponse};
use runtime::{BoxError, Clock};
use tokio::task::JoinSet;

use crate::accounts::{Accounts, Choice};
use crate::commands::{Commands, Work};
use crate::load::{self, Caller, Measured, Span};
use crate::wire::{Endpoint, Method, Wire};

/// Where unary calls go, and by how many connections and threads.
#[derive(Clone)]
pub(crate) struct Unary {
    pub(crate) endpoint: Endpoint,
    pub(crate) accounts: Accounts,
    pub(crate) connections: u16,
    pub(crate) threads: u16,
}

impl Unary {
    /// Lets so many callers work for the given span.
    pub(crate) async fn run(
        &self,
        work: Work,
        choice: Choice,
        callers: u16,
        span: Span,
    ) -> Result<Measured, BoxError> {
        let run = Clock::system().new_id().simple().to_string();
        let threads = self.threads.min(callers).max(1);
        let mut parts = JoinSet::new();
        for thread in 0..threads {
            let (this, run) = (self.clone(), run.clone());
            let share = |of: u16| of / threads + u16::from(thread < of % threads);
            let (callers, connections) = (share(callers), share(self.connections).max(1));
            parts.spawn(load::apart(move || async move {
                let mut wires = Vec::new();
                for _ in 0..connections {
                    wires.push(this.endpoint.connect().await?);
                }
                let callers = (0..callers).zip(wires.iter().cycle()).map(|(number, wire)| {
                    Worker::new(wire, &this.accounts, work, choice, format!("{run}-{thread}-{number}-"))
                });
                load::run(callers.collect::<Result<Vec<_>, _>>()?.into_iter(), span).await
            }));
        }
        let mut all = Measured::new(span.time)?;
        while let Some(part) = parts.join_next().await {
            all.add(&part??)?;
        }
        Ok(all)
    }
}

/// Works on one token at a time, under a new key each time.
pub(crate) struct Worker {
    wire: Wire,
    spend: Method,
    authorize: Method,
    capture: Method,
    commands: Commands,
    work: Work,
}

impl Worker {
    pub(crate) fn new(
        wire: &Wire,
        accounts: &Accounts,
        work: Work,
        choice: Choice,
        prefix: String,
    ) -> Result<Self, BoxError> {
        Ok(Self {
            spend: wire.method("Spend")?,
            authorize: wire.method("Authorize")?,
            capture: wire.method("Capture")?,
            wire: wire.clone(),
            commands: Commands::new(accounts, choice, prefix),
            work,
        })
    }

    /// Spends one token; of which account, and what was answered.
    pub(crate) async fn spend(&mut self) -> Result<(String, SpendResponse), BoxError> {
        let (place, asked) = self.commands.spend();
        let answer = self.wire.call(&self.spend, &asked).await?;
        self.commands.charged(place, 1);
        Ok((asked.account_id, answer))
    }

    async fn authorize_and_capture(&mut self) -> Result<(), BoxError> {
        let (place, asked) = self.commands.authorize();
        let held: AuthorizeResponse = self.wire.call(&self.authorize, &asked).await?;
        let asked = self.commands.capture(place, held.hold_id);
        let captured: CaptureResponse = self.wire.call(&self.capture, &asked).await?;
        self.commands.charged(place, captured.captured);
        Ok(())
    }
}

impl Caller for Worker {
    async fn call(&mut self) -> Result<(), BoxError> {
        match self.work {
            Work::Spend => self.spend().await.map(drop),
            Work::AuthorizeAndCapture => self.authorize_and_capture().await,
        }
    }
}
