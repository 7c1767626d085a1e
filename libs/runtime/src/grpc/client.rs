//! Calls to other services.

use std::{
    fmt,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use http::{Request, Response, Uri};
use http_body::{Frame, SizeHint};
use pin_project_lite::pin_project;
use tokio::time::Sleep;
use tonic::{
    Code, Status, TimeoutExpired,
    body::Body,
    transport::{ClientTlsConfig, Endpoint},
};
use tower::Service;
use tracing::{Instrument as _, Span, instrument::Instrumented};

use super::{
    Error,
    deadline::{GRPC_TIMEOUT, exceeded, timeout_header, timeout_of},
    tls,
};
use crate::{BoxError, config::TlsOptions, trace};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);
const STREAM_WINDOW: u32 = 1024 * 1024;
const CONNECTION_WINDOW: u32 = 8 * 1024 * 1024;
const KEEPALIVE: Duration = Duration::from_secs(20);
const KEEPALIVE_TIMEOUT: Duration = Duration::from_secs(10);

/// [`Client::to`] with the usual timeouts: a channel to the service `server_name` at `url`.
pub fn connect(url: &str, tls: &TlsOptions, server_name: &str) -> Result<Channel, Error> {
    Ok(Client::to(url, tls, server_name)?.channel())
}

/// A channel to a service, under construction.
#[derive(Clone)]
pub struct Client {
    endpoint: Endpoint,
    tls: ClientTlsConfig,
    timeout: Option<Duration>,
}

impl fmt::Debug for Client {
    // The private key is never shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("endpoint", &self.endpoint.uri()).finish_non_exhaustive()
    }
}

impl Client {
    /// Where it calls.
    pub fn uri(&self) -> &Uri {
        self.endpoint.uri()
    }

    /// A client of the service at `url` (`https://host:port`), which must prove to be `server_name` (a DNS
    /// name of its certificate: `ledger`).
    ///
    /// # Errors
    ///
    /// A URL that is not `https://…`, a wrong certificate file.
    pub fn to(url: &str, tls: &TlsOptions, server_name: &str) -> Result<Self, Error> {
        let address = address(url)?;
        let tls = tls::client(tls, server_name)?;
        Ok(Self { endpoint: endpoint(url, address, &tls)?, tls, timeout: Some(REQUEST_TIMEOUT) })
    }

    /// The same identity, demands and timeout, at another URL: another instance of the same service.
    ///
    /// # Errors
    ///
    /// A URL that is not `https://…`.
    pub fn at(&self, url: &str) -> Result<Self, Error> {
        Ok(Self { endpoint: endpoint(url, address(url)?, &self.tls)?, ..self.clone() })
    }

    /// How long a call may take if it says nothing itself (`Request::set_timeout`) and the caller that we work
    /// for does not wait less. `None`: for ever, also beyond that caller: for long-lived streams.
    #[must_use]
    pub fn request_timeout(mut self, timeout: Option<Duration>) -> Self {
        self.timeout = timeout;
        self
    }

    /// The channel. It connects at the first call, and again whenever the connection is lost. Must be made
    /// inside the tokio runtime.
    pub fn channel(&self) -> Channel {
        Channel { inner: self.endpoint.connect_lazy(), timeout: self.timeout }
    }
}

fn wrong(url: &str, problem: String) -> Error {
    Error::Endpoint { url: url.to_owned(), problem }
}

fn address(url: &str) -> Result<Endpoint, Error> {
    let endpoint = Endpoint::from_shared(url.to_owned()).map_err(|error| wrong(url, error.to_string()))?;
    if endpoint.uri().scheme_str() != Some("https") || endpoint.uri().authority().is_none() {
        return Err(wrong(url, "expected https://host:port".to_owned()));
    }
    Ok(endpoint)
}

