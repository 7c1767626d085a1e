//! Retries of idempotent calls: bounded, with exponential backoff and full jitter, and never past the
//! caller's deadline.

use std::time::Duration;

use tonic::{Code, Status};
use tonic_types::StatusExt as _;

use crate::trace;

/// How often and how long to retry.
#[derive(Clone, Copy, Debug)]
pub struct Policy {
    /// Attempts in all, the first included.
    pub attempts: u32,
    /// The longest pause before the second attempt; it doubles with each further one.
    pub base: Duration,
    /// The longest pause of all.
    pub cap: Duration,
}

impl Default for Policy {
    fn default() -> Self {
        Self { attempts: 4, base: Duration::from_millis(50), cap: Duration::from_secs(2) }
    }
}

/// What a failure allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Trying again may help.
    Retry,
    /// Trying again may help, but not sooner than this.
    RetryAfter(Duration),
    /// Trying again cannot help.
    GiveUp,
}

/// The verdict on a gRPC status for a call that is idempotent: `UNAVAILABLE` and `RESOURCE_EXHAUSTED` may
/// pass, with the pause that the server asks for in `google.rpc.RetryInfo`. `DEADLINE_EXCEEDED` is not
/// retried: the time of the call is used up.
pub fn transient(status: &Status) -> Verdict {
    match status.code() {
        Code::Unavailable | Code::ResourceExhausted => {
            match status.get_details_retry_info().and_then(|info| info.retry_delay) {
                Some(delay) => Verdict::RetryAfter(delay),
                None => Verdict::Retry,
            }
        }
        _ => Verdict::GiveUp,
    }
}

impl Policy {
    /// Runs `attempt` until it succeeds, `verdict` gives up, or attempts or the caller's deadline
    /// ([`trace::remaining`]) run out; then the last error is the answer.
    ///
    /// Only for calls that are idempotent.
    pub async fn run<T, E, A, F>(&self, verdict: impl Fn(&E) -> Verdict, mut attempt: A) -> Result<T, E>
    where
        A: FnMut() -> F,
        F: Future<Output = Result<T, E>>,
    {
        let mut made = 0;
        loop {
            let error = match attempt().await {
                Ok(done) => return Ok(done),
                Err(error) => error,
            };
            made += 1;
            if made >= self.attempts {
                return Err(error);
            }
            let pause = match verdict(&error) {
                Verdict::Retry => self.backoff(made),
                Verdict::RetryAfter(least) => least.saturating_add(self.backoff(made)),
                Verdict::GiveUp => return Err(error),
            };
            if trace::remaining().is_some_and(|left| left <= pause) {
                return Err(error);
            }
            tokio::time::sleep(pause).await;
        }
    }

    /// The pause after `made` failed attempts: anything up to the doubled base, so that callers that failed
    /// together do not come back together.
    pub fn backoff(&self, made: u32) -> Duration {
        let doubled = self.base.saturating_mul(1_u32.checked_shl(made.saturating_sub(1)).unwrap_or(u32::MAX));
        let longest = u64::try_from(doubled.min(self.cap).as_micros()).unwrap_or(u64::MAX);
        Duration::from_micros(fastrand::u64(0..=longest))
    }
}

#[cfg(test)]
mod tests {
    use tonic_types::ErrorDetails;

    use super::*;

    const QUICK: Policy =
        Policy { attempts: 3, base: Duration::from_micros(10), cap: Duration::from_micros(50) };

    async fn attempts_until(outcomes: &[Result<(), Code>]) -> (u32, Result<(), Code>) {
        let mut made = 0;
        let result = QUICK
            .run(transient, || {
                let outcome = outcomes[made as usize];
                made += 1;
                async move { outcome.map_err(|code| Status::new(code, "")) }
            })
            .await;
        (made, result.map_err(|status| status.code()))
    }

    #[tokio::test]
    async fn retries_are_bounded_and_only_for_what_may_pass() {
        use Code::{Internal, ResourceExhausted, Unavailable};
        for (outcomes, expected) in [
            (&[Ok(())][..], (1, Ok(()))),
            (&[Err(Unavailable), Err(ResourceExhausted), Ok(())], (3, Ok(()))),
            (&[Err(Unavailable), Err(Unavailable), Err(Unavailable)], (3, Err(Unavailable))),
            (&[Err(Internal)], (1, Err(Internal))),
            (&[Err(Code::DeadlineExceeded)], (1, Err(Code::DeadlineExceeded))),
        ] {
            assert_eq!(attempts_until(outcomes).await, expected, "{outcomes:?}");
        }
    }

    #[test]
    fn the_servers_delay_is_honoured() {
        let details = ErrorDetails::with_retry_info(Some(Duration::from_millis(700)));
        let status = Status::with_error_details(Code::ResourceExhausted, "full", details);
        assert_eq!(transient(&status), Verdict::RetryAfter(Duration::from_millis(700)));
    }

    #[test]
    fn a_pause_never_exceeds_the_cap() {
        let policy = Policy::default();
        assert!((0..100).all(|made| policy.backoff(made) <= policy.cap));
    }
}
