//! What a token says about its bearer.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use kernel::AccountId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What an account may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Buys and spends tokens.
    User,
    /// Sees any order and token log, changes nothing.
    Support,
    /// A program: may hold API keys.
    Service,
}

impl Role {
    /// Every role there is.
    pub const ALL: [Self; 3] = [Self::User, Self::Support, Self::Service];

    /// Its name in a token.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Support => "support",
            Self::Service => "service",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }
}

/// Who bears a token, and how long it is good for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims {
    /// `sub`: whose token it is.
    pub account_id: AccountId,
    /// `roles`: what the account might do when the token was issued.
    pub roles: BTreeSet<Role>,
    /// `iat`, in whole seconds.
    pub issued_at: DateTime<Utc>,
    /// `exp`, in whole seconds.
    pub expires_at: DateTime<Utc>,
    /// `jti`: the token's own id.
    pub token_id: Uuid,
}

/// The header as it is written. It has no more fields than these: `crit`, `jwk`, `jku` and the like are refused.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Header {
    pub(crate) alg: String,
    pub(crate) typ: String,
    pub(crate) kid: String,
}

/// The claims as they are written. Further ones are passed over, so that newer issuers may add some.
#[derive(Serialize, Deserialize)]
pub(crate) struct Payload {
    pub(crate) iss: String,
    pub(crate) sub: String,
    pub(crate) iat: i64,
    pub(crate) exp: i64,
    pub(crate) roles: Vec<String>,
    pub(crate) jti: Uuid,
}

impl Payload {
    pub(crate) fn new(issuer: &str, claims: &Claims) -> Self {
        Self {
            iss: issuer.to_owned(),
            sub: claims.account_id.to_string(),
            iat: claims.issued_at.timestamp(),
            exp: claims.expires_at.timestamp(),
            roles: claims.roles.iter().map(|role| role.as_str().to_owned()).collect(),
            jti: claims.token_id,
        }
    }

    pub(crate) fn claims(&self) -> Option<Claims> {
        Some(Claims {
            account_id: self.sub.parse().ok()?,
            // A role that this version does not know grants nothing here.
            roles: self.roles.iter().filter_map(|name| Role::from_name(name)).collect(),
            issued_at: DateTime::from_timestamp(self.iat, 0)?,
            expires_at: DateTime::from_timestamp(self.exp, 0)?,
            token_id: self.jti,
        })
    }
}
