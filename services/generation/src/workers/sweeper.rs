//! The sweeper: asks the ledger again about requests whose answer is unknown, with the same key, until it is known.

use std::time::Duration;

use runtime::Clock;
use runtime::trace::{self, Kind, TraceContext};
use tokio_util::sync::CancellationToken;

use super::later;
use crate::authorize::Authorizer;
use crate::store::{Store, StoreError};

const BATCH: i64 = 50;

/// Finishes requests that were left in state `authorizing`.
pub struct Sweeper {
    /// Where requests are.
    pub store: Store,
    /// The ledger.
    pub authorizer: Authorizer,
    /// Time.
    pub clock: Clock,
    /// How often one request is asked about.
    pub again_after: Duration,
}

impl Sweeper {
    /// Sweeps until shutdown.
    pub async fn run(self, shutdown: CancellationToken) {
        let mut every = tokio::time::interval((self.again_after / 4).max(Duration::from_millis(10)));
        every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = shutdown.cancelled() => return,
                _ = every.tick() => {}
            }
            if let Err(error) = self.sweep().await {
                tracing::warn!(%error, "requests cannot be swept; trying again");
            }
        }
    }

    async fn sweep(&self) -> Result<(), StoreError> {
        let now = self.clock.now();
        for accepted in self.store.overdue_requests(now, later(now, self.again_after), BATCH).await? {
            let parent = accepted.traceparent.as_deref().and_then(TraceContext::parse);
            let asked = self.authorizer.authorize(&accepted);
            let answer = trace::in_span("authorize again", Kind::Internal, parent, asked).await?;
            tracing::info!(generation = %accepted.id, ?answer, "the ledger was asked again");
        }
        Ok(())
    }
}
