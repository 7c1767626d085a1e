//! Who is asking: access tokens, verified here with the published keys, and API keys, which accounts knows.

mod access;
mod api_keys;
mod signing_keys;

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::Arc;

use access_tokens::Refused;
pub use access_tokens::Role;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use kernel::{AccountId, Reason};
use runtime::Clock;

pub use access::{AsAnyone, AsService, AsSupport, AsUser};
pub use api_keys::{ApiKeys, role};
pub use signing_keys::SigningKeys;

use crate::edge::address::ClientAddress;
use crate::edge::log::AskedBy;
use crate::edge::rate::Limits;
use crate::problem::Problem;

/// What an API key begins with.
const API_KEY_PREFIX: &str = "tbk_";

/// Whoever proved who they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// Whose account it is.
    pub account_id: AccountId,
    /// What the account may do.
    pub roles: BTreeSet<Role>,
}

/// What came of a request's credentials: none, good ones, or why they are refused.
#[derive(Debug, Clone)]
pub struct Access(Result<Option<Caller>, Problem>);

/// What identifies callers and counts their requests.
#[derive(Clone, Debug)]
pub struct Gate {
    /// For access tokens.
    pub signing_keys: Arc<SigningKeys>,
    /// For API keys.
    pub api_keys: Arc<ApiKeys>,
    /// How often each may ask.
    pub limits: Arc<Limits>,
    /// When tokens expire.
    pub clock: Clock,
}

/// Identifies the caller of each request, and counts it: by account if it is known, else by address. Whether the route
/// wants a caller at all, its handler says.
pub async fn guard(State(gate): State<Gate>, mut request: Request, next: Next) -> Response {
    let subscriber = request
        .extensions()
        .get::<ClientAddress>()
        .map_or(IpAddr::from([0, 0, 0, 0]), |address| address.subscriber());
    let access = gate.identify(request.headers(), subscriber).await;
    let caller = access.as_ref().ok().and_then(Option::as_ref).map(|caller| caller.account_id);
    let counted = match caller {
        Some(account) => gate.limits.account(account),
        None if is_webhook(&request) => gate.limits.webhook(subscriber),
        None => gate.limits.address(subscriber),
    };
    let mut response = match counted {
        Ok(()) => {
            request.extensions_mut().insert(Access(access));
            next.run(request).await
        }
        Err(refused) => refused.into_response(),
    };
    if let Some(account) = caller {
        response.extensions_mut().insert(AskedBy(account));
    }
    response
}

fn is_webhook(request: &Request) -> bool {
    request.extensions().get::<MatchedPath>().is_some_and(|path| path.as_str() == crate::rest::webhooks::PATH)
}

impl Gate {
    async fn identify(&self, headers: &HeaderMap, subscriber: IpAddr) -> Result<Option<Caller>, Problem> {
        let Some(secret) = bearer(headers)? else { return Ok(None) };
        if secret.starts_with(API_KEY_PREFIX) {
            return self.api_keys.owner(secret, || self.limits.sign_in(subscriber)).await.map(Some);
        }
        let claims = self.signing_keys.verify(secret, self.clock.now()).await?;
        Ok(Some(Caller { account_id: claims.account_id, roles: claims.roles }))
    }
}

/// The secret of `Authorization: Bearer …`; none without the header.
fn bearer(headers: &HeaderMap) -> Result<Option<&str>, Problem> {
    let mut all = headers.get_all(header::AUTHORIZATION).iter();
    let Some(value) = all.next() else { return Ok(None) };
    let wrong =
        || unauthenticated("`Authorization` must be `Bearer` and an access token or an API key, once");
    let (scheme, secret) = value.to_str().ok().and_then(|text| text.split_once(' ')).ok_or_else(wrong)?;
    if all.next().is_some() || !scheme.eq_ignore_ascii_case("bearer") || secret.trim().is_empty() {
        return Err(wrong());
    }
    Ok(Some(secret.trim()))
}

/// Nobody, or nobody known, is asking.
fn unauthenticated(detail: &str) -> Problem {
    Problem::new(Reason::Unauthenticated, detail)
}

/// A client learns no more than whether a new token would help.
fn refused(cause: Refused) -> Problem {
    metrics::counter!("gateway_tokens_refused_total", "cause" => cause.to_string()).increment(1);
    unauthenticated(match cause {
        Refused::Expired => "the access token has expired; log in again with `POST /v1/sessions`",
        Refused::Malformed
        | Refused::Algorithm
        | Refused::UnknownKey
        | Refused::Signature
        | Refused::Issuer
        | Refused::NotYetValid => "the access token is not valid; log in again with `POST /v1/sessions`",
    })
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn headers(values: &[&'static str]) -> HeaderMap {
        values.iter().map(|value| (header::AUTHORIZATION, HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn credentials_are_one_bearer_secret() {
        assert_eq!(bearer(&headers(&[])), Ok(None));
        assert_eq!(bearer(&headers(&["Bearer abc"])), Ok(Some("abc")));
        assert_eq!(bearer(&headers(&["bearer  abc "])), Ok(Some("abc")));
        for wrong in [&["Basic YTpi"][..], &["Bearer"], &["Bearer "], &["abc"], &["Bearer a", "Bearer b"]] {
            let problem = bearer(&headers(wrong)).unwrap_err();
            assert_eq!(problem.reason(), Reason::Unauthenticated, "{wrong:?}");
        }
    }
}
