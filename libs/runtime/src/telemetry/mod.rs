//! Logs to stdout, metrics for Prometheus, traces to an OTLP collector if there is one.

mod format;
pub mod metrics;

use std::{io::IsTerminal as _, panic::PanicHookInfo};

use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::WithExportConfig as _;
use opentelemetry_sdk::{Resource, trace::SdkTracerProvider};
use tracing_subscriber::{
    EnvFilter, Layer, filter::LevelFilter, fmt::format::JsonFields, layer::SubscriberExt as _,
    util::SubscriberInitExt as _,
};

use crate::{
    BoxError,
    config::{Invalid, LogFormat, Options},
    trace,
};

/// Keeps telemetry going; [`Guard::shutdown`] sends what is still waiting.
#[must_use = "without it, the last spans are lost"]
#[derive(Debug)]
pub struct Guard {
    provider: Option<SdkTracerProvider>,
}

impl Guard {
    /// Sends the spans that are still waiting (blocking, at most a few seconds).
    pub fn shutdown(self) {
        if let Some(provider) = self.provider
            && let Err(error) = provider.shutdown()
        {
            tracing::warn!(%error, "the last spans were not exported");
        }
    }
}

/// Starts telemetry for the process; call it once, inside the tokio runtime. `service` becomes `service` in
/// every log line and `service.name` in every span. Panics are logged like any other failure.
///
/// Without an OTLP endpoint no span exists at all, and a call costs next to nothing.
pub fn init(service: &'static str, options: &Options) -> Result<Guard, BoxError> {
    metrics::install();
    let provider =
        options.otlp_endpoint.as_deref().map(|endpoint| exporter(service, endpoint)).transpose()?;
    let spans = provider.as_ref().map(|provider| {
        tracing_opentelemetry::layer()
            .with_tracer(provider.tracer("tokenbook"))
            .with_location(false)
            .with_tracked_inactivity(false)
            .with_threads(false)
            .with_filter(LevelFilter::INFO)
    });
    let filter = EnvFilter::try_new(&options.log).map_err(|error| Invalid::new("TOKENBOOK_LOG", error))?;
    let lines = match options.log_format {
        LogFormat::Json => tracing_subscriber::fmt::layer()
            .fmt_fields(JsonFields::new())
            .event_format(format::JsonLines::new(service))
            .with_filter(filter)
            .boxed(),
        LogFormat::Text => tracing_subscriber::fmt::layer()
            .with_ansi(std::io::stdout().is_terminal())
            .with_filter(filter)
            .boxed(),
    };
    tracing_subscriber::registry().with(lines).with(spans).try_init()?;
    if provider.is_some() {
        trace::set_exporting();
    }
    std::panic::set_hook(Box::new(log_panic));
    Ok(Guard { provider })
}

fn exporter(service: &'static str, endpoint: &str) -> Result<SdkTracerProvider, BoxError> {
    let exporter =
        opentelemetry_otlp::SpanExporter::builder().with_tonic().with_endpoint(endpoint).build()?;
    Ok(SdkTracerProvider::builder()
        .with_batch_exporter(exporter)
        .with_resource(Resource::builder().with_service_name(service).build())
        .build())
}

fn log_panic(panic: &PanicHookInfo<'_>) {
    let message = panic.payload_as_str().unwrap_or("(no message)");
    let place = panic.location().map(ToString::to_string);
    tracing::error!(place, message, "panic");
}
