//! The sandbox provider: real small files, made from a hash of what was asked for, and every way to fail on demand.
//!
//! | `simulate` | what happens |
//! |---|---|
//! | none | the job is delivered at once; chat is written piece by piece |
//! | `server_error` | the provider answers that it failed |
//! | `timeout_not_run` | the provider times out and is known not to have run the job |
//! | `crash` | the worker's task panics in the middle of the job, at every attempt, and writes nothing; the lease runs out, another worker takes the job, and after the last attempt it fails with `INTERNAL_ERROR` |
//! | `outcome_unknown_then_success` | no answer; a look-up some seconds later finds the job delivered |
//! | `outcome_unknown_then_failure` | no answer; a look-up some seconds later finds the job failed |
//! | `slow` | delivered after some five seconds |

mod drawing;
mod memory;
mod writing;

use std::time::Duration;

use futures::FutureExt as _;
use futures::future::BoxFuture;
use kernel::Reason;
use runtime::Clock;
use sqlx::PgPool;
use tokio::sync::watch;

use super::{Capabilities, Delivery, LookedUp, Provider, ProviderFailure, ProviderJob, Rendered, Submitted};
use crate::domain::generation::Simulate;
use crate::domain::work::Spec;
use memory::{Memory, Remembered};

const NAME: &str = "sandbox";
const SLOW: Duration = Duration::from_secs(5);
const ANSWERS_WITHIN: Duration = Duration::from_mins(2);

/// The sandbox provider.
pub struct Sandbox {
    memory: Memory,
    clock: Clock,
    /// How long an unknown outcome stays unknown.
    unknown_for: Duration,
    /// The pause between two pieces of chat.
    pace: Duration,
}

impl Sandbox {
    /// A sandbox that remembers its jobs in this database.
    pub fn new(pool: PgPool, clock: Clock, unknown_for: Duration, pace: Duration) -> Self {
        Self { memory: Memory::new(pool), clock, unknown_for, pace }
    }

    async fn run(&self, job: &ProviderJob, text: watch::Sender<String>) -> Submitted {
        match job.simulate {
            None => self.deliver(job, text).await,
            Some(Simulate::Slow) => {
                tokio::time::sleep(SLOW).await;
                self.deliver(job, text).await
            }
            Some(Simulate::ServerError) => Submitted::Failed(failure(job, Reason::ProviderError, "500")),
            Some(Simulate::TimeoutNotRun) => {
                Submitted::Failed(failure(job, Reason::ProviderTimeout, "not_run"))
            }
            Some(Simulate::Crash) => crash(),
            Some(Simulate::OutcomeUnknownThenSuccess) => self.go_silent(job, true).await,
            Some(Simulate::OutcomeUnknownThenFailure) => self.go_silent(job, false).await,
        }
    }

    async fn deliver(&self, job: &ProviderJob, text: watch::Sender<String>) -> Submitted {
        if let Spec::Chat(chat) = &job.work.spec {
            let mut so_far = String::new();
            for piece in writing::reply(chat) {
                so_far.push_str(&piece);
                text.send_replace(so_far.clone());
                tokio::time::sleep(self.pace).await;
            }
        }
        match self.remember(job, true, Duration::ZERO).await {
            Ok(()) => made(job).await.map_or_else(Submitted::Failed, Submitted::Delivered),
            Err(submitted) => submitted,
        }
    }

    async fn go_silent(&self, job: &ProviderJob, succeeds: bool) -> Submitted {
        match self.remember(job, succeeds, self.unknown_for).await {
            Ok(()) => Submitted::Unknown { provider_job_id: provider_job_id(job) },
            Err(submitted) => submitted,
        }
    }

    async fn remember(
        &self,
        job: &ProviderJob,
        succeeds: bool,
        unknown_for: Duration,
    ) -> Result<(), Submitted> {
        let outcome = Remembered { succeeds, known_at: self.clock.now() + unknown_for };
        self.memory.keep(&job.idempotency_key(), outcome).await.map_err(|error| {
            tracing::warn!(%error, generation = %job.generation, "the sandbox could not note a job");
            Submitted::Unknown { provider_job_id: provider_job_id(job) }
        })
    }

    async fn find(&self, job: &ProviderJob) -> LookedUp {
        match self.memory.recall(&job.idempotency_key()).await {
            Ok(None) => LookedUp::NotRun,
            Ok(Some(outcome)) if outcome.known_at > self.clock.now() => LookedUp::StillUnknown,
            Ok(Some(Remembered { succeeds: true, .. })) => {
                made(job).await.map_or_else(LookedUp::Failed, LookedUp::Delivered)
            }
            Ok(Some(_)) => LookedUp::Failed(failure(job, Reason::ProviderError, "failed_late")),
            Err(error) => {
                tracing::warn!(%error, generation = %job.generation, "the sandbox could not look a job up");
                LookedUp::StillUnknown
            }
        }
    }
}

impl Provider for Sandbox {
    fn name(&self) -> &'static str {
        NAME
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities { repeatable: true, simulates: true, answers_within: ANSWERS_WITHIN }
    }

    fn submit<'a>(&'a self, job: &'a ProviderJob, text: watch::Sender<String>) -> BoxFuture<'a, Submitted> {
        self.run(job, text).boxed()
    }

    fn look_up<'a>(&'a self, job: &'a ProviderJob) -> BoxFuture<'a, LookedUp> {
        self.find(job).boxed()
    }
}

/// Everything about a delivery follows from the job, so that a repeated submission or a look-up delivers the same.
async fn made(job: &ProviderJob) -> Result<Delivery, ProviderFailure> {
    let provider_job_id = provider_job_id(job);
    let (work, prompt) = (job.work.clone(), job.prompt.clone());
    let drawn = tokio::task::spawn_blocking(move || draw(&work.spec, &prompt)).await;
    let media =
        drawn.ok().and_then(Result::ok).ok_or_else(|| failure(job, Reason::ProviderError, "drawing"))?;
    let text = match &job.work.spec {
        Spec::Chat(chat) => writing::reply(chat).concat(),
        Spec::Image(_) | Spec::Video(_) => String::new(),
    };
    Ok(Delivery { provider_job_id, media, text, amount: None })
}

fn draw(spec: &Spec, prompt: &str) -> Result<Vec<Rendered>, drawing::Error> {
    match spec {
        Spec::Image(image) => (0..image.count)
            .map(|index| {
                let content = drawing::png(prompt, index, image.width, image.height)?;
                Ok(Rendered { content_type: "image/png", content: content.into() })
            })
            .collect(),
        Spec::Video(video) => {
            let content = drawing::gif(prompt, &video.resolution, video.fps)?;
            Ok(vec![Rendered { content_type: "image/gif", content: content.into() }])
        }
        Spec::Chat(_) => Ok(Vec::new()),
    }
}

fn provider_job_id(job: &ProviderJob) -> String {
    format!("sandbox-{}", job.generation)
}

fn failure(job: &ProviderJob, reason: Reason, code: &str) -> ProviderFailure {
    ProviderFailure { reason, code: code.to_owned(), provider_job_id: provider_job_id(job) }
}

#[expect(clippy::panic, reason = "a crash of the worker is what was asked for")]
fn crash() -> Submitted {
    panic!("the sandbox was asked to crash the worker")
}
