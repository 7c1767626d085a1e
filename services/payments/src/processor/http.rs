//! HTTP as the adapters speak it: calls that end in time, no redirects, answers with a limit.

use std::time::Duration;

use reqwest::{Client, ClientBuilder, Response, redirect};
use serde::de::DeserializeOwned;

/// Without a connection by then there will be none.
const CONNECT_WITHIN: Duration = Duration::from_secs(2);

/// A client that trusts the certificates that the operating system trusts: they are kept current with it, an operator can add
/// their own, and a system without any is told at the start.
pub(super) fn client(within: Duration) -> Result<Client, reqwest::Error> {
    builder(within).build()
}

/// A client for plain HTTP next door, which trusts no certificate and therefore needs none.
pub(super) fn plain_client(within: Duration) -> Result<Client, reqwest::Error> {
    builder(within).tls_certs_only([]).build()
}

fn builder(within: Duration) -> ClientBuilder {
    // The HTTP client takes the process's TLS implementation, and there may be none yet.
    runtime::install_tls_provider();
    Client::builder()
        .timeout(within)
        .connect_timeout(within.min(CONNECT_WITHIN))
        .redirect(redirect::Policy::none())
        .no_proxy()
}

/// Reads an answer of at most `limit` bytes; the error is for our logs.
pub(super) async fn read<T: DeserializeOwned>(mut response: Response, limit: usize) -> Result<T, String> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| error.without_url().to_string())? {
        body.extend_from_slice(&chunk);
        if body.len() > limit {
            return Err("its answer is too long".to_owned());
        }
    }
    serde_json::from_slice(&body).map_err(|_| "its answer cannot be read".to_owned())
}
