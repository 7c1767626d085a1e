//! A provider behind OpenAI's API, which many servers speak: chat by `POST /chat/completions` (streamed), images by
//! `POST /images/generations`, video by `POST /videos`, `GET /videos/{id}` and `GET /videos/{id}/content`.
//!
//! | what happens | what it means |
//! |---|---|
//! | no connection | never sent: `PROVIDER_ERROR` |
//! | 429 (after some tries), 503 | not done: `CAPACITY` |
//! | a content policy's refusal, by code or by a chat's finish reason `content_filter` | `PROHIBITED_PROMPT` with the category |
//! | 400 about the prompt or the conversation | `INVALID_INPUT` |
//! | any other 4xx, a redirection, 429 for want of money | our configuration or account: `INTERNAL_ERROR`, logged as an error |
//! | 408, other 5xx, silence, a lost connection, a stream that breaks off | it may have run, below |
//!
//! **It may have run.** The API has no idempotency key, so a job is never handed over twice. A video whose id is known is looked
//! up until its outcome is known, across restarts; the id is stored before anything else is done with the job. What has no id
//! (chat, images, and a video lost before its id was stored) cannot be looked up: it fails with a technical reason and the code
//! `may_have_run:…`, nothing was delivered, and it costs the user nothing. Whoever asks again may make *us* pay the provider
//! twice; `generation_provider_may_have_run_total` counts that, and each call carries the generation's id as
//! `X-Client-Request-Id`, by which the provider can be asked.
//!
//! Absent on purpose: fetching URLs that an answer names (it would reach whatever the answer says), finding lost videos by their
//! prompt in the provider's list (two users may ask for the same), reference images (the endpoints differ by kind and server;
//! work with such images is refused before anything is held), the provider's prices (the price book's rates alone count).

mod chat;
mod events;
mod http;
mod images;
mod models;
mod outcome;
mod videos;

use std::time::Duration;

use chrono::TimeDelta;
use futures::FutureExt as _;
use futures::future::BoxFuture;
use kernel::Reason;
use runtime::Clock;
use runtime::config::Invalid;
use tokio::sync::watch;

use super::{Capabilities, LookedUp, Provider, ProviderFailure, ProviderJob, Submitted};
use crate::config::OpenAiOptions;
use crate::domain::moderation::Finding;
use crate::domain::work::{FieldProblem, Spec, Work};
use http::Http;
use models::{Entry, Models};
use outcome::Verdict;

const NAME: &str = "openai";
/// Beyond one call: the pauses between tries of a busy provider.
const BESIDES_THE_CALL: Duration = Duration::from_mins(2);

/// A provider behind OpenAI's API.
pub struct OpenAi {
    http: Http,
    models: Models,
    clock: Clock,
    /// How long after its acceptance a video may stay without a known outcome.
    longest_video: TimeDelta,
    answers_within: Duration,
}

impl OpenAi {
    /// Checks the settings; an error names the one that is missing or wrong, and the remedy. Nothing is called.
    pub fn new(options: &OpenAiOptions, clock: Clock) -> Result<Self, Invalid> {
        let needed = |setting, example: &str| {
            let problem = format!("must be set with TOKENBOOK_PROVIDER=openai, {example}");
            Invalid::new(setting, problem)
        };
        let base = options
            .openai_base_url
            .as_deref()
            .ok_or_else(|| needed("TOKENBOOK_OPENAI_BASE_URL", "as in https://api.openai.com/v1"))?;
        let key = options.openai_api_key.as_ref().filter(|key| !key.expose().is_empty());
        let key = key.ok_or_else(|| {
            needed("TOKENBOOK_OPENAI_API_KEY", "to the provider's key; a server that asks for none takes any")
        })?;
        let models = options.openai_models.as_deref().ok_or_else(|| {
            needed(
                "TOKENBOOK_OPENAI_MODELS",
                "to the path of a JSON file such as deploy/openai-models.json, adapted",
            )
        })?;
        let call = Duration::from_millis(options.openai_call_ms);
        Ok(Self {
            http: Http::new(options, base, key)?,
            models: Models::read(models).map_err(|error| Invalid::new("TOKENBOOK_OPENAI_MODELS", error))?,
            clock,
            longest_video: TimeDelta::try_seconds(
                i64::try_from(options.openai_video_seconds).unwrap_or(i64::MAX),
            )
            .unwrap_or(TimeDelta::MAX),
            answers_within: call.saturating_add(BESIDES_THE_CALL),
        })
    }

    async fn run(&self, job: &ProviderJob, text: watch::Sender<String>) -> Submitted {
        let done = match (&job.work.spec, self.models.entry(&job.work)) {
            // Accepted while the sandbox was configured.
            _ if job.simulate.is_some() => Err(Verdict::failed(Reason::InternalError, "simulate")),
            (Spec::Chat(chat), Some(Entry::Chat(model))) => {
                chat::write(&self.http, model, job, chat, &text).await.map(Submitted::Delivered)
            }
            (Spec::Image(image), Some(Entry::Image(model))) => {
                images::draw(&self.http, model, job, image).await.map(Submitted::Delivered)
            }
            (Spec::Video(video), Some(Entry::Video(model))) => videos::create(&self.http, model, job, video)
                .await
                .map(|provider_job_id| Submitted::UnderWay { provider_job_id }),
            _ => {
                tracing::error!(
                    generation = %job.generation, model = job.work.model,
                    "TOKENBOOK_OPENAI_MODELS has no entry any more for a model whose job was accepted"
                );
                Err(Verdict::failed(Reason::InternalError, "no_such_model"))
            }
        };
        done.unwrap_or_else(|verdict| match settle(job, verdict) {
            Settled::Failed(failure) => Submitted::Failed(failure),
            Settled::Prohibited(finding) => Submitted::Prohibited(finding),
        })
    }

