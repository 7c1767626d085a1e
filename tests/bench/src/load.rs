//! Callers in closed loops: each asks, waits for the answer, and asks again.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use hdrhistogram::Histogram;
use runtime::{BoxError, Clock};
use tokio::task::JoinSet;
use tokio::time::Instant;

/// Tokens that each account starts with: more than any run can spend.
pub(crate) const CREDIT: u64 = 1_000_000_000;

/// The longest latency that is told apart, in microseconds.
const LONGEST: u64 = 60_000_000;

/// How long a step takes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    /// Before anything is counted.
    pub(crate) warm_up: Duration,
    /// What is counted.
    pub(crate) time: Duration,
}

/// What a step measured.
#[derive(Debug)]
pub(crate) struct Measured {
    /// How long was counted.
    pub(crate) time: Duration,
    /// Microseconds from call to answer of every call that was answered meanwhile.
    pub(crate) latency: Histogram<u64>,
    /// All answered calls, those before and after what was counted too.
    pub(crate) answered: u64,
}

impl Measured {
    /// Nothing yet.
    pub(crate) fn new(time: Duration) -> Result<Self, BoxError> {
        Ok(Self { time, latency: Histogram::new_with_bounds(1, LONGEST, 3)?, answered: 0 })
    }

    /// Counts one answered call.
    pub(crate) fn count(&mut self, latency: Duration) {
        self.latency.saturating_record(u64::try_from(latency.as_micros()).unwrap_or(LONGEST).max(1));
    }

    /// Answered calls per second, rounded.
    pub(crate) fn per_second(&self) -> u64 {
        let millis = u64::try_from(self.time.as_millis()).unwrap_or(u64::MAX).max(1);
        self.latency.len().saturating_mul(1_000) / millis
    }
}

/// One who calls, again and again.
pub(crate) trait Caller: Send + 'static {
    /// One call, to its answer. A failure ends the whole run: what it left behind could not be checked.
    fn call(&mut self) -> impl Future<Output = Result<(), BoxError>> + Send;
}

/// Lets all callers call at the same time for the given span.
pub(crate) async fn run<C: Caller>(
    callers: impl Iterator<Item = C>,
    span: Span,
) -> Result<Measured, BoxError> {
    let begin = Instant::now() + span.warm_up;
    let mut loops = JoinSet::new();
    for caller in callers {
        loops.spawn(keep_calling(caller, begin, span.time));
    }
    let mut all = Measured::new(span.time)?;
    while let Some(done) = loops.join_next().await {
        let one = done??;
        all.latency.add(&one.latency)?;
        all.answered += one.answered;
    }
    Ok(all)
}

async fn keep_calling<C: Caller>(
    mut caller: C,
    begin: Instant,
    time: Duration,
) -> Result<Measured, BoxError> {
    let end = begin + time;
    let mut measured = Measured::new(time)?;
    let mut asked = Instant::now();
    while asked < end {
        caller.call().await?;
        let answered = Instant::now();
        measured.answered += 1;
        if answered >= begin && answered < end {
            measured.count(answered - asked);
        }
        asked = answered;
    }
    Ok(measured)
}

/// The accounts, and what was spent of each by calls that were answered.
#[derive(Clone)]
pub(crate) struct Accounts {
    ids: Arc<[String]>,
    spent: Arc<[AtomicU64]>,
}

impl Accounts {
    /// Accounts to spread calls over, and one more, which is the hot one.
    pub(crate) fn new(spread: u32) -> Self {
        let clock = Clock::system();
        Self {
            ids: (0..=spread).map(|_| clock.new_id().to_string()).collect(),
            spent: (0..=spread).map(|_| AtomicU64::new(0)).collect(),
        }
    }

    /// All ids; the last is the hot account's.
    pub(crate) fn ids(&self) -> &[String] {
        &self.ids
    }

    /// The hot account's place.
    pub(crate) fn hot(&self) -> usize {
        self.ids.len().saturating_sub(1)
    }

    /// Notes an answered call.
    pub(crate) fn spend(&self, place: usize, tokens: u64) {
        if let Some(spent) = self.spent.get(place) {
            spent.fetch_add(tokens, Ordering::Relaxed);
        }
    }

    /// Each id with what was spent.
    pub(crate) fn spent(&self) -> impl Iterator<Item = (&str, u64)> {
        self.ids.iter().map(String::as_str).zip(self.spent.iter().map(|spent| spent.load(Ordering::Relaxed)))
    }
}
