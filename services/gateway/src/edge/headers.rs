//! Headers that every answer has.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use runtime::trace::TraceContext;

use super::request_id::{self, RequestId};

const ALWAYS: [(HeaderName, &str); 4] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Where a route said nothing else: an answer of an account is nobody else's, and no page.
const UNLESS_SET: [(HeaderName, &str); 2] = [
    (header::CACHE_CONTROL, "no-store"),
    (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
];

pub(super) fn add(headers: &mut HeaderMap, id: &RequestId, trace: Option<TraceContext>, https: bool) {
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    for (name, value) in UNLESS_SET {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if https {
        let value = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, value);
    }
    let mut tell = |name: HeaderName, text: &str| {
        if let Ok(value) = HeaderValue::from_str(text) {
            headers.insert(name, value);
        }
    };
    tell(request_id::HEADER, id.as_str());
    if let Some(trace) = trace {
        tell(HeaderName::from_static("traceparent"), &trace.to_header());
        tell(HeaderName::from_static("x-trace-id"), &trace.trace_id());
    }
}