fn endpoint(url: &str, address: Endpoint, tls: &ClientTlsConfig) -> Result<Endpoint, Error> {
    Ok(address
        .tls_config(tls.clone())
        .map_err(|error| wrong(url, crate::start::chain(&error)))?
        .tcp_nodelay(true)
        .connect_timeout(CONNECT_TIMEOUT)
        .initial_stream_window_size(STREAM_WINDOW)
        .initial_connection_window_size(CONNECTION_WINDOW)
        .http2_keep_alive_interval(KEEPALIVE)
        .keep_alive_timeout(KEEPALIVE_TIMEOUT)
        .keep_alive_while_idle(true))
}

/// What generated clients are made of: `LedgerServiceClient<runtime::grpc::Channel>`. Cheap to clone; clones
/// share the connection. Adds `traceparent` and `grpc-timeout` to every call. A connection that breaks during a
/// call ends it with `UNAVAILABLE`: whether the call had an effect is then unknown.
#[derive(Clone, Debug)]
pub struct Channel {
    inner: tonic::transport::Channel,
    timeout: Option<Duration>,
}

impl Service<Request<Body>> for Channel {
    type Response = Response<ChannelBody>;
    type Error = BoxError;
    type Future = ChannelFuture;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(cx).map_err(Into::into)
    }

    fn call(&mut self, mut request: Request<Body>) -> ChannelFuture {
        let (span, here) = trace::outgoing(request.uri().path());
        if let Some(here) = here {
            trace::inject(here, request.headers_mut());
        }
        let timeout = self.timeout_for(&request);
        if let Some(header) = timeout.and_then(timeout_header) {
            request.headers_mut().insert(GRPC_TIMEOUT, header);
        }
        ChannelFuture {
            inner: self.inner.call(request).instrument(span.clone()),
            timer: timeout.map(tokio::time::sleep),
            span,
        }
    }
}

impl Channel {
    fn timeout_for(&self, request: &Request<Body>) -> Option<Duration> {
        let asked = timeout_of(request.headers());
        let inherited = self.timeout.and_then(|_| trace::remaining());
        [asked.or(self.timeout), inherited].into_iter().flatten().min()
    }
}

pin_project! {
    /// The future of [`Channel`].
    pub struct ChannelFuture {
        #[pin]
        inner: Instrumented<tonic::transport::channel::ResponseFuture>,
        #[pin]
        timer: Option<Sleep>,
        span: Span,
    }
}

impl Future for ChannelFuture {
    type Output = Result<Response<ChannelBody>, BoxError>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        if let Poll::Ready(done) = this.inner.poll(cx) {
            if let Ok(response) = &done {
                trace::record_outcome(this.span, response);
            }
            return Poll::Ready(match done {
                Ok(response) => Ok(response.map(|inner| ChannelBody { inner })),
                // tonic's own timer may be first, and calls it CANCELLED.
                Err(error) if is_timeout(&error) => Err(exceeded().into()),
                Err(error) => Err(lost(Status::from_error(error.into())).into()),
            });
        }
        if this.timer.as_pin_mut().is_some_and(|timer| timer.poll(cx).is_ready()) {
            return Poll::Ready(Err(exceeded().into()));
        }
        Poll::Pending
    }
}

pin_project! {
    /// The body of an answer through [`Channel`].
    #[derive(Debug)]
    pub struct ChannelBody {
        #[pin]
        inner: Body,
    }
}

impl http_body::Body for ChannelBody {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        self.project().inner.poll_frame(cx).map_err(lost)
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

fn is_timeout(error: &(dyn std::error::Error + 'static)) -> bool {
    std::iter::successors(Some(error), |error| error.source())
        .any(<dyn std::error::Error>::is::<TimeoutExpired>)
}

/// What tonic cannot explain here comes from a broken connection, never from the server's handler, and is
/// `UNAVAILABLE` by the specification.
fn lost(status: Status) -> Status {
    if status.code() != Code::Unknown {
        return status;
    }
    let mut lost = Status::unavailable("the connection was lost");
    lost.set_source(Arc::new(status));
    lost
}
