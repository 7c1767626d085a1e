//! gRPC between services: mutual TLS, an access policy that fails closed, and the call's trace and deadline.
//!
//! Every service has one certificate, signed by the one authority, whose URI SAN says who it is
//! (`spiffe://tokenbook/ledger`). A server demands it of every client ([`Peer`]) and looks up in its table
//! ([`AccessPolicy`]) whether this peer may make this call. There is no plaintext mode and no anonymous call.

mod accept;
mod access;
mod client;
mod deadline;
mod drain;
mod measure;
mod panics;
mod peer;
mod server;
mod tls;

pub use access::{AccessPolicy, Allow, IncompletePolicy};
pub use client::{Channel, ChannelBody, ChannelFuture, Client, connect};
pub(crate) use deadline::timeout_of;
pub use peer::{NoIdentity, Peer};
pub use server::Server;

use crate::{config::Invalid, http::BindError};

/// Why a gRPC server or client cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A setting is wrong.
    #[error("{0}")]
    Invalid(#[source] Invalid),
    /// The address cannot be listened on.
    #[error("{0}")]
    Bind(#[source] BindError),
    /// The descriptor set given for reflection cannot be read.
    #[error("the descriptor set cannot be read: {0}")]
    Descriptors(String),
    /// The access policy does not match the services.
    #[error("{0}")]
    Policy(#[source] IncompletePolicy),
    /// The service cannot be called in this way.
    #[error("{url}: {problem}")]
    Endpoint {
        /// As configured.
        url: String,
        /// What is wrong with it.
        problem: String,
    },
}

impl From<Invalid> for Error {
    fn from(error: Invalid) -> Self {
        Self::Invalid(error)
    }
}

impl From<BindError> for Error {
    fn from(error: BindError) -> Self {
        Self::Bind(error)
    }
}

impl From<IncompletePolicy> for Error {
    fn from(error: IncompletePolicy) -> Self {
        Self::Policy(error)
    }
}
