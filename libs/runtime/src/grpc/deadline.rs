//! Deadlines: a call ends with `DEADLINE_EXCEEDED` when its caller has stopped waiting.

use std::{
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use http::{HeaderMap, HeaderValue, Request, Response};
use pin_project_lite::pin_project;
use tokio::time::Sleep;
use tonic::Status;
use tower::{Layer, Service};

use crate::trace;

pub(super) const GRPC_TIMEOUT: &str = "grpc-timeout";

/// The `grpc-timeout` header: at most eight digits and a unit. What is malformed is as good as absent.
pub(crate) fn timeout_of(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(GRPC_TIMEOUT)?.to_str().ok()?;
    let (digits, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    if digits.is_empty() || digits.len() > 8 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let value: u64 = digits.parse().ok()?;
    match unit {
        "H" => Some(Duration::from_secs(value * 3600)),
        "M" => Some(Duration::from_secs(value * 60)),
        "S" => Some(Duration::from_secs(value)),
        "m" => Some(Duration::from_millis(value)),
        "u" => Some(Duration::from_micros(value)),
        "n" => Some(Duration::from_nanos(value)),
        _ => None,
    }
}

/// The header for a timeout, in the finest unit of eight digits, rounded down.
pub(super) fn timeout_header(timeout: Duration) -> Option<HeaderValue> {
    const EIGHT_DIGITS: u128 = 100_000_000;
    let text = match (timeout.as_micros(), timeout.as_millis()) {
        (micros, _) if micros < EIGHT_DIGITS => format!("{micros}u"),
        (_, millis) if millis < EIGHT_DIGITS => format!("{millis}m"),
        _ => format!("{}S", timeout.as_secs().min(99_999_999)),
    };
    HeaderValue::from_str(&text).ok()
}

pub(super) fn exceeded() -> Status {
    Status::deadline_exceeded("the call's deadline passed")
}

/// Ends calls at their deadline; inside of [`trace::TraceLayer`], which knows it.
#[derive(Clone, Copy, Debug)]
pub(super) struct DeadlineLayer;

impl<S> Layer<S> for DeadlineLayer {
    type Service = Deadline<S>;

    fn layer(&self, inner: S) -> Deadline<S> {
        Deadline { inner }
    }
}

#[derive(Clone, Debug)]
pub(super) struct Deadline<S> {
    inner: S,
}

impl<S, B, R> Service<Request<B>> for Deadline<S>
where
    S: Service<Request<B>, Response = Response<R>>,
    R: Default,
{
    type Response = Response<R>;
    type Error = S::Error;
    type Future = DeadlineFuture<S::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        DeadlineFuture { inner: self.inner.call(request), timer: None, started: false }
    }
}

pin_project! {
    pub(super) struct DeadlineFuture<F> {
        #[pin]
        inner: F,
        #[pin]
        timer: Option<Sleep>,
        started: bool,
    }
}

impl<F, R, E> Future for DeadlineFuture<F>
where
    F: Future<Output = Result<Response<R>, E>>,
    R: Default,
{
    type Output = Result<Response<R>, E>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        if let Poll::Ready(done) = this.inner.poll(cx) {
            return Poll::Ready(done);
        }
        // Only a call that does not answer at once costs a timer.
        if !std::mem::replace(this.started, true) {
            this.timer.set(trace::deadline().map(tokio::time::sleep_until));
        }
        if this.timer.as_pin_mut().is_some_and(|timer| timer.poll(cx).is_ready()) {
            return Poll::Ready(Ok(exceeded().into_http()));
        }
        Poll::Pending
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Duration> {
        let mut headers = HeaderMap::new();
        headers.insert(GRPC_TIMEOUT, text.parse().unwrap());
        timeout_of(&headers)
    }

    #[test]
    fn the_header_is_read_in_every_unit() {
        for (text, expected) in [
            ("2H", Some(Duration::from_hours(2))),
            ("3M", Some(Duration::from_mins(3))),
            ("10S", Some(Duration::from_secs(10))),
            ("250m", Some(Duration::from_millis(250))),
            ("99999999u", Some(Duration::from_micros(99_999_999))),
            ("5n", Some(Duration::from_nanos(5))),
            ("", None),
            ("S", None),
            ("10", None),
            ("-1S", None),
            ("+1S", None),
            ("123456789m", None),
            ("1s", None),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn the_header_is_written_so_that_it_reads_back() {
        for timeout in
            [Duration::ZERO, Duration::from_micros(1), Duration::from_secs(10), Duration::from_hours(24)]
        {
            assert_eq!(read(timeout_header(timeout).unwrap().to_str().unwrap()), Some(timeout));
        }
    }
}
