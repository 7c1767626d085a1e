//! The access log: one line for each request. Never a query string, a body, a header or a raw path: any of them may
//! hold a secret.

use std::net::IpAddr;
use std::time::Duration;

use axum::http::{Method, StatusCode};
use kernel::{AccountId, Reason};

use super::request_id::RequestId;

/// Whose credentials a request carried; the guard leaves it in the response for the log.
#[derive(Clone, Copy, Debug)]
pub struct AskedBy(pub AccountId);

pub(super) struct Line<'a> {
    pub(super) method: &'a Method,
    /// The route's pattern, not the path.
    pub(super) route: Option<&'a str>,
    pub(super) status: StatusCode,
    pub(super) elapsed: Duration,
    pub(super) request_id: &'a RequestId,
    pub(super) client: IpAddr,
    pub(super) reason: Option<Reason>,
    pub(super) account: Option<AskedBy>,
}

pub(super) fn record(line: &Line<'_>) {
    let route = line.route.unwrap_or("(none)");
    let status = line.status.as_u16();
    // A method that HTTP does not know is the client's to invent: it must not become a label.
    let method = if is_known(line.method) { line.method.as_str() } else { "OTHER" };
    tracing::info!(
        target: "gateway::access",
        method,
        route,
        status,
        duration_us = u64::try_from(line.elapsed.as_micros()).unwrap_or(u64::MAX),
        request_id = line.request_id.as_str(),
        trace_id = runtime::trace::current().map(|trace| trace.trace_id()),
        client = %line.client,
        account_id = line.account.map(|account| account.0.to_string()),
        reason = line.reason.map(Reason::as_str),
        "request"
    );
    metrics::histogram!(
        "gateway_request_seconds",
        "method" => method.to_owned(), "route" => route.to_owned(), "status" => status.to_string()
    )
    .record(line.elapsed);
}

fn is_known(method: &Method) -> bool {
    [Method::GET, Method::POST, Method::DELETE, Method::HEAD, Method::OPTIONS, Method::PUT, Method::PATCH]
        .contains(method)
}
