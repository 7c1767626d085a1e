//! `GenerationService` over gRPC.

mod convert;
mod create;
mod media;
mod watch;

use std::sync::Arc;

use bytes::Bytes;
use contracts::convert as contract;
use contracts::failure::Failure;
use contracts::generation::v1 as proto;
use contracts::generation::v1::generation_service_server::{GenerationService, GenerationServiceServer};
use futures::stream::BoxStream;
use kernel::{AccountId, GenerationId, Reason};
use runtime::Clock;
use runtime::grpc::{AccessPolicy, Allow};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status};

use crate::authorize::Authorizer;
use crate::changes::Changes;
use crate::config::JobOptions;
use crate::domain::work::ImageId;
use crate::media::MediaFolder;
use crate::provider::Provider;
use crate::store::{Store, StoreError, StoredImage};
use crate::upload;

const GATEWAY: Allow = Allow::Service("gateway");
const OPERATOR: Allow = Allow::Service("operator");
/// The largest request: an image and what wraps it.
const MAX_REQUEST_BYTES: usize = upload::MAX_BYTES + 64 * 1024;
/// Images inspected at the same time; each may need much memory for a moment.
const INSPECTIONS: usize = 2;
const DEFAULT_PAGE: u32 = 20;
const LARGEST_PAGE: u32 = 100;

/// Who may call what.
pub fn policy() -> AccessPolicy {
    AccessPolicy::new(&[
        ("/tokenbook.generation.v1.GenerationService/GetPricing", &[GATEWAY, OPERATOR]),
        ("/tokenbook.generation.v1.GenerationService/Quote", &[GATEWAY]),
        ("/tokenbook.generation.v1.GenerationService/UploadImage", &[GATEWAY]),
        ("/tokenbook.generation.v1.GenerationService/CreateGeneration", &[GATEWAY]),
        ("/tokenbook.generation.v1.GenerationService/GetGeneration", &[GATEWAY]),
        ("/tokenbook.generation.v1.GenerationService/ListGenerations", &[GATEWAY]),
        ("/tokenbook.generation.v1.GenerationService/WatchGeneration", &[GATEWAY]),
        ("/tokenbook.generation.v1.GenerationService/GetMedia", &[GATEWAY]),
    ])
}

/// The service's handlers. Cheap to clone.
#[derive(Clone)]
pub struct Handlers {
    /// The database.
    pub store: Store,
    /// The ledger.
    pub authorizer: Authorizer,
    /// News of changed generations.
    pub changes: Changes,
    /// Files.
    pub media: MediaFolder,
    /// Time and ids.
    pub clock: Clock,
    /// How long things may take.
    pub options: JobOptions,
    /// Who does the work.
    pub provider: Arc<dyn Provider>,
    /// Ends streams.
    pub shutdown: CancellationToken,
    inspections: Arc<Semaphore>,
}

/// What the handlers are made of.
pub struct Parts {
    /// The database.
    pub store: Store,
    /// The ledger.
    pub authorizer: Authorizer,
    /// News of changed generations.
    pub changes: Changes,
    /// Files.
    pub media: MediaFolder,
    /// Time and ids.
    pub clock: Clock,
    /// How long things may take.
    pub options: JobOptions,
    /// Who does the work.
    pub provider: Arc<dyn Provider>,
    /// Ends streams.
    pub shutdown: CancellationToken,
}

/// The gRPC service.
pub fn server(parts: Parts) -> GenerationServiceServer<Handlers> {
    let Parts { store, authorizer, changes, media, clock, options, provider, shutdown } = parts;
    let inspections = Arc::new(Semaphore::new(INSPECTIONS));
    let handlers =
        Handlers { store, authorizer, changes, media, clock, options, provider, shutdown, inspections };
    GenerationServiceServer::new(handlers).max_decoding_message_size(MAX_REQUEST_BYTES)
}

/// What a caller is told when the database fails; the cause is logged here and stays inside.
fn unavailable(error: &StoreError) -> Failure {
    tracing::error!(%error, "a call could not be answered");
    match error {
        StoreError::Database(_) => Failure::new(
            Reason::Unavailable,
            "this cannot be answered now; try again with the same idempotency key",
        )
        .retry_after(std::time::Duration::from_secs(1)),
        StoreError::Migration(_)
        | StoreError::Unreadable(_)
        | StoreError::Outbox(_)
        | StoreError::Encode(_) => Failure::internal(),
    }
}

fn not_found(what: &str) -> Failure {
    Failure::new(Reason::NotFound, format!("there is no such {what}, or it is not yours"))
}

/// Whose generation is asked for.
fn key_of(account: &str, generation: &str) -> Result<(AccountId, GenerationId), Failure> {
    Ok((contract::id("account_id", account)?, contract::id("generation_id", generation)?))
}

impl Handlers {
    async fn prices(&self) -> Result<proto::GetPricingResponse, Failure> {
        let prices = self.store.prices(self.clock.now()).await.map_err(|error| unavailable(&error))?;
        Ok(convert::pricing(prices))
    }

    async fn quoted(&self, work: Option<proto::Work>) -> Result<proto::Quote, Failure> {
        let mut problems = Vec::new();
        let work = convert::work(work, &mut problems);
        let Some(work) = work.filter(|_| problems.is_empty()) else { return Err(convert::wrong(problems)) };
        let now = self.clock.now();
        let prices = self.store.prices(now).await.map_err(|error| unavailable(&error))?;
        Ok(convert::quote(&self.price(&prices, &work, now)?))
    }

