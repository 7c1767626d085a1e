//! Accounts: people and programs, what proves who they are, and what they may do.
//!
//! | folder | holds |
//! |---|---|
//! | `domain` | the rules; pure |
//! | `registration`, `sessions`, `api_keys`, `key_ring` | the use cases, each with its transactions |
//! | `passwords`, `sealing`, `entropy` | slow hashes, sealed keys, randomness |
//! | `store` | the tables |
//! | `grpc` | `AccountsService`, and who may call it |
//!
//! Absent on purpose: sessions as stored state (a token is all there is), money and tokens, and consumers (this service
//! follows no topic). No e-mail address, password or key is in any log line or event.

pub mod api_keys;
mod config;
pub mod domain;
mod entropy;
mod error;
pub mod grpc;
pub mod key_ring;
pub mod passwords;
pub mod registration;
pub mod sealing;
pub mod sessions;
mod start;
pub mod store;

pub use config::Config;
pub use error::Error;
pub use start::{StartError, build, start};
