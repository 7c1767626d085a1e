//! Streams that go on for ever end when the server must: with `UNAVAILABLE`, so that the caller comes back,
//! to another instance.

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use bytes::Bytes;
use http::{Request, Response};
use http_body::{Body, Frame, SizeHint};
use pin_project_lite::pin_project;
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};
use tonic::Status;
use tower::{Layer, Service};

/// Ends the bodies of responses when the token is cancelled.
#[derive(Clone, Debug)]
pub(super) struct DrainLayer(pub(super) Arc<CancellationToken>);

impl<S> Layer<S> for DrainLayer {
    type Service = Drain<S>;

    fn layer(&self, inner: S) -> Drain<S> {
        Drain { inner, end: Arc::clone(&self.0) }
    }
}

#[derive(Clone, Debug)]
pub(super) struct Drain<S> {
    inner: S,
    end: Arc<CancellationToken>,
}

impl<S, B, R> Service<Request<B>> for Drain<S>
where
    S: Service<Request<B>, Response = Response<R>>,
{
    type Response = Response<EndingBody<R>>;
    type Error = S::Error;
    type Future = DrainFuture<S::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        DrainFuture { inner: self.inner.call(request), end: Arc::clone(&self.end) }
    }
}

pin_project! {
    pub(super) struct DrainFuture<F> {
        #[pin]
        inner: F,
        end: Arc<CancellationToken>,
    }
}

impl<F, R, E> Future for DrainFuture<F>
where
    F: Future<Output = Result<Response<R>, E>>,
{
    type Output = Result<Response<EndingBody<R>>, E>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let end = this.end;
        let ending = |inner| EndingBody { inner, waiting: None, end: Some(Arc::clone(end)) };
        this.inner.poll(cx).map_ok(|response| response.map(ending))
    }
}

pin_project! {
    /// A body that ends early when told so.
    #[derive(Default)]
    pub(super) struct EndingBody<B> {
        #[pin]
        inner: B,
        // Made only once the body keeps its reader waiting, which that of a single answer never does.
        waiting: Option<Pin<Box<WaitForCancellationFutureOwned>>>,
        end: Option<Arc<CancellationToken>>,
    }
}

impl<B: Body<Data = Bytes>> Body for EndingBody<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        let this = self.project();
        if let ready @ Poll::Ready(_) = this.inner.poll_frame(cx) {
            return ready;
        }
        let Some(end) = this.end.as_ref() else { return Poll::Pending };
        let waiting =
            this.waiting.get_or_insert_with(|| Box::pin(CancellationToken::clone(end).cancelled_owned()));
        if waiting.as_mut().poll(cx).is_pending() {
            return Poll::Pending;
        }
        let mut trailers = http::HeaderMap::new();
        // Fixed text: it always makes a header.
        let _ = Status::unavailable("the server is stopping").add_header(&mut trailers);
        *this.end = None;
        Poll::Ready(Some(Ok(Frame::trailers(trailers))))
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}