    async fn upload(&self, account: &str, content: Bytes) -> Result<proto::UploadImageResponse, Failure> {
        let account: AccountId = contract::id("account_id", account)?;
        let _slot = self.inspections.acquire().await.map_err(|_| Failure::internal())?;
        let inspected = content.clone();
        let found = tokio::task::spawn_blocking(move || upload::inspect(&inspected))
            .await
            .map_err(|error| {
                tracing::error!(%error, "an upload could not be inspected");
                Failure::invalid(
                    "content",
                    "must be a whole PNG, JPEG or WebP image; this one cannot be read",
                )
            })?
            .map_err(|problem| convert::wrong(vec![problem]))?;
        let image = StoredImage {
            id: ImageId::new(self.clock.new_id()),
            account,
            content_type: found.content_type.to_owned(),
            width: found.width,
            height: found.height,
            bytes: content.len() as u64,
            hashes: found.hashes,
        };
        self.media.keep_image(account, &image.hashes.blake3, content).await.map_err(|error| {
            tracing::error!(%error, "an upload could not be stored");
            Failure::new(Reason::Unavailable, "the image could not be stored; try again")
        })?;
        let stored =
            self.store.insert_image(&image, self.clock.now()).await.map_err(|error| unavailable(&error))?;
        Ok(proto::UploadImageResponse {
            image_id: stored.id.to_string(),
            content_type: stored.content_type,
            width: stored.width,
            height: stored.height,
        })
    }

    async fn read(&self, account: &str, generation: &str) -> Result<proto::Generation, Failure> {
        let (account, id) = key_of(account, generation)?;
        let found = self.store.generation(account, id).await.map_err(|error| unavailable(&error))?;
        found.map(convert::generation).ok_or_else(|| not_found("generation"))
    }

    async fn page(
        &self,
        request: &proto::ListGenerationsRequest,
    ) -> Result<proto::ListGenerationsResponse, Failure> {
        let account = contract::id("account_id", &request.account_id)?;
        let limit = match request.limit {
            0 => DEFAULT_PAGE,
            limit @ 1..=LARGEST_PAGE => limit,
            _ => return Err(Failure::invalid("limit", format!("must be 1 to {LARGEST_PAGE}"))),
        };
        let before = match request.cursor.as_str() {
            "" => None,
            cursor => Some(cursor.parse().map_err(|_| {
                Failure::invalid("cursor", "must be the `next_cursor` of the page before, or empty")
            })?),
        };
        let mut generations =
            self.store.generations(account, before, limit + 1).await.map_err(|error| unavailable(&error))?;
        let more = generations.len() > limit as usize;
        generations.truncate(limit as usize);
        let next_cursor = match generations.last() {
            Some(last) if more => last.accepted.id.to_string(),
            _ => String::new(),
        };
        let generations = generations.into_iter().map(convert::generation).collect();
        Ok(proto::ListGenerationsResponse { generations, next_cursor })
    }
}

#[tonic::async_trait]
impl GenerationService for Handlers {
    type WatchGenerationStream = BoxStream<'static, Result<proto::WatchGenerationResponse, Status>>;
    type GetMediaStream = BoxStream<'static, Result<proto::GetMediaResponse, Status>>;

    async fn get_pricing(
        &self,
        _request: Request<proto::GetPricingRequest>,
    ) -> Result<Response<proto::GetPricingResponse>, Status> {
        Ok(Response::new(self.prices().await?))
    }

    async fn quote(
        &self,
        request: Request<proto::QuoteRequest>,
    ) -> Result<Response<proto::QuoteResponse>, Status> {
        let quote = self.quoted(request.into_inner().work).await?;
        Ok(Response::new(proto::QuoteResponse { quote: Some(quote) }))
    }

    async fn upload_image(
        &self,
        request: Request<proto::UploadImageRequest>,
    ) -> Result<Response<proto::UploadImageResponse>, Status> {
        let request = request.into_inner();
        Ok(Response::new(self.upload(&request.account_id, request.content).await?))
    }

    async fn create_generation(
        &self,
        request: Request<proto::CreateGenerationRequest>,
    ) -> Result<Response<proto::CreateGenerationResponse>, Status> {
        let generation = convert::generation(self.create(request.into_inner()).await?);
        Ok(Response::new(proto::CreateGenerationResponse { generation: Some(generation) }))
    }

    async fn get_generation(
        &self,
        request: Request<proto::GetGenerationRequest>,
    ) -> Result<Response<proto::GetGenerationResponse>, Status> {
        let request = request.into_inner();
        let generation = self.read(&request.account_id, &request.generation_id).await?;
        Ok(Response::new(proto::GetGenerationResponse { generation: Some(generation) }))
    }

    async fn list_generations(
        &self,
        request: Request<proto::ListGenerationsRequest>,
    ) -> Result<Response<proto::ListGenerationsResponse>, Status> {
        Ok(Response::new(self.page(request.get_ref()).await?))
    }

    async fn watch_generation(
        &self,
        request: Request<proto::WatchGenerationRequest>,
    ) -> Result<Response<Self::WatchGenerationStream>, Status> {
        let request = request.into_inner();
        Ok(Response::new(self.watch(&request.account_id, &request.generation_id).await?))
    }

    async fn get_media(
        &self,
        request: Request<proto::GetMediaRequest>,
    ) -> Result<Response<Self::GetMediaStream>, Status> {
        let request = request.into_inner();
        Ok(Response::new(
            self.stream_media(&request.account_id, &request.generation_id, request.index).await?,
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_call_names_who_may_make_it() {
        policy()
            .check_complete(contracts::DESCRIPTORS, &["tokenbook.generation.v1.GenerationService"])
            .unwrap();
    }
}
