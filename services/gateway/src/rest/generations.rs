//! Generations, their files, and reference images.

use axum::Json;
use axum::body::Body as HttpBody;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use contracts::generation::v1 as proto;
use futures::StreamExt as _;
use kernel::GenerationId;

use super::doc::{AccountProblems, GenerationProblems, IdempotencyKeyHeader, LookupProblems, PageParams};
use super::extract::{Body, Id, Key, Query, Segments, media_type, parse, read as read_body, unsupported};
use super::model::generation::{File, Generation, Generations, Image};
use super::model::publish;
use super::model::work::{NewGeneration, Ordered};
use crate::app::App;
use crate::auth::AsUser;
use crate::problem::Problem;
use crate::upstream::{once, refusal, repeat};

/// The most that a reference image may have.
const MAX_IMAGE_BYTES: usize = 8 * 1024 * 1024;

/// What reference images may be.
const IMAGE_TYPES: [&str; 3] = ["image/png", "image/jpeg", "image/webp"];

/// What browsers may show; anything else is only for saving.
const SHOWN: [&str; 8] = [
    "image/png",
    "image/jpeg",
    "image/webp",
    "image/gif",
    "image/apng",
    "video/mp4",
    "video/webm",
    "text/plain",
];

/// Generate.
///
/// Holds the quoted tokens and queues the work.
#[utoipa::path(
    post, path = "/v1/generations", tag = "generations", operation_id = "createGeneration",
    params(IdempotencyKeyHeader), request_body = NewGeneration,
    responses((status = 202, description = "The tokens are held and the work is queued.", body = Generation,
               headers(("Location" = String, description = "Where the generation can be read."))), GenerationProblems),
    security(("access_token" = []), ("api_key" = []))
)]
pub async fn create(
    State(app): State<App>,
    AsUser(caller): AsUser,
    Key(key): Key,
    Body(new): Body<NewGeneration>,
) -> Result<impl IntoResponse, Problem> {
    let Ordered { work, prompt, simulate } = new.into();
    let request = proto::CreateGenerationRequest {
        account_id: caller.account_id.to_string(),
        idempotency_key: key.into(),
        work: Some(work),
        prompt,
        simulate,
    };
    let created =
        repeat(
            &app.upstream.generation,
            request,
            |mut it, ask| async move { it.create_generation(ask).await },
        );
    let generation: Generation = publish(created.await?.generation)?;
    Ok((StatusCode::ACCEPTED, [(header::LOCATION, generation.location())], Json(generation)))
}

/// List generations.
///
/// The caller's generations, newest first.
#[utoipa::path(
    get, path = "/v1/generations", tag = "generations", operation_id = "listGenerations",
    params(PageParams),
    responses((status = 200, description = "A page of generations.", body = Generations), AccountProblems),
    security(("access_token" = []), ("api_key" = []))
)]
pub async fn list(
    State(app): State<App>,
    AsUser(caller): AsUser,
    query: Query,
) -> Result<Json<Generations>, Problem> {
    query.only(&["limit", "cursor"])?;
    let page = query.page(100)?;
    let request = proto::ListGenerationsRequest {
        account_id: caller.account_id.to_string(),
        limit: page.limit,
        cursor: page.cursor,
    };
    let listed =
        repeat(
            &app.upstream.generation,
            request,
            |mut it, ask| async move { it.list_generations(ask).await },
        );
    Ok(Json(publish(listed.await?)?))
}

/// Read a generation.
///
/// One generation: its status, its cost, why it failed, where its files are.
#[utoipa::path(
    get, path = "/v1/generations/{id}", tag = "generations", operation_id = "getGeneration",
    params(("id" = uuid::Uuid, Path, description = "The generation's id.")),
    responses((status = 200, description = "The generation.", body = Generation), LookupProblems),
    security(("access_token" = []), ("api_key" = []))
)]
pub async fn read(
    State(app): State<App>,
    AsUser(caller): AsUser,
    Id(generation): Id<GenerationId>,
) -> Result<Json<Generation>, Problem> {
    let request = proto::GetGenerationRequest {
        account_id: caller.account_id.to_string(),
        generation_id: generation.to_string(),
    };
    let found =
        repeat(&app.upstream.generation, request, |mut it, ask| async move { it.get_generation(ask).await });
    Ok(Json(publish(found.await?.generation)?))
}

