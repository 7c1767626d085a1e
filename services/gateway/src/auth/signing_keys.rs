//! The keys that access tokens are verified with, kept in memory and fetched anew in the background.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use access_tokens::{Claims, Refused, Verifier};
use chrono::{DateTime, Utc};
use kernel::Reason;
use runtime::{BoxError, Gate as ReadinessGate};
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use super::refused;
use crate::problem::Problem;
use crate::upstream::Upstream;

/// How often the keys are fetched.
const EVERY: Duration = Duration::from_mins(1);
/// How soon again while there are none, or fetching failed.
const AFTER_FAILURE: Duration = Duration::from_secs(2);
/// The least time between two fetches for the sake of unknown keys: anybody can invent a key's name.
const AT_MOST_EVERY: Duration = Duration::from_secs(5);

/// The present verifier.
#[derive(Debug)]
pub struct SigningKeys {
    upstream: Upstream,
    /// None until the keys were fetched for the first time.
    verifier: RwLock<Option<Arc<Verifier>>>,
    /// When an unknown key last caused a fetch; the lock makes all others wait for its result.
    asked: Mutex<Option<Instant>>,
}

impl SigningKeys {
    /// No keys yet.
    pub fn new(upstream: Upstream) -> Self {
        Self { upstream, verifier: RwLock::new(None), asked: Mutex::new(None) }
    }

    /// What the token says, if it is good. A key that is not known yet is looked for once.
    pub async fn verify(&self, token: &str, now: DateTime<Utc>) -> Result<Claims, Problem> {
        match self.present()?.verify(token, now) {
            Err(Refused::UnknownKey) => {
                self.fetch_for_unknown().await;
                self.present()?.verify(token, now).map_err(refused)
            }
            other => other.map_err(refused),
        }
    }

    /// Fetches the keys now and then until shutdown; the gate opens with the first ones.
    pub async fn keep_fresh(&self, gate: ReadinessGate, stop: CancellationToken) -> Result<(), BoxError> {
        loop {
            let pause = match self.fetch().await {
                Ok(()) => {
                    gate.open();
                    EVERY
                }
                Err(problem) => {
                    tracing::warn!(reason = %problem.reason(), "the signing keys cannot be fetched");
                    AFTER_FAILURE
                }
            };
            tokio::select! {
                () = stop.cancelled() => return Ok(()),
                () = sleep(pause) => {}
            }
        }
    }

    fn present(&self) -> Result<Arc<Verifier>, Problem> {
        self.verifier.read().unwrap_or_else(PoisonError::into_inner).clone().ok_or_else(|| {
            Problem::new(
                Reason::Unavailable,
                "nobody can be recognised just now; try again after the stated delay",
            )
            .retry_after(AFTER_FAILURE)
        })
    }

    async fn fetch_for_unknown(&self) {
        let mut asked = self.asked.lock().await;
        if asked.is_some_and(|last| last.elapsed() < AT_MOST_EVERY) {
            return;
        }
        *asked = Some(Instant::now());
        if let Err(problem) = self.fetch().await {
            tracing::warn!(reason = %problem.reason(), "the signing keys cannot be fetched");
        }
    }

    async fn fetch(&self) -> Result<(), Problem> {
        let keys = self.upstream.signing_keys().await?;
        let verifier = Verifier::from_published(keys).map_err(|error| {
            tracing::error!(%error, "the signing keys cannot be used");
            Problem::internal()
        })?;
        *self.verifier.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(verifier));
        Ok(())
    }
}
