//! The process's metrics: recorded through the `metrics` macros anywhere, read as Prometheus text.

use std::sync::OnceLock;

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

/// Upper bounds, in seconds, of every histogram's buckets.
const SECONDS: [f64; 14] =
    [0.000_5, 0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128, 0.25, 0.5, 1.0, 2.5, 10.0];

static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();

/// Makes this process's metrics recorded. Idempotent; [`super::init`] calls it.
pub fn install() {
    handle();
}

/// All metrics, in Prometheus' text format.
pub fn render() -> String {
    handle().render()
}

/// Folds recorded samples into their histograms. Without it, samples pile up between two scrapes.
pub(crate) fn upkeep() {
    handle().run_upkeep();
}

fn handle() -> &'static PrometheusHandle {
    HANDLE.get_or_init(|| {
        // Buckets are refused only when there is none.
        let builder = PrometheusBuilder::new();
        let builder = builder.set_buckets(&SECONDS).unwrap_or_else(|_| PrometheusBuilder::new());
        let recorder = builder.build_recorder();
        let handle = recorder.handle();
        if metrics::set_global_recorder(recorder).is_err() {
            tracing::warn!("another metrics recorder is installed: /metrics stays empty");
        }
        handle
    })
}
