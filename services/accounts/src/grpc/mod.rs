//! `AccountsService`, and who may call it.

mod access;
mod convert;
mod failure;
mod service;

pub use access::access_policy;
pub use service::AccountsGrpc;
