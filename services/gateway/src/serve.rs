//! The public port. Our own accept loop, since clients here are strangers: it bounds the connections and the time that a
//! client may take over its headers.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use runtime::{BoxError, Lifecycle};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

use crate::config::HttpOptions;

/// The longest head of a request.
const MAX_HEAD_BYTES: usize = 64 * 1024;
/// The pause after an error of accept, such as too many open files.
const AFTER_ERROR: Duration = Duration::from_millis(100);

/// The public port cannot be listened on.
#[derive(Debug, thiserror::Error)]
#[error("TOKENBOOK_HTTP_LISTEN: cannot listen on {address}: {source}")]
pub struct BindError {
    address: SocketAddr,
    source: io::Error,
}

/// Binds the public port and serves until shutdown, when requests under way still finish. Answers the address bound.
pub async fn serve(
    lifecycle: &Lifecycle,
    http: &HttpOptions,
    router: Router,
) -> Result<SocketAddr, BindError> {
    let address = http.http_listen;
    let listener = TcpListener::bind(address).await.map_err(|source| BindError { address, source })?;
    let bound = listener.local_addr().map_err(|source| BindError { address, source })?;
    let port = Port {
        listener,
        router,
        builder: builder(http),
        room: Arc::new(Semaphore::new(
            usize::try_from(http.http_max_connections).unwrap_or(Semaphore::MAX_PERMITS),
        )),
    };
    let stop = lifecycle.shutdown_token();
    lifecycle.spawn(format!("http {bound}"), async move {
        port.serve_until(&stop).await;
        Ok::<_, BoxError>(())
    });
    Ok(bound)
}

/// HTTP/1.1 only: behind the proxy that ends TLS nothing is won by HTTP/2, and its many streams would escape the bounds here.
fn builder(http: &HttpOptions) -> http1::Builder {
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(http.header_timeout()).max_buf_size(MAX_HEAD_BYTES);
    builder
}

struct Port {
    listener: TcpListener,
    router: Router,
    builder: http1::Builder,
    room: Arc<Semaphore>,
}

impl Port {
    async fn serve_until(self, stop: &CancellationToken) {
        let connections = GracefulShutdown::new();
        let accepting = async {
            loop {
                self.accept(&connections).await;
            }
        };
        tokio::select! {
            () = stop.cancelled() => {}
            () = accepting => {}
        }
        // Nobody else may connect while those under way finish; the lifecycle bounds how long they may.
        drop(self.listener);
        connections.shutdown().await;
    }

    /// Takes one connection, when there is room for it.
    async fn accept(&self, connections: &GracefulShutdown) {
        let Ok(place) = Arc::clone(&self.room).acquire_owned().await else { return };
        let (stream, peer) = match self.listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "a connection cannot be accepted");
                tokio::time::sleep(AFTER_ERROR).await;
                return;
            }
        };
        // It fails only for a connection that is gone already.
        let _ = stream.set_nodelay(true);
        let router = self.router.clone();
        let service = service_fn(move |request: Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(peer));
            router.clone().oneshot(request)
        });
        let connection = connections.watch(self.builder.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection broke");
            }
            drop(place);
        });
    }
}
