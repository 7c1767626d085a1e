//! A gRPC server with everything that every service's server has.

use std::{
    convert::Infallible,
    net::SocketAddr,
    sync::{Arc, atomic::AtomicUsize},
    time::Duration,
};

use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tonic::{
    body::Body,
    server::NamedService,
    service::{Routes, RoutesBuilder},
};
use tonic_health::{ServingStatus, server::HealthReporter};
use tower::{Service, ServiceBuilder};

use super::{
    AccessPolicy, Error, accept, access::AccessLayer, deadline::DeadlineLayer, drain::DrainLayer,
    measure::MeasureLayer, panics::PanicLayer, tls,
};
use crate::{
    BoxError, Lifecycle, Readiness,
    config::{GrpcOptions, TlsOptions},
    http, telemetry,
    trace::TraceLayer,
};

/// Calls under way at the same time, in the whole server; more are refused with `RESOURCE_EXHAUSTED`.
const CALLS: usize = 8192;
/// Calls under way at the same time on one connection; HTTP/2 makes a client wait with more.
const STREAMS: u32 = 2048;
const STREAM_WINDOW: u32 = 1024 * 1024;
const CONNECTION_WINDOW: u32 = 8 * 1024 * 1024;
const KEEPALIVE: Duration = Duration::from_secs(20);
const KEEPALIVE_TIMEOUT: Duration = Duration::from_secs(10);

/// A gRPC server under construction. Messages to it are bounded by tonic's default of 4 MiB, which a
/// generated service's `max_decoding_message_size` changes.
pub struct Server {
    address: SocketAddr,
    tls: TlsOptions,
    policy: AccessPolicy,
    descriptors: &'static [u8],
    routes: RoutesBuilder,
    services: Vec<&'static str>,
    calls: usize,
    bound: Option<(TcpListener, SocketAddr)>,
}

impl Server {
    /// A server without services. `descriptors` is the encoded `google.protobuf.FileDescriptorSet` of all
    /// its services: reflection offers it, and the policy is checked against it.
    pub fn new(
        grpc: &GrpcOptions,
        tls: &TlsOptions,
        policy: AccessPolicy,
        descriptors: &'static [u8],
    ) -> Self {
        Self {
            address: grpc.grpc_listen,
            tls: tls.clone(),
            policy,
            descriptors,
            routes: Routes::builder(),
            services: Vec::new(),
            calls: CALLS,
            bound: None,
        }
    }

    /// Binds, for those who must know the address before they can say what is served there. Connections wait until
    /// [`Server::serve`]. Answers the address bound.
    ///
    /// # Errors
    ///
    /// An address in use.
    pub async fn bind(&mut self) -> Result<SocketAddr, Error> {
        let (listener, bound) = http::listen("TOKENBOOK_GRPC_LISTEN", self.address).await?;
        self.bound = Some((listener, bound));
        Ok(bound)
    }

    /// Adds a generated service.
    #[must_use]
    #[expect(clippy::should_implement_trait, reason = "a builder's add, not arithmetic")]
    pub fn add<S>(mut self, service: S) -> Self
    where
        S: Service<::http::Request<Body>, Error = Infallible> + NamedService + Clone + Send + Sync + 'static,
        S::Response: axum::response::IntoResponse,
        S::Future: Send + 'static,
    {
        self.services.push(S::NAME);
        self.routes.add_service(service);
        self
    }

    /// How many calls may be under way at the same time in the whole server; 8192 if nothing is said.
    #[must_use]
    pub fn concurrency_limit(mut self, calls: usize) -> Self {
        self.calls = calls;
        self
    }

