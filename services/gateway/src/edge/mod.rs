//! The edge: what every request goes through, whatever it asks for. Request id and trace, overload and time limits,
//! the access log, security headers, and the one place where problems get their final form.

pub mod address;
mod headers;
mod layers;
pub mod log;
pub mod rate;
pub mod request_id;

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::Response;
use futures::FutureExt as _;
use kernel::Reason;
use runtime::{Clock, trace};
use tokio::sync::Semaphore;

use self::address::{ClientAddress, TrustedProxies};
use self::request_id::RequestId;
use crate::problem::Problem;

pub use layers::{cors, install};

/// What the edge knows.
#[derive(Clone, Debug)]
pub struct Edge {
    /// Where request ids come from.
    pub clock: Clock,
    /// Requests that may be under way.
    pub room: Arc<Semaphore>,
    /// The time until an answer must begin.
    pub timeout: Duration,
    /// Whose `X-Forwarded-For` is believed.
    pub proxies: TrustedProxies,
    /// Whether clients reach the gateway by https only.
    pub https: bool,
}

/// Takes one request through the edge.
pub async fn pass(State(edge): State<Edge>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = RequestId::of(request.headers(), &edge.clock);
    let client = edge.proxies.client(request.extensions(), request.headers());
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let method = request.method().clone();
    request.extensions_mut().insert(id.clone());
    request.extensions_mut().insert(ClientAddress(client));

    let response = match edge.room.clone().try_acquire_owned() {
        Ok(_permit) => answer(edge.timeout, request, next).await,
        Err(_) => overloaded(),
    };
    let (mut response, reason) = finish(response, &id);
    headers::add(response.headers_mut(), &id, trace::current(), edge.https);
    log::record(&log::Line {
        method: &method,
        route: route.as_deref(),
        status: response.status(),
        elapsed: started.elapsed(),
        request_id: &id,
        client,
        reason,
        account: response.extensions().get().copied(),
    });
    response
}

async fn answer(timeout: Duration, request: Request, next: Next) -> Response {
    use axum::response::IntoResponse as _;
    let answer = AssertUnwindSafe(next.run(request)).catch_unwind();
    match tokio::time::timeout(timeout, answer).await {
        Ok(Ok(response)) => response,
        // The panic hook has logged message and place.
        Ok(Err(_)) => Problem::internal().into_response(),
        Err(_) => Problem::new(
            Reason::DeadlinePassed,
            "no answer was there in time; send the same request again, with the same idempotency key where it has one",
        )
        .into_response(),
    }
}

fn overloaded() -> Response {
    use axum::response::IntoResponse as _;
    Problem::new(Reason::Overloaded, "too many requests are under way; try again after the stated delay")
        .retry_after(Duration::from_secs(1))
        .into_response()
}

/// Gives problems their final form, also to those refusals that a library made without telling us.
fn finish(mut response: Response, id: &RequestId) -> (Response, Option<Reason>) {
    let status = response.status();
    let problem = match response.extensions_mut().remove::<Problem>() {
        Some(problem) => problem,
        None if status.is_client_error() || status.is_server_error() => unexplained(status),
        None => return (response, None),
    };
    let reason = problem.reason();
    let mut rendered = problem.render(id.as_str());
    for (name, value) in response.headers() {
        if !rendered.headers().contains_key(name) && name != axum::http::header::CONTENT_LENGTH {
            rendered.headers_mut().append(name, value.clone());
        }
    }
    *rendered.extensions_mut() = std::mem::take(response.extensions_mut());
    (rendered, Some(reason))
}

fn unexplained(status: StatusCode) -> Problem {
    let reason = if status.is_server_error() { Reason::InternalError } else { Reason::InvalidInput };
    let detail = status.canonical_reason().unwrap_or("the request was refused");
    Problem::new(reason, detail.to_lowercase()).status(status)
}
