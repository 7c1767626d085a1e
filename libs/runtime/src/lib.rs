//! What every service runs on: configuration, telemetry, lifecycle, gRPC with mutual TLS, health.
//!
//! A service's `main` is one call of [`run`]; its library offers `build(Context<Config>)`, which binds the
//! gRPC server and spawns its long-lived tasks on the [`Lifecycle`].
//!
//! Absent on purpose: databases, Kafka and everything of the domain. This crate is the only place that reads
//! the wall clock or makes random ids ([`Clock`]), and the only place that knows how services prove who they
//! are to one another ([`grpc`]).

pub mod admin;
pub mod clock;
pub mod config;
pub mod grpc;
pub mod http;
pub mod lifecycle;
pub mod readiness;
pub mod retry;
mod start;
pub mod telemetry;
pub mod trace;

pub use clock::Clock;
pub use config::{HasOptions, Options, Secret, TlsOptions};
pub use lifecycle::Lifecycle;
pub use readiness::{Gate, Readiness};
pub use start::{Context, run};

/// Any error, as it reaches the shell: logged once, never sent to a client.
pub type BoxError = Box<dyn std::error::Error + Send + Sync + 'static>;

/// Makes `ring` the process's one TLS implementation. Idempotent; every entry of this crate that needs TLS
/// calls it, and so does [`run`] (other users of rustls in the process, such as an HTTP client, rely on it).
pub fn install_tls_provider() {
    // An error only says that a provider is installed already.
    let _ = rustls::crypto::ring::default_provider().install_default();
}
