//! The commands that a caller gives, each under a new key.

use chrono::{DateTime, TimeDelta, Utc};
use contracts::common::v1::Reference;
use contracts::convert;
use contracts::ledger::v1::{AuthorizeRequest, CaptureRequest, SpendRequest};
use fastrand::Rng;
use runtime::Clock;

use crate::accounts::{Accounts, Choice};

/// How long a hold may last: longer than any run.
const HOLD: TimeDelta = TimeDelta::days(1);

/// What each call is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Work {
    /// One `Spend` of one token.
    Spend,
    /// One `Authorize` of one token, then its final `Capture`.
    AuthorizeAndCapture,
}

/// One caller's commands, of one token each.
pub(crate) struct Commands {
    accounts: Accounts,
    choice: Choice,
    random: Rng,
    prefix: String,
    given: u64,
    expires_at: DateTime<Utc>,
}

impl Commands {
    /// Those on the chosen accounts; the prefix is the caller's own, and keeps its keys apart from all others.
    pub(crate) fn new(accounts: &Accounts, choice: Choice, prefix: String) -> Self {
        Self {
            accounts: accounts.clone(),
            choice,
            random: Rng::new(),
            prefix,
            given: 0,
            expires_at: Clock::system().now() + HOLD,
        }
    }

    /// Spends of one of the accounts; its place comes along.
    pub(crate) fn spend(&mut self) -> (usize, SpendRequest) {
        let place = self.accounts.any(self.choice, &mut self.random);
        let asked = SpendRequest {
            account_id: self.accounts.id(place),
            idempotency_key: self.next_key(),
            tokens: 1,
            reference: Some(reference()),
        };
        (place, asked)
    }

    /// Holds a token of one of the accounts; its place comes along.
    pub(crate) fn authorize(&mut self) -> (usize, AuthorizeRequest) {
        let place = self.accounts.any(self.choice, &mut self.random);
        let asked = AuthorizeRequest {
            account_id: self.accounts.id(place),
            idempotency_key: self.next_key(),
            tokens: 1,
            expires_at: Some(convert::timestamp(self.expires_at)),
            reference: Some(reference()),
            ..AuthorizeRequest::default()
        };
        (place, asked)
    }

    /// Charges such a hold, and ends it.
    pub(crate) fn capture(&mut self, place: usize, hold_id: String) -> CaptureRequest {
        CaptureRequest {
            account_id: self.accounts.id(place),
            idempotency_key: self.next_key(),
            hold_id,
            tokens: 1,
            r#final: true,
        }
    }

    /// Notes what was charged.
    pub(crate) fn charged(&self, place: usize, tokens: u64) {
        self.accounts.spend(place, tokens);
    }

    fn next_key(&mut self) -> String {
        self.given += 1;
        format!("{}{}", self.prefix, self.given)
    }
}

fn reference() -> Reference {
    Reference { kind: "bench".to_owned(), id: "1".to_owned() }
}
