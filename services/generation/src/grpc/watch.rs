//! `WatchGeneration`: the state now and at every change, until nothing changes any more.

use std::time::Duration;

use contracts::failure::Failure;
use contracts::generation::v1 as proto;
use futures::stream::{self, BoxStream, StreamExt as _};
use kernel::{AccountId, GenerationId};
use tokio::sync::broadcast::{Receiver, error::RecvError};
use tonic::Status;

use super::{Handlers, convert, key_of, not_found, unavailable};
use crate::changes::Change;

/// A watcher looks again after this long even if no news reach it.
const LOOK_EVERY: Duration = Duration::from_secs(5);

struct Watcher {
    handlers: Handlers,
    account: AccountId,
    id: GenerationId,
    news: Receiver<Change>,
    sent: Option<proto::Generation>,
    over: bool,
}

impl Handlers {
    pub(super) async fn watch(
        &self,
        account: &str,
        generation: &str,
    ) -> Result<BoxStream<'static, Result<proto::WatchGenerationResponse, Status>>, Failure> {
        let (account, id) = key_of(account, generation)?;
        // First the news, then the state: nothing falls in between.
        let news = self.changes.subscribe();
        let mut watcher = Watcher { handlers: self.clone(), account, id, news, sent: None, over: false };
        let Some(first) = watcher.look().await? else { return Err(not_found("generation")) };
        let rest = stream::unfold(watcher, |mut watcher| async move {
            let next = watcher.next().await.transpose()?;
            Some((next.map_err(Status::from), watcher))
        });
        Ok(stream::once(async { Ok(first) }).chain(rest).boxed())
    }
}

impl Watcher {
    /// The state, if it is another than the one sent last.
    async fn look(&mut self) -> Result<Option<proto::WatchGenerationResponse>, Failure> {
        let found = self.handlers.store.generation(self.account, self.id).await;
        let Some(found) = found.map_err(|error| unavailable(&error))? else { return Ok(None) };
        self.over = found.is_over();
        let generation = convert::generation(found);
        if self.sent.as_ref() == Some(&generation) {
            return Ok(None);
        }
        self.sent = Some(generation.clone());
        Ok(Some(proto::WatchGenerationResponse { generation: Some(generation) }))
    }

    /// The next change; `None` when there will be no more, or at shutdown.
    async fn next(&mut self) -> Result<Option<proto::WatchGenerationResponse>, Failure> {
        while !self.over {
            tokio::select! {
                () = self.handlers.shutdown.cancelled() => return Ok(None),
                () = concerns(&mut self.news, self.id) => {}
                () = tokio::time::sleep(LOOK_EVERY) => {}
            }
            match self.look().await {
                Ok(None) => {}
                Ok(changed) => return Ok(changed),
                Err(failure) => {
                    // The stream ends with its failure.
                    self.over = true;
                    return Err(failure);
                }
            }
        }
        Ok(None)
    }
}

/// Waits until there may be news of this generation.
async fn concerns(news: &mut Receiver<Change>, id: GenerationId) {
    loop {
        match news.recv().await {
            Ok(Change::Of(other)) if other != id => {}
            Ok(Change::Of(_) | Change::Any) | Err(RecvError::Lagged(_)) => return,
            // No more news in this process: only looking is left.
            Err(RecvError::Closed) => return std::future::pending().await,
        }
    }
}
