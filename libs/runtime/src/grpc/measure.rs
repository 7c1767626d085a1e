//! Metrics of calls: `grpc_server_handled_total` by method and code, `grpc_server_handling_seconds` by
//! method, `grpc_server_in_flight`. The names are those of the Prometheus interceptors of other languages.

use std::{
    collections::HashMap,
    pin::Pin,
    sync::{Arc, OnceLock},
    task::{Context, Poll, ready},
    time::Instant,
};

use bytes::Bytes;
use http::{HeaderMap, Request, Response};
use http_body::{Body, Frame, SizeHint};
use metrics::{Counter, Gauge, Histogram, counter, gauge, histogram};
use pin_project_lite::pin_project;
use tonic::Code;
use tower::{Layer, Service};

const CODES: [&str; 17] = [
    "OK",
    "CANCELLED",
    "UNKNOWN",
    "INVALID_ARGUMENT",
    "DEADLINE_EXCEEDED",
    "NOT_FOUND",
    "ALREADY_EXISTS",
    "PERMISSION_DENIED",
    "RESOURCE_EXHAUSTED",
    "FAILED_PRECONDITION",
    "ABORTED",
    "OUT_OF_RANGE",
    "UNIMPLEMENTED",
    "INTERNAL",
    "UNAVAILABLE",
    "DATA_LOSS",
    "UNAUTHENTICATED",
];

/// The metrics of one RPC; looked up once, so that a call costs a few atomic operations.
#[derive(Debug)]
struct Rpc {
    service: String,
    method: String,
    seconds: Histogram,
    in_flight: Gauge,
    handled: [OnceLock<Counter>; CODES.len()],
}

impl std::fmt::Debug for MeasureLayer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MeasureLayer").finish_non_exhaustive()
    }
}

impl Rpc {
    fn new(service: &str, method: &str) -> Arc<Self> {
        let (service, method) = (service.to_owned(), method.to_owned());
        let labels = [("grpc_service", service.clone()), ("grpc_method", method.clone())];
        Arc::new(Self {
            seconds: histogram!("grpc_server_handling_seconds", &labels),
            in_flight: gauge!("grpc_server_in_flight", &labels),
            handled: std::array::from_fn(|_| OnceLock::new()),
            service,
            method,
        })
    }

    fn handled(&self, code: Code) {
        // Code is an index into both arrays by the specification.
        let index = i32::from(code).unsigned_abs() as usize;
        let (Some(counter), Some(name)) = (self.handled.get(index), CODES.get(index)) else { return };
        let labels = || {
            [
                ("grpc_service", self.service.clone()),
                ("grpc_method", self.method.clone()),
                ("grpc_code", (*name).to_owned()),
            ]
        };
        counter.get_or_init(|| counter!("grpc_server_handled_total", &labels())).increment(1);
    }
}

/// Counts and times every call, refused ones too; outside of every other layer. Paths that are not in the
/// policy share one label: callers do not choose ours.
#[derive(Clone)]
pub(super) struct MeasureLayer {
    rpcs: Arc<HashMap<&'static str, Arc<Rpc>>>,
    unknown: Arc<Rpc>,
}

impl MeasureLayer {
    pub(super) fn new(paths: impl Iterator<Item = &'static str>) -> Self {
        let rpcs = paths.map(|path| {
            let (service, method) = path.trim_start_matches('/').split_once('/').unwrap_or((path, ""));
            (path, Rpc::new(service, method))
        });
        Self { rpcs: Arc::new(rpcs.collect()), unknown: Rpc::new("unknown", "unknown") }
    }
}

impl<S> Layer<S> for MeasureLayer {
    type Service = Measure<S>;

    fn layer(&self, inner: S) -> Measure<S> {
        Measure { inner, layer: self.clone() }
    }
}

#[derive(Clone)]
pub(super) struct Measure<S> {
    inner: S,
    layer: MeasureLayer,
}

impl<S, B, R> Service<Request<B>> for Measure<S>
where
    S: Service<Request<B>, Response = Response<R>>,
{
    type Response = Response<MeasuredBody<R>>;
    type Error = S::Error;
    type Future = MeasureFuture<S::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let rpc = self.layer.rpcs.get(request.uri().path()).unwrap_or(&self.layer.unknown);
        MeasureFuture { call: Some(Call::begin(Arc::clone(rpc))), inner: self.inner.call(request) }
    }
}

/// A call under way. One that is dropped without an end was cancelled by its caller.
struct Call {
    rpc: Arc<Rpc>,
    began: Instant,
    code: Code,
}

impl Call {
    fn begin(rpc: Arc<Rpc>) -> Self {
        rpc.in_flight.increment(1);
        Self { rpc, began: Instant::now(), code: Code::Cancelled }
    }

    fn end(mut self, code: Code) {
        self.code = code;
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        self.rpc.in_flight.decrement(1);
        self.rpc.seconds.record(self.began.elapsed());
        self.rpc.handled(self.code);
    }
}

fn code_of(headers: &HeaderMap) -> Option<Code> {
    headers.get("grpc-status").map(|code| Code::from_bytes(code.as_bytes()))
}

pin_project! {
    pub(super) struct MeasureFuture<F> {
        call: Option<Call>,
        #[pin]
        inner: F,
    }
}

impl<F, R, E> Future for MeasureFuture<F>
where
    F: Future<Output = Result<Response<R>, E>>,
{
    type Output = Result<Response<MeasuredBody<R>>, E>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let result = ready!(this.inner.poll(cx));
        let mut call = this.call.take();
        Poll::Ready(match result {
            Ok(response) => {
                // A failed call has its status in the headers; any other, after the body, in the trailers.
                if let Some(code) = code_of(response.headers())
                    && let Some(call) = call.take()
                {
                    call.end(code);
                }
                Ok(response.map(|inner| MeasuredBody { inner, call }))
            }
            Err(error) => {
                if let Some(call) = call {
                    call.end(Code::Internal);
                }
                Err(error)
            }
        })
    }
}

pin_project! {
    /// A body that tells how its call ended.
    pub(super) struct MeasuredBody<B> {
        #[pin]
        inner: B,
        call: Option<Call>,
    }
}

impl<B: Body<Data = Bytes>> Body for MeasuredBody<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        let this = self.project();
        let frame = ready!(this.inner.poll_frame(cx));
        let code = match &frame {
            Some(Ok(frame)) => frame.trailers_ref().map(|trailers| code_of(trailers).unwrap_or(Code::Ok)),
            Some(Err(_)) => Some(Code::Internal),
            None => Some(Code::Ok),
        };
        if let Some(code) = code
            && let Some(call) = this.call.take()
        {
            call.end(code);
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}
