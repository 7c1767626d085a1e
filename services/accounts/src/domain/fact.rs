//! What other services learn of an account. Ids and roles only: nobody's address, and no secret.

use super::{ApiKeyId, Roles};

/// Something that happened to an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// It exists.
    Registered {
        /// What it may do.
        roles: Roles,
    },
    /// Its roles are now these.
    RolesChanged {
        /// All of them.
        roles: Roles,
        /// The verified name of the caller who changed them.
        actor: String,
    },
    /// It has a new API key.
    ApiKeyIssued(ApiKeyId),
    /// An API key of it no longer works.
    ApiKeyRevoked(ApiKeyId),
}
