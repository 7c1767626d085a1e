//! `CreateGeneration`: the request is stored first, then the ledger is asked, so that no hold is ever without a job.

use std::time::Duration;

use chrono::{DateTime, Utc};
use contracts::convert as contract;
use contracts::failure::Failure;
use contracts::generation::v1 as proto;
use kernel::{AccountId, GenerationId, IdempotencyKey, Reason};
use prost::Message as _;

use super::{Handlers, convert, not_found, unavailable};
use crate::authorize::Answer;
use crate::domain::discount;
use crate::domain::generation::{Accepted, Generation, Refusal, Simulate, State};
use crate::domain::pricing::Quote;
use crate::domain::work::{FieldProblem, Work};
use crate::store::{NewGeneration, Prices, Request};
use crate::workers::later;

const ASK_AGAIN_AFTER: Duration = Duration::from_secs(1);

/// What identifies a request: everything in it but whose it is and its key. Fields that later versions add change nothing
/// for requests without them, since protobuf does not write defaults.
fn digest(request: &proto::CreateGenerationRequest) -> [u8; 32] {
    let request = proto::CreateGenerationRequest {
        account_id: String::new(),
        idempotency_key: String::new(),
        ..request.clone()
    };
    *blake3::hash(&request.encode_to_vec()).as_bytes()
}

fn refused(refusal: Refusal) -> Failure {
    let failure = Failure::new(refusal.reason, refusal.message);
    refusal.facts.iter().fold(failure, |failure, (name, value)| failure.fact(name, value))
}

impl Handlers {
    /// The price at one moment, with the discount that applies, of work that the provider can do as it is charged.
    pub(super) fn price(&self, prices: &Prices, work: &Work, now: DateTime<Utc>) -> Result<Quote, Failure> {
        let discount = discount::best(&prices.discounts, work.kind(), now);
        let quote = prices.book.quote(work, discount).map_err(convert::no_price)?;
        match self.provider.problems(work) {
            problems if problems.is_empty() => Ok(quote),
            problems => Err(convert::wrong(problems)),
        }
    }

    pub(super) async fn create(
        &self,
        request: proto::CreateGenerationRequest,
    ) -> Result<Generation, Failure> {
        let account: AccountId = contract::id("account_id", &request.account_id)?;
        if request.idempotency_key.is_empty() {
            let message = "an idempotency key is required: a UUID made once for this request, say";
            return Err(Failure::new(Reason::IdempotencyKeyMissing, message));
        }
        let key = IdempotencyKey::new(request.idempotency_key.as_str())
            .map_err(|error| Failure::invalid("idempotency_key", error.to_string()))?;
        let digest = digest(&request);
        // Before any rule that may change with time: the same request gets the same answer.
        if let Some(earlier) = self.earlier(account, &key).await? {
            return self.again(earlier, digest).await;
        }
        let (work, prompt, simulate) = self.checked(request)?;
        self.check_images(account, &work).await?;
        let now = self.clock.now();
        let prices = self.store.prices(now).await.map_err(|error| unavailable(&error))?;
        let accepted = Accepted {
            id: GenerationId::new(self.clock.new_id()),
            account,
            created_at: now,
            quote: self.price(&prices, &work, now)?,
            work,
            prompt,
            simulate,
            terms: prices.terms,
            hold_asked_until: later(now, self.options.hold()),
            traceparent: runtime::trace::current().map(|trace| trace.to_header()),
        };
        let sweep_at = later(now, self.options.ledger_timeout() + self.options.authorize_again());
        let new = NewGeneration { accepted, key, digest, sweep_at };
        let inserted = self.store.insert_request(&new).await.map_err(|error| unavailable(&error))?;
        if !inserted {
            // Somebody else was first with this key, a moment ago.
            let earlier = self.earlier(account, &new.key).await?.ok_or_else(Failure::internal)?;
            return self.again(earlier, digest).await;
        }
        self.authorize(&new.accepted).await
    }

    async fn earlier(&self, account: AccountId, key: &IdempotencyKey) -> Result<Option<Request>, Failure> {
        self.store.request(account, key).await.map_err(|error| unavailable(&error))
    }

    async fn again(&self, earlier: Request, digest: [u8; 32]) -> Result<Generation, Failure> {
        if earlier.digest != digest {
            return Err(Failure::new(
                Reason::IdempotencyKeyReused,
                "this idempotency key was used before with another request; make a new key for a new request",
            ));
        }
        let generation = earlier.generation;
        match (generation.state, generation.refusal) {
            (State::Authorizing, _) => self.authorize(&generation.accepted).await,
            (State::Refused, Some(refusal)) => Err(refused(refusal)),
            (State::Refused, None) => Err(Failure::internal()),
            (state, refusal) => Ok(Generation { state, refusal, ..generation }),
        }
    }

    async fn authorize(&self, accepted: &Accepted) -> Result<Generation, Failure> {
        let answer = self.authorizer.authorize(accepted).await.map_err(|error| unavailable(&error))?;
        match answer {
            Answer::Held => {
                let found = self.store.generation(accepted.account, accepted.id).await;
                found.map_err(|error| unavailable(&error))?.ok_or_else(Failure::internal)
            }
            Answer::Refused(refusal) => Err(refused(refusal)),
            Answer::Unknown => Err(Failure::new(
                Reason::Unavailable,
                "whether the tokens are held is not known yet; ask again with the same idempotency key",
            )
            .retry_after(ASK_AGAIN_AFTER)),
        }
    }

    fn checked(
        &self,
        request: proto::CreateGenerationRequest,
    ) -> Result<(Work, String, Option<Simulate>), Failure> {
        let mut problems = Vec::new();
        let work = convert::work(request.work, &mut problems);
        problems.extend(work.as_ref().and_then(|work| work.prompt_problem(&request.prompt)));
        let simulate = match request.simulate.as_str() {
            "" => None,
            _ if !self.provider.capabilities().simulates => {
                problems
                    .push(FieldProblem::new("simulate", "must be empty: the provider is not the sandbox"));
                None
            }
            name => {
                let simulate = name.parse().ok();
                if simulate.is_none() {
                    let known: Vec<_> = Simulate::ALL.iter().map(|simulate| simulate.as_str()).collect();
                    problems
                        .push(FieldProblem::new("simulate", format!("must be one of {}", known.join(", "))));
                }
                simulate
            }
        };
        match work {
            Some(work) if problems.is_empty() => Ok((work, request.prompt, simulate)),
            _ => Err(convert::wrong(problems)),
        }
    }

    async fn check_images(&self, account: AccountId, work: &Work) -> Result<(), Failure> {
        let found = self.store.images(account, &work.reference_images).await;
        let found = found.map_err(|error| unavailable(&error))?;
        match work.reference_images.iter().find(|id| found.iter().all(|image| image.id != **id)) {
            None => Ok(()),
            Some(missing) => Err(not_found("image").fact("image_id", missing)),
        }
    }
}
