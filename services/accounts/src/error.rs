//! Why a request of this service is refused, or fails.

use runtime::BoxError;

use crate::domain::{
    InvalidApiKeyName, InvalidEmail, InvalidRoles, MAX_LIVE_API_KEYS, Throttled, WeakPassword,
};

/// Why a use case did not do what it was asked for.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address is none.
    #[error("`email` {0}")]
    InvalidEmail(#[from] InvalidEmail),
    /// The password will not do.
    #[error("`password` {0}")]
    WeakPassword(#[from] WeakPassword),
    /// An account has the address already.
    #[error("an account with this e-mail address exists already; sign in instead")]
    EmailTaken,
    /// Address or password is wrong; which of them is nobody's business.
    #[error("e-mail address or password is wrong")]
    WrongCredentials,
    /// Too many attempts failed.
    #[error(transparent)]
    Throttled(#[from] Throttled),
    /// Too many passwords are waiting to be hashed.
    #[error("too many people are signing in at this moment")]
    Overloaded,
    /// There is no such account.
    #[error("there is no such account")]
    NoSuchAccount,
    /// The account has no such API key.
    #[error("the account has no such API key")]
    NoSuchApiKey,
    /// No account can be without a role.
    #[error("`roles` {0}")]
    InvalidRoles(#[from] InvalidRoles),
    /// A key needs a name.
    #[error("`name` {0}")]
    InvalidApiKeyName(#[from] InvalidApiKeyName),
    /// Only programs hold API keys.
    #[error("only an account with the role `service` may have API keys")]
    NotAService,
    /// The account has as many live keys as it may.
    #[error("the account has {MAX_LIVE_API_KEYS} live API keys, the most it may have; revoke one first")]
    TooManyApiKeys,
    /// The key is none, is revoked, or its account may not use keys; which of them is nobody's business.
    #[error("this API key is not valid")]
    InvalidApiKey,
    /// The database cannot be reached now. The text is for our logs only.
    #[error("the database cannot be reached: {0}")]
    Unavailable(sqlx::Error),
    /// Something of ours broke. The text is for our logs only.
    #[error("{doing}: {source}")]
    Internal {
        /// What was being done.
        doing: &'static str,
        /// What broke.
        source: BoxError,
    },
}

impl Error {
    /// Something of ours broke while doing this.
    pub(crate) fn internal<E: Into<BoxError>>(doing: &'static str) -> impl FnOnce(E) -> Self {
        move |source| Self::Internal { doing, source: source.into() }
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => {
                Self::Unavailable(error)
            }
            _ => Self::Internal { doing: "use the database", source: error.into() },
        }
    }
}
