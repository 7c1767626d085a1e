//! The order of the layers around the router.

use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, Method, Response, header};
use axum::middleware::{from_fn_with_state, map_request};
use runtime::trace::TraceLayer;
use tower_http::compression::predicate::Predicate;
use tower_http::compression::{CompressionLayer, CompressionLevel};
use tower_http::cors::CorsLayer;

use super::Edge;

/// Puts the edge around a router. From outside: CORS, compression, the trace, then [`super::pass`].
pub fn install(router: Router, edge: Edge, cors: Option<CorsLayer>) -> Router {
    let deadline = deadline(edge.timeout);
    let router = router
        .layer(from_fn_with_state(edge, super::pass))
        .layer(TraceLayer)
        .layer(map_request(move |request| std::future::ready(with_deadline(request, deadline.clone()))))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(IsText));
    match cors {
        Some(cors) => router.layer(cors),
        None => router,
    }
}

/// Lets browsers call from these origins; `None` where there are none.
pub fn cors(origins: &[String]) -> Option<CorsLayer> {
    let origins: Vec<HeaderValue> = origins.iter().filter_map(|it| HeaderValue::from_str(it).ok()).collect();
    (!origins.is_empty()).then(|| {
        CorsLayer::new()
            .allow_origin(origins)
            .allow_methods([Method::GET, Method::POST, Method::DELETE])
            .allow_headers([
                header::AUTHORIZATION,
                header::CONTENT_TYPE,
                HeaderName::from_static("idempotency-key"),
                HeaderName::from_static("traceparent"),
                super::request_id::HEADER,
            ])
            .expose_headers([
                header::LOCATION,
                header::RETRY_AFTER,
                HeaderName::from_static("x-trace-id"),
                super::request_id::HEADER,
            ])
            .max_age(Duration::from_mins(10))
    })
}

fn with_deadline(mut request: Request, deadline: HeaderValue) -> Request {
    request.headers_mut().insert("grpc-timeout", deadline);
    request
}

/// The deadline of every call behind the gateway, in the form in which services tell it one another and the trace layer
/// reads it; a client's own is overwritten.
fn deadline(timeout: Duration) -> HeaderValue {
    HeaderValue::from_str(&format!("{}m", timeout.as_millis().min(99_999_999)))
        .unwrap_or(HeaderValue::from_static("30S"))
}

/// Compresses JSON and pages; never media, which are compressed already, nor event streams, which must not wait.
#[derive(Clone, Copy, Debug)]
struct IsText;

impl Predicate for IsText {
    fn should_compress<B: hyper::body::Body>(&self, response: &Response<B>) -> bool {
        let kind = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let text = kind.is_some_and(|kind| {
            ["application/json", "application/problem+json", "text/html", "text/css", "text/javascript"]
                .iter()
                .any(|text| kind.starts_with(text))
        });
        // A short answer only grows.
        text && response.body().size_hint().exact().is_none_or(|bytes| bytes >= 512)
    }
}
