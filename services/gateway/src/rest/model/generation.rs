//! Generations, their media, and reference images.

use chrono::{DateTime, Utc};
use contracts::convert::{Malformed, id};
use contracts::generation::v1 as proto;
use kernel::{GenerationId, Reason};
use serde::Serialize;
use utoipa::ToSchema;

use super::pricing::Quote;
use super::work::Kind;
use super::{filled, optional_time, reason, time};

/// Where a generation is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = GenerationStatus)]
pub enum Status {
    /// Waiting for a worker.
    Queued,
    /// At the provider.
    Running,
    /// The provider did not answer and is being asked again; the tokens stay held.
    OutcomeUnknown,
    /// The media, or the text, is there.
    Succeeded,
    /// Nothing was delivered; `failure_reason` says why.
    Failed,
}

impl TryFrom<proto::GenerationStatus> for Status {
    type Error = Malformed;

    fn try_from(status: proto::GenerationStatus) -> Result<Self, Malformed> {
        match status {
            proto::GenerationStatus::Unspecified => Err(Malformed::missing("generation.status")),
            proto::GenerationStatus::Queued => Ok(Self::Queued),
            proto::GenerationStatus::Running => Ok(Self::Running),
            proto::GenerationStatus::OutcomeUnknown => Ok(Self::OutcomeUnknown),
            proto::GenerationStatus::Succeeded => Ok(Self::Succeeded),
            proto::GenerationStatus::Failed => Ok(Self::Failed),
        }
    }
}

/// One job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(example = json!({"id": "0190d6c4-6f3a-7c3e-9f55-1d2b8c1f0a77", "kind": "image", "model": "still-1",
    "status": "succeeded", "created_at": "2026-11-22T13:00:00Z", "finished_at": "2026-11-22T13:00:02Z",
    "quoted": 12, "list_tokens": 12, "price_book_version": "2026-01", "promotion_id": null, "held": 0, "settled": true,
    "cost": 12, "failure_reason": null, "failure_detail": null, "text": null, "media": [{"index": 0, "content_type": "image/png", "bytes": 20480,
        "url": "/v1/generations/0190d6c4-6f3a-7c3e-9f55-1d2b8c1f0a77/media/0"}]}))]
pub struct Generation {
    /// Its id.
    #[schema(value_type = uuid::Uuid)]
    pub id: GenerationId,
    /// What is generated.
    pub kind: Kind,
    /// The model.
    pub model: String,
    /// Where it is on its way.
    pub status: Status,
    /// When it was ordered.
    pub created_at: DateTime<Utc>,
    /// When it succeeded or failed.
    pub finished_at: Option<DateTime<Utc>>,
    /// What it was quoted at; the price when all goes well, for chat the most that it can cost.
    pub quoted: u64,
    /// The quote before discounts.
    pub list_tokens: u64,
    /// The version of the price book.
    pub price_book_version: String,
    /// The discount that applies.
    pub promotion_id: Option<String>,
    /// Tokens held for it now; 0 once settled.
    pub held: u64,
    /// Whether it is paid for, or released.
    pub settled: bool,
    /// What it cost in the end; null until settled.
    pub cost: Option<u64>,
    /// Why it failed.
    #[schema(value_type = Option<String>)]
    pub failure_reason: Option<Reason>,
    /// For prohibited content, the category.
    pub failure_detail: Option<String>,
    /// The files that were made.
    pub media: Vec<Media>,
    /// For chat, the text so far.
    pub text: Option<String>,
}

/// A file that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(example = json!({"index": 0, "content_type": "image/png", "bytes": 20480,
    "url": "/v1/generations/0190d6c4-6f3a-7c3e-9f55-1d2b8c1f0a77/media/0"}))]
pub struct Media {
    /// Its number, from 0.
    pub index: u32,
    /// Its media type.
    pub content_type: String,
    /// Its size.
    pub bytes: u64,
    /// Where it can be fetched, with the account's credentials.
    #[schema(format = "uri-reference")]
    pub url: String,
}

impl Generation {
    /// Where it can be read.
    pub fn location(&self) -> String {
        format!("/v1/generations/{}", self.id)
    }
}

impl TryFrom<Option<proto::Generation>> for Generation {
    type Error = Malformed;

    fn try_from(generation: Option<proto::Generation>) -> Result<Self, Malformed> {
        Self::try_from(generation.ok_or_else(|| Malformed::missing("generation"))?)
    }
}

impl TryFrom<proto::Generation> for Generation {
    type Error = Malformed;

    fn try_from(generation: proto::Generation) -> Result<Self, Malformed> {
        let quote = Quote::try_from(generation.quote.clone())?;
        let kind = Kind::of(generation.kind()).ok_or_else(|| Malformed::missing("generation.kind"))?;
        let id: GenerationId = id("generation.generation_id", &generation.generation_id)?;
        Ok(Self {
            id,
            kind,
            status: generation.status().try_into()?,
            failure_reason: reason(generation.failure_reason),
            created_at: time("generation.created_at", generation.created_at)?,
            finished_at: optional_time("generation.finished_at", generation.finished_at)?,
            model: generation.model,
            quoted: quote.tokens,
            list_tokens: quote.list_tokens,
            price_book_version: quote.price_book_version,
            promotion_id: quote.discount.map(|discount| discount.promotion_id),
            held: generation.held,
            settled: generation.settled,
            cost: generation.settled.then_some(generation.charged),
            failure_detail: filled(generation.failure_detail),
            media: generation
                .media
                .into_iter()
                .map(|proto::Media { index, content_type, bytes }| Media {
                    index,
                    content_type,
                    bytes,
                    url: format!("/v1/generations/{id}/media/{index}"),
                })
                .collect(),
            text: (kind == Kind::Chat).then_some(generation.text),
        })
    }
}

/// A file as it is.
#[derive(Debug, ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "only documents")]
pub struct File(Vec<u8>);

/// A page of generations, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Generations {
    /// The generations.
    pub generations: Vec<Generation>,
    /// The `cursor` of the next page; null on the last.
    pub next_cursor: Option<String>,
}

impl TryFrom<proto::ListGenerationsResponse> for Generations {
    type Error = Malformed;

    fn try_from(page: proto::ListGenerationsResponse) -> Result<Self, Malformed> {
        Ok(Self {
            generations: page.generations.into_iter().map(TryInto::try_into).collect::<Result<_, _>>()?,
            next_cursor: filled(page.next_cursor),
        })
    }
}

/// An uploaded reference image.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"image_id": "0190d6c4-6f3a-7c3e-9f55-1d2b8c1f0a77", "content_type": "image/png",
    "width": 512, "height": 512}))]
pub struct Image {
    /// Its id, for `reference_images`.
    pub image_id: String,
    /// As found in the content.
    pub content_type: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

impl From<proto::UploadImageResponse> for Image {
    fn from(image: proto::UploadImageResponse) -> Self {
        let proto::UploadImageResponse { image_id, content_type, width, height } = image;
        Self { image_id, content_type, width, height }
    }
}

/// A piece of a chat's text, as the event stream sends it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"offset": 12, "text": "the books "}))]
pub struct TextPiece {
    /// How many characters (Unicode code points) stand before it; 0 after a reconnect: then it replaces what was there.
    pub offset: usize,
    /// The piece.
    pub text: String,
}
