//! The call under way: its trace (W3C Trace Context) and its deadline.
//!
//! Both travel in task-local state, so that they reach the outbox and further calls without being an argument
//! everywhere. A trace is passed on whether or not this process exports spans; without an exporter no span is
//! made, and a call costs one task-local. `tokio::spawn` does not inherit task-local state: wrap the spawned
//! future in [`scope`].
//!
//! One trace goes REST → gRPC → outbox → Kafka header `traceparent` → consumer: servers use [`TraceLayer`],
//! clients made by [`crate::grpc::Client`] add the header themselves, producers store
//! [`current`]`.map(|it| it.to_header())`, consumers wrap each record in [`in_span`].

use std::{
    fmt,
    pin::Pin,
    str::FromStr,
    sync::atomic::{AtomicBool, Ordering},
    task::{Context, Poll, ready},
    time::Duration,
};

use http::{HeaderMap, HeaderValue, Request, Response};
use opentelemetry::trace::{SpanContext, SpanId, TraceContextExt as _, TraceFlags, TraceId, TraceState};
use pin_project_lite::pin_project;
use tokio::{task::futures::TaskLocalFuture, time::Instant};
use tower::{Layer, Service};
use tracing::{Instrument as _, Span, field, instrument::Instrumented};
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

/// The header of W3C Trace Context, in HTTP, gRPC and Kafka alike.
pub const TRACEPARENT: &str = "traceparent";

/// A position in a distributed trace: the value of `traceparent` (W3C Trace Context, version 00).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TraceContext {
    trace_id: u128,
    span_id: u64,
    flags: u8,
}

/// Text that is not a `traceparent`.
#[derive(Debug, thiserror::Error)]
#[error("not a traceparent")]
pub struct NotATraceparent;

impl TraceContext {
    /// The start of a new trace. Marked as sampled: whoever exports along the way may record it.
    pub fn root() -> Self {
        Self { trace_id: fastrand::u128(1..), span_id: fastrand::u64(1..), flags: 1 }
    }

    /// Reads a header's value; whatever the specification does not allow is none.
    pub fn parse(header: &str) -> Option<Self> {
        header.parse().ok()
    }

    /// Another position in the same trace.
    #[must_use]
    pub fn child(&self) -> Self {
        Self { span_id: fastrand::u64(1..), ..*self }
    }

    /// The header's value.
    pub fn to_header(&self) -> String {
        self.to_string()
    }

    /// The id that all of a trace's positions share, as logs and trace viewers show it.
    pub fn trace_id(&self) -> String {
        format!("{:032x}", self.trace_id)
    }

    fn from_headers(headers: &HeaderMap) -> Option<Self> {
        Self::parse(headers.get(TRACEPARENT)?.to_str().ok()?)
    }

    fn to_otel(self) -> opentelemetry::Context {
        let span = SpanContext::new(
            TraceId::from_bytes(self.trace_id.to_be_bytes()),
            SpanId::from_bytes(self.span_id.to_be_bytes()),
            TraceFlags::new(self.flags),
            true,
            TraceState::default(),
        );
        opentelemetry::Context::new().with_remote_span_context(span)
    }

    fn from_otel(span: &SpanContext) -> Option<Self> {
        span.is_valid().then(|| Self {
            trace_id: u128::from_be_bytes(span.trace_id().to_bytes()),
            span_id: u64::from_be_bytes(span.span_id().to_bytes()),
            flags: span.trace_flags().to_u8(),
        })
    }
}

impl fmt::Display for TraceContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "00-{:032x}-{:016x}-{:02x}", self.trace_id, self.span_id, self.flags)
    }
}

impl FromStr for TraceContext {
    type Err = NotATraceparent;

    fn from_str(text: &str) -> Result<Self, NotATraceparent> {
        let mut parts = text.split('-');
        let mut hex = |digits: usize| {
            let part = parts.next()?;
            let lower_hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
            (part.len() == digits && part.bytes().all(lower_hex))
                .then(|| u128::from_str_radix(part, 16).ok())?
        };
        let (version, trace_id, span_id, flags) =
            (|| Some((hex(2)?, hex(32)?, hex(16)?, hex(2)?)))().ok_or(NotATraceparent)?;
        // A later version may append parts, and is then read as version 00; version ff is forbidden.
        let allowed = match version {
            0 => parts.next().is_none(),
            0xff => false,
            _ => true,
        };
        if !allowed || trace_id == 0 || span_id == 0 {
            return Err(NotATraceparent);
        }
        Ok(Self {
            trace_id,
            span_id: u64::try_from(span_id).map_err(|_| NotATraceparent)?,
            // Only the sampled flag has a meaning in version 00.
            flags: u8::from(flags & 1 == 1),
        })
    }
}

