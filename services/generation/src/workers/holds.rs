//! The keeper of holds: extends those of jobs under way long before they expire.

use std::time::Duration;

use chrono::{DateTime, Utc};
use runtime::Clock;
use tokio_util::sync::CancellationToken;

use super::later;
use crate::authorize::{Authorizer, Extension};
use crate::store::{Store, StoreError};

const BATCH: i64 = 100;

/// Extends the holds of jobs under way.
pub struct HoldKeeper {
    /// Where jobs are.
    pub store: Store,
    /// The ledger.
    pub authorizer: Authorizer,
    /// Time.
    pub clock: Clock,
    /// How long a hold lasts after an extension. It is extended when a third of that is left.
    pub hold: Duration,
}

impl HoldKeeper {
    /// Extends until shutdown.
    pub async fn run(self, shutdown: CancellationToken) {
        let mut every = tokio::time::interval(
            (self.hold / 30).clamp(Duration::from_millis(100), Duration::from_secs(10)),
        );
        every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = shutdown.cancelled() => return,
                _ = every.tick() => {}
            }
            if let Err(error) = self.extend_all().await {
                tracing::warn!(%error, "holds cannot be extended; trying again");
            }
        }
    }

    async fn extend_all(&self) -> Result<(), StoreError> {
        let now = self.clock.now();
        let until = target(now, self.hold);
        for hold in self.store.holds_to_extend(later(now, self.hold / 3), BATCH).await? {
            match self.authorizer.extend(hold, until).await {
                Extension::Extended => self.store.hold_extended(hold.generation, until).await?,
                Extension::Gone => {
                    tracing::warn!(generation = %hold.generation, "the hold of a job under way is gone");
                    self.store.hold_lost(hold.generation, now).await?;
                }
                Extension::Unknown => {}
            }
        }
        Ok(())
    }
}

/// The expiry to ask for: whole seconds, so that instances that extend the same hold mostly ask the same.
fn target(now: DateTime<Utc>, hold: Duration) -> DateTime<Utc> {
    let until = later(now, hold);
    DateTime::from_timestamp(until.timestamp().saturating_add(1), 0).unwrap_or(until)
}
