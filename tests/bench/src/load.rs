//! Callers in closed loops: each asks, waits for the answer, and asks again.

use std::time::Duration;

use hdrhistogram::Histogram;
use runtime::BoxError;
use tokio::sync::oneshot;
use tokio::task::JoinSet;
use tokio::time::Instant;

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

    /// Counts what was answered together.
    pub(crate) fn count(&mut self, latency: Duration, calls: u64) {
        let micros = u64::try_from(latency.as_micros()).unwrap_or(LONGEST).max(1);
        self.latency.saturating_record_n(micros, calls);
    }

    /// Takes in what others measured in the same time.
    pub(crate) fn add(&mut self, other: &Self) -> Result<(), BoxError> {
        self.latency.add(&other.latency)?;
        self.answered += other.answered;
        Ok(())
    }

    /// Answered calls per second, rounded.
    pub(crate) fn per_second(&self) -> u64 {
        let millis = u64::try_from(self.time.as_millis()).unwrap_or(u64::MAX).max(1);
        self.latency.len().saturating_mul(1_000) / millis
    }
}

/// One who calls, again and again.
pub(crate) trait Caller: Send + 'static {
    /// What must come before a call and is not measured.
    fn prepare(&mut self) -> impl Future<Output = Result<(), BoxError>> + Send {
        async { Ok(()) }
    }

    /// One call, to its answer. A failure ends the whole run: what it left behind could not be checked.
    fn call(&mut self) -> impl Future<Output = Result<(), BoxError>> + Send;

    /// How many calls one counts for.
    fn worth(&self) -> u64 {
        1
    }
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
        all.add(&done??)?;
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
    loop {
        caller.prepare().await?;
        let asked = Instant::now();
        if asked >= end {
            return Ok(measured);
        }
        caller.call().await?;
        let answered = Instant::now();
        measured.answered += caller.worth();
        if answered >= begin && answered < end {
            measured.count(answered - asked, caller.worth());
        }
    }
}

/// Does something on a thread and a runtime of its own, where no call is handed from thread to thread.
pub(crate) async fn apart<T, W, F>(work: W) -> Result<T, BoxError>
where
    T: Send + 'static,
    W: FnOnce() -> F + Send + 'static,
    F: Future<Output = Result<T, BoxError>>,
{
    let (done, outcome) = oneshot::channel();
    std::thread::Builder::new().name("load".to_owned()).spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let worked = runtime.map_err(BoxError::from).and_then(|runtime| runtime.block_on(work()));
        // Whoever waited is gone only when the run was interrupted.
        drop(done.send(worked));
    })?;
    outcome.await.unwrap_or_else(|_| Err("the thread of the load panicked".into()))
}
