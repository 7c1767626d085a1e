//! The sandbox's HTTP API.

use axum::extract::rejection::JsonRejection;
use axum::extract::{DefaultBodyLimit, Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use tokio_util::sync::CancellationToken;

use super::Sandbox;
use super::methods::{self, Fate, METHODS};
use super::store::{self, Accepting};
use super::wire::{self, ErrorBody, ErrorDetail, NewPayment, Payment};

const MAX_BODY_BYTES: usize = 16 * 1024;

#[derive(Clone)]
struct Api {
    sandbox: Sandbox,
    /// Ends the calls that are never answered.
    stop: CancellationToken,
}

/// The routes.
pub(super) fn router(sandbox: Sandbox, stop: CancellationToken) -> Router {
    let api = Api { sandbox, stop };
    Router::new()
        .route("/v1/payments", post(create).get(look_up))
        .route("/v1/payments/{id}", get(read))
        .layer(middleware::from_fn_with_state(api.clone(), authorized))
        .route("/v1/methods", get(list_methods))
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .with_state(api)
}

/// An answer that is an error.
struct Problem {
    status: StatusCode,
    code: &'static str,
    message: &'static str,
}

impl Problem {
    const NOT_FOUND: Self =
        Self { status: StatusCode::NOT_FOUND, code: "not_found", message: "there is no such payment" };
    const UNAUTHORIZED: Self = Self {
        status: StatusCode::UNAUTHORIZED,
        code: "unauthorized",
        message: "the API key is missing or wrong",
    };

    const fn bad_request(code: &'static str, message: &'static str) -> Self {
        Self { status: StatusCode::BAD_REQUEST, code, message }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let error = ErrorDetail { code: self.code.to_owned(), message: self.message.to_owned() };
        (self.status, Json(ErrorBody { error })).into_response()
    }
}

impl From<sqlx::Error> for Problem {
    fn from(error: sqlx::Error) -> Self {
        tracing::error!(%error, "a call failed");
        Self { status: StatusCode::INTERNAL_SERVER_ERROR, code: "internal", message: "try again" }
    }
}

async fn authorized(State(api): State<Api>, request: Request, next: Next) -> Result<Response, Problem> {
    let given = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|value| value.as_bytes().strip_prefix(b"Bearer "))
        .unwrap_or_default();
    if !bool::from(given.ct_eq(api.sandbox.api_key.expose().as_bytes())) {
        return Err(Problem::UNAUTHORIZED);
    }
    Ok(next.run(request).await)
}

async fn create(
    State(api): State<Api>,
    headers: HeaderMap,
    body: Result<Json<NewPayment>, JsonRejection>,
) -> Result<Json<Payment>, Problem> {
    let Json(request) = body.map_err(|_| {
        Problem::bad_request("unreadable", "the body is not a payment; see the documentation")
    })?;
    let key = headers
        .get(wire::IDEMPOTENCY_KEY)
        .and_then(|key| key.to_str().ok())
        .filter(|key| (1..=255).contains(&key.len()))
        .ok_or(Problem::bad_request(
            "idempotency_key_missing",
            "send an idempotency-key of 1 to 255 characters",
        ))?;
    if request.amount == 0 || request.amount > 100_000_000 {
        return Err(Problem::bad_request("amount_out_of_range", "the amount must be 1 to 100000000"));
    }
    if request.currency.len() != 3 || !request.currency.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Err(Problem::bad_request("unknown_currency", "the currency must be a code of ISO 4217"));
    }
    let method = methods::find(&request.payment_method)
        .ok_or(Problem::bad_request(wire::UNKNOWN_METHOD, "there is no such payment method"))?;
    let canonical = serde_json::to_vec(&request).map_err(|_| {
        Problem::bad_request("unreadable", "the body is not a payment; see the documentation")
    })?;
    let digest = Sha256::digest(&canonical);
    let clock = &api.sandbox.clock;
    let row = store::accept(
        &api.sandbox.pool,
        &Accepting {
            payment_id: &format!("sbx_{}", clock.new_id().simple()),
            event_id: &format!("evt_{}", clock.new_id().simple()),
            key,
            digest: &digest,
            request: &request,
            method,
            now: clock.now(),
        },
    )
    .await?;
    if row.digest != digest.as_slice() {
        return Err(Problem {
            status: StatusCode::CONFLICT,
            code: "idempotency_key_reused",
            message: "this key was used with another payment",
        });
    }
    if matches!(method.fate, Fate::Succeeds { answered: false, .. }) {
        api.stop.cancelled().await;
    }
    Ok(Json(row.payment()))
}

async fn read(State(api): State<Api>, Path(id): Path<String>) -> Result<Json<Payment>, Problem> {
    let row = store::find(&api.sandbox.pool, &id).await?.ok_or(Problem::NOT_FOUND)?;
    Ok(Json(row.payment()))
}

#[derive(Deserialize)]
struct ByKey {
    idempotency_key: String,
}

async fn look_up(State(api): State<Api>, Query(by): Query<ByKey>) -> Result<Json<Payment>, Problem> {
    let row = store::find_by_key(&api.sandbox.pool, &by.idempotency_key).await?.ok_or(Problem::NOT_FOUND)?;
    Ok(Json(row.payment()))
}

async fn list_methods() -> Json<Vec<&'static str>> {
    Json(METHODS.iter().map(|method| method.name).collect())
}