    /// Binds, unless it is bound already, and serves as a task of `lifecycle` until shutdown; then it takes no new call, and those under
    /// way finish. The health service says SERVING while `readiness` does. Answers the address bound.
    ///
    /// A handler whose stream goes on for ever should end it at the shutdown token; one that does not is ended
    /// with `UNAVAILABLE` when half of the grace period is over.
    ///
    /// # Errors
    ///
    /// A wrong certificate file, an address in use, an RPC without a row in the access policy.
    pub async fn serve(mut self, lifecycle: &Lifecycle, readiness: &Readiness) -> Result<SocketAddr, Error> {
        self.policy.check_complete(self.descriptors, &self.services)?;
        let tls = TlsAcceptor::from(Arc::new(tls::server(&self.tls)?));
        let reflection = || {
            // The descriptor set may tell of more services than this server has.
            let builder =
                tonic_reflection::server::Builder::configure().with_service_name("grpc.health.v1.Health");
            let builder =
                self.services.iter().fold(builder, |builder, name| builder.with_service_name(*name));
            builder
                .register_encoded_file_descriptor_set(self.descriptors)
                .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
        };
        let unreadable = |error: tonic_reflection::server::Error| Error::Descriptors(error.to_string());
        self.routes.add_service(reflection().build_v1().map_err(unreadable)?);
        self.routes.add_service(reflection().build_v1alpha().map_err(unreadable)?);
        let (reporter, health) = tonic_health::server::health_reporter();
        self.routes.add_service(health);
        let (listener, bound) = match self.bound.take() {
            Some(bound) => bound,
            None => http::listen("TOKENBOOK_GRPC_LISTEN", self.address).await?,
        };

        telemetry::metrics::install();
        let layers = ServiceBuilder::new()
            .layer(MeasureLayer::new(self.policy.paths()))
            .layer(TraceLayer)
            .layer(DeadlineLayer)
            .layer(AccessLayer {
                policy: self.policy,
                limit: self.calls,
                under_way: Arc::new(AtomicUsize::new(0)),
            })
            .layer(DrainLayer(Arc::new(lifecycle.streams_token())))
            .layer(PanicLayer)
            .into_inner();
        let router = tonic::transport::Server::builder()
            .layer(layers)
            .max_concurrent_streams(STREAMS)
            .initial_stream_window_size(STREAM_WINDOW)
            .initial_connection_window_size(CONNECTION_WINDOW)
            .http2_keepalive_interval(Some(KEEPALIVE))
            .http2_keepalive_timeout(Some(KEEPALIVE_TIMEOUT))
            .add_routes(self.routes.routes());

        let stop = lifecycle.shutdown_token();
        let incoming = accept::incoming(listener, tls, stop.clone());
        lifecycle.spawn(format!("grpc {bound}"), async move {
            router.serve_with_incoming_shutdown(incoming, stop.clone().cancelled_owned()).await?;
            if stop.is_cancelled() { Ok(()) } else { Err(BoxError::from("the listener ended")) }
        });
        lifecycle.spawn("grpc health", report(reporter, self.services, readiness.clone(), lifecycle.clone()));
        tracing::info!(address = %bound, "gRPC server listens");
        Ok(bound)
    }
}

/// Keeps the health service in step with readiness, for the server as a whole and for each service.
async fn report(
    mut reporter: HealthReporter,
    services: Vec<&'static str>,
    readiness: Readiness,
    lifecycle: Lifecycle,
) -> Result<(), Infallible> {
    let names: Vec<&str> = services.into_iter().chain([""]).collect();
    let stop = lifecycle.shutdown_token();
    let mut ready = readiness.watch();
    while !stop.is_cancelled() {
        let status =
            if *ready.borrow_and_update() { ServingStatus::Serving } else { ServingStatus::NotServing };
        for name in &names {
            reporter.set_service_status(name, status).await;
        }
        tokio::select! {
            // It ends only with `readiness`, which we hold.
            _ = ready.changed() => {}
            () = stop.cancelled() => {}
        }
    }
    for name in &names {
        reporter.set_service_status(name, ServingStatus::NotServing).await;
        // Ends the streams of those who watch; they would hold up the drain.
        reporter.clear_service_status(name).await;
    }
    Ok(())
}
