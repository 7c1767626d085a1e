//! The public REST interface of Tokenbook: the one door for people and their programs.
//!
//! It knows who is asking ([`auth`]), reads requests strictly and answers in the published form ([`rest`]), and tells every
//! refusal as a problem with a stable reason ([`problem`]). What things cost, who owns what and whether a request was made
//! before, the services behind it decide ([`upstream`]).
//!
//! Absent on purpose: a database, Kafka, and any state that would matter after a restart.

pub mod app;
pub mod auth;
pub mod config;
pub mod edge;
pub mod openapi;
pub mod problem;
pub mod rest;
pub mod router;
pub mod serve;
pub mod upstream;
pub mod web;

use std::net::SocketAddr;
use std::sync::Arc;

use runtime::{BoxError, Context};

use crate::app::App;
use crate::auth::{ApiKeys, Gate, SigningKeys};
pub use crate::config::Config;
use crate::edge::rate::{self, Limits};
use crate::rest::streams::Streams;
use crate::upstream::Upstream;

/// Builds the gateway: its clients, its background tasks, its public port.
pub async fn build(context: Context<Config>) -> Result<(), BoxError> {
    let address = start(context).await?;
    tracing::info!(%address, "the public port is open");
    Ok(())
}

/// [`build`], answering the address of the public port, port 0 resolved.
pub async fn start(context: Context<Config>) -> Result<SocketAddr, BoxError> {
    let Context { config, lifecycle, readiness, clock, .. } = context;
    let stop = lifecycle.shutdown_token();
    let upstream = Upstream::new(&config.upstream, &config.tls)?;
    let signing_keys = Arc::new(SigningKeys::new(upstream.clone()));
    let api_keys = Arc::new(ApiKeys::new(upstream.clone()));
    let limits = Arc::new(Limits::new(&config.rates));

    let (keys, gate) = (Arc::clone(&signing_keys), readiness.gate("signing keys"));
    let until = stop.clone();
    lifecycle.spawn("signing keys", async move { keys.keep_fresh(gate, until).await });
    let (swept, until) = (Arc::clone(&limits), stop.clone());
    lifecycle.spawn("rate limits", async move {
        until.run_until_cancelled(sweep(&swept)).await;
        Ok::<_, BoxError>(())
    });

    let app = App {
        upstream,
        api_keys: Arc::clone(&api_keys),
        limits: Arc::clone(&limits),
        streams: Streams::new(config.http.http_max_streams, config.http.http_max_streams_per_account),
        clock: clock.clone(),
        body_timeout: config.http.body_timeout(),
        stop,
    };
    let router = router::complete(app, Gate { signing_keys, api_keys, limits, clock }, &config.http);
    Ok(serve::serve(&lifecycle, &config.http, router).await?)
}

async fn sweep(limits: &Limits) {
    let mut interval = tokio::time::interval(rate::SWEEP);
    loop {
        interval.tick().await;
        limits.sweep();
    }
}
