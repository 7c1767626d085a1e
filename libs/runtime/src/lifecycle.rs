//! The life of a process: long-lived tasks, shutdown by signal or by failure, drain within a grace period.
//!
//! Two stages, as in "please stop" and "stop": the shutdown token asks every task to finish what it has
//! begun; when the grace period is over, or at a second signal, what still runs is dropped.

use std::{
    borrow::Cow,
    collections::BTreeMap,
    panic::AssertUnwindSafe,
    process::ExitCode,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use futures::FutureExt as _;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::BoxError;

/// The life of one process. Cheap to clone; clones are the same life.
#[derive(Clone, Debug)]
pub struct Lifecycle(Arc<Life>);

#[derive(Debug)]
struct Life {
    grace: Duration,
    shutdown: CancellationToken,
    streams: CancellationToken,
    abort: CancellationToken,
    failed: AtomicBool,
    tracker: TaskTracker,
    running: Mutex<BTreeMap<u64, Cow<'static, str>>>,
    spawned: AtomicU64,
}

impl Lifecycle {
    /// A life that, once asked to end, has `grace` to do so.
    pub fn new(grace: Duration) -> Self {
        Self(Arc::new(Life {
            grace,
            shutdown: CancellationToken::new(),
            streams: CancellationToken::new(),
            abort: CancellationToken::new(),
            failed: AtomicBool::new(false),
            tracker: TaskTracker::new(),
            running: Mutex::default(),
            spawned: AtomicU64::new(0),
        }))
    }

    /// Spawns a long-lived task. It watches [`Lifecycle::shutdown_token`] and then finishes what it has begun.
    ///
    /// If it ends with an error or panics, at any time, the service shuts down and exits with code 1.
    /// `Ok(())` says that its work is done, also before shutdown.
    pub fn spawn<F, E>(&self, name: impl Into<Cow<'static, str>>, task: F)
    where
        F: Future<Output = Result<(), E>> + Send + 'static,
        E: Into<BoxError> + Send + 'static,
    {
        let name = name.into();
        let id = self.0.spawned.fetch_add(1, Ordering::Relaxed);
        self.0.lock().insert(id, name.clone());
        let life = Arc::clone(&self.0);
        self.0.tracker.spawn(async move {
            let task = AssertUnwindSafe(task).catch_unwind();
            let ended = tokio::select! {
                biased;
                ended = task => Some(ended),
                () = life.abort.cancelled() => None,
            };
            match ended {
                Some(Ok(Ok(()))) => tracing::debug!(task = %name, "task ended"),
                Some(Ok(Err(error))) => {
                    let error: BoxError = error.into();
                    life.fail(&name, &crate::start::chain(error.as_ref()));
                }
                // The panic hook has logged message and place.
                Some(Err(_)) => life.fail(&name, "panic"),
                None => {}
            }
            life.lock().remove(&id);
        });
    }

    /// Cancelled when the service is to stop: by signal, by [`Lifecycle::shutdown`], or by a failed task.
    pub fn shutdown_token(&self) -> CancellationToken {
        self.0.shutdown.clone()
    }

    /// Cancelled when half of the grace period is over: streams that nobody has ended are then cut off, so that
    /// they do not use up the time of everything else.
    pub(crate) fn streams_token(&self) -> CancellationToken {
        self.0.streams.clone()
    }

    /// Asks everything to stop.
    pub fn shutdown(&self) {
        self.0.shutdown.cancel();
    }

    /// The time that tasks have to finish once asked to stop.
    pub fn grace(&self) -> Duration {
        self.0.grace
    }

    /// From now on SIGTERM or SIGINT asks everything to stop, and a second one does not wait.
    pub fn listen_for_signals(&self) -> std::io::Result<()> {
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        let life = Arc::clone(&self.0);
        tokio::spawn(async move {
            for asked in [&life.shutdown, &life.abort] {
                let name = tokio::select! {
                    _ = terminate.recv() => "SIGTERM",
                    _ = interrupt.recv() => "SIGINT",
                };
                tracing::info!(signal = name, "asked to stop");
                asked.cancel();
            }
        });
        Ok(())
    }

    /// Waits until the service is to stop, then for its tasks, at most the grace period. 0: asked to stop, and
    /// everything ended well; 1: a task failed or did not end in time.
    pub async fn run(self) -> ExitCode {
        let life = self.0;
        life.shutdown.cancelled().await;
        life.tracker.close();
        let half_time = async {
            tokio::time::sleep(life.grace / 2).await;
            life.streams.cancel();
            tokio::time::sleep(life.grace / 2).await;
        };
        let drained = tokio::select! {
            () = life.tracker.wait() => true,
            () = life.abort.cancelled() => false,
            () = half_time => false,
        };
        if !drained {
            let tasks: Vec<_> = life.lock().values().cloned().collect();
            tracing::error!(tasks = tasks.join(", "), "stopping with tasks still running");
            life.abort.cancel();
        }
        if drained && !life.failed.load(Ordering::SeqCst) {
            tracing::info!("stopped");
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }
}

impl Life {
    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<u64, Cow<'static, str>>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn fail(&self, name: &str, error: &str) {
        tracing::error!(task = name, error, "task failed, shutting down");
        self.failed.store(true, Ordering::SeqCst);
        self.shutdown.cancel();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lifecycle() -> Lifecycle {
        Lifecycle::new(Duration::from_secs(30))
    }

    /// `ExitCode` cannot be compared, but shown.
    fn shown(code: ExitCode) -> String {
        format!("{code:?}")
    }

    #[tokio::test]
    async fn a_task_that_finishes_when_asked_ends_the_process_well() {
        let lifecycle = lifecycle();
        let token = lifecycle.shutdown_token();
        lifecycle.spawn("relay", async move {
            token.cancelled().await;
            Ok::<_, BoxError>(())
        });
        lifecycle.shutdown();
        assert_eq!(shown(lifecycle.run().await), shown(ExitCode::SUCCESS));
    }

    #[tokio::test]
    async fn a_failed_task_stops_the_others_and_the_process_fails() {
        let lifecycle = lifecycle();
        let token = lifecycle.shutdown_token();
        lifecycle.spawn("relay", async move {
            token.cancelled().await;
            Ok::<_, BoxError>(())
        });
        lifecycle.spawn("consumer", async { Err("broken") });
        assert_eq!(shown(lifecycle.run().await), shown(ExitCode::FAILURE));
    }

    #[tokio::test]
    async fn a_panic_is_a_failure() {
        let lifecycle = lifecycle();
        lifecycle.spawn("consumer", async {
            assert!(std::hint::black_box(false), "on purpose");
            Ok::<_, BoxError>(())
        });
        assert_eq!(shown(lifecycle.run().await), shown(ExitCode::FAILURE));
    }

    #[tokio::test]
    async fn grace_is_bounded() {
        let lifecycle = Lifecycle::new(Duration::from_millis(1));
        lifecycle.spawn("stubborn", std::future::pending::<Result<(), BoxError>>());
        lifecycle.shutdown();
        assert_eq!(shown(lifecycle.run().await), shown(ExitCode::FAILURE));
    }

    #[tokio::test]
    async fn a_task_may_be_done_before_the_end() {
        let lifecycle = lifecycle();
        lifecycle.spawn("warm-up", async { Ok::<_, BoxError>(()) });
        tokio::task::yield_now().await;
        assert!(!lifecycle.shutdown_token().is_cancelled());
    }
}
