//! One job, from the moment a worker took it until its outcome is recorded.

use std::time::Duration;

use kernel::Reason;
use runtime::trace::{self, Kind, TraceContext};
use tokio::sync::watch;

use super::{Worker, later};
use crate::domain::generation::{Evidence, FailureOutcome, State, Step, look_up_pause, next_step};
use crate::domain::moderation::Finding;
use crate::domain::pricing::{PricingError, Quote, at_most, model_tokens};
use crate::domain::work::Spec;
use crate::moderation::{Content, Verdict};
use crate::provider::{Delivery, LookedUp, ProviderFailure, ProviderJob, Submitted};
use crate::store::{Claimed, Outcome, Recorded, StoreError};

/// How often the text of a chat is stored while it grows.
const TEXT_EVERY: Duration = Duration::from_millis(120);
/// How often an outcome is offered to a database that does not take it.
const RECORD_ATTEMPTS: u32 = 8;
const RECORD_AGAIN: Duration = Duration::from_millis(250);
/// Before a job is taken again that could not be judged or kept.
const TRY_AGAIN: Duration = Duration::from_secs(2);
/// The longest pause between two look-ups of a job that the provider works on.
const LONGEST_POLL: Duration = Duration::from_secs(10);

/// What to do with a job next.
enum Next {
    /// Record how it ended.
    Finish(Box<Outcome>),
    /// Keep the provider's id of it, and ask it again later.
    UnderWay { provider_job_id: String, look_ups: u32 },
    /// Note that its outcome is unknown, with the provider's id of it.
    Unknown(String),
    /// Ask again later.
    StillUnknown,
    /// Leave it to be taken again: something of ours did not work.
    GiveBack,
    /// Nothing: somebody else has it.
    Nothing,
}

impl Worker {
    /// Does a job and records what came of it.
    pub(super) async fn take_up(&self, claimed: Claimed) {
        let parent = claimed.generation.accepted.traceparent.as_deref().and_then(TraceContext::parse);
        let id = claimed.generation.accepted.id;
        let done = trace::in_span("generation job", Kind::Internal, parent, async {
            let next = tokio::select! {
                next = self.decide(&claimed) => next?,
                () = self.keep_lease(&claimed) => Next::Nothing,
            };
            self.record(&claimed, next).await
        })
        .await;
        match done {
            Ok(Recorded::Yes) => {}
            Ok(Recorded::LeaseLost) => {
                tracing::warn!(generation = %id, "the lease was lost; another worker has the job");
            }
            Err(error) => {
                tracing::error!(%error, generation = %id, "a job could not be brought to its end; it is taken up again");
            }
        }
    }

    async fn decide(&self, claimed: &Claimed) -> Result<Next, StoreError> {
        let capabilities = self.provider.capabilities();
        match next_step(claimed.past, self.options.job_attempts, capabilities.repeatable) {
            Step::Fail(reason) => Ok(given_up(claimed, reason)),
            Step::LookUp => self.look_up(claimed).await,
            Step::Submit => self.moderate_and_submit(claimed).await,
        }
    }

    async fn moderate_and_submit(&self, claimed: &Claimed) -> Result<Next, StoreError> {
        let accepted = &claimed.generation.accepted;
        let images: Vec<_> = self
            .store
            .images(accepted.account, &accepted.work.reference_images)
            .await?
            .into_iter()
            .map(|image| image.hashes)
            .collect();
        let texts = match &accepted.work.spec {
            Spec::Chat(chat) => chat.messages.iter().map(|message| message.content.as_str()).collect(),
            Spec::Video(_) | Spec::Image(_) => vec![accepted.prompt.as_str()],
        };
        match self.moderator.review(&Content { texts, images: &images }).await {
            Ok(Verdict::Allowed) => self.submit(claimed).await,
            Ok(Verdict::ProhibitedPrompt(finding)) => {
                Ok(prohibited(claimed, Reason::ProhibitedPrompt, finding))
            }
            Ok(Verdict::ProhibitedImage(finding)) => {
                Ok(prohibited(claimed, Reason::ProhibitedImage, finding))
            }
            Err(error) => {
                tracing::warn!(%error, generation = %accepted.id, "content could not be judged");
                Ok(Next::GiveBack)
            }
        }
    }

