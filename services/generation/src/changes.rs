//! News of changed generations, from any instance, for those who watch one.

use std::time::Duration;

use kernel::GenerationId;
use sqlx::PgPool;
use sqlx::postgres::PgListener;
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;

use crate::store::CHANGES;

const BACKLOG: usize = 1024;
const RECONNECT_AFTER: Duration = Duration::from_secs(1);

/// What changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// This generation.
    Of(GenerationId),
    /// Perhaps any: news were missed.
    Any,
}

/// The news. Cheap to clone; clones are the same.
#[derive(Debug, Clone)]
pub struct Changes {
    sender: broadcast::Sender<Change>,
}

impl Default for Changes {
    fn default() -> Self {
        Self { sender: broadcast::Sender::new(BACKLOG) }
    }
}

impl Changes {
    /// Follows the news from now on. Whoever falls behind is told so by the receiver, and looks again.
    pub fn subscribe(&self) -> broadcast::Receiver<Change> {
        self.sender.subscribe()
    }

    /// Listens to the database until shutdown. All instances' changes arrive this way, our own too.
    pub async fn listen(self, pool: PgPool, shutdown: CancellationToken) {
        while !shutdown.is_cancelled() {
            tokio::select! {
                () = shutdown.cancelled() => return,
                Err(error) = self.listen_once(&pool) => {
                    tracing::warn!(%error, "changes are not heard for now; watchers look again by themselves");
                }
            }
            tokio::select! {
                () = shutdown.cancelled() => return,
                () = tokio::time::sleep(RECONNECT_AFTER) => {}
            }
        }
    }

    async fn listen_once(&self, pool: &PgPool) -> Result<(), sqlx::Error> {
        let mut listener = PgListener::connect_with(pool).await?;
        listener.listen(CHANGES).await?;
        self.announce(Change::Any);
        loop {
            let change = match listener.try_recv().await? {
                Some(notification) => notification.payload().parse().map_or(Change::Any, Change::Of),
                // The connection was lost and made anew: what was said in between is lost.
                None => Change::Any,
            };
            self.announce(change);
        }
    }

    fn announce(&self, change: Change) {
        // Nobody may be watching.
        let _ = self.sender.send(change);
    }
}