    async fn find(&self, job: &ProviderJob) -> LookedUp {
        let answer = match (&job.work.spec, &job.provider_job_id) {
            (Spec::Video(video), Some(id)) => {
                videos::look_up(&self.http, id, job, video, self.clock.now() - job.accepted_at).await
            }
            // The worker before was lost after it began to hand the job over.
            _ => Err(Verdict::MayHaveRun { reason: Reason::InternalError, code: "worker_lost".to_owned() }),
        };
        let given_up = self.clock.now() - job.accepted_at > self.longest_video;
        match answer {
            Ok(LookedUp::UnderWay | LookedUp::StillUnknown) if given_up => {
                tracing::error!(
                    generation = %job.generation, provider_job_id = job.provider_job_id,
                    "a video is given up: its outcome was not known in time"
                );
                let verdict = Verdict::MayHaveRun {
                    reason: Reason::ProviderError,
                    code: "not_known_in_time".to_owned(),
                };
                looked_up(job, verdict)
            }
            Ok(answer) => answer,
            Err(verdict) => looked_up(job, verdict),
        }
    }
}

impl Provider for OpenAi {
    fn name(&self) -> &'static str {
        NAME
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities { repeatable: false, simulates: false, answers_within: self.answers_within }
    }

    fn problems(&self, work: &Work) -> Vec<FieldProblem> {
        self.models.problems(work)
    }

    fn submit<'a>(&'a self, job: &'a ProviderJob, text: watch::Sender<String>) -> BoxFuture<'a, Submitted> {
        self.run(job, text).boxed()
    }

    fn look_up<'a>(&'a self, job: &'a ProviderJob) -> BoxFuture<'a, LookedUp> {
        self.find(job).boxed()
    }
}

enum Settled {
    Failed(ProviderFailure),
    Prohibited(Finding),
}

fn looked_up(job: &ProviderJob, verdict: Verdict) -> LookedUp {
    match settle(job, verdict) {
        Settled::Failed(failure) => LookedUp::Failed(failure),
        Settled::Prohibited(finding) => LookedUp::Prohibited(finding),
    }
}

/// What a verdict says of a job, with what may have cost us money without being delivered counted and logged.
fn settle(job: &ProviderJob, verdict: Verdict) -> Settled {
    let failed = |reason, code| {
        Settled::Failed(ProviderFailure {
            reason,
            code,
            provider_job_id: job.provider_job_id.clone().unwrap_or_default(),
        })
    };
    match verdict {
        Verdict::Prohibited { category, code } => {
            Settled::Prohibited(Finding { category, source: NAME.to_owned(), code })
        }
        Verdict::Failed { reason, code } => failed(reason, code),
        Verdict::Busy { code } => failed(Reason::Capacity, code),
        Verdict::MayHaveRun { reason, code } => {
            metrics::counter!("generation_provider_may_have_run_total").increment(1);
            tracing::warn!(
                generation = %job.generation, provider_job_id = job.provider_job_id, code,
                "the provider may have done, and may charge, work that nobody gets"
            );
            failed(reason, format!("may_have_run:{code}"))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    fn options() -> OpenAiOptions {
        OpenAiOptions {
            openai_base_url: Some("https://api.openai.com/v1".to_owned()),
            openai_api_key: Some("sk-very-secret".to_owned().into()),
            openai_models: Some(PathBuf::from(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/../../deploy/openai-models.json"
            ))),
            openai_connect_ms: 1_000,
            openai_silence_ms: 1_000,
            openai_call_ms: 1_000,
            openai_max_media_bytes: 1_000,
            openai_video_seconds: 1_000,
        }
    }

    #[test]
    fn a_setting_that_is_missing_or_wrong_is_named_with_the_remedy() {
        assert!(OpenAi::new(&options(), Clock::system()).is_ok());
        for (wrong, setting, remedy) in [
            (
                OpenAiOptions { openai_base_url: None, ..options() },
                "TOKENBOOK_OPENAI_BASE_URL: must be set",
                "https://api.openai.com/v1",
            ),
            (
                OpenAiOptions { openai_base_url: Some("api.openai.com".to_owned()), ..options() },
                "TOKENBOOK_OPENAI_BASE_URL: must be an address",
                "https://",
            ),
            (
                OpenAiOptions { openai_api_key: None, ..options() },
                "TOKENBOOK_OPENAI_API_KEY: must be set",
                "takes any",
            ),
            (
                OpenAiOptions { openai_api_key: Some("sk-very-secret\n".to_owned().into()), ..options() },
                "TOKENBOOK_OPENAI_API_KEY: must be one line",
                "ASCII",
            ),
            (
                OpenAiOptions { openai_models: None, ..options() },
                "TOKENBOOK_OPENAI_MODELS: must be set",
                "deploy/openai-models.json",
            ),
            (
                OpenAiOptions { openai_models: Some(PathBuf::from("/nowhere.json")), ..options() },
                "TOKENBOOK_OPENAI_MODELS: /nowhere.json",
                "",
            ),
        ] {
            let Err(error) = OpenAi::new(&wrong, Clock::system()) else { panic!("{wrong:?} was accepted") };
            let error = error.to_string();
            assert!(error.starts_with(setting) && error.contains(remedy), "{error}");
            assert!(!error.contains("very-secret"));
        }
    }
}
