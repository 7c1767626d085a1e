//! The whole router: the REST interface behind the guard, the pages about it, and the edge around everything.

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use kernel::Reason;
use tokio::sync::Semaphore;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::auth::{Gate, guard};
use crate::config::HttpOptions;
use crate::edge::address::TrustedProxies;
use crate::edge::{self, Edge};
use crate::openapi::{self, Published};
use crate::problem::{self, Problem};
use crate::{rest, web};

/// The router without the edge, and the document that describes it.
pub fn documented(app: App, public_url: Option<&str>) -> (Router, OpenApi) {
    let (router, document) = OpenApiRouter::with_openapi(openapi::base(public_url))
        .merge(rest::router())
        .routes(routes!(web::start))
        .routes(routes!(web::docs))
        .routes(routes!(problem::page::list))
        .routes(routes!(problem::page::explain))
        .split_for_parts();
    // The document must not describe itself before it is complete: its own route comes last, from its own list.
    let (about, of_itself) =
        OpenApiRouter::<Published>::new().routes(routes!(openapi::serve)).split_for_parts();
    let mut document = document;
    document.merge(of_itself);
    let published = Published(serde_json::to_vec(&document).unwrap_or_default().into());
    let router = router
        .with_state(app)
        .merge(about.with_state(published))
        // Files of the documentation's page, which are no calls.
        .route("/docs/", get(web::docs_page))
        .route("/docs/{*file}", get(web::docs_file));
    (router, document)
}

/// The whole router.
pub fn complete(app: App, gate: Gate, http: &HttpOptions) -> Router {
    let edge = Edge {
        clock: gate.clock.clone(),
        room: Arc::new(Semaphore::new(
            usize::try_from(http.http_max_requests).unwrap_or(Semaphore::MAX_PERMITS),
        )),
        timeout: http.request_timeout(),
        proxies: TrustedProxies::new(http.trusted_proxies.clone()),
        https: http.public_url.as_deref().is_some_and(|url| url.starts_with("https://")),
    };
    let (router, _) = documented(app, http.public_url.as_deref());
    let router = router
        .fallback(nothing_here)
        .method_not_allowed_fallback(wrong_method)
        .layer(from_fn_with_state(gate, guard));
    edge::install(router, edge, edge::cors(&http.cors_origins))
}

async fn nothing_here() -> Problem {
    Problem::new(Reason::NotFound, "there is nothing at this address; /docs/ shows what there is")
}

async fn wrong_method(request: Request) -> Problem {
    let known = request.method().as_str().chars().take(16).collect::<String>();
    Problem::new(
        Reason::InvalidInput,
        format!("this address does not take {known}; `Allow` says what it takes"),
    )
    .status(StatusCode::METHOD_NOT_ALLOWED)
}
