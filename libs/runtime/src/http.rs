//! Plain HTTP servers: the admin port, and the gateway's and the sandbox's public ones.

use std::{io, net::SocketAddr};

use axum::{Router, serve::ListenerExt as _};
use tokio::net::TcpListener;

use crate::Lifecycle;

/// An address that cannot be listened on.
#[derive(Debug, thiserror::Error)]
#[error("{setting}: cannot listen on {address}: {source}")]
pub struct BindError {
    setting: &'static str,
    address: SocketAddr,
    source: io::Error,
}

pub(crate) async fn bind(setting: &'static str, address: SocketAddr) -> Result<TcpListener, BindError> {
    TcpListener::bind(address).await.map_err(|source| BindError { setting, address, source })
}

/// Binds `address` (which the environment variable `setting` gave) and serves `router` until shutdown, when
/// calls under way still finish. Answers the address bound, port 0 resolved. Handlers may extract
/// `ConnectInfo<SocketAddr>`.
///
/// A response that goes on for ever (server-sent events) must itself end at the shutdown token.
pub async fn serve(
    lifecycle: &Lifecycle,
    setting: &'static str,
    address: SocketAddr,
    router: Router,
) -> Result<SocketAddr, BindError> {
    let (listener, bound) = listen(setting, address).await?;
    let stop = lifecycle.shutdown_token();
    lifecycle.spawn(format!("http {bound}"), async move {
        let listener = listener.tap_io(set_nodelay);
        axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>())
            .with_graceful_shutdown(stop.cancelled_owned())
            .await
    });
    Ok(bound)
}

pub(crate) async fn listen(
    setting: &'static str,
    address: SocketAddr,
) -> Result<(TcpListener, SocketAddr), BindError> {
    let listener = bind(setting, address).await?;
    let bound = listener.local_addr().map_err(|source| BindError { setting, address, source })?;
    Ok((listener, bound))
}

pub(crate) fn set_nodelay(stream: &mut tokio::net::TcpStream) {
    // It fails only for a connection that is gone already.
    let _ = stream.set_nodelay(true);
}
