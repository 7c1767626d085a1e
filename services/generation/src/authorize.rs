//! Asking the ledger to hold tokens, and what its answer, or its silence, means for the job.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use contracts::common::v1::Reference;
use contracts::convert::timestamp;
use contracts::failure::Failure;
use contracts::ledger::v1::{AuthorizeRequest, ExtendHoldRequest};
use kernel::{HoldId, Reason};
use ledger_client::LedgerClient;
use runtime::Clock;
use tokio::sync::Notify;

use crate::domain::generation::{Accepted, Refusal};
use crate::store::{HoldToExtend, Stamp, Store, StoreError};
use crate::workers::later;

/// The least time that the ledger wants a hold to last.
const SHORTEST_HOLD: Duration = Duration::from_secs(2);

/// What the ledger said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The tokens are held, and the job is queued.
    Held,
    /// It refused, and the job is refused.
    Refused(Refusal),
    /// Not known yet; the sweeper goes on asking.
    Unknown,
}

/// What became of an extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extension {
    /// The hold lasts until then.
    Extended,
    /// The hold is open no longer.
    Gone,
    /// Not known; ask again.
    Unknown,
}

/// The ledger as jobs need it. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Authorizer {
    // Asks again under the same key for as long as a call may take; after that the sweeper does it.
    ledger: LedgerClient,
    store: Store,
    clock: Clock,
    work_waits: Arc<Notify>,
}

impl Authorizer {
    /// An authorizer that wakes a worker by `work_waits` when a job is queued.
    pub fn new(ledger: LedgerClient, store: Store, clock: Clock, work_waits: Arc<Notify>) -> Self {
        Self { ledger, store, clock, work_waits }
    }

    /// Asks the ledger to hold the quoted tokens and records its answer. Any number of times for one job: the ledger's key
    /// follows from the job, and the first answer counts.
    pub async fn authorize(&self, accepted: &Accepted) -> Result<Answer, StoreError> {
        let request = AuthorizeRequest {
            account_id: accepted.account.to_string(),
            idempotency_key: format!("generation:{}", accepted.id),
            tokens: accepted.quote.tokens.get(),
            terms: Some(accepted.terms.clone().into()),
            expires_at: Some(timestamp(accepted.hold_asked_until)),
            reference: Some(Reference { kind: "generation".to_owned(), id: accepted.id.to_string() }),
        };
        let failure = match self.ledger.run(request).await {
            Ok(answer) => match answer.hold_id.parse::<HoldId>() {
                Ok(hold) => {
                    self.store.queue(accepted, hold, self.stamp()).await?;
                    self.work_waits.notify_one();
                    return Ok(Answer::Held);
                }
                Err(error) => {
                    tracing::error!(%error, generation = %accepted.id, "the ledger's answer cannot be read");
                    return Ok(Answer::Unknown);
                }
            },
            Err(failure) => failure,
        };
        if let Some(refusal) = refusal(&failure, accepted, self.clock.now()) {
            self.store.refuse(accepted.id, &refusal).await?;
            return Ok(Answer::Refused(refusal));
        }
        tracing::warn!(
            generation = %accepted.id, reason = %failure.reason, message = failure.message,
            "whether the ledger holds the tokens is unknown; it is asked again"
        );
        metrics::counter!("generation_authorize_unknown_total").increment(1);
        Ok(Answer::Unknown)
    }

    /// Asks the ledger to keep a hold until `until`.
    pub async fn extend(&self, hold: HoldToExtend, until: DateTime<Utc>) -> Extension {
        let request = ExtendHoldRequest {
            account_id: hold.account.to_string(),
            // The target is part of the key: the same extension twice is one, a later one is another.
            idempotency_key: format!("generation:{}:extend:{}", hold.generation, until.timestamp()),
            hold_id: hold.hold.to_string(),
            expires_at: Some(timestamp(until)),
        };
        match self.ledger.run(request).await {
            Ok(_) => Extension::Extended,
            Err(failure) => match failure.reason {
                Reason::HoldNotOpen | Reason::HoldExpired | Reason::NotFound => Extension::Gone,
                reason => {
                    tracing::warn!(%reason, generation = %hold.generation, "a hold was not extended; tried again");
                    Extension::Unknown
                }
            },
        }
    }

    fn stamp(&self) -> Stamp {
        Stamp { at: self.clock.now(), event_id: self.clock.new_id() }
    }
}

/// The ledger's definite refusal; `None` while the hold may still have been made, or may be made by asking again.
fn refusal(failure: &Failure, accepted: &Accepted, now: DateTime<Utc>) -> Option<Refusal> {
    let refused = |message: &str, facts: BTreeMap<String, String>| {
        Some(Refusal { reason: failure.reason, message: message.to_owned(), facts })
    };
    match failure.reason {
        Reason::InsufficientTokens => {
            let mut facts: BTreeMap<String, String> = failure.facts.clone().into_iter().collect();
            facts.entry("needed".to_owned()).or_insert_with(|| accepted.quote.tokens.to_string());
            refused(
                "the wallet has fewer tokens available than this needs; buy tokens or ask for less",
                facts,
            )
        }
        Reason::WalletFrozen => refused("the wallet is frozen; ask support", BTreeMap::new()),
        Reason::AmountOverflow => refused("this needs more tokens than a wallet can hold", BTreeMap::new()),
        // The expiry that the hold was asked for has passed while the ledger was away, and no hold was made before.
        Reason::InvalidInput if accepted.hold_asked_until <= later(now, SHORTEST_HOLD) => Some(Refusal {
            reason: Reason::DeadlinePassed,
            message:
                "the ledger was away for too long; nothing was held, try again with a new idempotency key"
                    .to_owned(),
            facts: BTreeMap::new(),
        }),
        Reason::InvalidInput => {
            tracing::error!(generation = %accepted.id, message = failure.message, "the ledger does not accept our request");
            Some(Refusal {
                reason: Reason::InternalError,
                message: "something went wrong on our side; nothing was held".to_owned(),
                facts: BTreeMap::new(),
            })
        }
        _ => None,
    }
}
