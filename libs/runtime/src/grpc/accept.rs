//! Accepting connections: TCP, then the TLS handshake, both bounded, the caller's identity read once.

use std::{
    convert::Infallible,
    io::{self, IoSlice},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore, mpsc},
};
use tokio_rustls::{TlsAcceptor, server::TlsStream};
use tokio_stream::wrappers::ReceiverStream;
use tokio_util::sync::CancellationToken;
use tonic::transport::server::Connected;

use super::peer::{Connection, Peer};

/// Open connections at the same time, handshakes included; further ones wait in the kernel's queue.
const CONNECTIONS: usize = 4096;
const HANDSHAKE: Duration = Duration::from_secs(10);
/// The pause after a failed accept: it mostly means that file descriptors ran out.
const AFTER_FAILURE: Duration = Duration::from_millis(50);

/// A verified connection.
pub(super) struct Verified {
    stream: TlsStream<TcpStream>,
    connection: Connection,
    _slot: OwnedSemaphorePermit,
}

/// The verified connections of `listener`, until `stop`; then the address is free again.
pub(super) fn incoming(
    listener: TcpListener,
    tls: TlsAcceptor,
    stop: CancellationToken,
) -> ReceiverStream<Result<Verified, Infallible>> {
    let (verified, incoming) = mpsc::channel(64);
    tokio::spawn(async move { stop.run_until_cancelled_owned(accept(listener, tls, verified)).await });
    ReceiverStream::new(incoming)
}

async fn accept(
    listener: TcpListener,
    tls: TlsAcceptor,
    verified: mpsc::Sender<Result<Verified, Infallible>>,
) {
    let slots = Arc::new(Semaphore::new(CONNECTIONS));
    // A semaphore closes only when asked to, and nobody does.
    while let Ok(slot) = Arc::clone(&slots).acquire_owned().await {
        match listener.accept().await {
            Ok((stream, _)) => {
                tokio::spawn(handshake(stream, tls.clone(), slot, verified.clone()));
            }
            Err(error) => {
                tracing::warn!(%error, "cannot accept a connection");
                tokio::time::sleep(AFTER_FAILURE).await;
            }
        }
    }
}

async fn handshake(
    stream: TcpStream,
    tls: TlsAcceptor,
    slot: OwnedSemaphorePermit,
    verified: mpsc::Sender<Result<Verified, Infallible>>,
) {
    let Ok(remote) = stream.peer_addr() else { return };
    // It fails only for a connection that is gone already.
    let _ = stream.set_nodelay(true);
    let stream = match tokio::time::timeout(HANDSHAKE, tls.accept(stream)).await {
        Ok(Ok(stream)) => stream,
        Ok(Err(error)) => return tracing::warn!(%remote, %error, "connection refused: TLS handshake failed"),
        Err(_) => return tracing::warn!(%remote, "connection refused: TLS handshake took too long"),
    };
    let certificate = stream.get_ref().1.peer_certificates().and_then(<[_]>::first);
    let peer = certificate.and_then(|der| match Peer::from_certificate(der) {
        Ok(peer) => Some(peer),
        Err(error) => {
            tracing::warn!(%remote, %error, "every call of this connection will be refused");
            None
        }
    });
    tracing::debug!(%remote, peer = peer.as_ref().map(Peer::name), "connection accepted");
    let connection = Connection { remote, peer, relayed: false };
    // The server stopped meanwhile: the connection is dropped with it.
    let _ = verified.send(Ok(Verified { stream, connection, _slot: slot })).await;
}

impl Connected for Verified {
    type ConnectInfo = Connection;

    fn connect_info(&self) -> Connection {
        self.connection.clone()
    }
}

impl AsyncRead for Verified {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Verified {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