/// Fetch a file.
///
/// One of a generation's files.
#[utoipa::path(
    get, path = "/v1/generations/{id}/media/{index}", tag = "generations", operation_id = "getMedia",
    params(("id" = uuid::Uuid, Path, description = "The generation's id."),
           ("index" = u32, Path, description = "The file's number, from 0.", example = 0)),
    responses((status = 200, description = "The file, of the media type that the generation names.",
               content_type = "application/octet-stream", body = File), LookupProblems),
    security(("access_token" = []), ("api_key" = []))
)]
pub async fn media(
    State(app): State<App>,
    AsUser(caller): AsUser,
    Segments((generation, index)): Segments<(String, String)>,
) -> Result<Response, Problem> {
    let generation: GenerationId = parse("id", &generation)?;
    let index: u32 = index.parse().map_err(|_| Problem::invalid("index", "must be a whole number from 0"))?;
    let place = app.streams.enter(caller.account_id)?;
    let request = proto::GetMediaRequest {
        account_id: caller.account_id.to_string(),
        generation_id: generation.to_string(),
        index,
    };
    let mut chunks =
        repeat(&app.upstream.lasting, request, |mut it, ask| async move { it.get_media(ask).await }).await?;
    // The first message says what it is, or why there is nothing; only then the answer can begin.
    let first = chunks
        .message()
        .await
        .map_err(|status| refusal(&status))?
        .ok_or_else(|| Problem::new(kernel::Reason::NotFound, "there is no such file"))?;
    let content_type = first.content_type;
    let rest = chunks.map(move |chunk| {
        // The place is given back when the body ends or the client leaves.
        let _place = &place;
        chunk.map(|message| message.chunk).map_err(|status| {
            tracing::warn!(code = ?status.code(), "a file broke off");
            std::io::Error::other("the file broke off")
        })
    });
    let body = futures::stream::iter([Ok(first.chunk)]).chain(rest);
    Ok(file(&content_type, HttpBody::from_stream(body)))
}

fn file(content_type: &str, body: HttpBody) -> Response {
    let shown = SHOWN.contains(&content_type);
    let content_type = if shown { HeaderValue::from_str(content_type).ok() } else { None };
    let headers = [
        (header::CONTENT_TYPE, content_type.unwrap_or(HeaderValue::from_static("application/octet-stream"))),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=3600")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static(if shown { "inline" } else { "attachment" })),
    ];
    (headers, body).into_response()
}

/// Upload a reference image.
///
/// Stores a reference image: PNG, JPEG or WebP, at most 8 MiB and 4096 × 4096 pixels.
#[utoipa::path(
    post, path = "/v1/images", tag = "generations", operation_id = "uploadImage",
    request_body(content((File = "image/png"), (File = "image/jpeg"), (File = "image/webp")),
                 description = "The file itself."),
    responses((status = 201, description = "The image's id, for `reference_images`.", body = Image), AccountProblems),
    security(("access_token" = []), ("api_key" = []))
)]
pub async fn upload_image(
    State(app): State<App>,
    AsUser(caller): AsUser,
    request: Request,
) -> Result<(StatusCode, Json<Image>), Problem> {
    let kind = media_type(request.headers()).unwrap_or_default();
    if !IMAGE_TYPES.contains(&kind.as_str()) {
        return Err(unsupported(
            "send the file itself with `Content-Type: image/png`, `image/jpeg` or `image/webp`",
        ));
    }
    let content = read_body(request, MAX_IMAGE_BYTES, app.body_timeout).await?;
    if content.is_empty() {
        return Err(Problem::invalid("body", "must be an image, and is empty"));
    }
    let request = proto::UploadImageRequest { account_id: caller.account_id.to_string(), content };
    let stored =
        once(&app.upstream.generation, request, |mut it, ask| async move { it.upload_image(ask).await });
    Ok((StatusCode::CREATED, Json(stored.await?.into())))
}
