//! What goes on by itself: workers that do jobs, the sweeper that finishes requests, the keeper that extends holds.

mod holds;
mod job;
mod sweeper;

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use futures::FutureExt as _;
use runtime::Clock;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

pub use holds::HoldKeeper;
pub use sweeper::Sweeper;

use crate::config::JobOptions;
use crate::media::MediaFolder;
use crate::moderation::Moderator;
use crate::provider::Provider;
use crate::store::{Stamp, Store};

/// After a failure of the database, before the next try.
const AFTER_FAILURE: Duration = Duration::from_secs(1);

/// Does jobs, one at a time. Clones are further workers.
#[derive(Clone)]
pub struct Worker {
    /// Where jobs are.
    pub store: Store,
    /// Who does the work.
    pub provider: Arc<dyn Provider>,
    /// Who judges content first.
    pub moderator: Arc<dyn Moderator>,
    /// Where files go.
    pub media: MediaFolder,
    /// Time and ids.
    pub clock: Clock,
    /// How long things may take.
    pub options: JobOptions,
    /// Says that a job was queued.
    pub work_waits: Arc<Notify>,
}

impl Worker {
    /// Does jobs until shutdown; a job under way is finished first. A worker that dies in the middle of a job is replaced, and
    /// its job is taken up again when its lease has run out.
    pub async fn run(self, shutdown: CancellationToken) {
        while !shutdown.is_cancelled() {
            if AssertUnwindSafe(self.work(&shutdown)).catch_unwind().await.is_err() {
                metrics::counter!("generation_worker_crashes_total").increment(1);
                tracing::error!("a worker crashed in the middle of a job and is replaced");
            }
        }
    }

    async fn work(&self, shutdown: &CancellationToken) {
        while !shutdown.is_cancelled() {
            let now = self.clock.now();
            let (token, until) = (self.clock.new_id(), later(now, self.options.lease()));
            let pause = match self.store.claim(self.provider.name(), now, token, until).await {
                Ok(Some(claimed)) => {
                    self.take_up(claimed).await;
                    continue;
                }
                Ok(None) => self.options.poll(),
                Err(error) => {
                    tracing::warn!(%error, "jobs cannot be taken; trying again");
                    AFTER_FAILURE
                }
            };
            tokio::select! {
                () = shutdown.cancelled() => {}
                () = self.work_waits.notified() => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
    }

    fn stamp(&self) -> Stamp {
        Stamp { at: self.clock.now(), event_id: self.clock.new_id() }
    }
}

/// A moment so much later; the end of time where there is none.
pub(crate) fn later(now: DateTime<Utc>, by: Duration) -> DateTime<Utc> {
    TimeDelta::from_std(by).ok().and_then(|by| now.checked_add_signed(by)).unwrap_or(DateTime::<Utc>::MAX_UTC)
}
