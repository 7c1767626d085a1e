//! What a handler asks of its caller, as extractors: the type in the signature is the access rule.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use kernel::Reason;

use super::{Access, Caller, Role, unauthenticated};
use crate::problem::Problem;

macro_rules! rule {
    ($(#[$doc:meta])* $name:ident, $allowed:expr, $says:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub struct $name(pub Caller);

        impl<S: Sync> FromRequestParts<S> for $name {
            type Rejection = Problem;

            async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
                allowed(parts, &$allowed, $says).map(Self)
            }
        }
    };
}

rule!(
    /// Any account.
    AsAnyone,
    Role::ALL,
    "any role"
);
rule!(
    /// An account that buys and spends tokens: a person's or a program's.
    AsUser,
    [Role::User, Role::Service],
    "`user` or `service`"
);
rule!(
    /// A program's account.
    AsService,
    [Role::Service],
    "`service`"
);
rule!(
    /// Our support.
    AsSupport,
    [Role::Support],
    "`support`"
);

fn allowed(parts: &Parts, roles: &[Role], says: &str) -> Result<Caller, Problem> {
    let access = parts.extensions.get::<Access>().cloned().ok_or_else(Problem::internal)?;
    let caller = access.0?.ok_or_else(|| {
        unauthenticated(
            "send `Authorization: Bearer` with an access token from `POST /v1/sessions` or an API key",
        )
    })?;
    if roles.iter().any(|role| caller.roles.contains(role)) {
        return Ok(caller);
    }
    Err(Problem::new(Reason::PermissionDenied, format!("this needs an account with the role {says}")))
}
