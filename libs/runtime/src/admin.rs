//! The admin port: `/metrics`, `/healthz`, `/readyz`. It answers until the process ends, also while it drains.

use std::{net::SocketAddr, time::Duration};

use axum::{
    Json, Router,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
    serve::ListenerExt as _,
};
use serde::Serialize;
use tokio_util::sync::CancellationToken;

use crate::{
    Lifecycle, Readiness,
    http::{BindError, listen, set_nodelay},
    telemetry::metrics,
};

const UPKEEP: Duration = Duration::from_secs(5);

/// Binds the admin port and serves it for as long as the process lives. Answers the address bound.
pub async fn serve(
    address: SocketAddr,
    lifecycle: &Lifecycle,
    readiness: &Readiness,
) -> Result<SocketAddr, BindError> {
    let (listener, bound) = listen("TOKENBOOK_ADMIN_LISTEN", address).await?;
    let router = router(readiness.clone(), lifecycle.shutdown_token());
    // Not tasks of the lifecycle: they must outlive its tasks.
    tokio::spawn(async move {
        if let Err(error) = axum::serve(listener.tap_io(set_nodelay), router).await {
            tracing::error!(%error, "the admin server ended");
        }
    });
    tokio::spawn(async {
        let mut interval = tokio::time::interval(UPKEEP);
        loop {
            interval.tick().await;
            metrics::upkeep();
        }
    });
    Ok(bound)
}

#[derive(Clone)]
struct Watched {
    readiness: Readiness,
    shutdown: CancellationToken,
}

fn router(readiness: Readiness, shutdown: CancellationToken) -> Router {
    Router::new()
        .route(
            "/metrics",
            get(async || ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], metrics::render())),
        )
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(ready))
        .with_state(Watched { readiness, shutdown })
}

/// `waiting_for` names the closed gates.
#[derive(Serialize)]
struct Ready {
    ready: bool,
    waiting_for: Vec<String>,
}

async fn ready(State(watched): State<Watched>) -> Response {
    let mut waiting_for = watched.readiness.closed();
    if watched.shutdown.is_cancelled() {
        waiting_for.push("shutting down".to_owned());
    }
    let ready = waiting_for.is_empty();
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(Ready { ready, waiting_for })).into_response()
}
