//! People, services and what proves who they are. Pure: time, ids and randomness are arguments.
//!
//! Absent on purpose: storage, network, protobuf, and hashing of passwords (slow by design, so it has a pool of its own).

mod account;
mod api_key;
mod attempts;
mod email;
mod fact;
mod key_ring;
mod password;

pub use account::{Account, InvalidRoles, Role, Roles};
pub use api_key::{
    ApiKey, ApiKeyId, ApiKeyName, ApiKeySecret, InvalidApiKeyName, MAX_LIVE_API_KEYS, NotAnApiKey,
};
pub use attempts::{Attempts, Throttled};
pub use email::{Email, InvalidEmail};
pub use fact::Fact;
pub use key_ring::{KeyAge, KeyStanding, RotationPlan, plan_rotation, tokens_end};
pub use password::{Password, WeakPassword};
