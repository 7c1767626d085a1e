//! `LedgerService`, and who may call it.

mod access;
mod answer;
pub mod request;
mod service;
mod submit;
mod watch;

pub use access::access_policy;
pub use service::LedgerGrpc;
