//! Callers who make unary calls over few connections that they share.

use chrono::{DateTime, TimeDelta, Utc};
use contracts::common::v1::Reference;
use contracts::convert;
use contracts::ledger::v1::{
    AuthorizeRequest, AuthorizeResponse, CaptureRequest, CaptureResponse, SpendRequest, SpendResponse,
};
use fastrand::Rng;
use runtime::{BoxError, Clock};
use tokio::task::JoinSet;

use crate::accounts::{Accounts, Choice};
use crate::load::{self, Caller, Measured, Span};
use crate::wire::{Endpoint, Method, Wire};

/// How long a hold may last: longer than any run.
const HOLD: TimeDelta = TimeDelta::days(1);

/// Where unary calls go, and by how many connections and threads.
#[derive(Clone)]
pub(crate) struct Unary {
    pub(crate) endpoint: Endpoint,
    pub(crate) accounts: Accounts,
    pub(crate) connections: u16,
    pub(crate) threads: u16,
}

/// What each call is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Work {
    /// One `Spend` of one token.
    Spend,
    /// One `Authorize` of one token, then its final `Capture`.
    AuthorizeAndCapture,
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
    accounts: Accounts,
    work: Work,
    choice: Choice,
    random: Rng,
    prefix: String,
    calls: u64,
    expires_at: DateTime<Utc>,
}

impl Worker {
    pub(crate) fn new(
        wire: &Wire,
        accounts: &Accounts,
        work: Work,
        choice: Choice,
        prefix: String,
    ) -> Result<Self, BoxError> {
        let expires_at = Clock::system().now() + HOLD;
        Ok(Self {
            spend: wire.method("Spend")?,
            authorize: wire.method("Authorize")?,
            capture: wire.method("Capture")?,
            wire: wire.clone(),
            accounts: accounts.clone(),
            work,
            choice,
            random: Rng::new(),
            prefix,
            calls: 0,
            expires_at,
        })
    }

    /// Spends one token; of which account, and what was answered.
    pub(crate) async fn spend(&mut self) -> Result<(String, SpendResponse), BoxError> {
        let place = self.accounts.any(self.choice, &mut self.random);
        let asked = SpendRequest {
            account_id: self.accounts.id(place),
            idempotency_key: self.next_key(),
            tokens: 1,
            reference: Some(reference()),
        };
        let answer = self.wire.call(&self.spend, &asked).await?;
        self.accounts.spend(place, 1);
        Ok((asked.account_id, answer))
    }

    async fn authorize_and_capture(&mut self) -> Result<(), BoxError> {
        let place = self.accounts.any(self.choice, &mut self.random);
        let asked = AuthorizeRequest {
            account_id: self.accounts.id(place),
            idempotency_key: self.next_key(),
            tokens: 1,
            expires_at: Some(convert::timestamp(self.expires_at)),
            reference: Some(reference()),
            ..AuthorizeRequest::default()
        };
        let held: AuthorizeResponse = self.wire.call(&self.authorize, &asked).await?;
        let asked = CaptureRequest {
            account_id: self.accounts.id(place),
            idempotency_key: self.next_key(),
            hold_id: held.hold_id,
            tokens: 1,
            r#final: true,
        };
        let captured: CaptureResponse = self.wire.call(&self.capture, &asked).await?;
        self.accounts.spend(place, captured.captured);
        Ok(())
    }

    fn next_key(&mut self) -> String {
        self.calls += 1;
        format!("{}{}", self.prefix, self.calls)
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

fn reference() -> Reference {
    Reference { kind: "bench".to_owned(), id: "1".to_owned() }
}
