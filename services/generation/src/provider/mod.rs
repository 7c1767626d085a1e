//! Providers: those who do the work. One adapter each, behind one trait that knows of unknown outcomes.

pub mod openai;
pub mod sandbox;

use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures::future::BoxFuture;
use kernel::{GenerationId, Reason};
use tokio::sync::watch;

use crate::domain::generation::Simulate;
use crate::domain::moderation::Finding;
use crate::domain::work::{FieldProblem, Work};

/// A job as a provider is given it.
#[derive(Debug, Clone)]
pub struct ProviderJob {
    /// Which generation it is for. Its text is the provider's idempotency key.
    pub generation: GenerationId,
    /// When it was accepted.
    pub accepted_at: DateTime<Utc>,
    /// What to make.
    pub work: Work,
    /// For video and image: the words to make it from.
    pub prompt: String,
    /// For the sandbox only: how to behave.
    pub simulate: Option<Simulate>,
    /// The provider's own id of the job, if an earlier call told it.
    pub provider_job_id: Option<String>,
}

impl ProviderJob {
    /// Under this key a provider runs the job once, however often it is submitted.
    pub fn idempotency_key(&self) -> String {
        self.generation.to_string()
    }
}

/// A file that a provider made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// Such as `image/png`.
    pub content_type: &'static str,
    /// The file's content.
    pub content: Bytes,
}

/// What a provider delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The provider's own id of the job.
    pub provider_job_id: String,
    /// Files, for video and image.
    pub media: Vec<Rendered>,
    /// The text, for chat.
    pub text: String,
    /// How much was delivered, if the provider counts it: model tokens of chat, seconds of video. Images are counted here.
    pub amount: Option<u64>,
}

/// A job that is known to have failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderFailure {
    /// A technical reason.
    pub reason: Reason,
    /// The provider's own code.
    pub code: String,
    /// The provider's own id of the job, if it has one.
    pub provider_job_id: String,
}

/// What came of handing a job over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Submitted {
    /// It is done.
    Delivered(Delivery),
    /// It is known to have failed.
    Failed(ProviderFailure),
    /// The provider refuses the content.
    Prohibited(Finding),
    /// It runs under this id of the provider's, and is looked up: kept before anything else is done with the job.
    UnderWay {
        /// The provider's own id of the job.
        provider_job_id: String,
    },
    /// No answer: it may run, have run, or never run.
    Unknown {
        /// The provider's own id of the job, if it told one.
        provider_job_id: String,
    },
}

/// What a provider says about a job that it did not answer for, or works on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LookedUp {
    /// It was done after all.
    Delivered(Delivery),
    /// It failed.
    Failed(ProviderFailure),
    /// The provider refused the content in the course of the work.
    Prohibited(Finding),
    /// It is worked on.
    UnderWay,
    /// The provider never ran it, and will not.
    NotRun,
    /// It still cannot be told.
    StillUnknown,
}

/// What a provider can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capabilities {
    /// It runs a job once however often it is submitted under its idempotency key.
    pub repeatable: bool,
    /// It behaves as a request tells it to.
    pub simulates: bool,
    /// After this long without an answer, the outcome counts as unknown.
    pub answers_within: Duration,
}

/// Somebody who does the work.
pub trait Provider: Send + Sync {
    /// Its stable name in events.
    fn name(&self) -> &'static str;

    /// What it can do.
    fn capabilities(&self) -> Capabilities;

    /// What of this work it cannot do as it would be charged, and what to ask for instead. Nothing is held for such work.
    fn problems(&self, _work: &Work) -> Vec<FieldProblem> {
        Vec::new()
    }

    /// Hands a job over and waits for it, or for the id under which it can be looked up. For chat, `text` is given the text so far as it grows.
    fn submit<'a>(&'a self, job: &'a ProviderJob, text: watch::Sender<String>) -> BoxFuture<'a, Submitted>;

    /// Asks what became of a job.
    fn look_up<'a>(&'a self, job: &'a ProviderJob) -> BoxFuture<'a, LookedUp>;
}