/// What a span does, in OpenTelemetry's terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Answers a call.
    Server,
    /// Makes a call.
    Client,
    /// Writes a record to Kafka.
    Producer,
    /// Works on a record from Kafka.
    Consumer,
    /// Work inside the process.
    Internal,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Client => "client",
            Self::Producer => "producer",
            Self::Consumer => "consumer",
            Self::Internal => "internal",
        }
    }
}

#[derive(Clone, Copy)]
struct Call {
    trace: TraceContext,
    deadline: Option<Instant>,
}

tokio::task_local! {
    static CALL: Call;
}

static EXPORTING: AtomicBool = AtomicBool::new(false);

pub(crate) fn set_exporting() {
    EXPORTING.store(true, Ordering::Relaxed);
}

fn exporting() -> bool {
    EXPORTING.load(Ordering::Relaxed)
}

/// Where the running task stands in its trace; none outside of any.
pub fn current() -> Option<TraceContext> {
    if exporting() {
        let context = Span::current().context();
        if let Some(here) = TraceContext::from_otel(context.span().span_context()) {
            return Some(here);
        }
    }
    CALL.try_with(|call| call.trace).ok()
}

/// How long the caller of the running task still waits; none if it said nothing.
pub fn remaining() -> Option<Duration> {
    deadline().map(|deadline| deadline.saturating_duration_since(Instant::now()))
}

/// When the caller of the running task stops waiting; none if it said nothing.
pub fn deadline() -> Option<Instant> {
    CALL.try_with(|call| call.deadline).ok().flatten()
}

/// Runs `future` at the given position of a trace, with the present deadline.
pub fn scope<F: Future>(trace: TraceContext, future: F) -> impl Future<Output = F::Output> {
    CALL.scope(Call { trace, deadline: deadline() }, future)
}

/// Runs `future` as one span of a trace: `parent`'s (a record's `traceparent`, say), else the current one,
/// else a new one. [`current`] inside of it is the new position.
pub fn in_span<F: Future>(
    name: &str,
    kind: Kind,
    parent: Option<TraceContext>,
    future: F,
) -> impl Future<Output = F::Output> {
    let parent = parent.or_else(current).unwrap_or_else(TraceContext::root);
    let span = span_for(name, kind, parent);
    CALL.scope(Call { trace: position_of(&span, parent), deadline: deadline() }, future.instrument(span))
}

/// A span under `parent`, for export; disabled when nothing is exported.
pub fn span_for(name: &str, kind: Kind, parent: TraceContext) -> Span {
    if !exporting() {
        return Span::none();
    }
    let span = tracing::info_span!(
        "call",
        otel.name = name,
        otel.kind = kind.name(),
        otel.status_code = field::Empty,
        rpc.grpc.status_code = field::Empty,
        http.response.status_code = field::Empty,
    );
    // It fails only for a span that the subscriber filtered out, which then has no parent to miss.
    let _ = span.set_parent(parent.to_otel());
    span
}

/// Where the span stands; its parent's position when nothing is exported, so that the trace passes through.
fn position_of(span: &Span, parent: TraceContext) -> TraceContext {
    if span.is_none() {
        return parent;
    }
    TraceContext::from_otel(span.context().span().span_context()).unwrap_or(parent)
}

/// Puts a call's trace into the headers of a request to another service.
pub(crate) fn inject(trace: TraceContext, headers: &mut HeaderMap) {
    if let Ok(value) = HeaderValue::from_str(&trace.to_header()) {
        headers.insert(TRACEPARENT, value);
    }
}

/// A call to another service: its span, and the trace for its headers.
pub(crate) fn outgoing(name: &str) -> (Span, Option<TraceContext>) {
    match current() {
        Some(here) => {
            let span = span_for(name, Kind::Client, here);
            let position = position_of(&span, here);
            (span, Some(position))
        }
        None if exporting() => {
            let root = TraceContext::root();
            (Span::none(), Some(root))
        }
        None => (Span::none(), None),
    }
}

