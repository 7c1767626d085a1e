//! A panic in a handler ends its call with `INTERNAL`, and nothing else.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    pin::Pin,
    task::{Context, Poll},
};

use http::{Request, Response};
use pin_project_lite::pin_project;
use tonic::Status;
use tower::{Layer, Service};

#[derive(Clone, Copy, Debug)]
pub(super) struct PanicLayer;

impl<S> Layer<S> for PanicLayer {
    type Service = Caught<S>;

    fn layer(&self, inner: S) -> Caught<S> {
        Caught { inner }
    }
}

#[derive(Clone, Debug)]
pub(super) struct Caught<S> {
    inner: S,
}

impl<S, B, R> Service<Request<B>> for Caught<S>
where
    S: Service<Request<B>, Response = Response<R>>,
    R: Default,
{
    type Response = Response<R>;
    type Error = S::Error;
    type Future = CaughtFuture<S::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        CaughtFuture { inner: self.inner.call(request) }
    }
}

pin_project! {
    pub(super) struct CaughtFuture<F> {
        #[pin]
        inner: F,
    }
}

impl<F, R, E> Future for CaughtFuture<F>
where
    F: Future<Output = Result<Response<R>, E>>,
    R: Default,
{
    type Output = Result<Response<R>, E>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let inner = self.project().inner;
        // Unwind safe: after a panic the future is never polled again. The panic hook has logged it.
        catch_unwind(AssertUnwindSafe(|| inner.poll(cx)))
            .unwrap_or_else(|_| Poll::Ready(Ok(Status::internal("internal error").into_http())))
    }
}