    async fn submit(&self, claimed: &Claimed) -> Result<Next, StoreError> {
        let job = provider_job(claimed);
        if self.store.started(claimed.lease, self.provider.name(), self.stamp()).await? == Recorded::LeaseLost
        {
            return Ok(Next::Nothing);
        }
        let (text, growing) = watch::channel(String::new());
        let answers_within = self.provider.capabilities().answers_within;
        let submitted = tokio::select! {
            submitted = tokio::time::timeout(answers_within, self.provider.submit(&job, text)) => submitted,
            () = self.keep_text(claimed, growing) => return Ok(Next::Nothing),
        };
        match submitted {
            Ok(Submitted::Delivered(delivery)) => Ok(self.delivered(claimed, delivery).await),
            Ok(Submitted::Failed(failure)) => Ok(self.provider_failed(claimed, failure)),
            Ok(Submitted::Prohibited(finding)) => Ok(prohibited(claimed, Reason::ProhibitedPrompt, finding)),
            Ok(Submitted::UnderWay { provider_job_id }) => {
                // In the log too, so that a job whose id the database did not take can be traced.
                tracing::info!(generation = %job.generation, provider_job_id, "the provider works on a job");
                Ok(Next::UnderWay { provider_job_id, look_ups: 0 })
            }
            Ok(Submitted::Unknown { provider_job_id }) => Ok(Next::Unknown(provider_job_id)),
            Err(_) => Ok(Next::Unknown(claimed.generation.provider_job_id.clone().unwrap_or_default())),
        }
    }

    async fn look_up(&self, claimed: &Claimed) -> Result<Next, StoreError> {
        let job = provider_job(claimed);
        let answer =
            tokio::time::timeout(self.provider.capabilities().answers_within, self.provider.look_up(&job))
                .await;
        let known_unknown = claimed.past.state == State::OutcomeUnknown;
        match answer {
            Ok(LookedUp::Delivered(delivery)) => Ok(self.delivered(claimed, delivery).await),
            Ok(LookedUp::Failed(failure)) => Ok(self.provider_failed(claimed, failure)),
            Ok(LookedUp::Prohibited(finding)) => Ok(prohibited(claimed, Reason::ProhibitedPrompt, finding)),
            Ok(LookedUp::UnderWay) => Ok(Next::UnderWay {
                provider_job_id: claimed.generation.provider_job_id.clone().unwrap_or_default(),
                look_ups: claimed.generation.look_ups.saturating_add(1),
            }),
            Ok(LookedUp::NotRun) if known_unknown => Ok(given_up(claimed, Reason::ProviderTimeout)),
            // The worker before died before it handed the job over.
            Ok(LookedUp::NotRun) => self.moderate_and_submit(claimed).await,
            Ok(LookedUp::StillUnknown) | Err(_) if known_unknown => Ok(Next::StillUnknown),
            Ok(LookedUp::StillUnknown) | Err(_) => {
                Ok(Next::Unknown(claimed.generation.provider_job_id.clone().unwrap_or_default()))
            }
        }
    }

    /// Keeps what was delivered, and computes what it cost by the terms under which it was accepted.
    async fn delivered(&self, claimed: &Claimed, delivery: Delivery) -> Next {
        let accepted = &claimed.generation.accepted;
        let (output, cost) = match output_and_cost(&accepted.work.spec, &accepted.quote, &delivery) {
            Ok(both) => both,
            Err(error) => {
                tracing::error!(%error, generation = %accepted.id, "the cost cannot be computed");
                return given_up(claimed, Reason::InternalError);
            }
        };
        match self.media.keep(claimed.lease, delivery.media).await {
            Ok(media) => Next::Finish(Box::new(Outcome::Succeeded {
                cost,
                provider: self.provider.name().to_owned(),
                provider_job_id: delivery.provider_job_id,
                output,
                media,
            })),
            Err(error) => {
                tracing::error!(%error, generation = %accepted.id, "the media folder cannot be written to");
                Next::GiveBack
            }
        }
    }

    fn provider_failed(&self, claimed: &Claimed, failure: ProviderFailure) -> Next {
        failed(FailureOutcome {
            reason: failure.reason,
            evidence: Evidence {
                category: String::new(),
                source: self.provider.name().to_owned(),
                code: failure.code,
                provider_job_id: failure.provider_job_id,
                attempts: claimed.generation.attempts,
            },
        })
    }

    /// Prolongs the lease for as long as it is polled; ends when the lease is lost.
    async fn keep_lease(&self, claimed: &Claimed) {
        let mut beat = tokio::time::interval(self.options.lease() / 3);
        loop {
            beat.tick().await;
            let until = later(self.clock.now(), self.options.lease());
            match self.store.heartbeat(claimed.lease, until).await {
                Ok(Recorded::Yes) => {}
                Ok(Recorded::LeaseLost) => return,
                // The outcome is fenced anyway, so a database that is away for a moment does not stop the work.
                Err(error) => tracing::warn!(%error, "a lease was not prolonged"),
            }
        }
    }

    /// Stores the text as it grows, for as long as it is polled; ends when the lease is lost.
    async fn keep_text(&self, claimed: &Claimed, mut growing: watch::Receiver<String>) {
        while growing.changed().await.is_ok() {
            let text = growing.borrow_and_update().clone();
            match self.store.wrote(claimed.lease, &text).await {
                Ok(Recorded::Yes) => {}
                Ok(Recorded::LeaseLost) => return,
                Err(error) => tracing::warn!(%error, "the text so far was not stored"),
            }
            tokio::time::sleep(TEXT_EVERY).await;
        }
        // The provider writes no more, and is waited for.
        std::future::pending::<()>().await;
    }