/// Server side, gRPC and HTTP alike: takes the trace from `traceparent` (or starts one) and the deadline from
/// `grpc-timeout`, and makes them the running call's.
#[derive(Clone, Copy, Debug, Default)]
pub struct TraceLayer;

impl<S> Layer<S> for TraceLayer {
    type Service = Traced<S>;

    fn layer(&self, inner: S) -> Traced<S> {
        Traced { inner }
    }
}

/// The service of [`TraceLayer`].
#[derive(Clone, Debug)]
pub struct Traced<S> {
    inner: S,
}

impl<S, B, R> Service<Request<B>> for Traced<S>
where
    S: Service<Request<B>, Response = Response<R>>,
{
    type Response = Response<R>;
    type Error = S::Error;
    type Future = TracedFuture<S::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let parent = TraceContext::from_headers(request.headers()).unwrap_or_else(TraceContext::root);
        let deadline = crate::grpc::timeout_of(request.headers())
            .and_then(|timeout| Instant::now().checked_add(timeout));
        let span = if exporting() { server_span(&request, parent) } else { Span::none() };
        let call = Call { trace: position_of(&span, parent), deadline };
        let future = self.inner.call(request).instrument(span.clone());
        TracedFuture { inner: CALL.scope(call, future), span }
    }
}

fn server_span<B>(request: &Request<B>, parent: TraceContext) -> Span {
    match request.extensions().get::<axum::extract::MatchedPath>() {
        Some(path) => span_for(&format!("{} {}", request.method(), path.as_str()), Kind::Server, parent),
        None => span_for(request.uri().path(), Kind::Server, parent),
    }
}

pin_project! {
    /// The future of [`Traced`].
    pub struct TracedFuture<F> {
        #[pin]
        inner: TaskLocalFuture<Call, Instrumented<F>>,
        span: Span,
    }
}

impl<F, R, E> Future for TracedFuture<F>
where
    F: Future<Output = Result<Response<R>, E>>,
{
    type Output = Result<Response<R>, E>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let result = ready!(this.inner.poll(cx));
        if let Ok(response) = &result {
            record_outcome(this.span, response);
        }
        Poll::Ready(result)
    }
}

pub(crate) fn record_outcome<R>(span: &Span, response: &Response<R>) {
    if span.is_none() {
        return;
    }
    let grpc = response.headers().get("grpc-status").and_then(|code| code.to_str().ok()?.parse::<u16>().ok());
    if let Some(code) = grpc {
        span.record("rpc.grpc.status_code", code);
    } else {
        span.record("http.response.status_code", response.status().as_u16());
    }
    if grpc.is_some_and(|code| code != 0) || response.status().is_server_error() {
        span.record("otel.status_code", "ERROR");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    #[test]
    fn a_traceparent_reads_back_as_written() {
        assert_eq!(TraceContext::parse(HEADER).unwrap().to_header(), HEADER);
        let root = TraceContext::root();
        assert_eq!(TraceContext::parse(&root.to_header()), Some(root));
    }

    #[test]
    fn what_the_specification_forbids_is_refused() {
        for wrong in [
            "",
            "00",
            "00-00000000000000000000000000000000-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
            "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
            "00-+af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        ] {
            assert_eq!(TraceContext::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_later_version_is_read_as_far_as_known() {
        let later = "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-what-the-future-will-be-like";
        assert_eq!(TraceContext::parse(later).unwrap().to_header(), HEADER);
    }

    #[test]
    fn a_child_stays_in_its_trace() {
        let parent = TraceContext::parse(HEADER).unwrap();
        let child = parent.child();
        assert_eq!(child.trace_id(), parent.trace_id());
        assert_ne!(child, parent);
    }

    #[tokio::test]
    async fn a_scope_ends_with_its_future() {
        let trace = TraceContext::root();
        assert_eq!(current(), None);
        assert_eq!(scope(trace, async { current() }).await, Some(trace));
        assert_eq!(current(), None);
    }

    #[tokio::test]
    async fn without_an_exporter_a_span_passes_the_trace_through() {
        let trace = TraceContext::root();
        let inside = in_span("record", Kind::Consumer, Some(trace), async { current() }).await;
        assert_eq!(inside, Some(trace));
        let started = in_span("sweep", Kind::Internal, None, async { current() }).await;
        assert!(started.is_some());
    }
}
