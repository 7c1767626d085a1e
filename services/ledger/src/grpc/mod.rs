//! `LedgerService`, and who may call it.

mod access;
mod answer;
mod owners;
mod passing;
mod rebuild;
mod relay;
pub mod request;
mod service;
mod submit;
mod watch;

pub use access::access_policy;
pub use relay::Relays;
pub use service::LedgerGrpc;