    /// Records what came of a job, again and again if the database does not take it: the work was done.
    async fn record(&self, claimed: &Claimed, next: Next) -> Result<Recorded, StoreError> {
        let mut attempt = 1;
        loop {
            match self.record_once(claimed, &next).await {
                Err(error) if attempt < RECORD_ATTEMPTS => {
                    tracing::warn!(%error, generation = %claimed.lease.generation, "an outcome was not recorded; again");
                    attempt += 1;
                    tokio::time::sleep(RECORD_AGAIN).await;
                }
                done => return done,
            }
        }
    }

    async fn record_once(&self, claimed: &Claimed, next: &Next) -> Result<Recorded, StoreError> {
        let (now, lease) = (self.clock.now(), claimed.lease);
        let pause =
            |look_ups| look_up_pause(look_ups, self.options.look_up_first(), self.options.look_up_longest());
        match next {
            Next::Finish(outcome) => {
                let recorded = self.store.finish(lease, outcome, self.stamp()).await?;
                if recorded == Recorded::Yes {
                    count(outcome);
                }
                Ok(recorded)
            }
            Next::UnderWay { provider_job_id, look_ups } => {
                let at = later(now, pause(*look_ups).min(LONGEST_POLL));
                self.store.under_way(lease, provider_job_id, *look_ups, at).await
            }
            Next::Unknown(provider_job_id) => {
                let look_up_at = later(now, pause(0));
                let provider = self.provider.name();
                self.store.outcome_unknown(lease, provider, provider_job_id, look_up_at, self.stamp()).await
            }
            Next::StillUnknown => {
                let at = later(now, pause(claimed.generation.look_ups.saturating_add(1)));
                self.store.still_unknown(lease, at).await
            }
            Next::GiveBack => self.store.give_back(lease, later(now, TRY_AGAIN)).await,
            Next::Nothing => Ok(Recorded::LeaseLost),
        }
    }
}

fn provider_job(claimed: &Claimed) -> ProviderJob {
    let accepted = &claimed.generation.accepted;
    ProviderJob {
        generation: accepted.id,
        accepted_at: accepted.created_at,
        work: accepted.work.clone(),
        prompt: accepted.prompt.clone(),
        simulate: accepted.simulate,
        provider_job_id: claimed.generation.provider_job_id.clone(),
    }
}

/// The text that is delivered, and what the delivery costs at the rates of its quote.
fn output_and_cost(spec: &Spec, quote: &Quote, delivery: &Delivery) -> Result<(String, Quote), PricingError> {
    match spec {
        Spec::Chat(chat) => {
            let counted_here = at_most(&delivery.text, chat.max_output_tokens);
            // Who counts keeps to the limit by that count, and more than the limit is not charged.
            let (text, tokens) = delivery.amount.map_or_else(
                || (counted_here, model_tokens(counted_here)),
                |tokens| (delivery.text.as_str(), tokens),
            );
            Ok((text.to_owned(), quote.for_output(tokens)?))
        }
        Spec::Image(image) => {
            let delivered = u32::try_from(delivery.media.len()).unwrap_or(u32::MAX);
            Ok((String::new(), quote.for_part(delivered, image.count)?))
        }
        Spec::Video(video) => {
            let asked = video.duration_seconds;
            let delivered = delivery.amount.map_or(asked, |it| u32::try_from(it).unwrap_or(u32::MAX));
            Ok((String::new(), quote.for_part(delivered, asked)?))
        }
    }
}

fn failed(failure: FailureOutcome) -> Next {
    Next::Finish(Box::new(Outcome::Failed(failure)))
}

/// A failure that we concluded ourselves.
fn given_up(claimed: &Claimed, reason: Reason) -> Next {
    failed(FailureOutcome {
        reason,
        evidence: Evidence {
            source: "generation".to_owned(),
            provider_job_id: claimed.generation.provider_job_id.clone().unwrap_or_default(),
            attempts: claimed.past.attempts,
            ..Evidence::default()
        },
    })
}

fn prohibited(claimed: &Claimed, reason: Reason, finding: Finding) -> Next {
    failed(FailureOutcome {
        reason,
        evidence: Evidence {
            category: finding.category,
            source: finding.source,
            code: finding.code,
            provider_job_id: claimed.generation.provider_job_id.clone().unwrap_or_default(),
            attempts: claimed.generation.attempts,
        },
    })
}

fn count(outcome: &Outcome) {
    let name = match outcome {
        Outcome::Succeeded { .. } => "SUCCEEDED",
        Outcome::Failed(failure) => failure.reason.as_str(),
    };
    metrics::counter!("generation_outcomes_total", "outcome" => name).increment(1);
}
