//! `GetMedia`: a generated file in chunks.

use bytes::Bytes;
use contracts::failure::Failure;
use contracts::generation::v1 as proto;
use futures::stream::{self, BoxStream, StreamExt as _};
use tokio::fs::File;
use tokio::io::AsyncReadExt as _;
use tonic::Status;

use super::{Handlers, key_of, not_found, unavailable};

const CHUNK: usize = 64 * 1024;

impl Handlers {
    pub(super) async fn stream_media(
        &self,
        account: &str,
        generation: &str,
        index: u32,
    ) -> Result<BoxStream<'static, Result<proto::GetMediaResponse, Status>>, Failure> {
        let (account, id) = key_of(account, generation)?;
        let found = self.store.media(account, id, index).await.map_err(|error| unavailable(&error))?;
        let media = found.ok_or_else(|| not_found("file"))?;
        let file = File::open(self.media.path(&media.file)).await.map_err(|error| {
            tracing::error!(%error, generation = %id, index, "a generated file is missing");
            Failure::internal()
        })?;
        let content_type = media.content_type;
        let chunks = stream::unfold(Some((file, content_type)), |state| async move {
            let (mut file, content_type) = state?;
            let first = !content_type.is_empty();
            let mut chunk = vec![0; CHUNK];
            match file.read(&mut chunk).await {
                // An empty file still says what it is.
                Ok(0) if !first => None,
                Ok(read) => {
                    chunk.truncate(read);
                    let response = proto::GetMediaResponse { content_type, chunk: Bytes::from(chunk) };
                    Some((Ok(response), Some((file, String::new()))))
                }
                Err(error) => {
                    tracing::error!(%error, "a generated file cannot be read");
                    Some((Err(Status::from(Failure::internal())), None))
                }
            }
        });
        Ok(chunks.boxed())
    }
}
