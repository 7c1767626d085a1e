//! A service from start to end.

use std::{error::Error, process::ExitCode, time::Duration};

use clap::Parser;
use serde::Serialize;

use crate::{
    BoxError, Clock, HasOptions, Lifecycle, Readiness, admin,
    config::{self, EXIT_USAGE, Invalid},
    telemetry,
};

/// What a service is built from.
#[derive(Clone, Debug)]
pub struct Context<C> {
    /// The service's name: `ledger`.
    pub service: &'static str,
    /// Its configuration.
    pub config: C,
    /// Where its long-lived tasks live.
    pub lifecycle: Lifecycle,
    /// Its readiness; closed until `build` has succeeded and every gate made meanwhile is open.
    pub readiness: Readiness,
    /// Its time and ids.
    pub clock: Clock,
}

/// Runs a service: reads its configuration, starts telemetry and the admin port, builds it (binds, migrates,
/// spawns its tasks), serves until a signal or a failure, and drains.
///
/// `main` is `fn main() -> ExitCode { runtime::run("ledger", ledger::build) }`. Exit codes: 0 asked to stop
/// and stopped well, 64 wrong configuration, 1 any other failure, which the last log line names.
pub fn run<C, F, R, E>(service: &'static str, build: F) -> ExitCode
where
    C: Parser + Serialize + HasOptions,
    F: FnOnce(Context<C>) -> R,
    R: Future<Output = Result<(), E>>,
    E: Into<BoxError>,
{
    let config = config::load::<C>();
    crate::install_tls_provider();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return complain(service, &error),
    };
    let code = runtime.block_on(async {
        let guard = match telemetry::init(service, config.options()) {
            Ok(guard) => guard,
            Err(error) => return complain(service, error.as_ref()),
        };
        let code = live(service, config, build).await;
        // It may block for as long as the collector does not answer; it bounds that itself.
        let _ = tokio::task::spawn_blocking(|| guard.shutdown()).await;
        code
    });
    // Not dropped: that would wait for blocking work (a DNS look-up, say) without a bound.
    runtime.shutdown_timeout(Duration::from_millis(100));
    code
}

async fn live<C, F, R, E>(service: &'static str, config: C, build: F) -> ExitCode
where
    C: HasOptions,
    F: FnOnce(Context<C>) -> R,
    R: Future<Output = Result<(), E>>,
    E: Into<BoxError>,
{
    let lifecycle = Lifecycle::new(config.options().shutdown_grace());
    let readiness = Readiness::new();
    let started = readiness.gate("start");
    let admin_listen = config.options().admin_listen;
    let context = Context {
        service,
        config,
        lifecycle: lifecycle.clone(),
        readiness: readiness.clone(),
        clock: Clock::system(),
    };
    let building = async {
        lifecycle.listen_for_signals()?;
        admin::serve(admin_listen, &lifecycle, &readiness).await?;
        build(context).await.map_err(Into::into)
    };
    let stop = lifecycle.shutdown_token();
    let outcome: Result<(), BoxError> = tokio::select! {
        outcome = building => outcome,
        () = stop.cancelled() => Ok(()),
    };
    if let Err(error) = outcome {
        tracing::error!(error = chain(error.as_ref()), "cannot start");
        return ExitCode::from(exit_code(error.as_ref()));
    }
    if !stop.is_cancelled() {
        started.open();
        tracing::info!("started");
    }
    lifecycle.run().await
}

/// For what fails before there are logs.
#[expect(clippy::print_stderr, reason = "there are no logs yet")]
fn complain(service: &str, error: &(dyn Error + 'static)) -> ExitCode {
    eprintln!("{service}: {}", chain(error));
    ExitCode::from(exit_code(error))
}

fn exit_code(error: &(dyn Error + 'static)) -> u8 {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if error.is::<Invalid>() {
            return EXIT_USAGE;
        }
        cause = error.source();
    }
    1
}

/// An error with its causes on one line; a cause that the text before it already tells is left out.
pub(crate) fn chain(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let told = error.to_string();
        if !text.contains(&told) {
            text.push_str(": ");
            text.push_str(&told);
        }
        cause = error.source();
    }
    text
}
