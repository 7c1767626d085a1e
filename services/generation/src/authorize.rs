//! Asking the ledger to hold tokens, and what its answer, or its silence, means for the job.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use contracts::common::v1::Reference;
use contracts::convert::timestamp;
use contracts::failure::Failure;
use contracts::ledger::v1::ledger_service_client::LedgerServiceClient;
use contracts::ledger::v1::{AuthorizeRequest, ExtendHoldRequest};
use kernel::{HoldId, Reason};
use runtime::Clock;
use runtime::grpc::Channel;
use runtime::retry::{Policy, Verdict};
use tokio::sync::Notify;
use tokio::time::Instant;
use tonic::Request;

use crate::domain::generation::{Accepted, Refusal};
use crate::store::{HoldToExtend, Stamp, Store, StoreError};
use crate::workers::later;

/// How the ledger is asked again within one call; after that the sweeper does it.
const AGAIN: Policy =
    Policy { attempts: 3, base: Duration::from_millis(100), cap: Duration::from_millis(500) };

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
    ledger: LedgerServiceClient<Channel>,
    store: Store,
    clock: Clock,
    timeout: Duration,
    work_waits: Arc<Notify>,
}

impl Authorizer {
    /// An authorizer that wakes a worker by `work_waits` when a job is queued.
    pub fn new(
        ledger: LedgerServiceClient<Channel>,
        store: Store,
        clock: Clock,
        timeout: Duration,
        work_waits: Arc<Notify>,
    ) -> Self {
        Self { ledger, store, clock, timeout, work_waits }
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
        let failure = match self.ask(&request).await {
            Ok(hold_id) => match hold_id.parse::<HoldId>() {
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

    /// Asks, and asks again if the ledger was busy for a moment.
    async fn ask(&self, request: &AuthorizeRequest) -> Result<String, Failure> {
        let give_up_at = Instant::now() + self.timeout;
        let verdict = |failure: &Failure| match failure.reason {
            Reason::NotApplied | Reason::Overloaded | Reason::Unavailable => Verdict::Retry,
            _ => Verdict::GiveUp,
        };
        AGAIN
            .run(verdict, || async {
                let mut request = Request::new(request.clone());
                request.set_timeout(give_up_at.saturating_duration_since(Instant::now()));
                let answer = self.ledger.clone().authorize(request).await;
                answer
                    .map(|response| response.into_inner().hold_id)
                    .map_err(|status| Failure::from_status(&status))
            })
            .await
    }

    /// Asks the ledger to keep a hold until `until`.
    pub async fn extend(&self, hold: HoldToExtend, until: DateTime<Utc>) -> Extension {
        let mut request = Request::new(ExtendHoldRequest {
            account_id: hold.account.to_string(),
            // The target is part of the key: the same extension twice is one, a later one is another.
            idempotency_key: format!("generation:{}:extend:{}", hold.generation, until.timestamp()),
            hold_id: hold.hold.to_string(),
            expires_at: Some(timestamp(until)),
        });
        request.set_timeout(self.timeout);
        match self.ledger.clone().extend_hold(request).await {
            Ok(_) => Extension::Extended,
            Err(status) => {
                let failure = Failure::from_status(&status);
                match failure.reason {
                    Reason::HoldNotOpen | Reason::HoldExpired | Reason::NotFound => Extension::Gone,
                    reason => {
                        tracing::warn!(%reason, generation = %hold.generation, "a hold was not extended; tried again");
                        Extension::Unknown
                    }
                }
            }
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
